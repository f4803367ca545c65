"""Do the readers read the same words? Glued, spaced-out and hyphenated ones are found here."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise

from tailor.ats import glyphs
from tailor.ats.vocabulary import kind_of

WORD = re.compile(r"[^\W_]+(?:['’.+#&/@-][^\W_]+)*[+#]*")
SPACED = re.compile(r"(?<!\S)(?:[^\W\d_] ){3,60}[^\W\d_](?!\S)")
TWO_SIZES = re.compile(
    r"(?<!\S)[B-HJ-Z] (?!AND\b|FOR\b|THE\b|WITH\b)[A-Z]{3,}(?!\S)"
    r"|(?<!\S)(?:[A-Z]{1,2} ){3,}[A-Z]{2,}(?!\S)"
)
FIRST_LETTER = re.compile(r"(?<!\S)([A-Z]) ([A-Z]+)(?!\S)")
HYPHENATED = re.compile(
    r"(?<![^\W\d_])([^\W\d_]{2,60})[-\u00ad\u2010\u0002\ufffe][ \t]*\r?\n[ \t]*([a-zß-ÿ]{2,60})"
)
NEAR = 0.97
FAR = 0.9
"""Shares of words in common below which readers differ a little, or much."""


def words(text: str) -> Counter[str]:
    return Counter(WORD.findall(glyphs.CID.sub(" ", text)))


def agreement(one: str, other: str) -> float:
    """Words in common over all words (Jaccard index of the two bags), 1 if both are empty."""
    first, second = words(one), words(other)
    whole = (first | second).total()
    return (first & second).total() / whole if whole else 1.0


def odd_ones(readings: Mapping[str, str]) -> Iterator[tuple[str, float]]:
    """Readers whose words differ from what most others read, with their mean agreement."""
    for name, text in readings.items():
        others = [agreement(text, other) for one, other in readings.items() if one != name]
        if others and sorted(others)[len(others) // 2] < NEAR:
            yield name, sum(others) / len(others)


def glued(readings: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Words that another reader reads as two, as (reader, word)."""
    bags = {name: words(text) for name, text in readings.items()}
    pairs = {name: neighbours(text) for name, text in readings.items()}
    for name, bag in bags.items():
        for word in bag:
            apart = (word in pairs[other] and word not in bags[other] for other in readings)
            if len(word) > 5 and any(apart):
                yield name, word


def neighbours(text: str) -> set[str]:
    """Every two words of a line, written as one."""
    found = set()
    for line in text.splitlines():
        parts = WORD.findall(line)
        found |= {first + second for first, second in pairwise(parts)}
    return found


def spaced(text: str) -> tuple[str, ...]:
    """Words that are read letter by letter, such as "E X P E R I E N C E"."""
    return tuple(dict.fromkeys(found[0] for found in SPACED.finditer(text)))


def broken_capitals(text: str) -> tuple[str, ...]:
    """Headings that fall apart, such as "E XPERIENCE": capitals of two sizes, or wide spacing."""
    lines = (line.strip() for line in text.splitlines())
    short = (line for line in lines if len(line) < 40 and line.upper() == line)
    return tuple(dict.fromkeys(line for line in short if apart(line)))


def apart(line: str) -> bool:
    """Whether a first letter has come off; "A" and "I" may be words, so "A WARDS" needs a look."""
    mended = FIRST_LETTER.sub(r"\1\2", line)
    return bool(TWO_SIZES.search(line)) or bool(kind_of(mended) and not kind_of(line))


def hyphenated(text: str) -> tuple[str, ...]:
    """Words cut by a hyphen at the end of a line, unless they are read in full elsewhere."""
    found = (match.group(1) + "-" + match.group(2) for match in HYPHENATED.finditer(text))
    return tuple(dict.fromkeys(word for word in found if text.count(word) == 0))


def unspaced(text: str) -> tuple[str, ...]:
    """Runs of over 25 letters: whole phrases without a space."""
    return tuple(dict.fromkeys(re.findall(r"(?<![\w/.@-])[^\W\d_]{26,}(?![\w/.@-])", text)))
