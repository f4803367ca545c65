"""Things asked for of which any one will do: "Java or Kotlin", "AWS, Azure or Google Cloud"."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tailor.keywords.gather import Found

JOINT = re.compile(
    r"\s*(?:(?:,\s*)?(?P<any>\bor\b|\band/or\b|/)|\(\s*(?P<aside>or\b)|,)\s*(?:an?\s|the\s)?\s*",
    re.IGNORECASE,
)
"""What stands between two of them; a comma alone joins only where an "or" follows."""

Span = tuple[int, int]


def choices(text: str, found: Sequence[Found]) -> dict[Span, tuple[Found, ...]]:
    """For each mention that is one of several, all of them, by its offsets in the text."""
    ordered = sorted(found, key=lambda one: one.start)
    return {(one.start, one.end): chain for chain in chains(text, ordered) for one in chain}


def chains(text: str, ordered: Sequence[Found]) -> Iterator[tuple[Found, ...]]:
    chain, free = list(ordered[:1]), False
    for before, after in pairwise(ordered):
        joint = JOINT.fullmatch(text[before.end : after.start])
        if joint and before.sentence == after.sentence:
            chain.append(after)
            free = free or bool(joint["any"] or joint["aside"])
            continue
        yield from (tuple(chain),) if free else ()
        chain, free = [after], False
    yield from (tuple(chain),) if free else ()
