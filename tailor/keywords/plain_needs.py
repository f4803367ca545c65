"""Needs that have no name: what a posting asks for in plain words, as its duties mostly are.

"Process payroll", "third-party vendors", "care plans": noun phrases of the sentences that ask,
one noun with the verb that governs it. The likeliest ones are kept. How likely a phrase is one
that a reader would write down is a logistic function of what is known of it; its coefficients
were fitted to the must-haves that experts had named for 144 postings of 36 occupations.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from tailor.files import lazy_pattern
from tailor.keywords.degrees import find_degrees
from tailor.keywords.importance import importance_kind, is_employers_own
from tailor.keywords.lexicon import load_lexicon, normalize_word
from tailor.keywords.nlp import Sentence, Token
from tailor.keywords.noun_phrases import (
    NOUN,
    Phrase,
    find_noun_phrases,
    is_nameless,
    tokens_text,
    word_lists,
)
from tailor.keywords.tagger import TaggedSentence, is_empty_span
from tailor.models import Posting

LIKELY, POSSIBLE = 0.17, 0.08
"""Probability from which a phrase is kept, and from which one that is required or wished for is,
or one of the first FEWEST."""
SURELY = 0.3
"""Probability from which a phrase among requirements is a must-have."""
UNKNOWN = 0.22
"""Probability from which one word is kept that the lexicon lacks."""
ENOUGH = 30
"""Terms of a posting, with those that have a name, after which no phrase is added."""
MOST_ALIKE = 2
"""Phrases with the same word."""
FEWEST = 10
"""Phrases that are added, if they are likely, however many names there are."""

FEW_WORDS = 5
"""Words of a slogan."""
REPORTS_TO = lazy_pattern(
    r"\b(?:report(?:s|ing)?|answer(?:s|able|ing)?) (?:directly )?(?:in)?to (?:the |our |an? )?$",
    re.IGNORECASE,
)

COEFFICIENTS = {
    "asked": 1.5,
    "trust": 1.0,
    "title": 0.7,
    "repeated": 0.7,
    "known": 0.6,
    "after_of": 0.4,
    "after_gerund": 0.5,
    "capitals": 1.0,
    "proper": -0.5,
    "long": 0.5,
    "single": -0.4,
    "alone": -0.2,
    "vague": -0.3,
    "lexicon": 0.5,
    "verb": -1.0,
    "gerund": -0.9,
    "wish": -0.3,
    "need": 0.3,
    "run_on": -1.0,
}
CONSTANT = -2.3

SCHEDULE = frozenset(("annual", "daily", "monthly", "quarterly", "weekly", "yearly"))
"""Words that say only how often."""
COMMON = frozenset(("the", "this", "our", "your", "you", "who", "there", "that", "these", "here"))
"""Words that sentences begin with."""
JOB = lazy_pattern(r"(?:e[re]|or|ist|ian|ant|ive|nurse|lead|head|officer)s?$", re.IGNORECASE)
"""How the names of jobs end: the posting's own title is nothing that it asks for."""

WORDED = lazy_pattern(r"^(?=[^*|]*$)(?![/\\]).*\w\w.*(?<![/\\])$")
"""A phrase with a word in it and no signs of a mask or of a broken table."""


@dataclass(frozen=True, slots=True)
class Need:
    """A phrase that is asked for; `start`, `end` are offsets into the posting.

    `chance` is the probability that a reader would write it down.
    """

    term: str
    kind: str
    chance: float
    start: int
    end: int
    sentence: Sentence


def find_needs(
    posting: Posting,
    sentences: Sequence[Sentence],
    tagged: Sequence[TaggedSentence],
    taken: tuple[Sequence[str], Iterable[str]],
    barred: frozenset[str],
) -> tuple[Need, ...]:
    """The phrases that a posting asks for, likeliest first, apart from what is known already.

    `taken` are the terms that are known and all spellings of them; `barred` are folded words that
    name the employer; a phrase of nothing else is left out.
    """
    barred |= employer_words(posting.text)
    terms, spellings = taken
    taken_words = [words_of(term) for term in terms]
    spelled = set(map(words_of, spellings))
    by_word = terms_by_word(taken_words)
    names = frozenset(word for words in taken_words if len(words) == 1 for word in words)
    best: dict[frozenset[str], Need] = {}
    text = posting.text.lower()
    title = words_of(posting.title)
    for sentence, seen in zip(sentences, tagged, strict=True):
        if is_heading(posting, sentence, title) or is_slogan(posting, sentence):
            continue
        text_of = posting.text[sentence.start : sentence.end]
        degrees = [(degree.start, degree.fields_end) for degree in find_degrees(text_of)]
        for phrase in find_noun_phrases(sentence):
            start = phrase.tokens[0].start - sentence.start
            if any(first <= start < last for first, last in degrees):
                continue
            words = words_of(" ".join(token.text for token in phrase.tokens))
            if words - slight_words() <= barred and (words & barred or not words):
                continue
            near_terms = (term for word in words for term in by_word.get(word, ()))
            if words in spelled or any(is_same(words, term) for term in near_terms):
                continue
            if is_idle(phrase, words, title, names) or is_superior(phrase, posting.text):
                continue
            likely = phrase_probability(phrase_signals(phrase, seen, title, text))
            if is_unknown_word(phrase) and likely < UNKNOWN:
                continue
            need = weigh_need(posting, phrase, likely)
            if words not in best or best[words].chance < need.chance:
                best[words] = need
    return choose_needs(best, len(terms))


