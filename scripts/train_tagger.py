"""Train the tagger of `tailor.keywords` on SkillSpan and write `data/tagger.npz`.

    python scripts/train_tagger.py skillspan.train.jsonl -o data/tagger.npz

Each line of the input is a posting: `text` and `sentences[{offsets, spans[{tok, label}]}]`.
Only the weights of single words and word parts are kept; no sentence enters the file.
Needs `sklearn-crfsuite` (MIT), which the program itself does not.
"""

import argparse
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import sklearn_crfsuite

from tailor.keywords.language import Sentence, Token, sentences
from tailor.keywords.lexicon import lexicon
from tailor.keywords.tagger import LABELS, REACH, SCALE, features, marked, sentence_text
from tailor.model import Posting

LABEL = "Know"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=Path("data/tagger.npz"))
    given = parser.parse_args()
    rows = [json.loads(line) for line in given.source.read_text(encoding="utf-8").splitlines()]
    model = fit(rows)
    save(model, given.output)
    print(f"{given.output}: {len(model.state_features_):,} weights from {len(rows)} postings")


def fit(rows: Iterable[dict[str, Any]]) -> Any:
    seen = [(s, gold(row)) for row in rows for s in sentences(Posting(row["text"]))]
    seen += [(listed(s, spans), spans) for s, spans in seen if listed(s, spans) != s]
    model = sklearn_crfsuite.CRF(c1=0.1, c2=0.1, max_iterations=100, all_possible_transitions=True)
    model.fit([attributes(s) for s, _ in seen], [labels(s, spans) for s, spans in seen])
    return model


def gold(row: dict[str, Any]) -> list[tuple[int, int]]:
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


def listed(sentence: Sentence, spans: list[tuple[int, int]]) -> Sentence:
    """The sentence with a comma between terms that touch: SkillSpan lost its commas."""
    ends = {end for _, end in spans} & {start - 1 for start, _ in spans}
    tokens = []
    for token in sentence.tokens:
        tokens.append(token)
        if token.end in ends:
            tokens.append(Token(",", token.end, ",", ","))
    return replace(sentence, tokens=tuple(tokens))


def labels(sentence: Sentence, spans: list[tuple[int, int]]) -> list[str]:
    result = ["O"] * len(sentence.tokens)
    for start, end in spans:
        place = "B"
        for i, token in enumerate(sentence.tokens):
            if token.start < end and token.end > start:
                result[i] = place
                place = "I"
    return result


def attributes(sentence: Sentence) -> list[list[str]]:
    known = lexicon().mentions(sentence_text(sentence))
    own = features(sentence.tokens, marked(sentence, known))
    return [
        [f"{o}:{name}" for o in REACH if 0 <= i + o < len(own) for name in own[i + o]]
        for i in range(len(own))
    ]


def save(model: Any, path: Path) -> None:
    weights: dict[str, Any] = {}
    for (attribute, label), weight in model.state_features_.items():
        offset, _, name = attribute.partition(":")
        row = weights.setdefault(name, np.zeros((len(REACH), len(LABELS)), np.int16))
        row[REACH.index(-int(offset)), LABELS.index(label)] = round(weight * SCALE)
    names = sorted(name for name, row in weights.items() if row.any())
    moves = np.zeros((len(LABELS), len(LABELS)), np.int16)
    for (before, after), weight in model.transition_features_.items():
        moves[LABELS.index(before), LABELS.index(after)] = round(weight * SCALE)
    np.savez_compressed(
        path,
        names=np.frombuffer("\n".join(names).encode(), np.uint8),
        weights=np.stack([weights[name] for name in names]),
        moves=moves,
    )


if __name__ == "__main__":
    main()
