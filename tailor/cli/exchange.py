"""`import` and `export`: CVs of all kinds to one master, and a master to other formats."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tailor.cli.bring import brought, lost, read_any
from tailor.cli.check import contents
from tailor.cli.options import Format
from tailor.cli.outputs import same, write
from tailor.cli.record import VERSION, as_json
from tailor.cli.rows import counted
from tailor.cli.say import UsageError, complain, say
from tailor.cli.sources import find_master
from tailor.errors import FileError, InputError, Place, Problem
from tailor.merge import Merged, merge, newest_first
from tailor.project import NOTHING
from tailor.read import Import, parse
from tailor.write import WRITERS, into, yaml_text

SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Result:
    """What an import made: the files, the one master of them, and its text."""

    files: tuple[Import, ...]
    merged: Merged
    text: str
    summary: str
    output: Path | None


def bring_in(
    files: Sequence[Path],
    output: Path | None,
    base: Path | None,
    format: Format,
    quiet: bool,
    force: bool,
) -> int:
    """Imports files and writes one master; returns 0.

    Raises InputError, FileError, LimitError, UsageError.
    """
    output = output or base
    if output is not None and output.suffix.lower() not in SUFFIXES:
        raise UsageError(
            Problem("a master is written to a file that ends in .yaml", Place(str(output)))
        )
    found = tuple(brought(path) for path in files)
    result = made(found, base, output)
    if output is not None:
        save(output, result.text, force or base is not None)
    if not quiet:
        report(result, format)
    if output is None and format == "text":
        say(result.text.rstrip("\n"))
    return 0


def made(found: tuple[Import, ...], base: Path | None, output: Path | None) -> Result:
    """One master of the files, or of an older one and them."""
    masters = newest_first([with_unplaced(one, len(found) > 1) for one in found])
    if base is not None:
        old = brought(base)
        merged = merge([old.master, *masters])
        text = grown(base, old, merged)
    else:
        merged = merge(masters)
        text = yaml_text(merged.master)
    where = str(output or base or found[0].path)
    resume, _ = parse(text, where, "yaml")
    return Result(found, merged, text, contents(resume), output)


def grown(base: Path, old: Import, merged: Merged) -> str:
    """The text of an older master with what is new. Raises InputError if it cannot be edited."""
    text = base.read_bytes().decode("utf-8-sig")
    if merged.master == old.master:
        return text
    try:
        grown = into(text, merged.master)
        parse(grown, str(base), "yaml")
    except (ValueError, InputError) as error:
        message = f"this file cannot be edited in place: {str(error).splitlines()[0]}"
        hint = "import into a new file: tailor import OLD NEW -o resume.yaml"
        raise InputError(Problem(message, Place(str(base)), hint=hint)) from error
    return grown


def with_unplaced(one: Import, several: bool) -> dict[str, Any]:
    """The master with the lines that were not understood under `meta.unplaced`."""
    if not one.unplaced:
        return one.master
    name = {"file": Path(one.path).name} if several else {}
    lines = [{**name, "line": str(line.line), "text": line.text} for line in one.unplaced]
    meta = one.master.get("meta", {})
    return one.master | {"meta": meta | {"unplaced": [*meta.get("unplaced", []), *lines]}}


def save(path: Path, text: str, force: bool) -> None:
    """Writes a master; another one that is there stays. Raises FileError."""
    if path.is_file() and not force:
        if path.read_bytes() == text.encode():
            return
        hint = "--into adds to it and keeps what you wrote; --force replaces it"
        raise FileError(
            Problem("this file exists and is another master", Place(str(path)), hint=hint)
        )
    write([(path, text.encode())])


def report(result: Result, format: Format) -> None:
    """The loss report: on stdout, or beside a master on stdout on stderr."""
    if format == "json":
        say(as_json(record(result)))
        return
    for found in result.files:
        complain(*found.problems, *lost(found))
    speak = say if result.output is not None else hush
    for row in rows(result):
        speak(row)


def hush(row: str) -> None:
    complain(Problem(row, level="note"))


def rows(result: Result) -> Iterator[str]:
    for found in result.files:
        lines = f"{counted(found.lines, 'line')}, " if found.lines else ""
        missing = len(found.unplaced)
        where = ": see meta.unplaced" if missing else ""
        yield f"{found.path}: {lines}{missing} not understood{where}"
    merged = result.merged
    if merged.shared:
        found_twice = counted(merged.shared, "entry", "entries")
        yield f"merged: {found_twice} in more than one, {counted(merged.wordings, 'new wording')}"
    for one in merged.conflicts:
        yield f"conflict {one}"
    yield f"{result.output or 'the master'}: {result.summary}"


def record(result: Result) -> dict[str, Any]:
    files = [
        {
            "path": found.path,
            "lines": found.lines,
            "unplaced": [{"line": one.line, "text": one.text} for one in found.unplaced],
            "warnings": [str(one) for one in found.problems],
        }
        for found in result.files
    ]
    conflicts = [{"key": c.key, "kept": c.kept, "other": c.other} for c in result.merged.conflicts]
    return {
        "version": VERSION,
        "files": files,
        "shared": result.merged.shared,
        "wordings": result.merged.wordings,
        "conflicts": conflicts,
        "outputs": {"master": str(result.output) if result.output else None},
        "master": None if result.output else result.merged.master,
    }


def send_out(
    master: Path | None, output: Path, format: Format, quiet: bool, named: bool = True
) -> int:
    """Writes a master in the format that the output's name asks for; returns 0.

    `named` is whether the user named the output; else it stays inside the project.
    """
    path = find_master(master)
    writer = WRITERS.get(output.suffix.lower())
    if writer is None:
        hint = f"use one of {', '.join(WRITERS)}"
        raise UsageError(
            Problem("there is no writer for this format", Place(str(output)), hint=hint)
        )
    if same(output, path):
        raise UsageError(Problem("the output would replace an input", Place(str(output))))
    resume, warnings = read_any(path)
    if not quiet:
        complain(*warnings)
    write([(output, writer(resume))], None if named else NOTHING)
    if format == "json":
        say(json.dumps({"version": VERSION, "outputs": {"file": str(output)}}))
    elif not quiet:
        say(f"wrote {output} ({contents(resume)})")
    return 0
