"""Nodes as the parser of LaTeX makes them: their kinds, and the arguments behind a command."""

import re
from collections.abc import Sequence
from typing import Any

from tailor.importers.latex.commands import DOCUMENT_COMMANDS
from tailor.importers.latex.preprocess import LISTINGS, NOTHING, REMARK

Nodes = Sequence[Any]
BLANK = re.compile(r"\n[ \t]*\n\s*")


def brace_groups(node: Any) -> list[Any]:
    """The arguments in braces that the parser found."""
    found = node.nodeargd.argnlist if node.nodeargd and node.nodeargd.argnlist else []
    return [one for one in found if node_kind(one) == "Group" and one.delimiters[0] == "{"]


def node_kind(node: Any) -> str:
    """Chars, Macro, Group, Environment, Math, Specials or Comment."""
    return type(node).__name__.removeprefix("Latex").removesuffix("Node")


def following_groups(nodes: Nodes, at: int, near: bool = False) -> tuple[list[Any], int]:
    """The groups directly behind a command that the parser does not know, and where they end.

    `near`: there must be no space between.
    """
    found: list[Any] = []
    end = at
    while at < len(nodes):
        node = nodes[at]
        if node_kind(node) == "Group" and node.delimiters[0] == "{":
            found.append(node)
            end = at + 1
        elif (near and not is_nothing(node)) or (
            node_kind(node) != "Comment" and not is_space(node)
        ):
            break
        at += 1
    return found, end


def next_colour(nodes: Nodes, at: int) -> int:
    """Where the next command for a colour stands, or the end of the nodes."""
    every = range(at, len(nodes))
    found = (one for one in every if node_kind(nodes[one]) == "Macro")
    return next((one for one in found if nodes[one].macroname == "color"), len(nodes))


def is_nothing(node: Any) -> bool:
    """Whether a node stands where an option was that prints nothing."""
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

    from tailor.importers.latex.commands import HEADINGS

    database = get_default_latex_context_db()
    specs = [MacroSpec(name, "*[{") for name in HEADINGS if name != "ecvsection"]
    specs += [MacroSpec(name, "[{{") for name in ("ecvitem", "ecvbigitem")]
    specs += [MacroSpec("ecvsection", "[{")]
    specs += [MacroSpec("href", "{{"), MacroSpec("item", "[")]
    specs += [MacroSpec(name, "[{") for name in ("social", "phone", "email", "homepage")]
    specs += [MacroSpec(name, "") for name in ("name", "title", "address", "verb", "today")]
    specs += [MacroSpec("DeclareRobustCommand", "*{[[{")]
    specs += [MacroSpec(name, "{{{") for name in DOCUMENT_COMMANDS]
    plain = [EnvironmentSpec(name, "") for name in (*LISTINGS, REMARK)]
    database.add_context_category("cv", macros=specs, environments=plain, prepend=True)
    return database
