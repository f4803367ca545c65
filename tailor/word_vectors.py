"""Word vectors: how near two texts are in meaning, also if they share no word.

A text is the sum of the vectors of its words, as a unit row; the cosine of two rows is their
similarity. `scripts/train_vectors.py` trained the vectors to imitate a sentence model
(all-MiniLM-L6-v2), which is not needed here: this module needs numpy alone.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from tailor.files import data_folder
from tailor.models import Posting

Embed = Callable[[Sequence[str]], Any]
"""Turns n texts into an array of n unit rows (float32)."""

ENDINGS = (("s", ""), ("es", ""), ("ed", ""), ("d", ""), ("ing", ""), ("ing", "e"), ("ly", ""))
"""Endings to replace, in this order, until a word is known."""
WORD = re.compile(r"[a-z0-9][a-z0-9+#.]*[a-z0-9+#]|[a-z]")
SENTENCE_END = re.compile(r"(?<=[.!?;:])\s+|\n+")
SHORTEST_SENTENCE = 25
"""Characters; a shorter stretch of a posting is a heading or a leftover."""
MOST_SENTENCES = 120
POSTINGS = 16
"""The number of postings whose rows are kept: lines, jobs and titles ask for the same."""
BEST = 3
"""How many of the nearest sentences the mean of the best is taken over."""


@dataclass(frozen=True, slots=True)
class Vectors:
    """The vector of a word is its row of `packed`, unpacked, times its number of `scales`.

    `packed` holds two whole numbers from -7 to 7 in each byte.
    """

    rows: dict[str, int]
    packed: Any
    scales: Any


@dataclass(frozen=True, slots=True)
class Closeness:
    """Cosines in [-1, 1] of n texts with a posting, each an array of n numbers (float32).

    `title`, `body`: with the posting's title and with its whole text; `best`, `best_three`,
    `mean`: the highest, the mean of the three highest and the mean of all cosines with its
    single sentences.
    """

    title: Any
    body: Any
    best: Any
    best_three: Any
    mean: Any


@cache
def load_vectors() -> Vectors:
    """The vectors that come with the program. Raises OSError if their file cannot be read."""
    return read_vectors(data_folder("data") / "vectors.npz")


def read_vectors(path: Path) -> Vectors:
    """Read a file of `scripts/train_vectors.py`."""
    import numpy as np

    with np.load(path) as stored:
        words = bytes(stored["words"]).decode().split("\n")
        return Vectors(
            dict(zip(words, range(len(words)), strict=True)),
            stored["vectors"],
            stored["scale"].astype(np.float32),
        )


def pack_numbers(numbers: Any) -> Any:
    """Rows of whole numbers from -7 to 7 as rows of half as many bytes."""
    import numpy as np

    low, high = np.split(np.asarray(numbers) + 8, 2, axis=1)
    return (low + 16 * high).astype(np.uint8)


def unpack_numbers(packed: Any) -> Any:
    """The rows that `pack_numbers` was given (int8)."""
    import numpy as np

    return np.concatenate([packed & 15, packed >> 4], axis=1).astype(np.int8) - np.int8(8)


def embed_texts(texts: Sequence[str]) -> Any:
    """One unit row (float32) for each text; a text without a known word is a row of zeros."""
    return sum_vectors(texts, load_vectors())


def sum_vectors(texts: Sequence[str], vectors: Vectors) -> Any:
    """As `embed_texts`, with other vectors."""
    import numpy as np

    counted = [count_rows(text, vectors.rows) for text in texts]
    result = np.zeros((len(texts), 2 * vectors.packed.shape[1]), np.float32)
    filled = [i for i, count in enumerate(counted) if count]
    if filled:
        rows = np.fromiter((row for count in counted for row in count), np.intp)
        weights = np.array([1 + math.log(n) for c in counted for n in c.values()], np.float32)
        starts = np.cumsum([0, *(len(counted[i]) for i in filled)])[:-1]
        numbers = unpack_numbers(vectors.packed[rows])
        scaled = numbers * (weights * vectors.scales[rows])[:, None]
        result[filled] = np.add.reduceat(scaled, starts, axis=0)
    return to_unit_rows(result)


def to_unit_rows(rows: Any) -> Any:
    """The rows at length 1; rows of zeros stay."""
    import numpy as np

    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def split_tokens(text: str) -> list[str]:
    """Words in small letters; C++, C# and Node.js stay whole."""
    return WORD.findall(text.lower())


def count_rows(text: str, rows: dict[str, int]) -> Counter[int]:
    """How often each row of the table is in a text."""
    numbers = (find_row(word, rows) for word in split_tokens(text))
    return Counter(row for row in numbers if row is not None)


def find_row(word: str, rows: dict[str, int]) -> int | None:
    """The row of a word, or else of the word without its ending."""
    row = rows.get(word)
    if row is None and len(word) > 4 and word.isalpha():
        for ending, instead in ENDINGS:
            if word.endswith(ending):
                row = rows.get(word.removesuffix(ending) + instead)
                if row is not None:
                    break
    return row


def compare_texts(texts: Sequence[str], others: Sequence[str], embed: Embed = embed_texts) -> Any:
    """The cosines of all texts (rows) with all others (columns), in [-1, 1] (float64)."""
    return embed(texts).astype("float64") @ embed(others).T.astype("float64")


def measure_closeness(rows: Any, posting: Posting, embed: Embed = embed_texts) -> Closeness:
    """How near texts (lines, titles of jobs, a job's lines as one text) are to a posting.

    Args:
        rows: the unit row of each text, as `embed` gives it.
        posting: what they are compared with.
        embed: turns the posting into rows.
    """
    import numpy as np

    title, whole, sentences = embed_posting(posting, embed)
    exact = rows.astype(np.float64)
    cosines = exact @ sentences.T
    highest = np.sort(cosines, axis=1)[:, ::-1]
    return Closeness(
        exact @ title,
        exact @ whole,
        highest[:, 0],
        highest[:, :BEST].mean(axis=1),
        cosines.mean(axis=1),
    )


@lru_cache(POSTINGS)
def embed_posting(posting: Posting, embed: Embed) -> tuple[Any, Any, Any]:
    """The rows of a posting's title, of its text, and of each sentence."""
    import numpy as np

    sentences = split_sentences(posting)
    body = " ".join(sentences)
    title, whole, *rows = embed([posting.title or body, body, *sentences]).astype(np.float64)
    return title, whole, np.array(rows)


def split_sentences(posting: Posting) -> list[str]:
    """The posting's sentences and list items without boilerplate, at least one, at most 120."""
    text = "\n".join(p.text for p in posting.passages if p.kind != "boilerplate") or posting.text
    parts = [part.strip() for part in SENTENCE_END.split(text)]
    long = [part for part in parts if len(part) >= SHORTEST_SENTENCE]
    return long[:MOST_SENTENCES] or [text[:200]]
