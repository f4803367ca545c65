"""`tailor import --review`: a page on which a person corrects an import before it is written."""

import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar, cast

from tailor.cli.console import print_note
from tailor.cli.json_report import Record
from tailor.cli.live_preview import (
    POLL,
    SHELL,
    Handler,
    PreviewSnapshot,
    PreviewState,
    announce_server,
    serve_page,
)
from tailor.errors import TailorError
from tailor.exporters.yaml import BASICS, ENTRY, order_keys
from tailor.files import read_regular
from tailor.importers.base import Doubt, ImportResult, find_doubts
from tailor.loader.isolated import LIMITS
from tailor.report import html_environment
from tailor.report.pages import draw_pages
from tailor.sandbox.worker import WorkerError, WorkerKilledError, call_isolated

Outcome = TypeVar("Outcome")
MOST_PAGES = 20
"""Pages of a document that are shown as pictures."""
GRACE_S = 4.0
"""Seconds after which a page that is gone was closed, not loaded again."""
LONG = 70
"""Characters of a text that needs more than one line."""
DATES = {"startDate": "", "endDate": ""}
BLANK: dict[str, dict[str, Any]] = {
    "basics": dict.fromkeys(("name", "label", "email", "phone", "url", "location", "summary"), ""),
    "work": {"name": "", "position": "", "location": "", **DATES, "summary": "", "highlights": []},
    "education": {"institution": "", "studyType": "", "area": "", "score": "", **DATES},
}
"""Sections that the form always has, with the fields that it offers in each entry."""
LABELS = {
    "basics": "Name and contact",
    "work": "Jobs",
    "work/name": "Employer",
    "work/position": "Title",
    "institution": "School",
    "studyType": "Degree",
    "area": "Field of study",
    "score": "Grade",
    "startDate": "Start (such as 2021-09)",
    "endDate": "End (empty if it is current)",
    "label": "Your title, in one line",
    "url": "Web address",
    "sections": "Other sections",
}
"""What a key is called in the form; other keys are called by their own words."""
NAMES = ("name", "institution", "position", "studyType", "title", "language", "network", "text")
"""Keys of an entry that name it."""
EMPTY: tuple[object, ...] = (None, "", [], {})


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form: a line of text, a long text, or one item on each of several lines.

    `doubt` is the key of the entry whose doubt is about this field.
    """

    key: str
    label: str
    value: str
    kind: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together. `kind` is group, entry (it can be left out) or new."""

    key: str
    title: str
    parts: "tuple[Field | Group, ...]"
    kind: str = "group"
    doubt: Doubt | None = None


Part = Field | Group


@dataclass(frozen=True, slots=True)
class FormBuilder:
    """Makes a form of a master; `doubts` are those of its entries."""

    doubts: Mapping[str, Doubt]

    def sections(self, master: Mapping[str, Any]) -> Iterator[Group]:
        for name in dict.fromkeys(("basics", *master, *BLANK)):
            if name != "meta":
                part = self.part(name, master.get(name, {} if name == "basics" else []))
                yield part if isinstance(part, Group) else Group(name, part.label, (part,))

    def part(self, key: str, value: Any) -> Part:
        """The field or group of a value."""
        label = label_of(key)
        if isinstance(value, dict):
            return Group(key, label, tuple(self.fields(key, value, BLANK.get(key, {}))))
        if isinstance(value, list):
            is_lines = all(isinstance(item, str) and "\n" not in item for item in value)
            if key in BLANK or not is_lines:
                return Group(key, label, tuple(self.entries(key, value)))
            return Field(key, label, "\n".join(value), "lines", self.doubtful(key))
        text = str(value or "")
        is_long = len(text) > LONG or "\n" in text or key.endswith("/summary")
        return Field(key, label, text, "long" if is_long else "text", self.doubtful(key))

    def doubtful(self, key: str) -> str:
        entry, _, name = key.rpartition("/")
        return entry if entry in self.doubts and name in self.doubts[entry].fields else ""

    def fields(
        self, key: str, value: Mapping[str, Any], blank: Mapping[str, Any]
    ) -> Iterator[Part]:
        first = BASICS if key == "basics" else ENTRY
        for name, item in order_keys({**blank, **value}, first).items():
            yield self.part(f"{key}/{name}", item)

    def entries(self, key: str, values: Sequence[Any]) -> Iterator[Part]:
        """The entries of a list, and an empty one to add."""
        blank = {
            name: [] if isinstance(item, list) else ""
            for entry in values
            if isinstance(entry, dict)
            for name, item in entry.items()
            if not isinstance(item, dict)
            and not (isinstance(item, list) and dict in map(type, item))
        } | BLANK.get(key, {})
        for number, entry in enumerate(values):
            path = f"{key}/{number}"
            if isinstance(entry, dict):
                parts = tuple(self.fields(path, entry, blank))
                yield Group(path, entry_name(entry, number), parts, "entry", self.doubts.get(path))
            else:
                yield self.part(path, entry)
        if blank and key != "sections":
            parts = tuple(self.fields(f"{key}/{len(values)}", {}, blank))
            yield Group(f"{key}/{len(values)}", "Add an entry", parts, "new")


