"""Tells a GitHub runner what `tailor batch` did: annotations, a summary, outputs."""

import json
import os
import re
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MESSAGE = re.compile(
    r"(?:(?P<file>[^\n:]+?)(?::(?P<line>\d+))?(?::(?P<col>\d+))?: )?"
    r"(?P<level>error|warning): (?P<text>.+)"
)
HINT = "  hint: "
MISSING = 10


def main(report: Path, messages: Path) -> int:
    """Tells the runner; returns 0, or 1 if the report cannot be read."""
    for line in annotations(messages.read_text(encoding="utf-8", errors="replace")):
        print(line)
    found, wrong = parsed(report.read_text(encoding="utf-8", errors="replace"))
    if wrong:
        print(f"::error::{escaped(wrong)}")
    append("GITHUB_STEP_SUMMARY", "\n".join(summary(found)))
    append("GITHUB_OUTPUT", outputs(found, report))
    return 1 if wrong else 0


def parsed(text: str) -> tuple[dict[str, Any], str]:
    """A report, and what is wrong with it ("" if nothing is); no text is a report of nothing."""
    nothing: dict[str, Any] = {"postings": [], "missing": []}
    try:
        found = json.loads(text) if text.strip() else {}
    except ValueError as error:
        return nothing, f"the report of tailor batch is not JSON: {error}"
    if not isinstance(found, dict):
        return nothing, "the report of tailor batch is not a JSON object"
    return nothing | found, ""


def annotations(text: str) -> Iterator[str]:
    """Workflow commands: one for each fault, at its place in a file of the repository."""
    rows = text.splitlines()
    for number, row in enumerate(rows):
        found = MESSAGE.fullmatch(row)
        if not found or row.startswith(" "):
            continue
        parts = found.groupdict()
        hint = next((one for one in after(rows[number + 1 :]) if one.startswith(HINT)), "")
        if parts["file"]:
            parts["file"] = os.path.normpath(
                os.path.join(os.environ.get("TAILOR_CI_FOLDER", "."), parts["file"])  # noqa: PTH118
            )
        where = ",".join(
            f"{key}={escaped(parts[key], ':,')}" for key in ("file", "line", "col") if parts[key]
        )
        said = "\n".join(filter(None, (parts["text"], hint.strip())))
        yield f"::{parts['level']}{' ' if where else ''}{where}::{escaped(said)}"


def after(rows: list[str]) -> Iterator[str]:
    """The indented rows that belong to the row before them."""
    for row in rows:
        if not row.startswith("  "):
            return
        yield row


def escaped(text: str, more: str = "") -> str:
    return "".join(f"%{ord(one):02X}" if one in "%\r\n" + more else one for one in text)


def summary(found: dict[str, Any]) -> Iterator[str]:
    """The table and what is missing most, as Markdown; of a failure before any page, a line."""
    yield "## tailor"
    yield ""
    if not found["postings"]:
        yield "No page was made: see the annotations."
    else:
        yield "| posting | state | must | nice | fill |"
        yield "|---|---|---|---|---|"
    for one in found["postings"]:
        name = " at ".join(filter(None, (one["title"], one["company"]))) or one["posting"]
        page = one["page"]
        fill = f"{100 * page['fill']:.0f} %" if page else "–"
        cells = (name, one["state"], share(one, "must"), share(one, "nice"), fill)
        yield f"| {' | '.join(map(plain, cells))} |"
        for problem in one["problems"]:
            yield f"| ↳ {plain(problem['message'])} | | | | |"
    if found["missing"]:
        yield from ("", "Missing most often: " + ", ".join(
            f"{plain(one['term'])} ({one['postings']})" for one in found["missing"][:MISSING]
        ))  # fmt: skip
    yield ""


def share(one: dict[str, Any], kind: str) -> str:
    part = (one["coverage"] or {}).get(kind)
    return f"{part['covered']} of {part['of']}" if part and part["of"] else "–"


def plain(text: str) -> str:
    """Text that Markdown leaves as it is, in one row of a table."""
    return re.sub(r"([\\`*_{}\[\]<>()#!|~&@])", r"\\\1", " ".join(text.split()))


def outputs(found: dict[str, Any], report: Path) -> str:
    files = [one["outputs"]["pdf"] for one in found["postings"] if one["outputs"]]
    folder = Path(os.environ.get("TAILOR_CI_FOLDER", "."))
    uploads = [str(folder / name) for name in files]
    lists = {"pdfs": files, "uploads": uploads, "report": [str(report)]}
    return "".join(block(name, lines) for name, lines in lists.items())


def block(name: str, lines: list[str]) -> str:
    """An output of several lines; nobody can guess what ends it."""
    end = f"end-{uuid.uuid4()}"
    return "".join(f"{line}\n" for line in (f"{name}<<{end}", *lines, end))


def append(variable: str, text: str) -> None:
    if path := os.environ.get(variable):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
