from __future__ import annotations

import pytest

from firsthand.read import lines

LINES = [
    ("Via: harbourfriends", "credit"),
    ("Source: Coast Agency", "credit"),
    ("Source : Coast Agency / Selm Post", "credit"),
    ("Photo credit: Anna Rell", "credit"),
    ("Photo by Anna Rell", "credit"),
    ("With reporting from Coast Agency", "credit"),
    ("(Reporting by Joren Hask; Editing by Mara Lint)", "credit"),
    ("(Coast Agency)", "credit"),
    ("- Coast Agency", "credit"),
    ("By Joren Hask and Mara Lint", "credit"),
    ("By our correspondent in Port Selm", "credit"),
    ("Tuesday 20 March 2018, 15:10", "credit"),
    ("Published: March 20, 2018", "credit"),
    ("2018-03-20", "credit"),
    ("Publisher: Inland News", "credit"),
    ("This article was originally published by Coast Agency", "credit"),
    ("The mayor, left, speaks with the harbour master in Port Selm. (Anna Rell/Coast Agency)", "caption"),
    ("A crane lies in the water, March 2, 2018. (Handout photo via AP)", "caption"),
    ("FILE - Boats lie at the quay in this Feb. 3, 2017 photo.", "caption"),
    ("FILE PHOTO: The auction hall before the fire", "caption"),
    ("FILE: Port Selm before the fire", "caption"),
    ("Mayor Ilse Brandt, second from left, with fishermen at the auction hall", "caption"),
    ("Read also: The harbour that never slept", "footer"),
    ("Related articles", "footer"),
    ("Tags: harbour, fire", "footer"),
    ("Share this article", "footer"),
    ("© 2018 The Selm Post", "footer"),
    ("All rights reserved.", "footer"),
    ("Joren Hask is a reporter for the Selm Post.", "bio"),
    ("Mara Lint writes about ports and shipping.", "bio"),
    ("SENIOR EDITOR, Author, Poet, winner of the Herring Prize for essays.", "bio"),
    # news prose is none of these
    ("By Wednesday morning, the fire had reached the auction hall.", None),
    ("Sources said the fire began in a fuel store beneath the quay.", None),
    ("Images of the fire spread quickly on Tuesday.", None),
    ("Police shared a picture of the man.", None),
    ("The photo shows a crane in the water and a crowd around it.", None),
    ("Fourteen people were killed (nine of them children) on Tuesday.", None),
    ("The mayor left, saying nothing to reporters.", None),
    ("Port Selm was for years a quiet harbour.", None),
    ("Inspector Tolm Aster is a writer too, police said after he was injured.", None),
    ("Related violence killed five.", None),
    ("14 people were killed on Tuesday.", None),
    ("x" * 5000, None),
    ("", None),
    ("…", None),
]


@pytest.mark.parametrize(("line", "kind"), LINES)
def test_what_a_line_is(line: str, kind: str | None) -> None:
    found = [name for name, test in (("credit", lines.is_credit), ("caption", lines.is_caption),
                                     ("footer", lines.is_footer), ("bio", lines.is_bio)) if test(line)]
    assert found == ([kind] if kind else [])


@pytest.mark.parametrize(("line", "expected"), [
    ("14 killed in explosion at Port Selm fish quay", True),
    ("Who burned the quay?", True),
    ("Blast at the “fish quay” – police", True),
    ("The quay burned on Tuesday.", False),
    ("The quay burned. Nobody knows why", False),
    ("word " * 40, False),
    ("", False),
])
def test_is_headline(line: str, expected: bool) -> None:
    assert lines.is_headline(line) is expected


@pytest.mark.parametrize(("line", "expected"), [
    ("The search", True),
    ("The search goes on.", False),
    ("\"The search goes on\"", False),
    ("and then it went dark", False),
    ("- one of a list", False),
])
def test_is_heading(line: str, expected: bool) -> None:
    assert lines.is_heading(line) is expected


TESTS = (lines.is_name, lines.is_bio, lines.is_headline, lines.is_credit, lines.is_caption, lines.is_footer,
         lines.is_correction, lines.is_heading)
OPENINGS = ("By ", "By Ann Do", "(", "[", "- ", "FILE: ", "Photo by ", "Published: ", "Source: ", "")


@pytest.mark.parametrize("pumped", ["N", "Nn", "N.", "N'-", "n", "1", " ", "N ", "of", "(N", "N/N ", ", N", "| "])
@pytest.mark.parametrize("opening", OPENINGS)
def test_lines_that_could_be_cut_in_all_ways_are_read_at_once(opening: str, pumped: str) -> None:
    line = f"{opening}{pumped * 60}+"  # a pattern that may cut it anywhere never comes back
    assert all(test(line) in (True, False) for test in TESTS)
    assert not lines.is_name(line)
