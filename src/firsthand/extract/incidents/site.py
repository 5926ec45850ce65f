"""Where an incident happened: the most specific places that the report gives for it.

Names come from the place mentions, from the parser's entities, and from the words around them
("the village of …", "… neighbourhood"), since gazetteers lack most villages.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from firsthand.countries import country_names, is_demonym
from firsthand.extract import lexicon as lex
from firsthand.extract.incidents.hometown import LIKELY, SURE, Town, find_town
from firsthand.extract.incidents.scene import Scene
from firsthand.extract.parse import Parsed
from firsthand.extract.places.gazetteer import STATE_NAMES, STATES
from firsthand.extract.places.reads import is_ship
from firsthand.extract.times.dateline import find_dateline
from firsthand.records import Attribution, PlaceValue, Span
from firsthand.text import fold

LOCAL, STREET, TOWN, WIDE, COUNTRY = 4, 3, 2, 1, 0
"""How specific a place is: a village or quarter, a street, a town or unknown, a province, a country."""

MAX_SITES = 6
"""Named sites of one happening; a longer list is a map of the war."""
NEAR_SENTENCES = 13
"""Sites of the main happening are named within so many sentences."""

_ARTICLE = r"(?:[Aa]l|[Ee]l|[Aa]n|[Aa]s|[Aa]sh|[Aa]d|[Aa]z|[Aa]r|[Aa]t)-\s?"
_UNIT = rf"(?:(?:{_ARTICLE})?[A-Z][\w'’]*(?:-(?:[a-z]{{1,3}}-)?[A-Z]?\w+){{0,4}})"
_RUN = rf"{_UNIT}(?:(?:,? and |, | ){_UNIT}){{0,9}}"
_NAME = rf"{_UNIT}(?: {_UNIT}){{0,2}}"
_ONE = r"neighbou?rhood|village|town|district|suburb|area|quarter|hamlet|camp|crossing|township|island"
_MANY = r"neighbou?rhoods|villages|towns|districts|suburbs|quarters|areas|cities|hamlets"
_ROADS = r"[Ss]treet|[Rr]oad|[Aa]venue|[Hh]ighway|[Bb]oulevard|[Ss]quare|[Bb]ridge|[Ll]ane"
_PATTERNS = tuple(
    (re.compile(pattern), rank)
    for pattern, rank in (
        (rf"\b(?P<run>{_RUN}) (?:{_MANY})\b", LOCAL),
        (rf"\b(?:{_MANY}) (?:including|such as|like) (?P<run>{_RUN})", LOCAL),
        (rf"\b(?:{_MANY}) of (?P<run>{_UNIT}(?:(?:,? and |, | ){_UNIT}){{1,9}})", LOCAL),
        (rf"\b(?:village|town|district|hamlet|township|camp|island) of (?P<one>{_NAME})", LOCAL),
        (rf"\b(?P<one>{_NAME}) (?:{_ONE})\b", LOCAL),
        (rf"\b(?P<one>{_NAME}) (?:region|countryside) (?:of|in) (?:the )?(?:[\w-]+ ){{0,2}}{_UNIT}", LOCAL),
        (rf"\b(?P<one>{_NAME} (?:{_ROADS}))\b", STREET),
        (rf"\b(?P<one>{_NAME}) (?:city|[Cc]ounty city)\b", TOWN),
        (rf"\bcity of (?P<one>{_NAME})", TOWN),
        (rf"\b(?P<one>{_NAME}) (?:[Pp]rovince|[Gg]overnorate|[Rr]egion|[Cc]ountryside|[Cc]ounty|[Ss]tate)\b", WIDE),
        (rf"\b(?:province|region|governorate|countryside|state) of (?P<one>{_NAME})", WIDE),
    )
)
_MANY_BEHIND = _PATTERNS[0][0]
_TITLE_WORDS = lex.words("""
the a an in on at of and air army security council state city north south east west northern southern eastern
western central
""") - {"north", "south", "east", "west"}
_MAY_STAND_BEFORE = _TITLE_WORDS | lex.words("""
downtown central greater upper lower metro old new in at near of from outside around across to
north south east west northeast northwest southeast southwest monday tuesday wednesday thursday friday saturday sunday
""")
"""Capitalised words before a town that are no part of another name."""
_NOT_SITE = re.compile(
    r"^\W{0,2}(?:based|backed|led|police|command|network|university|council|ministry|media|cent(?:re|er)|force|army|news|times|"
    r"agency|government|president|forces|troops|front|rebels|militants|embassy|department|dept|sheriff|regime|[Pp]olice|"
    r"[Ss]heriff|[Cc]ounty [Ss]heriff|border)\b",
    re.IGNORECASE,
)
_HELD = re.compile(r"\b(?P<who>[A-Z][\w'-]*(?: [A-Z][\w'-]*)?)-(?:held|controlled|led|backed|run|linked)\b")
"""Who holds or leads something is somebody, and no place of it."""
_WEAPON = re.compile(r"^\W{0,2}(?:[\w-]+ )?(?:rockets?|missiles?|shells?|rifles?|pistols?|jets?|warplanes?|drones?|"
                     r"tanks?|"
                     r"helicopters?|bombers?|fighters?|cartridges?|bullets?)\b")
_SPEAKER = re.compile(
    r"\b(?:reporter|correspondent|sources?|activists?|spokes(?:man|woman|person)|border(?:ing)?|resident|held by|"
    r"controlled by|from) (?:in|with|at|of|the|near)?\W*$|\bby\W+$|\bborder with\W*$",
    re.IGNORECASE,
)
_DAYS = re.compile(
    r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|\b(?:January|February|March|April|June|July|August|September|October|November|"
    r"December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec)\b|\d|\b(?:Tags|Published|Updated|Date|AFP|Reuters|AP)\b"
)


_NO_PLACES = frozenset({"red cross", "red crescent", "cross", "crescent", "gang", "drug", "christmas"})
"""What parsers take for places and is none."""
_OFFICE = re.compile(
    r"\b(?:Sheriff|Police|Hospital|Department|News|University|Coroner|Court|Ministry|Update[ds]?|UPDATED?|Co\.)|"
    r"^[A-Z]\.?[A-Z]{1,3}\.?$|^[A-Z]{2,5}$|^[KW][A-Z]{2,3}\b"
)
"""Offices, states' short forms ("TX", "N.Y.") and broadcasters' call signs: no sites."""
_GROUP = lex.words("jabhat jabhet jaish jaysh ahrar liwa harakat hizb faylaq failaq kataib katibat ansar saraya asaib")
"""What armed groups are called in Arabic: front, army, brigade, movement, party, corps, companies."""
_TAIL = re.compile(r" [-|–] | :: |\| ")
"""After these a headline goes on with the outlet's name."""
_LISTED = re.compile(r",? (?:and )?|, ")


