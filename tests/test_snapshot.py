from __future__ import annotations

from collections.abc import Sequence
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand import snapshot
from firsthand.flow import Tables, relate
from firsthand.options import Options
from firsthand.records import Attribution, Report, Value
from firsthand.snapshot import Snapshot
from firsthand.tables import TABLES
from tests.conftest import make_report, steps

QUAY = ("At least {} people were killed on Tuesday when a blast tore through the fish quay of Port Selm, the {} said. "
        "Two trawlers sank beside the burning stalls and the harbour was closed to all traffic until the evening.")
MINE = ("{} miners are missing after a shaft of the copper mine at Orvund collapsed, according to the {}. Drilling "
        "teams from Kessik reached the upper gallery during the night and heard knocking.")
FERRY = ("The night ferry to Lower Varn ran aground with {} on board, the {} reported. All were taken off by fishing "
         "boats from the village of Hask before the tide turned, and nobody was hurt.")
SOURCES = ("Coast Agency", "Selm Gazette", "Harbour Authority", "Varn Morning Herald")


def reports() -> list[tuple[Report, Value, Attribution]]:
    """Reports of three happenings, which name each other's publishers, and copies of some of them."""
    made = []
    for number in range(12):
        text = (QUAY, MINE, FERRY)[number % 3].format(10 + number // 6, SOURCES[number * 5 % 4])
        if number >= 9:
            text = made[number - 9][0].text
        publisher = (*SOURCES, "Kessik Post")[number % 5]
        report = make_report(text, ref=f"r{number}", publisher=publisher, published=f"2031-03-{20 + number % 4}")
        start = text.index(SOURCES[number * 5 % 4 if number < 9 else (number - 9) * 5 % 4])
        name = next(one for one in SOURCES if text.startswith(one, start))
        said = Attribution(report.id, "a1", ((start, start + len(name)),), (), ((0, 10),), name, "organisation", None,
                           "asserts", False)
        figure = next(place for place, sign in enumerate(text) if sign.isdigit())
        value = Value(report.id, "i1", True, "killed", int(text[figure:figure + 2]), int(text[figure:figure + 2]), None,
                      "total", name, "a1", None, "fact", None, figure, figure + 2)
        made.append((report, value, said))
    return made


ROWS = reports()


def alone(numbers: Sequence[int]) -> Tables:
    chosen = [ROWS[number] for number in numbers]
    return Tables(reports=[report for report, _, _ in chosen], values=[value for _, value, _ in chosen],
                  attributions=[said for _, _, said in chosen])


def rows_of(tables: Tables) -> dict[str, list[object]]:
    return {table.name: table.sorted(getattr(tables, table.name)) for table in TABLES}


def grown(order: Sequence[int], sizes: Sequence[int]) -> Snapshot:
    """The case after its reports came in some order, so many at once, and one by one at last."""
    known, here = Snapshot.of(Tables(), Options()), 0
    for size in (*sizes, *[1] * len(order)):
        if here < len(order):
            here += size
            known = Snapshot.of(alone(order[:here]), Options()).regrouped(known)
    return known


WHOLE = rows_of(relate(alone(range(len(ROWS)))))


@settings(max_examples=12, deadline=None)
@given(st.permutations(range(len(ROWS))), st.lists(st.integers(1, 6), max_size=4))
def test_any_order_of_arrival_gives_the_tables_of_all_at_once(order: list[int], sizes: list[int]) -> None:
    assert rows_of(grown(order, sizes).tables()) == WHOLE


def test_the_tables_hold_something() -> None:
    assert {len(WHOLE[name]) > 2 for name in ("stories", "links", "origins", "findings")} == {True}


def test_a_report_costs_its_own_story_only() -> None:
    """Many stories, one more report of one of them: only that story is weighed."""
    def happening(number: int) -> Report:
        words = [f"Kask{number}o{place}" for place in range(40)]
        return make_report(" ".join(f"{word} was seen." for word in words), ref=f"h{number}", published="2031-03-20")

    many = [happening(number) for number in range(60)]
    more = make_report(f"{many[7].text} More follows.", ref="again", published="2031-03-21")
    before = Snapshot.of(Tables(reports=many), Options()).regrouped(Snapshot.of(Tables(), Options()))
    assert len(before.stories) == 60
    both = Snapshot.of(Tables(reports=[*many, more]), Options())
    with patch.object(snapshot, "weigh_stories", side_effect=snapshot.weigh_stories) as weighed:
        after = both.regrouped(before)
    assert [[story.reports for story in call.args[0].stories] for call in weighed.call_args_list] == [
        [tuple(sorted((many[7].id, more.id)))]]
    assert len(after.stories) == 60
    weighed_once = steps(lambda: both.weighed([after.stories[after.story_of[more.id]]]))
    assert weighed_once < steps(lambda: both.weighed(list(after.stories.values()))) / 5


def test_a_new_publisher_is_an_outlet_in_the_stories_that_name_it() -> None:
    """A story that leans on a publisher of whom no report was there is weighed anew when one comes."""
    first = make_report(MINE.format(11, "Orvund Courant"), ref="a", publisher="Kessik Post", published="2031-03-20")
    other = make_report(FERRY.format(40, "harbour master"), ref="b", publisher="Orvund Courant",
                        published="2031-03-29")
    known = Snapshot.of(Tables(reports=[first]), Options()).regrouped(Snapshot.of(Tables(), Options()))
    both = Tables(reports=[first, other])
    assert rows_of(Snapshot.of(both, Options()).regrouped(known).tables()) == rows_of(relate(both))
