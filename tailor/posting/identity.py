"""The title of the job, the name of the employer and the place, or "" if the text does not say."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from tailor.files import lazy_pattern
from tailor.posting.headings import (
    BULLET,
    Block,
    heading_kind,
    heading_wordings,
    label_field,
    split_blocks,
    words_of,
)
from tailor.posting.naming import (
    FORM,
    INSTITUTION,
    LEGAL,
    MODE,
    MONEY,
    PART,
    SPOT,
    UNDER,
    confirmed_by_text,
    employer_and_place,
    employer_in_text,
    has_job,
    is_name,
    is_place,
    is_sentence,
    is_shaped,
    place_in,
    place_in_text,
    plain_name,
    split_on_bars,
    with_full_stop,
    without_place,
)
from tailor.posting.titles import GENDERS, title_in_text, title_of_file, trim_title

PIN = "\N{ROUND PUSHPIN}"
HEAD_LETTERS = 6_000
TITLE_BLOCKS = 9
"""Blocks from the top in which a line that names a job is the title."""
HEAD = 24
"""Blocks from the top in which "Title: ..." and "Company: ..." are looked for."""

LONGEST_PLAIN_TITLE = 8
LONGEST_ABOVE = 20
"""Words of a paragraph below which no line is the title any more."""

KINDS = ("title", "company", "place", "level")
LONGEST_VALUE = 16
"""Words of a title or a name."""

FIELD = lazy_pattern(r"([^:\n]{2,40}?) ?: +(\S[^\n]*)")
PICTURE = lazy_pattern(r"[\U0001F300-\U0001FAFF\u2300-\u27BF]")
SHORTENED = lazy_pattern(r"(?<=\b[JS]r)\.$")
"""The stop of "Jr." at the end of a title."""
SEPARATOR = lazy_pattern(r"(?<!\s)\s+[|·•]\s+|\t+")
LOGO = lazy_pattern(r"(\S.{1,60}) logo", re.IGNORECASE)
SINCE = lazy_pattern(r".{0,40}\b(?:ago|applicants|views?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a posting is called; `level` is what a line such as "Seniority: ..." says."""

    title: str = ""
    company: str = ""
    place: str = ""
    level: str = ""


def parse_identity(text: str, file: str = "") -> Identity:
    """What a clean posting text says; its file's name may give the title if the text does not."""
    logo, blocks = top_blocks(text)
    facts = dict(reversed([*labelled_fields(blocks)]))
    title, company, place = (facts.get(key, "") for key in ("title", "company", "place"))
    number = titled_block(blocks)
    title, employer = split_title(title) if title else ("", "")
    firm, where, weak, near = "", "", ("", ""), [block.text for block in blocks[:5]]
    if number is not None:
        head = "" if is_titled(blocks[number]) else blocks[number].text
        above, after = split_title(head), lines_under(blocks, number)
        names_job = is_job(head) or is_titled(blocks[number])
        title = title or (above[0] if names_job or not title_in_text(text) else "")
        employer = employer or above[1]
        near = [block.text for block in blocks[:number][-3:]] + [head, *after]
        firm, where = lines_below_title(head, after, text)
        weak = split_on_bars(after[:2], company or employer or firm)
    title = (facts.get("title", "") and title) or trim_title(title or piped_title(blocks), text)
    title = title or title_in_text(text) or title_of_file(file)
    in_text = employer_in_text(text, title, near, blocks[0].text if number == 1 else "")
    firm = "" if in_text and not is_name(firm.split(" | ")[0]) else firm
    company = company or logo or known_employer(employer, in_text) or known_employer(firm, in_text)
    company = company or in_text or known_employer(weak[0], "", title)
    if company and title == company:
        title = ""
    where = where.removeprefix(company).strip(", ") if company else where
    is_name_of = INSTITUTION.search(where.partition(", ")[0]) or where.endswith(".")
    place = place_of_label(place)
    place = place or ("" if is_name_of else where)
    place = place or (weak[1] if weak[0] in ("", company) else "")
    place = place or place_near(near, title, company) or place_in_text(text, company, title)
    level = shorten_name(facts.get("level", ""), 60)
    return Identity(
        shorten_name(title.rstrip("."), 120),
        shorten_name(with_full_stop(company, text), 80),
        shorten_name(place, 80),
        level,
    )


