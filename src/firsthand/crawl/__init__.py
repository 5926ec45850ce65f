"""Many inputs to all tables as Parquet, in pieces that a stop does not lose."""

from __future__ import annotations

from firsthand.crawl.open import largest_stories, open_story
from firsthand.crawl.place import Progress
from firsthand.crawl.run import Crawled, Run, crawl

__all__ = ["Crawled", "Progress", "Run", "crawl", "largest_stories", "open_story"]
