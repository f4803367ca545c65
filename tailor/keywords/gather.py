"""From sentences to mentions: what the tagger found and what the lexicon knows, as one list."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tailor.keywords.degrees import Degree, find_degrees
from tailor.keywords.demand import alternative, is_employers_own, is_own_talk, kind
from tailor.keywords.language import Sentence
from tailor.keywords.lexicon import DEGREE_FILES, SOFT_FILES, Mention, Skill
from tailor.keywords.phrases import is_nameless
from tailor.keywords.spans import is_vain, named, nothing, parted, trimmed
from tailor.keywords.tagger import Tagged, covered
from tailor.model import Posting

TAUGHT = ("software", "cloud", "data", "security", "electronics", "science")
"""Files of the lexicon whose trades the tagger has seen in training."""
FAINT = 0.15
"""A lexicon name that the tagger did not choose counts if its words reach this probability."""
ASKED = {"soft": 0.95, **dict.fromkeys(("office", *TAUGHT), 2.0)}
"""Or if it stands in a stretch that is asked for, with this probability or more: never in trades
that the tagger was taught, where its silence means something."""
ASKED_ELSE = 0.9
"""The same for other trades, unless the wording says must or nice: then FAINT is enough."""
HARDLY_ANY = 4
"""Mentions under which everything counts that the lexicon knows."""
SURE = 0.5
"""Trust in a degree that is asked for."""
WORD_DEGREE = re.compile(r"['’]?s? degrees?\b", re.IGNORECASE)
OPEN_END = re.compile(r"(?:[\s,.;:/]|\b(?:or|and|a|an)$)+$", re.IGNORECASE)
ARTICLE = re.compile(r"[ :•-]*(?:(?:have|hold|possess)\s+)?(?:(?:an?|the)\s+)?", re.IGNORECASE)
TITLED = 0.7
"""Trust in a lexicon name in the posting's title: the tagger has learned that titles name jobs,
but who looks for a Java developer asks for Java."""

SEEN = 0.01
"""Trust in a lexicon name that no tagger chose, unless the employer speaks of itself: a reader who
sees it in the posting misses it in the list, so it stands at the end of it."""


@dataclass(frozen=True, slots=True)
class Found:
    """One mention of something asked for: `skill` is set if the lexicon knows it.

    `start`, `end` are offsets into the posting; `trust` is how sure the tagger is (0-1), and
    `tagged` whether it chose the words as a name, `agreed` whether both of its models did.
    """

    start: int
    end: int
    trust: float
    kind: str
    skill: Skill | None
    optional: bool
    sentence: Sentence
    tagged: bool = False
    agreed: bool = False


def gather(
    posting: Posting, found: Sequence[Sentence], tagged: Sequence[Tagged]
) -> tuple[Found, ...]:
    """Every mention of a skill in the posting that has a name."""
    tagged = [without_offers(posting, one) for one in tagged]
    named = [one for pair in zip(found, tagged, strict=True) for one in names(posting, *pair)]
    count = len({(one.start, one.end) for one in named})
    if count < HARDLY_ANY:
        named += spare(posting, named, tagged)
    return tuple(named)


def without_offers(posting: Posting, tagged: Tagged) -> Tagged:
    """What the taggers see, without the names of what an employer does or offers."""
    at, section = tagged.sentence.start, tagged.sentence.passage.kind
    if section in ("must", "nice"):
        return tagged
    kept = (
        one
        for one in tagged.known
        if not is_employers_own(posting.text[at + one.start : at + one.end], posting.title)
    )
    return replace(tagged, known=tuple(kept))


def spare(posting: Posting, named: Sequence[Found], tagged: Sequence[Tagged]) -> list[Found]:
    """Whatever else the lexicon knows, for a posting that says little of what it asks."""
    found = []
    for one in tagged:
        taken = [(each.start, each.end) for each in named]
        taken += [(each.start, each.fields_end) for each in degrees_in(posting, one.sentence)]
        found += [
            mention(posting, one.sentence, name.start, name.end, SEEN, name.skill)
            for name in shifted(one.known, one.sentence.start)
            if not any(start < name.end and name.start < end for start, end in taken)
        ]
    return found


def names(posting: Posting, sentence: Sentence, tagged: Tagged) -> Iterator[Found]:
    """The tagger's names, then the lexicon's that stand apart from them."""
    known = shifted(tagged.known, sentence.start)
    head = titled(posting, sentence)
    taken: list[tuple[int, int]] = []
    for degree in degrees_in(posting, sentence):
        taken.append((degree.start, degree.fields_end))
        yield mention(posting, sentence, degree.start, degree.end, SURE, None)
    for start, end, span in trimmed(tagged.sentence, tagged.spans, posting.text):
        if any(first < end and start < last for first, last in taken):
            continue
        taken.append((start, end))
        if nothing(posting.text[start:end]):
            continue
        for first, last, skill in named(start, end, known, posting.text):
            parts = [(first, last, skill)] if skill else parted(posting.text, first, last)
            for begin, stop, part in parts:
                if not is_vain(posting.text[begin:stop]):
                    found = mention(posting, sentence, begin, stop, span.trust, part)
                    yield replace(found, tagged=span.chosen, agreed=span.agreed)
    for one, faint in zip(known, sureness(posting, tagged), strict=True):
        trust = max(faint, least(posting, sentence, one, head=head))
        if trust and not any(one.start < end and start < one.end for start, end in taken):
            yield mention(posting, sentence, one.start, one.end, trust, one.skill)


def degrees_in(posting: Posting, sentence: Sentence) -> Iterator[Degree]:
    """The degrees that a sentence asks for, at their places in the posting, with "degree" behind
    them; the fields that one may be in are no skills."""
    text = posting.text[sentence.start : sentence.end]
    for one in find_degrees(text):
        if sentence.passage.kind == "context" and not one.fields and "degree" not in text.lower():
            continue
        word = WORD_DEGREE.match(text, one.end)
        end = word.end() if word else one.end
        at = sentence.start
        start, end = bare_degree(text, one.start, end)
        yield replace(one, start=at + start, end=at + end, fields_end=at + max(end, one.fields_end))


def bare_degree(text: str, start: int, end: int) -> tuple[int, int]:
    """The place of a degree without an article before it and without half a pair of brackets."""
    opener = ARTICLE.match(text, start, end)
    start = opener.end() if opener else start
    if text.count("(", start, end) > text.count(")", start, end):
        end = text.index("(", start)
    return start, start + len(OPEN_END.sub("", text[start:end]))


def least(posting: Posting, sentence: Sentence, one: Mention, *, head: bool) -> float:
    """The trust that a lexicon name deserves by its place alone, whatever the taggers say."""
    if one.skill.sort in SOFT_FILES | DEGREE_FILES:
        return 0.0
    if head:
        return TITLED
    text = posting.text[sentence.start : sentence.end]
    if sentence.passage.kind == "context" and is_own_talk(text):
        return 0.0
    words = posting.text[one.start : one.end]
    return 0.0 if is_nameless(words.split()) else SEEN


def titled(posting: Posting, sentence: Sentence) -> bool:
    """True if a sentence is the posting's title."""
    words = posting.text[sentence.start : sentence.end].strip()
    return bool(posting.title) and words.lower() in posting.title.lower()


