"""Lock files: what a page was made of."""

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from tailor.ats.expected_text import expected_texts
from tailor.cli.inputs import sha256_hex
from tailor.cli.json_report import ODD_NAMES, coverage_record
from tailor.cli.outputs import Target, posting_snapshot
from tailor.cli.report_rows import job_label
from tailor.cli.settings import Settings, recorded_options
from tailor.errors import FileError, InputError, Place, Problem
from tailor.files import read_regular
from tailor.layout import scorable_lines
from tailor.line_ids import named_lines
from tailor.models import Document, Posting, Resume
from tailor.pipeline import Outcome
from tailor.project import is_below
from tailor.render.templates import Template
from tailor.scoring.coverage import KeywordAnswer
from tailor.typesetter import find_any_template
from tailor.version import __version__

VERSION = 1
"""Of the format of lock files."""


@dataclass(frozen=True, slots=True)
class HashedFile:
    """An input: its path as seen from the lock file, or its address, and the SHA-256 of it."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class PageInputs:
    """What a page is made of: for one posting, for several together, or for none (a whole master).

    `tailor` is the version of the program; `letter` is set if it is a letter: the company, title
    and date that the command line gave, "" if they are those of the posting.
    """

    tailor: str
    master: HashedFile
    posting: HashedFile | None
    postings: tuple[HashedFile, ...]
    template: HashedFile
    options: Mapping[str, Any]
    letter: Mapping[str, str] | None = None

    def changed(self, other: "PageInputs") -> tuple[str, ...]:
        """The names of the inputs that differ; a path alone makes no difference."""
        names = [field.name for field in fields(self)]
        return tuple(
            name
            for name in names
            if without_path(getattr(self, name)) != without_path(getattr(other, name))
        )

    def record(self) -> dict[str, Any]:
        """As the lock file has it: without `posting` or `postings` if there is none."""
        return {name: value for name, value in asdict(self).items() if value not in (None, ())}


def without_path(value: object) -> object:
    if isinstance(value, HashedFile):
        return value.sha256
    return tuple(map(without_path, value)) if isinstance(value, tuple) else value


@dataclass(frozen=True, slots=True)
class ChosenLine:
    """A line of a page: its key in the master, which wording of it, the text, and its id if the
    master gives it one."""

    key: str
    variant: int
    text: str
    id: str = ""

    def record(self) -> dict[str, Any]:
        with_id = {"id": self.id} if self.id else {}
        return {"key": self.key, **with_id, "variant": self.variant, "text": self.text}


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page is for a posting, and what it says.

    `page` holds pages, fill and objective; `title` is None if the page is for no posting;
    `coverage` is covered and asked keywords by kind; `missing` are keywords that the master lacks;
    `lines` are the texts that pins and excludes stand for.
    """

    page: Mapping[str, Any] | None = None
    title: str | None = None
    company: str = ""
    coverage: Mapping[str, Mapping[str, int]] | None = None
    missing: tuple[str, ...] = ()
    chosen: tuple[ChosenLine, ...] = ()
    lines: Mapping[str, str] = field(default_factory=dict)

    def share_text(self, kind: str) -> str:
        """How many of the must-haves or nice-to-haves the page covers, such as "5/19"."""
        share = (self.coverage or {}).get(kind)
        return f"{share['covered']}/{share['of']}" if share and share["of"] else "-"

    def fill_text(self) -> str:
        """Such as "97.2 %"."""
        fill = (self.page or {}).get("fill")
        return f"{100 * fill:.1f} %" if isinstance(fill, int | float) else "-"

    def label(self) -> str:
        """The posting's title and company."""
        return job_label(self.title or "", self.company)

    def record(self) -> dict[str, Any]:
        """As the lock file and the JSON of `tailor watch` have it."""
        record: dict[str, Any] = {"page": self.page}
        if self.title is not None:
            record |= {"title": self.title, "company": self.company, "coverage": self.coverage}
            record["missing"] = list(self.missing)
        record |= {"lines": dict(self.lines)} if self.lines else {}
        return record | {"chosen": [line.record() for line in self.chosen]}


