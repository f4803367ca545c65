"""Which text of an HTML page a reader can see."""

import re
from collections.abc import Iterator, Mapping
from colorsys import hls_to_rgb
from dataclasses import dataclass, field, replace

Colour = tuple[int, ...]
"""Red, green and blue, 0 to 255; CLEAR for letters of no colour."""
CLEAR: Colour = ()
FAINT = 0.05
IMPORTANT = re.compile(r"\s?!\s?important|/\*.{0,500}?\*/", re.DOTALL)
LENGTH = re.compile(r"([+-]?(?:\d+(?:\.\d+)?|\.\d+))(px|pt|pc|em|rem|ex|ch|cm|mm|in)?")
PIXELS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "rem": 16.0, "cm": 37.8, "mm": 3.78, "in": 96.0}
NAMES = """
aliceblue=f0f8ff antiquewhite=faebd7 aqua=00ffff aquamarine=7fffd4 azure=f0ffff beige=f5f5dc
bisque=ffe4c4 black=000000 blanchedalmond=ffebcd blue=0000ff blueviolet=8a2be2 brown=a52a2a
burlywood=deb887 cadetblue=5f9ea0 chartreuse=7fff00 chocolate=d2691e coral=ff7f50
cornflowerblue=6495ed cornsilk=fff8dc crimson=dc143c cyan=00ffff darkblue=00008b darkcyan=008b8b
darkgoldenrod=b8860b darkgray=a9a9a9 darkgreen=006400 darkkhaki=bdb76b darkmagenta=8b008b
darkolivegreen=556b2f darkorange=ff8c00 darkorchid=9932cc darkred=8b0000 darksalmon=e9967a
darkseagreen=8fbc8f darkslateblue=483d8b darkslategray=2f4f4f darkturquoise=00ced1
darkviolet=9400d3 deeppink=ff1493 deepskyblue=00bfff dimgray=696969 dodgerblue=1e90ff
firebrick=b22222 floralwhite=fffaf0 forestgreen=228b22 fuchsia=ff00ff gainsboro=dcdcdc
ghostwhite=f8f8ff gold=ffd700 goldenrod=daa520 gray=808080 green=008000 greenyellow=adff2f
honeydew=f0fff0 hotpink=ff69b4 indianred=cd5c5c indigo=4b0082 ivory=fffff0 khaki=f0e68c
lavender=e6e6fa lavenderblush=fff0f5 lawngreen=7cfc00 lemonchiffon=fffacd lightblue=add8e6
lightcoral=f08080 lightcyan=e0ffff lightgoldenrodyellow=fafad2 lightgray=d3d3d3
lightgreen=90ee90 lightpink=ffb6c1 lightsalmon=ffa07a lightseagreen=20b2aa lightskyblue=87cefa
lightslategray=778899 lightsteelblue=b0c4de lightyellow=ffffe0 lime=00ff00 limegreen=32cd32
linen=faf0e6 magenta=ff00ff maroon=800000 mediumaquamarine=66cdaa mediumblue=0000cd
mediumorchid=ba55d3 mediumpurple=9370db mediumseagreen=3cb371 mediumslateblue=7b68ee
mediumspringgreen=00fa9a mediumturquoise=48d1cc mediumvioletred=c71585 midnightblue=191970
mintcream=f5fffa mistyrose=ffe4e1 moccasin=ffe4b5 navajowhite=ffdead navy=000080 oldlace=fdf5e6
olive=808000 olivedrab=6b8e23 orange=ffa500 orangered=ff4500 orchid=da70d6 palegoldenrod=eee8aa
palegreen=98fb98 paleturquoise=afeeee palevioletred=db7093 papayawhip=ffefd5 peachpuff=ffdab9
peru=cd853f pink=ffc0cb plum=dda0dd powderblue=b0e0e6 purple=800080 rebeccapurple=663399
red=ff0000 rosybrown=bc8f8f royalblue=4169e1 saddlebrown=8b4513 salmon=fa8072 sandybrown=f4a460
seagreen=2e8b57 seashell=fff5ee sienna=a0522d silver=c0c0c0 skyblue=87ceeb slateblue=6a5acd
slategray=708090 snow=fffafa springgreen=00ff7f steelblue=4682b4 tan=d2b48c teal=008080
thistle=d8bfd8 tomato=ff6347 turquoise=40e0d0 violet=ee82ee wheat=f5deb3 white=ffffff
whitesmoke=f5f5f5 yellow=ffff00 yellowgreen=9acd32
canvas=ffffff canvastext=000000
"""
"""The colours of CSS (CSS Color Module Level 4, 6.1), and the usual ones of paper and letters."""
NAMED: dict[str, Colour] = {
    "transparent": CLEAR,
    **{
        name: tuple(bytes.fromhex(code))
        for name, _, code in (entry.partition("=") for entry in NAMES.split())
    },
}
NAMED |= {name.replace("gray", "grey"): colour for name, colour in NAMED.items() if "gray" in name}
HEX = re.compile(r"#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})")
NUMBER = re.compile(r"(\d+(?:\.\d+)?|\.\d+)(%?)")
FUNCTION = re.compile(r"(rgba?|hsla?|hwb|(?:ok)?l(?:ab|ch)|color)\(([^()]{0,200})\)")
ESCAPE = re.compile(r"\\(?:([\da-fA-F]{1,6})\s?|(.))")
WORD = re.compile(r"[\w#.-]+(?:\([^()]{0,200}\))?")
NONE = {"none", "initial", "inherit", "unset", "transparent"}
MIXED = re.compile(r"rgba|hsla|/|var\(|url\(|gradient|#(?:[\da-f]{4}|[\da-f]{8})(?![\da-f])")
"""What is in a ground that is a picture, or that lets others through."""
LIGHT = 225
"""A ground of this much of each colour is as good as white."""
SHEET = re.compile(r"</?style\b[^>]{0,300}>?", re.IGNORECASE)
LONGEST = 200_000
"""Characters of style sheets that are looked at."""
LINKED = re.compile(r"<link\b[^>]{0,300}stylesheet|<meta\b[^>]{0,300}color-scheme", re.IGNORECASE)
NAME = re.compile(r"[.#]?[\w-]+|\*")


