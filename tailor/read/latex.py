"""LaTeX to lines: commands are read as text by a parser, never run."""

import re
from collections.abc import Sequence
from typing import Any

from tailor.errors import InputError, LimitError
from tailor.read.latex_nodes import Reader
from tailor.read.latex_pages import commands as commands_of_pages
from tailor.read.latex_pages import is_page, usual
from tailor.read.source import Source
from tailor.read.understand import Block

DEEPEST = 100
MOST = 300_000
"""Letters of a LaTeX file; the parser takes about a second for so many."""

BEGIN = re.compile(r"^[^%\n]*?\\begin\s*\{document\}", re.MULTILINE)
ENVIRONMENT = re.compile(r"\\(begin|end)\b")
"""In a preamble: halves of environments, in definitions of commands."""

PERCENT = re.compile(r"\\(?:href|url)\s*\{[^{}\n]*\}")
SHELTERED = "\ue025"
"""A per cent sign in an address, which is no comment there."""


def read_latex(source: Source) -> list[Block]:
    """The lines of a LaTeX file. Raises InputError or LimitError."""
    check(source)
    text = PERCENT.sub(lambda one: re.sub(r"(?<!\\)%", SHELTERED, one[0]), source.text)
    begin = BEGIN.search(text)
    if begin is None:
        hint = "give the main file of the CV"
        raise InputError(source.problem(0, "there is no \\begin{document} in this file", hint))
    end = text.find("\\end{document}", begin.end())
    reader = Reader(source)
    if is_page(text):
        reader.own, text = commands_of_pages(), text[: begin.end()] + usual(text[begin.end() :])
        end = text.find("\\end{document}", begin.end())
    else:
        reader.preamble(parsed(ENVIRONMENT.sub(r"\\\g<1>xx", text[: begin.start()])))
    blank = re.sub(r"[^\n]", " ", text[: begin.end()])
    reader.walk(parsed(blank + text[begin.end() : end if end >= 0 else None]))
    return reader.blocks()


def parsed(text: str) -> Sequence[Any]:
    """The nodes of a text. Broken LaTeX is read as far as it can be."""
    from pylatexenc.latexwalker import LatexWalker

    nodes: Sequence[Any] = LatexWalker(
        text, latex_context=commands(), tolerant_parsing=True
    ).get_latex_nodes()[0]
    return nodes


def check(source: Source) -> None:
    """Raises LimitError if the parser would take too long or too much stack."""
    if len(source.text) > MOST:
        raise LimitError(source.problem(0, f"there are more than {MOST:,} letters in this file"))
    depth = most = 0
    for found in re.finditer(r"\\(?:begin|end)\s*\{|\\.|[{}]", source.text, re.DOTALL):
        step = found[0]
        depth += step.startswith("\\begin") - step.startswith("\\end")
        depth += {"{": 1, "}": -1}.get(step, 0) + (len(step) > 2)
        most = max(most, depth)
    if most > DEEPEST:
        message = f"braces and environments are nested more than {DEEPEST} deep"
        raise LimitError(source.problem(0, message))


def commands() -> Any:
    """What the parser has to know: which commands have which arguments."""
    from pylatexenc.latexwalker import get_default_latex_context_db
    from pylatexenc.macrospec import MacroSpec

    from tailor.read.latex_commands import HEADINGS

    database = get_default_latex_context_db()
    specs = [MacroSpec(name, "*[{") for name in HEADINGS if name != "ecvsection"]
    specs += [MacroSpec(name, "[{{") for name in ("ecvitem", "ecvbigitem")]
    specs += [MacroSpec("ecvsection", "[{")]
    specs += [MacroSpec("href", "{{"), MacroSpec("item", "[")]
    specs += [MacroSpec(name, "[{") for name in ("social", "phone", "email", "homepage")]
    specs += [MacroSpec(name, "") for name in ("input", "include", "name", "title", "address")]
    database.add_context_category("cv", macros=specs, prepend=True)
    return database
