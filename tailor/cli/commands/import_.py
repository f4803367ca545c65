"""`tailor import`, `tailor export` and `tailor merge`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tailor.cli.atomic import write_files
from tailor.cli.console import UsageError, print_problems, print_result
from tailor.cli.inputs import find_master
from tailor.cli.json_report import print_json
from tailor.cli.options import is_explicit, with_settings
from tailor.cli.outputs import foreign_file_error, has_content, is_same_file
from tailor.cli.report_rows import pluralize
from tailor.cli.settings import OUTPUT, Format, Option, Settings
from tailor.errors import FileError, InputError, Place, Problem
from tailor.files import read_regular
from tailor.project import NOTHING, result_destination

if TYPE_CHECKING:
    from tailor.importers.base import ImportResult
    from tailor.resume.matching import Merged

SUFFIXES = (".yaml", ".yml")
INTERRUPTED = 130
"""The exit code of a command that a person ended before it was done."""


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import made: the files, the one master of them, and its text."""

    files: "tuple[ImportResult, ...]"
    merged: "Merged"
    text: str
    summary: str
    output: Path | None


def run_import(
    files: Sequence[Path],
    output: Path | None,
    base: Path | None,
    format: Format,
    quiet: bool,
    force: bool,
    review: bool = False,
) -> int:
    """Imports files and writes one master; returns 0, or 130 if a review was not saved.

    Raises InputError, FileError, LimitError, UsageError.
    """
    from tailor.loader.isolated import import_isolated

    output = output or base
    if output is not None and output.suffix.lower() not in SUFFIXES:
        raise UsageError(
            Problem("the master must be a file that ends in .yaml", Place(str(output)))
        )
    if review and len(files) > 1:
        hint = "review the first one, then add each of the others with --into"
        raise UsageError(Problem("--review takes one file", hint=hint))
    if review and output is not None and output.is_file() and not (force or base):
        raise other_master_error(output)
    imports = tuple(import_isolated(path) for path in files)

    def write_master(*imports: "ImportResult") -> ImportOutcome:
        outcome = merge_imports(imports, base, output)
        if output is not None:
            save_master(output, outcome.text, force or base is not None)
        return outcome

    if review:
        from tailor.cli.review import review_import

        result = review_import(imports[0], output, write_master)
        if result is None:
            return INTERRUPTED
    else:
        result = write_master(*imports)
    if not quiet:
        report_import(result, format)
    if output is None and format == "text":
        print_result(result.text.rstrip("\n"))
    return 0


def merge_imports(
    imports: "tuple[ImportResult, ...]", base: Path | None, output: Path | None
) -> ImportOutcome:
    """One master of the files, or of an older one and them."""
    from tailor.cli.commands.check import describe_contents
    from tailor.exporters.yaml import yaml_text
    from tailor.loader import parse_resume
    from tailor.loader.isolated import import_isolated
    from tailor.resume.merge import merge_masters, newest_first

    masters = [add_unplaced_lines(imported, len(imports) > 1) for imported in imports]
    names = {
        id(master): Path(imported.path).name
        for master, imported in zip(masters, imports, strict=True)
    }
    masters = newest_first(masters)
    files = [names[id(master)] for master in masters]
    if base is not None:
        old = import_isolated(base)
        merged = merge_masters([old.master, *masters], [base.name, *files])
        text = extend_master_text(base, old, merged)
    else:
        merged = merge_masters(masters, files)
        text = yaml_text(merged.master)
    where = str(output or base or imports[0].path)
    resume, _ = parse_resume(text, where, "yaml")
    return ImportOutcome(imports, merged, text, describe_contents(resume), output)


