"""Checks of the text of any PDF: damaged words, odd characters, order."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise

from tailor.ats.evidence import Evidence
from tailor.ats.form_parser import lines_of, split_sections
from tailor.ats.hidden_text import shorten
from tailor.ats.layout import Line, Page, Run
from tailor.ats.reading_order import (
    detached_texts,
    find_columns,
    interrupted_lines,
    reading_jumps,
    visible_order,
)
from tailor.ats.vocabulary import EMAIL, LINK, find_phone, kind_of
from tailor.models import Finding

CID = re.compile(r"\(cid:\d+\)")
LIGATURES = range(0xFB00, 0xFB07)
HYPHENS = "\u00ad\u2010\u2011"
UNKNOWN = "\ufffd\ufffe\uffff"


def bad_characters(text: str) -> dict[str, str]:
    """Every bad character of a text, with what it is."""
    faults = {
        character: kind for character in sorted(set(text)) if (kind := character_fault(character))
    }
    return faults | dict.fromkeys(CID.findall(text), "a glyph without a character")


def character_fault(character: str) -> str:
    """What is wrong with a character, or "" if nothing is."""
    code, category = ord(character), unicodedata.category(character)
    if code in LIGATURES:
        return "a ligature in place of letters"
    if character in HYPHENS:
        return "a hyphen that searches do not find"
    if category == "Co":
        return "a private-use character (an icon)"
    if character in UNKNOWN or category in ("Cn", "Cs"):
        return "an unknown character"
    if category == "Cc" and character not in "\t\n\r\f\v":
        return "a control character"
    return ""


def is_only_bullet(character: str, text: str) -> bool:
    """Whether a character is one of a symbol font that comes before lines and nowhere else."""
    lines = [line.strip() for line in text.splitlines() if character in line]
    return "\uf000" <= character <= "\uf0ff" and all(
        line.startswith(character) and character not in line[1:] for line in lines
    )


def describe_character(character: str) -> str:
    """Such as U+FB01."""
    return character if len(character) > 1 else f"U+{ord(character):04X}"


def list_characters(faults: dict[str, str]) -> Iterator[str]:
    for character, kind in faults.items():
        yield f"{describe_character(character)}, {kind}"


def find_unmapped_glyphs(pages: tuple[Page, ...]) -> Iterator[Finding]:
    """A finding for each font with glyphs that stand for no character."""
    for font, count in Counter(font for page in pages for font in page.unmapped).items():
        glyphs = f"{count} glyph{'' if count == 1 else 's'}"
        message = f"pdfium finds no character for {glyphs} of the font {font or 'without a name'}"
        yield Finding("glyphs", "fail", message)


WORD = re.compile(r"[^\W_]+(?:['’.+#&/@-][^\W_]+)*[+#]*")
SPACED = re.compile(r"(?<!\S)(?:[^\W\d_] ){3,60}[^\W\d_](?!\S)")
TWO_SIZES = re.compile(
    r"(?<!\S)[B-HJ-Z] (?!AND\b|FOR\b|THE\b|WITH\b)[A-Z]{3,}(?!\S)"
    r"|(?<!\S)(?:[A-Z]{1,2} ){3,60}[A-Z]{2,}(?!\S)"
)
FIRST_LETTER = re.compile(r"(?<!\S)([A-Z]) ([A-Z]+)(?!\S)")
HYPHENATED = re.compile(
    r"(?<![^\W\d_])([^\W\d_]{2,60})[-\u00ad\u2010\u0002\ufffe][ \t]*\r?\n[ \t]*([a-zß-ÿ]{2,60})"
)
NEAR = 0.97
FAR = 0.9
"""Shares of words in common below which readers differ a little, or much."""


def split_words(text: str) -> Counter[str]:
    return Counter(WORD.findall(CID.sub(" ", text)))


def word_agreement(left: str, right: str) -> float:
    """Words in common over all words (Jaccard index of the two bags), 1 if both are empty."""
    first, second = split_words(left), split_words(right)
    whole = (first | second).total()
    return (first & second).total() / whole if whole else 1.0


def odd_readers(readings: Mapping[str, str]) -> Iterator[tuple[str, float]]:
    """Readers whose words differ from what most others read, with their mean agreement."""
    for name, text in readings.items():
        others = [word_agreement(text, readings[other]) for other in readings if other != name]
        if others and sorted(others)[len(others) // 2] < NEAR:
            yield name, sum(others) / len(others)


def find_glued_words(readings: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Words that another reader reads as two, as (reader, word)."""
    bags = {name: split_words(text) for name, text in readings.items()}
    pairs = {name: joined_neighbours(text) for name, text in readings.items()}
    for name, bag in bags.items():
        for word in bag:
            apart = (word in pairs[other] and word not in bags[other] for other in readings)
            if len(word) > 5 and any(apart):
                yield name, word


