"""Nodes as the parser of LaTeX makes them, and the commands of the usual classes and templates for
CVs (`data/latex_commands.toml`)."""

import re
import tomllib
from collections.abc import Collection, Sequence
from typing import Any

from tailor.files import data_folder
from tailor.importers.latex.preprocess import LISTINGS, NOTHING, REMARK, ZERO
from tailor.importers.line_builder import TINY


def load_commands() -> dict[str, Any]:
    with (data_folder("data") / "latex_commands.toml").open("rb") as file:
        return tomllib.load(file)


def parse_row(text: str) -> tuple[tuple[int, str], ...]:
    """The columns of a line: "0:title 1" is argument 0, which is a title, and argument 1."""
    cells = (cell.partition(":") for cell in text.split())
    return tuple((int(number), role) for number, _, role in cells)


TABLE = load_commands()
COMMANDS = {name: frozenset(words.split()) for name, words in TABLE["commands"].items()}
"""By what they do: names of commands."""
DOCUMENT_COMMANDS = {f"{how}DocumentCommand" for how in ("New", "Renew", "Provide", "Declare")}
"""Commands that define others, with a letter for each argument."""
HEADINGS: dict[str, int] = TABLE["headings"]
ROWS: dict[tuple[str, int], tuple[tuple[tuple[int, str], ...], ...]] = {
    (name.split("/")[0], int(name.split("/")[1])): tuple(map(parse_row, rows))
    for name, rows in TABLE["rows"].items()
}
"""Command and number of its arguments -> the lines that it makes."""
BULLETS, PAIRS, DOUBLES = COMMANDS["bullets"], COMMANDS["pairs"], COMMANDS["doubles"]
HEAD, WHOLE, SEPARATORS = COMMANDS["head"], COMMANDS["whole"], COMMANDS["separators"]
CARDS = COMMANDS["cards"]
BOLD, ITALIC, DECLARED = COMMANDS["bold"], COMMANDS["italic"], COMMANDS["declared"]
BREAKS, TABS, TAGS = COMMANDS["breaks"], COMMANDS["tabs"], COMMANDS["tags"]
SHIFTS = frozenset(("XhX", "XvX", "Xk", "XmX", "XrX", "XlX"))
"""Lengths that take text off the page, with an argument: see `shorten_shift`."""
SILENT, FIRST_SILENT = COMMANDS["silent"] | SHIFTS, COMMANDS["first_silent"]
FILES = COMMANDS["files"]
BOXES, LOGS = COMMANDS["boxes"], COMMANDS["logs"]
ALONE = COMMANDS["alone"] | DECLARED | BREAKS | (TABS - {"hspace", "hskip"})
"""Commands without arguments: a group behind them is text."""
PAGE_WORDS = frozenset(("page", "of", "seite", "von", "página", "pagina", "de", "sur", "lastpage"))
"""Words of a page header that only give the number of the page."""
HOSTS: dict[str, str] = TABLE["hosts"]
TITLED: dict[str, str] = TABLE["titled"]
PERSONAL: dict[str, str] = TABLE["personal"]
PLACES: dict[str, str] = TABLE["places"]
SYMBOLS: dict[str, str] = TABLE["symbols"]
LISTS, ENVIRONMENTS, BROKEN, TABLES = (
    frozenset(TABLE["environments"][name].split())
    for name in ("lists", "environments", "broken", "tables")
)


def is_structural(name: str, count: int) -> bool:
    """Whether a command with so many arguments makes headings, entries or items."""
    structural = {*HEADINGS, *BULLETS, *PAIRS, *DOUBLES, *HEAD, *BOLD, *ITALIC, *TAGS}
    return (name in structural or (name, count) in ROWS) and name not in COMMANDS["unsure"]


Nodes = Sequence[Any]
BLANK = re.compile(r"\n[ \t]*\n\s*")


def brace_groups(node: Any) -> list[Any]:
    """The arguments in braces that the parser found."""
    groups = node.nodeargd.argnlist if node.nodeargd and node.nodeargd.argnlist else []
    return [group for group in groups if node_kind(group) == "Group" and group.delimiters[0] == "{"]


def node_kind(node: Any) -> str:
    """Chars, Macro, Group, Environment, Math, Specials or Comment."""
    return type(node).__name__.removeprefix("Latex").removesuffix("Node")


def following_groups(
    nodes: Nodes, index: int, near: bool = False, most: int = 99
) -> tuple[list[Any], int]:
    """The groups directly behind a command that the parser does not know, and where they end.

    `near`: there must be no space between. `most` is their greatest number.
    """
    groups: list[Any] = []
    end = index
    while index < len(nodes) and len(groups) < most:
        node = nodes[index]
        if node_kind(node) == "Group" and node.delimiters[0] == "{":
            groups.append(node)
            end = index + 1
        elif (near and not is_nothing(node)) or (
            node_kind(node) != "Comment" and not is_space(node)
        ):
            break
        index += 1
    return groups, end


