"""The title of the job, the name of the employer and the place, or "" if the text does not say."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tailor.posting.employer import (
    INSTITUTION,
    LEGAL,
    NO_NAME,
    SPOT,
    UNDER,
    barred,
    below,
    is_sentence,
    spot_of,
    vouched,
    without_place,
)
from tailor.posting.headings import announced, field_of, wordings, words_of
from tailor.posting.outline import BULLET, Block, blocks

PIN = "\N{ROUND PUSHPIN}"
HEAD_LETTERS = 6_000
HEAD = 24
"""Blocks from the top in which "Title: ..." and "Company: ..." are looked for."""

KINDS = ("title", "company", "place", "level")
LONGEST_VALUE = 16
"""Words of a title or a name."""

FIELD = re.compile(r"([^:\n]{2,40}?) ?: +(\S[^\n]*)")
SHORTENED = re.compile(r"(?<=\b[JS]r)\.$")
"""The stop of "Jr." at the end of a title."""
SEPARATOR = re.compile(r"\s+[|·•]\s+|\t+")
LOGO = re.compile(r"(\S.{1,60}) logo", re.IGNORECASE)
SINCE = re.compile(r".{0,40}\b(?:ago|applicants|views?)", re.IGNORECASE)
WORD = r"[A-ZÀ-Þ][\w&.’'+-]*"
NAME = rf"(?P<name>{WORD}(?: (?:(?:&|of|and|the|for|de) )?{WORD}){{0,6}})"
HIRING = re.compile(
    rf"(?:^|[.!?] |\n){NAME}(?:,? {LEGAL.pattern},?)? (?:is|are) (?:\w+ly |now )?"
    r"(?:hiring|looking|seeking|recruiting|searching|sucht)\b"
)
ABOUT = re.compile(rf"^(?:About|Über|À propos de|Why|Join) {NAME}:?$", re.MULTILINE)
WANTED = re.compile(
    r"(?:hiring|(?:looking|searching) (?:for|to (?:recruit|appoint|hire))|seeking|recruiting"
    r"|suchen|sucht) (?:an?|eine?n?(?::n|/e)?|einen/eine)(?: [a-z]+){0,3} "
    rf"(?P<title>{WORD.replace('À-Þ', 'À-ÞÄ-Ü')}(?::in)?(?: (?:(?:of|and|in|for|&|-|–) )?[A-ZÀ-Þ(]"
    r"[\w+#/.()&-]*){0,7})"
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a posting is called; `level` is what a line such as "Seniority: ..." says."""

    title: str = ""
    company: str = ""
    place: str = ""
    level: str = ""


def identity(text: str) -> Identity:
    """What the top of a clean posting text says."""
    logo, found = top(text)
    facts = dict(reversed([*fields(found)]))
    title, company, place = (facts.get(key, "") for key in ("title", "company", "place"))
    number = next(
        (n for n, one in enumerate(found[:2]) if is_titled(one) or is_title(one.text)), None
    )
    title, employer = split_title(title) if title else ("", "")
    if number == 0 and not title and is_below_its_employer(found):
        number, logo = 1, logo or without_place(found[0].text)
    firm, where, weak = "", "", ("", "")
    if number is not None:
        head = "" if is_titled(found[number]) else found[number].text
        above, after = split_title(head), lines_under(found, number)
        title, employer = title or above[0], employer or above[1]
        firm, where = under(head, after, text)
        weak = barred(after[:2], company or employer or firm)
    wanted = (match["title"] for match in WANTED.finditer(text[:3000]))
    title = title or next(filter(names_a_job, wanted), "")
    company = company or employer or logo or firm or named(text[:6000]) or weak[0]
    place = place or where or (weak[1] if weak[0] in ("", company) else "")
    level = short(facts.get("level", ""), 60)
    return Identity(short(title.rstrip("."), 120), short(company, 80), short(place, 80), level)


def lines_under(found: Sequence[Block], number: int) -> list[str]:
    """The next lines that are no "Salary: ..." and do not say the title again."""
    near = found[number + 1 : number + 7]
    lines = [one.text for one in near if not is_fact(one)][:3]
    return [line for line in lines if line != found[number].text]


