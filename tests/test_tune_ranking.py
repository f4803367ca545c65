"""Tuning of the ranking: slopes are right, folds leave people out, the file fits its start."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scripts.train_vectors import count_words, forward, softmax
from scripts.tune_ranking import (
    CONTRAST_SHARPNESS,
    Job,
    contrast_gains,
    label,
    read_jobs,
    scale_words,
)
from tailor.score.bridge import bridge, encode
from tailor.score.vectors import (
    embed_texts,
    embed_tuned,
    encode_tuned,
    load_tuning,
    load_vectors,
    tuned_occupations,
)

WORDS = ["bake", "bread", "fish", "tank", "feed", "oven"]


def test_the_slope_of_the_words_factors_is_that_of_the_contrast() -> None:
    table = np.random.RandomState(0).randn(len(WORDS), 4)
    left = count_words(["bake bread", "bread oven", "feed fish"], WORDS).astype(np.float64)
    right = count_words(["oven", "bake oven", "fish tank"], WORDS).astype(np.float64)
    own = np.array([0, 0, 1])
    gains = np.random.RandomState(1).randn(len(WORDS)) / 3

    def loss(changed: Any) -> float:
        rows = [
            forward(side.multiply(np.exp(changed)[None, :]), table)[0] for side in (left, right)
        ]
        scores = CONTRAST_SHARPNESS * rows[0] @ rows[1].T
        scores[0, 1] = scores[1, 0] = -1e9
        both = np.diag(softmax(scores)), np.diag(softmax(scores.T))
        return float(-np.log(both).sum() / 2 / len(own))

    slope = contrast_gains(gains, table, left, right, own)
    for word in range(len(WORDS)):
        step = np.zeros(len(WORDS))
        step[word] = 1e-4
        measured = (loss(gains + step) - loss(gains - step)) / 2e-4
        assert slope[word] == pytest.approx(measured, rel=1e-2, abs=1e-4)


def test_a_factor_multiplies_each_count_of_its_word() -> None:
    counts = count_words(["bake bread", "fish"], WORDS)
    gains = np.log([3.0, 1, 5, 1, 1, 1])
    assert scale_words(counts, gains).toarray()[0, 0] == pytest.approx(3 * counts[0, 0])
    assert scale_words(counts, gains).toarray()[1, 2] == pytest.approx(5 * counts[1, 2])


def test_each_person_is_left_out_of_one_fold(tmp_path: Path) -> None:
    rows = [
        {"id": f"p{n}", "jobs": [{"title": f"Job {n}", "occupation": "", "lines": ["Did it."]}]}
        for n in range(20)
    ]
    rows.append({"id": "q", "jobs": [{"title": " ", "occupation": "", "lines": ["Untitled."]}]})
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    every = {job.title for job in read_jobs(tmp_path, 0, 0)}
    assert every == {f"Job {n}" for n in range(20)}
    left_out = [every - {job.title for job in read_jobs(tmp_path, fold, 4)} for fold in range(4)]
    assert sorted(title for fold in left_out for title in fold) == sorted(every)


def test_a_job_without_a_code_is_labelled_by_its_title_if_that_is_clear() -> None:
    code = bridge().codes[5]
    given, clear, unclear = (
        label([Job("Whatever", code, ())]),
        *(label([Job(title, "", ("Did it.",))]) for title in ("Registered Nurse", "zzzz")),
    )
    assert {text.occupation for text in given} == {5}
    assert bridge().codes[clear[0].occupation].startswith("29-")
    assert all(text.trust < 1.5 for text in clear)
    assert unclear == []


def test_the_tuning_fits_the_files_that_it_tunes() -> None:
    tuning = load_tuning()
    assert tuning.gains.shape == (len(bridge().rows),)
    assert tuning.vector_gains.shape == (len(load_vectors().rows),)
    assert tuning.occupations.shape == bridge().occupations.shape
    assert tuning.bias.shape == bridge().bias.shape
    texts = ["Administered medication to patients", "", "zzzz"]
    found = encode_tuned(texts)
    assert found.shape == encode(texts).shape
    assert not found[1:].any()
    best = bridge().codes[tuned_occupations(found)[0].argmax()]
    assert best.startswith("29-")


def test_the_tuned_vectors_differ_by_the_words_factors_alone() -> None:
    (one, other) = embed_texts(["pharmacist"]), embed_tuned(["pharmacist"])
    assert one @ other.T == pytest.approx(1.0)
    (plain, tuned) = (embed(["responsible pharmacist"])[0] for embed in (embed_texts, embed_tuned))
    assert tuned @ one[0] > plain @ one[0], "a general word weighs less"