VARIABLE = re.compile(r"var\( ?(--[\w-]{1,100}) ?(?:,((?:[^()]|\([^()]{0,200}\)){0,200}))?\)")
DEEPEST_VARIABLE = 5
"""Variables of CSS that name each other are followed so far."""
LONGEST_VALUE = 500
SELECTOR = re.compile(r"(?:[\w-]+|\*)?(?:[.#][\w-]+|\[[\w-]+\])*")
SELECTOR_PART = re.compile(r"\[[\w-]+\]|[.#]?[\w-]+|\*")
BRACE = re.compile(r"([{}])")
EVERY_SCREEN = re.compile(r"@(?:media(?: only)?(?: all| screen)?|(?:layer|supports)\b[^{]*)")
"""A block of a style sheet whose rules hold wherever the page is shown on a screen."""
MOST_ALIKE = 50
"""Rules for the same element, class or id that are looked at."""
MOST_TESTS = 2_000_000
"""How often elements above are looked for; after that, rules that want some are left out."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a style sheet says of elements with all of these names (see `element_names`).

    `above` are names of elements in which they must lie, `weight` says which rule wins.
    """

    names: frozenset[str]
    above: tuple[frozenset[str], ...]
    weight: tuple[int, ...]
    style: Mapping[str, str]


def style_sheets(page: str) -> str:
    """The style sheets that are in a page."""
    return " ".join(SHEET.split(page)[1::2])[:LONGEST]


def read_rules(sheets: str) -> dict[str, list[Rule]]:
    """The rules of style sheets, by one of the names that an element must have.

    Rules for a part of an element, for its state (`:hover`) or its neighbours are left out.
    """
    first, *rest = sheets.lower().split("/*")
    plain = first + " ".join(part.partition("*/")[2] for part in rest)
    rules: dict[str, list[Rule]] = {}
    for number, (selectors, body) in enumerate(rule_texts(plain)):
        style = parse_declarations(body)
        for selector in selectors.split(","):
            chain = selector.replace(":root", "html").replace(">", " ").split()
            if not chain or not style or not all(map(SELECTOR.fullmatch, chain)):
                continue
            parts = [SELECTOR_PART.findall(word) for word in chain]
            signs = [part[0] for word in parts for part in word]
            weight = (signs.count("#"), signs.count(".") + signs.count("["), len(signs), number)
            *outer, names = map(frozenset, parts)
            above = [part for part in outer if part not in ({"html"}, {"body"})]
            near_rules = rules.setdefault(min(names), [])
            if len(near_rules) < MOST_ALIKE:
                near_rules.append(Rule(names, tuple(above), weight, style))
    return rules


