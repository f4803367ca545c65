"""The occupation bridge: how likely a line comes from the kind of work that a posting offers.

Posting and line need not share a word. Each is turned into a distribution over the occupations
of O*NET, and they are near if the same occupations explain both. The numbers were trained by
`scripts/train_bridge.py`.
"""

import math
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tailor.files import data_folder
from tailor.word_vectors import split_tokens

SHARPNESS = 4.0
"""Factor on the inner product of a text and an occupation."""


@dataclass(frozen=True, slots=True)
class OccupationModel:
    """A row for each word: 8-bit `vectors` times `scale`, and `rarity` (log inverse frequency);
    `occupations` and `bias` make a softmax over `codes`. `stem_rarity` is the rarity of the
    commonest word with a stem (`matching.stem_word`)."""

    rows: dict[str, int]
    vectors: Any
    scale: Any
    rarity: Any
    stem_rarity: dict[str, float]
    occupations: Any
    bias: Any
    codes: tuple[str, ...]


@cache
def load_occupation_model() -> OccupationModel:
    return read_occupation_model(data_folder("data") / "bridge.npz")


def read_occupation_model(path: Path) -> OccupationModel:
    import numpy as np

    with np.load(path) as stored:
        words = unpack_words(stored["words"])
        stems = unpack_words(stored["stems"])
        rarity = stored["rarity"].astype(np.float64)
        return OccupationModel(
            {word: row for row, word in enumerate(words)},
            stored["vectors"],
            stored["scale"].astype(np.float64),
            rarity,
            dict(zip(stems, rarity[stored["stem_rows"]].tolist(), strict=True)),
            stored["occupations"].astype(np.float64),
            stored["bias"].astype(np.float64),
            tuple(bytes(stored["codes"]).decode().split("\n")),
        )


def unpack_words(packed: Any) -> list[str]:
    """The words in compressed bytes (uint8)."""
    return zlib.decompress(bytes(packed)).decode().split("\n")


def encode_texts(texts: Sequence[str]) -> Any:
    """One row of 128 numbers (float64) for each text, from the words that are known.

    Products are taken in float64: how numpy splits one over threads then changes nothing that
    is left after rounding, so a page does not depend on the number of processors.
    """
    import numpy as np

    model = load_occupation_model()
    result = np.zeros((len(texts), model.vectors.shape[1]))
    for i, text in enumerate(texts):
        count = Counter(row for w in split_tokens(text) if (row := model.rows.get(w)) is not None)
        if count:
            rows = list(count)
            weight = model.rarity[rows] * [1 + math.log(n) for n in count.values()]
            total = (weight * model.scale[rows]) @ model.vectors[rows].astype(np.float64)
            result[i] = total / math.sqrt(float(weight @ weight))
    return result


def occupation_chances(encoded: Any) -> Any:
    """Log probabilities of the occupations for each encoded text."""
    return log_softmax(encoded, load_occupation_model().occupations, load_occupation_model().bias)


def log_softmax(encoded: Any, occupations: Any, bias: Any) -> Any:
    """Log probabilities of occupations by their vectors (rows) and biases."""
    import numpy as np

    scores = SHARPNESS * encoded @ occupations.T + bias
    scores -= scores.max(axis=1, keepdims=True)
    return scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
