from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.records import Attribution, Link, Report, Story, Value
from firsthand.trace import Traced, find_origins
from firsthand.trace.authority import Use, meet_names, names_somebody, speaks_for_nobody
from firsthand.trace.outlets import load_outlets
from tests.conftest import make_report, steps

OUTLETS = load_outlets()


def one(ref: str, publisher: str | None = None) -> Report:
    return make_report(f"Words of {ref}.", ref=ref, publisher=publisher)


def toll(report: Report, low: int = 14, said_by: str | None = None, start: int = 0, **fields: Any) -> Value:
    given = {"slot": "killed", "name": None, "of": "total", "attribution": None, **fields}
    return Value(report=report.id, incident="i1", main=True, low=low, high=low, said_by=said_by, denied_by=None,
                 factuality="fact", as_of=None, start=start, end=start + 5, **given)


def link(from_: Report, to: Report | None, kind: Any, source: str | None = None, share: float | None = None,
         words: tuple[int, int] = (0, 5)) -> Link:
    return Link(from_.id, to.id if to else None, source, kind, share, ((words, words if to else ()),), "inferred")


def story(*reports: Report) -> Story:
    return Story("s1", "Blast", tuple(sorted(report.id for report in reports)), None, None)


def trace(reports: list[Report], values: list[Value], links: list[Link] = (),  # type: ignore[assignment]
          attributions: list[Attribution] = ()) -> Traced:  # type: ignore[assignment]
    return find_origins([story(*reports)], reports, links, attributions, values)


def names(traced: Traced) -> dict[str, int]:
    return {origin.name: len(origin.reports) for origin in traced.origins}


def origin_of(traced: Traced, value: Value) -> tuple[str, bool]:
    claim = next(claim for claim in traced.claims if claim.value == value)
    return next(origin.name for origin in traced.origins if origin.id == claim.origin), claim.certain


def test_two_reports_that_quote_one_authority_have_one_origin() -> None:
    left, right = one("a", "Dawn Post"), one("b", "Selm Gazette")
    traced = trace([left, right], [toll(left, said_by="the Harbour Authority"),
                                   toll(right, said_by="Harbour Authority spokesman")])
    assert list(names(traced).values()) == [2]
    assert not traced.origins[0].in_case
    assert all(claim.certain for claim in traced.claims)


def test_a_headline_goes_back_to_whom_the_body_names() -> None:
    report = one("a", "Dawn Post")
    headline, body = toll(report), toll(report, said_by="Harbour Authority", start=6)
    assert origin_of(trace([report], [headline, body]), headline) == ("Harbour Authority", True)


def test_a_copy_has_the_origin_of_what_it_copies() -> None:
    wire, reprint = one("a", "Reuters"), one("b", "Dawn Post")
    traced = trace([wire, reprint], [toll(wire), toll(reprint)], [link(reprint, wire, "copies", share=0.9)])
    assert names(traced) == {"Reuters": 2}
    assert traced.origins[0].in_case


def test_only_copied_words_go_back_to_the_copied_report() -> None:
    wire, partly = one("a", "Reuters"), one("b", "Dawn Post")
    copied, own = toll(partly, 14, start=2), toll(partly, 20, start=40)
    traced = trace([wire, partly], [toll(wire), copied, own], [link(partly, wire, "copies", share=0.2, words=(0, 30))])
    assert origin_of(traced, copied)[0] == "Reuters"
    assert origin_of(traced, own) == ("Dawn Post", False)


def test_a_chain_of_copies_ends_at_its_first_report() -> None:
    chain = [one("a", "Reuters"), one("b", "Dawn Post"), one("c", "Selm Gazette")]
    links = [link(later, earlier, "copies", share=0.8) for earlier, later in pairwise(chain)]
    assert names(trace(chain, [toll(report) for report in chain], links)) == {"Reuters": 3}


def test_copies_in_a_circle_end() -> None:
    left, right = one("a", "Dawn Post"), one("b", "Selm Gazette")
    links = [link(left, right, "copies", share=0.9), link(right, left, "copies", share=0.9)]
    assert len(trace([left, right], [toll(left), toll(right)], links).claims) == 2


def test_a_credited_agency_that_nobody_added() -> None:
    report = one("a", "Dawn Post")
    traced = trace([report], [toll(report)], [link(report, None, "credits", "Associated Press")])
    origin, = traced.origins
    assert (origin.name, origin.in_case, traced.claims[0].certain) == ("Associated Press", False, True)
    assert origin.why == "credited by 1 report; its own report is not in the case"


def test_a_cited_outlet_is_a_likely_origin_only() -> None:
    report = one("a", "Dawn Post")
    traced = trace([report], [toll(report)], [link(report, None, "cites", "Reuters")])
    assert origin_of(traced, toll(report)) == ("Reuters", False)


@pytest.mark.parametrize("said_by", ["a medical source", "activists", "two witnesses", "officials", "He"])
def test_anonymous_sources_stay_with_the_report_and_uncertain(said_by: str) -> None:
    report = one("a", "Dawn Post")
    value = toll(report, said_by=said_by)
    assert origin_of(trace([report], [value]), value) == ("Dawn Post", False)


