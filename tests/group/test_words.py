from __future__ import annotations

import numpy as np

from firsthand.group.words import Words, weigh_words
from firsthand.options import GroupOptions
from tests.conftest import make_report


def weigh(*texts: str) -> Words:
    return weigh_words([make_report(text, ref=str(number)) for number, text in enumerate(texts)], GroupOptions())


def weights(words: Words, row: int) -> dict[str, float]:
    named = {number: stem for stem, number in words.vocabulary.stems.items()}
    part = slice(words.whole.starts[row], words.whole.starts[row + 1])
    return {named[number]: weight for number, weight in
            zip(words.whole.ids[part].tolist(), words.whole.weights[part].tolist(), strict=True)}


def test_everyday_words_figures_days_and_addresses_weigh_nothing() -> None:
    assert set(weights(weigh("On Monday 14 of them were in Port Selm, see https://selm.example/a-b.html"), 0)) == {
        "port", "selm"}


def test_a_rare_word_weighs_more_than_a_newspaper_word() -> None:
    found = weights(weigh("Police attacked Ostrava"), 0)
    assert found["ostrava"] > 2 * found["police"] > 0


def test_rows_have_unit_length() -> None:
    words = weigh("A blast tore through the quay of Port Selm", "Miners were trapped at Orvund", "14")
    assert np.allclose(words.whole.sums(words.whole.weights ** 2), [1, 1, 0])


def test_what_many_tell_in_their_own_words_is_common_and_a_reprint_is_not() -> None:
    own = [f"Kiosk{number} sold flags before Varnia opened gate{number} in street{number}" for number in range(30)]
    frame = "Flags sold before Varnia opened its gate while gulls circled above trawlers, nets and barrels. " * 5
    again = [f"{frame} Extra{number}" for number in range(30)]

    def share(texts: list[str]) -> float:
        found = weights(weigh("Varnia and Ostrava quarrel", *texts), 0)
        return found["varnia"] / found["ostrava"]
    assert share(own) < 0.8 < share(again)


def test_names_within_sentences_and_ages_are_told() -> None:
    words = weigh("In court, Ilya Corr, 27, of Selm, denied it. A 9-year-old saw him.", "Nothing")
    assert words.ages.ids.tolist() == [9, 27]
    assert words.names.sizes.tolist() == [3, 0]


def test_texts_beyond_one_batch_are_in_order(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    texts = [f"Gull{number} flew over Selm{number}" for number in range(7)]
    whole = weigh(*texts)
    monkeypatch.setattr("firsthand.group.words.TEXTS_AT_ONCE", 2)
    parts = weigh(*texts)
    assert parts.whole.starts.tolist() == whole.whole.starts.tolist()
    assert np.array_equal(parts.whole.weights, whole.whole.weights)


def test_spellings_of_a_name_are_one_word_and_plain_words_are_not() -> None:
    words = weigh("Doctors of Hurasaqa wept beside the marker", "Men of Hourasakah wept beside the Marker of Murkara",
                  "A marker of Word11 and Word1")
    stems = words.vocabulary.stems
    assert stems["hurasaqa"] == stems["hourasakah"]
    assert stems["marker"] != stems["murkara"]
    assert stems.get("word1") is None or stems["word1"] != stems["word11"]