EMPLOYER = lazy_pattern(
    r"""(?<![\w-])(?P<name>[A-Z][\w&'’-]{0,40}(?:\ (?:&|[A-Z][\w&'’-]{0,40})){0,3})
    (?:\ (?:is|are)\ (?:an?|the|one|part|committed|dedicated|looking|seeking|recruiting|acting
      |passionate)\b
    | \ (?:requires?|offers?|operates?|believes?|recruits?|places?\ great)\b
    | (?:['’]s)?\ (?:Ltd|Limited|plc|PLC|LLP|Inc|GmbH)\b)""",
    re.VERBOSE,
)
"""An employer or an agency that a sentence speaks of: "Harbour Mills is a ..."."""


@cache
def employer_words(text: str) -> frozenset[str]:
    """The folded words of names that a posting speaks of as employers do of themselves."""
    names = (match["name"] for match in EMPLOYER.finditer(text))
    every = (words_of(name) for name in names if load_lexicon().find(name) is None)
    employers = (words for words in every if not words <= slight_words() | COMMON)
    folded = frozenset(word for words in employers for word in words)
    return folded & proper_words(text) if folded else folded


def proper_words(text: str) -> frozenset[str]:
    """The folded words that a text never writes in small letters."""
    small = {normalize_word(word) for word in re.findall(r"\b[a-z][\w-]*", text)}
    return words_of(text) - small


def is_heading(posting: Posting, sentence: Sentence, title: frozenset[str]) -> bool:
    """Whether a sentence is the posting's title or the heading of a passage."""
    words = words_of(posting.text[sentence.start : sentence.end])
    return words <= title or words <= words_of(sentence.passage.heading)


def is_slogan(posting: Posting, sentence: Sentence) -> bool:
    """Whether a sentence is a slogan or the like: a few words above all that is asked for."""
    words = [token for token in sentence.tokens if token.text[0].isalpha()]
    asking = (part.start for part in posting.passages if part.kind in ("must", "nice", "duties"))
    return len(words) <= FEW_WORDS and sentence.start < next(asking, 0)


def is_superior(phrase: Phrase, text: str) -> bool:
    """Whether a phrase is whom the job reports to."""
    return bool(REPORTS_TO.search(text, phrase.sentence.start, phrase.tokens[0].start))


def is_idle(
    phrase: Phrase, words: frozenset[str], title: frozenset[str], names: frozenset[str]
) -> bool:
    """Whether a phrase is the job's own name, a place, or a named skill with a word next to it."""
    text = " ".join(token.text for token in phrase.tokens)
    if is_nameless([token.text for token in phrase.tokens], has_verb=phrase.verb is not None):
        return True
    if is_empty_span(text) or (words <= title and JOB.search(text)) or not WORDED.search(text):
        return True
    if is_employers_own(text, " ".join(title)):
        return True
    return any(
        normalize_word(token.text) in names for token in phrase.tokens if is_proper(token, phrase)
    )


def is_unknown_word(phrase: Phrase) -> bool:
    """Whether a phrase is one word in small letters, without a verb, that the lexicon lacks."""
    word = phrase.tokens[0].text
    is_word = len(phrase.tokens) == 1 and phrase.verb is None and word.islower()
    return is_word and load_lexicon().find(word) is None


def is_same(words: frozenset[str], term: frozenset[str]) -> bool:
    """Whether a phrase asks for nothing beyond what is known: a part of it, or with words that
    hardly matter ("audit services" next to audit)."""
    return words <= term or (bool(term) and term <= words and words - term <= slight_words())


def terms_by_word(terms: Sequence[frozenset[str]]) -> dict[str, list[frozenset[str]]]:
    """The folded words of terms by each of their words."""
    by_word: dict[str, list[frozenset[str]]] = {}
    for term in terms:
        for word in term:
            by_word.setdefault(word, []).append(term)
    return by_word


@cache
def slight_words() -> frozenset[str]:
    """Folded words without which a phrase asks for the same."""
    lists = word_lists()
    idle_words = lists["praise"] | lists["idle_verbs"] | SCHEDULE
    return lists["hollow"] | lists["alone"] | frozenset(map(normalize_word, idle_words))