def label_of(key: str) -> str:
    """What a value is called in the form."""
    section, name = key.partition("/")[0], key.rpartition("/")[2]
    if name.isdigit():
        return f"{label_of(key.rpartition('/')[0])} {int(name) + 1}"
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
    return LABELS.get(f"{section}/{name}") or LABELS.get(name) or words.capitalize()


def entry_name(entry: Mapping[str, Any], number: int) -> str:
    names = [entry[key] for key in NAMES if isinstance(entry.get(key), str) and entry[key]]
    return f"{number + 1}. {', '.join(names[:2]) or 'entry'}"


def form_kinds(parts: Sequence[Part]) -> Iterator[tuple[str, str]]:
    """Each key that may be changed, and the kind of its field or group."""
    for part in parts:
        if isinstance(part, Field) or part.kind == "entry":
            yield part.key, part.kind
        if isinstance(part, Group):
            yield from form_kinds(part.parts)


def correct_import(imported: ImportResult, kinds: Mapping[str, str], changes: Any) -> ImportResult:
    """The import with what a person changed: texts of fields, and null for entries and lines that
    are left out. Raises ValueError if that does not fit the form."""
    if not isinstance(changes, dict):
        raise ValueError("changes are fields with their texts")
    for key, value in changes.items():
        kind = kinds.get(key)
        if kind is None:
            raise ValueError(f"there is no field {key}")
        if not (value is None if kind == "entry" else isinstance(value, str)):
            raise ValueError(f"{key}: this is not the text of a field")
    master = deepcopy(imported.master)
    for key in sorted(changes, key=lambda key: kinds[key] == "entry"):  # What goes, goes last.
        if not key.startswith("unplaced/"):
            put_value(master, key.split("/"), typed_value(changes[key], kinds[key]))
    unplaced = (line for n, line in enumerate(imported.unplaced) if f"unplaced/{n}" not in changes)
    return replace(imported, master=drop_empty(master), unplaced=tuple(unplaced))


def typed_value(text: str | None, kind: str) -> Any:
    if text is None or kind != "lines":
        return text and text.strip()
    return [line.strip() for line in text.splitlines()]


def put_value(master: dict[str, Any], path: Sequence[str], value: Any) -> None:
    """Puts a value at a path; what is missing on the way is added."""
    node: Any = master
    for name, following in pairwise(path):
        empty: Any = [] if following.isdigit() else {}
        if isinstance(node, dict):
            node = node.setdefault(name, empty)
        else:
            node += [empty] if int(name) == len(node) else []
            node = node[int(name)]
    node[path[-1] if isinstance(node, dict) else int(path[-1])] = value


