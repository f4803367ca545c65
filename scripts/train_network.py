"""Train the networks of `tailor.keywords.network` and write `data/network.npz`.

    OMP_NUM_THREADS=1 python -m scripts.train_network SOURCES [--folds 5]

SOURCES holds `keywords/skillspan.train.jsonl` (SkillSpan, MIT), the only text that they learn from.
Several networks that differ in their random start are trained; the mean of their scores counts.
With `--folds N` nothing is written: each Nth of the postings is left out in turn, and the strict
F1 of the names in it is printed. Only numbers enter the file, no word of any posting. Needs thinc,
which spaCy brings along.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from thinc.api import Adam, fix_random_seed

from scripts.train_tagger import gold, labels, rows
from tailor.keywords.lexicon import load_lexicon
from tailor.keywords.network import COLUMNS, build_network, hash_part, inputs_of
from tailor.keywords.nlp import convert_weights, split_into_sentences
from tailor.keywords.tagger import (
    LABELS,
    collect_spans,
    lexicon_marks,
    most_likely,
    sentence_text,
    without_commas,
)
from tailor.models import Posting

COPIES = 2
EPOCHS = 24
BATCH = 2
"""Postings after which the weights are changed."""
RATE, DECAY, CLIP = 0.004, 0.01, 2.0
"""Of Adam: highest learning rate, weight decay, largest norm of a gradient."""
WARM = 50
"""Batches until the learning rate is at its highest; from there it falls to nothing."""
DROPOUT = 0.45
UNKNOWN = 0.15
"""Share of the words that are hidden in training, most of them with their ends and shape."""


@dataclass(frozen=True, slots=True)
class Example:
    """A posting: its sentences' lengths, the networks' inputs, and the right labels (0, 1, 2)."""

    sizes: tuple[int, ...]
    dense: Any
    looked_up: Any
    right: Any


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sources", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("data/network.npz"))
    parser.add_argument("--folds", type=int, default=0)
    given = parser.parse_args()
    texts = rows(given.sources / "keywords" / "skillspan.train.jsonl")
    every = [example(row) for row in texts]
    if given.folds:
        for fold in range(given.folds):
            kept = [one for i, one in enumerate(every) if i % given.folds != fold]
            left_out = [one for i, one in enumerate(every) if i % given.folds == fold]
            models = [train(kept, seed) for seed in range(COPIES)]
            print(f"fold {fold}: strict F1 {measure(models, left_out):.3f}", flush=True)
        return
    models = [train(every, seed) for seed in range(COPIES)]
    save(models, given.output)


def save(models: Sequence[Any], path: Path) -> None:
    """Writes the networks with 16 bits a weight."""
    for model in models:
        convert_weights(model, "float16")
    np.savez_compressed(path, *(np.frombuffer(model.to_bytes(), np.uint8) for model in models))


def example(row: dict[str, Any]) -> Example:
    every = [without_commas(one) for one in split_into_sentences(Posting(row["text"]))]
    found = [one for one in every if one.tokens]
    marks = [lexicon_marks(one, load_lexicon().mentions(sentence_text(one))) for one in found]
    right = [LABELS.index(label) for one in found for label in labels(one, gold(row))]
    sizes = tuple(len(one.tokens) for one in found)
    return Example(sizes, *inputs_of(found, marks), np.array(right))


def train(examples: Sequence[Example], seed: int) -> Any:
    """A network with the likelihood of a conditional random field over its scores as its aim."""
    fix_random_seed(seed)
    random = np.random.RandomState(seed)
    mean, spread = spread_of(examples)
    model = build_network(DROPOUT)
    model.initialize(X=(examples[0].dense, examples[0].looked_up))
    adam = Adam(RATE, L2=DECAY, L2_is_weight_decay=True, grad_clip=CLIP)
    moves = np.zeros((len(LABELS), len(LABELS)), np.float32)
    steps, step, start = EPOCHS * -(-len(examples) // BATCH), 0, time.process_time()
    for epoch in range(EPOCHS):
        loss = 0.0
        for batch in batches(examples, random):
            step += 1
            adam.learn_rate = RATE * min(1, step / WARM) * max(0.02, 1 - step / steps)
            for one in batch:
                dense = hide((one.dense - mean) / spread, DROPOUT / 2, random)
                scores, backprop = model((dense, unknown(one.looked_up, random)), is_train=True)
                change, change_of_moves, lost = gradient(scores, moves, one)
                loss += lost
                share = 1 / (60 * BATCH)
                backprop(change * share)
                moves -= adam.learn_rate * 10 * np.clip(change_of_moves * share, -1, 1)
            model.finish_update(adam)
        spent = time.process_time() - start
        print(f"network {seed}, epoch {epoch}: loss {loss:.0f}, {spent:.0f} s", flush=True)
    scale_inputs(model, mean, spread)
    model.attrs["moves"] = moves
    return model


def spread_of(examples: Sequence[Example]) -> tuple[Any, Any]:
    """Mean and standard deviation of each dense input; those of the sentence's ends stay."""
    every = np.concatenate([one.dense for one in examples])
    mean, spread = every.mean(axis=0), every.std(axis=0)
    mean[:3], spread[:3] = 0, 1
    return mean, spread


