"""Things asked for of which any one will do: "Java or Kotlin", "AWS, Azure or Google Cloud"."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tailor.keywords.gather import Found

JOINT = re.compile(
    r"\s*(?:(?:,\s*)?(?P<any>\bor\b|\band/or\b|/)|\(\s*(?P<aside>or\b)|,)\s*"
    r"(?:(?:an?|the|some|strong|solid|good|deep|extensive|advanced|excellent|basic|proven|hands-on"
    r"|equivalent|comparable|experience (?:with|in)|knowledge of)\s+)*",
    re.IGNORECASE,
)
"""What stands between two of them; a comma alone joins only where an "or" follows."""
ASIDE = re.compile(
    r"\s*\((?=[^()]*\b(?:or|e\.?g|such as|like|we use|for (?:example|instance)|similar"
    r"|(?:is|are|will) (?:also )?(?:fine|ok|do|good|welcome))\b)(?P<names>[^()]*)\)",
    re.IGNORECASE,
)
"""Examples of a thing behind it, of which any one will do: "messaging (Kafka or RabbitMQ)"."""

Span = tuple[int, int]


def choices(text: str, found: Sequence[Found]) -> dict[Span, tuple[Found, ...]]:
    """For each mention that is one of several, all of them, by its offsets in the text."""
    ordered = sorted(found, key=lambda one: one.start)
    result = {(one.start, one.end): chain for chain in chains(text, ordered) for one in chain}
    for one in ordered:
        given = examples(text, one, ordered)
        whole = (*result.get((one.start, one.end), (one,)), *given)
        result.update({(each.start, each.end): whole for each in whole} if given else {})
    return result


def examples(text: str, one: Found, ordered: Sequence[Found]) -> tuple[Found, ...]:
    """What is named in brackets behind a thing as an example of it."""
    aside = ASIDE.match(text, one.end, one.sentence.end)
    if not aside:
        return ()
    start, end = aside.span("names")
    return tuple(each for each in ordered if start <= each.start and each.end <= end)


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
