"""Reports to stories: which are mainly about the same happening."""

from __future__ import annotations

from firsthand.group.stories import find_stories

__all__ = ["find_stories"]