@dataclass(frozen=True, slots=True)
class Lockfile:
    """What a page was made of, what it says, and the SHA-256 of its files (`outputs`, by kind).

    `unknown` are keys that this program does not write.
    """

    inputs: PageInputs
    engine: str
    facts: PageFacts
    outputs: Mapping[str, str]
    unknown: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> bytes:
        """The content of the file."""
        record = {"version": VERSION, **self.inputs.record(), "engine": self.engine}
        record |= {**self.facts.record(), "outputs": self.outputs, **self.unknown}
        return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode(errors=ODD_NAMES)

    def find_misrecorded(self, rebuilt: "Lockfile") -> list[str]:
        """What this file does not record as the lock file of the same page, built again, does.

        Inputs and hashes of the results are compared by `PageInputs.changed` and `tampered_files`.
        """
        old, new = (json.loads(lock.to_json()) for lock in (self, rebuilt))
        names = {*old, *new} - {*self.inputs.record(), *rebuilt.inputs.record(), "outputs"}
        as_text = partial(json.dumps, sort_keys=True)  # In Python 1 == True == 1.0.
        return sorted(
            name
            for name in names
            if name not in old or name not in new or as_text(old[name]) != as_text(new[name])
        )

    def tampered_files(self, target: Target) -> tuple[Path, ...]:
        """The files of the page that are missing, or not as they were written."""
        files = {"pdf": target.pdf, "tex": target.tex}
        if "judge" in self.outputs:
            files["judge"] = target.judge
        files |= {name: target.form(name) for name in self.inputs.options.get("also", ())}
        return tuple(
            path for kind, path in files.items() if not is_recorded(path, self.outputs.get(kind))
        )


def is_recorded(path: Path, digest: object) -> bool:
    """Whether there is a file with this SHA-256."""
    try:
        return sha256_hex(read_regular(path)) == digest
    except OSError:
        return False


Value = TypeVar("Value", HashedFile, ChosenLine)


def lock_page(
    inputs: PageInputs,
    facts: PageFacts,
    document: Document,
    judge: bytes = b"",
    others: Mapping[str, str] | None = None,
) -> Lockfile:
    """The lock file of a finished page. `judge` are the recorded answers of a judge; without any
    the page does not depend on one, and is rebuilt when the judge is asked once more. `others`
    are the SHA-256 of its other forms by suffix."""
    outputs = {"pdf": sha256_hex(document.pdf), "tex": sha256_hex(document.tex.encode())}
    outputs |= dict(others or {})
    if judge:
        outputs["judge"] = sha256_hex(judge)
    elif "judge" in inputs.options:
        options = {name: value for name, value in inputs.options.items() if name != "judge"}
        inputs = replace(inputs, options=options)
    return Lockfile(inputs, document.engine, facts, outputs)


def write_page(
    target: Target,
    inputs: PageInputs,
    facts: PageFacts,
    document: Document,
    forms: Mapping[str, bytes] | None = None,
    posting: Posting | None = None,
    html: bytes = b"",
    judge: bytes = b"",
) -> tuple[Problem, ...]:
    """Writes a page with its lock file; returns warnings. Raises FileError.

    Args:
        target: where it goes.
        inputs: what it was made of.
        facts: what it says.
        document: the page.
        forms: its other forms, by suffix (`tailor.exporters.page_forms`).
        posting: kept next to the page if it is in no file.
        html: the report, if one is wanted.
        judge: the recorded answers of a judge.
    """
    forms = forms or {}
    older = {name: digest for name, digest in target.older_forms().items() if name not in forms}
    others = older | {name: sha256_hex(data) for name, data in forms.items()}
    lock = lock_page(inputs, facts, document, judge, others).to_json()
    target.write(document, lock, posting_snapshot(posting) if posting else b"", html, judge, forms)
    return tuple(older_form_warning(target.form(name)) for name in older)


def older_form_warning(path: Path) -> Problem:
    hint = f"delete it, or give --also {path.suffix[1:]} to write it again"
    message = "this file belongs to an earlier page, and was not changed"
    return Problem(message, Place(str(path)), hint=hint, level="warning")


def read_lock(path: Path) -> Lockfile:
    """A lock file.

    Raises:
        FileError: it cannot be read.
        InputError: it is none, or one of a later tailor.
    """
    place = Place(str(path))
    try:
        record = json.loads(read_regular_file(path), object_pairs_hook=require_unique)
    except (ValueError, RecursionError) as error:
        raise InputError(Problem("this is not a lock file of tailor", place)) from error
    version = record.pop("version", None) if isinstance(record, dict) else None
    if isinstance(version, bool) or version != VERSION:
        raise InputError(Problem("this version of tailor does not know this lock file", place))
    try:
        return parse_lock(record)
    except (AttributeError, KeyError, TypeError) as error:
        raise InputError(Problem("this lock file is incomplete", place)) from error