def sureness(posting: Posting, tagged: Tagged) -> Iterator[float]:
    """How sure each lexicon name is a demand, 0 if it is not."""
    for one in tagged.known:
        tokens = covered(tagged.sentence, one)
        trust = min((tagged.trust[i] for i in tokens), default=0.0)
        asked = min((tagged.asked[i] for i in tokens), default=0.0)
        if one.skill.sort in DEGREE_FILES:
            yield 0.0
        elif asked >= threshold(posting, tagged.sentence, one):
            yield max(trust, asked / 2)
        else:
            yield trust if trust >= FAINT and one.skill.sort not in SOFT_FILES else 0.0


def threshold(posting: Posting, sentence: Sentence, one: Mention) -> float:
    """How likely a name must be in an asking stretch to count, by its trade and the wording."""
    if one.skill.sort in ASKED:
        return ASKED[one.skill.sort]
    start, end = one.start + sentence.start, one.end + sentence.start
    worded = kind(sentence, posting.text, start, end) != "context"
    return FAINT if worded else ASKED_ELSE


def mention(
    posting: Posting, sentence: Sentence, start: int, end: int, trust: float, skill: Skill | None
) -> Found:
    strength = "must" if titled(posting, sentence) else kind(sentence, posting.text, start, end)
    optional = alternative(posting.text, start, end)
    return Found(start, end, trust, strength, skill, optional, sentence)


def shifted(mentions: Sequence[Mention], by: int) -> list[Mention]:
    return [Mention(one.start + by, one.end + by, one.skill) for one in mentions]
