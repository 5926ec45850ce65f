"""What others have recorded: earlier fact-checks and event records beside the reports of a case.

Nothing is decided here. A fact-check's rating is its publisher's and is quoted as theirs; a record is shown
with what agrees, what differs, and whether it rests on the very reports that it stands beside.
"""

from __future__ import annotations

from firsthand.check.against import Against, Problems, read_against
from firsthand.check.checked import CheckedClaim
from firsthand.check.claims import ReportRows
from firsthand.check.columns import ColumnMap, read_column_map
from firsthand.check.draft import GED_COLUMNS, Desk, claim_review, ged_row, shape_errors
from firsthand.check.facts import story_facts
from firsthand.check.match import Matcher
from firsthand.check.posts import match_posts
from firsthand.check.result import Checked, check_reports, check_stories
from firsthand.check.stories import Calendar, StoryFacts, describe

__all__ = ["GED_COLUMNS", "Against", "Calendar", "Checked", "CheckedClaim", "ColumnMap", "Desk", "Matcher", "Problems",
           "ReportRows", "StoryFacts", "check_reports", "check_stories", "claim_review", "describe", "ged_row",
           "match_posts", "read_against", "read_column_map", "shape_errors", "story_facts"]
