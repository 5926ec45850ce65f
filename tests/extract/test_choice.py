"""Tagger and rules together: what stands in a sentence, chains, quotations that run on, any text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from firsthand.extract.attribution import choice
from firsthand.extract.attribution.find import find_attributions
from firsthand.extract.attribution.rules import Raw, find_raw
from firsthand.extract.attribution.tagger import Link, Span, Tagger, Tags, load_tagger
from firsthand.extract.parse import Parsed, Parser
from firsthand.options import ExtractOptions
from firsthand.records import Report
from tests.conftest import steps
from tests.extract.test_attribution import check_spans

Make = Callable[..., Report]
OPTIONS = ExtractOptions()
SAID = "The mayor said that the bridge was closed."
RULED = ("The mayor", "said", "that the bridge was closed")


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return load_tagger()


def parse(parser: Parser, report: Report) -> Parsed:
    return parser.parse([report])[0]


def tags_of(text: str, *items: tuple[str | None, str, str | None], score: float = 0.9,
            lone: tuple[str, ...] = ()) -> Tags:
    """Tags of (source, cue, content) words, each found at its first place; `lone` contents without a cue."""
    spans: list[Span] = []
    links: list[Link] = []

    def add(role: str, words: str) -> int:
        start = text.index(words)
        spans.append(Span(role, start, start + len(words), score))  # type: ignore[arg-type]
        return len(spans) - 1

    for source, cue, content in items:
        number = add("cue", cue)
        links += [Link(number, add("source", source), score)] if source else []
        links += [Link(number, add("content", content), score)] if content else []
    for words in lone:
        add("content", words)
    return Tags(tuple(spans), tuple(links))


def chosen(parser: Parser, report: Make, text: str, tags: Tags) -> list[tuple[str, str, str]]:
    parsed = parse(parser, report(text))
    raws = choice.choose(parsed, find_raw(parsed), tags, OPTIONS)
    return [words(text, raw) for raw in raws]


def words(text: str, raw: Raw) -> tuple[str, str, str]:
    source, cue, content = (" + ".join(text[start:end] for start, end in spans)
                            for spans in (raw.source, raw.cue, raw.content))
    return source, cue, content


@pytest.mark.parametrize(("score", "stands"), [
    (0.9, ("The mayor", "said", "the bridge was closed")),  # sure: the tagger's content
    (0.1, RULED),
])
def test_the_tagger_stands_where_it_is_sure(score: float, stands: tuple[str, str, str],
                                            parser: Parser, report: Make) -> None:
    tags = tags_of(SAID, ("The mayor", "said", "the bridge was closed"), score=score)
    assert chosen(parser, report, SAID, tags) == [stands]


@pytest.mark.parametrize("item", [(None, "said", "the bridge was closed"), ("The mayor", "said", None)])
def test_half_an_attribution_does_not_stand_against_the_rules(item: tuple[str | None, str, str | None],
                                                              parser: Parser, report: Make) -> None:
    assert chosen(parser, report, SAID, tags_of(SAID, item)) == [RULED]


def test_only_one_of_the_two_finds_something(parser: Parser, report: Make) -> None:
    text = SAID + " Fears of floods grew in Karlow."
    assert chosen(parser, report, text, Tags((), ())) == [RULED]
    tags = tags_of(text, ("Karlow", "Fears", "of floods"), score=0.1)
    assert chosen(parser, report, text, tags) == [RULED, ("Karlow", "Fears", "of floods")]


def test_a_cue_within_what_is_tagged_as_said_is_none_of_its_own(parser: Parser, report: Make) -> None:
    text = "He was angry. The mayor said that the bridge was closed."
    assert chosen(parser, report, text, tags_of(text, lone=("The mayor said that the bridge was closed",))) == []


def test_a_text_without_commas_asks_for_more_certainty(parser: Parser, report: Make) -> None:
    filler = " The road was cut and nobody came." * 10
    tags = tags_of(SAID + filler, ("The mayor", "said", "the bridge was closed"), score=0.55)
    assert chosen(parser, report, SAID + filler, tags) == [RULED]
    with_commas = SAID + filler.replace(" and", ", and")
    assert chosen(parser, report, with_commas, tags) == [("The mayor", "said", "the bridge was closed")]


def test_a_flat_chain_is_put_back(parser: Parser, report: Make) -> None:
    text = "The daily Kest said officials believed that the dam had burst."
    tags = tags_of(text, ("The daily Kest", "said", None), ("officials", "believed", "that the dam had burst"))
    parsed = parse(parser, report(text))
    raws = choice.sure_raws(tags)
    assert raws[0].certainty == 0.0
    assert choice._chained([sure.raw for sure in raws])[0].content == [(text.index("officials"), len(text) - 1)]
    found = chosen(parser, report, text, tags)
    assert found[0][2] == "officials believed that the dam had burst"
    assert parsed.plain.text == text


@pytest.mark.parametrize(("second", "joined"), [
    ('"We lost all of the animals."', True),
    ('"All."', False),  # a phrase in quotes, not somebody speaking on
    ("We lost all of the animals.", False),
    ('"SMITH: We lost all of the animals."', False),  # another speaks
])
def test_a_quotation_runs_on_in_the_next_paragraph(second: str, joined: bool, parser: Parser, report: Make) -> None:
    first = 'The farmer said: "The water came at night."'
    text = f"{first}\n\n{second}"
    parsed = parse(parser, report(text))
    tags = tags_of(text, ("The farmer", "said", '"The water came at night."'), lone=(second,))
    raws = choice.choose(parsed, [], tags, OPTIONS)
    assert [len(raw.content) for raw in raws] == [1 + joined]


@pytest.mark.parametrize(("behind", "contents"), [
    ("", 2),  # nobody else is tagged to say it: the farmer speaks on
    (" the crowd yelled.", 1),
])
def test_a_quotation_with_a_speaker_of_its_own_is_not_the_one_before(behind: str, contents: int, parser: Parser,
                                                                     report: Make) -> None:
    first, second = '"The water came at night"', '"Out of here!"'
    text = f"{first} the farmer said.\n\n{second}{behind}"
    said = ("the farmer", "said", first)
    tags = tags_of(text, said, *([("the crowd", "yelled", second)] if behind else []))
    both = Raw(*([(text.index(part), text.index(part) + len(part))] for part in said))
    both.content.append((text.index(second), text.index(second) + len(second)))
    raws = choice.choose(parse(parser, report(text)), [both], tags, OPTIONS)
    assert len(raws[0].content) == contents


def test_the_tagger_reads_a_line_a_block_and_no_boilerplate(parser: Parser, report: Make) -> None:
    text = "Title\n\nOne\ntwo.\n\nSubscribe now."
    whole = report(text)
    kinds = ("headline", "paragraph", "boilerplate")
    blocks = tuple(replace(block, kind=kind) for block, kind in zip(whole.blocks, kinds, strict=True))
    line = choice.tagger_text(parse(parser, replace(whole, blocks=blocks)))
    assert line == "Title\n\nOne two."


BAD = ["", " ", '"', '"' * 40, "“”" * 30, "\u202e\u200bsaid\u200f the mayor", "🔥 said: “👍🏽”",
       "e\u0301 said \u200b it", "The mayor\u200b said\u200b that\u200b 12 died.", "\ufffd said \ufffd", "said " * 50]


@pytest.mark.parametrize("text", BAD)
def test_bad_input_keeps_true_offsets(text: str, tagger: Tagger, parser: Parser, report: Make) -> None:
    for title in (None, text):
        parsed = parse(parser, report(text, title=title))
        check_spans(parsed, find_attributions(parsed, tagger.tag(choice.tagger_text(parsed)), OPTIONS))


def test_nested_quotes_by_the_thousand(tagger: Tagger, parser: Parser, report: Make) -> None:
    parsed = parse(parser, report("“" * 10_000 + "He said no." + "”" * 10_000))
    check_spans(parsed, find_attributions(parsed, tagger.tag(choice.tagger_text(parsed)), OPTIONS))


def test_time_is_linear_in_the_number_of_attributions(parser: Parser, report: Make) -> None:
    line = SAID + "\n\n"

    def work(times: int) -> int:
        parsed = parse(parser, report(line * times))
        ruled = find_raw(parsed)
        base = tags_of(SAID, ("The mayor", "said", "the bridge was closed"))
        shift = len(line)
        tags = Tags(tuple(span._replace(start=span.start + k * shift, end=span.end + k * shift)
                          for k in range(times) for span in base.spans),
                    tuple(Link(link.cue + 3 * k, link.other + 3 * k, link.score)
                          for k in range(times) for link in base.links))
        return steps(lambda: choice.choose(parsed, ruled, tags, OPTIONS))

    assert work(400) < 5 * work(100)  # 4 times the text; a quadratic step would take 16 times


def test_a_colon_in_a_headline_is_left_to_the_rules(parser: Parser, report: Make) -> None:
    title = "Harbour fire: What we know so far"
    parsed = parse(parser, report("Nine boats burned.", title=title))
    tags = tags_of(title, ("Harbour fire", ":", "What we know so far"))
    assert choice.choose(parsed, find_raw(parsed), tags, OPTIONS) == []
