"""Sources as somebody: what kind of source a phrase is, and whom it means within its report.

Works on the words of the source spans alone (with the names that the parser saw), whoever found
the spans. A name is the fullest form that the report gives; None where the text does not tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from firsthand.extract.attribution import cues
from firsthand.extract.parse import Parsed
from firsthand.records import SourceKind, Span
from firsthand.text import fold

REACH = 1_500
"""Code points that a pronoun or "the group" may stand behind the one that it means: four or five paragraphs."""
MANY = 100
"""Names that share a word: beyond this a short form tells nothing, and comparing them all would be slow."""
_ARTICLE = re.compile(r"^(?:the|a|an|its|their|his|her|this|that|one|another)\s+", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:[.'&-]+[^\W_]+)*")
_NAME = re.compile(r"(?:[A-Z][\w'&.-]*|al-[A-Z][\w'-]*)(?:\s+(?:(?:of|for|and|the|de|von|bin|ibn|van|du|la|el)\s+){0,2}"
                   r"(?:[A-Z][\w'&.-]*|al-[A-Z][\w'-]*))*")
_BRACKETS = re.compile(r"\s*[(\[]([^)\]]{1,30})[)\]]")
_BASED = re.compile(r"\S+-based\s+", re.IGNORECASE)
_ANTECEDENT = re.compile(
    r"(?:\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir)\s+(?:[\w'&-]+\s+){0,4}?[\w'&-]+"
    r"(?:\s+(?:of|for|at)\s+(?:the\s+)?[\w'&-]+(?:\s+[A-Z][\w'&-]*)*)?"
    r"|[A-Z][\w'&-]*(?:\s+[A-Z][\w'&-]*)*)\s*,?\s*$")
_FRONT = re.compile(r"([A-Z][\w'-]*),?\s+(?:an?|the)\s")
"""A name before its apposition ("Ada Bell, a doctor"; "the Kest Centre a monitoring group")."""
_OUTLET_MARKS = cues.word_set("daily newspaper channel broadcaster agency station website magazine tv television radio")
_HEAD_END = re.compile(r",|\s(?:of|at|for|in|from|with|on|who|which|inside|near|based|close|speaking)\s")
_STATEMENT = re.compile(
    r"^(?:(?:an?|the|its|their|his|her|this)\s+)?(?:(?:\w+\s+)?(?:written|joint|brief|short|official|press|news|online)\s+)*"
    r"(?:statement|release|announcement|communiqu[eé]|message|letter|e-?mail|tweet|post)s?\s+(?:issued\s+|released\s+)?"
    r"(?:from|by)\s+(?=\w)", re.IGNORECASE)
"""In front of somebody whose words a statement gives."""
_OFFICE_AND_NAME = re.compile(
    r"\b(\w+)\s+((?:[A-Z][\w'-]*|al-[A-Z][\w'-]*)(?:\s+(?:[A-Z][\w'-]*|al-[A-Z][\w'-]*)){1,4})\s*$")
_OWNER = re.compile(r"['’]s$")
"""The end of a name whose bearer has somebody who speaks."""
_HE = cues.word_set("he she him her his")
_VAGUE: dict[str, SourceKind] = dict.fromkeys(
    ("some", "many", "others", "several", "none", "everyone", "one"), "anonymous")
_IT = frozenset(("it", "its"))
_THEY = frozenset(("they", "their", "them"))
_MONITORS = cues.word_set("monitor monitors monitoring observatory watchdog")
_BODIES = cues.word_set("""group organisation organization charity body monitor watchdog ngo agency network party
movement company union committee council team outfit militia""")
_MILITARY = cues.word_set("army military forces")
_TITLES = cues.word_set("mr mrs ms dr sir prof sheikh lord lady mr. mrs. ms. dr. prof.")
_ARMED = cues.word_set("militant militants armed rebel extremist jihadist insurgent terrorist islamist terror")


@dataclass(frozen=True, slots=True)
class Speaker:
    """A source phrase taken apart: its words, lower-case words, head noun, person's or body's name."""

    start: int
    words: str
    lower: tuple[str, ...]
    head: str
    person: str | None
    body: str | None
    definite: bool
    antecedent: str = ""
    """The words before a relative pronoun that it stands for."""


@dataclass(frozen=True, slots=True)
class Who:
    """What kind of source it is and whom it means; None where the text does not tell."""

    kind: SourceKind | None
    name: str | None


class Names:
    """The names of persons and bodies that the parser saw in a report, folded, with their fullest forms."""

    def __init__(self, persons: Iterable[str], bodies: Iterable[str], places: Iterable[str]) -> None:
        self.persons = _by_word(persons)
        self.bodies = _by_word(bodies)
        self.person_set = {fold(name) for names in self.persons.values() for name in names}
        self.places = {fold(name) for name in places}


def names_in(parsed: Parsed) -> Names:
    """The names that the parser saw in a report."""
    found: dict[str, list[str]] = {"PERSON": [], "ORG": [], "GPE": []}
    for _, doc, _ in parsed.pieces:
        for entity in doc.ents:
            label = {"NORP": "GPE", "LOC": "GPE"}.get(entity.label_, entity.label_)
            if label in found and len(entity.text) < 80:
                found[label].append(_bare(entity.text))
    return Names(found["PERSON"], found["ORG"], found["GPE"])


def identify(parsed: Parsed, sources: Sequence[Span | None]) -> list[Who]:
    """Kind and name for each source span (None for no source), given in the text's order."""
    names = names_in(parsed)
    text = parsed.report.text
    speakers = [None if span is None else
                speaker_of(parsed.words(span), span[0], names, text[max(0, span[0] - 150):span[0]])
                for span in sources]
    claimants = [speaker_of(match["name"], match.start("name"), names) for match in _CLAIMANT.finditer(text)]
    bodies = _by_word([*(s.body for s in speakers if s and s.body), *_unique(names.bodies)])
    persons = _by_word([*(s.person for s in speakers if s and s.person), *_unique(names.persons)])
    resolver = _Resolver(names, persons, bodies)
    found = []
    for speaker in speakers:
        while speaker and claimants and claimants[0].start < speaker.start:
            resolver.who(claimants.pop(0))
        found.append(Who("anonymous", None) if speaker is None else resolver.who(speaker))
    return found


