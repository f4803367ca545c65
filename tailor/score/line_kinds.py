"""What kind of line a statement is: a result, a duty, a mere claim, a chore, a fragment."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from tailor.figures import figures
from tailor.lines import Line
from tailor.model import Posting
from tailor.resources import folder

USUAL_LINE_CHARS = 110
SHORT_LINE_CHARS = 60
LONG_LINE_CHARS = 200
MAX_COUNTED = 5
"""A sixth figure or comma says nothing new; counts are capped here."""
SENIOR = frozenset({"senior", "lead", "head", "manager", "director"})
MANAGERS = frozenset({"lead", "head", "manager", "director"})
NUMBER = re.compile(r"\d[\d,.]*")
WORD = re.compile(r"[a-z][a-z0-9+#.-]*")
Columns = dict[str, Any]
"""Name of a signal -> one number (float64) for each line."""

PATTERNS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(pattern, re.IGNORECASE | re.VERBOSE)
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
    stored = tomllib.loads((folder("data") / "verbs.toml").read_text(encoding="utf-8"))
    return {name: frozenset(words.split()) for name, words in stored.items()}


def text_signals(found: Sequence[Line], usual: Any) -> Columns:
    """What kind of line each is, and how long."""
    import numpy as np

    verbs = load_verbs()
    strong_verbs, weak_verbs = verbs["strong"], verbs["weak"]
    texts = [line.text for line in found]
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
        "figures: a result": flag([figures(text) for text in texts]),
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