def scale_inputs(model: Any, mean: Any, spread: Any) -> None:
    """Makes the first layer take inputs as they come."""
    linear = model.layers[0].layers[0]
    weights = linear.get_param("W") / spread
    linear.set_param("b", linear.get_param("b") - weights @ mean)
    linear.set_param("W", weights)


def batches(examples: Sequence[Example], random: Any) -> Iterator[list[Example]]:
    order = random.permutation(len(examples))
    for start in range(0, len(order), BATCH):
        yield [examples[i] for i in order[start : start + BATCH]]


def hide(values: Any, share: float, random: Any) -> Any:
    """Values of which a share is 0 and the others are larger by as much."""
    return (values * (random.rand(*values.shape) > share) / (1 - share)).astype(np.float32)


def unknown(looked_up: Any, random: Any) -> Any:
    """What is looked up, with some of the words unknown."""
    result = looked_up.copy()
    hidden = random.rand(len(result), len(COLUMNS) - 1) < 0.7
    hidden[:, 0] = True
    hidden &= random.rand(len(result), 1) < UNKNOWN
    for column in range(hidden.shape[1]):
        result[hidden[:, column], column] = hash_part("?")
    return result


def gradient(scores: Any, moves: Any, one: Example) -> tuple[Any, Any, float]:
    """Of minus the log-likelihood of the right labels: by each score, by each move, and itself.

    Forward-backward over all sentences at once (Lafferty, McCallum, Pereira 2001).
    """
    mask = np.arange(max(one.sizes)) < np.array(one.sizes)[:, None]
    padded = np.zeros((*mask.shape, len(LABELS)))
    padded[mask] = scores
    forward, backward = np.zeros_like(padded), np.zeros_like(padded)
    forward[:, 0] = padded[:, 0]
    for t in range(1, mask.shape[1]):
        ahead = lse(forward[:, t - 1][:, :, None] + moves, 1) + padded[:, t]
        forward[:, t] = np.where(mask[:, t, None], ahead, forward[:, t - 1])
    for t in range(mask.shape[1] - 2, -1, -1):
        after = lse(moves + (padded[:, t + 1] + backward[:, t + 1])[:, None, :], 2)
        backward[:, t] = np.where(mask[:, t + 1, None], after, backward[:, t + 1])
    total = lse(forward[:, -1], 1)
    likely = np.exp(forward + backward - total[:, None, None])[mask]
    pairs = forward[:, :-1, :, None] + moves + (padded + backward)[:, 1:, None, :]
    of_moves = np.exp(pairs - total[:, None, None, None])[mask[:, 1:]].sum(axis=0)
    placed = np.zeros(mask.shape, int)
    placed[mask] = one.right
    before, after = placed[:, :-1][mask[:, 1:]], placed[:, 1:][mask[:, 1:]]
    np.subtract.at(of_moves, (before, after), 1)
    every = np.arange(len(scores))
    said = scores[every, one.right].sum() + moves[before, after].sum()
    likely[every, one.right] -= 1
    return likely.astype(np.float32), of_moves.astype(np.float32), float(total.sum() - said)


def lse(values: Any, axis: int) -> Any:
    """log(sum(exp(values))) over an axis."""
    top = values.max(axis=axis, keepdims=True)
    return (top + np.log(np.exp(values - top).sum(axis=axis, keepdims=True))).squeeze(axis)


def measure(models: Sequence[Any], examples: Sequence[Example]) -> float:
    """Strict F1 of the names: both ends must be right."""
    hits = guessed = right = 0
    for one in examples:
        pair = one.dense, one.looked_up
        scores = np.mean([model.predict(pair) for model in models], axis=0)
        moves = np.mean([model.attrs["moves"] for model in models], axis=0)
        ends = np.cumsum(one.sizes)[:-1]
        for row, gold_row in zip(np.split(scores, ends), np.split(one.right, ends), strict=True):
            (chosen,) = most_likely(row[None, None], np.ones((1, len(row)), bool), moves[None])
            found = {
                (s.start, s.end) for s in collect_spans(chosen[0].tolist(), np.zeros(len(row)))
            }
            wanted = {
                (s.start, s.end) for s in collect_spans(gold_row.tolist(), np.zeros(len(row)))
            }
            hits, guessed = hits + len(found & wanted), guessed + len(found)
            right += len(wanted)
    return 2 * hits / max(1, guessed + right)


if __name__ == "__main__":
    main()
