"""Stories beside event records, and the words of reports beside checked claims."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from firsthand.check.claims import sentences_of, split_sentences
from firsthand.check.draft import GED_COLUMNS, Desk, claim_review, ged_row, shape_errors
from firsthand.check.events import EventRecord
from firsthand.check.facts import days_of, story_facts
from firsthand.check.result import check_stories
from firsthand.check.slots import Side, compare_slots
from firsthand.check.stories import (
    Calendar,
    GivenCount,
    GivenDays,
    GivenPlace,
    Spot,
    StoryFacts,
    choose,
    compare,
)
from firsthand.check.witnesses import same_source, shared_sources
from firsthand.options import CheckOptions
from firsthand.records import (
    Block,
    CountRange,
    CountValue,
    Day,
    Finding,
    Mention,
    Name,
    Origin,
    OriginCount,
    PlaceValue,
    Report,
    Story,
    TimeValue,
    Witness,
)

SPOT, OPTIONS = Spot("r1", 0, 5), CheckOptions()
FACTS = StoryFacts(
    "s1", "Blast at the quay", (GivenDays(date(2018, 3, 20), date(2018, 3, 20), SPOT),),
    (GivenPlace("Port Selm", 12.5, 44.25, "YE", SPOT),), (GivenCount("killed", 14, 14, False, SPOT),),
    (("Selm Front", SPOT),), (("the quay", SPOT),), {"Coast Agency": "the publisher of a report"},
    ("Blast kills 14 at the quay of Selm",))
RECORD = EventRecord(
    "7", "UCDP GED", date(2018, 3, 20), date(2018, 3, 20), 12.52, 44.25, 5.0, ("Port Selm",), "Yemen", 12, 14, 19,
    None, ("Selm Front", "Civilians"), ("Coast Agency", "police"), (), None, "exact", "on the day")


def report(number: int, text: str, publisher: str | None = "Coast Agency") -> Report:
    return Report(f"r{number}", f"r{number}.txt", "https://news.example/1", publisher, None, "en", "2018-03-21",
                  "given", "Blast", text, (Block("paragraph", 0, len(text)),), ())


def finding(slot: str, value: CountRange | Day | Name, status: str = "one-origin") -> Finding:
    return Finding("s1", slot, "total" if slot == "killed" else None, value, status, None, None,  # type: ignore[arg-type]
                   OriginCount(1, 1, 1), (Witness("r1", 0, 5, "police", "o1"),), (), 0.5, "origins")


# ---------------------------------------------------------------- records

def test_a_record_that_agrees() -> None:
    found = compare(FACTS, RECORD, OPTIONS)
    assert found is not None
    assert not found.differs
    assert [line.split(":")[0] for line in found.agrees] == ["day", "place", "killed", "sides"]
    assert found.score == 1.0
    assert "Coast Agency is the publisher of a report of this story: no independent witness" in found.remarks[0]
    assert "also names police" in found.remarks[1]


@pytest.mark.parametrize(("change", "line"), [
    ({"first": date(2018, 3, 21), "last": date(2018, 3, 21)},
     "day: the story gives 20 March 2018, the record 21 March 2018, 1 day later"),
    ({"first": date(2018, 3, 18), "last": date(2018, 3, 18)},
     "day: the story gives 20 March 2018, the record 18 March 2018, 2 days earlier"),
    ({"low": 30, "best": 32, "high": 40}, "killed: the story gives 14, the record 32 (30 to 40): 16 apart"),
    ({"low": 9, "best": 9, "high": 9}, "killed: the story gives 14, the record 9: 5 apart"),
    ({"lat": 12.9}, "place: Port Selm and the record's Port Selm (exact) are 44 km apart"),
    ({"actors": ("Inland League", "Civilians")},
     "by whom: the story gives Selm Front, the record has Inland League and Civilians")])
def test_what_differs_and_by_how_much(change: dict[str, object], line: str) -> None:
    found = compare(FACTS, replace(RECORD, **change), OPTIONS)  # type: ignore[arg-type]
    assert found is not None
    assert found.differs == (line,)
    assert found.score < 1


@pytest.mark.parametrize(("change", "near"), [
    ({"lat": 14.0}, False), ({"lat": 14.0, "reach_km": 150.0}, True),
    ({"lat": None, "lon": None}, True), ({"lat": None, "lon": None, "places": ("Aden",)}, False),
    ({"reach_km": None, "places": (), "country": "Yemen (North Yemen)"}, True),
    ({"reach_km": None, "places": (), "country": "Peru"}, False)])
def test_nearness_is_by_the_records_own_exactness(change: dict[str, object], near: bool) -> None:
    assert (compare(FACTS, replace(RECORD, **change), OPTIONS) is not None) == near  # type: ignore[arg-type]


@pytest.mark.parametrize(("first", "last", "wanted"), [
    (date(2018, 3, 23), date(2018, 3, 23), True), (date(2018, 3, 24), date(2018, 3, 24), False),
    (date(2018, 3, 1), date(2018, 3, 31), True), (date(2018, 3, 17), date(2018, 3, 17), True)])
def test_the_calendar_wants_days_near_a_storys(first: date, last: date, wanted: bool) -> None:
    assert Calendar([FACTS], OPTIONS).wants(first, last) == wanted


def test_the_nearest_record_is_meant_and_close_ones_beside_it() -> None:
    later = replace(RECORD, id="8", first=date(2018, 3, 22), last=date(2018, 3, 22))
    twin = replace(RECORD, id="9")
    compared = [one for record in (later, twin, RECORD) if (one := compare(FACTS, record, OPTIONS))]
    assert [one.record.id for one in choose(compared, OPTIONS)] == ["7", "9"]


def test_both_sides_without_a_partner_are_listed() -> None:
    undated = replace(FACTS, story="s2", days=())
    elsewhere = replace(FACTS, story="s3", places=(GivenPlace("Orlen", -12.0, -77.0, "PE", SPOT),))
    other = replace(RECORD, id="8", lat=15.0, places=("Inland",))
    far = replace(RECORD, id="9", lat=50.0, lon=8.0, places=("Elsewhere",), country="Germany")
    matches, stories, records = check_stories([FACTS, undated, elsewhere], [RECORD, other, far], OPTIONS)
    assert [(row.target, row.kind, row.story) for row in matches] == [("UCDP GED 7", "record", "s1")]
    assert [(one.story, one.why.split(",")[0][:24]) for one in stories] == [
        ("s2", "no report gives a day th"), ("s3", "no record within 3 days ")]
    assert [one.id for one in records] == ["8"]


@pytest.mark.parametrize(("one", "two", "same"), [
    ("Coast Agency", "The Coast News Agency", True), ("SOHR", "Selm Observatory for Human Rights", True),
    ("Coast Agency", "Inland Agency", False), ("AB", "Able Boats", False), ("coast.com", "Coast", True)])
def test_names_of_one_source(one: str, two: str, same: bool) -> None:
    assert same_source(one, two) == same_source(two, one) == same


def test_a_record_that_cites_a_report_of_the_story_is_told() -> None:
    title = "Blast kills 14 at the quay of Selm"
    remarks = shared_sources({}, [title], ["Paper"], [title + "!"])
    assert remarks[0].startswith("the record cites a report of this story")
    assert "cannot be told" in shared_sources({}, [], [], [])[0]


@pytest.mark.parametrize(("edtf", "days"), [
    ("2018-03-20", (date(2018, 3, 20), date(2018, 3, 20))), ("2018-02", (date(2018, 2, 1), date(2018, 2, 28))),
    ("2018", (date(2018, 1, 1), date(2018, 12, 31))), ("2018-03-20/2018-03-22", (date(2018, 3, 20), date(2018, 3, 22))),
    ("XXXX-WXX-2", None), ("../2018-03-20", None), ("", None), ("0000-00", None)])
def test_days_of_a_finding(edtf: str, days: tuple[date, date] | None) -> None:
    assert days_of(edtf) == days


def test_the_facts_of_a_story() -> None:
    mentions = [Mention("r1", 0, 5, "place", PlaceValue(9, "Port Selm", "YE", 12.5, 44.25))]
    findings = [finding("date", Day("2018-03-20")), finding("place", Name("Port Selm", 9)),
                finding("killed", CountRange(14, None)), finding("killed", CountRange(9, 9), "superseded"),
                finding("killed", CountRange(1, 1), "denied"), finding("date", Day("XXXX-WXX-2"))]
    facts = story_facts(Story("s1", "Blast", ("r1",), None, None), {"r1": report(1, "words")}, mentions, findings,
                        [Origin("s1", "o1", "police", ("r1",), True, "")], str.upper)
    assert [(one.low, one.high, one.old) for one in facts.counts] == [(14, None, False), (9, 9, True)]
    assert [(one.lat, one.country) for one in facts.places] == [(12.5, "YE")]
    assert len(facts.days) == 1
    assert facts.sources == {"COAST AGENCY": "the publisher of a report", "POLICE": "an origin"}


# ---------------------------------------------------------------- words

@pytest.mark.parametrize(("text", "count"), [
    ("One two. Three four! Five?", 3), ("Mr. Orlen met Gen. Harn. They left.", 2), ("no end", 1), ("", 1),
    ("A line\nAnother line", 2), ("It fell 3.5 metres. Then it rose.", 2)])
def test_sentences(text: str, count: int) -> None:
    spans = list(split_sentences(text, 0, len(text)))
    assert len(spans) == count
    assert "".join("".join(text[start:end] for start, end in spans).split()) == "".join(text.split())


def test_short_repeated_and_endless_sentences_claim_nothing() -> None:
    text = "Too short. Five words are long enough. Five words are long enough. " + "x " * 600
    assert [one.text for one in sentences_of(report(1, text), OPTIONS)] == ["Five words are long enough."]


def mention(text: str, words: str, kind: str, value: object) -> Mention:
    start = text.index(words)
    return Mention("r", start, start + len(words), kind, value)  # type: ignore[arg-type]


def test_the_same_photo_of_another_place_differs_in_the_place() -> None:
    here, there = "A photo shows the burning port of Selm in 2018.", "A photo of the burning port of Orlen, 2015."
    ours = Side(here, [mention(here, "Selm", "place", PlaceValue(1, "Selm", "YE", 12.5, 44.2)),
                       mention(here, "2018", "time", TimeValue("2018", "DATE", "2018", "text"))])
    theirs = Side(there, [mention(there, "Orlen", "place", PlaceValue(2, "Orlen", "PE", -12.0, -77.0)),
                          mention(there, "2015", "time", TimeValue("2015", "DATE", "2015", "text"))])
    assert compare_slots(ours, theirs).differs == ("place: here Selm, there Orlen", "day: here 2018, there 2015")


@pytest.mark.parametrize(("here", "there", "differs"), [
    (CountValue(14, 14, "killed"), CountValue(10, None, "killed"), False),
    (CountValue(14, 14, "killed"), CountValue(20, 20, "killed"), True),
    (CountValue(14, 14, "killed"), CountValue(20, 20, "injured"), False)])
def test_counts_differ_where_no_number_fits_both(here: CountValue, there: CountValue, differs: bool) -> None:
    sides = [Side("some words", [Mention("r", 0, 4, "count", value)]) for value in (here, there)]
    assert bool(compare_slots(*sides).differs) == differs


def test_figures_of_things_are_compared_too() -> None:
    assert compare_slots(Side("a 450-pound dog", []), Side("a dog of 300 pounds", [])).differs == (
        "figure: here 450, there 300",)
    assert compare_slots(Side("fifteen goats", []), Side("15 goats", [])).agrees == ("figure: 15",)


# ---------------------------------------------------------------- out

def test_a_review_is_drafted_and_its_rating_left_to_a_person() -> None:
    node = claim_review(finding("killed", CountRange(14, None)), {"r1": report(1, "words")}, {"police": "organisation"},
                        Desk("Selm Desk", review_url="https://desk.example/1"))
    assert node["claimReviewed"] == "killed: at least 14"
    assert node["reviewRating"] == {"@type": "Rating"}
    assert node["itemReviewed"]["author"] == [{"@type": "Organization", "name": "police"}]
    assert node["itemReviewed"]["appearance"][0]["url"] == "https://news.example/1"
    assert shape_errors(node) == []


@pytest.mark.parametrize(("change", "said"), [
    ({"claimReviewed": ""}, "claimReviewed"), ({"url": "quay"}, "http address"), ({"author": "us"}, "Organization"),
    ({"datePublished": "0000-00-00"}, "ISO date"), ({"verdict": "x"}, "no property"),
    ({"@type": "Review"}, "must be a")])
def test_what_is_no_shape_of_schema_org_is_told(change: dict[str, object], said: str) -> None:
    node = claim_review(finding("killed", CountRange(1, 1)), {}, {}, Desk("Selm Desk")) | change
    assert any(said in error for error in shape_errors(node))


def test_a_ged_row_leaves_to_its_coders_what_is_theirs() -> None:
    facts = replace(FACTS, counts=(GivenCount("killed", 14, 14, False, SPOT), GivenCount("killed", 12, 12, False, SPOT),
                                   GivenCount("killed", 3, 3, True, SPOT)))
    row = ged_row(facts, [report(1, "words")], ("Selm Front", ""))
    assert tuple(row) == GED_COLUMNS
    assert (row["low"], row["best"], row["high"]) == ("12", "", "14")
    assert (row["date_start"], row["date_prec"], row["latitude"]) == ("2018-03-20", "1", "12.500000")
    assert (row["id"], row["where_prec"], row["side_a"]) == ("", "", "Selm Front")
    assert row["source_article"] == '"Coast Agency,2018-03-21,Blast"'
