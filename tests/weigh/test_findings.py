"""Findings over small invented stories: who gives what, who stands against it, how many origins."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.records import (
    Block,
    Claim,
    CountRange,
    Day,
    Finding,
    Mention,
    Name,
    Origin,
    PlaceValue,
    Report,
    Story,
    Value,
)
from firsthand.weigh import find_findings

STORY = "s"


def report(number: str, published: str | None = None, text: str | None = None) -> Report:
    text = text if text is not None else f"Text {number} of the blast at the quay: values stand here."
    return Report(number, number, None, f"Paper {number}", None, "en", published, "given", None, text,
                  (Block("paragraph", 0, len(text)),), ())


def claim(number: str, slot: str = "killed", *, origin: str | None = None, certain: bool = True,
          **cells: Any) -> Claim:
    base = Value(number, "i", True, slot, None, None, None, "total" if slot == "killed" else None,  # type: ignore[arg-type]
                 None, None, None, "fact", None, 0, 4)
    return Claim(replace(base, **cells), STORY, origin or f"origin {number}", certain)


def killed(number: str, low: int | None, high: int | None, **more: Any) -> Claim:
    return claim(number, low=low, high=high, **more)


def findings(*claims: Claim, times: dict[str, str] | None = None,
             mentions: tuple[Mention, ...] = ()) -> tuple[Finding, ...]:
    names = sorted({one.value.report for one in claims})
    reports = [report(name, (times or {}).get(name)) for name in names]
    return find_findings([Story(STORY, "", tuple(names), None, None)], reports, claims, mentions)


def by_value(found: tuple[Finding, ...]) -> dict[object, Finding]:
    return {finding.value: finding for finding in found}


def test_one_finding_for_each_distinct_value() -> None:
    found = by_value(findings(killed("a", 30, 30), killed("b", 30, 30), killed("c", 12, 12)))
    assert set(found) == {CountRange(30, 30), CountRange(12, 12)}
    many = found[CountRange(30, 30)]
    assert [witness.report for witness in many.reports] == ["a", "b"]
    assert [witness.report for witness in many.against] == ["c"]
    assert (many.status, many.difference) == ("contested", "contradiction")
    assert many.probability > 0.5 > found[CountRange(12, 12)].probability
    assert many.method == "origin-fusion"


def test_one_voice_alone_and_several() -> None:
    alone, = findings(killed("a", 30, 30))
    assert (alone.status, alone.difference, alone.why, alone.against) == ("one-origin", None, None, ())
    assert 0.7 < alone.probability < 0.8
    both, = findings(killed("a", 30, 30), killed("b", 30, 30))
    assert (both.status, both.origins.best) == ("several-origins", 2)


def test_an_update_supersedes_and_is_not_contested() -> None:
    found = by_value(findings(killed("a", 14, 14, said_by="Coast Bureau"),
                              killed("b", 19, 19, said_by="Coast Bureau"),
                              times={"a": "2019-03-20", "b": "2019-03-22"}))
    old, new = found[CountRange(14, 14)], found[CountRange(19, 19)]
    assert (old.status, old.difference) == ("superseded", "update")
    assert (new.status, new.difference) == ("one-origin", "update")
    assert [witness.report for witness in new.against] == ["a"]
    assert new.why == "Coast Bureau gave 14 first and 19 later"
    assert new.probability > old.probability


def test_a_higher_toll_of_another_origin_does_not_settle_a_contradiction_of_its_own_time() -> None:
    found = by_value(findings(killed("a", 14, 14, origin="coast"), killed("b", 12, 12, origin="inland"),
                              killed("c", 19, 19, origin="coast"),
                              times={"a": "2019-03-20T08:00", "b": "2019-03-20T11:00", "c": "2019-03-22T09:00"}))
    assert (found[CountRange(12, 12)].status, found[CountRange(12, 12)].difference) == ("contested", "contradiction")
    assert (found[CountRange(14, 14)].status, found[CountRange(14, 14)].difference) == ("superseded", "update")


def versions(*claims: Claim, fetched: dict[str, str]) -> dict[object, Finding]:
    """Findings where the reports in `fetched` are versions of one page, the others pages of their own."""
    names = sorted({one.value.report for one in claims})
    reports = [replace(report(name), url="https://selmpost.example/quay", fetched=fetched[name])
               if name in fetched else report(name) for name in names]
    return by_value(find_findings([Story(STORY, "", tuple(names), None, None)], reports, claims))


def test_a_page_takes_back_what_its_later_version_gives_otherwise() -> None:
    post = {"a": "2019-03-20T08:00:00Z", "b": "2019-03-20T09:00:00Z"}
    lower = [killed("a", 19, 19, origin="post"), killed("b", 14, 14, origin="post")]
    found = versions(*lower, fetched=post)
    old, new = found[CountRange(19, 19)], found[CountRange(14, 14)]
    assert (old.status, old.difference) == ("superseded", "update")
    assert old.why == "the page gave 19 first and 14 in a later version"
    assert (new.status, new.difference) == ("one-origin", "update")
    back = versions(*lower, killed("c", 19, 19, origin="post"), fetched=post | {"c": "2019-03-20T10:00:00Z"})
    assert back[CountRange(14, 14)].status == "superseded"
    assert back[CountRange(19, 19)].status == "one-origin"


@pytest.mark.parametrize(("more", "fetched"), [
    ([killed("c", 19, 19)], {"a": "2019-03-20T08:00:00Z", "b": "2019-03-20T09:00:00Z"}),
    ([], {"a": "2019-03-20", "b": "2019-03-20"}),
], ids=["another page still gives it", "which version came first is not known"])
def test_what_no_page_took_back_stays_contested(more: list[Claim], fetched: dict[str, str]) -> None:
    found = versions(killed("a", 19, 19, origin="post"), killed("b", 14, 14, origin="post"), *more, fetched=fetched)
    assert found[CountRange(19, 19)].status == found[CountRange(14, 14)].status == "contested"


def test_bounds_that_fit_are_no_conflict() -> None:
    found = by_value(findings(killed("a", 20, None), killed("b", 32, 32)))
    assert {finding.status for finding in found.values()} == {"one-origin"}
    assert {finding.difference for finding in found.values()} == {"precision"}
    assert not any(finding.against for finding in found.values())
    assert found[CountRange(20, None)].probability > found[CountRange(32, 32)].probability


def test_two_sources_in_one_report_stand_against_each_other() -> None:
    found = by_value(findings(claim("a", "date", low="2019-03-19", high="2019-03-19", said_by="Coast Bureau"),
                              claim("a", "date", low="2019-03-20", high="2019-03-20", said_by="Harbour Post")))
    tuesday = found[Day("2019-03-19")]
    assert (tuesday.status, tuesday.difference) == ("contested", "contradiction")
    assert [witness.said_by for witness in tuesday.against] == ["Harbour Post"]


def test_two_parts_of_a_group_in_one_report_do_not_contradict() -> None:
    parts = killed("a", 6, 6, of="dockers"), killed("a", 7, 7, of="dockers", said_by="the harbour master")
    assert {finding.difference for finding in findings(*parts)} == {"scope"}
    two = killed("a", 6, 6, of="dockers", said_by="Coast Bureau"), parts[1]
    assert {finding.difference for finding in findings(*two)} == {"contradiction"}


def test_one_voice_does_not_contradict_itself() -> None:
    found = findings(killed("a", 12, 12), killed("a", 45, 45))
    assert [(finding.status, finding.difference) for finding in found] == [("one-origin", "scope")] * 2


def test_other_groups_are_scope_only_where_no_report_gives_both() -> None:
    apart = findings(killed("a", 30, 30), killed("b", 12, 12, of="civilians"))
    assert {finding.difference for finding in apart} == {"scope"}
    assert {finding.status for finding in apart} == {"one-origin"}
    together = findings(killed("a", 30, 30), killed("a", 12, 12, of="civilians"))
    assert {finding.difference for finding in together} == {None}


def test_a_denial_stands_against_what_it_denies() -> None:
    found, = findings(claim("a", "perpetrator", name="Norway", said_by="the mayor", denied_by="Oslo"))
    assert (found.status, found.difference, found.why) == ("contested", "contradiction", "Oslo denies it")
    assert [witness.said_by for witness in found.against] == ["Oslo"]
    only, = findings(killed("a", 14, 14, factuality="denied"))
    assert only.status == "denied"
    assert only.probability < 0.5


def test_a_denied_deed_still_has_its_place() -> None:
    found, = findings(claim("a", "place", name="Port Selm", factuality="denied", denied_by="Oslo"))
    assert (found.status, found.against) == ("one-origin", ())


def test_names_meet_across_spellings() -> None:
    found, = findings(claim("a", "perpetrator", name="Norwegian jets"),
                      claim("b", "perpetrator", name="Norway"))
    assert found.value == Name("Norway")
    assert found.origins.best == 2


def test_a_place_carries_the_gazetteer_id_of_its_mention() -> None:
    place = PlaceValue(7, "Port Selm", "XA", 10.0, 10.0)
    text_mention = Mention("a", 0, 4, "place", place)
    found, = findings(claim("a", "place", name="Text"), mentions=(text_mention,))
    assert found.value == Name("Text", 7)


@pytest.mark.parametrize(("certain", "expected"), [((True, True), (2, 2, 2)), ((True, False), (1, 2, 2)),
                                                  ((False, False), (1, 2, 2))])
def test_origins_are_a_range_where_unsure(certain: tuple[bool, bool], expected: tuple[int, int, int]) -> None:
    found, = findings(killed("a", 3, 3, certain=certain[0]), killed("b", 3, 3, certain=certain[1]))
    assert (found.origins.low, found.origins.best, found.origins.high) == expected


def test_unsure_reports_of_one_origin_may_be_several() -> None:
    found, = findings(killed("a", 3, 3, origin="o", certain=False), killed("b", 3, 3, origin="o", certain=False))
    assert (found.origins.low, found.origins.best, found.origins.high) == (1, 1, 2)


def test_side_incidents_and_other_stories_stay_out() -> None:
    other = replace(killed("a", 3, 3), story="another")
    side = replace(killed("a", 3, 3), value=replace(killed("a", 3, 3).value, main=False))
    assert findings(other, side) == ()


# ---------------------------------------------------------------- properties

CLAIMS = st.lists(st.builds(
    lambda name, low, size, origin, certain, slot: (
        killed(name, low, low + size if size < 5 else None, origin=origin, certain=certain) if slot else
        claim(name, "perpetrator", name=("Norway", "rebels", "Portugal", "terrorists")[low % 4], origin=origin,
              certain=certain)),
    st.sampled_from("abcde"), st.integers(0, 9), st.integers(0, 6), st.sampled_from(["o", "p", "q"]),
    st.booleans(), st.booleans()), max_size=9)


@settings(max_examples=60, deadline=None)
@given(CLAIMS, st.randoms())
def test_the_order_of_claims_changes_nothing(claims: list[Claim], random: Any) -> None:
    mixed = list(claims)
    random.shuffle(mixed)
    assert findings(*claims) == findings(*mixed)


@settings(max_examples=60, deadline=None)
@given(CLAIMS)
def test_a_verbatim_copy_raises_no_count_and_moves_no_probability(claims: list[Claim]) -> None:
    names = sorted({one.value.report for one in claims})
    if not names:
        return
    copied = [replace(one, value=replace(one.value, report="z")) for one in claims if one.value.report == names[0]]
    text = "Twenty words about the same quay that stand in the one report and its copy alike."
    reports = [report(name, text=text if name in (names[0], "z") else None) for name in (*names, "z")]
    story = [Story(STORY, "", (*names, "z"), None, None)]
    before, after = (by_value(find_findings(story, reports, given)) for given in (claims, [*claims, *copied]))
    assert set(before) == set(after)
    for value, finding in before.items():
        assert after[value].origins == finding.origins
        assert after[value].probability == pytest.approx(finding.probability)
        assert after[value].status == finding.status


def test_an_explanation_names_origins_counts_and_discounts() -> None:
    claims = [killed("a", 30, 30, origin="coast"), killed("b", 30, 30, origin="coast"),
              killed("c", 30, 30, origin="post", certain=False), killed("d", 12, 12, origin="inland")]
    story = [Story(STORY, "", tuple("abcd"), None, None)]
    names = {"coast": "Coast Agency", "post": "Harbour Post", "inland": "Inland Paper"}
    origins = [Origin(STORY, origin, name, (), True, "") for origin, name in names.items()]
    found = by_value(find_findings(story, [report(name) for name in "abcd"], claims, origins=origins))
    assert found[CountRange(30, 30)].explanation == (
        "for: Coast Agency 1 (2 reports, counted once), Harbour Post 0.5 (may have it from another origin here); "
        "against: Inland Paper 1")


def test_probability_grows_with_origins_and_is_never_certain() -> None:
    chances = [findings(*[killed(f"r{number}", 7, 7) for number in range(many)])[0].probability
               for many in (1, 2, 4, 8)]
    assert chances == sorted(chances)
    assert 0.7 < chances[0] < 0.8
    assert chances[-1] < 1


def test_a_silent_report_changes_nothing() -> None:
    claims = [killed("a", 30, 30), killed("b", 12, 12)]
    story = [Story(STORY, "", ("a", "b", "silent"), None, None)]
    reports = [report(name) for name in ("a", "b", "silent")]
    assert find_findings(story, reports, claims) == findings(*claims)


@settings(max_examples=60, deadline=None)
@given(CLAIMS)
def test_new_names_of_origins_change_no_probability(claims: list[Claim]) -> None:
    name = {"o": "z", "p": "a", "q": "m"}
    renamed = [replace(one, origin=name[one.origin]) for one in claims]
    before, after = by_value(findings(*claims)), by_value(findings(*renamed))
    assert {value: finding.probability for value, finding in before.items()} == {
        value: finding.probability for value, finding in after.items()}


@pytest.mark.parametrize(("there", "here", "difference"), [
    ("2019-03-20", "2019-03-20", "contradiction"), ("2019-03-20", "2019-03-21", "contradiction"),
    ("2019-03-20", "2019-03-22", "scope"), ("2019-03-26", "2019-03-20", "scope")])
def test_tolls_of_other_days_do_not_contradict_each_other(there: str, here: str, difference: str) -> None:
    found = findings(killed("a", 14, 14), killed("b", 12, 12), claim("a", "date", low=there, high=there),
                     claim("b", "date", low=here, high=here))
    tolls = [finding for finding in found if finding.slot == "killed"]
    assert {finding.difference for finding in tolls} == {difference}
    assert all(bool(finding.against) == (difference == "contradiction") for finding in tolls)


def test_a_report_cannot_tell_of_what_comes_after_it() -> None:
    later = claim("b", "date", low="2019-03-26", high="2019-03-26")
    found = findings(killed("a", 14, 14), killed("b", 12, 12), later, times={"a": "2019-03-20"})
    assert [finding.difference for finding in found if finding.slot == "killed"] == ["scope", "scope"]
