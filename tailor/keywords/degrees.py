"""Degrees: their level and field, in a posting and in the education of a master."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from tailor.files import data_folder, lazy_pattern
from tailor.keywords.lexicon import normalize
from tailor.languages import join_patterns

LEVELS = ("school", "vocational", "associate", "bachelor", "master", "doctorate")
"""From the lowest to the highest."""

FIELDS = lazy_pattern(
    r"\s{0,9}(?:degree|level|qualification|qualified|honou?rs|\(hons\)|diploma|studies|\d"
    r"|required|preferred|or higher|or above|\(?or equivalent\)?|['’]s|/|,|or|bs|ms|ba|ma|phd)*"
    r"\s{0,9}(?:,\s{0,9})?\b(?:in|of)\b:?\s+(?P<fields>.{2,200})",
    re.IGNORECASE,
)
"""What is between a degree and its fields."""
STOP = lazy_pattern(
    r",? or equivalent|[.;•\n]|\bwith\b|,? and (?:at least|\d|an? |strong|experience|\w+ years)"
    r"|\bor \d|\bplus\b|\brequired\b|\bpreferred\b|\bdesirable\b|\bessential\b"
    r"|[,)]? or (?:experience|an? MBA|appropriate level)|\bfrom an?\b|\d\+? years",
    re.IGNORECASE,
)
PART = lazy_pattern(r",|;|/|\(|\)|\bor\b|\band\b|&", re.IGNORECASE)
LONGEST_FIELD, MOST_FIELDS = 4, 12
"""Words of a field, and fields of a degree; a text without stops runs on."""
OPEN = lazy_pattern(
    r"(?:\bor|,|/|\band/or) (?:(?:an?|any|other|some|closely|another) )*"
    r"(?:related|relevant|similar|other|another|comparable|associated)\b(?! (?:practical |work "
    r"|professional |industry |job )?(?:experience|qualification))"
    r"|\bany (?:field|discipline|subject)",
    re.IGNORECASE,
)
"""Words that let in fields besides the named ones."""


@dataclass(frozen=True, slots=True)
class Degree:
    """A degree named in a text at the character offsets [start, end): `level` is one of LEVELS.

    `fields` are names of fields as folded words; `is_open`: a related field will do as well.
    `levels` are those of which the lowest is `level` ("degree or A levels"). `fields_end` is where
    the fields end behind it.
    """

    level: str
    levels: tuple[str, ...]
    fields: tuple[str, ...]
    is_open: bool
    start: int
    end: int
    fields_end: int


@dataclass(frozen=True, slots=True)
class Wordings:
    asked: tuple[tuple[str, re.Pattern[str]], ...]
    held: tuple[tuple[str, re.Pattern[str]], ...]
    empty: frozenset[str]
    weak: frozenset[str]
    groups: dict[str, tuple[str, ...]]


@cache
def degree_wordings() -> Wordings:
    """The wordings of data/credentials/degrees.toml."""
    with (data_folder("data") / "credentials" / "degrees.toml").open("rb") as file:
        table = tomllib.load(file)
    levels = table["levels"]
    asked_patterns = [(level, join_patterns(levels[level]["asked"])) for level in LEVELS]
    held_patterns = [
        (level, join_patterns(levels[level]["asked"] + levels[level]["held"])) for level in LEVELS
    ]
    return Wordings(
        (*asked_patterns, ("bachelor", join_patterns(table["degree"]["asked"]))),
        tuple(reversed(held_patterns)),
        frozenset(table["words"]["empty"]),
        frozenset(table["words"]["weak"]),
        {name: tuple(starts) for name, starts in table["groups"].items()},
    )


@lru_cache(maxsize=4096)
def find_degrees(sentence: str) -> tuple[Degree, ...]:
    """The degrees that a sentence names; of those joined by "or" or a slash only the lowest."""
    degrees: list[Degree] = []
    for level, pattern in degree_wordings().asked:
        for match in pattern.finditer(sentence):
            if not any(
                degree.start < match.end() and match.start() < degree.end for degree in degrees
            ):
                fields, is_open, end = fields_after(sentence, match.end())
                fields = fields or field_before(match[0])
                degrees.append(Degree(level, (level,), fields, is_open, *match.span(), end))
    degrees.sort(key=lambda degree: degree.start)
    return tuple(keep_lowest(sentence, degrees))


def keep_lowest(sentence: str, degrees: list[Degree]) -> Iterator[Degree]:
    """Degrees without those for which a lower one will do."""
    chain: list[Degree] = []
    for degree in degrees:
        if chain and not is_joined(sentence[chain[-1].end : degree.start]):
            yield lowest_degree(chain)
            chain = []
        chain.append(degree)
    if chain:
        yield lowest_degree(chain)


def is_joined(between: str) -> bool:
    """Whether words between two degrees say that either will do, or that both are the same."""
    return len(between) < 60 and bool(re.search(r"\bor\b|/|^\W*$|^\W*degree\W*$|and/or", between))


def lowest_degree(chain: list[Degree]) -> Degree:
    """The lowest of some degrees, with the fields that follow any of them."""
    lowest = min(chain, key=lambda degree: LEVELS.index(degree.level))
    fields = lowest.fields or next((degree.fields for degree in chain if degree.fields), ())
    is_open = any(degree.is_open for degree in chain)
    levels = tuple(dict.fromkeys(degree.level for degree in chain))
    ends = chain[-1].end, chain[-1].fields_end
    return Degree(lowest.level, levels, fields, is_open, chain[0].start, *ends)


def fields_after(sentence: str, end: int) -> tuple[tuple[str, ...], bool, int]:
    """The fields behind a degree, whether others will do, and where they end."""
    match = FIELDS.match(sentence, end)
    if not match:
        return (), False, end
    text = match["fields"]
    rest = text
    stop = STOP.search(text)
    if stop and stop.start() > 0:
        text = text[: stop.start()]
    is_open = bool(OPEN.search(rest[: len(text) + 60]))
    return field_words(text), is_open, match.start("fields") + len(text)


def field_before(words: str) -> tuple[str, ...]:
    """The field in "an engineering degree"."""
    before, degree, _ = words.lower().partition(" degree")
    return field_words(before) if degree and "'" not in before and "’" not in before else ()


def field_words(text: str) -> tuple[str, ...]:
    """The fields that a text names ("computer science", "design"), folded, each once."""
    phrases = (words_of(part) for part in PART.split(text))
    return tuple(dict.fromkeys(" ".join(words) for words in phrases if words))[:MOST_FIELDS]


def words_of(text: str) -> list[str]:
    """The folded words of a text that say a field; of a text that runs on only the first."""
    empty = degree_wordings().empty
    return [word for word in normalize(text) if word.isalpha() and word not in empty][
        :LONGEST_FIELD
    ]


def level_of(text: str) -> str:
    """The level of the degree that an entry of a master names, "" if it names none."""
    return next((level for level, pattern in degree_wordings().held if pattern.search(text)), "")


def opens_with_degree(text: str) -> bool:
    """Whether a text begins with a degree, as an entry of an education does."""
    return any(pattern.match(text) for _, pattern in degree_wordings().held)


def is_very_field(fields: tuple[str, ...], text: str) -> bool:
    """Whether an entry names one of the fields that are asked for by a word of its own."""
    weak = degree_wordings().weak
    stems = {word_stem(word) for word in words_of(text) if word not in weak}
    return any(
        word_stem(word) in stems for field in fields for word in field.split() if word not in weak
    )


def is_field(fields: tuple[str, ...], text: str) -> bool:
    """Whether an entry names one of the fields that are asked for, or one of its kind.

    Of "electronic engineering" the first word must be there; "engineering" alone is any.
    """
    words = words_of(text)
    return any(is_one_of(field.split(), words) for field in fields)


def is_one_of(field: Sequence[str], words: Sequence[str]) -> bool:
    """Whether the words of an entry say a field."""
    wordings = degree_wordings()
    specific = [word for word in field if word not in wordings.weak and word not in wordings.groups]
    roots = {word_stem(word) for word in words}
    if specific:
        return any(word_stem(word) in roots for word in specific)
    groups = [wordings.groups[word] for word in field if word in wordings.groups]
    starts = tuple(start for group in groups for start in group)
    return any(word.startswith(starts) for word in words) or not groups


def word_stem(word: str) -> str:
    """A folded word without its commonest endings: engineer and engineering are one."""
    short = re.sub(r"(?:ation|ing|ional|ion|ics|ic|al|ance|ant|ed|er|or|y|e)$", "", word)
    return short if len(short) > 3 else word