@dataclass(frozen=True, slots=True)
class _Site:
    """A name for a place `[start, end)` in the report's text, with its rank."""

    scene: Scene
    start: int
    end: int
    rank: int
    name: str


def find_sites(
    parsed: Parsed, scenes: Sequence[Scene], attributions: Sequence[Attribution]
) -> list[tuple[Scene, int, int, str]]:
    """(sentence, start, end, name) of each place of the main incident; offsets into the report's text.

    The name is the words of the span; in local news a quarter's has its town behind it.
    """
    sources = [span for attribution in attributions for span in attribution.source]
    people = {word.text for scene in scenes for word in scene.words if word.entity == "PERSON"}
    holders = {fold(match["who"]) for match in _HELD.finditer(parsed.report.text)}
    named = [
        site
        for scene in scenes
        if scene.incident == 1 and scene.number < NEAR_SENTENCES
        for site in _named(parsed, scene, sources)
        if site.name not in holders
        and (site.rank != TOWN or not _is_part(parsed.report.text, site))
        and (site.rank in (LOCAL, STREET) or _is_placed(parsed, site)
             or parsed.words((site.start, site.end)) not in people)
    ]
    ranks: dict[str, int] = {}
    for site in named:
        if site.rank != TOWN:
            ranks[site.name] = max(site.rank, ranks.get(site.name, 0))
    chosen = _chosen([replace(site, rank=ranks.get(site.name, site.rank)) for site in named])
    town = find_town(parsed.report, scenes)
    if town is not None and (town.own or _stands_for(town, chosen)):
        return _in_town(parsed, scenes, chosen, town)
    found = _as_written(parsed, chosen)
    if not any(site.rank == TOWN for site in chosen):
        found += [(scene, start, end, parsed.words((start, end)))
                  for scene, start, end in _from_dateline(parsed, scenes, bool(found))]
    return found