def test_an_agency_speaks_for_itself_an_unlinked_outlet_perhaps_not() -> None:
    agency, outlet = one("a", "Xinhua"), one("b", "Dawn Post")
    traced = trace([agency, outlet], [toll(agency), toll(outlet)])
    assert origin_of(traced, toll(agency)) == ("Xinhua", True)
    assert origin_of(traced, toll(outlet)) == ("Dawn Post", False)


def test_two_reports_that_cite_each_other_are_named() -> None:
    left, right = one("a", "Dawn Post"), one("b", "Selm Gazette")
    links = [link(left, right, "cites", "Selm Gazette"), link(right, left, "cites", "Dawn Post")]
    traced = trace([left, right], [toll(left), toll(right)], links)
    assert names(traced) == {"Dawn Post": 1, "Selm Gazette": 1}
    assert all("Dawn Post and Selm Gazette cite each other" in origin.why for origin in traced.origins)
    assert not any(claim.certain for claim in traced.claims)


def test_most_leaned_on_first() -> None:
    reports = [one(ref, f"Paper {ref}") for ref in "abc"]
    values = [toll(reports[0], said_by="Port Police"), toll(reports[1], said_by="Harbour Authority"),
              toll(reports[2], said_by="Harbour Authority")]
    assert [(origin.id, origin.name) for origin in trace(reports, values).origins] == [
        ("o1", "Harbour Authority"), ("o2", "Port Police")]


def test_a_story_without_values_has_the_voices_of_its_reports() -> None:
    report = one("a")
    traced = trace([report], [])
    assert names(traced) == {"a": 1}
    assert traced.claims == ()


def test_values_of_other_incidents_make_no_claims() -> None:
    report = one("a", "Dawn Post")
    side = toll(report)
    other = Value(**{name: getattr(side, name) for name in Value.__slots__} | {"main": False})
    assert trace([report], [other]).claims == ()


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(4)))
def test_the_order_changes_nothing_and_a_reprint_adds_no_origin(order: list[int]) -> None:
    reports = [one("a", "Reuters"), one("b", "Dawn Post"), one("c", "Selm Gazette"), one("d", None)]
    values = [toll(reports[0]), toll(reports[1], said_by="Harbour Authority"), toll(reports[2]), toll(reports[3], 20)]
    links = [link(reports[2], reports[0], "copies", share=1.0)]
    whole = trace(reports, values, links)
    assert trace([reports[number] for number in order], values, links) == whole
    assert len(whole.origins) == len(trace([reports[0], reports[1], reports[3]], values[:2] + values[3:]).origins)


@pytest.mark.parametrize(("given_names", "expected"), [
    (["the Observatory", "Selm Observatory for Human Rights"], 1),
    (["SOHR", "Selm Observatory for Human Rights"], 1),
    (["the Observatory", "Selm Observatory", "Orvund Observatory"], 3),
    (["Ministry of Health", "Ministry of Defence"], 2),
    (["AFP", "Agence France-Presse", "the AFP news agency"], 1),
    (["Ana Brel", "Brel"], 1),
    (["Ana Brel", "Const. Ana Brel", "Constable Ana Brel", "Selm Police spokeswoman Const. Ana Brel"], 1),
    (["Ana Brel", "Mayor Ana Brel", "Judge Ana Brel", "Mayor Brel"], 1),
    (["Justice Department", "Department of Justice", "Health Department"], 2),
    (["Justice Ministry", "Ministry of Health"], 2),
    (["Sayed Alimandi", "Sayid Alimandi", "Governor Sayed Alinandi"], 1),
    (["Sayed Alimandi", "Sidon Alimandi"], 2),
    (["Channel 11 News", "Channel 12 News"], 2),
    (["Ana Brel", "Ada Brel"], 2),
    (["Martin Alder", "Martina Alder"], 2),
    (["…", "?"], 2),
])
def test_names_that_meet(given_names: list[str], expected: int) -> None:
    met = meet_names({name: Use(1) for name in given_names}, OUTLETS)
    assert len(set(met.values())) == expected
    assert met.keys() == set(given_names)


def test_publishers_are_not_taken_for_each_other() -> None:
    known = OUTLETS.with_publishers(["Bolton Harbour News", "Boston Harbour News"])
    assert len(set(meet_names({"Bolton Harbour News": Use(1), "Boston Harbour News": Use(1)}, known).values())) == 2


def test_a_person_speaks_for_the_one_organisation_beside_the_name() -> None:
    person = Use(2, frozenset({"harbour", "authority", "ana", "brel"}))
    assert set(meet_names({"Ana Brel": person, "Harbour Authority": Use(1)}, OUTLETS).values()) == {"Ana Brel"}
    two = {"Ana Brel": person, "Harbour Authority": Use(1), "Authority": Use(1)}
    assert len(set(meet_names(two, OUTLETS).values())) <= 2


