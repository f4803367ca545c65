"""Lock files: what a page was made of."""

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tailor.ats.expected_text import expected_texts
from tailor.cli.inputs import sha256_hex
from tailor.cli.json_report import ODD_NAMES, coverage_record
from tailor.cli.outputs import Target, posting_snapshot
from tailor.cli.settings import Settings, recorded_options
from tailor.errors import FileError, InputError, Place, Problem
from tailor.layout import scorable_lines
from tailor.models import Document, Posting, Resume
from tailor.pipeline import Outcome
from tailor.project import is_below
from tailor.render.templates import Template
from tailor.scoring.coverage import KeywordAnswer
from tailor.typesetter import find_any_template
from tailor.version import __version__

VERSION = 1
Lock = Mapping[str, Any]


def input_hashes(
    settings: Settings, master: Path, digest: str, goal: Target, posting: Posting | None
) -> Lock:
    """What the page for a posting is made of: hashes, and paths as seen from the lock file.

    Args:
        settings: the job.
        master: the master's file.
        digest: the SHA-256 of its bytes as they were read.
        goal: where the page goes.
        posting: as it was read; not needed to find out whether one in a file has changed.

    Raises:
        FileError: one of them cannot be read.
        TemplateError: there is no such template.
    """
    copy = posting_snapshot(posting) if posting and not posting.sha256 else b""
    asked = posting_source(settings.job, goal, posting)
    if copy:
        asked = {"path": goal.posting.name, "sha256": sha256_hex(copy)}
    return page_inputs(settings, master, digest, goal, {"posting": asked})


def page_inputs(settings: Settings, master: Path, digest: str, goal: Target, asked: Lock) -> Lock:
    """What any page is made of; `asked` is its "posting", its "postings", or neither. Raises as
    `ingredients`."""
    base, template = goal.pdf.parent, find_any_template(settings.template)
    own = template.name if template.is_shipped else relative_path(base, Path(settings.template))
    return {
        "tailor": __version__,
        "master": {"path": relative_path(base, master), "sha256": digest},
        **asked,
        "template": {"path": own, "sha256": template_hash(template)},
        "options": recorded_options(settings),
    }


def posting_source(name: str, goal: Target, posting: Posting | None) -> Lock:
    """A posting that a page is made for: a file, or the text that was found elsewhere."""
    path = Path(name)
    digest = (
        posting.sha256 if posting else sha256_hex(read_regular_file(path)) if path.is_file() else ""
    )
    if digest:
        return {"path": relative_path(goal.pdf.parent, path), "sha256": digest}
    return {"path": name, "sha256": sha256_hex(posting.text.encode() if posting else b"")}


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
        if path.exists() and not path.is_file():
            raise FileError(Problem("this is not a file", Place(str(path))))
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise FileError(Problem(f"cannot be read: {reason}", Place(str(path)))) from error


def template_hash(template: Template) -> str:
    """One hash of the files of a template: its sources and what it says of itself."""
    files = {template.path}
    if (template.folder / "template.toml").is_file():
        included = (one for one in template.folder.glob("*.j2") if is_below(one, [template.folder]))
        files |= {*included, template.folder / "template.toml"}
    if template.is_shipped:
        files |= set((template.folder.parent / "shared").glob("*.j2"))
    hashes = sorted(
        f"{path.parent.name}/{path.name} {sha256_hex(read_regular_file(path))}" for path in files
    )
    return sha256_hex("\n".join(hashes).encode())


def lock_bytes(used: Lock, told: Lock, document: Document) -> bytes:
    """The lock file of a page.

    Args:
        used: what `ingredients` says.
        told: what `facts` says.
        document: the page.
    """
    outputs = {"pdf": sha256_hex(document.pdf), "tex": sha256_hex(document.tex.encode())}
    record = {"version": VERSION, **used, "engine": document.engine, **told, "outputs": outputs}
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode(errors=ODD_NAMES)


def read_lock(path: Path) -> Lock:
    """A lock file.

    Raises:
        FileError: it cannot be read.
        InputError: it is none, or one of a later tailor.
    """
    place = Place(str(path))
    try:
        found = json.loads(read_regular_file(path))
    except (ValueError, RecursionError) as error:
        raise InputError(Problem("this is no lock file of tailor", place)) from error
    if not isinstance(found, dict) or found.get("version") != VERSION:
        raise InputError(Problem("this is no lock file that this tailor knows", place))
    parts = [found.get("master"), found.get("template"), found.get("posting", {"path": ""})]
    parts += as_list(found.get("postings", []))
    has_paths = all(isinstance(part, dict) and "path" in part for part in parts)
    has_texts = all(map(is_text, as_list(found.get("chosen", []))))
    has_tables = all(isinstance(found.get(key), dict) for key in ("outputs", "options"))
    if not (has_paths and has_texts and has_tables):
        raise InputError(Problem("this lock file is not complete", place))
    return found


