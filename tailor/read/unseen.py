"""What a browser does not show of a page: as far as attributes and inline styles alone are sure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from tailor.read.css import (
    CLEAR,
    FAINT,
    NUMBER,
    Colour,
    colour,
    declarations,
    ground,
    old,
    pixels,
    shades,
)

PAINTED = {"body", "table", "thead", "tbody", "tfoot", "tr", "td", "th"}
"""Elements whose attributes say what is behind them."""

SMALLEST = 3.0
"""Letters smaller than this many pixels are not read."""
RAISED = 6.0
"""Browsers draw letters whose size is a share of others' no smaller than this."""
NEAR = 12
"""Of 255: how much two colours differ at most that nobody tells apart."""
FAR = -900.0
"""From this many pixels left of the page, or above it, nothing is seen."""

BLOCKS = {
    *("address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "figure"),
    *("footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "li", "main", "ol", "p"),
    *("pre", "section", "ul"),
}
"""Elements that have a height and an indent unless a style says otherwise."""

HOLDERS = {"article", "aside", "center", "details", "div", "footer", "header", "main", "ol"}
HOLDERS |= {"section", "table", "tbody", "tr", "ul"}
"""Elements that stay open until they are closed."""

ENDING = {"p", "li", "dt", "dd", "td", "th", "tr"}
"""Elements that end where the next of their kind begins, a paragraph where any block does."""

DEEPEST = 200
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
NOTHING = re.compile(r"scale[xy]?\(0*+\.?0*+[,)]|inset\((?:[5-9]\d|100)%|circle\(0")
CLIP = re.compile(r"rect\((?:[01](?:px)?[, ]*){4}\)")
MOVING = {"animation", "animation-name", "transition"}
SHADED = {"text-shadow", "-webkit-text-stroke", "background-clip", "-webkit-background-clip"}
"""What lets letters be seen that have no colour of their own, or stand before a picture."""


@dataclass(frozen=True, slots=True)
class Look:
    """How letters look: their colour, what is behind them (None if it is not known), their size.

    `size` is in pixels; `veiled`, `away` and `gone` are those of `visibility`, `text-indent` and of
    elements that are not drawn at all.
    """

    colour: Colour | None = (0, 0, 0)
    ground: Colour | None = (255, 255, 255)
    size: float = 16.0
    veiled: bool = False
    away: bool = False
    gone: bool = False

    @property
    def unseen(self) -> bool:
        return self.gone or self.veiled or self.away or self.size < SMALLEST or self.merged

    @property
    def merged(self) -> bool:
        """Whether the letters have the colour of what is behind them, or none."""
        if self.colour is None or self.ground is None:
            return False
        pairs = zip(self.colour, self.ground, strict=False)
        return self.colour == CLEAR or all(abs(one - other) <= NEAR for one, other in pairs)


def within(around: Look, tag: str, attributes: Mapping[str, str], shaded: bool) -> Look:
    """How letters look in an element; `shaded`: a style sheet may colour what is behind them."""
    style = declarations(attributes.get("style", ""))
    block = tag in BLOCKS or "block" in style.get("display", "")
    apart = style.get("position") in ("absolute", "fixed", "sticky")
    behind = None if shaded or apart or SHADED & style.keys() else around.ground
    said = style.get("-webkit-text-fill-color") or style.get("color")
    said = said or old(attributes, {"font": "color", "body": "text"}.get(tag, ""))
    link = tag == "a" and "href" in attributes and not said
    indent = pixels(style.get("text-indent", ""), around.size)
    return replace(
        around,
        colour=None if link else colour(said, around.colour) if said else around.colour,
        ground=ground(style, attributes if tag in PAINTED else {}, behind),
        size=sized(style.get("font-size", ""), around.size),
        veiled=style.get("visibility", "hidden" * around.veiled) in ("hidden", "collapse"),
        away=around.away if indent is None else block and indent < FAR,
        gone=around.gone or undrawn(style, attributes, block),
    )


def sized(said: str, around: float) -> float:
    """The size of letters in pixels."""
    if not said or said in ("inherit", "unset"):
        return around
    share = NUMBER.fullmatch(said)
    size = float(share[1]) / 100 * around if share and share[2] else pixels(said, around)
    least = RAISED if size and said.endswith(("%", "em", "ex", "ch")) else 0.0
    return 16.0 if size is None else max(size, least)


def undrawn(style: Mapping[str, str], attributes: Mapping[str, str], block: bool) -> bool:
    """Whether an element and all that is in it is not drawn, or where nobody looks."""
    display = style.get("display", "none" if "hidden" in attributes else "")
    fades = not MOVING & style.keys()
    opacity = NUMBER.fullmatch(style.get("opacity", ""))
    faint = opacity and float(opacity[1]) / (100 if opacity[2] else 1) <= FAINT
    lifted = style.get("position") in ("absolute", "fixed")
    moves = lifted or style.get("position") == "relative"
    moved = ("left", "top") if moves else ("margin-left",)
    return bool(
        display == "none"
        or (faint and fades)
        or any((pixels(style.get(side, ""), 16.0) or 0.0) < FAR for side in moved)
        or (lifted and CLIP.fullmatch(style.get("clip", "")))
        or NOTHING.search(style.get("transform", "") + style.get("clip-path", ""))
        or ((block or lifted) and flat(style))
    )


def flat(style: Mapping[str, str]) -> bool:
    """Whether a box without height or width cuts off what is in it."""
    cut = {style.get(key) for key in ("overflow", "overflow-x", "overflow-y")} & {"hidden", "clip"}
    sides = ("height", "max-height", "width", "max-width")
    sizes = [pixels(style.get(side, ""), 16.0) for side in sides]
    padded = any(key.startswith(("padding", "min-")) for key in style)
    return bool(cut) and not padded and any(size is not None and size <= 1 for size in sizes)


class Looks:
    """The elements that are open, and the texts in them that nobody sees."""

    def __init__(self, page: str = "") -> None:
        self.shades = shades(page)
        self.open: list[tuple[str, Look]] = []
        self.covered: list[str] = []
        self.hidden: list[str] = []

    @property
    def now(self) -> Look:
        return self.open[-1][1] if self.open else Look()

    def enter(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element opens."""
        classes = (f".{name}" for name in attributes.get("class", "").split())
        names = {"*", tag, f"#{attributes.get('id')}", *classes}
        shaded = not self.shades.isdisjoint(names)
        self.open.append((tag, within(self.now, tag, attributes, shaded)))

    def leave(self, depth: int) -> None:
        """The elements but the first `depth` close."""
        del self.open[depth:]
        self.told()

    def settle(self) -> None:
        """What no paragraph can hold stays open, all else closes."""
        while self.open and self.open[-1][0] not in HOLDERS:
            self.open.pop()
        self.told()

    def opened(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A tag opens an element, where others may have been left open."""
        alone = {"p", tag} & ENDING if tag in BLOCKS | HOLDERS | ENDING else ()
        if self.open and self.open[-1][0] in alone:
            self.leave(len(self.open) - 1)
        if tag not in VOID and len(self.open) < DEEPEST:
            self.enter(tag, attributes)

    def closed(self, tag: str) -> None:
        """A tag closes the last element of its name, with what is open in it."""
        found = [at for at, (name, _) in enumerate(self.open) if name == tag]
        if found:
            self.leave(found[-1])

    def covers(self, text: str) -> bool:
        """Whether nobody sees a text; then it is kept as hidden."""
        if self.now.unseen:
            self.covered.append(text)
        else:
            self.told()
        return self.now.unseen

    def parts(self) -> None:
        """A line ends: what is hidden behind it is no part of the last word."""
        self.covered += [" "] if self.covered else []

    def told(self) -> None:
        """Puts together what was hidden, up to where something can be seen again."""
        if self.covered and not self.now.unseen:
            text = " ".join("".join(self.covered).split())
            self.hidden += [text] if text else []
            self.covered = []