GENERATED = re.compile(r":(?:before|after|marker)\b")
CONTENT = re.compile(r"(?:^|;)\s{0,9}content\s{0,9}:([^;]{1,500})", re.IGNORECASE)
QUOTED = re.compile(r"\"([^\"\n]{1,200})\"|'([^'\n]{1,200})'")
LETTERS = re.compile(r"[^\W\d_]{2}")


def generated_texts(page: str) -> list[str]:
    """The words that the style sheets of a page print next to elements (`::before`), in order."""
    first, *rest = style_sheets(page).split("/*")
    sheets = first + " ".join(part.partition("*/")[2] for part in rest)
    texts: list[str] = []
    for selectors, body in rule_texts(sheets):
        content = CONTENT.search(body) if GENERATED.search(selectors.lower()) else None
        quoted = QUOTED.findall(content[1]) if content else ()
        texts += [ESCAPE.sub(unescape_character, "".join(pair)) for pair in quoted]
    return list(dict.fromkeys(text for text in texts if LETTERS.search(text)))


def rule_texts(sheets: str) -> Iterator[tuple[str, str]]:
    """The selectors and the declarations of each rule that holds on every screen."""
    blocks, text = list[tuple[str, bool]](), ""  # What was opened, and whether it always holds.
    for piece in BRACE.split(" ".join(sheets.split())):
        if piece == "{":
            name = text.rpartition(";")[2].strip()
            holds = not blocks or (blocks[-1][1] and bool(EVERY_SCREEN.fullmatch(blocks[-1][0])))
            blocks.append((name, holds))
        elif piece == "}" and blocks:
            name, holds = blocks.pop()
            if holds and not name.startswith("@"):
                yield name, text
        text = "" if piece in ("{", "}") else piece


def element_names(tag: str, attributes: Mapping[str, str]) -> frozenset[str]:
    """By what a style sheet may call an element."""
    classes = (f".{name}" for name in attributes.get("class", "").lower().split())
    calls = ("*", tag, f"#{attributes.get('id', '').lower()}")
    return frozenset((*calls, *classes, *(f"[{name}]" for name in attributes)))


def parse_declarations(style: str) -> dict[str, str]:
    """The properties of an inline style, in small letters."""
    plain = IMPORTANT.sub("", " ".join(style.lower().split()))
    if "\\" in plain:
        plain = ESCAPE.sub(unescape_character, plain)
    properties: dict[str, str] = {}
    for name, _, value in (declaration.partition(":") for declaration in plain.split(";")):
        if value.strip():
            properties.pop(name.strip(), None)  # The last one counts, and comes last.
            properties[name.strip()] = value.strip()
    return properties


def fill_variables(style: Mapping[str, str], variables: Mapping[str, str]) -> dict[str, str]:
    """The properties of a style with the values of the variables in them; a variable that is not
    known, and has no other value, stays as it is."""

    def value_of(match: re.Match[str]) -> str:
        return variables.get(match[1]) or (match[2] or "").strip() or match[0]

    filled = dict(style)
    for name, value in style.items():
        for _ in range(DEEPEST_VARIABLE if "var(" in value else 0):
            if len(filled[name]) < LONGEST_VALUE:
                filled[name] = VARIABLE.sub(value_of, filled[name])
    return filled


def unescape_character(match: re.Match[str]) -> str:
    """A character that a style writes by its number or behind a backslash."""
    number = int(match[1] or "0", 16)
    return chr(number) if 0 < number < 0x11_0000 else match[2] or ""


def to_pixels(length: str, letters: float) -> float | None:
    """A length in pixels, None if it is none; `letters` is the size of those around."""
    match = LENGTH.fullmatch(length)
    if not match or not (match[2] or float(match[1]) == 0):
        return None
    unit = letters / (2 if match[2] in ("ex", "ch") else 1)
    return float(match[1]) * PIXELS.get(match[2] or "px", unit)


def parse_css_colour(text: str, around: Colour | None = None) -> Colour | None:
    """A colour by its name or numbers; None if it is not known."""
    if text in ("inherit", "currentcolor", "unset"):
        return around
    if match := FUNCTION.match(text):
        return mix_colour(match[1], match[2])
    if HEX.fullmatch(text):
        digits = text[1:] if len(text) > 5 else "".join(2 * digit for digit in text[1:])
        red, green, blue, alpha = bytes.fromhex(f"{digits}ff"[:8])
        return CLEAR if alpha <= FAINT * 255 else (red, green, blue)
    return NAMED.get(text)


