"""Every target of the fuzzing takes its seeds, what was found once, and some damage, without a fault."""

from __future__ import annotations

import random

import pytest
from fuzz.targets import TARGETS

FOUND: dict[str, list[bytes]] = {
    "jsonl": [b'{"text": "a b c\\u0000"}', b'{"text": "a b c", "publisher": "\\ud83d", "author": "a\\u0000b"}',
              b'{"id": "\\u0000", "text": "a b c", "url": "http://a.example/\\udc00"}'],
    "csv": [b"Id,TitII\r\x00ITI", b"id\x00,text\n1,a\x00 b c d\n"],
    "warc": [b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https:/\x00\r\nContent-Length: 1\r\n\r\nx",
             b"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Date: some time\r\nContent-Type: text/plain\r\n"
             b"Content-Length: 5\r\n\r\na b c", b"WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: \xb2\r\n\r\nx"],
    "robots": ["User-agent: *\nCrawl-delay: ²\n".encode()],
    "parquet": [TARGETS["parquet"].seeds[0].replace(b"The fish quay", b"The\x00fish quay")],
    "eml": [b"From: Selm\nbject:\x01\x00\x00 =e\n\na\x00b c d"],
    "claims": [b"\x1f\x8b\x08\x00oure\x95(v\x04", b"source,item,value\na\x00,b,c\n"],
    "factchecks": [b"~id\x00\r,\n", b"claim,rating\na\x00 b,c\n", b'{"claim": "a\\u0000\\ud800 b"}'],
    "claim_review": [b'{"@type": "ClaimReview", "claimReviewed": "a \\u0000 \\ud800"}'],
    "events": [b"\r\x00e", b"id,event_date,fatalities,location\n1,20 March 2018,3,a\x00b\n"],
}
"""What fuzzing found, cut down to what makes it: NUL bytes and halves of characters that no database keeps, lone
carriage returns in headers, damaged deflate streams, words for a time that are none."""
DAMAGED = 12


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_takes_what_it_is_given(name: str) -> None:
    target = TARGETS[name]
    for content in (b"", b"\x00", b"\xff\xfe", *target.seeds, *FOUND.get(name, ())):
        target.check(content)


@pytest.mark.parametrize("name", [name for name in TARGETS if name != "analyse"])
def test_damage_does_no_harm(name: str) -> None:
    chance = random.Random(name)
    for _ in range(DAMAGED):
        seed = bytearray(chance.choice(TARGETS[name].seeds))
        for _ in range(chance.randint(1, 8)):
            at = chance.randrange(len(seed))
            seed[at:at + chance.choice((0, 1, 1, 9))] = chance.randbytes(chance.choice((0, 1, 1, 4)))
        TARGETS[name].check(bytes(seed) or b"x")
