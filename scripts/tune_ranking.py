"""Tune the ranking of `tailor.rank` on lines of résumés: data/tuning.npz.

    python -m scripts.tune_ranking SOURCES [-o FILE] [--leave-out FOLD/FOLDS]

SOURCES is that of `scripts/train_bridge.py`, with `resumes/*.jsonl` beside it: a JSON object a
line with `id` and `jobs`, each of `title`, `lines` and `occupation` (a code of O*NET, or ""). The
shipped bridge.npz and vectors.npz are the start; nothing but a factor for each of their words and
a few small tables is kept, no word and no sentence of a résumé. `--leave-out 1/4` leaves out the
second quarter of the people, to measure on them.

Two things are learned:

1. A factor for each word of the vectors: a line, and a job's whole text, is nearer to the title of
   its job than to those of the other lines of a batch; likewise tasks of O*NET and the names of
   their occupations (InfoNCE, van den Oord et al. 2018).
2. A tuned bridge: the occupation is told from a line, a job's whole text and its title. Where a
   job has no code, the bridge labels it by its title, if it is sure enough of that. Texts of O*NET
   are learned from again, half of them with a line of a résumé mixed in, so that general words
   say nothing of an occupation.
"""

import argparse
import hashlib
import json
import math
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp

from scripts.train_bridge import NOISY, TRUST, Text, mixtures, onet, sentences
from scripts.train_vectors import Pairs, backward, count_words, drop, forward, pair_up, softmax
from tailor.score.bridge import SHARPNESS, bridge, encode, occupations, tokens
from tailor.score.vectors import find_row, load_vectors, to_unit_rows, unpack_numbers

LINE, JOB, TITLE = 1.0, 1.5, 1.0
"""Weight of a training text by what it is."""
GUESSED = 0.7
"""Factor on that for a job without a code, times the probability of its label."""
SURE = 0.25
"""The least probability of an occupation for which a job's title is taken as its label."""
REPLAYED, MOST_MIXTURES = 0.25, 15_000
"""Share of O*NET's texts that are learned from again; of mixtures so many at most."""
DISTURBED = 0.5
"""Share of O*NET's texts with a line of a résumé in them."""
EPOCHS, BATCH, RATE = 4, 1024, 4e-3
SHRINK, SHRINK_GAINS = 1e-4, 1e-3
KEPT = 0.7
"""Share of the bridge's changes that is kept: people who were not learned from gain by that."""
STEPS, PAIRS, CONTRAST_RATE, CONTRAST_SHARPNESS = 300, 256, 2e-2, 12.0
REPLAYED_PAIRS, WHOLE_JOBS = 0.4, 0.25
"""Share of the steps with pairs of O*NET; of the others the share with whole jobs."""
SHRINK_WORDS = 1e-4


@dataclass(frozen=True, slots=True)
class Job:
    title: str
    occupation: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.lines)


class Adam:
    """Steps of Kingma and Ba (2015) with a rate that falls to nothing."""

    def __init__(self, rates: Sequence[float], tables: Sequence[Any], steps: int) -> None:
        self.rates, self.tables, self.steps, self.step = rates, tables, steps, 0
        self.means = [np.zeros_like(table) for table in tables]
        self.squares = [np.zeros_like(table) for table in tables]

    def move(self, slopes: Sequence[Any]) -> None:
        self.step += 1
        left = 1 - self.step / (self.steps + 1)
        for rate, table, slope, mean, square in zip(
            self.rates, self.tables, slopes, self.means, self.squares, strict=True
        ):
            mean += 0.1 * (slope - mean)
            square += 0.01 * (slope * slope - square)
            size = np.sqrt(square / (1 - 0.99**self.step)) + 1e-7
            table -= rate * left * mean / (1 - 0.9**self.step) / size


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sources", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("data/tuning.npz"))
    parser.add_argument("--leave-out", metavar="FOLD/FOLDS", default="0/0")
    given = parser.parse_args()
    fold, folds = (int(number) for number in given.leave_out.split("/"))
    jobs = read_jobs(given.sources / "resumes", fold, folds)
    print(f"{len(jobs):,} jobs, {sum(len(job.lines) for job in jobs):,} lines", flush=True)
    vector_gains = weigh_words(jobs, given.sources)
    gains, projection, tuned, bias = tune_bridge(jobs, given.sources)
    np.savez_compressed(
        given.output,
        gains=gains.astype(np.float16),
        vector_gains=vector_gains.astype(np.float16),
        projection=projection.astype(np.float16),
        occupations=tuned.astype(np.float16),
        bias=bias.astype(np.float16),
    )
    print(f"{given.output}: {given.output.stat().st_size:,} bytes")