def drop_empty(value: Any) -> Any:
    """A value without what is empty in it."""
    if isinstance(value, dict):
        items = {key: drop_empty(item) for key, item in value.items()}
        return {key: item for key, item in items.items() if item not in EMPTY}
    if isinstance(value, list):
        return [item for item in map(drop_empty, value) if item not in EMPTY]
    return value


def draw_document(path: Path) -> tuple[bytes, ...]:
    """Pictures of the pages of a PDF; none of other documents, or if they cannot be drawn."""
    if path.suffix.lower() != ".pdf":
        return ()
    try:
        return call_isolated(LIMITS, draw_pages, read_regular(path), MOST_PAGES)
    except (TailorError, WorkerError, WorkerKilledError):
        return ()


@dataclass(slots=True, kw_only=True)
class Review(PreviewState):
    """A form about an import until it is saved; `write` writes what was corrected.

    `readers` is how many browsers show the page, `left` when the last one went.
    """

    found: ImportResult
    write: Callable[[ImportResult], None]
    kinds: Mapping[str, str]
    html: bytes
    output: str
    readers: int = 0
    left: float = float("inf")

    def store(self, changes: Any) -> Record:
        """Writes the master. Raises ValueError if it is there already, TailorError."""
        with self.changed:
            if self.view.state == "good":
                raise ValueError("this is saved already")
            self.write(correct_import(self.found, self.kinds, changes))
            self.show(state="good")
            return {"saved": self.output}

    def count(self, step: int) -> None:
        """Notes that a browser shows the page, or does so no more."""
        with self.changed:
            self.readers += step
            self.left = float("inf") if self.readers else time.monotonic()

    def wait(self) -> None:
        """Waits until the form is saved or its page was closed."""
        with self.changed:
            while self.view.state != "good" and time.monotonic() < self.left + GRACE_S:
                self.changed.wait(POLL)


class ReviewHandler(Handler):
    """Answers one request about a review."""

    changing = ("save",)

    @property
    def review(self) -> Review:
        return cast("Review", self.server.screen)

    def apply(self, name: str, data: Any) -> Record:  # noqa: ARG002
        return self.review.store(data)

    def serve(self, name: str) -> None:
        if name == "":
            self.answer(self.review.html, "text/html", SHELL)
        else:
            super().serve(name)

    def stream(self) -> None:
        self.review.count(1)
        try:
            super().stream()
        finally:
            self.review.count(-1)


def review_import(
    imported: ImportResult, output: Path | None, write: Callable[[ImportResult], Outcome]
) -> Outcome | None:
    """Shows an import next to its document until a person saves it; what `write` made of it, or
    None if the page was closed. Raises UsageError if there can be no server."""
    doubts = find_doubts(imported.master) if imported.lines else []
    groups = tuple(FormBuilder({doubt.key: doubt for doubt in doubts}).sections(imported.master))
    pictures = draw_document(Path(imported.path))
    outcomes: list[Outcome] = []
    page = html_environment().get_template("review.html.j2")
    html = page.render(
        name=Path(imported.path).name,
        found=imported,
        groups=groups,
        doubts=doubts,
        pictures=len(pictures),
        lines=imported.text.splitlines(),
    )
    review = Review(
        view=PreviewSnapshot(pictures=pictures),
        found=imported,
        write=lambda corrected: outcomes.append(write(corrected)),
        kinds=dict(form_kinds(groups))
        | {f"unplaced/{number}": "entry" for number in range(len(imported.unplaced))},
        html=html.encode("utf-8", "replace"),
        output=str(output or "standard output"),
    )
    try:
        with serve_page(0, review, ReviewHandler) as server:
            announce_server(server, True, "review page")
            print_note(
                f"Save on that page writes {review.output} and stops this program; Ctrl-C stops it"
            )
            review.wait()
    finally:
        if not outcomes:
            print_note("not saved: nothing was written")
    return outcomes[0] if outcomes else None
