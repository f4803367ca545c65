"""Training of word vectors: slopes are right, the sentence model is BERT, a small run learns."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy.sparse as sp

from scripts import train_vectors
from scripts.train_vectors import (
    Pairs,
    cached,
    contrast,
    count_words,
    distil,
    forward,
    to_unit,
    train,
)

WORDS = ["bake", "bread", "fish", "tank", "feed", "oven"]
TEXTS = ["bake bread", "bread oven", "feed fish", "fish tank", "bake oven", "feed tank"]


def random_table(rows: int, columns: int, seed: int = 0) -> Any:
    return np.random.RandomState(seed).randn(rows, columns).astype(np.float64)


def test_a_row_of_counts_has_the_log_counts_of_its_words() -> None:
    row = count_words(["bread bread fish zebra"], WORDS).toarray()[0] * np.sqrt(3)
    assert row == pytest.approx([0, 1 + np.log(2), 1, 0, 0, 0], abs=1e-6)


def test_the_slope_of_distillation_is_that_of_its_loss() -> None:
    counts = count_words(TEXTS, WORDS).astype(np.float64)
    target, directions = to_unit(random_table(len(TEXTS), 5, 1)), random_table(5, 4, 2)
    table = random_table(len(WORDS), 4)

    def loss(changed: Any) -> float:
        units, _ = forward(counts, changed)
        wrong = units @ units.T - target @ target.T
        np.fill_diagonal(wrong, 0)
        near = (units * to_unit(target @ directions)).sum()
        return float((wrong**2).sum() - near) / len(TEXTS)

    slope = distil(table, counts, target, directions)
    for place in ((0, 0), (2, 3), (5, 1)):
        step = np.zeros_like(table)
        step[place] = 1e-5
        measured = (loss(table + step) - loss(table - step)) / 2e-5
        assert slope[place] == pytest.approx(measured, rel=1e-3, abs=1e-6)


def test_contrast_draws_a_task_to_the_names_of_its_own_occupation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(train_vectors, "PAIRS", 32)
    tasks = count_words(["bake bread", "feed fish"], WORDS)
    names = count_words(["oven", "tank"], WORDS)
    pairs = Pairs(tasks, np.array([0, 1]), names, {0: [0], 1: [1]})
    table, dice = random_table(len(WORDS), 4).astype(np.float32), np.random.RandomState(0)
    for _ in range(200):
        table -= 0.1 * contrast(table, pairs, dice)
    cosines = forward(tasks, table)[0] @ forward(names, table)[0].T
    assert cosines[0, 0] > cosines[0, 1] + 0.5
    assert cosines[1, 1] > cosines[1, 0] + 0.5


def test_training_brings_cosines_near_to_the_models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(train_vectors, "EPOCHS", 300)
    monkeypatch.setattr(train_vectors, "RATE", 1e-2)
    monkeypatch.setattr(train_vectors, "PAIRS", 2)
    counts = sp.vstack([count_words(TEXTS, WORDS)] * 2).tocsr()
    theme = [0, 0, 1, 1, 0, 1] * 2
    target = np.eye(2, dtype=np.float32)[theme]
    names = count_words(["oven", "tank"], WORDS)
    pairs = Pairs(count_words(TEXTS[1:4], WORDS), np.array([0, 1, 1]), names, {0: [0], 1: [1]})
    first = random_table(len(WORDS), 4).astype(np.float32)
    units, _ = forward(counts, train(first, counts, target, np.eye(2, 4), pairs))
    assert np.abs(units @ units.T - target @ target.T).mean() < 0.1


def test_rows_of_the_sentence_model_are_kept_and_only_new_texts_asked_for(tmp_path: Path) -> None:
    asked: list[str] = []

    def embed(texts: Sequence[str]) -> Any:
        asked.extend(texts)
        return np.array([[len(text), 1.0] for text in texts])

    path = tmp_path / "rows.npz"
    first = cached(embed, path, ["bread", "fish", "bread"])
    assert first(["fish", "bread"]).tolist() == [[4, 1], [5, 1]]
    second = cached(embed, path, ["fish", "tanks!"])
    assert second(["tanks!", "fish"]).tolist() == [[6, 1], [4, 1]]
    assert asked == ["bread", "fish", "tanks!"]
