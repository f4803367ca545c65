"""Ambiguous names (Go, Kafka, Excel) that the wording of a posting makes plain.

In a sentence of a story "Go" may be any word. In a list of what is asked for it is the language: as
an item of its own, after "experience with", before "is a plus", and next to a name that is certain.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tailor.files import lazy_pattern

JOINT = lazy_pattern(
    r"\s*+(?:[,;/|&+·•(]|(?:,\s*+)?\b(?:and/or|and|or)\b"
    r"|(?:,\s*+)?\(?\b(?:e\.g\.|such as|like|or even)(?=\s))"
    r"\s*+(?:\b(?:either|ideally|preferably|also)\s+)?",
    re.IGNORECASE,
)
"""What is between two names of a list."""
CUE = lazy_pattern(
    r"""(?:\b(?:
      (?:experience|experienced|expertise|expert|knowledge|knowledgeable|skill(?:s|ed)?|background
        |proficien(?:t|cy)|fluen(?:t|cy)|familiar(?:ity)?|competen(?:t|ce|cy)|exposure|grounding
        |command|understanding|grasp|mastery|hands-on|comfortable|versed|work(?:ing|ed)?|certified
        |certification|qualified|years?|training|trained)
      \s(?:with|in|of|on|using)
    | (?:written|built|coded?|coding|programm?ing|programs?|script(?:s|ing)?|services)\s(?:in|with)
    | know | knowing | using | such\sas | including | e\.g\. | like | languages? | tools? | skills
    )[:,]?\s+|:\s*)
    (?:(?:either|modern|the|advanced|basic|both|at\sleast|some|e\.g\.|strong|idiomatic)\s+)*$""",
    re.VERBOSE | re.IGNORECASE,
)
"""Words after which a name is asked for."""
OVER = lazy_pattern(
    r"""\s*+(?:$ | [.,;:!?()\[\]/|–—] | -\s
      | (?:and|or|as|at|for|in|on|to|with|is|are|would|will|preferred|preferably|required|desirable
          |desired|essential|mandatory|optional|advantageous|a\s(?:plus|bonus|must)|experience
          |knowledge|skills?|expertise|programming|developers?|development|services|code|scripts?
          |scripting|proficiency|certification|certified|\d+)\b)""",
    re.VERBOSE | re.IGNORECASE,
)
"""What may follow a name, which then is not part of a longer one ("Spring season")."""
DEMAND = lazy_pattern(
    r"""\W*(?:\([^()]*\)\W*)?(?:$ | (?:(?:is|are|would\sbe|will\sbe)\s(?:\w+\s)?(?:an?\s(?:\w+\s)?)?
      (?:plus|bonus|must|advantage|asset|required|preferred|desirable|desired|essential|welcome|nice)
      | (?:an?\s)?(?:plus|bonus|must|advantage)\b | required | preferred | desirable | desired
      | essential | mandatory | optional | nice\sto\shave | (?:programming\s)?(?:experience
      | knowledge | skills? | proficiency | expertise | certification))\b
      (?!\s(?:of|in|with|to|on|for)\b))""",
    re.VERBOSE | re.IGNORECASE,
)
"""What follows an item of a list that says only how much it is asked for."""
REACH = 60
"""Characters before a name in which a cue is looked for."""
MARKER = lazy_pattern(r"\s*(?:[-*•·–—▪◦‣●o+]|\d{1,2}[.)]|\[[ x]?\])\s+")

Span = tuple[int, int]


def disambiguate(
    text: str, spans: Sequence[Span], sure: Sequence[bool], *, asking: bool
) -> dict[Span, bool]:
    """Of the possible names in a sentence those that its wording makes plain.

    `sure` says which are names in any wording; `asking` that the sentence is among needs or
    wishes, where a line of one name needs no mark of a list. True stands for a name that is an
    item of a list, where small letters do as well ("- excel").
    """
    marker = MARKER.match(text)
    start = marker.end() if marker else 0
    item = asking or marker is not None
    result: dict[Span, bool] = {}
    for chain in name_chains(text, spans):
        first, last = spans[chain[0]][0], spans[chain[-1]][1]
        opens = not text[start:first].strip(" \t\"'(")
        whole = item and opens and DEMAND.match(text, last) is not None
        beside = len(chain) > 1 and any(sure[i] for i in chain)
        cued = CUE.search(text[max(0, first - REACH) : first])
        if whole or ((beside or cued) and OVER.match(text, last)):
            result.update((spans[i], whole) for i in chain)
    return result


def name_chains(text: str, spans: Sequence[Span]) -> Iterator[list[int]]:
    """Numbers of names that are next to each other with nothing but a joint between them."""
    chain = [0] if spans else []
    for i, (before, after) in enumerate(pairwise(spans), start=1):
        if JOINT.fullmatch(text, before[1], after[0]):
            chain.append(i)
        else:
            yield chain
            chain = [i]
    if chain:
        yield chain


def is_same_spelling(text: str, name: str) -> bool:
    """Whether words differ from a name only by small letters; an abbreviation has none."""
    return len(name) > 2 and not name.isupper() and text.lower() == name.lower()