def parse_lock(record: dict[str, Any]) -> Lockfile:
    """The lock file that JSON holds. Raises AttributeError, KeyError or TypeError."""
    inputs = PageInputs(
        tailor=require_type(record.pop("tailor", ""), str),
        master=parse_value(HashedFile, record.pop("master")),
        posting=parse_value(HashedFile, record.pop("posting")) if "posting" in record else None,
        postings=tuple(parse_value(HashedFile, item) for item in record.pop("postings", ())),
        template=parse_value(HashedFile, record.pop("template")),
        options=require_type(record.pop("options"), dict),
        letter=parse_letter(record.pop("letter")) if "letter" in record else None,
    )
    facts = PageFacts(
        page=require_type(record.pop("page", None), dict, type(None)),
        chosen=tuple(parse_value(ChosenLine, item) for item in record.pop("chosen", ())),
        lines={key: require_type(text, str) for key, text in record.pop("lines", {}).items()},
    )
    if "title" in record:
        facts = replace(
            facts,
            title=require_type(record.pop("title"), str),
            company=require_type(record.pop("company", ""), str),
            coverage=parse_coverage(record.pop("coverage", {})),
            missing=tuple(require_type(item, str) for item in record.pop("missing", ())),
        )
    engine = require_type(record.pop("engine", ""), str)
    return Lockfile(inputs, engine, facts, require_type(record.pop("outputs"), dict), record)


def parse_value(kind: type[Value], record: Any) -> Value:
    """A dataclass of texts and numbers from JSON. Raises TypeError."""
    value = kind(**record)
    for name, type_of_field in get_type_hints(kind).items():
        require_type(getattr(value, name), type_of_field)
    return value


def parse_letter(record: Mapping[str, str]) -> Mapping[str, str]:
    """What was given for a letter; lock files of version 0.1 have no date."""
    given = {name: require_type(record[name], str) for name in ("company", "title")}
    day = require_type(record.get("date", ""), str)
    try:
        return given | {"date": day and date.fromisoformat(day).isoformat()}
    except ValueError as error:
        raise TypeError(f"{day!r} is not a date") from error


def parse_coverage(record: Mapping[str, Any]) -> Mapping[str, Mapping[str, int]]:
    for share in record.values():
        for count in (share["covered"], share["of"]):
            require_type(count, int)
    return record