def read_jobs(folder: Path, fold: int, folds: int) -> list[Job]:
    """The jobs with a title and a line, without those of the people of a fold."""
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        for text in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(text)
            if folds and fold_of(row["id"], folds) == fold:
                continue
            for job in row["jobs"]:
                if job["title"].strip() and job["lines"]:
                    found.append(Job(job["title"], job["occupation"], tuple(job["lines"])))
    return found


def fold_of(person: str, folds: int) -> int:
    return int(hashlib.sha1(person.encode(), usedforsecurity=False).hexdigest()[:8], 16) % folds


def weigh_words(jobs: Sequence[Job], sources: Path) -> Any:
    """The log factor of each word of the vectors."""
    vectors = load_vectors()
    table = unpack_numbers(vectors.packed) * vectors.scales[:, None]
    vocabulary = list(vectors.rows)
    known = pair_up(sources, vocabulary)
    titles = count_words([job.title for job in jobs], vocabulary)
    wholes = count_words([job.text for job in jobs], vocabulary)
    lines = count_words([line for job in jobs for line in job.lines], vocabulary)
    owner = np.array([number for number, job in enumerate(jobs) for _ in job.lines])
    names: dict[str, int] = {}
    name = np.array([names.setdefault(job.title.lower(), len(names)) for job in jobs])
    dice = np.random.RandomState(0)
    gains = np.zeros(len(vocabulary), np.float32)
    adam = Adam([CONTRAST_RATE], [gains], STEPS)
    for _ in range(STEPS):
        if dice.rand() < REPLAYED_PAIRS:
            left, right, own = pick_of_onet(known, dice)
        elif dice.rand() < WHOLE_JOBS:
            picked = dice.choice(len(jobs), PAIRS, replace=False)
            left, right, own = wholes[picked], titles[picked], name[picked]
        else:
            picked = dice.choice(len(owner), PAIRS, replace=False)
            left, right, own = lines[picked], titles[owner[picked]], name[owner[picked]]
        slope = contrast_gains(gains, table, drop(left, dice).tocsr(), right, own)
        adam.move([slope + SHRINK_WORDS * gains])
    return gains


def pick_of_onet(known: Pairs, dice: Any) -> tuple[Any, Any, Any]:
    """Tasks, a name of each one's occupation, and the occupations."""
    picked = dice.randint(0, known.tasks.shape[0], PAIRS)
    own = known.occupations[picked]
    named = [known.names_of[one][dice.randint(len(known.names_of[one]))] for one in own]
    return known.tasks[picked], known.names[named], own


def contrast_gains(gains: Any, table: Any, left: Any, right: Any, own: Any) -> Any:
    """The slope of InfoNCE, both ways, by the log factors of words."""
    sides = [scale_words(side, gains) for side in (left, right)]
    units, lengths = zip(*(forward(side, table) for side in sides), strict=True)
    same = (own[:, None] == own) & ~np.eye(len(own), dtype=bool)
    scores = np.where(same, -1e9, CONTRAST_SHARPNESS * units[0] @ units[1].T)
    error = (softmax(scores) + softmax(scores.T).T) / 2 - np.eye(len(own))
    error *= CONTRAST_SHARPNESS / len(own)
    back = (
        backward(error @ units[1], units[0], lengths[0]),
        backward(error.T @ units[0], units[1], lengths[1]),
    )
    return sum(slope_of_gains(side, table, one) for side, one in zip(sides, back, strict=True))


def scale_words(counts: Any, gains: Any) -> Any:
    """Texts x words with each word multiplied by its factor."""
    return counts.multiply(np.exp(gains)[None, :]).tocsr().astype(np.float32)


def slope_of_gains(counts: Any, table: Any, back: Any) -> Any:
    """The slope by each word's log factor, from the slope by the texts' rows."""
    row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    each = counts.data * np.einsum("ij,ij->i", table[counts.indices], back[row])
    return np.bincount(counts.indices, each, counts.shape[1]).astype(np.float32)


