"""Which text of an HTML page a reader can see."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

Colour = tuple[int, ...]
"""Red, green and blue, 0 to 255; CLEAR for letters of no colour."""
CLEAR: Colour = ()
FAINT = 0.05
IMPORTANT = re.compile(r"\s?!\s?important|/\*.{0,500}?\*/", re.DOTALL)
LENGTH = re.compile(r"([+-]?(?:\d+(?:\.\d+)?|\.\d+))(px|pt|pc|em|rem|ex|ch|cm|mm|in)?")
PIXELS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "rem": 16.0, "cm": 37.8, "mm": 3.78, "in": 96.0}
NAMED: dict[str, Colour] = {
    "white": (255, 255, 255),
    "black": (0, 0, 0),
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "ghostwhite": (248, 248, 255),
    "whitesmoke": (245, 245, 245),
    "transparent": CLEAR,
}
HEX = re.compile(r"#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})")
NUMBER = re.compile(r"(\d+(?:\.\d+)?|\.\d+)(%?)")
WORD = re.compile(r"[\w#.-]+(?:\([^()]{0,200}\))?")
NONE = {"none", "initial", "inherit", "unset", "transparent"}
MIXED = re.compile(r"rgba|/|var\(|url\(|gradient|#(?:[\da-f]{4}|[\da-f]{8})(?![\da-f])")
"""What stands in a ground that is a picture, or that lets others through."""
LIGHT = 225
"""A ground of this much of each colour is as good as white."""
SHEET = re.compile(r"</?style\b[^>]{0,300}>?", re.IGNORECASE)
LONGEST = 200_000
"""Letters of style sheets that are looked at."""
LINKED = re.compile(r"<link\b[^>]{0,300}stylesheet|<meta\b[^>]{0,300}color-scheme", re.IGNORECASE)
NAME = re.compile(r"[.#]?[\w-]+|\*")


def parse_declarations(style: str) -> dict[str, str]:
    """The properties of an inline style, in small letters."""
    plain = IMPORTANT.sub("", " ".join(style.lower().split()))
    parts = (one.partition(":") for one in plain.split(";"))
    return {name.strip(): value.strip() for name, _, value in parts if value.strip()}


def to_pixels(said: str, letters: float) -> float | None:
    """A length in pixels, None if it is none; `letters` is the size of those around."""
    found = LENGTH.fullmatch(said)
    if not found or not (found[2] or float(found[1]) == 0):
        return None
    unit = letters / (2 if found[2] in ("ex", "ch") else 1)
    return float(found[1]) * PIXELS.get(found[2] or "px", unit)


def parse_css_colour(said: str, around: Colour | None = None) -> Colour | None:
    """A colour by its name or numbers; None if it is not known."""
    if said in ("inherit", "currentcolor", "unset"):
        return around
    if said.startswith("rgb"):
        found = [(float(one), sign) for one, sign in NUMBER.findall(said)]
        numbers = [one * (2.55 if sign else 1) for one, sign in found[:3]]
        alpha = found[3][0] / (100 if found[3][1] else 1) if len(found) > 3 else 1.0
        made = tuple(round(min(one, 255)) for one in numbers) if len(numbers) == 3 else None
        return CLEAR if alpha <= FAINT else made
    if HEX.fullmatch(said):
        digits = said[1:] if len(said) > 5 else "".join(2 * digit for digit in said[1:])
        red, green, blue, alpha = (int(f"{digits}ff"[at : at + 2], 16) for at in (0, 2, 4, 6))
        return CLEAR if alpha <= FAINT * 255 else (red, green, blue)
    return NAMED.get(said)


def background_of(
    style: Mapping[str, str], attributes: Mapping[str, str], around: Colour | None
) -> Colour | None:
    """The colour behind the letters of an element; None if it is not known."""
    pictured = "background" in attributes or style.get("background-image", "none") != "none"
    said = (
        style.get("background-color")
        or style.get("background")
        or legacy_colour(attributes, "bgcolor")
    )
    if pictured or not said:
        return None if pictured else around
    words = WORD.findall(said)
    if NONE.issuperset(words) or parse_css_colour(said) == CLEAR:
        return around
    known = [found for found in map(parse_css_colour, words) if found]
    return known[0] if known and not MIXED.search(said) else None


def legacy_colour(attributes: Mapping[str, str], name: str) -> str:
    """A colour in an attribute, where it may be without its sign."""
    said = attributes.get(name, "").strip().lower()
    return f"#{said}" if HEX.fullmatch(f"#{said}") else said


def shaded_selectors(page: str) -> frozenset[str]:
    """The elements, classes and ids behind which a style sheet of the page may put a colour.

    "*" is among them if not all of its style sheets are in it.
    """
    sheets = " ".join(SHEET.split(page)[1::2])[:LONGEST]
    found = {"*"} if LINKED.search(page) or "@import" in sheets else set()
    for rule in sheets.split("}"):
        selectors, _, body = rule.rpartition("{")
        style = parse_declarations(body)
        behind = background_of(style, {}, (255, 255, 255))
        if behind is None or min(behind) < LIGHT or "color-scheme" in style:
            found.update(NAME.findall(selectors))
    return frozenset(found)


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


def style_inside(around: Look, tag: str, attributes: Mapping[str, str], shaded: bool) -> Look:
    """How letters look in an element; `shaded`: a style sheet may colour what is behind them."""
    style = parse_declarations(attributes.get("style", ""))
    block = tag in BLOCKS or "block" in style.get("display", "")
    apart = style.get("position") in ("absolute", "fixed", "sticky")
    behind = None if shaded or apart or SHADED & style.keys() else around.ground
    said = style.get("-webkit-text-fill-color") or style.get("color")
    said = said or legacy_colour(attributes, {"font": "color", "body": "text"}.get(tag, ""))
    link = tag == "a" and "href" in attributes and not said
    indent = to_pixels(style.get("text-indent", ""), around.size)
    return replace(
        around,
        colour=None if link else parse_css_colour(said, around.colour) if said else around.colour,
        ground=background_of(style, attributes if tag in PAINTED else {}, behind),
        size=font_size(style.get("font-size", ""), around.size),
        veiled=style.get("visibility", "hidden" * around.veiled) in ("hidden", "collapse"),
        away=around.away if indent is None else block and indent < FAR,
        gone=around.gone or is_not_drawn(style, attributes, block),
    )


def font_size(said: str, around: float) -> float:
    """The size of letters in pixels."""
    if not said or said in ("inherit", "unset"):
        return around
    share = NUMBER.fullmatch(said)
    size = float(share[1]) / 100 * around if share and share[2] else to_pixels(said, around)
    least = RAISED if size and said.endswith(("%", "em", "ex", "ch")) else 0.0
    return 16.0 if size is None else max(size, least)


def is_not_drawn(style: Mapping[str, str], attributes: Mapping[str, str], block: bool) -> bool:
    """Whether an element and all that is in it is not drawn, or where nobody looks."""
    concealed = attributes.get("hidden", "until-found") != "until-found"
    display = style.get("display", "none" if concealed else "")
    fades = not MOVING & style.keys()
    opacity = NUMBER.fullmatch(style.get("opacity", ""))
    faint = opacity and float(opacity[1]) / (100 if opacity[2] else 1) <= FAINT
    lifted = style.get("position") in ("absolute", "fixed")
    moves = lifted or style.get("position") == "relative"
    moved = ("left", "top") if moves else ("margin-left",)
    return bool(
        display == "none"
        or (faint and fades)
        or any((to_pixels(style.get(side, ""), 16.0) or 0.0) < FAR for side in moved)
        or (lifted and CLIP.fullmatch(style.get("clip", "")))
        or NOTHING.search(style.get("transform", "") + style.get("clip-path", ""))
        or ((block or lifted) and is_flat(style))
    )


def is_flat(style: Mapping[str, str]) -> bool:
    """Whether a box without height or width cuts off what is in it."""
    cut = {style.get(key) for key in ("overflow", "overflow-x", "overflow-y")} & {"hidden", "clip"}
    sides = ("height", "max-height", "width", "max-width")
    sizes = [to_pixels(style.get(side, ""), 16.0) for side in sides]
    padded = any(key.startswith(("padding", "min-")) for key in style)
    return bool(cut) and not padded and any(size is not None and size <= 1 for size in sizes)


class Looks:
    """The elements that are open, and the texts in them that nobody sees."""

    def __init__(self, page: str = "") -> None:
        self.shades = shaded_selectors(page)
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
        self.open.append((tag, style_inside(self.now, tag, attributes, shaded)))

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
