"""The learned tagger of skills, and the spans that it marks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from tailor.files import data_folder, lazy_pattern
from tailor.keywords.lexicon import (
    DEGREE_FILES,
    Mention,
    Skill,
    load_lexicon,
    load_products,
    normalize,
    normalize_word,
)
from tailor.keywords.network import score_tokens
from tailor.keywords.nlp import Sentence, Token, word_shape
from tailor.keywords.noun_phrases import word_lists

LABELS = ("O", "B", "I")
REACH = (-2, -1, 0, 1, 2)
"""A token's features are seen by its neighbours up to two tokens away."""
SORTS = {"soft": "soft", "languages": "language"}
"""What the tagger knows about the file that a known name comes from; anything else is a skill, so
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
class TaggedSentence:
    """What the taggers see in a sentence (without its commas): names, each token's probability
    to be in one (`trust`) and to be asked for (`asked`), and the names that the lexicon knows
    (offsets from the sentence's start)."""

    sentence: Sentence
    spans: tuple[Span, ...]
    trust: tuple[float, ...]
    asked: tuple[float, ...]
    known: tuple[Mention, ...]


@cache
def load_tagger() -> Tagger:
    return read_tagger(data_folder("data") / "tagger.npz")


def read_tagger(path: Path) -> Tagger:
    import numpy as np

    with np.load(path) as stored:
        names = bytes(stored["names"]).decode().split("\n")
        weights = stored["weights"].astype(np.float32) / SCALE
        moves = stored["moves"].astype(np.float32) / SCALE
    return Tagger({name: row for row, name in enumerate(names)}, weights, moves)


def tag_sentences(sentences: Sequence[Sentence]) -> list[TaggedSentence]:
    """The named skills of each sentence."""
    import numpy as np

    if not sentences:
        return []
    in_lexicon = [
        load_lexicon().mentions(sentence_text(s), asking=s.passage.kind in ("must", "nice"))
        for s in sentences
    ]
    bare = [without_commas(s) for s in sentences]
    marks = [lexicon_marks(s, m) for s, m in zip(bare, in_lexicon, strict=True)]
    features = [token_features(s.tokens, row) for s, row in zip(bare, marks, strict=True)]
    scores, mask = emission_scores(load_tagger(), features)
    heard, heard_moves = score_tokens(bare, marks)
    name_scores = (1 - NETWORK) * scores[:, :, 0]
    name_scores[mask] += NETWORK * heard
    moves = (1 - NETWORK) * load_tagger().moves[0] + NETWORK * heard_moves
    trust, demand = label_chances(
        np.stack([name_scores, scores[:, :, 1]]), mask, np.stack([moves, load_tagger().moves[1]])
    )
    chosen, *alone, faint = most_likely(
        np.stack(
            [
                name_scores,
                scores[:, :, 0],
                rows_by_sentence(heard, mask),
                name_scores - np.array([FAINT, 0, 0], np.float32),
            ]
        ),
        mask,
        np.stack([moves, load_tagger().moves[0], heard_moves, moves]),
    )
    result = []
    for i, (sentence, mentions) in enumerate(zip(bare, in_lexicon, strict=True)):
        size = len(sentence.tokens)
        first, *others = (
            collect_spans(
                part_at_commas(sentence, sentences[i], labels[i, :size].tolist()), trust[i, :size]
            )
            for labels in (chosen, *alone, faint)
        )
        spans = join_spans(first, *others)
        row = tuple(trust[i, :size].tolist()), tuple(demand[i, :size].tolist())
        result.append(TaggedSentence(sentence, spans, *row, mentions))
    return result


def rows_by_sentence(rows: Any, mask: Any) -> Any:
    """Rows of all tokens as [sentence, token, label]."""
    import numpy as np

    result = np.zeros((*mask.shape, rows.shape[1]), np.float32)
    result[mask] = rows
    return result


def join_spans(
    chosen: Sequence[Span], field: Sequence[Span], networks: Sequence[Span], faint: Sequence[Span]
) -> tuple[Span, ...]:
    """The chosen names, marked where both agree, and the faint ones apart from them, in order."""
    both = {(span.start, span.end) for span in field} & {
        (span.start, span.end) for span in networks
    }
    taken = {i for span in chosen for i in range(span.start, span.end)}
    apart = (span for span in faint if taken.isdisjoint(range(span.start, span.end)))
    spans = [
        *(replace(span, agreed=(span.start, span.end) in both) for span in chosen),
        *(replace(span, chosen=False) for span in apart),
    ]
    return tuple(sorted(spans, key=lambda span: span.start))


def without_commas(sentence: Sentence) -> Sentence:
    """The sentence as SkillSpan has it, which lost its commas."""
    return replace(sentence, tokens=tuple(t for t in sentence.tokens if t.text != ","))


def part_at_commas(bare: Sentence, whole: Sentence, labels: list[int]) -> list[int]:
    """Labels under which no name continues beyond a comma."""
    commas = {token.start for token in whole.tokens if token.text == ","}
    for i in range(1, len(labels) if commas else 0):
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


def lexicon_marks(sentence: Sentence, mentions: Sequence[Mention]) -> list[str]:
    """For each token: in which kind of lexicon name it is, and whether at its beginning."""
    result = [""] * len(sentence.tokens)
    for mention in mentions:
        if mention.skill.sort in DEGREE_FILES:
            continue
        sort = SORTS.get(mention.skill.sort, "skill")
        for place, i in enumerate(covered_tokens(sentence, mention)):
            result[i] = f"{'I' if place else 'B'}:{sort}"
    return result


def covered_tokens(sentence: Sentence, mention: Mention) -> list[int]:
    """The tokens that a mention touches."""
    start, end = mention.start + sentence.start, mention.end + sentence.start
    return [i for i, t in enumerate(sentence.tokens) if t.start < end and t.end > start]


def token_features(tokens: Sequence[Token], lists: Sequence[str]) -> list[list[str]]:
    """The names of what can be said of each token alone and with its neighbour."""
    words = [token.text.lower() for token in tokens]
    result = []
    for i, (token, word) in enumerate(zip(tokens, words, strict=True)):
        before = words[i - 1] if i else "^"
        after = words[i + 1] if i + 1 < len(words) else "$"
        names = [f"w={word}", f"t={token.tag}", f"s={word_shape(token.text)}"]
        names += [f"e{n}={word[-n:]}" for n in (2, 3, 4) if len(word) > n]
        names += [f"a{n}={word[:n]}" for n in (2, 3, 4) if len(word) > n]
        names += [f"p={before}|{word}", f"n={word}|{after}", "1"]
        if lists[i]:
            names += [f"x={lists[i]}", f"x={lists[i][0]}"]
        result.append(names)
    return result


def emission_scores(model: Tagger, features: Sequence[list[list[str]]]) -> tuple[Any, Any]:
    """Scores [sentence, token, head, label] and a mask of the tokens that exist."""
    import numpy as np

    longest = max(1, *(len(sentence) for sentence in features))
    mask = np.zeros((len(features), longest), bool)
    for i, sentence in enumerate(features):
        mask[i, : len(sentence)] = True
    token_rows = [
        [model.rows[name] for name in names if name in model.rows]
        for sentence in features
        for names in sentence
    ]
    token_scores = np.zeros((len(token_rows), *model.weights.shape[1:]), np.float32)
    for index in range(
        max(map(len, token_rows), default=0)
    ):  # The order in which each token's are added.
        tokens = [token for token, rows in enumerate(token_rows) if len(rows) > index]
        token_scores[tokens] += model.weights[[token_rows[token][index] for token in tokens]]
    scores = np.zeros((len(features), longest + 4, *model.weights.shape[2:]), np.float32)
    for reach in reversed(range(len(REACH))):
        scores[:, reach : reach + longest][mask] += token_scores[:, reach]
    return scores[:, 2 : longest + 2], mask


def label_chances(scores: Any, mask: Any, moves: Any) -> Any:
    """The probability of each token to be in a name (forward-backward): [head, sentence, token]
    for scores [head, sentence, token, label] and moves [head, label, next]."""
    import numpy as np

    heads, size, longest, _ = scores.shape
    moves = moves[:, None]
    fronts = [scores[:, :, 0]]
    for t in range(1, longest):
        ahead = log_sum_exp(fronts[-1][..., None] + moves) + scores[:, :, t]
        fronts.append(np.where(mask[:, t, None], ahead, fronts[-1]))
    backward = np.zeros_like(fronts[0])
    trust = np.zeros((heads, size, longest), np.float32)
    for t in reversed(range(longest)):
        joint = fronts[t] + backward
        trust[:, :, t] = 1 - np.exp(joint[..., 0] - log_sum_exp(joint[..., None])[..., 0])
        if t:
            step = log_sum_exp(np.swapaxes(moves + (scores[:, :, t] + backward)[:, :, None], 2, 3))
            backward = np.where(mask[:, t, None], step, backward)
    return trust


def most_likely(scores: Any, mask: Any, moves: Any) -> Any:
    """The most likely labels (Viterbi): [head, sentence, token] for scores [head, sentence, token,
    label] and moves [head, label, next]."""
    import numpy as np

    heads, size, longest, labels = scores.shape
    moves = moves[:, None]
    best, back = scores[:, :, 0], np.zeros((longest, heads, size, labels), np.int8)
    for t in range(1, longest):
        live = mask[:, t, None]
        paths = best[..., None] + moves
        back[t] = np.where(live, paths.argmax(axis=2), np.arange(labels))
        best = np.where(live, paths.max(axis=2) + scores[:, :, t], best)
    chosen = np.zeros((heads, size, longest), np.int8)
    chosen[..., -1] = best.argmax(axis=2)
    for t in range(longest - 1, 0, -1):
        before = np.take_along_axis(back[t], chosen[..., t, None].astype(np.intp), axis=2)
        chosen[..., t - 1] = before[..., 0]
    return chosen


def log_sum_exp(values: Any) -> Any:
    """log(sum(exp(values))) over axis 2."""
    import numpy as np

    top = values.max(axis=2, keepdims=True)
    return top[:, :, 0] + np.log(np.exp(values - top).sum(axis=2))


def collect_spans(labels: Any, trust: Any) -> tuple[Span, ...]:
    spans, start = [], None
    for i, label in enumerate([*labels, 0]):
        if start is not None and label != 2:
            spans.append(Span(start, i, float(trust[start:i].min())))
            start = None
        if label == 1 or (label == 2 and start is None):
            start = i
    return tuple(spans)


FILLERS = frozenset(
    [
        *("a", "an", "the", "of", "in", "with", "and", "or", "for", "to"),
        *("knowledge", "experience", "skill", "expertise", "background", "understanding"),
        *("proficiency", "programming", "development", "language", "framework", "software"),
        *("tool", "technology", "principle", "concept"),
        *("basic", "advanced", "strong", "good", "excellent", "solid", "working"),
    ]
)
"""Words that do not change which skill is named ("Java programming skills" is Java)."""
LINKS = frozenset({"and", "or", "&", "of", "the", "a", "an", "in", "with", "for"})
"""Words that neither begin nor end a name."""
DEMANDS = frozenset(
    [
        *("required", "preferred", "desired", "desirable", "essential", "mandatory", "necessary"),
        *("needed", "wanted", "strongly", "proven", "must"),
    ]
)
"""Words that say how much a thing is asked for ("BSN required" is BSN)."""
VAGUE = frozenset({"degree", "post", "university", "college", "equivalent", "field", "discipline"})
"""Words that with fillers and one another name nothing ("post-degree", "degree or equivalent")."""
NOTHING = frozenset(("from", "using", "via", "within", "into", "at", "on", "by", "as", "through"))
"""Words that are never a name ("on AWS, from Terraform modules")."""
SHORT = lazy_pattern(r"\s*\(\s*")
"""What is between a name and its own abbreviation."""
JOINT = lazy_pattern(r"\s*+(?:[/,&;]|(?:,\s*+)?\b(?:and/or|and|or)\b)\s*+", re.IGNORECASE)
"""What is between two names of one span."""


def trim_spans(
    sentence: Sentence, spans: Sequence[Span], text: str
) -> Iterator[tuple[int, int, Span]]:
    """Spans as offsets, without signs at their ends; a span of signs alone is passed over."""
    for span in spans:
        first, last = span.start, span.end
        while first < last and sentence.tokens[first].text.lower() in LINKS:
            first += 1
        while last > first and sentence.tokens[last - 1].text.lower() in LINKS:
            last -= 1
        if first == last:
            continue
        start = sentence.tokens[first].start
        end = sentence.tokens[last - 1].end
        while end > start and text[end - 1] in ".,;:!?)]}'\"’”*•–-/(":
            if text[end - 1] == ")" and "(" in text[start : end - 1]:
                break
            end -= 1
        while start < end and text[start] in ",;:([{'\"‘“*•–-/":
            start += 1
        if text.count("(", start, end) > text.count(")", start, end) and text[start] != "(":
            end = start + len(text[start : text.index("(", start)].rstrip())
        start, end = strip_demand_words(text, start, end)
        if any(c.isalpha() for c in text[start:end]):
            yield start, end, span


def strip_demand_words(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the words at its ends that only say how much it is asked for."""
    words = text[start:end].split()
    while words and words[-1].lower().strip(",") in DEMANDS:
        end -= len(text[start:end]) - len(text[start:end].rstrip()[: -len(words.pop())].rstrip())
    while words and words[0].lower() in DEMANDS:
        start += len(text[start:end]) - len(text[start:end][len(words.pop(0)) :].lstrip())
    return start, end


@cache
def load_places() -> frozenset[str]:
    """Countries and parts of the world, folded: where one works is nothing that one can do."""
    lines = (
        (data_folder("data") / "lexicon" / "places.txt").read_text(encoding="utf-8").splitlines()
    )
    return frozenset(" ".join(normalize(line)) for line in lines if line and line[0] != "#")


def is_empty_span(words: str) -> bool:
    """True if a span names no skill: a country, or words that say only what sort of thing."""
    atoms = normalize(words.strip())
    rest = [atom for atom in atoms if atom not in FILLERS and atom.isalnum()]
    if "**" in words:  # A mask of a job board.
        return True
    return (bool(rest) and (VAGUE | NOTHING).issuperset(rest)) or " ".join(atoms) in load_places()


WHERE = lazy_pattern(r"\s+(?:in|on|at|for|with|within|from)\s")
"""What is between a name and where or what for it is used."""


def split_span(
    start: int, end: int, mentions: Sequence[Mention], text: str
) -> list[tuple[int, int, Skill | None]]:
    """The names in a span: the names of the lexicon if nothing but joints is between them
    ("CPR/BLS", "Kotlin/Java"), else one name."""
    inside = [mention for mention in mentions if start <= mention.start and mention.end <= end]
    if inside and WHERE.match(text, inside[-1].end, end):
        end = inside[-1].end  # "PostgreSQL in production" is PostgreSQL
    if (
        len(inside) > 1
        and is_bare_word(text[start : inside[0].start])
        and is_bare_word(text[inside[-1].end : end].strip(")"))
    ):
        gaps = [text[a.end : b.start] for a, b in pairwise(inside)]
        products = all(mention.skill.name in load_products() for mention in inside)
        if all(JOINT.fullmatch(gap) or (products and not gap.strip()) for gap in gaps):
            return [(mention.start, mention.end, mention.skill) for mention in inside]
        tail = text[inside[-1].end : end].strip()
        if len(inside) == 2 and SHORT.fullmatch(gaps[0]) and tail in ("", ")"):
            return [(start, end, inside[0].skill)]
    whole = len(inside) == 1 and is_bare_word(
        text[start : inside[0].start], text[inside[0].end : end]
    )
    return [(start, end, inside[0].skill if whole else None)]


EITHER = lazy_pattern(r"(?<!\s)\s*/\s*|,?(?<!\s)\s+(?:and/or|or)\s+(?:an?\s+)?", re.IGNORECASE)
"""What parts two things asked for in one breath."""


SYLLABLE = 3
"""Characters of a part that is not a word by itself, as in Pub/Sub."""


def split_at_joints(text: str, start: int, end: int) -> list[tuple[int, int, Skill | None]]:
    """The things that a span names: two in "payroll / pensions" and "web or mobile apps", one in
    names that the lexicon knows (CI/CD) or that would leave a letter or a number (A/B, 24/7)."""
    words = text[start:end]
    breaks = [match.span() for match in EITHER.finditer(words)]
    if not breaks or load_lexicon().find(words):
        return [(start, end, load_lexicon().find(words) if breaks else None)]
    firsts = [0, *(last for _, last in breaks)]
    lasts = [*(first for first, _ in breaks), len(words)]
    pairs = list(zip(firsts, lasts, strict=True))
    if any(len(words[a:b]) < 2 or not words[a].isalpha() for a, b in pairs):
        return [(start, end, None)]
    if all(len(words[a:b]) <= SYLLABLE and not words[a:b].isupper() for a, b in pairs):
        return [(start, end, None)]  # Pub/Sub
    return [
        (start + a, start + b, load_lexicon().find(words[a:b]))
        for a, b in pairs
        if not is_empty_span(words[a:b])
    ]


LONGEST_ABBREVIATION = 6
"""Characters."""


def is_vain(words: str) -> bool:
    """Whether a single word says nothing by itself ("procedures"), unless it is an abbreviation
    in capitals; a longer word in capitals is from a heading."""
    return (
        len(words.split()) == 1
        and not (words.isupper() and len(words) <= LONGEST_ABBREVIATION)
        and normalize_word(words) in word_lists()["vain"]
    )


def is_bare_word(*parts: str) -> bool:
    """True if words do not change what is named next to them."""
    return all(word in FILLERS for part in parts for word in normalize(part))