def mix_colour(function: str, arguments: str) -> Colour | None:
    """The colour that a function of CSS gives; None if it is not known.

    Of a colour by its lightness (`lab`, `oklch`, ...) only what is as good as white or black is.
    """
    numbers = [(float(number), sign) for number, sign in NUMBER.findall(arguments)]
    if len(numbers) < 3:
        return None
    if len(numbers) > 3 and numbers[3][0] / (100 if numbers[3][1] else 1) <= FAINT:
        return CLEAR
    first, second, third = (float(number) for number, _ in numbers[:3])
    if function in ("rgb", "rgba"):
        parts = [number * (2.55 if sign else 1) for number, sign in numbers[:3]]
    elif function == "color":
        parts = [number * (2.55 if sign else 255) for number, sign in numbers[:3]]
    elif function in ("hsl", "hsla"):
        parts = [255 * part for part in hls_to_rgb(first / 360 % 1, third / 100, second / 100)]
    elif function == "hwb":
        white, black = (share / max(1.0, (second + third) / 100) / 100 for share in (second, third))
        pure = hls_to_rgb(first / 360 % 1, 0.5, 1.0)
        parts = [255 * (part * (1 - white - black) + white) for part in pure]
    else:
        light = first / (1 if function.startswith("ok") and not numbers[0][1] else 100)
        return (255, 255, 255) if light >= 0.97 else (0, 0, 0) if light <= 0.03 else None
    return tuple(round(min(max(part, 0), 255)) for part in parts)


def background_of(
    style: Mapping[str, str],
    attributes: Mapping[str, str],
    around: Colour | None,
    letters: Colour | None = None,
) -> Colour | None:
    """The colour behind the letters of an element; None if it is not known.

    `around` is that behind the element, `letters` that of its letters.
    """
    pictured = "background" in attributes or style.get("background-image", "none") != "none"
    value = (
        style.get("background-color")
        or style.get("background")
        or legacy_colour(attributes, "bgcolor")
    )
    if pictured or not value:
        return None if pictured else around
    words = WORD.findall(value)
    if NONE.issuperset(words) or parse_css_colour(value) == CLEAR:
        return around
    colours = [colour for word in words if (colour := parse_css_colour(word, letters))]
    return colours[0] if colours and not MIXED.search(value) else None


def legacy_colour(attributes: Mapping[str, str], name: str) -> str:
    """A colour in an attribute, where it may be without its sign."""
    colour = attributes.get(name, "").strip().lower()
    return f"#{colour}" if HEX.fullmatch(f"#{colour}") else colour


def shaded_selectors(page: str, sheets: str) -> frozenset[str]:
    """The elements, classes and ids behind which a style sheet of the page may put a colour.

    "*" is among them if not all of its style sheets are in it; `sheets` are those that are.
    """
    names = {"*"} if LINKED.search(page) or "@import" in sheets else set()
    for rule in sheets.split("}"):
        selectors, _, body = rule.rpartition("{")
        style = parse_declarations(body)
        ground = background_of(style, {}, (255, 255, 255))
        if ground is None or min(ground) < LIGHT or "color-scheme" in style:
            names.update(NAME.findall(selectors))
    return frozenset(names)


PAINTED = {"body", "table", "thead", "tbody", "tfoot", "tr", "td", "th"}
"""Elements whose attributes say what is behind them."""
SMALLEST = 3.0
"""Characters smaller than this many pixels are not read."""
RAISED = 6.0
"""Browsers draw letters whose size is a share of others' no smaller than this."""
NEAR = 12
"""Largest difference (0-255) of two colours that nobody can distinguish."""
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
FADED = re.compile(r"opacity\(0*+\.?0*+%?\)")
MARGINS = ("margin-left", "margin-top")
MOVED = re.compile(r"[(),\s]+")
"""What is between the distances by which something is moved."""
UNDRAWN = {"datalist", "noembed", "noframes", "noscript", "rp"}
"""Elements that browsers do not draw unless a style says so (HTML Standard, 15.3.1)."""
NEVER_DRAWN = {"template"}
CLIP = re.compile(r"rect\((?:[01](?:px)?[, ]*){4}\)")
MOVING = {"animation", "animation-name", "transition"}
SHADED = {"text-shadow", "-webkit-text-stroke", "background-clip", "-webkit-background-clip"}
"""What lets letters be seen that have no colour of their own, or come before a picture."""


