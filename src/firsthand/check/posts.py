"""`firsthand match`: posts in, the checked claims nearest to each out, as a run that retrieval scorers read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from firsthand.check.against import Problems
from firsthand.check.columns import ColumnMap
from firsthand.check.factchecks import read_factchecks
from firsthand.check.lines import Problem, open_file, read_text_lines
from firsthand.check.match import Matcher
from firsthand.errors import InputError, OptionError
from firsthand.outfile import whole_file


@dataclass(frozen=True, slots=True)
class MatchedPosts:
    """How many posts were held against how many checked claims, how many of these had to be turned into vectors,
    and what could not be used."""

    posts: int
    claims: int
    made: int
    problems: Problems


def match_posts(queries: Path, against: Sequence[Path], output: Path, count: int,
                columns: ColumnMap | None = None, keep: Path | None = None) -> MatchedPosts:
    """Writes `output`, JSON Lines of `{"query", "target", "rank", "score"}`, best first, `count` a post.

    `queries` is JSON Lines of `{"id", "text"}`; `keep` is a file for the claims' vectors. Raises `InputError`
    where there is no post or no checked claim.
    """
    if count < 1:
        raise OptionError(f"-k is {count}; it must be 1 or more")
    problems = Problems()
    claims = [claim for path in against for claim in read_factchecks(path, problems.add, columns)]
    if not claims:
        raise InputError(f"no checked claim in {', '.join(map(str, against))}{_first(problems)}")
    posts = list(_read_posts(queries, problems))
    if not posts:
        raise InputError(f"{queries}: no post; write one JSON object a line with id and text{_first(problems)}")
    matcher = Matcher(claims, keep=keep)
    with whole_file(output) as unfinished, unfinished.open("w", encoding="utf-8") as stream:
        for (name, _), found in zip(posts, matcher.match([text for _, text in posts], count), strict=True):
            for rank, one in enumerate(found, start=1):
                row = {"query": name, "target": one.claim.id, "rank": rank, "score": round(one.score, 4)}
                stream.write(json.dumps(row, ensure_ascii=False) + "\n")
    return MatchedPosts(len(posts), len(claims), matcher.made, problems)


def _first(problems: Problems) -> str:
    return f"; {problems.first[0].where}: {problems.first[0].what}" if problems.first else ""


def _read_posts(path: Path, problems: Problems) -> Iterator[tuple[str, str]]:
    """(id, text) of each line; one without a text of its own is a problem."""
    with open_file(path) as handle:
        for number, line in read_text_lines(handle, str(path), problems.add):
            if not line.strip():
                continue
            try:
                cells = json.loads(line)
                name, text = str(cells["id"]), cells["text"]
            except (ValueError, RecursionError, KeyError, TypeError) as error:
                problems.add(Problem(f"{path}:{number}", f'no JSON object with "id" and "text" ({error})', False))
                continue
            if isinstance(text, str) and text.strip():
                yield name, text.encode("utf-8", "replace").decode("utf-8")
            else:
                problems.add(Problem(f"{path}:{number}", '"text" is empty or no string', False))
