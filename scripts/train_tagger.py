"""Train the two taggers of `tailor.keywords` and write `data/tagger.npz`.

    python scripts/train_tagger.py SOURCES -o data/tagger.npz

SOURCES holds `keywords/skillspan.train.jsonl` (SkillSpan, MIT: `text`, `sentences[{start, offsets,
spans[{tok, label}]}]`), which teaches what names a skill in software and research, and
`keywords/merged_green.train.jsonl` (Green et al. 2022, CC BY 4.0: `tokens`, `tags`), which
teaches where a posting of any trade asks for something. Only the weights of single words and word
parts are kept; no sentence enters the file. Needs `sklearn-crfsuite` (MIT), which the program
itself does not.
"""

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from tailor.keywords.lexicon import load_lexicon
from tailor.keywords.nlp import Sentence, split_into_sentences
from tailor.keywords.tagger import (
    LABELS,
    REACH,
    SCALE,
    lexicon_marks,
    sentence_text,
    token_features,
    without_commas,
)
from tailor.models import Posting

LABEL = "Know"
Span = tuple[int, int]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sources", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("data/tagger.npz"))
    given = parser.parse_args()
    folder = given.sources / "keywords"
    names = [(row["text"], gold(row)) for row in rows(folder / "skillspan.train.jsonl")]
    asks = [joined(row) for row in rows(folder / "merged_green.train.jsonl")]
    models = [fit(names, c1=0.1, rounds=100), fit(asks, c1=1.0, rounds=60)]
    count = save(models, given.output)
    print(f"{given.output}: {count:,} features from {len(names)} postings, {len(asks)} sentences")


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def fit(texts: Iterable[tuple[str, list[Span]]], c1: float, rounds: int) -> Any:
    """A CRF on marked texts; `c1` is its L1 penalty, `rounds` the most steps of L-BFGS."""
    import sklearn_crfsuite

    every = [
        (without_commas(s), gold) for t, gold in texts for s in split_into_sentences(Posting(t))
    ]
    seen = [(s, gold) for s, gold in every if s.tokens]
    model = sklearn_crfsuite.CRF(
        c1=c1, c2=0.1, max_iterations=rounds, all_possible_transitions=True
    )
    model.fit([attributes(s) for s, _ in seen], [labels(s, spans) for s, spans in seen])
    return model


def joined(row: dict[str, Any]) -> tuple[str, list[Span]]:
    """A tagged sentence as text and the character spans of its marked stretches."""
    text, spans = "", []
    for token, tag in zip(row["tokens"], row["tags"], strict=True):
        start = len(text) + bool(text)
        text = f"{text} {token}" if text else token
        if tag == "B":
            spans.append((start, len(text)))
        elif tag == "I" and spans:
            spans[-1] = (spans[-1][0], len(text))
    return text, spans


def gold(row: dict[str, Any]) -> list[Span]:
    """Character spans of the annotated knowledge terms."""
    return [
        (
            s["start"] + s["offsets"][span["tok"][0]][0],
            s["start"] + s["offsets"][span["tok"][1] - 1][1],
        )
        for s in row["sentences"]
        for span in s["spans"]
        if span["label"] == LABEL
    ]


def labels(sentence: Sentence, spans: list[Span]) -> list[str]:
    result = ["O"] * len(sentence.tokens)
    for start, end in spans:
        place = "B"
        for i, token in enumerate(sentence.tokens):
            if token.start < end and token.end > start:
                result[i] = place
                place = "I"
    return result


def attributes(sentence: Sentence) -> list[list[str]]:
    known = load_lexicon().mentions(sentence_text(sentence))
    own = token_features(sentence.tokens, lexicon_marks(sentence, known))
    return [
        [f"{o}:{name}" for o in REACH if 0 <= i + o < len(own) for name in own[i + o]]
        for i in range(len(own))
    ]


def save(models: list[Any], path: Path) -> int:
    """Write weights[feature, reach, model, label] and moves[model, label, next]; count features."""
    weights: dict[str, Any] = {}
    moves = np.zeros((len(models), len(LABELS), len(LABELS)), np.int16)
    for number, model in enumerate(models):
        for (attribute, label), weight in model.state_features_.items():
            offset, _, name = attribute.partition(":")
            zero = np.zeros((len(REACH), len(models), len(LABELS)), np.int16)
            row = weights.setdefault(name, zero)
            row[REACH.index(-int(offset)), number, LABELS.index(label)] = round(weight * SCALE)
        for (before, after), weight in model.transition_features_.items():
            moves[number, LABELS.index(before), LABELS.index(after)] = round(weight * SCALE)
    names = sorted(name for name, row in weights.items() if row.any())
    np.savez_compressed(
        path,
        names=np.frombuffer("\n".join(names).encode(), np.uint8),
        weights=np.stack([weights[name] for name in names]),
        moves=moves,
    )
    return len(names)


if __name__ == "__main__":
    main()