def _unique(index: dict[str, list[str]]) -> list[str]:
    return sorted({name for names in index.values() for name in names})


_CLAIMANT = re.compile(r"\b(?:claims?|statements?|reports?|accounts?|version|announcements?) (?:of|by|from) "
                       r"(?P<name>(?:the )?[A-Z][\w'-]*(?: [A-Z][\w'-]*){0,5}"
                       r"(?: (?:news )?(?:agency|television|tv|radio))?)")
"""Somebody whose words are named and not given ("the claims of Harn News"): "they" may mean them after that."""


class _Resolver:
    """Walks the speakers in the text's order and remembers the recent ones."""

    def __init__(self, names: Names, persons: dict[str, list[str]], bodies: dict[str, list[str]]) -> None:
        self._names, self._persons, self._bodies = names, persons, bodies
        self._recent: list[tuple[Speaker, Who]] = []

    def who(self, speaker: Speaker) -> Who:
        """Kind and name of the next speaker."""
        found = self._find(speaker)
        self._recent.append((speaker, found))
        del self._recent[:-20]
        return found

    def _find(self, speaker: Speaker) -> Who:
        pronoun = speaker.lower[0] if len(speaker.lower) == 1 else ""
        if pronoun in _HE | _IT | _THEY:
            return self._pronoun(speaker, pronoun)
        if pronoun in cues.PRONOUNS:
            return self._relative(speaker) if speaker.antecedent else Who(_VAGUE.get(pronoun), None)
        return self._named(speaker)

    def _named(self, speaker: Speaker) -> Who:
        kind = kind_of(speaker, self._names)
        if speaker.person:
            return Who(kind, _fullest(speaker.person, self._persons))
        known = _fullest(speaker.body, self._persons) if speaker.body and " " not in speaker.body else speaker.body
        if known != speaker.body:
            return Who("person", known)
        if speaker.body and speaker.head not in cues.ANONYMOUS_NOUNS:
            return Who(kind, _fullest(speaker.body, self._bodies))
        return self._described(speaker, kind)

    def _relative(self, speaker: Speaker) -> Who:
        """"the group which said …": the phrase right before."""
        return self._find(speaker_of(speaker.antecedent, speaker.start, self._names))

    def _pronoun(self, speaker: Speaker, pronoun: str) -> Who:
        for earlier, who in self._within_reach(speaker):
            person = earlier.person is not None or earlier.head in cues.PERSON_NOUNS
            if pronoun in _HE and not person and _may_be_person(earlier):
                return Who("person", who.name)
            if person if pronoun in _HE else not person and (pronoun in _THEY or who.kind is not None):
                return who
        return Who("person" if pronoun in _HE else None, None)

    def _described(self, speaker: Speaker, kind: SourceKind | None) -> Who:
        """"the group", "a monitor", "the source": the one that the text has named so."""
        if speaker.definite:
            for earlier, who in self._within_reach(speaker):
                if who.name and _means(speaker, earlier, who):
                    return Who(who.kind, who.name)
        if speaker.head in _MONITORS or _MONITORS & set(speaker.lower[-2:]):
            known = sorted({name for word in _MONITORS for name in self._bodies.get(word, ()) if " " in name})
            if len({fold(name) for name in known}) == 1:
                return Who("organisation", known[0])
        plain = kind == "anonymous" and len(speaker.lower) < 3
        return Who(kind, None if plain else _bare(speaker.words))

    def _within_reach(self, speaker: Speaker) -> Iterable[tuple[Speaker, Who]]:
        for earlier, who in reversed(self._recent):
            if speaker.start - earlier.start > REACH:
                return
            yield earlier, who