def as_list(value: object) -> list[object]:
    """The items of a list; anything else is one item, which is not what it should be."""
    return value if isinstance(value, list) else [value]


def is_text(one: object) -> bool:
    """Whether this is a line that was chosen, with its key."""
    return isinstance(one, dict) and all(isinstance(one.get(k), str) for k in ("key", "text"))


def current_lock(used: Lock, goal: Target) -> Lock | None:
    """The lock of a page that is what `used` gives, with all its files in place; else None."""
    if not goal.lock.is_file():
        return None
    try:
        found = read_lock(goal.lock)
    except (InputError, FileError):
        return None
    return found if not changed_inputs(found, used) and not tampered_files(found, goal) else None


def changed_inputs(found: Lock, used: Lock) -> tuple[str, ...]:
    """The inputs that are no longer what they were when the page was made."""
    return tuple(
        name for name, value in used.items() if without_path(found.get(name)) != without_path(value)
    )


def without_path(value: object) -> object:
    """A hash counts, the path of what was hashed does not."""
    if isinstance(value, list):
        return [without_path(one) for one in value]
    return value["sha256"] if isinstance(value, dict) and "sha256" in value else value


def tampered_files(found: Lock, goal: Target) -> tuple[Path, ...]:
    """The files of a page that are missing, or not as they were written."""
    files = {"pdf": goal.pdf, "tex": goal.tex}
    return tuple(
        path
        for name, path in files.items()
        if not path.is_file() or sha256_hex(path.read_bytes()) != found["outputs"].get(name)
    )


def page_facts(outcome: Outcome, found: Sequence[KeywordAnswer]) -> Lock:
    """What a lock file and a table tell of a page."""
    plan = outcome.plan
    page = {
        "pages": outcome.document.pages,
        "fill": round(plan.fill, 4),
        "objective": round(plan.objective, 4),
        "proven": plan.proven,
    }
    told = {"page": page | outcome.form.chosen(), **posting_facts(outcome.posting, found)}
    return told | {"chosen": chosen_lines(plan.resume, plan.chosen)}


def whole_master_facts(master: Resume, document: Document) -> Lock:
    """The same of a whole master, typeset as it is."""
    return {"page": {"pages": document.pages}, "chosen": chosen_lines(master, ())}


def posting_facts(posting: Posting, found: Sequence[KeywordAnswer]) -> Lock:
    """What a page is for a posting."""
    missing = [
        one.keyword.term
        for one in found
        if one.status == "missing" and one.keyword.kind != "context" and not one.spared
    ]
    return {
        "title": posting.title,
        "company": posting.company,
        "coverage": {kind: coverage_record(found, kind) for kind in ("must", "nice")},
        "missing": missing,
    }


def chosen_lines(resume: Resume, variants: Iterable[tuple[str, int]]) -> list[Lock]:
    """What a page says, line by line."""
    known = dict(variants)
    return [
        {"key": line.key, "variant": known.get(line.key, 0), "text": line.text}
        for line in scorable_lines(resume)
    ]


WORDS = 4
"""So many words that no text of the master accounts for are a statement of their own; fewer are
dates, separators and marks."""
WORD = re.compile(r"[^\W\d_]+")
DATE = re.compile(
    r"\b(?:\d{4}|Present|January|February|March|April|May|June|July|August|September|October|"
    r"November|December)\b"
)


def sentences_not_in_master(readings: Mapping[str, str], master: Resume) -> tuple[str, ...]:
    """What no text of the master says, as read by the reader that finds least of it.

    Args:
        readings: reader -> the text that it reads in the PDF.
        master: every wording of it counts.
    """
    own = sorted({with_spaces(text) for text in master_texts(master)} - {""}, key=len, reverse=True)
    found = (tuple(leftover_items(with_spaces(text), own)) for text in readings.values())
    return min(found, key=lambda pieces: (sum(map(len, pieces)), pieces), default=())


def master_texts(master: Resume) -> Iterator[str]:
    """Every text of a master that may stand on a page."""
    yield from (text.text for text in expected_texts(master))
    for section in master.sections:
        for entry in section.entries:
            yield from (entry.title, entry.organisation, entry.place, entry.note, *entry.authors)
    for line in scorable_lines(master):
        yield line.text
        yield line.text.removesuffix(".")


def leftover_items(text: str, own: list[str]) -> Iterator[str]:
    """The items that are left when the sentences of a master are gone, and still say something
    when its names, skills and dates are gone too."""
    for mine in own:
        if len(mine.split()) >= WORDS:
            text = text.replace(mine, "\0")
    for item in re.split("[\0•]", text):
        rest = item
        for mine in own:
            rest = rest.replace(mine, " ")
        if len(WORD.findall(DATE.sub(" ", rest))) >= WORDS:
            yield item.strip(" |,;.")


def with_spaces(text: str) -> str:
    return " ".join(text.split())