def _as_written(parsed: Parsed, sites: Sequence[_Site]) -> list[tuple[Scene, int, int, str]]:
    return [(site.scene, site.start, site.end, parsed.words((site.start, site.end))) for site in sites]


def _stands_for(town: Town, chosen: Sequence[_Site]) -> bool:
    """Does a town that no cue of local news tells stand better than the sites chosen: towns, or something wide?"""
    least = LIKELY if len(chosen) < 2 else SURE
    return town.probability >= least and all(site.rank <= TOWN for site in chosen)


def _in_town(parsed: Parsed, scenes: Sequence[Scene], chosen: Sequence[_Site],
             town: Town) -> list[tuple[Scene, int, int, str]]:
    """The quarters of the report's own town; in local news each with the town behind it, and the town itself."""
    words = parsed.words((town.start, town.end))
    name = words.title() if words.isupper() else words
    quarters = [site for site in chosen if site.rank == LOCAL and town.name not in site.name
                and site.name not in town.name]
    if quarters and not town.local:
        return _as_written(parsed, quarters)
    if not quarters and len(listed := _beside_town(parsed, chosen, town)) > 1:
        return _as_written(parsed, listed)
    # The town is the main incident's wherever it is named first.
    scene = replace(next(scene for scene in scenes if scene.start <= town.start < scene.end), incident=1)
    return [*((site.scene, site.start, site.end, f"{parsed.words((site.start, site.end))}, {name}")
              for site in quarters), (scene, town.start, town.end, name)]


def _beside_town(parsed: Parsed, chosen: Sequence[_Site], town: Town) -> list[_Site]:
    """The town with the other towns that stand in one list with it: "in Orlen and Dalmar"."""
    named = sorted(chosen, key=lambda site: site.start)
    for number, site in enumerate(named):
        if site.name == town.name:
            ends = [number, number]
            while ends[0] and _LISTED.fullmatch(parsed.words((named[ends[0] - 1].end, named[ends[0]].start))):
                ends[0] -= 1
            while ends[1] + 1 < len(named) and _LISTED.fullmatch(
                    parsed.words((named[ends[1]].end, named[ends[1] + 1].start))):
                ends[1] += 1
            return named[ends[0]:ends[1] + 1]
    return []


def _is_placed(parsed: Parsed, site: _Site) -> bool:
    """Does a preposition of place, or "Asturia's", stand before the name?"""
    before = parsed.report.text[max(site.scene.start, site.start - 14) : site.start]
    if re.search(r"\b(?:in|at|near|on|of|around|outside|hit)\W+$", before, re.IGNORECASE):
        return True
    owner = re.search(r"\b([A-Z]\w+?)(?:['’]s|s)\W+$", before)
    return site.start == site.scene.start or (owner is not None and _is_country(fold(owner[1])))


_PART_BEFORE = re.compile(r"(?:^|[^.!?:\n\"”'’-])\s(?P<word>[A-Z][a-z]+\.?) $")
_TITLED = re.compile(r"\b[A-Za-z][\w'’]*")
_PREPOSITION = re.compile(r"\b(?:in|at|near|of|to|from|outside|around|on|for|and)\s(?:the\s)?$", re.IGNORECASE)
TITLE_SHARE = 0.7
"""Part of a headline's longer words with a capital from which on capitals tell nothing in it."""


def _is_part(text: str, site: _Site) -> bool:
    """Is a name of one word part of a longer one ("Third Ward"), or a headline's plain word ("3 Hurt")?"""
    if " " in text[site.start:site.end]:
        return False
    before = text[max(site.scene.start, site.start - 30):site.start]
    if site.scene.kind == "headline":
        longer = [word for word in _TITLED.findall(site.scene.text) if len(word) > 3]
        if sum(word[0].isupper() for word in longer) >= TITLE_SHARE * len(longer):
            told = _PREPOSITION.search(before) or fold(text).count(site.name) > 1
            return not told
    part = _PART_BEFORE.search(before)
    return part is not None and fold(part["word"]) not in _MAY_STAND_BEFORE and not _is_country(fold(part["word"])) \
        and not _is_country(fold(part["word"]).removesuffix("s"))