def require_unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A mapping of JSON. Raises ValueError if a name has two values: readers take either one."""
    record = dict(pairs)
    if len(record) < len(pairs):
        raise ValueError("a name has two values")
    return record


def require_type(value: Any, *kinds: type) -> Any:
    if not isinstance(value, kinds):
        raise TypeError(f"{value!r} is not one of {kinds}")
    return value


def current_lock(inputs: PageInputs, target: Target) -> Lockfile | None:
    """The lock file of a page that these inputs give, with all its files in place; else None."""
    if not target.lock.is_file():
        return None
    try:
        lock = read_lock(target.lock)
    except (InputError, FileError):
        return None
    return None if lock.inputs.changed(inputs) or lock.tampered_files(target) else lock


def hash_inputs(
    settings: Settings, master: Path, digest: str, target: Target, posting: Posting | None
) -> PageInputs:
    """What the page for one posting is made of.

    Args:
        settings: the job.
        master: the master's file.
        digest: the SHA-256 of its bytes as they were read.
        target: where the page goes.
        posting: as it was read; not needed to find out whether one in a file has changed.

    Raises:
        FileError: one of them cannot be read.
        TemplateError: there is no such template.
    """
    copy = posting_snapshot(posting) if posting and not posting.sha256 else b""
    source = hash_posting(settings.job, target, posting)
    if copy:
        source = HashedFile(target.posting.name, sha256_hex(copy))
    return hash_page_inputs(settings, master, digest, target, source)


def hash_page_inputs(
    settings: Settings,
    master: Path,
    digest: str,
    target: Target,
    posting: HashedFile | None = None,
    postings: Iterable[HashedFile] = (),
) -> PageInputs:
    """What any page is made of. Raises as `hash_inputs`."""
    folder, template = target.pdf.parent, find_any_template(settings.template)
    shipped = template.is_shipped
    name = template.name if shipped else relative_path(folder, Path(settings.template))
    return PageInputs(
        tailor=__version__,
        master=HashedFile(relative_path(folder, master), digest),
        posting=posting,
        postings=tuple(postings),
        template=HashedFile(name, template_hash(template)),
        options=recorded_options(settings),
    )


def hash_posting(name: str, target: Target, posting: Posting | None) -> HashedFile:
    """A posting that a page is made for: a file, or the text that was found elsewhere."""
    path = Path(name)
    if posting:
        digest = posting.sha256
    else:
        digest = sha256_hex(read_regular_file(path)) if path.is_file() else ""
    if digest:
        return HashedFile(relative_path(target.pdf.parent, path), digest)
    return HashedFile(name, sha256_hex(posting.text.encode() if posting else b""))


def relative_path(base: Path, path: Path) -> str:
    """A path relative to a folder; whole if it is on another drive of Windows."""
    try:
        return Path(os.path.relpath(path, base)).as_posix()
    except ValueError:
        return path.absolute().as_posix()


def read_regular_file(path: Path) -> bytes:
    """The bytes of a file. Raises FileError: it cannot be read, or is a pipe or device, which may
    have no end."""
    try:
        return read_regular(path)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise FileError(Problem(f"cannot be read: {reason}", Place(str(path)))) from error


def template_hash(template: Template) -> str:
    """One hash of the files of a template: its sources and what it says of itself."""
    files = {template.path}
    if (template.folder / "template.toml").is_file():
        included = (
            path for path in template.folder.glob("*.j2") if is_below(path, [template.folder])
        )
        files |= {*included, template.folder / "template.toml"}
    if template.is_shipped:
        files |= set((template.folder.parent / "shared").glob("*.j2"))
    hashes = sorted(
        f"{path.parent.name}/{path.name} {sha256_hex(read_regular_file(path))}" for path in files
    )
    return sha256_hex("\n".join(hashes).encode())


def page_facts(outcome: Outcome, answers: Sequence[KeywordAnswer]) -> PageFacts:
    """What a lock file and a table say of a page."""
    plan = outcome.plan
    page = {
        "pages": outcome.document.pages,
        "fill": round(plan.fill, 4),
        "objective": round(plan.objective, 4),
        "proven": plan.proven,
    }
    return replace(
        posting_facts(outcome.posting, answers),
        page=page | outcome.form.chosen(),
        lines=outcome.meant,
        chosen=chosen_lines(plan.resume, plan.chosen),
    )


def whole_master_facts(master: Resume, document: Document) -> PageFacts:
    """The same of a whole master, typeset as it is."""
    return PageFacts(page={"pages": document.pages}, chosen=chosen_lines(master, ()))


def posting_facts(posting: Posting, answers: Sequence[KeywordAnswer]) -> PageFacts:
    """What a page is for a posting."""
    missing = (
        answer.keyword.term
        for answer in answers
        if answer.status == "missing" and answer.keyword.kind != "context" and not answer.spared
    )
    return PageFacts(
        title=posting.title,
        company=posting.company,
        coverage={kind: coverage_record(answers, kind) for kind in ("must", "nice")},
        missing=tuple(missing),
    )


def chosen_lines(resume: Resume, variants: Iterable[tuple[str, int]]) -> tuple[ChosenLine, ...]:
    """What a page says, line by line."""
    variant_of = dict(variants)
    id_of = {line.key: line.id for line in named_lines(resume)}
    return tuple(
        ChosenLine(line.key, variant_of.get(line.key, 0), line.text, id_of.get(line.key, ""))
        for line in scorable_lines(resume)
    )


def recorded_lines(lock: Path) -> Mapping[str, str]:
    """The texts that pins and excludes stood for when a page was made; none if nothing says so."""
    with suppress(FileError, InputError):
        return read_lock(lock).facts.lines if lock.is_file() else {}
    return {}


STATEMENT_WORDS = 4
"""How many words that no text of the master accounts for are a statement of their own; fewer are
dates, separators and marks."""
WORD = re.compile(r"[^\W\d_]+")
DATE = re.compile(
    r"\b(?:\d{4}|Present|January|February|March|April|May|June|July|August|September|October|"
    r"November|December)\b"
)


def sentences_not_in_master(
    readings: Mapping[str, str], master: Resume, letters: Iterable[str] = ()
) -> tuple[str, ...]:
    """What no text of the master says, as read by the reader that finds least of it.

    Args:
        readings: reader -> the text that it reads in the PDF.
        master: every wording of it counts.
        letters: the wordings of its letters, filled in.
    """
    allowed = {with_spaces(text) for text in (*master_texts(master), *letters)} - {""}
    texts = sorted(allowed, key=len, reverse=True)
    leftovers = (tuple(leftover_items(with_spaces(text), texts)) for text in readings.values())
    return min(leftovers, key=lambda pieces: (sum(map(len, pieces)), pieces), default=())


def master_texts(master: Resume) -> Iterator[str]:
    """Every text of a master, in any of its languages, that may be on a page."""
    for translation in master.translations:
        yield from master_texts(translation)
    yield from (text.text for text in expected_texts(master))
    for section in master.sections:
        for entry in section.entries:
            yield from (entry.title, entry.organisation, entry.place, entry.note, *entry.authors)
    for line in scorable_lines(master):
        yield line.text
        yield line.text.removesuffix(".")


def leftover_items(text: str, sentences: list[str]) -> Iterator[str]:
    """The items that are left when the sentences of a master are gone, and still say something
    when its names, skills and dates are gone too."""
    for sentence in sentences:
        if len(sentence.split()) >= STATEMENT_WORDS:
            text = text.replace(sentence, "\0")
    for item in re.split("[\0•]", text):
        rest = item
        for sentence in sentences:
            rest = rest.replace(sentence, " ")
        if len(WORD.findall(DATE.sub(" ", rest))) >= STATEMENT_WORDS:
            yield item.strip(" |,;.")


def with_spaces(text: str) -> str:
    return " ".join(text.split())
