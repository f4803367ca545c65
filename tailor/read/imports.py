"""A CV in a format that is not the master's own, to a master and a report of what was lost."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tailor.errors import InputError, LimitError, Place, Problem
from tailor.read.brought import Brought, Importer
from tailor.read.files import decode, refuse_binary, tidy
from tailor.read.source import Mapping, Scalar, Source, visible
from tailor.read.unplaced import Unplaced
from tailor.read.validate import rescued

if TYPE_CHECKING:
    from tailor.read.builder import Lines, Sheet
    from tailor.read.understand import Block


def import_markdown(data: bytes, path: str) -> Brought:
    from tailor.read.markdown import read_markdown

    source, problems = tidy(decode(data, path), path)
    return marked(source, read_markdown(source), problems)


def import_text(data: bytes, path: str) -> Brought:
    from tailor.read.markdown import read_markdown
    from tailor.read.plain_text import in_columns, read_plain
    from tailor.read.understand import exported

    source, problems = tidy(decode(data, path), path)
    plain = read_plain(source)
    if exported(plain) is not None:
        return brought(source, plain, problems)
    source = in_columns(source)
    return marked(source, read_markdown(source), problems)


def import_latex(data: bytes, path: str) -> Brought:
    from tailor.read.latex import read_latex, with_files

    source, problems = tidy(decode(data, path), path)
    source, found = with_files(source)
    blocks, warnings = read_latex(source)
    return brought(source, blocks, [*problems, *found, *warnings])


def import_html(data: bytes, path: str) -> Brought:
    from tailor.read.html_file import read_html

    refuse_binary(data, path)
    source, problems = tidy(page_text(data, path), path)
    return marked(source, read_html(source), problems)


def page_text(data: bytes, path: str) -> str:
    """A page as text, in the encoding that it names, or UTF-8. Raises InputError."""
    from tailor.charset import said

    for encoding in said(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return decode(data, path)


def import_docx(data: bytes, path: str) -> Brought:
    from tailor.read.docx_file import read_docx

    return spread(read_docx, data, path)


def import_pdf(data: bytes, path: str) -> Brought:
    from tailor.read.pdf_file import read_pdf

    return spread(read_pdf, data, path)


def import_linkedin(data: bytes, path: str) -> Brought:
    from tailor.read.linkedin import read_linkedin

    found = read_linkedin(data, path)
    if not found.lines:
        hint = "ask LinkedIn for a copy of your data, with profile and positions"
        raise InputError(Problem("every table of this export is empty", Place(path), hint=hint))
    root = named(found.root)
    return replace(found, root=root, problems=(*found.problems, *nameless(root, path)))


def marked(source: Source, lines: "Lines", problems: Sequence[Problem]) -> Brought:
    """What is understood of a text with marks that say what its lines are."""
    found = [*problems, *lines.warnings(source.path)]
    return brought(source, lines.blocks, found, "".join(lines.pictures))


def spread(read: "Callable[[bytes, str], Sheet]", data: bytes, path: str) -> Brought:
    """What is understood of a file without lines of its own."""
    sheet = read(data, path)
    return brought(sheet.source(path), sheet.blocks, sheet.warnings(path))


def brought(
    source: Source,
    blocks: "Sequence[Block]",
    problems: Sequence[Problem] = (),
    pictures: str = "",
) -> Brought:
    """What is understood of the lines, in which there are `pictures` beside those in the source.

    Raises InputError (no lines, or neither name nor section) or LimitError (an endless line).
    """
    from tailor.read.understand import understand
    from tailor.read.understand.blocks import LONGEST, PICTURE

    place = Place(source.path)
    if not blocks:
        raise InputError(Problem("there is no text in this file", place), *problems)
    if endless := next((one for one in blocks if len(one.text) > LONGEST), None):
        message = f"a paragraph has {len(endless.text):,} letters; at most {LONGEST:,} are read"
        hint = "break it into lines"
        raise LimitError(Problem(message, Place(source.path, endless.line), hint=hint))
    found = understand(source, blocks)
    pictures = "".join(dict.fromkeys(re.findall(PICTURE, source.text + pictures)))
    if shown := "".join(letter for letter in pictures if letter.isprintable()):
        message = f"pictures among the letters were left out: {shown}"
        problems = [*problems, Problem(message, place, level="warning")]
    if found.furniture:
        message = f"page numbers and the like were left out: {' / '.join(found.furniture[:6])}"
        problems = [*problems, Problem(visible(message, 300), place, level="warning")]
    held = found.root.get("basics")
    sections = [key for key, _ in found.root.pairs if key.text not in ("basics", "meta")]
    if not sections and (not isinstance(held, Mapping) or held.get("name") is None):
        hint = "the first line must be the name of the person"
        raise InputError(Problem("no name was found in this CV", place, hint=hint), *problems)
    root, left, warnings = rescued(source, named(found.root))
    unplaced = (*found.unplaced, *left)
    problems = [*problems, *nameless(root, source.path), *warnings]
    return Brought(source, root, unplaced, tuple(problems), len(blocks))


PLACEHOLDER = "Your Name"
"""Stands where no name was found."""


def named(root: Mapping) -> Mapping:
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
    unplaced: tuple[Unplaced, ...] = ()
    problems: tuple[Problem, ...] = ()
    lines: int = 0


def dumps(found: Import) -> str:
    """As JSON, for the other side of a process."""
    record = {
        "path": found.path,
        "master": found.master,
        "unplaced": [[one.line, one.text] for one in found.unplaced],
        "problems": [problem_record(one) for one in found.problems],
        "lines": found.lines,
    }
    return json.dumps(record)


def problem_record(one: Problem) -> list[Any]:
    place = [one.place.path, one.place.line, one.place.column] if one.place else None
    return [one.message, place, one.excerpt, one.hint, one.level]


def refusal(problems: Sequence[Problem], code: int) -> str:
    """An error as JSON: its problems and the exit code of its class."""
    return json.dumps({"code": code, "problems": [problem_record(one) for one in problems]})


def loads(text: str) -> Import:
    """What `dumps` wrote; an error that was written instead is raised again."""
    from tailor.errors import FileError, LimitError

    record = json.loads(text)
    problems = tuple(map(problem, record["problems"]))
    if "code" in record:
        classes = {kind.exit_code: kind for kind in (InputError, FileError, LimitError)}
        raise classes.get(record["code"], InputError)(*problems)
    unplaced = tuple(Unplaced(line, text) for line, text in record["unplaced"])
    return Import(record["path"], record["master"], unplaced, problems, record["lines"])


def problem(record: list[Any]) -> Problem:
    message, place, excerpt, hint, level = record
    return Problem(message, Place(*place) if place else None, excerpt, hint, level)
