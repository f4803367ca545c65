"""Findings about what the readers read and how it is laid out."""

import re
from collections.abc import Iterator, Mapping

from tailor.ats import glyphs, words
from tailor.ats.fields import lines_of, parted
from tailor.ats.hidden import short
from tailor.ats.layout import Line, Page, Run
from tailor.ats.order import columns, in_sight, jumps, strays, tears
from tailor.ats.vocabulary import EMAIL, LINK, phone
from tailor.model import Finding

LITTLE = 80
"""A CV with fewer letters than this has no text."""
GLUED = 0.01
JUMPS = 0.05
SYMBOLS = re.compile(
    r"awesome|^symbol|dingbat|wingding|icon|material|academicons|marvosym|bbding|entypo|ionicon",
    re.IGNORECASE,
)


def text(read: Mapping[str, str], pages: tuple[Page, ...]) -> Iterator[Finding]:
    """A page without text is a picture."""
    most = max((sum(map(str.isalpha, one)) for one in read.values()), default=0)
    if most < LITTLE:
        pictures = any(pictured(page) for page in pages)
        what = "the page is a picture (a scan)" if pictures else "there is next to no text"
        yield Finding("text", "fail", f"{what}: readers find {most} letters")


def pictured(page: Page) -> bool:
    """Whether pictures cover half of the page."""
    areas = (
        (one.box[2] - one.box[0]) * (one.box[3] - one.box[1])
        for one in page.shapes
        if one.kind == "image"
    )
    return sum(areas) > 0.5 * page.width * page.height


def readers(read: Mapping[str, str], errors: Mapping[str, str]) -> Iterator[Finding]:
    for name, error in errors.items():
        yield Finding("readers", "fail", f"{name} gives up: {error}")
    for name, share in words.odd_ones(read):
        message = f"{name} has only {share:.0%} of its words in common with the other readers"
        yield Finding("readers", "fail" if share < words.FAR else "warn", message)


def broken(read: Mapping[str, str]) -> Iterator[Finding]:
    bullets: dict[str, list[str]] = {}
    for name, one in read.items():
        found = glyphs.faults(one)
        for sign in [sign for sign in found if glyphs.only_bullet(sign, one)]:
            bullets.setdefault(sign, []).append(name)
            del found[sign]
        for message in glyphs.listed(found):
            yield Finding("glyphs", "fail", f"{name} reads {message}")
    for sign, names in bullets.items():
        message = f"bullets are read as {glyphs.named(sign)} by {', '.join(names)}"
        yield Finding("glyphs", "warn", message)


def wording(read: Mapping[str, str]) -> Iterator[Finding]:
    for message, level, finder in (
        ("is read letter by letter", "fail", words.spaced),
        ("falls apart", "fail", words.broken_capitals),
        ("has lost its spaces", "fail", words.unspaced),
        ("is cut by a hyphen", "warn", words.hyphenated),
    ):
        found: dict[str, list[str]] = {}
        for name, one in read.items():
            for word in finder(one):
                found.setdefault(word, []).append(name)
        for word, names in found.items():
            yield Finding("words", level, f"“{word}” {message} by {', '.join(names)}")
    glued: dict[str, list[str]] = {}
    for name, word in words.glued(read):
        glued.setdefault(name, []).append(word)
    for name, found_here in glued.items():
        many = len(found_here) > GLUED * words.words(read[name]).total()
        message = f"{name} glues words together: {', '.join(found_here[:5])}"
        yield Finding("words", "fail" if many else "warn", message)


def column(pages: tuple[Page, ...]) -> Iterator[Finding]:
    kinds = {
        "columns": ("fail", "the text stands in two columns"),
        "labels": ("warn", "dates or labels stand in a column of their own"),
    }
    for number, page in enumerate(pages, 1):
        if kind := columns(page):
            level, message = kinds[kind]
            yield Finding("columns", level, f"page {number}: {message}")


def order(pages: tuple[Page, ...], read: Mapping[str, str]) -> Iterator[Finding]:
    """Lines read in another order than they stand; columns have no one order to compare with."""
    for number, page in enumerate(pages, 1):
        if page.turned:
            yield Finding("order", "warn", f"page {number} is turned by {page.turned} degrees")
    if any(columns(page) for page in pages):
        return
    count = len(in_sight(pages))
    if apart := [one for page in pages for one in strays(page)]:
        message = f"“{short(apart[0])}” is drawn apart from the line that it stands in"
        yield Finding("order", "warn", message + more(len(apart)))
    for name, one in read.items():
        if found := jumps(pages, one):
            level = "fail" if len(found) > max(1, JUMPS * count) else "warn"
            first, second = (short(text) for text in found[0])
            message = f"{name} reads “{second}” before “{first}”, which stands above it"
            yield Finding("order", level, message + more(len(found)))


def torn(pages: tuple[Page, ...], read: Mapping[str, str]) -> Iterator[Finding]:
    found: dict[str, list[str]] = {}
    for name, one in tears(pages, read):
        found.setdefault(name, []).append(one)
    for name, texts in found.items():
        message = f"{name} reads something else in the middle of “{short(texts[0])}”"
        yield Finding("tears", "warn", message + more(len(texts)))


def icons(pages: tuple[Page, ...]) -> Iterator[Finding]:
    """Symbols on the lines of contact data at the top."""
    head, _ = parted(lines_of(pages))
    for line in head:
        signs = [run for part in line.segments for run in part.runs if symbol(run)]
        if signs and contact(line):
            message = f"an icon ({signs[0].style.font}) stands beside “{short(plain(line))}”"
            yield Finding("icons", "fail", message)


def symbol(run: Run) -> bool:
    return bool(SYMBOLS.search(run.style.font)) or any(
        glyphs.fault(character).startswith("a private-use") for character in run.text
    )


def contact(line: Line) -> bool:
    return bool(EMAIL.search(line.text) or LINK.search(line.text) or phone(line.text))


def plain(line: Line) -> str:
    return "".join(character for character in line.text if not glyphs.fault(character)).strip()


def more(count: int) -> str:
    return f" (and {count - 1} more)" if count > 1 else ""