NO_STYLE: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class ElementStyle:
    """How letters look: their colour, what is behind them (None if it is not known), their size.

    `size` is in pixels; `veiled`, `away` and `gone` are those of `visibility`, `text-indent` and of
    elements that are not drawn at all; `names` are those of the element (`element_names`),
    `variables` the values of CSS variables.
    """

    colour: Colour | None = (0, 0, 0)
    ground: Colour | None = (255, 255, 255)
    size: float = 16.0
    veiled: bool = False
    away: bool = False
    gone: bool = False
    names: frozenset[str] = frozenset()
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def unseen(self) -> bool:
        return self.gone or self.veiled or self.away or self.size < SMALLEST or self.merged

    @property
    def merged(self) -> bool:
        """Whether the letters have the colour of what is behind them, or none."""
        if self.colour is None or self.ground is None:
            return False
        pairs = zip(self.colour, self.ground, strict=False)
        return self.colour == CLEAR or all(abs(ink - ground) <= NEAR for ink, ground in pairs)


def style_inside(
    around: ElementStyle,
    tag: str,
    attributes: Mapping[str, str],
    shaded: bool,
    sheet: Mapping[str, str] = NO_STYLE,
) -> ElementStyle:
    """How letters look in an element.

    Args:
        around: how they look around it.
        tag: its name.
        attributes: its attributes.
        shaded: whether a style sheet may colour what is behind them.
        sheet: what style sheets say of the element.
    """
    style = {**sheet, **parse_declarations(attributes.get("style", ""))}
    declared = {name: value for name, value in style.items() if name.startswith("--")}
    variables = {**around.variables, **declared} if declared else around.variables
    style = fill_variables(style, variables)
    block = tag in BLOCKS or "block" in style.get("display", "")
    apart = style.get("position") in ("absolute", "fixed", "sticky")
    ground = None if shaded or apart or SHADED & style.keys() else around.ground
    value = style.get("-webkit-text-fill-color") or style.get("color")
    value = value or legacy_colour(attributes, {"font": "color", "body": "text"}.get(tag, ""))
    link = tag == "a" and "href" in attributes and not value
    indent = to_pixels(style.get("text-indent", ""), around.size)
    colour = None if link else parse_css_colour(value, around.colour) if value else around.colour
    return replace(
        around,
        colour=colour,
        ground=background_of(style, attributes if tag in PAINTED else {}, ground, colour),
        size=font_size(style, around.size),
        veiled=style.get("visibility", "hidden" * around.veiled) in ("hidden", "collapse"),
        away=around.away if indent is None else block and indent < FAR,
        gone=around.gone or is_not_drawn(tag, style, attributes, block),
        variables=variables,
    )


def font_size(style: Mapping[str, str], around: float) -> float:
    """The size of letters in pixels."""
    declared = ""
    for name, value in style.items():
        if name == "font-size":
            declared = value
        elif name == "font":
            sizes = (word.partition("/")[0] for word in value.split())
            declared = next(
                (size for size in sizes if size.endswith("%") or to_pixels(size, 1) is not None), ""
            )
    if not declared or declared in ("inherit", "unset"):
        return around
    share = NUMBER.fullmatch(declared)
    size = float(share[1]) / 100 * around if share and share[2] else to_pixels(declared, around)
    least = RAISED if size and declared.endswith(("%", "em", "ex", "ch")) else 0.0
    return 16.0 if size is None else max(size, least)


def is_not_drawn(
    tag: str, style: Mapping[str, str], attributes: Mapping[str, str], block: bool
) -> bool:
    """Whether an element and all that is in it is not drawn, or where nobody looks."""
    concealed = attributes.get("hidden", "until-found") != "until-found"
    concealed |= tag in UNDRAWN or (tag == "dialog" and "open" not in attributes)
    display = style.get("display", "none" if concealed else "")
    fades = not MOVING & style.keys()
    opacity = NUMBER.fullmatch(style.get("opacity", ""))
    faint = opacity and float(opacity[1]) / (100 if opacity[2] else 1) <= FAINT
    lifted = style.get("position") in ("absolute", "fixed")
    moves = lifted or style.get("position") == "relative"
    sides = ("left", "top", *MARGINS) if moves else MARGINS
    moved = [style.get(side, "") for side in sides]
    if fades:
        moved += MOVED.split(f"{style.get('transform', '')} {style.get('translate', '')}")
    return bool(
        display == "none"
        or tag in NEVER_DRAWN
        or style.get("content-visibility") == "hidden"
        or (faint and fades)
        or any((to_pixels(distance, 16.0) or 0.0) < FAR for distance in moved)
        or (lifted and CLIP.fullmatch(style.get("clip", "")))
        or NOTHING.search(" ".join(style.get(name, "") for name in ("transform", "clip-path")))
        or FADED.search(style.get("filter", ""))
        or (NUMBER.fullmatch(style.get("zoom", "")) and float(style["zoom"].rstrip("%")) == 0)
        or ((block or lifted) and is_flat(style))
    )