def _may_be_person(speaker: Speaker) -> bool:
    """Two or three capitalised words without a noun for a body: a person whom the parser took for one."""
    parts = (speaker.body or "").split()
    return 2 <= len(parts) <= 3 and not set(speaker.lower) & cues.GROUP_NOUNS and all(
        part[:1].isupper() and not part.isupper() for part in parts)


def _means(speaker: Speaker, earlier: Speaker, who: Who) -> bool:
    """True where a definite description can mean an earlier speaker."""
    known = set(earlier.lower) | set(fold(who.name or "").split())
    if speaker.head in known and earlier.person is None:
        return set(speaker.lower) - {"the", speaker.head} <= known | {"same", "british", "monitoring"} or \
            len(speaker.lower) <= 2
    if speaker.head in _MONITORS or "monitoring" in speaker.lower:
        return bool(known & _MONITORS)
    if speaker.head in _MILITARY:
        return bool(known & _MILITARY)
    if speaker.head in _BODIES and len(speaker.lower) <= 2:
        return earlier.person is None and who.kind in ("organisation", "group", "outlet")
    return False


# ---------------------------------------------------------------- one phrase

def speaker_of(words: str, start: int, names: Names, before: str = "") -> Speaker:
    """A source phrase taken apart; `start` is its place in the text, `before` the words before it."""
    words = _STATEMENT.sub("", words)
    lower = tuple(fold(match) for match in _WORD.findall(words)) or (fold(words),)
    if len(lower) == 1 and lower[0] in cues.RELATIVES:
        match = _ANTECEDENT.search(before)
        return Speaker(start, words, lower, lower[0], None, None, True, match.group().strip(" ,") if match else "")
    plain = _BRACKETS.sub("", words)
    front = _FRONT.search(plain)
    plain = plain[:front.end(1)] if front else plain
    head = _head(plain)
    person = None if set(lower) & _OUTLET_MARKS and not set(lower) & cues.PERSON_NOUNS else _person_in(plain, names)
    body = None if person else _body_in(plain, names)
    return Speaker(start, words, lower, head, person, body, not re.match(r"(?:an?|some|one|another)\b", words, re.I))


def _head(words: str) -> str:
    """The head noun: the last word before the first preposition, comma or relative."""
    front = _HEAD_END.split(words, maxsplit=1)[0]
    found = _WORD.findall(front) or _WORD.findall(words)
    return fold(found[-1]) if found else ""


def _person_in(words: str, names: Names) -> str | None:
    """The person's name in a phrase: one that the parser saw, or the name behind an office or title."""
    for match in _NAME.finditer(words):
        if " " not in match.group() and match.group().lower() in cues.SOURCE_NOUNS:
            continue
        if _OWNER.search(match.group()) and match.end() < len(words.rstrip()):
            continue  # "the mayor Ada Bell's spokesman Finn Oak": it is Finn Oak who speaks
        name = _strip_titles(match.group())
        if name and (fold(name) in names.person_set or _tail_is_person(name, names)):
            return _without_office(name)
    office = _OFFICE_AND_NAME.search(words)
    if office and office.group(1).lower() in cues.PERSON_NOUNS:
        return office.group(2)
    title = re.match(r"(?:Mr|Mrs|Ms|Dr|Prof)\.?\s+([A-Z][\w'-]*(?:\s+[A-Z][\w'-]*)*)", words)
    return title.group(1) if title else None


def _tail_is_person(name: str, names: Names) -> bool:
    """"Observatory director Ada Bell": the parser saw the person at the end, or a longer form of it."""
    parts = fold(name).split()
    if any(" ".join(parts[k:]) in names.person_set for k in range(1, len(parts) - 1)):
        return True
    return len(parts) == 1 and any(parts[0] == other.split()[-1] for other in names.person_set if " " in other)


def _without_office(name: str) -> str:
    """"Interior Minister Ada Bell": the words behind the last one that names an office."""
    parts = name.split()
    offices = [k for k, part in enumerate(parts[:-1]) if part.lower() in cues.SOURCE_NOUNS | _TITLES]
    return " ".join(parts[offices[-1] + 1:]) if offices else name


