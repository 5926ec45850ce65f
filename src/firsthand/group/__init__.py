"""Reports to stories: which are mainly about the same happening."""

from __future__ import annotations

from firsthand.group.stories import find_stories, make_story

__all__ = ["find_stories", "make_story"]