def extend_master_text(base: Path, old: "ImportResult", merged: "Merged") -> str:
    """The text of an older master with what is new. Raises InputError if it cannot be edited."""
    from tailor.exporters.yaml import extend_yaml
    from tailor.loader import parse_resume

    text = read_regular(base).decode("utf-8-sig")
    if merged.master == old.master:
        return text
    try:
        grown = extend_yaml(text, merged.master)
        parse_resume(grown, str(base), "yaml")
    except (ValueError, InputError) as error:
        message = f"this file cannot be edited in place: {str(error).splitlines()[0]}"
        hint = "import into a new file: tailor import OLD NEW -o resume.yaml"
        raise InputError(Problem(message, Place(str(base)), hint=hint)) from error
    return grown


def add_unplaced_lines(imported: "ImportResult", several: bool) -> dict[str, Any]:
    """The master with the lines that were not understood under `meta.unplaced`."""
    if not imported.unplaced:
        return imported.master
    name = {"file": Path(imported.path).name} if several else {}
    lines = [{**name, "line": str(line.line), "text": line.text} for line in imported.unplaced]
    meta = imported.master.get("meta", {})
    return imported.master | {"meta": meta | {"unplaced": [*meta.get("unplaced", []), *lines]}}


def save_master(path: Path, text: str, force: bool) -> None:
    """Writes a master; another one that is there stays. Raises FileError."""
    if path.is_file() and not force:
        if read_regular(path) == text.encode():
            return
        raise other_master_error(path)
    write_files([(path, text.encode())])


def other_master_error(path: Path) -> FileError:
    """Why a master is not written over the file that is there."""
    hint = "--into adds to it and keeps what you wrote; --force replaces it"
    return FileError(
        Problem("this file exists and is a different master", Place(str(path)), hint=hint)
    )


def report_import(result: ImportOutcome, format: Format) -> None:
    """The loss report: on stdout, or next to a master on stdout on stderr."""
    from tailor.loader.isolated import unplaced_warnings

    if format == "json":
        print_json(import_record(result))
        return
    for file in result.files:
        print_problems(*file.problems, *unplaced_warnings(file))
    speak = print_result if result.output is not None else drop_row
    for row in import_rows(result):
        speak(row)
    if result.output is not None:
        speak(f"next: tailor check {result.output}, then tailor --job posting.txt")


def drop_row(row: str) -> None:
    print_problems(Problem(row, level="note"))


def import_rows(result: ImportOutcome) -> Iterator[str]:
    for file in result.files:
        lines = f"{pluralize(file.lines, 'line')}, " if file.lines else ""
        missing = len(file.unplaced)
        where = ": see meta.unplaced" if missing else ""
        yield f"read {file.path}: {lines}{missing} not understood{where}"
        yield from doubt_rows(file)
    merged = result.merged
    if merged.shared:
        found_twice = pluralize(merged.shared, "entry", "entries")
        added = pluralize(merged.wordings, "other wording")
        yield f"merged: {found_twice} found in several files, {added} added"
    for conflict in merged.conflicts:
        yield f"conflict {conflict}"
    yield f"{result.output or 'the master'}: {result.summary}"


def doubt_rows(imported: "ImportResult") -> Iterator[str]:
    """How many jobs and degrees of a file are sure, and which ones to look at."""
    from tailor.importers.base import find_doubts

    if not imported.lines:
        return
    doubts = find_doubts(imported.master)
    counts = []
    for section, noun, plural in (("work", "job", "jobs"), ("education", "degree", "degrees")):
        number = len(imported.master.get(section) or [])
        unsure = sum(doubt.key.startswith(section) for doubt in doubts)
        if number:
            counts.append(f"{number - unsure} of {pluralize(number, noun, plural)} sure")
    if counts:
        yield f"read {imported.path}: {', '.join(counts)}"
    for doubt in doubts:
        name = f" ({doubt.name})" if doubt.name else ""
        yield f"look at {doubt.key}{name}: {doubt.reason}"


