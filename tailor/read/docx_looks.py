"""How a Word document looks: kinds of paragraphs, bold and italic runs, what nobody sees."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tailor.read.builder import TINY
from tailor.read.docx_plain import W

if TYPE_CHECKING:
    from lxml.etree import _Element

HEADING = re.compile(r"^(?:heading|überschrift|titre|título|titolo|kop)\s*(\d)$", re.IGNORECASE)
QUOTED = re.compile(r"^(?:intense )?quote$|^(?:intensives )?zitat$|^citation", re.IGNORECASE)
LISTED = re.compile(r"list|aufzählung|liste", re.IGNORECASE)
CONTRAST = 24
"""Colours that differ by less than this in each channel (0-255) look the same."""
COLOUR = re.compile(r"#?([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})([0-9A-Fa-f]{2})(?: .*)?")
SIZE = re.compile(r"(\d{1,5}(?:\.\d+)?)(pt)?")
PAPER = "FFFFFF"
UNKNOWN = ""
"""Some colour or picture."""
SHAPES = {"wsp", "shape", "rect", "roundrect", "oval", "group", "wgp"}


def is_on(switch: "_Element | None") -> bool:
    """Whether a property that is on or off is on; a value of unknown meaning does not count."""
    value = None if switch is None else switch.get(f"{W}val", "on")
    return value is not None and value.lower() in ("on", "1", "true")


class Looks:
    """The styles of a document; `covered` is whether something may lie behind all text."""

    def __init__(self, root: "_Element", styles: "_Element", covered: bool) -> None:
        self.styles = {one.get(f"{W}styleId"): one for one in styles.iterfind(f"{W}style")}
        self.usual = next(
            (
                name
                for name, one in self.styles.items()
                if one.get(f"{W}type") == "paragraph" and one.get(f"{W}default") in ("1", "true")
            ),
            None,
        )
        self.defaults = styles.findall(f"{W}docDefaults/{W}rPrDefault")
        page = root.find(f"{W}background")
        coloured = page is not None and not alike(page.get(f"{W}color", PAPER), PAPER)
        self.paper = UNKNOWN if covered or coloured else PAPER

    def chain(self, name: str | None) -> list["_Element"]:
        """A style and those that it is based on."""
        found: list[_Element] = []
        style = self.styles.get(name)
        while style is not None and style not in found:
            found.append(style)
            base = style.find(f"{W}basedOn")
            style = None if base is None else self.styles.get(base.get(f"{W}val"))
        return found

    def of_paragraph(self, paragraph: "_Element") -> list["_Element"]:
        """The styles of a paragraph."""
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        found = self.chain(None if named is None else named.get(f"{W}val"))
        return found or self.chain(self.usual)

    def kind(self, paragraph: "_Element") -> tuple[str, int]:
        """Kind and level of a paragraph by its style and numbering."""
        for style in self.of_paragraph(paragraph):
            named = style.find(f"{W}name")
            name = "" if named is None else named.get(f"{W}val", "")
            found = HEADING.match(name)
            if found:
                return "heading", int(found[1])
            if QUOTED.search(name):
                return "quote", 0
            if LISTED.search(name) and name != "List Paragraph":
                return "bullet", 1
            if style.find(f"{W}pPr/{W}numPr") is not None:
                return "bullet", 1
        numbered = paragraph.find(f"{W}pPr/{W}numPr")
        number = None if numbered is None else numbered.find(f"{W}numId")
        stopped = number is not None and number.get(f"{W}val") == "0"
        return ("text", 0) if numbered is None or stopped else ("bullet", 1)

    def property(self, name: str, run: "_Element", paragraph: "_Element") -> "_Element | None":
        """A property of a run: its own, else that of its style, else that of its paragraph."""
        named = run.find(f"{W}rPr/{W}rStyle")
        style = self.chain(None if named is None else named.get(f"{W}val"))
        for source in (run, *style, *self.of_paragraph(paragraph), *self.defaults):
            found = source.find(f"{W}rPr/{W}{name}")
            if found is not None:
                return found
        return None

    def has(self, name: str, run: "_Element", paragraph: "_Element") -> bool:
        """Whether a property that is on or off is on for a run."""
        return is_on(self.property(name, run, paragraph))

    def hides(self, run: "_Element", paragraph: "_Element") -> bool:
        """Whether people do not see a run: hidden, tiny, or in the colour of what is behind it."""
        if self.has("vanish", run, paragraph):
            return True
        size = self.property("sz", run, paragraph)
        found = None if size is None else SIZE.fullmatch(size.get(f"{W}val", ""))
        if found and float(found[1]) / (1 if found[2] else 2) < TINY:
            return True
        colour = self.property("color", run, paragraph)
        if colour is None or not COLOUR.fullmatch(colour.get(f"{W}val", "")):
            return False
        behind = next(self.behind(run, paragraph), self.paper)
        return alike(colour.get(f"{W}val", ""), behind)

    def behind(self, run: "_Element", paragraph: "_Element") -> Iterator[str]:
        """The colours behind a run, from the nearest on."""
        for mark in run.iterfind(f"{W}rPr/{W}highlight"):
            if mark.get(f"{W}val") != "none":
                yield PAPER if mark.get(f"{W}val") == "white" else UNKNOWN
        yield from shades(run, "rPr")
        for source in (paragraph, *self.of_paragraph(paragraph)):
            yield from shades(source, "pPr")
        for around in paragraph.iterancestors():
            name = str(around.tag).rpartition("}")[2]
            if name in SHAPES:
                yield filling(around)
            yield from shades(around, f"{name}Pr")
            for named in around.iterfind(f"{W}tblPr/{W}tblStyle"):
                for style in self.chain(named.get(f"{W}val")):
                    yield from (UNKNOWN for one in style.iter(f"{W}shd") if shade(one) is not None)


def shades(element: "_Element", properties: str) -> Iterator[str]:
    """The colour that an element is shaded with, if it is."""
    for one in element.iterfind(f"{W}{properties}/{W}shd"):
        colour = shade(one)
        if colour is not None:
            yield colour


def shade(element: "_Element") -> str | None:
    """The colour of a shading; None if it is clear."""
    pattern, fill = element.get(f"{W}val", "clear"), element.get(f"{W}fill", "auto")
    if pattern not in ("clear", "nil"):
        return UNKNOWN
    themed = element.get(f"{W}themeFill") is not None
    return (UNKNOWN if themed else None) if fill == "auto" or pattern == "nil" else fill


def filling(shape: "_Element") -> str:
    """The colour of a shape that holds text, if it is a plain one."""
    for child in shape:
        if str(child.tag).endswith("}spPr"):
            plain = child.xpath("./*[local-name()='solidFill']/*[local-name()='srgbClr']/@val")
            return str(plain[0]) if plain else UNKNOWN
    return str(shape.get("fillcolor", UNKNOWN))


def alike(one: str, other: str) -> bool:
    """Whether two colours cannot be told from each other; one that is unknown can."""
    first, second = COLOUR.fullmatch(one), COLOUR.fullmatch(other)
    if not first or not second:
        return False
    pairs = zip(first.groups(), second.groups(), strict=True)
    return all(abs(int(a, 16) - int(b, 16)) < CONTRAST for a, b in pairs)
