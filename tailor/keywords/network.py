"""The network that names skills: a small convolutional network of thinc's layers.

It reads a posting as one row of tokens: what spaCy's tagger knows of each token in its place (96
numbers), the word's vector (256 numbers, `tailor.word_vectors`), the word, its ends, its shape,
its tag, and whether the lexicon knows it. Three numbers for each token come out, one for each of
the labels O, B and I. `scripts/train_network.py` trains it; `tailor.keywords.tagger` joins it with
the conditional random field.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any
from zlib import crc32

from tailor.files import data_folder
from tailor.keywords.nlp import Sentence, convert_weights, skip_plugins, word_shape
from tailor.word_vectors import embed_texts

COLUMNS = {"word": 4000, "start": 1500, "end3": 1500, "end4": 2000, "shape": 300}
TABLES = {**COLUMNS, "tag": 60, "mark": 10}
"""What is looked up of each token, and the rows of its table."""
WORD_NUMBERS, NUMBERS = 24, 12
"""Numbers in a row of the table of words, and in a row of another."""
INPUTS, DENSE, WIDTH, DEPTH = 355, 128, 128, 2
"""Dense numbers of a token, what they become, numbers of a token in each layer, and layers."""
LONGEST = 40
"""Tokens from which a sentence counts as long."""


def build_network(dropout: float = 0.0) -> Any:
    """A network without weights (a thinc model).

    It turns a pair of arrays, dense [tokens, 355] and looked up [tokens, 7], into scores
    [tokens, 3].
    """
    from thinc.api import (
        HashEmbed,
        Linear,
        Maxout,
        chain,
        clone,
        concatenate,
        expand_window,
        residual,
    )

    tables = [
        HashEmbed(WORD_NUMBERS if name == "word" else NUMBERS, rows, column=i, seed=7 + i)
        for i, (name, rows) in enumerate(TABLES.items())
    ]
    options = {"nP": 2, "normalize": True, "dropout": dropout}
    total = DENSE + WORD_NUMBERS + NUMBERS * (len(TABLES) - 1)
    block = chain(expand_window(1), Maxout(WIDTH, 3 * WIDTH, **options))
    return chain(
        side_by_side(Linear(DENSE, INPUTS), concatenate(*tables)),
        Maxout(WIDTH, total, **options),
        clone(residual(block), DEPTH),
        Linear(3, WIDTH),
    )


def side_by_side(left: Any, right: Any) -> Any:
    """Two thinc models as one: a pair of inputs becomes the columns of both outputs."""
    from thinc.api import Model

    def forward(model: Any, pair: Any, is_train: bool) -> Any:
        import numpy as np

        outputs, backs = zip(
            *(part(half, is_train) for part, half in zip(model.layers, pair, strict=True)),
            strict=True,
        )
        width = outputs[0].shape[1]

        def backprop(change: Any) -> Any:
            halves = (change[:, :width], change[:, width:])
            return [
                back(np.ascontiguousarray(half)) for back, half in zip(backs, halves, strict=True)
            ]

        return np.hstack(outputs), backprop

    def initialize(model: Any, X: Any = None, Y: Any = None) -> None:  # noqa: N803, ARG001
        for i, part in enumerate(model.layers):
            part.initialize(X=X[i] if X is not None else None)

    return Model("side_by_side", forward, init=initialize, layers=[left, right])


def inputs_of(sentences: Sequence[Sentence], marks: Sequence[Sequence[str]]) -> tuple[Any, Any]:
    """The two inputs of the network for sentences in their order; `marks` as from `marked`."""
    import numpy as np

    every = [token for sentence in sentences for token in sentence.tokens]
    sides = np.zeros((len(every), 3), np.float32)
    offset = 0
    for sentence in sentences:
        size = len(sentence.tokens)
        if not size:
            continue
        sides[offset, 0] = sides[offset + size - 1, 1] = 1
        sides[offset : offset + size, 2] = min(size, LONGEST) / LONGEST
        offset += size
    rows = {word: row for row, word in enumerate(dict.fromkeys(token.text for token in every))}
    vectors = embed_texts(tuple(rows))[[rows[token.text] for token in every]]
    dense = np.hstack([sides, np.stack([token.vector for token in every]), vectors])
    flat = (mark for row in marks for mark in row)
    looked_up = [
        (*word_numbers(token.text), hash_part("g" + token.tag), hash_part("m" + mark))
        for token, mark in zip(every, flat, strict=True)
    ]
    return dense, np.array(looked_up, np.uint64)


@lru_cache(maxsize=50_000)
def word_numbers(text: str) -> tuple[int, ...]:
    """What the tables of COLUMNS are asked for."""
    word = text.lower()
    parts = ("w" + word, "p" + word[:3], "s" + word[-3:], "t" + word[-4:], "h" + word_shape(text))
    return tuple(hash_part(part) for part in parts)


def hash_part(part: str) -> int:
    return crc32(part.encode())


@cache
def all_networks() -> tuple[Any, ...]:
    """The trained networks, of which the mean counts."""
    return load_networks(data_folder("data") / "network.npz")


def load_networks(path: Any) -> tuple[Any, ...]:
    import numpy as np
    from thinc.api import use_ops

    networks = []
    with np.load(path) as stored, use_ops("numpy", use_blis=False), skip_plugins():
        for name in stored.files:
            model = build_network()
            model.from_bytes(stored[name].tobytes())
            convert_weights(model, "float32")
            networks.append(model)
    return tuple(networks)


def score_tokens(sentences: Sequence[Sentence], marks: Sequence[Sequence[str]]) -> tuple[Any, Any]:
    """Scores [tokens, 3] of all tokens in their order, and moves [label, next]."""
    import numpy as np

    models = all_networks()
    scores = np.zeros((0, 3), np.float32)
    if any(marks):
        pair = inputs_of(sentences, marks)
        scores = np.mean([model.predict(pair) for model in models], axis=0)
    return scores, np.mean([model.attrs["moves"] for model in models], axis=0)
