"""LaTeX to lines: commands are read as text by a parser, never run."""

import re
from collections.abc import Sequence
from typing import Any

from tailor.errors import InputError, LimitError, Place, Problem, TailorError
from tailor.read.latex_colours import colours
from tailor.read.latex_literal import LISTINGS, REMARK, sheltered
from tailor.read.latex_nodes import Reader
from tailor.read.latex_own import DOCUMENT_COMMANDS
from tailor.read.latex_pages import commands as commands_of_pages
from tailor.read.latex_pages import is_page, usual
from tailor.read.latex_unseen import without_unseen
from tailor.read.source import Source
from tailor.read.understand import Block

DEEPEST = 100
MOST = 300_000
"""Letters of a LaTeX file; the parser takes about a second for so many."""

BEGIN = re.compile(r"^(?:\\%|[^%\n])*?(\\begin\s*\{document\})", re.MULTILINE)
ENVIRONMENT = re.compile(r"\\(begin|end)\b")
"""In a preamble: halves of environments, in definitions of commands."""


def read_latex(source: Source) -> tuple[list[Block], list[Problem]]:
    """The lines of a LaTeX file, and warnings. Raises InputError or LimitError."""
    if len(source.text) > MOST:
        message = f"there are more than {MOST:,} letters in this file"
        hint = "take out what is no part of the CV"
        raise LimitError(Problem(message, Place(source.path), hint=hint))
    text = sheltered(source.text)
    check(source, text)
    begin = BEGIN.search(text)
    if begin is None:
        hint = "give the main file of the CV"
        raise InputError(source.problem(0, "there is no \\begin{document} in this file", hint))
    text, warnings = without_unseen(source, text, begin.end(), lambda part: printed(source, part))
    reader = Reader(source, colours(text))
    if is_page(text):
        reader.own, text = commands_of_pages(), text[: begin.end()] + usual(text[begin.end() :])
    else:
        reader.preamble(parsed(ENVIRONMENT.sub(r"\\\g<1>xx", text[: begin.start(1)])))
    end = text.find("\\end{document}", begin.end())
    blank = re.sub(r"[^\n]", " ", text[: begin.end()])
    reader.walk(parsed(blank + text[begin.end() : end if end >= 0 else None]))
    return reader.blocks(), [*warnings, *reader.warnings]


def printed(source: Source, part: str) -> str:
    """What a part of a document would print; the part itself if it cannot be read."""
    reader = Reader(source)
    try:
        return reader.text(parsed(part))
    except TailorError:
        return part


def parsed(text: str) -> Sequence[Any]:
    """The nodes of a text. Broken LaTeX is read as far as it can be."""
    from pylatexenc.latexwalker import LatexWalker

    nodes: Sequence[Any] = LatexWalker(
        text, latex_context=commands(), tolerant_parsing=True
    ).get_latex_nodes()[0]
    return nodes


def check(source: Source, text: str) -> None:
    """Raises LimitError if the parser would take too much stack."""
    depth = 0
    for found in re.finditer(r"\\(?:begin|end)\s*\{|\\.|[{}]", text, re.DOTALL):
        step = found[0]
        depth += step.startswith("\\begin") - step.startswith("\\end")
        depth += {"{": 1, "}": -1}.get(step, 0) + (len(step) > 2)
        if depth > DEEPEST:
            message = f"braces and environments are nested more than {DEEPEST} deep"
            hint = "each { needs its } and each \\begin its \\end"
            raise LimitError(source.problem(found.start(), message, hint))


def commands() -> Any:
    """What the parser has to know: which commands have which arguments."""
    from pylatexenc.latexwalker import get_default_latex_context_db
    from pylatexenc.macrospec import EnvironmentSpec, MacroSpec

    from tailor.read.latex_commands import HEADINGS

    database = get_default_latex_context_db()
    specs = [MacroSpec(name, "*[{") for name in HEADINGS if name != "ecvsection"]
    specs += [MacroSpec(name, "[{{") for name in ("ecvitem", "ecvbigitem")]
    specs += [MacroSpec("ecvsection", "[{")]
    specs += [MacroSpec("href", "{{"), MacroSpec("item", "[")]
    specs += [MacroSpec(name, "[{") for name in ("social", "phone", "email", "homepage")]
    specs += [
        MacroSpec(name, "") for name in ("input", "include", "name", "title", "address", "verb")
    ]
    specs += [MacroSpec("DeclareRobustCommand", "*{[[{")]
    specs += [MacroSpec(name, "{{{") for name in DOCUMENT_COMMANDS]
    plain = [EnvironmentSpec(name, "") for name in (*LISTINGS, REMARK)]
    database.add_context_category("cv", macros=specs, environments=plain, prepend=True)
    return database