def is_proper(token: Token, phrase: Phrase) -> bool:
    """Whether a token is written like a name."""
    opens = token.start == phrase.sentence.tokens[0].start
    return any(c.isupper() for c in token.text[1:]) or (token.text[0].isupper() and not opens)


def choose_needs(best: dict[frozenset[str], Need], count: int) -> tuple[Need, ...]:
    """The likeliest needs, without those that a longer one says too."""
    room = max(FEWEST, ENOUGH - count)
    chosen: list[tuple[frozenset[str], Need]] = []
    for words, need in sorted(best.items(), key=lambda pair: (-pair[1].chance, pair[1].start)):
        if need.chance < least_chance(need, len(chosen)):
            continue
        if len(chosen) == room:
            break
        repeats = max(
            Counter(word for other, _ in chosen for word in words & other).values() or [0]
        )
        if repeats < MOST_ALIKE and not any(
            is_same(words, other) or is_cut(need, longer.start, longer.end)
            for other, longer in chosen
        ):
            chosen.append((words, need))
    return tuple(need for _, need in chosen)


def is_cut(need: Need, start: int, end: int) -> bool:
    """Whether a phrase begins inside a name and continues behind it, or the other way round."""
    return start < need.start < end < need.end or need.start < start < need.end < end


def is_qualified(need: Need, start: int, end: int) -> bool:
    """Whether a phrase is a name with words before it that name nothing: "verbal handoff"."""
    if not (need.start < start and need.end == end):
        return False
    before = [token for token in need.sentence.tokens if need.start <= token.start < start]
    return not any(token.tag.startswith(NOUN) for token in before)


def least_chance(need: Need, count: int) -> float:
    """The chance from which a need is kept after `count` others."""
    is_talk = need.sentence.passage.kind == "context"
    is_asked = need.kind != "context" or (count < FEWEST and not is_talk)
    return POSSIBLE if is_asked else LIKELY


def weigh_need(posting: Posting, phrase: Phrase, chance: float) -> Need:
    first, last = phrase.tokens[0], phrase.tokens[-1]
    start = phrase.verb.start if phrase.verb else first.start
    kind = importance_kind(phrase.sentence, posting.text, first.start, last.end)
    if kind == "must" and chance < SURELY:
        kind = "context"
    words = ([phrase.verb] if phrase.verb else []) + list(phrase.tokens)
    return Need(tokens_text(words), kind, chance, start, last.end, phrase.sentence)


def phrase_probability(signs: Mapping[str, float]) -> float:
    """The logistic function of the signs of a phrase."""
    total = CONSTANT + sum(COEFFICIENTS[name] * float(value) for name, value in signs.items())
    return 1 / (1 + math.exp(-total))


def phrase_signals(
    phrase: Phrase, seen: TaggedSentence, title: frozenset[str], text: str
) -> dict[str, float]:
    """What is known of a phrase, by the names of `COEFFICIENTS`."""
    tokens, sentence = phrase.tokens, phrase.sentence
    before = sentence.tokens[phrase.first - 1] if phrase.first else None
    wording = " ".join(token.text for token in tokens).lower()
    starts = {token.start for token in tokens}
    inside = [i for i, token in enumerate(seen.sentence.tokens) if token.start in starts]
    section = sentence.passage.kind
    is_known = any(
        tokens[0].start <= mention.start + sentence.start
        and mention.end + sentence.start <= tokens[-1].end
        for mention in seen.known
    )
    folded_words = [normalize_word(token.text) for token in tokens]
    proper = [t for t in tokens if t.text[0].isupper() and t.start > sentence.start]
    return {
        "asked": mean_value([seen.asked[i] for i in inside]),
        "trust": mean_value([seen.trust[i] for i in inside]),
        "title": bool(words_of(wording) & title),
        "repeated": math.log(1 + min(5, text.count(wording))),
        "known": is_known,
        "after_of": before is not None and before.text.lower() == "of",
        "after_gerund": before is not None and before.tag == "VBG",
        "capitals": any(token.text.isupper() and len(token.text) > 1 for token in tokens),
        "proper": len(proper) / len(tokens),
        "long": len(tokens) > 2,
        "single": len(tokens) == 1,
        "alone": folded_words[-1] in word_lists()["alone"],
        "vague": mean_value([float(w in word_lists()["alone"]) for w in folded_words[:-1]]),
        "lexicon": mean_value([float(word in load_lexicon().rows) for word in folded_words]),
        "verb": phrase.verb is not None,
        "gerund": tokens[0].tag == "VBG",
        "wish": section == "nice",
        "need": section == "must",
        "run_on": min(60, len(sentence.tokens)) / 60,
    }


def mean_value(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


@lru_cache(maxsize=16_384)
def words_of(text: str) -> frozenset[str]:
    """The folded words of a text, of three letters or more, or in capitals."""
    words = re.findall(r"[\w+#]+", text)
    return frozenset(normalize_word(word) for word in words if len(word) > 2 or word.isupper())
