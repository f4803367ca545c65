"""What kind of line a statement is: a result, a duty, a claim, a mere mention."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from tailor.files import data_folder, lazy_pattern
from tailor.keywords.lexicon import normalize
from tailor.layout import Line
from tailor.models import Posting

FIGURES = 0.5
"""Points of a line that gives its result in figures."""
FIGURE = lazy_pattern(
    r"""[$€£¥]\s?\d | \d\s?% | \bper\ ?cent\b | \d[\d.,]{0,20}\s?(?:k|m|bn|x|ms|million|billion)\b
      | \b\d+(?:\.\d+)?-fold\b | \b(?:doubled|tripled|halved|twice)\b
      | \bby\ (?:half|a\ (?:third|quarter|fifth))\b | \d[\d.,]{0,20}\s?(?:EUR|USD|GBP|CHF)\b
      | \bfrom\s\S{0,20}\d\S{0,20}\s(?:\w+\s)?to\s\S{0,20}\d""",
    re.VERBOSE | re.IGNORECASE,
)
COUNT = lazy_pattern(
    r"(?P<before>(?:^|(?<=\s))[^\s\d]+\s)?\b(?!(?:19|20)\d\d\b)\d[\d,.]{0,20}\+?\s+(?:[a-z-]+\s)?"
    r"(?!has\b|is\b|was\b|across\b|years\b)[a-z]+s\b"
)
"""A number of something; the number of a name before it (Java 8 streams) counts nothing."""
NAMES = frozenset(
    {"ISO", "Java", "Python", "Room", "Ward", "Unit", "Level", "Phase", "Year", "Grade"}
)
"""Words that make a number after them a name even where they open a sentence."""


def figure_points(text: str) -> float:
    """Points for a result in figures; a bare year is none."""
    counts = any(not follows_name(match) for match in COUNT.finditer(text))
    return FIGURES if counts or FIGURE.search(text) else 0.0


def follows_name(match: re.Match[str]) -> bool:
    """Whether a capitalised word that does not open the text comes before the number."""
    before = match["before"] or ""
    return before[:1].isupper() and (match.start() > 0 or before.strip() in NAMES)


USUAL_LINE_CHARS = 110
SHORT_LINE_CHARS = 60
LONG_LINE_CHARS = 200
MAX_COUNTED = 5
"""A sixth figure or comma says nothing new; counts are capped here."""
SENIOR = frozenset({"senior", "lead", "head", "manager", "director"})
MANAGERS = frozenset({"lead", "head", "manager", "director"})
NUMBER = lazy_pattern(r"\d[\d,.]*")
WORD = lazy_pattern(r"[a-z][a-z0-9+#.-]*")
Columns = dict[str, Any]
"""Name of a signal -> one number (float64) for each line."""
PATTERNS: Mapping[str, re.Pattern[str]] = {
    name: lazy_pattern(pattern, re.IGNORECASE | re.VERBOSE)
    for name, pattern in {
        "claims a trait or skill": r"""\b(?:ability\ to | able\ to | familiar(?:ity)?\ with
            | knowledge\ of | proficien | excellent | strong\ (?:communication|interpersonal|work)
            | team\ player | self[-\ ]motivated | detail[-\ ]oriented | hard[-\ ]?working
            | skilled\ in | experienced?\ (?:in|with) | demonstrated | passion | highly
            | good\ (?:communication|interpersonal))""",
        "helps or attends": r"""\b(?:assist\w* | help\w* | participat\w* | attend\w* | support\w*
            | aided | shadow\w* | observ\w* | responsible\ for | involved\ in | duties
            | worked\ (?:with|on|closely))\b""",
        "is a chore": r"""\b(?:clean\w* | answer\w*\ (?:the\ )?(?:phones?|telephones?)
            | fil(?:ed|ing) | errands | stock\w* | meetings? | attend\w* | lunch | coffee
            | photocop\w* | data\ entry | other\ duties | as\ (?:needed|assigned|required)
            | opened\ mail | misc\w* | various)\b""",
        "leads people": r"""\b(?:led | lead | leading | manag\w+ | supervis\w+ | direct(?:ed|ing|s)
            | head(?:ed|ing) | oversaw | oversee\w* | mentor\w* | coach\w* | team\ of
            | train(?:ed|ing)\ \w+\ (?:staff|employees|associates|people) | hired | spearhead\w*
            | own(?:ed|ing) | founded)\b""",
        "tells a result": r"""\b(?:increas\w+ | reduc\w+ | improv\w+ | sav(?:ed|ing) | cut | grew
            | growth | decreas\w+ | exceed\w+ | achiev\w+ | award\w* | won | result(?:ed|ing|s)?
            | by\ \d | from\ \d | rank\w* | top\ \d | first | record | eliminat\w+ | boost\w+
            | doubl\w+ | tripl\w+ | generat\w+)\b""",
        "names money or a share": r"[$€£]\s?\d | \d\s?% | \bmillion\b | \b\d+[km]\b | \bpercent\b",
    }.items()
}


@cache
def load_verbs() -> dict[str, frozenset[str]]:
    """The lists of data/verbs.toml: strong, weak, irregular_pasts."""
    stored = tomllib.loads((data_folder("data") / "verbs.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words.split()) for name, words in stored.items()}


def text_signals(lines: Sequence[Line], usual: Any) -> Columns:
    """What kind of line each is, and how long."""
    import numpy as np

    verbs = load_verbs()
    strong_verbs, weak_verbs = verbs["strong"], verbs["weak"]
    texts = [line.text for line in lines]
    rows = [WORD.findall(text.lower()) for text in texts]
    first = [row[0] if row else "" for row in rows]
    chars = np.array([float(len(text)) for text in texts])

    def flag(values: Sequence[object]) -> Any:
        return np.array([float(bool(value)) for value in values])

    def count(values: Sequence[int]) -> Any:
        return np.array([float(min(value, MAX_COUNTED)) for value in values])

    return {
        **{
            name: flag([pattern.search(text) for text in texts])
            for name, pattern in PATTERNS.items()
        },
        "length": np.clip(np.log(np.maximum(chars, 1) / USUAL_LINE_CHARS), -2, 2),
        "length: short": np.maximum(0, 1 - chars / SHORT_LINE_CHARS),
        "length: long": np.maximum(0, chars / LONG_LINE_CHARS - 1),
        "length, in this master": chars / max(float(chars[usual].mean()), 1.0),
        "figures": count([len(NUMBER.findall(text)) for text in texts]),
        "figures: a result": flag([figure_points(text) for text in texts]),
        "begins with a strong verb": flag([word in strong_verbs for word in first]),
        "begins with a weak verb": flag([word in weak_verbs for word in first]),
        "strong verbs": count([sum(word in strong_verbs for word in row) for row in rows]),
        "weak verbs": count([sum(word in weak_verbs for word in row) for row in rows]),
        "begins in lower case": flag([text[:1].islower() for text in texts]),
        "begins with -ing": flag([word.endswith("ing") for word in first]),
        "begins with a past tense": flag(
            [word.endswith("ed") or word in verbs["irregular_pasts"] for word in first]
        ),
        "has a colon": flag([":" in text for text in texts]),
        "commas": count([text.count(",") for text in texts]),
    }


def level_signals(columns: Columns, posting: Posting) -> Columns:
    """Whether the line's level is that of the posting."""
    return {
        "leads people, and the posting asks for it": columns["leads people"]
        * (posting.seniority in MANAGERS),
        "helps or attends, below the level asked for": columns["helps or attends"]
        * (posting.seniority in SENIOR),
    }


