"""The trained taggers: which words name a skill, known or not, and which are asked for.

Two linear-chain conditional random fields (Lafferty, McCallum, Pereira 2001) over the labels O, B
and I. They are trained by `scripts/train_tagger.py`; here only their weights are used, with numpy.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from tailor.keywords.language import Sentence, Token, shape
from tailor.keywords.lexicon import DEGREE_FILES, Mention, lexicon
from tailor.keywords.network import score_tokens
from tailor.resources import folder

LABELS = ("O", "B", "I")
REACH = (-2, -1, 0, 1, 2)
"""A token's features are seen by its neighbours up to two tokens away."""
SORTS = {"soft": "soft", "languages": "language"}
"""What the tagger is told of the file that a known name stands in; anything else is a skill, so
that what it learned from one trade holds for another."""
NETWORK = 0.7
"""Share of the networks (`tailor.keywords.network`) in what names a skill; the field has the rest.
Chosen on a fifth of the training postings that was left out (0.5 to 0.7: F1 0.576 to 0.582)."""
FAINT = 1.2
"""How much the label O is lowered for names that are listed and not marked."""
SCALE = 1000
"""Weights are shipped as whole thousandths."""


@dataclass(frozen=True, slots=True)
class Tagger:
    """`weights[row, reach, head, label]` of each feature name's row, `moves[head, label, next]`.

    The first head marks names of skills, the second one stretches that ask for something.
    """

    rows: dict[str, int]
    weights: Any
    moves: Any


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens [start, end) of a sentence that name a skill; `trust` is a probability.

    `agreed`: the field and the networks chose the same tokens, each alone; `chosen`: both
    together chose them, else they would have if names were likelier by FAINT.
    """

    start: int
    end: int
    trust: float
    agreed: bool = False
    chosen: bool = True


@dataclass(frozen=True, slots=True)
class Tagged:
    """What the taggers see in a sentence (without its commas): names, each token's probability
    to be in one (`trust`) and to be asked for (`asked`), and the names that the lexicon knows
    (offsets from the sentence's start)."""

    sentence: Sentence
    spans: tuple[Span, ...]
    trust: tuple[float, ...]
    asked: tuple[float, ...]
    known: tuple[Mention, ...]


@cache
def tagger() -> Tagger:
    return load(folder("data") / "tagger.npz")


def load(path: Path) -> Tagger:
    import numpy as np

    with np.load(path) as stored:
        names = bytes(stored["names"]).decode().split("\n")
        weights = stored["weights"].astype(np.float32) / SCALE
        moves = stored["moves"].astype(np.float32) / SCALE
    return Tagger({name: row for row, name in enumerate(names)}, weights, moves)


def tag(found: Sequence[Sentence]) -> list[Tagged]:
    """The named skills of each sentence."""
    import numpy as np

    if not found:
        return []
    known = [
        lexicon().mentions(sentence_text(s), asking=s.passage.kind in ("must", "nice"))
        for s in found
    ]
    bare = [without_commas(s) for s in found]
    marks = [marked(s, m) for s, m in zip(bare, known, strict=True)]
    own = [features(s.tokens, row) for s, row in zip(bare, marks, strict=True)]
    scores, mask = emissions(tagger(), own)
    heard, heard_moves = score_tokens(bare, marks)
    named = (1 - NETWORK) * scores[:, :, 0]
    named[mask] += NETWORK * heard
    moves = (1 - NETWORK) * tagger().moves[0] + NETWORK * heard_moves
    chosen, trust = decode(named, mask, moves)
    alone = [
        most_likely(scores[:, :, 0], mask, tagger().moves[0]),
        most_likely(spread(heard, mask), mask, heard_moves),
    ]
    faint = most_likely(named - np.array([FAINT, 0, 0], np.float32), mask, moves)
    _, asked = decode(scores[:, :, 1], mask, tagger().moves[1])
    result = []
    for i, (sentence, mentions) in enumerate(zip(bare, known, strict=True)):
        size = len(sentence.tokens)
        first, *others = (
            collect(parted(sentence, found[i], labels[i, :size].tolist()), trust[i, :size])
            for labels in (chosen, *alone, faint)
        )
        spans = joined(first, *others)
        row = tuple(trust[i, :size].tolist()), tuple(asked[i, :size].tolist())
        result.append(Tagged(sentence, spans, *row, mentions))
    return result


def spread(rows: Any, mask: Any) -> Any:
    """Rows of all tokens as [sentence, token, label]."""
    import numpy as np

    result = np.zeros((*mask.shape, rows.shape[1]), np.float32)
    result[mask] = rows
    return result


def joined(
    chosen: Sequence[Span], field: Sequence[Span], networks: Sequence[Span], faint: Sequence[Span]
) -> tuple[Span, ...]:
    """The chosen names, marked where both agree, and the faint ones apart from them, in order."""
    both = {(one.start, one.end) for one in field} & {(one.start, one.end) for one in networks}
    taken = {i for one in chosen for i in range(one.start, one.end)}
    apart = (one for one in faint if taken.isdisjoint(range(one.start, one.end)))
    found = [
        *(replace(one, agreed=(one.start, one.end) in both) for one in chosen),
        *(replace(one, chosen=False) for one in apart),
    ]
    return tuple(sorted(found, key=lambda one: one.start))


def without_commas(sentence: Sentence) -> Sentence:
    """The sentence as SkillSpan has it, which lost its commas."""
    return replace(sentence, tokens=tuple(t for t in sentence.tokens if t.text != ","))


def parted(bare: Sentence, whole: Sentence, labels: list[int]) -> list[int]:
    """Labels under which no name goes on beyond a comma."""
    commas = {token.start for token in whole.tokens if token.text == ","}
    for i in range(1, len(labels)):
        gap = range(bare.tokens[i - 1].end, bare.tokens[i].start)
        if labels[i] == LABELS.index("I") and commas.intersection(gap):
            labels[i] = LABELS.index("B")
    return labels


def sentence_text(sentence: Sentence) -> str:
    """The sentence as one string in which offsets still count from its start."""
    text = ""
    for token in sentence.tokens:
        text = text.ljust(token.start - sentence.start) + token.text
    return text


def marked(sentence: Sentence, mentions: Sequence[Mention]) -> list[str]:
    """For each token: in which kind of lexicon name it stands, and whether at its beginning."""
    result = [""] * len(sentence.tokens)
    for mention in mentions:
        if mention.skill.sort in DEGREE_FILES:
            continue
        sort = SORTS.get(mention.skill.sort, "skill")
        for place, i in enumerate(covered(sentence, mention)):
            result[i] = f"{'I' if place else 'B'}:{sort}"
    return result


def covered(sentence: Sentence, mention: Mention) -> list[int]:
    """The tokens that a mention touches."""
    start, end = mention.start + sentence.start, mention.end + sentence.start
    return [i for i, t in enumerate(sentence.tokens) if t.start < end and t.end > start]


def features(tokens: Sequence[Token], lists: Sequence[str]) -> list[list[str]]:
    """The names of what can be said of each token alone and with its neighbour."""
    words = [token.text.lower() for token in tokens]
    result = []
    for i, (token, word) in enumerate(zip(tokens, words, strict=True)):
        before = words[i - 1] if i else "^"
        after = words[i + 1] if i + 1 < len(words) else "$"
        names = [f"w={word}", f"t={token.tag}", f"s={shape(token.text)}"]
        names += [f"e{n}={word[-n:]}" for n in (2, 3, 4) if len(word) > n]
        names += [f"a{n}={word[:n]}" for n in (2, 3, 4) if len(word) > n]
        names += [f"p={before}|{word}", f"n={word}|{after}", "1"]
        if lists[i]:
            names += [f"x={lists[i]}", f"x={lists[i][0]}"]
        result.append(names)
    return result


def emissions(model: Tagger, found: Sequence[list[list[str]]]) -> tuple[Any, Any]:
    """Scores [sentence, token, head, label] and a mask of the tokens that exist."""
    import numpy as np

    longest = max(1, *(len(sentence) for sentence in found))
    scores = np.zeros((len(found), longest + 4, *model.weights.shape[2:]), np.float32)
    mask = np.zeros((len(found), longest), bool)
    for i, sentence in enumerate(found):
        mask[i, : len(sentence)] = True
        for j, names in enumerate(sentence):
            rows = [model.rows[name] for name in names if name in model.rows]
            scores[i, j : j + 5] += model.weights[rows].sum(axis=0)
    return scores[:, 2 : longest + 2], mask


def decode(scores: Any, mask: Any, moves: Any) -> tuple[Any, Any]:
    """Most likely labels and the probability of each token to be in a name (forward-backward),
    for all sentences at once."""
    import numpy as np

    size, longest, _ = scores.shape
    fronts = [scores[:, 0]]
    for t in range(1, longest):
        ahead = lse(fronts[-1][:, :, None] + moves) + scores[:, t]
        fronts.append(np.where(mask[:, t, None], ahead, fronts[-1]))
    backward = np.zeros_like(fronts[0])
    trust = np.zeros((size, longest), np.float32)
    for t in range(longest - 1, -1, -1):
        joint = fronts[t] + backward
        trust[:, t] = 1 - np.exp(joint[:, 0] - lse(joint[:, :, None])[:, 0])
        if t:
            step = lse((moves + (scores[:, t] + backward)[:, None, :]).transpose(0, 2, 1))
            backward = np.where(mask[:, t, None], step, backward)
    return most_likely(scores, mask, moves), trust


def most_likely(scores: Any, mask: Any, moves: Any) -> Any:
    """The most likely labels (Viterbi) of all sentences at once, as [sentence, token]."""
    import numpy as np

    size, longest, labels = scores.shape
    best, back = scores[:, 0], np.zeros((longest, size, labels), np.int8)
    for t in range(1, longest):
        live = mask[:, t, None]
        paths = best[:, :, None] + moves
        back[t] = np.where(live, paths.argmax(axis=1), np.arange(labels))
        best = np.where(live, paths.max(axis=1) + scores[:, t], best)
    chosen = np.zeros((size, longest), np.int8)
    chosen[:, -1] = best.argmax(axis=1)
    for t in range(longest - 1, 0, -1):
        chosen[:, t - 1] = back[t][np.arange(size), chosen[:, t]]
    return chosen


def lse(values: Any) -> Any:
    """log(sum(exp(values))) over axis 1."""
    import numpy as np

    top = values.max(axis=1, keepdims=True)
    return top[:, 0] + np.log(np.exp(values - top).sum(axis=1))


def collect(labels: Any, trust: Any) -> tuple[Span, ...]:
    found, start = [], None
    for i, label in enumerate([*labels, 0]):
        if start is not None and label != 2:
            found.append(Span(start, i, float(trust[start:i].min())))
            start = None
        if label == 1 or (label == 2 and start is None):
            start = i
    return tuple(found)
