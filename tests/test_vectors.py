"""Word vectors: likeness of meaning without a shared word, unit rows, no surprise at odd texts."""

from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailor import word_vectors
from tailor.models import Posting
from tailor.posting import parse_posting
from tailor.scoring.relevance import measure_nearness
from tailor.word_vectors import (
    Closeness,
    Embed,
    compare_texts,
    embed_texts,
    find_row,
    load_vectors,
    measure_closeness,
    pack_numbers,
    read_vectors,
    split_sentences,
    unpack_numbers,
)

ADVERT = """\
Aquarium Keeper

We look for someone who feeds the fish and cleans their tanks every morning.
You keep records of water quality and talk to visitors about marine life.
"""


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("Answered the phones at a hotline", "Call centre agent", "Welder"),
        ("Prescribed medicine to patients", "Physician", "Software developer"),
        ("Looked after toddlers", "Nursery teacher who cares for children", "Tax accountant"),
        ("Fixed engines of lorries", "Diesel mechanic", "Editor of a magazine"),
        ("Kept the ledgers", "Bookkeeping and accounts", "Cooking for guests"),
    ],
)
def test_texts_of_one_kind_of_work_are_alike_without_a_shared_word(
    text: str, near: str, far: str
) -> None:
    ((right, wrong),) = compare_texts([text], [near, far])
    assert right > wrong + 0.1


@given(st.lists(st.text(), max_size=4))
def test_every_text_gives_a_unit_row_or_a_row_of_zeros(texts: list[str]) -> None:
    rows = embed_texts(texts)
    assert rows.shape == (len(texts), 2 * load_vectors().packed.shape[1])
    lengths = np.linalg.norm(rows, axis=1)
    assert np.all(np.isclose(lengths, 1, atol=1e-4) | (lengths == 0))


@given(st.lists(st.sampled_from(["baked bread", "", "zzqx", "ran a bakery", "§§§"]), min_size=1))
def test_a_row_depends_on_its_own_text_alone(texts: list[str]) -> None:
    together = embed_texts(texts)
    apart = np.vstack([embed_texts([text]) for text in texts])
    assert np.allclose(together, apart, atol=1e-6)


def test_the_case_and_order_of_words_do_not_matter() -> None:
    first, second = embed_texts(["Baked bread for cafés", "FOR CAFÉS BREAD BAKED"])
    assert np.allclose(first, second, atol=1e-6)


def test_a_form_of_a_word_that_is_unknown_is_taken_for_the_word() -> None:
    rows = {"repair": 0, "bake": 1, "inspect": 2}
    assert find_row("repaired", rows) == find_row("repairs", rows) == 0
    assert find_row("baking", rows) == find_row("baked", rows) == 1
    assert find_row("zebra", rows) is None


def test_closeness_is_a_number_for_each_text_and_each_measure() -> None:
    posting = parse_posting(ADVERT)
    lines = ["Fed the fish and cleaned tanks", "Filed tax returns"]
    close = measure_closeness(embed_texts(lines), posting)
    for measure in (close.title, close.body, close.best, close.best_three, close.mean):
        assert measure.shape == (2,)
        assert measure[0] > measure[1]
    assert np.all(close.best >= close.best_three - 1e-6)
    assert np.all(close.best_three >= close.mean - 1e-6)


def test_a_posting_without_a_sentence_is_compared_as_a_whole() -> None:
    assert split_sentences(Posting("Nurse", title="Nurse")) == ["Nurse"]
    assert measure_closeness(embed_texts([]), Posting("")).title.shape == (0,)


def test_boilerplate_is_no_sentence_of_the_posting() -> None:
    text = ADVERT + "\nWe are an equal opportunity employer and welcome every applicant.\n"
    assert not any("equal opportunity" in part for part in split_sentences(parse_posting(text)))
    assert any("feeds the fish" in part for part in split_sentences(parse_posting(text)))


def test_another_way_to_embed_can_be_given() -> None:
    asked: list[str] = []

    def embed(texts: Sequence[str]) -> Any:
        asked.extend(texts)
        return np.ones((len(texts), 2), np.float32)

    close = measure_closeness(embed(["Fed the fish"]), Posting(ADVERT, title="Keeper"), embed)
    assert {"Fed the fish", "Keeper"} <= set(asked)
    assert close.title.shape == (1,)


def test_the_file_is_what_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "v.npz"
    np.savez(
        path,
        words=np.frombuffer(b"bake\nfish", np.uint8),
        vectors=pack_numbers([[7, 0], [0, -7]]),
        scale=np.array([1, 2], np.float16),
    )
    stored = read_vectors(path)
    assert stored.rows == {"bake": 0, "fish": 1}
    assert stored.scales.tolist() == [1.0, 2.0]
    assert unpack_numbers(stored.packed).tolist() == [[7, 0], [0, -7]]


@given(st.lists(st.lists(st.integers(-7, 7), min_size=6, max_size=6), min_size=1))
def test_packing_loses_nothing(numbers: list[list[int]]) -> None:
    packed = pack_numbers(numbers)
    assert packed.shape == (len(numbers), 3)
    assert unpack_numbers(packed).tolist() == numbers


def test_the_shipped_words_are_distinct() -> None:
    stored = word_vectors.load_vectors()
    assert len(stored.rows) == len(stored.packed) == len(stored.scales)


def test_nearness_to_a_posting_goes_by_meaning_where_a_shared_word_misleads() -> None:
    posting = Posting(
        "Machine Learning Engineer\nWe look for a machine learning engineer.",
        title="Machine Learning Engineer",
    )
    lines = ["Trained neural networks to rank search results", "Operated a milling machine"]
    near = measure_nearness(posting, lines)
    assert near["relevance"][0] > near["relevance"][1]
    assert np.array_equal(
        near["meaning, title"], measure_closeness(embed_texts(lines), posting).title
    )


def test_a_posting_without_a_title_is_not_compared_as_if_its_text_were_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def measured(rows: Any, posting: Posting, embed: Embed) -> Closeness:
        close = measure_closeness(rows, posting, embed)
        return replace(close, title=close.title + np.linspace(0, 1, len(rows)))

    lines = ["Fed the fish", "Fed the fish"]
    monkeypatch.setattr(import_module("tailor.scoring.relevance"), "measure_closeness", measured)
    equal = measure_nearness(Posting(ADVERT), lines)["relevance"]
    apart = measure_nearness(Posting(ADVERT, title="Keeper"), lines)["relevance"]
    assert equal[0] == equal[1]
    assert apart[0] < apart[1]
