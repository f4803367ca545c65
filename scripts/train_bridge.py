"""Train the occupation bridge of `tailor.scoring`: words -> 128 numbers -> O*NET occupations.

    python scripts/train_bridge.py SOURCES -o data/bridge.npz

SOURCES holds `onet/*.tsv` (O*NET, CC BY 4.0: occupations, tasks, titles, tools),
`keywords/merged_{green,skillspan}.train.jsonl` (sentences of postings, used as noise that names no
occupation; CC BY 4.0 and MIT) and a `wordllama-*.whl` from PyPI (MIT: static word vectors). Only
numbers for single words and for occupation codes are kept. Needs `tokenizers` (Apache-2.0), which
the program itself does not.

A text is the mean of its words' vectors, weighted by log frequency and rarity; a softmax over 1,016
occupations stands on it. A word's vector is a learned projection of its WordLlama vector plus a
learned vector of its stem, so that words that O*NET never uses have a place too.
"""

import argparse
import csv
import json
import math
import random
import struct
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from tailor.keywords.lexicon import all_skills
from tailor.scoring.matching import stem_word
from tailor.scoring.occupation_model import SHARPNESS
from tailor.word_vectors import split_tokens

SIZE = 128
WIDTH = 256
EPOCHS = 6
BATCH = 512
MIXED = 30_000
NOISY = 0.6
NOISE = ("merged_green.train.jsonl", "merged_skillspan.train.jsonl")
TRUST = {
    "title": 3.0,
    "description": 2.0,
    "task": 1.5,
    "alias": 1.0,
    "technology": 0.4,
    "tool": 0.3,
}
"""Weight of a training text by what it is."""


@dataclass(frozen=True, slots=True)
class Text:
    words: str
    occupation: int
    trust: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sources", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("data/bridge.npz"))
    parser.add_argument("--noise", type=float, default=NOISY)
    parser.add_argument("--no-vectors", action="store_true", help="a trial: without WordLlama")
    given = parser.parse_args()
    codes, texts = onet(given.sources / "onet")
    noise = sentences(given.sources / "keywords")
    texts += mixtures(texts, noise, given.noise)
    vocabulary = words(texts, noise)
    vectors = wordllama(next(given.sources.glob("wordllama-*.whl")), vocabulary)
    if given.no_vectors:
        vectors[:] = 0
    table, occupations, bias, rarity = train(texts, vocabulary, vectors)
    save(given.output, vocabulary, table, occupations, bias, rarity, codes)
    print(f"{given.output}: {len(vocabulary):,} words, {len(codes):,} occupations")


def onet(folder: Path) -> tuple[list[str], list[Text]]:
    """Occupation codes, and every title, description, task and tool with its occupation."""
    kinds = [
        ("occupations.tsv", 1, "title"),
        ("occupations.tsv", 2, "description"),
        ("tasks.tsv", 1, "task"),
        ("alternate_titles.tsv", 1, "alias"),
        ("technology_skills.tsv", 1, "technology"),
        ("tools_used.tsv", 1, "tool"),
    ]
    tables = {name: rows(folder / name) for name, _, _ in kinds}
    codes = sorted(row[0] for row in tables["occupations.tsv"])
    index = {code: number for number, code in enumerate(codes)}
    return codes, [
        Text(row[column], index[row[0]], TRUST[kind])
        for name, column, kind in kinds
        for row in tables[name]
    ]


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))[1:]


def sentences(folder: Path) -> list[str]:
    found = []
    for name in NOISE:
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)["tokens"]
            if len(row) > 5:
                found.append(" ".join(row))
    return found