ASIDE = lazy_pattern(
    r"[\s-]+(?:and \w+ )?(?:(?:senior|junior|new|shared|their|open)[\s-]+)?(?:roles?|positions?"
    r"|vacanc\w+|candidates?|interviews?|recruit\w*|hir(?:es?|ing)|jobs?|passwords?|licen[sc]es?|invoices?"
    r"|meet-?ups?|conferences?|books?|clubs?|courses?|class(?:es)?|teams?|departments?|colleagues?"
    r"|staff|stakeholders?|managers?|directors?|engineers?|developers?|analysts?|consultants?"
    r"|officers?|specialists?|people|guilds?|communit(?:y|ies)|firms?|compan(?:y|ies)|compan\w+"
    r"|compet\w+|news\w*|students?|degree)\b",
    re.IGNORECASE,
)
"""Words right behind a name that make it a mere label of something else: "backend roles"."""
LABELLED = lazy_pattern(
    r"\b(?:with|for|to|alongside|between|from|by|into|hir\w+|interview\w*|recruit\w*|onboard\w*|paid"
    r"|retired?|met)\s(?:[\w&-]+\s){0,3}$|exercise (?:for|on)\s(?:[\w&-]+\s){0,2}$",
    re.IGNORECASE,
)
"""Words before a team, a person or a paper that is somebody else's."""
PAPERS = lazy_pattern(
    r"^[\s-]+(?:roles?|positions?|vacanc\w+|candidates?|interviews?|jobs?|passwords?|licen[sc]es?"
    r"|invoices?|meet-?ups?|conferences?|books?|clubs?|courses?|news\w*|students?|recruit\w*)\b",
    re.IGNORECASE,
)
"""Things that no work with the named skill makes."""
WEAK = lazy_pattern(
    r"\b(?:interest(?:ed)? in|learn(?:ing)? about|(?:some )?exposure to|famil?iar(?:ity)? with"
    r"|aware(?:ness)? of|attended|shadowed|observed|read about|without|instead of|rather than|no"
    r"|replaced|retired|decommissioned|removed|dropped|moved off|migrat\w+ (?:\w+ ){0,2}from"
    r"|away from|keen (?:to|on)|hop(?:e|ing) to|plan(?:ning)? to|curious about"
    r"|enthus\w+ (?:for|about))\s"
    r"(?:(?:the|an?|our|old|legacy|any|basic|more|to|use|learn)\s)*(?:[\w+#-]+\s){0,1}$",
    re.IGNORECASE,
)
"""Words before a name that say that it was not used, or not yet."""


@cache
def generic_words() -> frozenset[str]:
    """The single words of data/generic_words.txt that name a whole field of work, folded."""
    text = (data_folder("data") / "generic_words.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def is_generic(term: str) -> bool:
    """Whether a term is a single word that is too general for a line to prove."""
    words = normalize(term)
    return len(words) == 1 and words[0] in generic_words() and not term[1:].isupper()


def is_mention(text: str, start: int, end: int) -> bool:
    """Whether a line merely mentions what it names at the offsets [start, end)."""
    before, after = text[max(0, start - 60) : start], text[end : end + 40]
    if WEAK.search(before) or PAPERS.match(after):
        return True
    return bool(ASIDE.match(after) and LABELLED.search(before))
