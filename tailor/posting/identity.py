"""The title of the job, the name of the employer and the place, or "" if the text does not say."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tailor.posting.headings import announced, field_of, wordings, words_of
from tailor.posting.outline import BULLET, Block, blocks

HEAD = 24
"""Blocks from the top in which "Title: ..." and "Company: ..." are looked for."""

KINDS = ("title", "company", "place", "level")
LONGEST_VALUE = 16
"""Words of a title or a name."""

FIELD = re.compile(r"([^:\n]{2,40}?) ?: +(\S[^\n]*)")
SEPARATOR = re.compile(r"\s+[|·•]\s+|\t+")
LEGAL = re.compile(r"(?:Inc|LLC|Ltd|Limited|PLC|plc|LLP|Corp|GmbH|AG|SE|S\.?A\.?|B\.?V)\b\.?")
INSTITUTION = re.compile(
    r"\b(?:(?:Universit|Hospital|Clini[ck]|Health|Medical|College|School|Academy|Institut"
    r"|Council|Group|Bank|Labs?\b|Laborator|Partners|Associates|Foundation|Agency|Systems"
    r"|Solutions|Technolog|Services|Industries|Energy|Federation|Centre|Center|Trust\b|Library)"
    r"|(?:Inc|LLC|Ltd|Limited|PLC|LLP|Corp|Corporation|Company|Co|GmbH|AG)\b)",
    re.IGNORECASE,
)
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
NO_NAME = {
    *("we", "our", "the", "this", "they", "it", "i", "you", "your", "us", "who", "my", "there"),
    *("role", "job", "position", "team", "company", "client", "join", "candidates", "a", "an"),
}
SENTENCE = re.compile(
    r"\b(?:we|you|is|are|was|will|our|your|us|have|has|can|looking|seeking|wir|suchen)\b", re.I
)
PLACE = re.compile(r"[^,|]+, (?:[A-Z]{2}\b|[A-Z][\w .]+$)")
MODE = re.compile(r"\b(?:remote|hybrid|on-?site|(?:full|part)[- ]time|permanent|contract)\b", re.I)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a posting is called; `level` is what a line such as "Seniority: ..." says."""

    title: str = ""
    company: str = ""
    place: str = ""
    level: str = ""


def identity(text: str) -> Identity:
    """What the top of a clean posting text says."""
    found = []
    for block in blocks(text):
        found.append(block)
        if len(found) == HEAD:
            break
    facts = dict(reversed([*fields(found)]))
    title, company, place = (facts.get(key, "") for key in ("title", "company", "place"))
    weak = ("", "")
    number = next(
        (n for n, one in enumerate(found[:2]) if is_titled(one) or is_title(one.text)), None
    )
    if number is not None:
        above, employer = ("", "") if is_titled(found[number]) else split_title(found[number].text)
        title = title or above
        under, where = below(found[number + 1 : number + 3])
        company, place = company or employer or under, place or where
        weak = barred(found[number + 1 : number + 2])
    wanted = (match["title"] for match in WANTED.finditer(text[:3000]))
    title = title or next(filter(names_a_job, wanted), "")
    company = company or named(text[:6000]) or weak[0]
    place = place or (weak[1] if weak[0] in ("", company) else "")
    level = short(facts.get("level", ""), 60)
    return Identity(short(title.rstrip("."), 120), short(company, 80), short(place, 80), level)


def fields(found: Iterable[Block]) -> Iterable[tuple[str, str]]:
    """("title", "company", "place" or "level", value) of the lines that say so."""
    for block in found:
        for line in block.text.split("\n"):
            match = FIELD.fullmatch(line)
            kind = field_of(match[1]) if match else ""
            if match and kind in KINDS and len(words_of(match[2])) <= LONGEST_VALUE:
                yield kind, SEPARATOR.split(match[2])[0]


def is_titled(block: Block) -> bool:
    """True for "Job title: ...", below which the employer may stand."""
    match = FIELD.match(block.text)
    return bool(match and field_of(match[1]) == "title")


def is_title(line: str) -> bool:
    """True if a first line names a job: short, no sentence, no heading, no fact."""
    size = len(words_of(line))
    known = announced(line, strong=False) or FIELD.fullmatch(line) or BULLET.match(line)
    known = known or re.search(r"\bhours?\b", line, re.I)
    known = known or wordings().sentences["boilerplate"].search(line)
    return 0 < size <= 14 and line[-1] not in ".!?:," and not SENTENCE.search(line) and not known


def names_a_job(title: str) -> bool:
    """False for a lone word that is more likely a qualification ("CeMAP") than a job."""
    return " " in title or bool(
        re.search(r"(?:e[re]|or|ist|ian|ant|ect|ive|yst|in|nurse)s?$", title)
    )


def split_title(line: str) -> tuple[str, str]:
    """Title and employer of "Nurse at Tidewater Clinic | Boston"."""
    parts = SEPARATOR.split(line)
    title, at, employer = re.sub(r" @ ", " at ", parts[0]).partition(" at ")
    if at and employer[:1].isupper():
        return title, employer
    also = parts[1] if len(parts) > 1 and INSTITUTION.search(parts[1]) else ""
    return parts[0], without_place(also)


def below(found: Iterable[Block]) -> tuple[str, str]:
    """Employer and place in the lines under the title: "Acme Ltd., Leeds" or "Acme | Leeds, UK"."""
    for block in found:
        line = block.text
        if len(words_of(line)) > 16 or SENTENCE.search(line) or FIELD.fullmatch(line):
            continue
        first, *rest = SEPARATOR.split(line)
        where = next((part for part in rest if PLACE.match(part)), "")
        if INSTITUTION.search(first) or re.fullmatch(r".+, [A-Z][\w .]+, [A-Z]{2}", first):
            company = without_place(first)
            return company, where or first.removeprefix(company).strip(", ")
        if where and "," not in first:
            return "" if MODE.search(first) else first, where
        if not rest and re.fullmatch(r"[A-Z][\w .'-]+, (?:[A-Z]{2}|[A-Z][\w .]+)", first):
            return "", first
    return "", ""


def barred(found: Iterable[Block]) -> tuple[str, str]:
    """ "Crumb Mills | Leeds" of the line under the title; it could be something else."""
    for block in found:
        parts = SEPARATOR.split(block.text)
        short = all(part[:1].isupper() and len(words_of(part)) <= 6 for part in parts)
        if len(parts) == 2 and short and not MODE.search(block.text):
            return parts[0], parts[1]
    return "", ""


def without_place(text: str) -> str:
    """ "Acme, Inc., Seattle, WA" -> "Acme, Inc." """
    name, *rest = text.split(", ")
    return f"{name}, {rest[0]}" if rest and LEGAL.fullmatch(rest[0]) else name


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