def mixtures(texts: list[Text], noise: list[str], noisy: float) -> list[Text]:
    """Long texts as postings are: several tasks and names of one occupation, and talk between."""
    dice = random.Random(0)
    own: dict[int, dict[float, list[str]]] = defaultdict(lambda: defaultdict(list))
    for text in texts:
        own[text.occupation][text.trust].append(text.words)
    result = []
    for _ in range(MIXED):
        occupation = dice.randrange(len(own))
        mine = own[occupation]
        parts = dice.choices(
            mine[TRUST["task"]] or mine[TRUST["description"]], k=dice.randint(1, 7)
        )
        if dice.random() < 0.5:
            parts += dice.choices(mine[TRUST["alias"]] or mine[TRUST["title"]])
        if dice.random() < 0.4 and mine[TRUST["technology"]]:
            parts += dice.choices(mine[TRUST["technology"]], k=3)
        if dice.random() < noisy:
            parts += dice.choices(noise, k=dice.randint(1, 2 * len(parts)))
        result.append(Text(" ".join(parts), occupation, 1.5))
    return result


def words(texts: list[Text], noise: list[str]) -> list[str]:
    """The words that get a row: all but rare names of tools, the lexicon's, and the noise's."""
    seen = Counter(word for text in texts for word in set(split_tokens(text.words)))
    told = {word for text in texts if text.trust >= 1.0 for word in split_tokens(text.words)}
    kept = {word for word, count in seen.items() if count > 1 or word in told}
    for skill in all_skills():
        for name in (skill.name, *skill.aliases):
            kept |= set(split_tokens(name))
    talk = Counter(word for text in noise for word in split_tokens(text))
    kept |= {word for word, count in talk.items() if count > 1}
    return sorted(kept - ENGLISH_STOP_WORDS)


def wordllama(wheel: Path, vocabulary: list[str]) -> Any:
    """Unit vectors of whole words: the sum of the vectors of their pieces."""
    from tokenizers import Tokenizer  # type: ignore[import-not-found,unused-ignore]

    with zipfile.ZipFile(wheel) as archive:
        config = archive.read("wordllama/tokenizers/l2_supercat_tokenizer_config.json").decode()
        blob = archive.read("wordllama/weights/l2_supercat_256.safetensors")
    (head,) = struct.unpack("<Q", blob[:8])
    pieces = np.frombuffer(blob[8 + head :], np.float16).reshape(-1, WIDTH).astype(np.float32)
    tokenizer = Tokenizer.from_str(config)
    rows = [
        pieces[tokenizer.encode(w, add_special_tokens=False).ids].sum(axis=0) for w in vocabulary
    ]
    table = np.stack(rows)
    return table / np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-6)


def matrix(texts: list[Text], vocabulary: list[str]) -> tuple[Any, Any]:
    """Texts as unit rows of log frequency x rarity, and the rarity of each word."""
    index = {word: i for i, word in enumerate(vocabulary)}
    counts = [Counter(index[w] for w in split_tokens(t.words) if w in index) for t in texts]
    at = np.cumsum([0, *(len(count) for count in counts)])
    columns = np.array([i for count in counts for i in count])
    values = np.array([1 + math.log(n) for count in counts for n in count.values()], np.float32)
    rarity = np.log(len(texts) / (np.bincount(columns, minlength=len(vocabulary)) + 1)) + 1
    values *= rarity[columns].astype(np.float32)
    table = sp.csr_matrix((values, columns, at), shape=(len(texts), len(vocabulary)))
    norms = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    return (sp.diags(1 / np.maximum(norms, 1e-6)) @ table).tocsr().astype(np.float32), rarity


def stems(vocabulary: list[str], table: Any) -> Any:
    """Words x stems; a stem that stands in one text only teaches nothing and gets no column."""
    names = [stem_word(word) for word in vocabulary]
    index = {name: i for i, name in enumerate(sorted(set(names)))}
    columns = [index[name] for name in names]
    shape = (len(names), len(index))
    every = sp.csr_matrix((np.ones(len(names), np.float32), (range(len(names)), columns)), shape)
    often = np.bincount((table @ every).tocsr().indices, minlength=len(index)) > 1
    return (every @ sp.diags(often.astype(np.float32))).tocsr()