def joined_neighbours(text: str) -> set[str]:
    """Every two words of a line, written as one."""
    joined = set()
    for line in text.splitlines():
        parts = WORD.findall(line)
        joined |= {first + second for first, second in pairwise(parts)}
    return joined


def spaced_out_words(text: str) -> tuple[str, ...]:
    """Words that are read letter by letter, such as "E X P E R I E N C E"."""
    return tuple(dict.fromkeys(match[0] for match in SPACED.finditer(text)))


def broken_capitals(text: str) -> tuple[str, ...]:
    """Headings that fall apart, such as "E XPERIENCE": capitals of two sizes, or wide spacing."""
    lines = (line.strip() for line in text.splitlines())
    short = (line for line in lines if len(line) < 40 and line.upper() == line)
    return tuple(dict.fromkeys(line for line in short if has_detached_letter(line)))


def has_detached_letter(line: str) -> bool:
    """Whether a first letter has come off; "A" and "I" may be words, so "A WARDS" needs a look."""
    joined = FIRST_LETTER.sub(r"\1\2", line)
    return bool(TWO_SIZES.search(line)) or bool(kind_of(joined) and not kind_of(line))


def hyphenated_words(text: str) -> tuple[str, ...]:
    """Words cut by a hyphen at the end of a line, unless they are read in full elsewhere."""
    words = (match.group(1) + "-" + match.group(2) for match in HYPHENATED.finditer(text))
    return tuple(dict.fromkeys(word for word in words if text.count(word) == 0))


def unspaced_runs(text: str) -> tuple[str, ...]:
    """Runs of over 25 characters: whole phrases without a space."""
    return tuple(dict.fromkeys(re.findall(r"(?<![\w/.@-])[^\W\d_]{26,}(?![\w/.@-])", text)))


LITTLE = 80
"""A CV with fewer letters than this has no text."""
GLUED = 0.01
JUMPS = 0.05
SYMBOLS = re.compile(
    r"awesome|^symbol|dingbat|wingding|icon|material|academicons|marvosym|bbding|entypo|ionicon",
    re.IGNORECASE,
)


def check_has_text(page: Evidence) -> Iterator[Finding]:
    """A page without text is a picture."""
    most = max((sum(map(str.isalpha, text)) for text in page.readings.values()), default=0)
    needed = min(LITTLE, sum(map(str.isalpha, page.own_text))) if page.own else LITTLE
    if most < needed:
        pictures = any(is_picture(sheet) for sheet in page.pages)
        what = "the page is a picture (a scan)" if pictures else "there is next to no text"
        yield Finding("text", "fail", f"{what}: readers find {most} letters")


def is_picture(page: Page) -> bool:
    """Whether pictures cover half of the page."""
    areas = (
        (shape.box[2] - shape.box[0]) * (shape.box[3] - shape.box[1])
        for shape in page.shapes
        if shape.kind == "image"
    )
    return sum(areas) > 0.5 * page.width * page.height


def check_readers(page: Evidence) -> Iterator[Finding]:
    for name, error in page.errors.items():
        yield Finding("readers", "fail", f"{name} gives up: {error}")
    for name, share in odd_readers(page.readings):
        message = f"{name} has only {share:.0%} of its words in common with the other readers"
        yield Finding("readers", "fail" if share < FAR else "warn", message)