def tune_bridge(jobs: Sequence[Job], sources: Path) -> tuple[Any, Any, Any, Any]:
    """Log factors of words, projection, occupations and bias of the tuned bridge."""
    known = bridge()
    texts = [*label(jobs)]
    lines = weigh_texts([line for job in jobs for line in job.lines])
    dice = np.random.RandomState(0)
    replayed = replay(sources, dice)
    mixed = disturb(weigh_texts([text.words for text in replayed]), lines, dice)
    table = sp.vstack([weigh_texts([text.words for text in texts]), mixed]).tocsr()
    texts += replayed
    target = np.array([text.occupation for text in texts])
    trust = np.array([text.trust for text in texts], np.float32)
    vectors = (known.vectors * known.scale[:, None]).astype(np.float32)
    meaning = 2 * (table @ meaning_rows()).astype(np.float32)
    gains = np.zeros(len(vectors), np.float32)
    projection = np.zeros((meaning.shape[1], vectors.shape[1]), np.float32)
    tuned, bias = known.occupations.astype(np.float32), known.bias.astype(np.float32)
    steps = EPOCHS * math.ceil(len(texts) / BATCH)
    adam = Adam([3 * RATE, RATE, RATE, RATE], [gains, projection, tuned, bias], steps)
    for _ in range(EPOCHS):
        order = dice.permutation(len(texts))
        for start in range(0, len(texts), BATCH):
            picked = order[start : start + BATCH]
            words = scale_words(table[picked], gains)
            hidden = words @ vectors + meaning[picked] @ projection
            error = softmax(SHARPNESS * hidden @ tuned.T + bias)
            error[np.arange(len(picked)), target[picked]] -= 1
            error *= trust[picked][:, None] / len(picked)
            back = SHARPNESS * error @ tuned
            adam.move([
                slope_of_gains(words, vectors, back) + SHRINK_GAINS * gains,
                meaning[picked].T @ back + SHRINK * projection,
                SHARPNESS * error.T @ hidden + 1e-5 * tuned,
                error.sum(axis=0),
            ])  # fmt: skip
    return (
        KEPT * gains,
        KEPT * 2 * projection,
        known.occupations + KEPT * (tuned - known.occupations),
        known.bias + KEPT * (bias - known.bias),
    )


def label(jobs: Sequence[Job]) -> list[Text]:
    """Lines, whole texts and titles of jobs with an occupation: given, or told by the title."""
    codes = {code: number for number, code in enumerate(bridge().codes)}
    chances = np.exp(occupations(encode([job.title for job in jobs])))
    found = []
    for job, chance in zip(jobs, chances, strict=True):
        occupation, trust = codes.get(job.occupation), 1.0
        titled = occupation is not None
        if occupation is None:
            occupation, sure = int(chance.argmax()), float(chance.max())
            if sure <= SURE:
                continue
            trust = GUESSED * sure
        found += [Text(line, occupation, LINE * trust) for line in job.lines]
        found.append(Text(job.text, occupation, JOB * trust))
        if titled:
            found.append(Text(job.title, occupation, TITLE * trust))
    return found


def replay(sources: Path, dice: Any) -> list[Text]:
    """Some of the texts of O*NET that the bridge was trained on."""
    _, texts = onet(sources / "onet")
    mixed = mixtures(texts, sentences(sources / "keywords"), NOISY)
    random.Random(1).shuffle(mixed)
    kept = [text for text in texts if text.trust >= TRUST["alias"]] + mixed[:MOST_MIXTURES]
    return [text for text in kept if dice.rand() < REPLAYED]


def weigh_texts(texts: Sequence[str]) -> Any:
    """Texts x words of the bridge: log counts times rarity, unit rows, as in `bridge.encode`."""
    known = bridge()
    rarity = sp.diags(known.rarity)
    rows = bridge_counts(texts) @ rarity
    norms = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return (sp.diags(1 / np.maximum(norms, 1e-6)) @ rows).tocsr().astype(np.float32)


def bridge_counts(texts: Sequence[str]) -> Any:
    """Texts x words of the bridge: 1 + log of the number of times."""
    rows = bridge().rows
    counts = [Counter(rows[word] for word in tokens(text) if word in rows) for text in texts]
    at = np.cumsum([0, *(len(count) for count in counts)])
    columns = [row for count in counts for row in count]
    values = [1 + math.log(n) for count in counts for n in count.values()]
    return sp.csr_matrix((np.array(values, np.float64), columns, at), (len(texts), len(rows)))


def disturb(table: Any, lines: Any, dice: Any) -> Any:
    """Unit rows, some of them with a line of a résumé added at up to full weight."""
    count = table.shape[0]
    shares = (dice.rand(count) < DISTURBED) * dice.uniform(0.3, 1.0, count)
    mixed = table + sp.diags(shares) @ lines[dice.choice(lines.shape[0], count)]
    norms = np.sqrt(np.asarray(mixed.multiply(mixed).sum(axis=1)).ravel())
    return (sp.diags(1 / np.maximum(norms, 1e-6)) @ mixed).tocsr().astype(np.float32)


def meaning_rows() -> Any:
    """For each word of the bridge its unit row of `tailor.score.vectors`; zeros if unknown."""
    vectors = load_vectors()
    rows = [find_row(word, vectors.rows) for word in bridge().rows]
    table = np.zeros((len(rows), 2 * vectors.packed.shape[1]), np.float32)
    have = [place for place, row in enumerate(rows) if row is not None]
    numbers = unpack_numbers(vectors.packed[[row for row in rows if row is not None]])
    table[have] = to_unit_rows(numbers.astype(np.float32))
    return table


if __name__ == "__main__":
    main()