def _from_dateline(parsed: Parsed, scenes: Sequence[Scene], others: bool) -> Iterator[tuple[Scene, int, int]]:
    """The dateline's place, where the text names no town: local news tells of its own town.

    Beside other places it must lie in their country: correspondents also write from abroad.
    """
    line = find_dateline(parsed)
    if line is None or line.place is None or not scenes:
        return
    places = [(place, place.value) for scene in scenes for place in scene.places]
    lands = Counter(value.country for _, value in places if isinstance(value, PlaceValue) and value.country)
    own = [
        value.country for place, value in places if isinstance(value, PlaceValue) and place.start == line.place[0]
    ]
    if not others or (own and lands and own[0] == lands.most_common(1)[0][0]):
        yield scenes[0], *line.place


def _chosen(named: Sequence[_Site]) -> list[_Site]:
    """The most specific names: quarters and villages, else towns of headline and lead, else what there is."""
    told = [site for site in named if site.scene.lead or site.scene.harm]
    lead = [site for site in named if site.scene.lead]
    for pool in ([site for site in told if site.rank == LOCAL], [site for site in lead if site.rank == TOWN]):
        if pool:
            streets = [site for site in told if site.rank == STREET and site.scene.number < NEAR_SENTENCES // 2]
            return _once([*pool, *(streets if pool[0].rank == LOCAL else ())])[
                : MAX_SITES if pool[0].rank == LOCAL else 2
            ]
    for rank in (TOWN, WIDE, STREET):
        if pool := [site for site in told if site.rank == rank]:
            return _once(pool)[:1]
    return []


def _once(sites: Sequence[_Site]) -> list[_Site]:
    """The first of each name, without names that are part of another."""
    kept: dict[str, _Site] = {}
    for site in sorted(sites, key=lambda site: site.start):
        if not any(site.name in other or other in site.name for other in kept):
            kept.setdefault(site.name, site)
    return list(kept.values())


def _named(parsed: Parsed, scene: Scene, sources: Sequence[Span]) -> Iterator[_Site]:
    """The places that a sentence names, in order of surety, without those that name a speaker."""
    text = parsed.report.text
    taken: list[Span] = []
    for start, end, rank in (*_cued(scene), *_gazetted(scene), *_entities(parsed, scene)):
        first = _without_country(text, start, end)
        if first >= end or any(first < two and one < end for one, two in taken):
            continue
        if any(one <= first and end <= two for one, two in sources) or not _is_site(text, scene, first, end):
            continue
        taken.append((first, end))
        name = fold(text[first:end])
        yield _Site(scene, first, end, COUNTRY if _is_country(name) else rank, name)


def _cued(scene: Scene) -> Iterator[tuple[int, int, int]]:
    """Names that a word beside them calls a village, a street, a province …"""
    for pattern, rank in _PATTERNS:
        for match in pattern.finditer(scene.text):
            group = "run" if "run" in pattern.groupindex else "one"
            start, end = match.span(group)
            for first, last in _units(scene.text, start, end) if group == "run" else ((start, end),):
                begin = _without_titles(scene.text, first, last)
                # "Orlen neighbourhoods" are Orlen's; "Dalmar and Selm neighbourhoods" are two.
                own = pattern is _MANY_BEHIND and re.fullmatch(_UNIT, match["run"])
                for one, two in _split(scene, scene.start + begin, scene.start + last):
                    yield one, two, TOWN if own else rank


def _split(scene: Scene, start: int, end: int) -> Iterator[Span]:
    """The names of a run whose comma is lost: "Orlen Dalmar" where both are places and the whole is none."""
    inner = [place.start for place in scene.places if start < place.start and place.end <= end]
    whole = any(place.start == start and place.end < end for place in scene.places)
    cuts = [start, *(inner if whole else ()), end]
    for one, two in itertools.pairwise(cuts):
        if one < two:
            yield one, two - (scene.text[one - scene.start:two - scene.start][-1:] == " ")


def _units(text: str, start: int, end: int) -> Iterator[Span]:
    """The names of a list whose commas may be lost: "Dal al-Rim al-Sah and New Orlen"."""
    for part in re.finditer(r"(?:(?!,? and |, ).)+", text[start:end]):
        first = part.start()
        pieces = list(re.finditer(_UNIT, part[0]))
        for one, two in itertools.pairwise(pieces):
            if re.match(_ARTICLE, one[0]):
                yield start + first, start + part.start() + one.end()
                first = part.start() + two.start()
        lead = len(part[0]) - len(part[0].lstrip(" ,"))
        begin = max(first, part.start() + lead)
        begin += 4 if text[start + begin :].startswith("and ") else 0
        yield start + begin, start + part.end()


def _without_titles(text: str, start: int, end: int) -> int:
    """Where a name begins once words like "The" and "City" before it are left out."""
    while start < end:
        word = re.match(r"[^\s]+\s*", text[start:end])
        if (
            word is None
            or (
                word[0].strip().lower() not in _TITLE_WORDS
                and not word[0].strip().endswith(("-held", "-controlled"))
            )
            or word.end() + start >= end
        ):
            return start
        start += word.end()
    return start


def _without_country(text: str, start: int, end: int) -> int:
    """ "Asturias Orlen": the country's name, its apostrophe lost, before the place."""
    first, _, rest = text[start:end].partition(" ")
    return end - len(rest) if rest and _is_country(fold(first)) and first.endswith("s") else start


def _gazetted(scene: Scene) -> Iterator[tuple[int, int, int]]:
    for place in scene.places:
        yield place.start, place.end, TOWN


def _entities(parsed: Parsed, scene: Scene) -> Iterator[tuple[int, int, int]]:
    """Runs of tokens that the parser takes for a place."""
    index, words = 0, scene.words
    while index < len(words):
        last = index
        while last < len(words) and words[last].entity in ("GPE", "LOC", "FAC") and words[last].pos == "PROPN":
            last += 1
        if last > index:
            start, end = parsed.original(words[index].start, words[last - 1].end)
            yield start, end, TOWN
        index = max(last, index + 1)


def _is_site(text: str, scene: Scene, start: int, end: int) -> bool:
    """Does the name stand where places stand, and not inside a group's or an office's name?"""
    name = text[start:end]
    tail = scene.kind == "headline" and _TAIL.search(text[scene.start : start])
    if tail or _OFFICE.search(name) or fold(name) in _NO_PLACES or _GROUP & {*fold(name).split()[:1]}:
        return False
    if (
        (not name[0].isupper() and not re.match(_ARTICLE, name))
        or _DAYS.search(name)
        or fold(name) in lex.PEOPLE | lex.THINGS | _TITLE_WORDS
    ):
        return False
    if any(word.entity == "NORP" and word.text == name for word in scene.words):
        return False
    if _NOT_SITE.match(text[end : scene.end]) or _WEAPON.match(text[end : scene.end]) or name.endswith(
        ("-held", "-led", "-based", "-backed", "-controlled")
    ):
        return False
    if _among_nations(text, scene, start, end) or is_ship(text, start):
        return False
    return not _SPEAKER.search(text[max(scene.start, start - 40) : start])


def _among_nations(text: str, scene: Scene, start: int, end: int) -> bool:
    """Does the name stand in a list of nations ("US, Galish, Turkish and British officers")?"""
    if any(place.start == start and place.value is not None for place in scene.places):
        return False
    before = re.search(r"([\w.]+),? (?:and )?$", text[scene.start:start])
    after = re.match(r",? (?:and )?([\w.]+)", text[end:scene.end])
    return any(found is not None and re.search(r",|and", found[0]) and is_demonym(found[1])
               for found in (before, after))


def _is_country(name: str) -> bool:
    """Whether a folded name is a country's, a continent's or a state's of the USA, short forms too: no site."""
    wide = country_names().keys() | _WIDE
    return name in wide or name.replace(".", "") in wide or name.removesuffix("s") in wide


_WIDE = (frozenset(STATE_NAMES.values()) - {"new york", "washington"}) | {
    "eu", "europe", "asia", "africa", "america", "middle east", *STATES.values()}
