"""The lock file beside each page: what it was made of, so that it can be proven and made again.

It has no time and no absolute path in it: the same inputs give the same bytes.
"""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tailor.cli.coverage import Answer
from tailor.cli.masters import sha256
from tailor.cli.outputs import Target, kept
from tailor.cli.record import ODD_NAMES, share
from tailor.cli.settings import Settings
from tailor.errors import FileError, InputError, Place, Problem
from tailor.lines import lines
from tailor.model import Document, Posting, Resume
from tailor.pipeline import Outcome
from tailor.press import find
from tailor.project import is_below
from tailor.render import Template
from tailor.version import __version__

VERSION = 1
PAGE = (
    "template",
    "paper",
    "accent",
    "language",
    "bold_keywords",
    "max_pages",
    "keep_order",
    "pins",
    "excludes",
    "weights",
    "strict",
    "min_coverage",
    "section_order",
)
"""The settings that a page depends on, or whether there is one."""

Lock = Mapping[str, Any]


def ingredients(
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
    copy = kept(posting) if posting and not posting.sha256 else b""
    asked = source(settings.job, goal, posting)
    if copy:
        asked = {"path": goal.posting.name, "sha256": sha256(copy)}
    return made_of(settings, master, digest, goal, {"posting": asked})


def made_of(settings: Settings, master: Path, digest: str, goal: Target, asked: Lock) -> Lock:
    """What any page is made of; `asked` is its "posting", its "postings", or neither. Raises as
    `ingredients`."""
    options = {name: getattr(settings, name) for name in PAGE if name != "template"}
    options |= {name: list(options[name]) for name in ("pins", "excludes", "section_order")}
    if not settings.section_order:
        del options["section_order"]  # Older lock files do not have it.
    base, template = goal.pdf.parent, find(settings.template)
    own = template.name if template.is_shipped else seen_from(base, Path(settings.template))
    return {
        "tailor": __version__,
        "master": {"path": seen_from(base, master), "sha256": digest},
        **asked,
        "template": {"path": own, "sha256": template_hash(template)},
        "options": options,
    }


def source(name: str, goal: Target, posting: Posting | None) -> Lock:
    """A posting that a page is made for: a file, or the text that was found elsewhere."""
    path = Path(name)
    digest = posting.sha256 if posting else sha256(content(path)) if path.is_file() else ""
    if digest:
        return {"path": seen_from(goal.pdf.parent, path), "sha256": digest}
    return {"path": name, "sha256": sha256(posting.text.encode() if posting else b"")}


def seen_from(base: Path, path: Path) -> str:
    """A path relative to a folder; whole if it is on another drive of Windows."""
    try:
        return Path(os.path.relpath(path, base)).as_posix()
    except ValueError:
        return path.absolute().as_posix()


def content(path: Path) -> bytes:
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
    hashes = sorted(f"{path.parent.name}/{path.name} {sha256(content(path))}" for path in files)
    return sha256("\n".join(hashes).encode())


def lock(used: Lock, told: Lock, document: Document) -> bytes:
    """The lock file of a page.

    Args:
        used: what `ingredients` says.
        told: what `facts` says.
        document: the page.
    """
    outputs = {"pdf": sha256(document.pdf), "tex": sha256(document.tex.encode())}
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
        found = json.loads(content(path))
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


def current(used: Lock, goal: Target) -> Lock | None:
    """The lock of a page that is what `used` gives, with all its files in place; else None."""
    if not goal.lock.is_file():
        return None
    try:
        found = read_lock(goal.lock)
    except (InputError, FileError):
        return None
    return found if not changed(found, used) and not tampered(found, goal) else None


def changed(found: Lock, used: Lock) -> tuple[str, ...]:
    """The inputs that are no longer what they were when the page was made."""
    return tuple(
        name for name, value in used.items() if content_of(found.get(name)) != content_of(value)
    )


def content_of(value: object) -> object:
    """A hash counts, the path of what was hashed does not."""
    if isinstance(value, list):
        return [content_of(one) for one in value]
    return value["sha256"] if isinstance(value, dict) and "sha256" in value else value


def tampered(found: Lock, goal: Target) -> tuple[Path, ...]:
    """The files of a page that are missing, or not as they were written."""
    files = {"pdf": goal.pdf, "tex": goal.tex}
    return tuple(
        path
        for name, path in files.items()
        if not path.is_file() or sha256(path.read_bytes()) != found["outputs"].get(name)
    )


def facts(outcome: Outcome, found: Sequence[Answer]) -> Lock:
    """What a lock file and a table tell of a page."""
    plan = outcome.plan
    page = {
        "pages": outcome.document.pages,
        "fill": round(plan.fill, 4),
        "objective": round(plan.objective, 4),
        "proven": plan.proven,
    }
    told = {"page": page | outcome.form.chosen(), **served(outcome.posting, found)}
    return told | {"chosen": chosen(plan.resume, plan.chosen)}


def facts_of_whole(master: Resume, document: Document) -> Lock:
    """The same of a whole master, typeset as it is."""
    return {"page": {"pages": document.pages}, "chosen": chosen(master, ())}


def served(posting: Posting, found: Sequence[Answer]) -> Lock:
    """What a page is for a posting."""
    missing = [
        one.keyword.term
        for one in found
        if one.status == "missing" and one.keyword.kind != "context" and not one.spared
    ]
    return {
        "title": posting.title,
        "company": posting.company,
        "coverage": {kind: share(found, kind) for kind in ("must", "nice")},
        "missing": missing,
    }


def chosen(resume: Resume, variants: Iterable[tuple[str, int]]) -> list[Lock]:
    """What a page says, line by line."""
    known = dict(variants)
    return [
        {"key": line.key, "variant": known.get(line.key, 0), "text": line.text}
        for line in lines(resume)
    ]
