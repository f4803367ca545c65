"""LaTeX to lines: commands are read as text by a parser, never run."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import islice
from pathlib import Path as FilePath

from tailor.errors import InputError, LimitError, Place, Problem, TailorError
from tailor.importers.base import ImportedTree
from tailor.importers.latex.commands import CARDS, is_far, parse_latex, parser_commands
from tailor.importers.latex.macros import is_page, read_definitions, strip_placement
from tailor.importers.latex.macros import page_commands as commands_of_pages
from tailor.importers.latex.preprocess import (
    NOTHING,
    find_colours,
    protect_verbatim,
    without_drawings,
    without_unseen,
)
from tailor.importers.latex.reader import Reader
from tailor.importers.line_builder import import_blocks
from tailor.resume.reading import decode_utf8, drop_control_characters
from tailor.resume.source import Source, printable
from tailor.resume_parser.blocks import Block

DEEPEST = 100
MOST = 300_000
"""Most characters of a LaTeX file; the parser takes about a second for them."""

BEGIN = re.compile(r"^(?:\\%|[^%\n])*?(\\begin\s*\{document\})", re.MULTILINE)
PART = re.compile(r"(?=[\s\S]*\\(?:cv)?section\s*\{)(?![\s\S]*\\documentclass)()")
"""A part of a document without its beginning, which is read as if it were the whole."""
ENVIRONMENT = re.compile(r"\\(begin|end)\b")
"""In a preamble: halves of environments, in definitions of commands."""


def read_latex(source: Source) -> tuple[list[Block], list[Problem]]:
    """The lines of a LaTeX file, and warnings. Raises InputError or LimitError."""
    if len(source.text) > MOST:
        message = f"there are more than {MOST:,} characters in this file"
        hint = "remove what does not belong to the CV"
        raise LimitError(Problem(message, Place(source.path), hint=hint))
    protected = protect_verbatim(source.text)
    colours = find_colours(protected)
    named, defined = read_definitions(CSNAME.sub(name_command, protected), NOTHING)
    text = without_layout(without_drawings(named, colours))
    require_parsable(source, text)
    begin = BEGIN.search(text) or PART.match(text)
    if begin is None:
        hint = "give the main file of the CV"
        raise InputError(source.problem(0, "there is no \\begin{document} in this file", hint))
    text, warnings = without_unseen(
        source, text, begin.end(), lambda part: printed_text(source, part)
    )
    reader = Reader(source, colours)
    if is_page(text):
        reader.own, text = (
            commands_of_pages(),
            text[: begin.end()] + strip_placement(text[begin.end() :]),
        )
    else:
        reader.own.bodies |= defined
        reader.preamble(parse_latex(ENVIRONMENT.sub(r"\\\g<1>xx", text[: begin.start(1)])))
    end = text.find("\\end{document}", begin.end())
    blank = re.sub(r"[^\n]", " ", text[: begin.end()])
    reader.walk(parse_latex(blank + text[begin.end() : end if end >= 0 else None]))
    blocks = [replace(block, whole=True) for block in reader.blocks()]
    return blocks, [*warnings, *reader.warnings]


CSNAME = re.compile(r"\\csname\s?([A-Za-z@]{1,40})\s?\\endcsname(?![A-Za-z@])")


def name_command(match: re.Match[str]) -> str:
    """A command that is written by its name, in as many characters."""
    return f"\\{match[1]}".ljust(len(match[0]), NOTHING)


WORDS = re.compile(r"(?<![\\\w@])[^\W\d_]{2,40}(?: [^\W\d_]{2,40}){2,60}")
"""Three words or more in a row: a text, not the name of a setting."""
SETTINGS = re.compile(
    r"(?<!\\)%[^\n]*|\\(?:hypersetup|pdfinfo|pgfplotsset|tikzset|Package\w{4,7}|\w{0,9}error)\s{0,9}"
    r"\{(?:[^{}]|\{[^{}]*\})*\}"
)
MOST_UNREAD = 20


def find_unread_text(
    source: Source, blocks: Sequence[Block], warnings: Sequence[Problem]
) -> list[Problem]:
    """A warning for each run of words of the file that is in no line and in no other warning,
    such as the text of a command that TeX keeps for later."""
    end = source.text.find("\\end{document}")
    text = source.text[: end if end >= 0 else None]
    plain = SETTINGS.sub(lambda match: " " * len(match[0]), text)
    texts = (*(block.text for block in blocks), *(problem.message for problem in warnings))
    read_letters = letters_of(" ".join(texts))
    runs = (match for match in WORDS.finditer(plain) if letters_of(match[0]) not in read_letters)
    return [
        source.problem(
            match.start(), f"this text was not read: `{printable(match[0])}`", level="warning"
        )
        for match in islice(runs, MOST_UNREAD)
    ]


def letters_of(text: str) -> str:
    """The letters of a text, folded, with nothing between them."""
    return "".join(filter(str.isalpha, text.casefold()))


KEPT = {
    *("item", "social", "phone", "email", "homepage", "href", "section", "subsection", "verb"),
    *("newcommand", "renewcommand", "providecommand", "usepackage", "documentclass", "cvsection"),
    *("DeclareRobustCommand", "newenvironment", "renewenvironment", "NewDocumentCommand", "left"),
    *("right", "bigl", "bigr", "Big", "big", "lbrack", "sqrt", "twentyitem", "color", "textcolor"),
}
"""Commands whose optional argument says something."""
OPTION = re.compile(
    r"(?<!command)(?<!command\*)(?<!def)\\(?:begin\{[A-Za-z]+\*?\}|(?P<name>[A-Za-z@]+)\*?|\\)"
    r"(?P<option>(?:\[[^\[\]\n]{0,200}\])+)"
)
CARD = re.compile(
    rf"(?P<before>\\(?:{'|'.join(sorted(CARDS))})\s{{0,99}})\[(?P<option>[^\[\]\n]{{0,200}})\]"
)
"""An optional argument with contact data, such as a web address."""
LENGTH = re.compile(
    r"\\(?P<name>kern|hskip|vskip|mkern|raise|lower)(?![A-Za-z])"
    r"(?P<length>\s*-?(?:[\d.]+\s*(?:pt|cm|mm|em|ex|in|bp|sp|mu)?|\\[A-Za-z]+))"
    r"(?:\s+(?:plus|minus)\s+[\d.]+\s*(?:pt|cm|mm|em|ex|in|fil+))*"
)


def without_layout(text: str) -> str:
    """A document without optional arguments and lengths that print nothing; no place moves."""

    def hidden(match: re.Match[str]) -> str:
        if match["name"] in KEPT or match["name"] in with_arguments():
            return match[0]
        start = match[0][: match.start("option") - match.start()]
        return start + NOTHING * len(match["option"])

    plain = LENGTH.sub(shorten_shift, OPTION.sub(hidden, text))
    return CARD.sub(r"\g<before>{\g<option>}", plain)


def shorten_shift(match: re.Match[str]) -> str:
    """Nothing in the place of a length, but a shift that takes text off the page stays: as a
    command with an argument and a name that is shorter by the two braces (`\\XhX{-99cm}`)."""
    if is_far(match["length"]) and match["length"] == match[0][1 + len(match["name"]) :]:
        name = f"X{match['name'][0]}{'X' * (len(match['name']) - 4)}"
        return f"\\{name}{{{match['length']}}}"
    return NOTHING * len(match[0])


@cache
def with_arguments() -> frozenset[str]:
    """The commands of which the parser itself knows the arguments."""
    specs = parser_commands().iter_macro_specs()
    return frozenset(macro.macroname for macro in specs if macro.args_parser.argspec)


def with_files(source: Source) -> tuple[Source, list[Problem]]:
    """A document with the files that it brings in, from its own folder, and warnings.

    Nothing outside of the folder is read, nor through a link.
    """
    problems: list[Problem] = []
    path = FilePath(source.path)
    text = insert_files(source.text, (path,), problems, source)
    return (Source(source.path, text) if text != source.text else source), problems


INCLUDED = re.compile(
    r"(?<!\\)(?P<remark>%[^\n]*)|\\(?P<how>input|include|subfile)\s{0,9}"
    r"\{(?P<name>[^{}]{1,200})\}"
)


def insert_files(
    text: str, files: tuple[FilePath, ...], problems: list[Problem], source: Source
) -> str:
    """A text with the files that it names in their places; `files` are those that are being read:
    the document, a file that it names, one that this one names. Raises InputError if one of them
    is named again, for that would never end."""

    def content(match: re.Match[str]) -> str:
        if match["remark"]:
            return match[0]
        place = source.place(match.start()) if len(files) == 1 else Place(source.path)
        name = match["name"].strip()
        inside = find_file(files[0].parent, name)
        if inside in files:
            message = f"\\{match['how']}: {printable(name)} includes itself without end"
            raise InputError(Problem(message, place, hint="delete this line"))
        if inside is None or len(files) > DEEPEST_FILES or len(problems) >= MOST_FILES:
            message = (
                f"\\{match['how']}: {printable(name)} is not read: it is not a file in this folder"
            )
            problems.append(Problem(message, place, level="warning"))
            return ""
        data = inside.read_text(encoding="utf-8", errors="replace")[:MOST]
        problems.append(
            Problem(
                f"{printable(name)} was read in its place; lines are counted with those in it",
                place,
                level="warning",
            )
        )
        _, _, rest = data.partition(r"\begin{document}")
        body, is_document, _ = rest.partition(r"\end{document}")
        return insert_files(body if is_document else data, (*files, inside), problems, source)

    plain = protect_verbatim(text)
    parts: list[str] = []
    end = 0
    for match in INCLUDED.finditer(plain):
        parts += [text[end : match.start()], content(match)]
        end = match.end()
    return "".join([*parts, text[end:]])


DEEPEST_FILES = 5
MOST_FILES = 100
"""Files that name each other some times would else be read that often to the power of the depth."""


def find_file(folder: FilePath, name: str) -> FilePath | None:
    """A file in a folder or below; None if it is none, or reached through a link."""
    parts = FilePath(name).parts
    if FilePath(name).is_absolute() or ".." in parts:
        return None
    for file in (folder / name, folder / f"{name}.tex"):
        ways = [file, *list(file.parents)[: len(parts) - 1]]
        try:
            plain = file.is_file() and not any(way.is_symlink() for way in ways)
        except OSError:
            continue
        if plain and file.suffix == ".tex" and file.stat().st_size <= MOST:
            return file
    return None


def printed_text(source: Source, part: str) -> str:
    """What a part of a document would print; the part itself if it cannot be read."""
    reader = Reader(source)
    try:
        return reader.text(parse_latex(part))
    except TailorError:
        return part


def require_parsable(source: Source, text: str) -> None:
    """Raises LimitError if the parser would take too much stack."""
    depth = 0
    for match in re.finditer(r"\\(?:begin|end)\s*\{|\\.|[{}]", text, re.DOTALL):
        step = match[0]
        depth += step.startswith("\\begin") - step.startswith("\\end")
        depth += {"{": 1, "}": -1}.get(step, 0) + (len(step) > 2)
        if depth > DEEPEST:
            message = f"braces and environments are nested more than {DEEPEST} deep"
            hint = "each { needs its } and each \\begin its \\end"
            raise LimitError(source.problem(match.start(), message, hint))


def import_file(data: bytes, path: str) -> ImportedTree:
    source, problems = drop_control_characters(decode_utf8(data, path), path)
    source, faults = with_files(source)
    blocks, warnings = read_latex(source)
    unread = find_unread_text(source, blocks, warnings)
    return import_blocks(source, blocks, [*problems, *faults, *warnings, *unread])
