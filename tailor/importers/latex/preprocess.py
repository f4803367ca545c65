"""Takes verbatim text, comments and hidden text out of LaTeX before it is parsed."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tailor.errors import Problem
from tailor.resume.source import Source, printable

SHELTER = 0x10F000
"""What is added to the code of a letter that the parser should not see: no font has those."""
NOTHING = chr(SHELTER)
"""Stands where nothing is printed: no place in the file moves."""
HIDDEN = {code: SHELTER + code for code in range(1, 0x80)} | {ord("\t"): SHELTER + ord(" ")}
UNSHELTERED = {SHELTER + code: chr(code) if code else None for code in range(0x80)}
LISTINGS = {"verbatim", "Verbatim", "BVerbatim", "LVerbatim", "lstlisting", "minted"}
"""Environments in which no letter is a command; with a star too."""
REMARK = "comment"
"""The environment that is not printed."""
TOKEN = re.compile(
    r"\\begin\s*\{(?P<listing>(?:"
    + "|".join(sorted((*LISTINGS, REMARK)))
    + r")\*?)\}|\\(?P<code>verb|Verb|lstinline|mintinline|detokenize)(?![A-Za-z@])\*?"
    r"|\\(?:href|url)\s*\{(?P<address>[^{}\n]*)\}|\\[A-Za-z@]+|\\.|%[^\n]*",
    re.DOTALL,
)
LANGUAGE = re.compile(r"(?:\[[^\]\n]{0,500}\])?\{[\w+-]{0,50}\}")
OPTIONS = re.compile(r"\[(?![^\]\n]{0,500}(?:caption|title))[^\]\n]{0,500}\]")
INLINE = re.compile(
    r"(?:\[[^\]\n]{0,500}\])?(?:\{(?P<braced>(?:[^{}\n]|\{[^{}\n]*\})*)\}"
    r"|(?P<mark>[^\sA-Za-z*{\[])(?P<bare>[^\n]{0,2000}?)(?P=mark))"
)
PERCENT = re.compile(r"(?<!\\)%")


def protect_verbatim(text: str) -> str:
    """A document whose verbatim text is replaced by as many other characters."""
    return "".join(verbatim_stretches(text))


def restore_verbatim(text: str) -> str:
    """What a sheltered text prints."""
    return text.translate(UNSHELTERED)


def verbatim_stretches(text: str) -> Iterator[str]:
    start = 0
    while token := TOKEN.search(text, start):
        yield text[start : token.start()]
        start = token.end()
        if token["listing"]:
            end = text.find(f"\\end{{{token['listing']}}}", start)
            start = end if end >= 0 else len(text)
            yield token[0] + listing_text(token["listing"].rstrip("*"), text[token.end() : start])
        elif token["code"] and (code := inline_code(token["code"], text, start)):
            start = code.end()
            yield pad_literal(token[0] + code[0], code["braced"] or code["bare"] or "")
        elif token["address"]:
            yield PERCENT.sub(chr(HIDDEN[ord("%")]), token[0])
        else:
            yield token[0]
    yield text[start:]


def listing_text(name: str, body: str) -> str:
    """The lines of an environment without its options."""
    head = LANGUAGE.match(body) if name == "minted" else OPTIONS.match(body)
    printed = "" if name == REMARK else body[head.end() :] if head else body
    return pad_literal(body, printed)


def inline_code(name: str, text: str, end: int) -> re.Match[str] | None:
    """The code behind a command that ends at a place."""
    language = LANGUAGE.match(text, end) if name == "mintinline" else None
    return INLINE.match(text, language.end() if language else end)


def pad_literal(whole: str, printed: str) -> str:
    """As many letters as the whole, of which only some are printed."""
    return NOTHING * (len(whole) - len(printed)) + printed.translate(HIDDEN)


INSIDE = r"\{(?:[^{}]|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})*\}"
DRAWING = re.compile(
    rf"\\begin\s*\{{tikzpicture\}}.*?\\end\s*\{{tikzpicture\}}"
    rf"|\\tikz(?![A-Za-z])\s{{0,20}}(?:\[[^\]]{{0,300}}\]\s{{0,20}})?"
    rf"(?:{INSIDE}|[^;{{}}\n]{{0,300}}(?:{INSIDE}[^;{{}}\n]{{0,300}})?;)"
    r"|(?:\(\s*-?[\d.]{1,9}\s*,\s*-?[\d.]{1,9}\s*\)\s*(?:--|\.\.)\s*){2,50}"
    r"(?:cycle|\([^()\n]{1,30}\))\s*;?",
    re.DOTALL,
)
"""A picture that is drawn, or a line through some points."""
NODE = re.compile(rf"\bnode\b[^{{}};]{{0,300}}(?P<text>{INSIDE})")
"""Text in a drawn picture."""
PICTURE = re.compile(r"\\(?:tikz|begin\s*\{tikzpicture\})\s{0,20}\[[^\[\]]{0,300}\]")
"""The beginning of a picture with options."""
DRAWN_WITH = re.compile(r"\[([^\[\]]{0,300})\]")
"""Options of a picture or of its text."""
ZERO = r"(?:0?\.0(?:[0-4]\d{0,9})?|0)"
"""An opacity in which nobody sees text."""
CLEAR = re.compile(rf"(?:text )?opacity\s*=\s*{ZERO}")
OPAQUE = re.compile(rf"text opacity\s*=\s*(?!{ZERO}$).*")
CONCEALED = "\\" + NOTHING
"""Stands before a group that nobody sees, as a command."""
BOX_SIZE = r"\s*(?:to|spread)\s*-?[\d.]{1,9}\s*(?:pt|cm|mm|em|ex|in)\s*"
BOX = re.compile(
    r"\\setbox(?P<filled>\d{1,3}|\\[A-Za-z@]+)\s*(?:=\s*)?\\[hv]box(?![A-Za-z])"
    rf"(?:{BOX_SIZE})?"
    r"|\\(?:ht|dp|wd)\d\s*=\s*-?[\d.]+\s*(?:pt|cm|mm|em|ex)?"
    r"|\\parbox\s*\{\\wd\d\}|\\(?:un[hv])?(?:box|copy)\d|\\[hv]?box(?=\{)"
    rf"|\\[hv]box{BOX_SIZE}(?=\{{)"
)
"""Boxes of TeX that are filled, measured and printed."""


PRINTED_BOX = re.compile(
    r"\\(?:un[hv])?(?:box|copy)\s*(\d{1,3}|\\[A-Za-z@]+)|\\usebox\s{0,9}(?:\{\s{0,9})?(\\[A-Za-z@]+|\d{1,3})"
)


def without_drawings(text: str, colours: "Colours") -> str:
    """A document in which of drawn pictures only their text is left; no place moves."""
    printed = {box for match in PRINTED_BOX.findall(text) for box in match}

    def blank(match: re.Match[str]) -> str:
        text, end = "", 0
        opening = PICTURE.match(match[0])
        for node in NODE.finditer(match[0]):
            words, begin = node["text"], node.start("text")
            styled = (opening[0] if opening else "") + match[0][node.start() : begin]
            mark = CONCEALED if is_clear(styled, colours) else " "
            text += NOTHING * (begin - end - len(mark)) + mark + words
            end = node.end()
        return text + NOTHING * (len(match[0]) - end)

    def without_box(match: re.Match[str]) -> str:
        is_lost = match["filled"] and match["filled"] not in printed
        mark = CONCEALED if is_lost else ""
        return NOTHING * (len(match[0]) - len(mark)) + mark

    return BOX.sub(without_box, DRAWING.sub(blank, text))


def is_clear(styled: str, colours: "Colours") -> bool:
    """Whether the options of a picture or its text let nobody see the text."""
    options = [
        option.strip() for group in DRAWN_WITH.findall(styled) for option in group.split(",")
    ]
    named = {re.sub(r"^(?:text|color)\s*=\s*", "", option) for option in options}
    is_white_text = not colours.painted and not named.isdisjoint(colours.white)
    is_transparent = any(CLEAR.fullmatch(option) for option in options)
    return is_white_text or (is_transparent and not any(map(OPAQUE.fullmatch, options)))


GROUND = re.compile(
    r"\\(?:page|row|rows|cell|column|background)colors?(?![A-Za-z])|\\f?colorbox(?![A-Za-z])"
    r"|tcolorbox|\\(?:new)?tcbox|mdframed|\{shaded|\\fill(?![A-Za-z])|\bfill\s*=|Background"
)
"""What paints something behind text: there, white letters may be seen."""
COLOUR_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
DEFINED = re.compile(r"\\definecolor\s*\{([^{}]+)\}\s*\{(\w+)\}\s*\{([^{}]*)\}")
SAME = re.compile(r"\\colorlet\s*\{([^{}]+)\}\s*\{([^{}]+)\}")
WHOLE = {"gray": 1.0, "rgb": 1.0, "RGB": 255.0, "Gray": 15.0}
"""Model of a colour -> what each of its numbers is in white."""
NEAR = 0.95
"""How much of white cannot be told from it."""


@dataclass(frozen=True, slots=True)
class Colours:
    """The names of white; none if something is painted, on which one sees white letters."""

    white: frozenset[str] = frozenset()
    painted: bool = True

    def hide(self, given: Sequence[Any]) -> bool:
        """Whether the arguments of a command, model and colour, name what nobody sees."""
        model, colour = (arg.latex_verbatim().strip("[]{} ") if arg else "" for arg in given[:2])
        is_named = not model and re.sub(r"!100$", "", colour) in self.white
        return not self.painted and (is_named or is_white(model, colour))


UNKNOWN = Colours()


def find_colours(text: str) -> Colours:
    """The colours of a document."""
    text = COLOUR_COMMENT.sub("", text)
    white = {"white", "White"}
    white |= {name for name, model, value in DEFINED.findall(text) if is_white(model, value)}
    white |= {name for name, other in SAME.findall(text) if other in white}
    return Colours(frozenset(white), bool(GROUND.search(text)))


def is_white(model: str, value: str) -> bool:
    """Whether a colour of a model of xcolor cannot be told from paper."""
    if model == "HTML":
        digits = re.fullmatch(r"[0-9A-Fa-f]{6}", value.strip())
        return bool(digits) and min(bytes.fromhex(value)) > NEAR * 255
    try:
        numbers = [float(number) for number in value.split(",")]
    except ValueError:
        return False
    if model == "cmyk":
        return max(numbers) < 1 - NEAR
    return model in WHOLE and min(numbers) > NEAR * WHOLE[model]


PRIMITIVES = {
    *("if", "ifcat", "ifx", "ifcase", "ifnum", "ifdim", "ifodd", "ifvmode", "ifhmode", "ifmmode"),
    *("ifinner", "ifvoid", "ifhbox", "ifvbox", "ifeof", "ifdefined", "ifcsname", "iffontchar"),
}
"""Conditions that only a run of LaTeX decides."""
HIDING_TOKEN = re.compile(
    r"\\let\s*\\(?P<other>[A-Za-z@]+)\s*(?:=\s*)?\\if(?P<as>true|false)(?![A-Za-z@])"
    r"|\\newif\s*\\(?P<new>if[A-Za-z@]+)|\\(?P<name>[A-Za-z@]+)(?P<braced>\s*\{)?|\\.|%[^\n]*",
    re.DOTALL,
)
BRACES = r"\s*\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
LOOP = re.compile(
    r"\\[%\\]|%[^\n]*|(?P<loop>"
    rf"\\foreach(?![A-Za-z])[^{{}}]{{0,200}}{BRACES}{BRACES}|\\whiledo{BRACES}{BRACES}"
    r"|\\loop(?![A-Za-z]).{0,2000}?\\repeat(?![A-Za-z])"
    r"|\\advance\s*\\[A-Za-z@]+\s*(?:by)?\s*-?(?:\d+|\\[A-Za-z@]+))",
    re.DOTALL,
)
Stretch = tuple[int, int]


@dataclass(slots=True)
class Condition:
    """Where the commands of a condition are; the value None is that of one not decided."""

    value: bool | None
    first: Stretch
    other: Stretch | None = None
    last: Stretch = (0, 0)

    @property
    def hidden(self) -> Stretch:
        """The branch that is not taken."""
        if self.value:
            return (self.other[1] if self.other else self.last[0], self.last[0])
        return (self.first[1], (self.other or self.last)[0])


def without_unseen(
    source: Source, text: str, begin: int, prints: Callable[[str], str]
) -> tuple[str, list[Problem]]:
    """A document without what is not printed, no place moved, and warnings of it.

    The body begins at `begin`; `prints` tells what a stretch of LaTeX would print.
    """
    tokens = list(HIDING_TOKEN.finditer(text))
    conditions = list(closed_conditions(tokens, known_conditions(tokens, begin)))
    hidden = outermost_stretches(c.hidden for c in conditions if c.value is not None)
    open_ones = outermost_stretches((c.first[0], c.last[1]) for c in conditions if c.value is None)
    warnings = [
        source.problem(start, f"hidden text was left out: `{printable(words)}`", level="warning")
        for start, end in hidden
        if (words := prints(text[start:end]))
    ]
    message = "a condition cannot be evaluated, so all its branches are read"
    warnings += [
        source.problem(start, message, level="warning")
        for start, end in open_ones
        if prints(text[start:end]) and not any(a <= start < b for a, b in hidden)
    ]
    letters = list(text)
    commands = (place for c in conditions for place in (c.first, c.other or c.last, c.last))
    for start, end in (*commands, *hidden):
        letters[start:end] = NOTHING * (end - start)
    for condition in conditions:
        if condition.value is None and condition.other and letters[condition.other[0]] == NOTHING:
            letters[condition.other[0]] = " "
    return without_loops(source, "".join(letters), warnings)


def without_loops(source: Source, text: str, warnings: list[Problem]) -> tuple[str, list[Problem]]:
    """The same without code that would be run."""
    letters = list(text)
    for match in LOOP.finditer(text):
        start, end = match.span("loop")
        if code := restore_verbatim(text[start:end]) if match["loop"] else "":
            letters[start:end] = NOTHING * (end - start)
            message = f"code is not run and was left out: `{printable(code, 300)}`"
            warnings.append(source.problem(start, message, level="warning"))
    return "".join(letters), warnings


def known_conditions(tokens: Iterable[re.Match[str]], begin: int) -> dict[str, bool | None]:
    """The conditions that are known, with their values.

    One of the author's own has a value if nothing but the preamble sets it, and always alike.
    """
    told_of: dict[str, set[bool | None]] = {}
    for token in tokens:
        setter = token["name"] or ""
        value = next((value for value in ("true", "false") if setter.endswith(value)), "")
        name = f"if{setter.removesuffix(value)}"
        if token["new"]:
            told_of[token["new"]] = set()
        elif token["other"]:
            is_set = token["as"] == "true"
            told_of.setdefault(token["other"], set()).add(is_set if token.start() < begin else None)
        elif value and name in told_of:
            told_of[name].add(value == "true" if token.start() < begin else None)
    authors = {
        name: next(iter(set_to), False) if len(set_to) < 2 else None
        for name, set_to in told_of.items()
    }
    return {**dict.fromkeys(PRIMITIVES), "iftrue": True, "iffalse": False, **authors}


def closed_conditions(
    tokens: Iterable[re.Match[str]], values: dict[str, bool | None]
) -> Iterator[Condition]:
    """The conditions that have an end."""
    open_ones: list[Condition] = []
    for token in tokens:
        name = token["name"] or ""
        place = (token.start(), token.end("name"))
        if name in values or (re.match(r"if(?!f$)", name) and not token["braced"]):
            open_ones.append(Condition(values.get(name), place))
        elif name == "else" and open_ones:
            open_ones[-1].other = open_ones[-1].other or place
        elif name == "fi" and open_ones:
            condition = open_ones.pop()
            condition.last = place
            yield condition


def outermost_stretches(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The stretches that are in no other one."""
    outermost: list[Stretch] = []
    for start, end in sorted(stretches, key=lambda stretch: (stretch[0], -stretch[1])):
        if start < end and (not outermost or start >= outermost[-1][1]):
            outermost.append((start, end))
    return outermost