def under(head: str, after: Sequence[str], text: str) -> tuple[str, str]:
    """Employer and place in the lines under the title, and behind it: "Baker | Leeds, UK"."""
    rest = SEPARATOR.split(head)[1:]
    firm, where = below(after)
    near = ""
    if not firm:
        firm, near = vouched([" | ".join(rest), *after[:2]], text)
    return firm, where or next(filter(None, map(spot_of, rest)), near)


def top(text: str) -> tuple[str, list[Block]]:
    """The first blocks without what job boards put there, and the company that a logo names."""
    logo, found = "", []
    for block in blocks(text[:HEAD_LETTERS]):
        line = block.text
        if match := LOGO.fullmatch(line):
            logo = logo or match[1]
        elif line != logo and not is_chrome(line):
            found.append(block)
        if len(found) == HEAD:
            break
    return logo, found


def is_chrome(line: str) -> bool:
    """True for buttons of a job board, and "2 weeks ago · 40 applicants"."""
    since = SINCE.fullmatch(line) and not SPOT.fullmatch(UNDER.split(line)[0])
    return bool(since) or words_of(line) in wordings().chrome


def fields(found: Iterable[Block]) -> Iterable[tuple[str, str]]:
    """("title", "company", "place" or "level", value) of the lines that say so."""
    for block in found:
        for line in block.text.split("\n"):
            if line.startswith(PIN):
                yield "place", line.removeprefix(PIN).strip()
            match = FIELD.fullmatch(line)
            kind = field_of(match[1]) if match else ""
            if match and kind in KINDS and len(words_of(match[2])) <= LONGEST_VALUE:
                yield kind, SEPARATOR.split(match[2])[0]


def is_below_its_employer(found: Sequence[Block]) -> bool:
    """Whether the second line names a job and the first does not."""
    named = [not wordings().jobs.isdisjoint(words_of(block.text)) for block in found[:2]]
    return named == [False, True] and is_title(found[1].text)


def is_titled(block: Block) -> bool:
    """True for "Job title: ...", below which the employer may stand."""
    match = FIELD.match(block.text)
    return bool(match and field_of(match[1]) == "title")


def is_fact(block: Block) -> bool:
    return bool(FIELD.fullmatch(block.text))


def is_title(line: str) -> bool:
    """True if a first line names a job: short, no sentence, no heading, no fact."""
    size, end = len(words_of(line)), SHORTENED.sub("", line)[-1:]
    known = announced(line, strong=False) or FIELD.fullmatch(line) or BULLET.match(line)
    known = known or re.search(r"\bhours?\b", line, re.I)
    known = known or wordings().sentences["boilerplate"].search(line)
    return 0 < size <= 14 and end not in {*".!?:,"} and not is_sentence(line) and not known


def names_a_job(title: str) -> bool:
    """False for a lone word that is more likely a qualification ("CeMAP") than a job."""
    return " " in title or bool(
        re.search(r"(?:e[re]|or|ist|ian|ant|ect|ive|yst|in|nurse)s?$", title)
    )


def is_job(title: str) -> bool:
    """Whether a title has a word that names a job, so that it alone says what is wanted."""
    return not wordings().jobs.isdisjoint(words_of(title))


def split_title(line: str) -> tuple[str, str]:
    """Title and employer of "Nurse at Tidewater Clinic | Boston"."""
    parts = SEPARATOR.split(line)
    title, at, employer = re.sub(r" @ ", " at ", parts[0]).partition(" at ")
    if at and employer[:1].isupper():
        return title, employer
    also = parts[1] if len(parts) > 1 and INSTITUTION.search(parts[1]) else ""
    return parts[0], without_place(also)


def named(text: str) -> str:
    for pattern in (ABOUT, HIRING):
        for match in pattern.finditer(text):
            if match["name"].split()[0].lower() not in NO_NAME:
                return match["name"]
    return ""


def short(text: str, limit: int) -> str:
    """At most `limit` letters on one line: names are shown, never trusted."""
    flat = " ".join(text.split()).strip(" -–|,;")
    return flat if len(flat) <= limit else ""
