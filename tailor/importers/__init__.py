"""A CV in a format that is not the master's own, to a master and a report of what was lost."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tailor.errors import InputError, LimitError, Place, Problem
from tailor.importers.base import ImportedTree, Importer
from tailor.resume.reading import decode_utf8, drop_control_characters, refuse_binary
from tailor.resume.source import Mapping, Scalar, Source, UnplacedLine, printable
from tailor.resume.validation import rescued

if TYPE_CHECKING:
    from tailor.importers.line_builder import LineBuilder, Lines
    from tailor.resume_parser.blocks import Block


def import_markdown(data: bytes, path: str) -> ImportedTree:
    from tailor.importers.markdown import read_markdown

    source, problems = drop_control_characters(decode_utf8(data, path), path)
    return import_marked(source, read_markdown(source), problems)


def import_text(data: bytes, path: str) -> ImportedTree:
    from tailor.importers.markdown import read_markdown
    from tailor.importers.text import in_columns, read_plain
    from tailor.resume_parser.exported import parse_exported

    source, problems = drop_control_characters(decode_utf8(data, path), path)
    plain = read_plain(source)
    if parse_exported(plain) is not None:
        return import_blocks(source, plain, problems)
    source = in_columns(source)
    return import_marked(source, read_markdown(source), problems)


def import_latex(data: bytes, path: str) -> ImportedTree:
    from tailor.importers.latex import read_latex, with_files

    source, problems = drop_control_characters(decode_utf8(data, path), path)
    source, found = with_files(source)
    blocks, warnings = read_latex(source)
    return import_blocks(source, blocks, [*problems, *found, *warnings])


def import_html(data: bytes, path: str) -> ImportedTree:
    from tailor.importers.html import read_html

    refuse_binary(data, path)
    source, problems = drop_control_characters(page_text(data, path), path)
    return import_marked(source, read_html(source), problems)


def page_text(data: bytes, path: str) -> str:
    """A page as text, in the encoding that it names, or UTF-8. Raises InputError."""
    from tailor.files import declared_encodings

    for encoding in declared_encodings(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return decode_utf8(data, path)


def import_docx(data: bytes, path: str) -> ImportedTree:
    from tailor.importers.docx import read_docx

    return import_sheet(read_docx, data, path)


def import_pdf(data: bytes, path: str) -> ImportedTree:
    from tailor.importers.pdf import read_pdf

    return import_sheet(read_pdf, data, path)


def import_linkedin(data: bytes, path: str) -> ImportedTree:
    from tailor.importers.linkedin import read_linkedin

    found = read_linkedin(data, path)
    if not found.lines:
        hint = "ask LinkedIn for a copy of your data, with profile and positions"
        raise InputError(Problem("every table of this export is empty", Place(path), hint=hint))
    root = with_name(found.root)
    return replace(found, root=root, problems=(*found.problems, *nameless(root, path)))


def import_marked(source: Source, lines: "Lines", problems: Sequence[Problem]) -> ImportedTree:
    """What is understood of a text with marks that say what its lines are."""
    found = [*problems, *lines.warnings(source.path)]
    return import_blocks(source, lines.blocks, found, "".join(lines.pictures))


def import_sheet(
    read: "Callable[[bytes, str], LineBuilder]", data: bytes, path: str
) -> ImportedTree:
    """What is understood of a file without lines of its own."""
    sheet = read(data, path)
    return import_blocks(sheet.source(path), sheet.blocks, sheet.warnings(path))


def import_blocks(
    source: Source,
    blocks: "Sequence[Block]",
    problems: Sequence[Problem] = (),
    pictures: str = "",
) -> ImportedTree:
    """What is understood of the lines, in which there are `pictures` beside those in the source.

    Raises InputError (no lines, or neither name nor section) or LimitError (an endless line).
    """
    from tailor.resume_parser import parse_cv
    from tailor.resume_parser.blocks import LONGEST, PICTURE

    place = Place(source.path)
    if not blocks:
        raise InputError(Problem("there is no text in this file", place), *problems)
    if endless := next((one for one in blocks if len(one.text) > LONGEST), None):
        message = f"a paragraph has {len(endless.text):,} letters; at most {LONGEST:,} are read"
        hint = "break it into lines"
        raise LimitError(Problem(message, Place(source.path, endless.line), hint=hint))
    found = parse_cv(source, blocks)
    pictures = "".join(dict.fromkeys(re.findall(PICTURE, source.text + pictures)))
    if shown := "".join(letter for letter in pictures if letter.isprintable()):
        message = f"pictures among the letters were left out: {shown}"
        problems = [*problems, Problem(message, place, level="warning")]
    if found.furniture:
        message = f"page numbers and the like were left out: {' / '.join(found.furniture[:6])}"
        problems = [*problems, Problem(printable(message, 300), place, level="warning")]
    held = found.root.get("basics")
    sections = [key for key, _ in found.root.pairs if key.text not in ("basics", "meta")]
    if not sections and (not isinstance(held, Mapping) or held.get("name") is None):
        hint = "the first line must be the name of the person"
        raise InputError(Problem("no name was found in this CV", place, hint=hint), *problems)
    root, left, warnings = rescued(source, with_name(found.root))
    unplaced = (*found.unplaced, *left)
    problems = [*problems, *nameless(root, source.path), *warnings]
    return ImportedTree(source, root, unplaced, tuple(problems), len(blocks))


PLACEHOLDER = "Your Name"
"""Stands where no name was found."""


def with_name(root: Mapping) -> Mapping:
    """A master with a name; the placeholder if none was found."""
    basics = root.get("basics")
    held = basics.pairs if isinstance(basics, Mapping) else ()
    if any(key.text == "name" and isinstance(one, Scalar) and one.text for key, one in held):
        return root
    name = (Scalar("name", 0, 0), Scalar(PLACEHOLDER, 0, 0))
    others = tuple(pair for pair in held if pair[0].text != "name")
    rest = tuple(pair for pair in root.pairs if pair[0].text != "basics")
    made = Mapping((name, *others), root.start)
    return Mapping(((Scalar("basics", 0, 0), made), *rest), root.start)


def nameless(root: Mapping, path: str) -> list[Problem]:
    """A warning if the name of a master is the placeholder."""
    basics = root.get("basics")
    known = basics.get("name") if isinstance(basics, Mapping) else None
    if not isinstance(known, Scalar) or known.text != PLACEHOLDER:
        return []
    message = f"no name was found, so “{PLACEHOLDER}” stands in its place"
    hint = "write the name under basics in the master"
    return [Problem(message, Place(path), hint=hint, level="warning")]


IMPORTERS: dict[str, Importer] = {
    ".md": import_markdown,
    ".markdown": import_markdown,
    ".txt": import_text,
    ".tex": import_latex,
    ".html": import_html,
    ".htm": import_html,
    ".docx": import_docx,
    ".pdf": import_pdf,
    ".zip": import_linkedin,
}
"""By suffix: the bytes of a file and its path to what it says. Raises TailorError."""


@dataclass(frozen=True, slots=True)
class Import:
    """A master as data (the keys of docs/resume.schema.json) and the report of its import."""

    path: str
    master: dict[str, Any]
    unplaced: tuple[UnplacedLine, ...] = ()
    problems: tuple[Problem, ...] = ()
    lines: int = 0
