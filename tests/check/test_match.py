"""Which checked claim a text repeats: terms, index, features, and the whole way with the shipped model."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.check.checked import CheckedClaim
from firsthand.check.embed import MODEL, Embedder
from firsthand.check.features import NAMES, Features, make_query
from firsthand.check.index import best_of, build_index
from firsthand.check.match import Matcher
from firsthand.check.posts import match_posts
from firsthand.check.terms import Terms, read_post, stem
from firsthand.errors import InputError, ModelError, OptionError
from firsthand.options import CheckOptions
from tests.conftest import steps

TEXTS = ("Fifteen goats were found frozen to death in Selm.", "The mayor of Orlen fired her police chief in 2017.",
         "A photograph shows a 450-pound dog.", "Dairy Harn gives away free cones on 20 March.",
         "The harbour authority paid for the wedding of its director.", "Vaccines for sheep contain seawater.",
         "A law from 1997 forbids whistling on the quay.", "Snapdragon filters build a database of faces.")
CLAIMS = [CheckedClaim(f"c{place}", text, f"Check {place}", None, None, None, None, ())
          for place, text in enumerate(TEXTS)]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(CLAIMS)


@pytest.mark.parametrize(("post", "says", "signed"), [
    ("Free cones!pic.twitter.com/AbC — Ann Orlen (@annOrlen) March 1, 2017", "Free cones!", "Ann Orlen ann Orlen"),
    ("#FreeConeDay at @DairyHarn https://t.co/x", "Free Cone Day at Dairy Harn", ""),
    ("A dash - and (brackets) only", "A dash - and (brackets) only", ""), ("", "", "")])
def test_a_post_is_undressed(post: str, says: str, signed: str) -> None:
    found = read_post(post)
    assert (" ".join(found.says.split()), found.signed) == (says, signed)


def test_words_in_an_address_are_kept_apart() -> None:
    found = read_post("Look https://news.example/world/mayor-fires-chief.html https://t.co/AbCdEf")
    assert found.linked.split() == ["world", "mayor", "fires", "chief", "html"]


@pytest.mark.parametrize(("one", "two"), [
    ("fifteen", "15"), ("dogs", "dog"), ("stories", "story"), ("killing", "killed"), ("Café's", "cafe"),
    ("25,000", "25000"), ("$1M", "1 million")])
def test_two_wordings_are_one_term(one: str, two: str) -> None:
    assert Terms().of(one) == Terms().of(two)


@given(st.text(max_size=60))
def test_a_stem_is_never_empty_nor_longer(word: str) -> None:
    assert (len(stem(word)) > 0) == (len(word) > 0)
    assert len(stem(word)) <= len(word)


def test_scores_are_those_of_bm25() -> None:
    index = build_index([("", "goat goat pier"), ("", "pier")], Terms())
    scores = index.scores(index.numbers_of(["goat"]))
    idf, norm = np.log1p((2 - 1 + 0.5) / (1 + 0.5)), 1.2 * (1 - 0.75 + 0.75 * 3 / 2)
    assert scores == pytest.approx([idf * 2 * 2.2 / (2 + norm), 0])


@given(st.lists(st.sampled_from([0.0, 0.5, 1.0, 2.0]), max_size=8), st.integers(0, 9))
def test_the_best_are_the_highest_above_zero(scores: list[float], count: int) -> None:
    found = best_of(np.array(scores, dtype=np.float32), count)
    expected = [place for place, score in sorted(enumerate(scores), key=lambda pair: (-pair[1], pair[0])) if score > 0]
    assert found.tolist() == expected[:count]


WORDS = st.lists(st.sampled_from(["goat", "pier", "quay", "15", "1997", "storm"]), max_size=6).map(" ".join)


@given(st.lists(WORDS, min_size=1, max_size=5), WORDS)
def test_features_are_finite_whatever_the_texts(claims: list[str], post: str) -> None:
    terms = Terms()
    index = build_index([("", claim) for claim in claims], terms)
    query = make_query(read_post(post), terms, index)
    scores = index.scores(query.numbers)
    documents = best_of(scores, 5)
    features = Features(index).of(query, documents, scores[documents])
    assert features.shape == (len(documents), len(NAMES))
    assert np.isfinite(features).all()


@pytest.mark.parametrize(("post", "claim"), [
    ("15 goats froze to death in #Selm! Unbelievable — A B (@ab) May 1, 2018", "c0"),
    ("so the Orlen mayor sacked the head of police", "c1"), ("biggest hound I ever saw, 450 pounds", "c2"),
    ("you may not whistle on the quay, says a law", "c6")])
def test_a_post_finds_its_claim(matcher: Matcher, post: str, claim: str) -> None:
    (found,) = matcher.match([post], 3)
    assert found[0].claim.id == claim
    assert 0 <= found[0].certainty <= 1


def test_the_order_of_claims_and_posts_changes_nothing(matcher: Matcher) -> None:
    posts = [*TEXTS, "", "word", "🐐" * 50]
    mixed = CLAIMS[:]
    random.Random(3).shuffle(mixed)
    there = [[(one.claim.id, one.score) for one in found] for found in matcher.match(posts, 3)]
    again = [[(one.claim.id, one.score) for one in found] for found in Matcher(mixed).match(posts[::-1], 3)]
    assert there == again[::-1]


@pytest.mark.parametrize("first", ["8", "9"])
def test_of_claims_in_the_same_words_the_one_checked_first_stands_first(first: str) -> None:
    texts = {"8": 'A dog called "Rex" ran for mayor.', "9": "A dog called 'Rex' ran for mayor."}
    twins = [CheckedClaim(name, text, None, None, None, None, "2017-01-01" if name == first else "2018-01-01", ())
             for name, text in texts.items()]
    (found,) = Matcher([*CLAIMS, *twins]).match(["Rex the dog for mayor"], 2)
    assert [one.claim.id for one in found] == sorted(texts, key=lambda name: name != first)


def test_many_claims_are_only_looked_at_by_shared_terms() -> None:
    large = Matcher(CLAIMS, CheckOptions(all_by_meaning=0))
    found = list(large.match([TEXTS[3], "nothing shared whatsoever"], 2))
    assert found[0][0].claim.id == "c3"
    assert found[1] == []


def test_alike_claims_cost_no_more_than_their_number() -> None:
    def build(size: int) -> None:
        build_index([("Goats", "A goat stands on the pier.")] * size, Terms())

    assert steps(lambda: build(2_000)) < 2.5 * steps(lambda: build(1_000))


def test_a_model_that_is_not_its_cards_is_refused(tmp_path: Path) -> None:
    for name in ("card.json", "tokenizer.json"):
        (tmp_path / name).write_bytes((MODEL / name).read_bytes())
    (tmp_path / "match.onnx").write_bytes(b"another")
    with pytest.raises(ModelError, match=r"match\.onnx is not the file"):
        Embedder(tmp_path).embed(["words"])


def test_posts_from_a_file_give_a_run(tmp_path: Path) -> None:
    checks, posts, out = tmp_path / "c.jsonl", tmp_path / "q.jsonl", tmp_path / "run.jsonl"
    checks.write_text("".join(json.dumps({"id": one.id, "text": one.claim}) + "\n" for one in CLAIMS), "utf-8")
    posts.write_text('{"id": 1, "text": "15 goats frozen in Selm"}\n{"id": 2}\nno json\n{"id": 3, "text": ""}\n',
                     "utf-8")
    done = match_posts(posts, [checks], out, 2)
    rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [(row["query"], row["rank"]) for row in rows] == [("1", 1), ("1", 2)]
    assert rows[0]["target"] == "c0"
    assert rows[0]["score"] >= rows[1]["score"]
    assert (done.posts, done.claims, done.problems.left_out) == (1, 8, 3)


@pytest.mark.parametrize(("checks", "posts", "count", "error"), [
    ("", '{"id": 1, "text": "a b"}', 1, InputError), ('{"id": 1, "text": "a b"}', "", 1, InputError),
    ('{"id": 1, "text": "a b"}', '{"id": 1, "text": "a b"}', 0, OptionError)])
def test_nothing_to_match_is_said(tmp_path: Path, checks: str, posts: str, count: int, error: type[Exception]) -> None:
    (tmp_path / "c.jsonl").write_text(checks, "utf-8")
    (tmp_path / "q.jsonl").write_text(posts, "utf-8")
    with pytest.raises(error):
        match_posts(tmp_path / "q.jsonl", [tmp_path / "c.jsonl"], tmp_path / "r.jsonl", count)
