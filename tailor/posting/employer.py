"""The employer and the place in the lines under a job's title."""

import re
from collections.abc import Iterator, Sequence

from tailor.languages import SPOKEN, words_of_language
from tailor.posting.headings import announced, wordings, words_of

UNDER = re.compile(r"\s+[|·•/–—]\s+|\t+")
LEGAL = re.compile(r"(?:Inc|LLC|Ltd|Limited|PLC|plc|LLP|Corp|GmbH|AG|SE|S\.?A\.?|B\.?V)\b\.?")
INSTITUTION = re.compile(
    r"\b(?:(?:Universit|Hospital|Clini[ck]|Health|Medical|College|School|Academy|Institut"
    r"|Council|Group|Bank|Labs?\b|Laborator|Partners|Associates|Foundation|Agency|Systems"
    r"|Solutions|Technolog|Services|Industries|Energy|Federation|Centre|Center|Trust\b|Library)"
    r"|(?:Inc|LLC|Ltd|Limited|PLC|LLP|Corp|Corporation|Company|Co|GmbH|AG)\b)",
    re.IGNORECASE,
)
SENTENCE = re.compile(
    r"\b(?:we|you|(?-i:[Ii]s)|are|was|will|our|your|(?-i:[Uu]s)|have|has|can|looking|seeking|wir"
    r"|suchen)\b",
    re.I,
)
"""Words of a sentence; US is a country, and IS a department."""


def is_sentence(line: str) -> bool:
    """Whether a line has a word of a sentence, in English or the language of the posting."""
    talk = words_of_language(SPOKEN.get()).get("words", {}).get("talk", ())
    return bool(SENTENCE.search(line)) or not {*words_of(line)}.isdisjoint(talk)


SPOT = re.compile(r"[A-ZÀ-Þ][\w .'’-]+, (?:[A-Z]{2}|[A-Z][\w .]+)")
STATE = re.compile(r"[A-ZÀ-Þ][\w .'’-]+, [A-Z]{2}")
THREE = re.compile(r"[^,]{2,50}, [A-ZÀ-Þ][\w .'’-]{1,30}, [A-ZÀ-Þ][\w .]{1,30}")
PLACE = re.compile(r"[^,|]+, (?:[A-Z]{2}\b|[A-Z][\w .]+$)")
MODE = re.compile(r"\b(?:remote|hybrid|on-?site|(?:full|part)[- ]time|permanent|contract)\b", re.I)
PAY = re.compile(r"[£$€]|\d+k?\b.*\b(?:per|an|a|salary|hours?)\b", re.IGNORECASE)
MORE = re.compile(r",? +(?:\(|or |and |[+&;] ?)")
"""What stands behind a place: "(hybrid)", "or remote"."""

PART = re.compile(
    r"\b(?:campus|department|dept|division|unit|wing|ward|faculty|branch|building|site|section)\b",
    re.IGNORECASE,
)
"""A part of an employer, where a place could stand."""

NO_NAME = {
    *("we", "our", "the", "this", "they", "it", "i", "you", "your", "us", "who", "my", "there"),
    *("role", "job", "position", "team", "company", "client", "join", "candidates", "a", "an"),
}

WIDEST = 16
"""Words of a line that names an employer and a place."""
LONGEST_PLACE = 80


def below(lines: Sequence[str]) -> tuple[str, str]:
    """Employer and place in the lines under the title: "Acme Ltd., Leeds" or "Acme | Leeds, UK"."""
    for number, line in enumerate(lines):
        if len(words_of(line)) > WIDEST or is_sentence(line) or PAY.match(line):
            continue
        first, *rest = UNDER.split(line)
        where = next((part for part in rest if PLACE.match(part)), "")
        spot = spot_of(first)
        known = INSTITUTION.search(first) and not STATE.fullmatch(MORE.split(first)[0])
        if known or THREE.fullmatch(first):
            company = without_place(first)
            after = lines[number + 1] if len(lines) > number + 1 else ""
            inline = first.removeprefix(company).strip(", ")
            return company, where or nearest(inline, spot_of(UNDER.split(after)[0]))
        if where and "," not in first:
            return "" if MODE.search(first) else first, where
        if spot:
            return lines[number - 1] if number and is_name(lines[number - 1]) else "", spot
    return "", ""


def nearest(inline: str, next_line: str) -> str:
    """The place, of what follows the employer's name and what the next line says: of "Hartwell
    Campus" and "Cambridge, Massachusetts" the town."""
    return next_line if not inline or PART.search(inline) else inline


def spot_of(text: str) -> str:
    """A place, with what is said of it, as in "Leeds, UK (hybrid)"; "" if it is none."""
    if SPOT.fullmatch(text):
        return text
    more = MORE.search(text)
    town = text[: more.start()] if more else ""
    if not SPOT.fullmatch(town):
        return ""
    return text if len(text) <= LONGEST_PLACE else town


def is_name(line: str) -> bool:
    """Whether a line between title and place can be an employer's name."""
    return line[:1].isupper() and len(words_of(line)) <= 6 and not MODE.search(line)


def barred(lines: Sequence[str], company: str) -> tuple[str, str]:
    """ "Crumb Mills | Leeds" or "Sales | Leeds | Hybrid" under the title; it could be otherwise."""
    for plain, parts in named_parts(lines):
        names = [name for name in plain if name != company]
        if len(names) < parts:
            return "", names[-1] if company and names else ""
        return (names[0], names[1]) if parts == 2 else ("", "")
    return "", ""


def vouched(lines: Sequence[str], text: str) -> tuple[str, str]:
    """The same where the text tells that the first part is an employer: "at Crumb", "Crumb's"."""
    for (first, *rest), _ in named_parts(lines, 1):
        if not announced(first, strong=False) and is_employer(first, text):
            return first, rest[0] if rest else ""
    return "", ""


def named_parts(lines: Sequence[str], least: int = 2) -> Iterator[tuple[list[str], int]]:
    """The names in each line of at least so many short parts, and how many parts it has with
    hours and pay."""
    for line in lines:
        parts = UNDER.split(line)
        plain = [part for part in parts if is_name(part)]
        aside = [part for part in parts if MODE.search(part) or PAY.match(part)]
        if plain and len(parts) >= least and len(plain) + len(aside) == len(parts):
            yield plain, len(parts)


def is_employer(name: str, text: str) -> bool:
    """Whether a text speaks of a name, or of its first word, as of an employer."""
    first = name.split()[0]
    if first.lower() in NO_NAME:
        return False
    common = first.lower() in wordings().jobs or len(first) < 4
    wanted = "|".join(map(re.escape, (name,) if common else (name, first)))
    before = r"\b(?:[Aa]t|[Jj]oin(?:ing)?|[Aa]bout|[Ww]hy|[Ww]ork(?:ing)? (?:for|with)) "
    start, after = r"(?:^|[.!?] |\n)", r"(?:['’]s\b| (?:is|was|has|makes?|builds?) )"
    return bool(re.search(f"{before}(?:{wanted})\\b|{start}(?:{wanted}){after}", text))


def without_place(text: str) -> str:
    """ "Acme, Inc., Seattle, WA" -> "Acme, Inc." """
    name, *rest = text.split(", ")
    return f"{name}, {rest[0]}" if rest and LEGAL.fullmatch(rest[0]) else name
