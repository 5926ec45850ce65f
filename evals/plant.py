"""Plants copies: stories of real reports and reprints with known edits, so that who had what from whom is known.

There is no public gold for who copied whom. A planted story has one to four real reports as its
origins, each of another outlet, and chains and trees of reprints of them. In half of the stories the
origins are about one happening where the collection has such reports, so that independent accounts
share names, figures and the words of one press release; in the others they are about different ones.
In half of the stories only the days of publication are known.

Every real report states some invented claims in sentences of its own, whose places are known through
every edit, so that it can be measured where each claim starts: a reprint may add claims of its own, or
another figure, and two reporters at one press conference quote one speaker.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from firsthand.records import Attribution, Report, Slot, Value
from firsthand.text import WORD, report_id, shingles

LEAST_WORDS = 120
"""Shorter reports are mostly captions; what is left of them after a cut says nothing."""
SENTENCE_WORDS = 12
"""A run of so many words in two real reports is no chance: one copied the other, or both a third."""
START = datetime(2031, 3, 1, 6)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_QUOTE = re.compile(r'["“][^"”]{15,}["”]')
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}")
_OPEN, _CLOSE = 0xE000, 0xF000
"""Signs for private use: claim number n stands between chr(_OPEN + n) and chr(_CLOSE + n)."""
_MARK = re.compile("[\ue000-\uf8ff]")

Edit = Callable[[str, Sequence[str], random.Random], str]


# ---------------------------------------------------------------- edits

def keep(text: str, words: Sequence[str], chance: random.Random) -> str:
    """The text as it is."""
    return text


def cut(text: str, words: Sequence[str], chance: random.Random) -> str:
    """The first 40 to 70 % of the sentences: reprints are cut from the end."""
    sentences = _SENTENCE.split(text)
    return " ".join(sentences[:max(2, round(len(sentences) * chance.uniform(0.4, 0.7)))])


def reorder(text: str, words: Sequence[str], chance: random.Random) -> str:
    """The sentences in another order."""
    sentences = _SENTENCE.split(text)
    return " ".join(chance.sample(sentences, len(sentences)))


def change(share: float) -> Edit:
    """An edit that puts another word of the collection in the place of this share of the words."""
    def changed(text: str, words: Sequence[str], chance: random.Random) -> str:
        return WORD.sub(lambda match: chance.choice(words) if chance.random() < share else match.group(), text)
    return changed


def alter_quotes(text: str, words: Sequence[str], chance: random.Random) -> str:
    """Every quotation with a third of its words changed."""
    return _QUOTE.sub(lambda match: change(1 / 3)(match.group(), words, chance), text)


def add_boilerplate(text: str, words: Sequence[str], chance: random.Random) -> str:
    """Sixty words of page frame around the text."""
    frame = " ".join(chance.choices(words, k=60))
    return f"{frame[:len(frame) // 3]}\n\n{text}\n\n{frame[len(frame) // 3:]}"


def paraphrase_lead(text: str, words: Sequence[str], chance: random.Random) -> str:
    """The first three sentences with their clauses turned round and 40 % of their words changed."""
    sentences = _SENTENCE.split(text)
    lead = [change(0.4)(", ".join(reversed(one.rstrip(".").split(", "))) + ".", words, chance)
            for one in sentences[:3]]
    return " ".join([*lead, *sentences[3:]])


def respell_names(text: str, words: Sequence[str], chance: random.Random) -> str:
    """Every name in another spelling, the same one throughout, as after a translation."""
    turn = str.maketrans(dict(zip("aeiouy", chance.sample("aeiouy", 6), strict=True)))
    return _NAME.sub(lambda match: match.group()[0] + match.group()[1:].translate(turn), text)


EDITS: dict[str, Edit] = {
    "verbatim": keep, "cut": cut, "reordered": reorder, "5 % changed": change(0.05), "10 % changed": change(0.1),
    "20 % changed": change(0.2), "40 % changed": change(0.4), "quotes altered": alter_quotes,
    "boilerplate added": add_boilerplate, "lead paraphrased": paraphrase_lead, "names respelt": respell_names,
}
ADDED, MERGED = "own additions", "two merged"
"""Edits that take more than one text."""
HARD = "40 % changed"
"""The one edit that the floors leave out."""
CREDITS = ("Source: {}", "Via {}", "({})", "This story first appeared in {}.", "With files from {}",
           "Originally published by {}", "{} contributed to this report.")


# ---------------------------------------------------------------- reports

@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim as it is planted: where it starts (a report's ref or a speaker), and what it says."""

    origin: str
    slot: Slot
    figure: int | None
    name: str | None
    said_by: str | None


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words of a press release that somebody quotes."""

    speaker: str


@dataclass(frozen=True, slots=True)
class Planted:
    """A report with the reports that it was made from, the real ones at the start of that way, the edit,
    whether it names one of its parents, its text with the marks of claims, its values with the origin of
    each, and whom it quotes."""

    report: Report
    parents: tuple[str, ...]
    origins: frozenset[str]
    edit: str
    credited: bool
    marked: str
    values: tuple[tuple[Value, str], ...]
    quotations: tuple[Attribution, ...]


def outlet_name(ref: str) -> str:
    """An invented outlet, another one for each report."""
    return f"{_invented(ref)} Post"


def _invented(seed: str) -> str:
    chance = random.Random(seed)
    return "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(5)).capitalize()


def _report(text: str, ref: str, published: str) -> Report:
    title, _, _ = text.partition("\n")
    return Report(report_id(ref, text), ref, None, outlet_name(ref), None, "en", published, "given",
                  title[:80], text, (), ())


def _marked(marked: str) -> Iterator[tuple[int, int, int]]:
    """(number, start, end) of the marks that are left in a text, as offsets into the text without them."""
    bare, open_at = 0, dict[int, int]()
    for sign in marked:
        if not _MARK.match(sign):
            bare += 1
        elif ord(sign) < _CLOSE:
            open_at[ord(sign) - _OPEN] = bare
        elif ord(sign) - _CLOSE in open_at:
            yield ord(sign) - _CLOSE, open_at[ord(sign) - _CLOSE], bare


def _value(report: str, claim: Claimed, start: int, end: int) -> Value:
    return Value(report, "i1", True, claim.slot, claim.figure, claim.figure, claim.name,
                 "total" if claim.slot == "killed" else None, claim.said_by, None, None, "fact", None, start, end)


def _quotation(report: str, quoted: Quoted, start: int, end: int) -> Attribution:
    return Attribution(report, f"a{start}", (), (), ((start, end),), quoted.speaker, "organisation", None,
                       "asserts", True)


# ---------------------------------------------------------------- stories

class Story:
    """One story while it is planted: its reports, later one by one, and the claims that they make."""

    def __init__(self, number: int, words: Sequence[str], spare: Iterator[str], chance: random.Random) -> None:
        self.reports: list[Planted] = []
        self._number, self._words, self._spare, self._chance = number, words, spare, chance
        self._claims: list[Claimed | Quoted] = []
        self._hours = chance.random() < 0.5
        self._toll, self._speaker = chance.randrange(3, 60), f"{_invented(f'speaker {number}')} Police Department"
        self._release = [" ".join(chance.choices(words, k=chance.randrange(14, 26))) for _ in range(3)]

    def add_origin(self, text: str, at: datetime, quoting: bool) -> Planted:
        """A real report with its claims, and the press release that others of the story quote as well."""
        ref = self._ref()
        sentences = _SENTENCE.split(text)
        own = [self._claim(Claimed(ref, "killed", self._toll, None, None)),
               self._claim(Claimed(ref, "weapon", None, _invented(f"{ref} weapon"), None))]
        if quoting:
            own += [self._claim(Claimed(self._speaker, "place", None, _invented(f"place {self._number}"),
                                        self._speaker)), *map(self._quote, self._release)]
        for sentence in own:
            sentences.insert(self._chance.randrange(len(sentences)) + 1, sentence)
        return self._put(" ".join(sentences), ref, at, (), ("original", False))

    def add_reprint(self, family: Sequence[Planted], others: Sequence[Planted], at: datetime) -> Planted:
        """A reprint of one of a family, or of that and one of the others."""
        parent = self._chance.choice(family)
        edit = self._chance.choice([*sorted(EDITS), ADDED, *([MERGED] if others else [])])
        ref, parents = self._ref(), [parent]
        if edit == MERGED:
            parents.append(self._chance.choice(others))
            text = " ".join(cut(one.marked, self._words, self._chance) for one in parents)
        elif edit == ADDED:
            text = self._with_additions(parent.marked, ref)
        else:
            text = EDITS[edit](parent.marked, self._words, self._chance)
        credited = self._chance.random() < 0.4
        if credited:
            text += "\n\n" + self._chance.choice(CREDITS).format(parent.report.publisher)
        return self._put(text, ref, at, parents, (edit, credited))

    def _with_additions(self, text: str, ref: str) -> str:
        """Half as many sentences of its own as the text has, two of them with a claim, in two places."""
        sentences = _SENTENCE.split(text)
        own = _SENTENCE.split(next(self._spare, ""))[:max(2, len(sentences) // 2)]
        for claim in (Claimed(ref, "killed", self._chance.randrange(60, 99), None, None),
                      Claimed(ref, "target", None, _invented(f"{ref} target"), None)):
            own.insert(self._chance.randrange(len(own) + 1), self._claim(claim))
        half = self._chance.randrange(1, len(own))
        place = self._chance.randrange(2, len(sentences) + 1)
        return " ".join([*sentences[:place], *own[:half], *sentences[place:], *own[half:]])

    def _claim(self, claim: Claimed) -> str:
        """A sentence that makes a claim, in words of its own, between marks."""
        number = len(self._claims)
        self._claims.append(claim)
        said = f"{claim.figure} people were killed" if claim.figure else f"it was {claim.name}"
        around = self._chance.choices(self._words, k=14)
        return (f"{' '.join(around[:7]).capitalize()} {chr(_OPEN + number)}{said}{chr(_CLOSE + number)} "
                f"{' '.join(around[7:])}{f', the {claim.said_by} said' if claim.said_by else ''}.")

    def _quote(self, words: str) -> str:
        """A sentence that quotes the speaker, the quotation between marks."""
        number = len(self._claims)
        self._claims.append(Quoted(self._speaker))
        quotation = f'{chr(_OPEN + number)}"{words}"{chr(_CLOSE + number)}'
        said = f"the {self._speaker} {self._chance.choice(('said', 'announced', 'told reporters', 'added'))}"
        return self._chance.choice((f"{quotation}, {said}.", f"{said.capitalize()}: {quotation}."))

    def _ref(self) -> str:
        return f"{self._number}-{len(self.reports)}"

    def _put(self, marked: str, ref: str, at: datetime, parents: Sequence[Planted], how: tuple[str, bool]) -> Planted:
        report = _report(_MARK.sub("", marked), ref, f"{at.isoformat()}Z" if self._hours else at.date().isoformat())
        found = [(self._claims[number], start, end) for number, start, end in _marked(marked)]
        hard = any(HARD in (parent.edit, how[0]) for parent in parents)
        planted = Planted(report, tuple(parent.report.id for parent in parents),
                          frozenset().union(*(parent.origins for parent in parents)) or frozenset({report.id}),
                          HARD if hard else how[0], how[1], marked,
                          tuple((_value(report.id, claim, start, end), claim.origin)
                                for claim, start, end in found if isinstance(claim, Claimed)),
                          tuple(_quotation(report.id, claim, start, end)
                                for claim, start, end in found if isinstance(claim, Quoted)))
        self.reports.append(planted)
        return planted


def plant_story(originals: Sequence[str], story: Story, chance: random.Random) -> list[Planted]:
    """The reports of a story: the originals, and trees of reprints of each, later one by one."""
    clock = START + timedelta(days=chance.randrange(300))
    quoting = chance.random() < 0.5
    before: list[Planted] = []
    for original in originals:
        at = clock + timedelta(minutes=chance.randrange(600))
        family = [story.add_origin(original, at, quoting)]
        for _ in range(chance.choice((0, 1, 2, 3, 4, 6, 9))):
            at += timedelta(minutes=chance.randrange(20, 300))
            family.append(story.add_reprint([one for one in family if len(one.origins) == 1], before, at))
        before += [one for one in family if len(one.origins) == 1]
    return story.reports


def plant(texts: Sequence[Sequence[str]], stories: int, seed: int) -> list[list[Planted]]:
    """Planted stories of the texts of some happenings; a text stands in one story only."""
    chance = random.Random(seed)
    words = sorted({word for group in texts for text in group for word in WORD.findall(text)})
    groups = chance.sample([list(group) for group in texts], len(texts))
    several = iter([group for group in groups if len(group) > 1])
    single = [group[0] for group in groups if len(group) == 1]
    alone, spare = iter(single[len(single) // 3:]), iter(single[:len(single) // 3])
    made = []
    for number in range(stories):
        wanted = chance.choice((1, 1, 2, 3, 4))
        originals = next(several, [])[:4] if wanted > 1 and chance.random() < 0.5 else []
        originals = originals or [text for _ in range(wanted) if (text := next(alone, None))]
        if originals:
            made.append(plant_story(originals, Story(number, words, spare, chance), chance))
    return made


# ---------------------------------------------------------------- texts

def read_texts(path: Path) -> list[str]:
    """The texts of a JSONL file that are long enough and share no sentence: real reports copy as well."""
    rows = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines() if line.strip()]
    return list(_unlike(sorted({text for text in rows if len(WORD.findall(text)) >= LEAST_WORDS})))


def _unlike(texts: Iterable[str]) -> Iterator[str]:
    seen = set[int]()
    for text in texts:
        runs = {run for run, _ in shingles(text, SENTENCE_WORDS)}
        if seen.isdisjoint(runs):
            yield text
        seen |= runs


def read_happenings(path: Path) -> list[list[str]]:
    """The same texts, those of one happening together where a gold.jsonl beside the file tells."""
    kept = set(read_texts(path))
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    texts = {row["id"]: row["text"] for row in rows if row["text"] in kept}
    gold = path.with_name("gold.jsonl")
    told = [json.loads(line)["reports"] for line in gold.read_text("utf-8").splitlines()] if gold.exists() else []
    found, used = [], set[str]()
    for group in [*told, *([one] for one in sorted(texts))]:
        own = sorted({texts[one] for one in group if one in texts} - used)
        used |= set(own)
        found += [own] if own else []
    return found