def _strip_titles(name: str) -> str:
    parts = _ARTICLE.sub("", name).split()
    while parts and parts[0].lower() in _TITLES:
        parts = parts[1:]
    return " ".join(parts)


def _body_in(words: str, names: Names) -> str | None:
    """The body's name in a phrase: its capitalised words, without article and "X-based"."""
    bare = _BASED.sub("", _bare(words))
    found = [match.group() for match in _NAME.finditer(bare) if match.group().lower() not in cues.DAYS | cues.PRONOUNS]
    alone = len(found) == 1 and fold(bare) == fold(found[0])
    found = [name for name in found if alone or fold(name) not in names.places]
    found = [name for name in found if not _OWNER.search(name) or bare.endswith(name)]  # "Galen's army"
    if not found or (alone and fold(bare) in cues.ANONYMOUS_NOUNS):
        return None
    longest = max(found, key=len)
    single = " " not in longest and longest.lower() in cues.SOURCE_NOUNS and len(found) == 1
    return bare if single and " " in bare else longest


def _bare(words: str) -> str:
    """The words without article, brackets and possessive 's at their ends."""
    plain = _ARTICLE.sub("", _BRACKETS.sub("", words).strip(" ,.;:\"'\n"))
    return re.sub(r"['’]s$", "", " ".join(plain.split()))


def kind_of(speaker: Speaker, names: Names) -> SourceKind | None:
    """What kind of source a phrase is (not for pronouns)."""
    lower = set(speaker.lower)
    if speaker.person:
        return "official" if lower & (cues.OFFICIAL_NOUNS - {"hospital", "state"}) else "person"
    if speaker.head in cues.ANONYMOUS_NOUNS:
        official = speaker.head in cues.OFFICIAL_NOUNS and len(lower - {"a", "an", "the", "some"}) > 1
        return "official" if official else "anonymous"
    for nouns, kind in _KINDS:
        if speaker.head in nouns or (speaker.body and kind != "document" and lower & nouns):
            return "group" if kind == "organisation" and lower & _ARMED else kind
    if fold(_bare(speaker.words)) in names.places:
        return "official"
    if speaker.lower[0] in _VAGUE and not speaker.body:
        return "anonymous"
    otherwise: SourceKind | None = "person" if speaker.head in cues.PERSON_NOUNS else None
    return "organisation" if speaker.body else otherwise


_KINDS: tuple[tuple[frozenset[str], SourceKind], ...] = (
    (cues.DOCUMENT_NOUNS, "document"),
    (cues.ARMED_NOUNS, "group"),
    (cues.OUTLET_NOUNS, "outlet"),
    (cues.BODY_NOUNS - {"defence", "defense", "council"}, "organisation"),
    (cues.OFFICIAL_NOUNS, "official"),
    (cues.BODY_NOUNS, "organisation"),
)


# ---------------------------------------------------------------- fullest forms

def _by_word(names: Iterable[str]) -> dict[str, list[str]]:
    """Folded word or initials -> the names that hold it."""
    index: dict[str, list[str]] = {}
    for name in dict.fromkeys(_bare(name) for name in names):
        parts = _parts(name)
        initials = "".join(part[0] for part in re.findall(r"[A-Z][\w'-]*", name)).lower()
        for key in {*parts, initials} if len(parts) > 1 else set(parts):
            index.setdefault(key, []).append(name)
    return index


def _parts(name: str) -> list[str]:
    """The folded words of a name without the article that Arabic surnames drop in short ("al-", "el-")."""
    return [re.sub(r"^[ae]l-(?=\w)", "", part) for part in fold(name).split()]


def _fullest(name: str, index: dict[str, list[str]]) -> str:
    """The one fuller form of a name in the index; the name itself where there is none, or several."""
    parts = _parts(name)
    if not parts or len(index.get(parts[-1], ())) > MANY:
        return name
    longer = [other for other in index.get(parts[-1], ()) if _holds(_parts(other), parts)]
    forms = {fold(other) for other in longer if len(other.split()) > len(parts)}
    tops = {form for form in forms if not any(set(form.split()) < set(other.split()) for other in forms)}
    if len(tops) != 1:
        return name
    top = next(iter(tops))
    return min((other for other in longer if fold(other) == top), default=name)


def _holds(other: list[str], parts: list[str]) -> bool:
    initials = "".join(part[0] for part in other)
    return set(parts) <= set(other) or (len(parts) == 1 and len(parts[0]) > 1 and initials.startswith(parts[0]))