def train(texts: list[Text], vocabulary: list[str], vectors: Any) -> tuple[Any, Any, Any, Any]:
    """Softmax regression through a bottleneck, by Adam (Kingma and Ba 2015), learning rate
    falling to nothing; returns word vectors, occupation vectors, biases and rarities."""
    table, rarity = matrix(texts, vocabulary)
    family = stems(vocabulary, table)
    dense, sparse = 2 * (table @ vectors).astype(np.float32), (table @ family).tocsr()
    target = np.array([text.occupation for text in texts])
    trust = np.array([text.trust for text in texts], np.float32)
    dice = np.random.RandomState(0)
    count = int(target.max()) + 1

    def start(rows: int, spread: float) -> Any:
        return (dice.randn(rows, SIZE) * spread).astype(np.float32)

    weights = [start(WIDTH, 0.1), start(family.shape[1], 0.02), start(count, 0.1)]
    weights.append(np.zeros(count, np.float32))
    first, second = ([np.zeros_like(w) for w in weights] for _ in range(2))
    step, steps = 0, EPOCHS * math.ceil(len(texts) / BATCH)
    for _ in range(EPOCHS):
        order = dice.permutation(len(texts))
        for i in range(0, len(texts), BATCH):
            step += 1
            picked = order[i : i + BATCH]
            bag = sparse[picked]
            bag.data = bag.data * (dice.rand(len(bag.data)) > 0.15).astype(np.float32) / 0.85
            slopes = gradients(weights, dense[picked], bag, target[picked], trust[picked])
            rate = 3e-3 * (1 - step / (steps + 1))
            for weight, slope, m, v in zip(weights, slopes, first, second, strict=True):
                m += 0.1 * (slope - m)
                v += 0.01 * (slope * slope - v)
                weight -= rate * (m / (1 - 0.9**step)) / (np.sqrt(v / (1 - 0.99**step)) + 1e-7)
    projection, stem_vectors, occupations, bias = weights
    return 2 * vectors @ projection + family @ stem_vectors, occupations, bias, rarity


def gradients(weights: list[Any], dense: Any, bag: Any, target: Any, trust: Any) -> list[Any]:
    projection, stem_vectors, occupations, bias = weights
    hidden = dense @ projection + bag @ stem_vectors
    scores = SHARPNESS * hidden @ occupations.T + bias
    chance = np.exp(scores - scores.max(axis=1, keepdims=True))
    chance /= chance.sum(axis=1, keepdims=True)
    chance[np.arange(len(target)), target] -= 1
    chance *= trust[:, None] / len(target)
    back = SHARPNESS * chance @ occupations
    return [
        dense.T @ back + 1e-4 * projection,
        bag.T @ back + 1e-6 * stem_vectors,
        SHARPNESS * chance.T @ hidden + 1e-5 * occupations,
        chance.sum(axis=0),
    ]


def index_stems(vocabulary: Sequence[str], rarity: Any) -> tuple[list[str], Any]:
    """Every stem of a vocabulary once, and the rows (int32) of the commonest words with them."""
    rows: dict[str, int] = {}
    for row, word in enumerate(vocabulary):
        best = rows.setdefault(stem_word(word), row)
        if rarity[row] < rarity[best]:
            rows[stem_word(word)] = row
    return list(rows), np.array(list(rows.values()), np.int32)


def pack_words(words: Sequence[str]) -> Any:
    """Words as compressed bytes (uint8), a third of their size."""
    return np.frombuffer(zlib.compress("\n".join(words).encode(), 9), np.uint8)


def save(
    path: Path, vocabulary: list[str], table: Any, occupations: Any, bias: Any, rarity: Any,
    codes: list[str],
) -> None:  # fmt: skip
    """Word vectors as 8-bit whole numbers with one scale a word."""
    scale = np.maximum(np.abs(table).max(axis=1), 1e-6) / 127
    stems, stem_rows = index_stems(vocabulary, rarity)
    np.savez(
        path,
        stems=pack_words(stems),
        stem_rows=stem_rows,
        words=pack_words(vocabulary),
        codes=np.frombuffer("\n".join(codes).encode(), np.uint8),
        vectors=np.round(table / scale[:, None]).astype(np.int8),
        scale=scale.astype(np.float16),
        rarity=rarity.astype(np.float16),
        occupations=occupations.astype(np.float16),
        bias=bias.astype(np.float16),
    )


if __name__ == "__main__":
    main()
