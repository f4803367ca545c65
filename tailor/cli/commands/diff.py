"""`diff`: what one page says and another does not, or a page and its master."""

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tailor.cli.console import Row, print_rows, report_width
from tailor.cli.json_report import print_json
from tailor.cli.lockfile import HashedFile, Lockfile, read_lock
from tailor.cli.report_rows import heading_rows, pluralize
from tailor.cli.settings import Format
from tailor.errors import FileError, Place, Problem

LOCK_SUFFIX = ".tailor.json"


@dataclass(frozen=True, slots=True)
class PageSnapshot:
    """One of two: `lines` are the wordings of each key that it has; of a page only one."""

    name: str
    lines: Mapping[str, tuple[str, ...]]
    lock: Lockfile | None = None


def compare_files(first: Path, second: Path, format: Format) -> int:
    """Prints what differs between two pages, or a page and a master; returns 0."""
    a, b = read_side(first), read_side(second)
    if format == "json":
        print_json(diff_record(a, b))
    else:
        print_rows(diff_rows(a, b))
    return 0


def read_side(path: Path) -> PageSnapshot:
    """A page by its PDF or lock file, or a master.

    Raises:
        FileError: it cannot be read, or there is no lock file next to the PDF.
        InputError: it is wrong.
    """
    from tailor.cli.inputs import read_master
    from tailor.layout import scorable_lines

    lock = path.with_suffix(LOCK_SUFFIX) if path.suffix.lower() == ".pdf" else path
    if not lock.name.endswith(LOCK_SUFFIX):
        lines: dict[str, tuple[str, ...]] = {}
        for line in scorable_lines(read_master(path, True).resume):
            lines[line.key] = (*lines.get(line.key, ()), line.text)
        return PageSnapshot(str(path), lines)
    if not lock.is_file():
        hint = "make it again with tailor --job, which writes one"
        raise FileError(Problem(f"there is no {lock.name} beside it", Place(str(path)), hint=hint))
    page = read_lock(lock)
    return PageSnapshot(str(path), {line.key: (line.text,) for line in page.facts.chosen}, page)


def only_in_first(a: PageSnapshot, b: PageSnapshot) -> dict[str, str]:
    """What only the first says: key -> text."""
    return {key: texts[0] for key, texts in a.lines.items() if key not in b.lines}


def reworded_keys(a: PageSnapshot, b: PageSnapshot) -> dict[str, tuple[str, str]]:
    """Keys that both have, with nothing that they both say."""
    return {
        key: (texts[0], b.lines[key][0])
        for key, texts in a.lines.items()
        if key in b.lines and not set(texts) & set(b.lines[key])
    }


def differing_inputs(a: PageSnapshot, b: PageSnapshot) -> dict[str, list[Any]]:
    """What two pages were made of, where it differs."""
    if not a.lock or not b.lock:
        return {}
    first, second = a.lock.inputs, b.lock.inputs
    differing: dict[str, list[Any]] = {}
    for name in first.changed(second):
        if name == "options":
            keys = [key for key in second.options if first.options.get(key) != second.options[key]]
            differing |= {key: [first.options.get(key), second.options[key]] for key in keys}
        else:
            differing[name] = [show_input(getattr(first, name)), show_input(getattr(second, name))]
    if a.lock.engine != b.lock.engine:
        differing["engine"] = [a.lock.engine, b.lock.engine]
    return differing


def show_input(value: Any) -> Any:
    """Such as "../resume.yaml (1f3a5b7c)"."""
    if isinstance(value, HashedFile):
        return f"{value.path} ({value.sha256[:8]})"
    if isinstance(value, tuple):
        return ", ".join(map(show_input, value)) or None
    return value


def diff_record(a: PageSnapshot, b: PageSnapshot) -> dict[str, Any]:
    return {
        "a": side_record(a),
        "b": side_record(b),
        "only_a": [{"key": key, "text": text} for key, text in only_in_first(a, b).items()],
        "only_b": [{"key": key, "text": text} for key, text in only_in_first(b, a).items()],
        "reworded": [
            {"key": k, "a": first, "b": second}
            for k, (first, second) in reworded_keys(a, b).items()
        ],
        "settings": {
            key: {"a": first, "b": second}
            for key, (first, second) in differing_inputs(a, b).items()
        },
    }


def side_record(side: PageSnapshot) -> dict[str, Any]:
    facts = side.lock.facts.record() if side.lock else {}
    names = ("title", "company", "coverage", "page")
    return {"file": side.name, "lines": len(side.lines)} | {name: facts.get(name) for name in names}


def diff_rows(a: PageSnapshot, b: PageSnapshot) -> Iterator[Row]:
    for sign, first in (("-", a), ("+", b)):
        yield (f"{sign} {first.name}", "bold"), (f"  {summarize_side(first)}", "")
    yield from only_rows("-", "red", "only in the first", only_in_first(a, b))
    yield from only_rows("+", "green", "only in the second", only_in_first(b, a))
    yield from reworded_rows(reworded_keys(a, b))
    differing = differing_inputs(a, b)
    if differing:
        yield from heading_rows("made of")
    for key, (first, second) in differing.items():
        yield (f"  {key}: ", "bold"), (f"{first} -> {second}", "")
    if not (only_in_first(a, b) or only_in_first(b, a) or reworded_keys(a, b)):
        yield ()
        yield (("both say the same", "green"),)


def only_rows(sign: str, style: str, title: str, lines: Mapping[str, str]) -> Iterator[Row]:
    if lines:
        yield from heading_rows(title, pluralize(len(lines), "line"))
    for key, text in lines.items():
        yield ((f"{sign} {key}", style),)
        yield from wrap_diff_text(text)


def reworded_rows(lines: Mapping[str, tuple[str, str]]) -> Iterator[Row]:
    if lines:
        yield from heading_rows("worded otherwise", pluralize(len(lines), "line"))
    for key, pair in lines.items():
        yield ((f"  {key}", "bold"),)
        for sign, text, style in zip("-+", pair, ("red", "green"), strict=True):
            yield from wrap_diff_text(f"{sign} {text}", style)


def summarize_side(side: PageSnapshot) -> str:
    if not side.lock:
        return f"a master with {len(side.lines)} lines"
    facts = side.lock.facts
    if facts.coverage is None:
        return f"a whole master with {len(side.lines)} lines, typeset"
    must, nice = facts.share_text("must"), facts.share_text("nice")
    return f"{facts.label()} · must {must} · nice {nice} · {facts.fill_text()} full"


def wrap_diff_text(text: str, style: str = "") -> Iterator[Row]:
    for row in textwrap.wrap(text, report_width() - 4, break_on_hyphens=False):
        yield ((f"    {row}", style),)
