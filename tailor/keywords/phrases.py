"""Noun phrases: what a posting asks for in words that no list and no tagger knows."""

from collections.abc import Iterator
from itertools import pairwise

from tailor.keywords.tagger import Tagged

SURE = 0.9
"""Probability that every word of a phrase is asked for."""
PRAISE = frozenset(
    [
        *("able", "additional", "appropriate", "basic", "better", "clear", "current", "daily"),
        *("different", "effective", "essential", "excellent", "extensive", "fantastic", "further"),
        *(
            "general",
            "genuine",
            "good",
            "great",
            "high",
            "highest",
            "ideal",
            "key",
            "large",
            "little",
        ),
        *("minimum", "more", "necessary", "new", "other", "outstanding", "own", "positive"),
        *("practical", "preferred", "previous", "proven", "real", "recent", "relevant", "right"),
        *("significant", "similar", "solid", "sound", "specific", "strong", "successful"),
        *("suitable", "thorough", "total", "various", "wide", "demonstrable", "desirable", "first"),
        *("sensitive", "friendly", "professional", "motivated", "flexible", "busy", "existing"),
    ]
)
"""Adjectives that open a phrase and do not belong to its name."""
VAGUE = frozenset(
    [
        *(
            "ability",
            "activity",
            "applicant",
            "approach",
            "area",
            "aspect",
            "attention",
            "attitude",
        ),
        *("background", "basis", "candidate", "capability", "care", "career", "chance", "client"),
        *("colleague", "commitment", "company", "customer", "day", "deadline", "demand", "desire"),
        *("detail", "duty", "eagerness", "effort", "employee", "employer", "enthusiasm"),
        *("environment", "equivalent", "example", "experience", "expertise", "field", "focus"),
        *(
            "function",
            "goal",
            "group",
            "home",
            "hour",
            "idea",
            "individual",
            "industry",
            "interest",
        ),
        *(
            "issue",
            "item",
            "job",
            "kind",
            "knowledge",
            "level",
            "line",
            "manager",
            "manner",
            "member",
        ),
        *("minimum", "month", "need", "nature", "number", "office", "opportunity", "order"),
        *(
            "organisation",
            "organization",
            "others",
            "part",
            "passion",
            "patient",
            "people",
            "person",
        ),
        *("place", "plus", "position", "post", "practice", "priority", "problem", "process"),
        *("product", "project", "quality", "range", "record", "requirement", "resident"),
        *("responsibility", "result", "role", "sector", "sense", "service", "setting", "shift"),
        *(
            "site",
            "situation",
            "skill",
            "solution",
            "staff",
            "standard",
            "student",
            "system",
            "task",
        ),
        *(
            "team",
            "thing",
            "time",
            "tool",
            "type",
            "understanding",
            "use",
            "user",
            "variety",
            "way",
        ),
        *("week", "will", "willingness", "work", "worker", "world", "year", "applications"),
    ]
)
"""Nouns that alone, or as the head of a phrase of praise, name nothing that a line could answer."""


def phrases(tagged: Tagged) -> Iterator[tuple[int, int]]:
    """Offsets into the posting of noun phrases that are surely asked for: nouns with what stands
    before them, two words or more, by spaCy's tags and lemmas."""
    tokens = tagged.sentence.tokens
    ends = [i for i, t in enumerate(tokens) if not t.tag.startswith(("NN", "JJ", "VBG"))]
    commas = [i for i in range(1, len(tokens)) if tokens[i].start > tokens[i - 1].end + 1]
    starts = sorted({0, *commas, *(i + 1 for i in ends)})
    for first, after in pairwise([*starts, len(tokens) + 1]):
        last = after if after in commas else after - 1
        while first < last and tokens[first].lemma.lower() in PRAISE:
            first += 1
        while last > first and vague(tokens[last - 1].tag, tokens[last - 1].lemma):
            last -= 1
        if last - first > 1 and min(tagged.asked[first:last]) >= SURE:
            yield tokens[first].start, tokens[last - 1].end


def vague(tag: str, lemma: str) -> bool:
    """True if a phrase cannot end in this word."""
    return not tag.startswith("NN") or lemma.lower() in VAGUE