def place_of_label(value: str) -> str:
    """The place in what a label gives: "Joliet, IL" of "Joliet DC - Joliet, IL", "Leeds" of
    "Leeds (hybrid)"."""
    plain = re.sub(r" ?\([^()]*\)$", "", value) if MODE.search(value) else value
    parts = re.split(r" [-–|] ", plain)
    spots = [part for part in parts if SPOT.fullmatch(part)]
    return spots[0] if spots and len(parts) > 1 else plain


def is_job_line(line: str) -> bool:
    """Whether a line names a job, and not a person who holds one ("Ann Wu, Head of Care")."""
    first = line.split(", ")[0]
    person = re.fullmatch(r"[A-Z][a-z]+ [A-Z][a-z]+", first) and not has_job(words_of(first))
    is_contact = bool(person and "," in line) or re.search(r"\d{4}", line)
    return (has_job(words_of(line)) or bool(GENDERS.search(line))) and not is_contact


def is_like_a_title(line: str) -> bool:
    """Whether a line without the name of a job may still be a title: short, not the name of a
    ward or an employer, and no slogan ("People matter here")."""
    is_other = PART.search(line) or INSTITUTION.search(line) or FORM.search(line)
    is_other = is_other or re.search(r"[.!?] ", line)
    words = line.split()
    small = [word for word in words[1:] if word[0].islower()]
    is_slogan = len(words) > 2 and (
        len(small) == len(words) - 1 or sum(len(word) > 3 for word in small) > 1
    )
    return len(words) <= LONGEST_PLAIN_TITLE and not (is_other or is_slogan)


def piped_title(blocks: Sequence[Block]) -> str:
    """The title in a first line such as "Crumb (bread) | Baker | Leeds | $20 an hour"."""
    parts = SEPARATOR.split(blocks[0].text.split("\n")[0]) if blocks else []
    return next((part for part in parts[1:] if is_title(part) and has_job(words_of(part))), "")


def known_employer(name: str, in_text: str, title: str = "") -> str:
    """A name from a line; "" if it is a place or a department, or the text says it better."""
    name = re.split(r" [|(]", name)[0].strip(" ,)")
    name = plain_name(name, title)
    if not name or not is_shaped(name):
        return ""
    same = in_text and (in_text in name or name in in_text)
    return in_text if same and "," in name and not LEGAL.search(name) else name


def titled_block(blocks: Sequence[Block]) -> int | None:
    """The block that is the title: the first line that names a job, or else the first line."""
    near = takewhile(
        lambda block: len(words_of(block.text)) <= LONGEST_ABOVE, blocks[:TITLE_BLOCKS]
    )
    with_job = (
        number
        for number, block in enumerate(near)
        if is_titled(block) or (is_title(block.text) and is_job_line(block.text))
    )
    first = (
        number
        for number, block in enumerate(blocks[:2])
        if is_titled(block) or (is_title(block.text) and is_like_a_title(block.text))
    )
    return next(with_job, next(first, None))


def place_near(near: Sequence[str], title: str, company: str) -> str:
    """A town in the lines around the title: "Baker (Leeds, hybrid)", "Crumb, Leeds"."""
    for line in near:
        for part in re.split(r" [|·•–—-] |\t|[()]|(?<![a-z]), |(?<=[a-z]), (?![A-Z])", line):
            pieces = part.strip(" ,.").split(", ")
            for index, piece in enumerate(pieces):
                words = piece.split(" ")
                town = next(
                    (" ".join(words[:n]) for n in (3, 2, 1) if is_place(" ".join(words[:n]))), ""
                )
                is_name = piece.removeprefix(town).startswith(" & ")
                if not town or is_name or town in title or town in company or is_sentence(line):
                    continue
                state = pieces[index + 1] if len(pieces) > index + 1 and town == piece else ""
                return f"{town}, {state}" if re.fullmatch(r"[A-Z]{2}|[A-Z][a-z]+", state) else town
    return ""