def next_command(nodes: Nodes, index: int, names: Collection[str]) -> int:
    """Where the next of some commands is, or the end of the nodes."""
    every = range(index, len(nodes))
    macros = (place for place in every if node_kind(nodes[place]) == "Macro")
    return next((place for place in macros if nodes[place].macroname in names), len(nodes))


SIZES = {
    *("fontsize", "tiny", "scriptsize", "footnotesize", "small", "normalsize", "large", "Large"),
    *("LARGE", "huge", "Huge"),
}
"""Commands that set the size of the letters behind them."""
LENGTH = re.compile(r"[-+]?(\d{1,9}\.?\d{0,9}|\.\d{1,9})\s*(pt|bp|mm|cm|in|pc|sp|ex|em)?")
POINTS = {
    "mm": 2.845,
    "cm": 28.45,
    "in": 72.27,
    "pc": 12.0,
    "sp": 1 / 65_536,
    "ex": 4.3,
    "em": 10.0,
}
"""The points (pt) of a unit of length, 1 for others; `ex` and `em` in letters of 10 pt."""


def is_tiny(name: str, args: Sequence[Any]) -> bool:
    """Whether a command makes letters that are too small to be read."""
    lengths = [LENGTH.fullmatch(arg.latex_verbatim().strip("{} ")) for arg in args]
    points = [float(match[1]) * POINTS.get(match[2], 1.0) if match else TINY for match in lengths]
    if name == "scalebox":
        return len(points) > 1 and points[0] * 10 < TINY
    sizes = points[:1] if name == "fontsize" else points[:2] if len(points) > 2 else ()
    return any(size < TINY for size in sizes)


OFF_PAGE = 800
"""A shift that is larger takes text off the page (pt)."""


SIDEWAYS = (SHIFTS - {"XvX"}) | {"hspace"}
UPWARD = frozenset(("vspace", "XvX"))
"""Commands that move the text behind them by a length."""


def is_far(length: str) -> bool:
    """Whether a length takes text off the page."""
    match = LENGTH.fullmatch(length.strip("{} \n"))
    return match is not None and float(match[1]) * POINTS.get(match[2], 1.0) > OFF_PAGE


def moves_off_page(args: Sequence[Any]) -> bool:
    """Whether the first argument of a command takes text off the page."""
    return bool(args) and is_far(args[0].latex_verbatim())


def is_zero(arg: Any) -> bool:
    """Whether an argument is the opacity of text that nobody sees."""
    return bool(re.fullmatch(ZERO, arg.latex_verbatim().strip("{} ")))


def is_nothing(node: Any) -> bool:
    """Whether a node is where an option was that prints nothing."""
    return node_kind(node) == "Chars" and not node.chars.strip(NOTHING)


def is_space(node: Any) -> bool:
    if node_kind(node) != "Chars" or BLANK.search(node.chars):
        return False
    return not node.chars.replace(NOTHING, "").strip()


def parse_latex(text: str) -> Sequence[Any]:
    """The nodes of a text. Broken LaTeX is read as far as it can be."""
    from pylatexenc.latexwalker import LatexWalker

    nodes: Sequence[Any] = LatexWalker(
        text, latex_context=parser_commands(), tolerant_parsing=True
    ).get_latex_nodes()[0]
    return nodes


def parser_commands() -> Any:
    """What the parser has to know: which commands have which arguments."""
    from pylatexenc.latexwalker import get_default_latex_context_db
    from pylatexenc.macrospec import EnvironmentSpec, MacroSpec

    database = get_default_latex_context_db()
    specs = [MacroSpec(name, "*[{") for name in HEADINGS if name != "ecvsection"]
    specs += [MacroSpec(name, "[{{") for name in ("ecvitem", "ecvbigitem")]
    specs += [MacroSpec("ecvsection", "[{"), MacroSpec("raisebox", "{[[{"), MacroSpec(NOTHING, "{")]
    specs += [MacroSpec("href", "{{"), MacroSpec("item", "[")]
    specs += [MacroSpec(name, "[{") for name in ("social", "phone", "email", "homepage")]
    specs += [MacroSpec(name, "") for name in ("name", "title", "address", "verb", "today")]
    specs += [MacroSpec("DeclareRobustCommand", "*{[[{")]
    specs += [MacroSpec(name, "{{{") for name in DOCUMENT_COMMANDS]
    plain = [EnvironmentSpec(name, "") for name in (*LISTINGS, REMARK)]
    database.add_context_category("cv", macros=specs, environments=plain, prepend=True)
    return database
