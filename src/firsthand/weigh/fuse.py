"""A first weighing: how much of what the origins say speaks for a value.

The majority of origins, smoothed. Every origin counts once, however many copies it has; an origin
that gives a value which lies within this one speaks for it too (32 is at least 20); one that gives
a value which cannot hold together with it speaks against. With `s` for and `o` against, and a prior
of `a` on each side, the probability is (s + a) / (s + o + 2a): one origin alone gives 0.75, one
against one 0.5. With a = 0.5 this is the posterior mean under Jeffreys' prior.
"""

from __future__ import annotations

from collections.abc import Collection

METHOD = "origin-majority"


def majority(supporting: Collection[str], opposing: Collection[str], prior: float) -> float:
    """The smoothed share of origins for a value, 0 to 1; an origin on both sides speaks for neither."""
    mine, theirs = set(supporting) - set(opposing), set(opposing) - set(supporting)
    return round((len(mine) + prior) / (len(mine) + len(theirs) + 2 * prior), 4)