def lines_under(blocks: Sequence[Block], number: int) -> list[str]:
    """The next lines that are no "Salary: ..." and do not say the title again."""
    near = blocks[number + 1 : number + 7]
    lines = [block.text for block in near if not FIELD.fullmatch(block.text)][:3]
    return [line for line in lines if line != blocks[number].text]


def lines_below_title(head: str, after: Sequence[str], text: str) -> tuple[str, str]:
    """Employer and place in the lines under the title, and behind it: "Baker | Leeds, UK"."""
    rest = SEPARATOR.split(head)[1:]
    firm, where = employer_and_place(after)
    near = ""
    if not firm:
        firm, near = confirmed_by_text([" | ".join(rest), *after[:2]], text)
    return firm, where or next(filter(None, map(place_in, rest)), near)


def top_blocks(text: str) -> tuple[str, list[Block]]:
    """The first blocks without what job boards put there, and the company that a logo names."""
    logo, blocks = "", []
    for block in split_blocks(text[:HEAD_LETTERS]):
        line = block.text
        if match := LOGO.fullmatch(line):
            logo = logo or match[1]
        elif line != logo and not is_boilerplate_line(line):
            blocks.append(block)
        if len(blocks) == HEAD:
            break
    return logo, blocks


def is_boilerplate_line(line: str) -> bool:
    """True for buttons of a job board, and "2 weeks ago · 40 applicants"."""
    since = SINCE.fullmatch(line) and not SPOT.fullmatch(UNDER.split(line)[0])
    return bool(since) or words_of(line) in heading_wordings().chrome


def labelled_fields(blocks: Iterable[Block]) -> Iterable[tuple[str, str]]:
    """("title", "company", "place" or "level", value) of the lines that say so."""
    for block in blocks:
        for line in block.text.split("\n"):
            if line.startswith(PIN):
                yield "place", PICTURE.split(line.removeprefix(PIN).strip())[0].strip()
            match = FIELD.fullmatch(line)
            kind = label_field(match[1]) if match else ""
            if match and kind in KINDS and len(words_of(match[2])) <= LONGEST_VALUE:
                yield kind, SEPARATOR.split(match[2])[0]


def is_titled(block: Block) -> bool:
    """True for "Job title: ...", below which the employer may be."""
    match = FIELD.match(block.text)
    return bool(match and label_field(match[1]) == "title")


def is_title(line: str) -> bool:
    """True if a first line names a job: short, no sentence, no heading, no fact."""
    size, end = len(words_of(line)), SHORTENED.sub("", line)[-1:]
    is_other = heading_kind(line, strong=False) or FIELD.fullmatch(line) or BULLET.match(line)
    is_other = is_other or re.search(r"\bhours?\b", line, re.I)
    says = heading_wordings().sentences
    is_other = is_other or says["boilerplate"].search(line) or says["terms"].search(line)
    is_other = is_other or (None if is_job_line(line) else MONEY.search(line))
    return 0 < size <= 14 and end not in {*".!?:,"} and not is_sentence(line) and not is_other


def can_be_title(line: str) -> bool:
    """Whether a line that is set as a heading can be the title, and is no slogan."""
    return is_title(line) and (is_job(line) or is_like_a_title(line))


def is_job(title: str) -> bool:
    """Whether a title has a word that names a job, so that it alone says what is wanted."""
    return has_job(words_of(title))


def split_title(line: str) -> tuple[str, str]:
    """Title and employer of "Nurse at Tidewater Clinic | Boston"."""
    parts = SEPARATOR.split(line)
    title, separator, employer = re.sub(r" @ ", " at ", parts[0]).partition(" at ")
    if separator and employer[:1].isupper():
        return title, employer
    also = parts[1] if len(parts) > 1 and INSTITUTION.search(parts[1]) else ""
    return parts[0], without_place(also)


def shorten_name(text: str, limit: int) -> str:
    """At most `limit` letters on one line: names are shown, never trusted."""
    flat = " ".join(text.split()).strip(" -–|,;")
    return flat if len(flat) <= limit else ""