def check_characters(page: Evidence) -> Iterator[Finding]:
    """Broken characters; what the résumé itself says is not broken."""
    expected = bad_characters(page.own_text)
    bullets: dict[str, list[str]] = {}
    for name, text in page.readings.items():
        faults = {bad: kind for bad, kind in bad_characters(text).items() if bad not in expected}
        for sign in [sign for sign in faults if is_only_bullet(sign, text)]:
            bullets.setdefault(sign, []).append(name)
            del faults[sign]
        for message in list_characters(faults):
            yield Finding("glyphs", "fail", f"{name} reads {message}")
    for sign, names in bullets.items():
        message = f"bullets are read as {describe_character(sign)} by {', '.join(names)}"
        yield Finding("glyphs", "warn", message)
    yield from find_unmapped_glyphs(page.pages)


def check_words(page: Evidence) -> Iterator[Finding]:
    read = page.readings
    for message, level, finder in (
        ("is read letter by letter", "fail", spaced_out_words),
        ("falls apart", "fail", broken_capitals),
        ("has lost its spaces", "fail", unspaced_runs),
        ("is cut by a hyphen", "warn", hyphenated_words),
    ):
        readers_of: dict[str, list[str]] = {}
        for name, text in read.items():
            for word in finder(text):
                readers_of.setdefault(word, []).append(name)
        for word, names in readers_of.items():
            at_worst = "warn" if page.is_own_text(word) else level
            yield Finding("words", at_worst, f"“{word}” {message} by {', '.join(names)}")
    glued: dict[str, list[str]] = {}
    for name, word in find_glued_words(read):
        glued.setdefault(name, []).append(word)
    for name, found_here in glued.items():
        many = len(found_here) > GLUED * split_words(read[name]).total()
        message = f"{name} glues words together: {', '.join(found_here[:5])}"
        yield Finding("words", "fail" if many else "warn", message)


def check_columns(page: Evidence) -> Iterator[Finding]:
    kinds = {
        "columns": ("fail", "the text is in two columns"),
        "labels": ("warn", "dates or labels are in a separate column"),
    }
    for number, sheet in enumerate(page.pages, 1):
        if kind := find_columns(sheet):
            level, message = kinds[kind]
            yield Finding("columns", level, f"page {number}: {message}")


def check_order(page: Evidence) -> Iterator[Finding]:
    """Lines that are not read in the order drawn; columns have no order to compare with."""
    pages = page.pages
    for number, sheet in enumerate(pages, 1):
        if sheet.turned:
            yield Finding("order", "warn", f"page {number} is turned by {sheet.turned} degrees")
    if any(find_columns(sheet) for sheet in pages):
        return
    count = len(visible_order(pages))
    if apart := [text for sheet in pages for text in detached_texts(sheet)]:
        message = f"“{shorten(apart[0])}” is drawn apart from its line"
        yield Finding("order", "warn", message + more_note(len(apart)))
    for name, reading in page.readings.items():
        if jumps := reading_jumps(pages, reading):
            level = "fail" if len(jumps) > max(1, JUMPS * count) else "warn"
            first, second = (shorten(text) for text in jumps[0])
            message = f"{name} reads “{second}” before “{first}”, which is above it"
            yield Finding("order", level, message + more_note(len(jumps)))


def check_interruptions(page: Evidence) -> Iterator[Finding]:
    torn: dict[str, list[str]] = {}
    for name, text in interrupted_lines(page.pages, page.readings):
        torn.setdefault(name, []).append(text)
    for name, texts in torn.items():
        message = f"{name} reads something else in the middle of “{shorten(texts[0])}”"
        yield Finding("tears", "warn", message + more_note(len(texts)))


def check_icons(page: Evidence) -> Iterator[Finding]:
    """Symbols on the lines of contact data at the top."""
    head, _ = split_sections(lines_of(page.pages))
    for line in head:
        signs = [run for part in line.segments for run in part.runs if is_symbol(run)]
        if signs and is_contact_line(line):
            message = f"an icon ({signs[0].style.font}) is next to “{shorten(line_text(line))}”"
            yield Finding("icons", "fail", message)


def is_symbol(run: Run) -> bool:
    return bool(SYMBOLS.search(run.style.font)) or any(
        character_fault(character).startswith("a private-use") for character in run.text
    )


def is_contact_line(line: Line) -> bool:
    return bool(EMAIL.search(line.text) or LINK.search(line.text) or find_phone(line.text))


def line_text(line: Line) -> str:
    return "".join(character for character in line.text if not character_fault(character)).strip()


def more_note(count: int) -> str:
    return f" (and {count - 1} more)" if count > 1 else ""