def is_flat(style: Mapping[str, str]) -> bool:
    """Whether a box without height or width cuts off what is in it."""
    cut = {style.get(key) for key in ("overflow", "overflow-x", "overflow-y")} & {"hidden", "clip"}
    sides = ("height", "max-height", "width", "max-width")
    sizes = [to_pixels(style.get(side, ""), 16.0) for side in sides]
    padded = any(key.startswith(("padding", "min-")) for key in style)
    return bool(cut) and not padded and any(size is not None and size <= 1 for size in sizes)


class VisibilityTracker:
    """The elements that are open, and the texts in them that nobody sees."""

    def __init__(self, page: str = "") -> None:
        sheets = style_sheets(page)
        self.shades = shaded_selectors(page, sheets)
        self.rules = read_rules(sheets)
        self.tests = 0
        self.open: list[tuple[str, ElementStyle]] = []
        self.covered: list[str] = []
        self.hidden: list[str] = []

    @property
    def now(self) -> ElementStyle:
        return self.open[-1][1] if self.open else ElementStyle()

    def open_element(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element opens."""
        names = element_names(tag, attributes)
        shaded = not self.shades.isdisjoint(names)
        style = style_inside(self.now, tag, attributes, shaded, self.sheet_style(names))
        self.open.append((tag, replace(style, names=names)))

    def sheet_style(self, names: frozenset[str]) -> Mapping[str, str]:
        """What the style sheets of the page say of an element with these names."""
        if not self.rules:
            return NO_STYLE
        rules = (rule for name in names for rule in self.rules.get(name, ()))
        matching = [rule for rule in rules if rule.names <= names and self.has_above(rule)]
        style: dict[str, str] = {}
        for rule in sorted(matching, key=lambda rule: rule.weight):
            style |= rule.style
        return style

    def has_above(self, rule: Rule) -> bool:
        """Whether the open elements hold what a rule wants above its own."""
        if not rule.above:
            return True
        self.tests += len(rule.above) * len(self.open)
        if self.tests > MOST_TESTS:
            return False
        opened = [style.names for _, style in self.open]
        return all(any(names <= outer for outer in opened) for names in rule.above)

    def close_elements(self, depth: int) -> None:
        """The elements but the first `depth` close."""
        del self.open[depth:]
        self.finish_hidden_text()

    def close_inline_elements(self) -> None:
        """What no paragraph can hold stays open, all else closes."""
        while self.open and self.open[-1][0] not in HOLDERS:
            self.open.pop()
        self.finish_hidden_text()

    def on_open_tag(self, tag: str, attributes: Mapping[str, str]) -> None:
        """A tag opens an element, where others may have been left open."""
        alone = {"p", tag} & ENDING if tag in BLOCKS | HOLDERS | ENDING else ()
        if self.open and self.open[-1][0] in alone:
            self.close_elements(len(self.open) - 1)
        if tag not in VOID and len(self.open) < DEEPEST:
            self.open_element(tag, attributes)

    def on_close_tag(self, tag: str) -> None:
        """A tag closes the last element of its name, with what is open in it."""
        positions = [position for position, (name, _) in enumerate(self.open) if name == tag]
        if positions:
            self.close_elements(positions[-1])

    def collect_if_hidden(self, text: str) -> bool:
        """Whether nobody sees a text; then it is kept as hidden."""
        if self.now.unseen:
            self.covered.append(text)
        else:
            self.finish_hidden_text()
        return self.now.unseen

    def end_line(self) -> None:
        """A line ends: what is hidden behind it is not part of the last word."""
        self.covered += [" "] if self.covered else []

    def finish_hidden_text(self) -> None:
        """Puts together what was hidden, up to where something can be seen again."""
        if self.covered and not self.now.unseen:
            text = " ".join("".join(self.covered).split())
            self.hidden += [text] if text else []
            self.covered = []