def import_record(result: ImportOutcome) -> dict[str, Any]:
    from tailor.importers.base import find_doubts
    from tailor.resume.merge import conflict_record

    files = [
        {
            "path": file.path,
            "lines": file.lines,
            "unplaced": [{"line": line.line, "text": line.text} for line in file.unplaced],
            "warnings": [str(problem) for problem in file.problems],
            "doubts": [
                {"key": doubt.key, "name": doubt.name, "reason": doubt.reason}
                for doubt in (find_doubts(file.master) if file.lines else ())
            ],
        }
        for file in result.files
    ]
    return {
        "files": files,
        "shared": result.merged.shared,
        "wordings": result.merged.wordings,
        "conflicts": [conflict_record(conflict) for conflict in result.merged.conflicts],
        "outputs": {"master": str(result.output) if result.output else None},
        "master": None if result.output else result.merged.master,
    }


def run_export(
    master: Path | None, output: Path, format: Format, quiet: bool, named: bool = True
) -> int:
    """Writes a master in the format that the output's name asks for; returns 0.

    `named` is whether the user named the output; else it stays inside the project, and replaces
    nothing but an older export.
    """
    from tailor.cli.commands.check import describe_contents
    from tailor.exporters import WRITERS
    from tailor.exporters.docx import is_made_here
    from tailor.loader.isolated import read_any

    path = find_master(master)
    writer = WRITERS.get(output.suffix.lower())
    if writer is None:
        pdf = f"tailor render -o {output} makes a PDF of the whole master"
        hint = pdf if output.suffix == ".pdf" else f"use one of {', '.join(WRITERS)}"
        raise UsageError(Problem("tailor cannot write this format", Place(str(output)), hint=hint))
    if is_same_file(output, path):
        raise UsageError(Problem("the output would replace an input", Place(str(output))))
    if not named:
        result_destination(output, NOTHING)
        if has_content(output) and not is_made_here(output):
            raise foreign_file_error(output)
    resume, warnings = read_any(path)
    if not quiet:
        print_problems(*warnings)
    write_files([(output, writer(resume))], None if named else NOTHING)
    if format == "json":
        print_json({"outputs": {"file": str(output)}})
    elif not quiet:
        print_result(f"wrote {output} ({describe_contents(resume)})")
    return 0


@with_settings(only=("format", "quiet"), reads_config=False)
def import_files(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="CVs in any supported format.")
    ],
    output: Annotated[
        Path | None,
        Option(
            "--output -o",
            "The master to write, such as resume.yaml. Default, or -: standard output.",
            OUTPUT,
            metavar="FILE",
        ),
    ] = None,
    into: Annotated[
        Path | None,
        Option(
            "--into", "Add to this master; your own text and comments stay.", OUTPUT, metavar="FILE"
        ),
    ] = None,
    force: Annotated[bool, Option("--force", "Replace an existing master.", OUTPUT)] = False,
    review: Annotated[
        bool, Option("--review", "Correct the import in the browser before it is written.", OUTPUT)
    ] = False,
    *,
    settings: Settings,
) -> int:
    """Make one master of CVs in Word, PDF, LaTeX and other formats.

    Formats: .md .txt .html .tex .pdf .docx .odt .rtf .zip .json .yaml.
    """
    master = None if output == Path("-") else output
    return run_import(files, master, into, settings.format, settings.quiet, force, review)


@with_settings(only=("format", "quiet"), reads_config=False)
def export_master(
    context: typer.Context,
    master: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]", help="The master. Default: resume.yaml or the like in this folder."
        ),
    ] = None,
    output: Annotated[
        Path,
        Option(
            "--output -o",
            "Its ending chooses the format: .json (JSON Resume), .md, .txt, .docx, .yaml.",
            OUTPUT,
            metavar="FILE",
        ),
    ] = Path("resume.docx"),
    *,
    settings: Settings,
) -> int:
    """Write the master as JSON Resume, Markdown, text or Word."""

    named = is_explicit(context, "output")
    return run_export(master, output, settings.format, settings.quiet, named)
