"""What a tagger's span names: without signs and demands at its ends, and one name at a time."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from tailor.keywords.folding import fold, folded
from tailor.keywords.language import Sentence
from tailor.keywords.lexicon import Mention, Skill, lexicon
from tailor.keywords.phrases import word_lists
from tailor.keywords.tagger import Span
from tailor.resources import folder

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
SHORT = re.compile(r"\s*\(\s*")
"""What stands between a name and its own abbreviation."""
JOINT = re.compile(r"\s*+(?:[/,&;]|(?:,\s*+)?\b(?:and/or|and|or)\b)\s*+", re.IGNORECASE)
"""What stands between two names of one span."""


def trimmed(
    sentence: Sentence, named: Sequence[Span], text: str
) -> Iterator[tuple[int, int, Span]]:
    """Spans as offsets, without signs at their ends; a span of signs alone is passed over."""
    for span in named:
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
        start, end = undemanding(text, start, end)
        if any(c.isalpha() for c in text[start:end]):
            yield start, end, span


def undemanding(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the words at its ends that only say how much it is asked for."""
    words = text[start:end].split()
    while words and words[-1].lower().strip(",") in DEMANDS:
        end -= len(text[start:end]) - len(text[start:end].rstrip()[: -len(words.pop())].rstrip())
    while words and words[0].lower() in DEMANDS:
        start += len(text[start:end]) - len(text[start:end][len(words.pop(0)) :].lstrip())
    return start, end


@cache
def places() -> frozenset[str]:
    """Countries and parts of the world, folded: where one works is nothing that one can do."""
    lines = (folder("data") / "lexicon" / "places.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(" ".join(folded(line)) for line in lines if line and line[0] != "#")


def nothing(words: str) -> bool:
    """True if a span names no skill: a country, or words that say only what sort of thing."""
    atoms = folded(words.strip())
    rest = [atom for atom in atoms if atom not in FILLERS and atom.isalnum()]
    return (bool(rest) and (VAGUE | NOTHING).issuperset(rest)) or " ".join(atoms) in places()


def named(
    start: int, end: int, known: Sequence[Mention], text: str
) -> list[tuple[int, int, Skill | None]]:
    """The names in a span: the names of the lexicon if nothing but joints stands between them
    ("CPR/BLS", "Kotlin/Java"), else one name."""
    inside = [one for one in known if start <= one.start and one.end <= end]
    if (
        len(inside) > 1
        and bare(text[start : inside[0].start])
        and bare(text[inside[-1].end : end].strip(")"))
    ):
        gaps = [text[a.end : b.start] for a, b in pairwise(inside)]
        if all(JOINT.fullmatch(gap) for gap in gaps):
            return [(one.start, one.end, one.skill) for one in inside]
        tail = text[inside[-1].end : end].strip()
        if len(inside) == 2 and SHORT.fullmatch(gaps[0]) and tail in ("", ")"):
            return [(start, end, inside[0].skill)]
    whole = len(inside) == 1 and bare(text[start : inside[0].start], text[inside[0].end : end])
    return [(start, end, inside[0].skill if whole else None)]


EITHER = re.compile(r"\s*/\s*|,?\s+(?:and/or|or)\s+(?:an?\s+)?", re.IGNORECASE)
"""What parts two things asked for in one breath."""


def parted(text: str, start: int, end: int) -> list[tuple[int, int, Skill | None]]:
    """The things that a span names: two in "payroll / pensions" and "web or mobile apps", one in
    names that the lexicon knows (CI/CD) or that would leave a letter or a number (A/B, 24/7)."""
    words = text[start:end]
    breaks = [match.span() for match in EITHER.finditer(words)]
    if not breaks or lexicon().find(words):
        return [(start, end, lexicon().find(words) if breaks else None)]
    firsts = [0, *(last for _, last in breaks)]
    lasts = [*(first for first, _ in breaks), len(words)]
    pairs = list(zip(firsts, lasts, strict=True))
    if any(len(words[a:b]) < 2 or not words[a].isalpha() for a, b in pairs):
        return [(start, end, None)]
    return [
        (start + a, start + b, lexicon().find(words[a:b]))
        for a, b in pairs
        if not nothing(words[a:b])
    ]


def is_vain(words: str) -> bool:
    """Whether a single word says nothing by itself ("procedures"), unless it is an abbreviation
    in capitals."""
    return len(words.split()) == 1 and not words.isupper() and fold(words) in word_lists()["vain"]


def bare(*parts: str) -> bool:
    """True if words do not change what is named beside them."""
    return all(word in FILLERS for part in parts for word in folded(part))