@pytest.mark.parametrize(("phrase", "expected"), [
    ("police", True), ("the army", True), ("state television", True), ("Harbour Authority", True), ("Brel", True),
    ("a medical source", False), ("local officials", False), ("Witnesses", False), ("claim", False), ("", False),
])
def test_names_somebody(phrase: str, expected: bool) -> None:
    assert names_somebody(phrase) is expected


def copied(from_: Report, to: Report, *passages: tuple[tuple[int, int], tuple[int, int]], share: float) -> Link:
    return Link(from_.id, to.id, None, "copies", share, passages, "inferred")


def long(ref: str, publisher: str) -> Report:
    return make_report("x" * 2000, ref=ref, publisher=publisher)


def test_a_report_is_original_on_the_place_and_copied_on_the_toll() -> None:
    wire, mixed = long("a", "Reuters"), long("b", "Dawn Post")
    toll_taken, place_own = toll(mixed, 14, start=100), toll(mixed, start=1500, slot="place", low=None, name="the quay")
    link = copied(mixed, wire, ((0, 1200), (0, 1200)), share=0.6)
    traced = trace([wire, mixed], [toll(wire, 14, start=100), toll_taken, place_own], [link])
    assert origin_of(traced, toll_taken)[0] == "Reuters"
    assert origin_of(traced, place_own) == ("Dawn Post", False)


def test_another_figure_in_copied_words_is_the_reports_own() -> None:
    wire, changed = long("a", "Reuters"), long("b", "Dawn Post")
    own = toll(changed, 20, start=100)
    link = copied(changed, wire, ((0, 90), (0, 90)), ((120, 1900), (120, 1900)), share=0.9)
    assert origin_of(trace([wire, changed], [toll(wire, 14, start=100), own], [link]), own)[0] == "Dawn Post"


def test_a_report_made_of_two_has_each_claim_from_where_its_words_stand() -> None:
    left, right, both = long("a", "Reuters"), long("b", "Xinhua"), long("c", "Dawn Post")
    first, second = toll(both, 14, start=100), toll(both, 3, start=1500, slot="injured")
    links = [copied(both, left, ((0, 1000), (0, 1000)), share=0.5),
             copied(both, right, ((1000, 2000), (1000, 2000)), share=0.5)]
    traced = trace([left, right, both], [toll(left, 14, start=100), toll(right, 3, start=1500, slot="injured"),
                                         first, second], links)
    assert (origin_of(traced, first)[0], origin_of(traced, second)[0]) == ("Reuters", "Xinhua")


def test_copies_in_a_circle_have_one_origin() -> None:
    ring = [long(ref, f"Paper {ref}") for ref in "abc"]
    links = [copied(one, other, ((0, 2000), (0, 2000)), share=share)
             for one, other, share in zip(ring, (*ring[1:], ring[0]), (0.9, 1.0, 0.8), strict=True)]
    assert names(trace(ring, [], links)) == {"Paper c": 3}


def test_a_source_that_nobody_added_has_the_words_that_name_it() -> None:
    report = make_report("Coast Radio says that Ana Brel counted fourteen.", ref="a", publisher="Dawn Post")
    cites = Link(report.id, None, "Coast Radio", "cites", None, (((0, 11), ()),), "known")
    saying = Attribution(report.id, "a1", ((22, 30),), ((31, 38),), ((39, 47),), "Ana Brel", "person", None, "asserts",
                         False)
    named = toll(report, 14, said_by="Ana Brel", start=39, attribution="a1")
    found = {origin.name: [report.text[one.start:one.end] for one in origin.words]
             for traced in (trace([report], [named], [], [saying]), trace([report], [toll(report)], [cites]))
             for origin in traced.origins}
    assert found == {"Ana Brel": ["Ana Brel"], "Coast Radio": ["Coast Radio"]}


@pytest.mark.parametrize(("phrase", "expected"), [
    ("a resident of Port Selm", True), ("two local witnesses at the Hamm bridge", True), ("Residents in Orvund", True),
    ("an official of the Harbour Authority", False), ("resident Ana Brel", False), ("the Port of Selm", False),
    ("a man", False), ("", False)])
def test_somebody_private_speaks_for_no_place(phrase: str, expected: bool) -> None:
    assert speaks_for_nobody(phrase) is expected


def test_a_value_in_the_own_voice_does_not_name_the_source_of_another() -> None:
    report = one("a", "Selm Gazette")
    said = Attribution(report.id, "a1", ((9, 14),), (), (), "Coast Agency", "outlet", None, "asserts", False)
    values = [toll(report, said_by="Coast Agency", attribution="a1"), toll(report, start=2)]
    traced = trace([report], values, attributions=[said])
    origin, = (row for row in traced.origins if not row.in_case)
    assert [(words.start, words.end) for words in origin.words] == [(9, 14)]


def test_a_large_story_costs_what_its_copies_cost() -> None:
    def told(count: int) -> int:
        reports = [one(f"r{number}", f"Outlet {number}") for number in range(count)]
        copies = [link(reports[number], reports[number - back], "copies", share=1.0)
                  for number in range(count) for back in (1, 2, 3) if number >= back]
        return steps(lambda: trace(reports, [toll(one_) for one_ in reports], copies))

    assert told(600) < 6 * told(150)
