"""What people decide, as events, and the tables that follow from them.

A decision is a row that is added and never changed (`records.Decision`). The tables that the stages
give stay as they are; `replay` puts the decisions over them, so that a newer model can analyse the
reports again and every decision still holds where its words are.
"""

from __future__ import annotations

from firsthand.decide.anchors import anchors_of, holds, target_of
from firsthand.decide.history import Standing, standing
from firsthand.decide.make import Choice, draft
from firsthand.decide.replay import Decided, decide_attributions, decide_links, decide_values, find_verdicts
from firsthand.decide.together import Hand, group_by_hand, origins_by_hand, read_hand, title_by_hand

__all__ = ["Choice", "Decided", "Hand", "Standing", "anchors_of", "decide_attributions", "decide_links",
           "decide_values", "draft", "find_verdicts", "group_by_hand", "holds", "origins_by_hand", "read_hand",
           "standing", "target_of", "title_by_hand"]
