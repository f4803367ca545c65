"""Where results go, and how they get there whole or not at all."""

import errno
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from tailor.claims import alone, claim, sweep, swept
from tailor.cli.names import BLANKS, POSTING, UNNAMED, blanks, slug, stem
from tailor.cli.ours import refuse_strangers, refuse_written
from tailor.cli.say import UsageError, Written
from tailor.errors import FileError, Place, Problem
from tailor.model import Document, Posting
from tailor.posting import CLIPBOARD, is_web

TEMPORARY = re.compile(r"\.tailor-[0-9a-f-]+\.tmp")
HTML = (".html", ".htm")
PATIENCE = 2.0
"""Seconds that another run may take to put its results in place."""


@dataclass(frozen=True, slots=True)
class Target:
    """The files of a result."""

    pdf: Path
    tex: Path
    html: Path | None = None

    @property
    def lock(self) -> Path:
        """What the PDF was made of (`tailor.cli.lock`)."""
        return self.pdf.with_suffix(".tailor.json")

    @property
    def posting(self) -> Path:
        """The posting, if it came from the web or the clipboard."""
        return self.pdf.with_suffix(POSTING)

    def write(
        self, document: Document, lock: bytes = b"", posting: bytes = b"", html: bytes = b""
    ) -> None:
        """Replaces all of them. Raises `FileError`, and then nothing has changed."""
        more = ((self.html, html), (self.lock, lock), (self.posting, posting))
        write(
            [
                *((path, data) for path, data in more if path and data),
                (self.tex, document.tex.encode()),
                (self.pdf, document.pdf),
            ]
        )


def target(
    output: Path | None,
    source: str,
    inputs: Sequence[Path],
    html: Path | None = None,
    *,
    told: bool = False,
) -> Target:
    """Where the result for a posting goes.

    Args:
        output: the PDF, if its name is given.
        source: the posting.
        inputs: files that must not be replaced.
        html: the report, if one is wanted; from `html_target`.
        told: whether the PDF is called as the posting calls itself.

    Raises:
        UsageError: the output is no PDF, or is one of `inputs`.
        FileError: there is a folder of that name, or a file that is not ours.
    """
    pdf = output or Path("out") / f"{stem(source)}.pdf"
    if pdf.suffix.lower() != ".pdf":
        raise UsageError(Problem("the output must be a file that ends in .pdf", Place(str(pdf))))
    found = Target(pdf, pdf.with_suffix(".tex"), html)
    fetched = [found.posting] if is_fetched(source) else []
    for path in (found.pdf, found.tex, found.lock, *fetched):
        refuse_taken(path, inputs)
    refuse_strangers(found.pdf, found.tex, found.lock, told)
    return found


def html_target(path: Path, inputs: Iterable[Path], *, told: bool) -> Path:
    """Where a report goes, by the name that the user gave it or (`told`) the posting.

    Raises:
        UsageError: it is no HTML file, or is one of `inputs`.
        FileError: there is a folder of that name; or a file that is not ours, and it was `told`.
    """
    if path.suffix.lower() not in HTML:
        raise UsageError(Problem("the report must be a file that ends in .html", Place(str(path))))
    refuse_taken(path, inputs)
    if told:
        refuse_written(path)
    return path


def refuse_taken(path: Path, inputs: Iterable[Path]) -> None:
    """Raises what keeps a file from being written at a path."""
    if path.is_dir():
        raise FileError(Problem("this is a folder", Place(str(path))))
    if any(same(path, other) for other in inputs):
        raise UsageError(Problem("the output would replace an input", Place(str(path))))


def filled(pattern: str, source: str, posting: Posting) -> Path:
    """A file name with {posting}, {company} and {title} filled in, each never a path.

    What the posting does not say is called as its file is, or as the rest of what it says, so that
    no page replaces that of another posting.
    """
    name, company, title = stem(source), slug(posting.company), slug(posting.title)
    words = dict(zip(BLANKS, (name, company, title), strict=True))
    spare = (company, title, name) if source in ("-", CLIPBOARD) else (name,)
    taken = {words[blank] for blank in blanks(pattern) if blank in words}
    other = next((word for word in spare if word and word not in taken), UNNAMED)
    for blank, text in words.items():
        pattern = pattern.replace(f"{{{blank}}}", text or other)
    return Path(pattern)


def is_fetched(source: str) -> bool:
    """Whether a posting stands in no file: what is on the web or in the clipboard may change."""
    return source == CLIPBOARD or is_web(source)


def kept(posting: Posting) -> bytes:
    """A posting to be kept beside its page, so that this can be made again; b"" if it is a file."""
    if not is_fetched(posting.source):
        return b""
    return f"{posting.text}\n\nSource: {posting.source}\n".encode()


def same(path: Path, other: Path) -> bool:
    """Whether both are one file, by whatever name."""
    try:
        return path.samefile(other)
    except OSError:
        return False


def write(files: Sequence[tuple[Path, bytes]]) -> None:
    """Replaces files, each atomically, all of them if nothing fails on the way, and without the
    files of another run among them.

    Missing folders are made. Raises `FileError`; then every older file is still there.
    """
    with ExitStack() as held, swept(remove) as litter, ExitStack() as undo:
        place = files[0][0]
        try:
            ready = []
            for path, data in reversed(files):
                place = path
                real = Path(os.path.realpath(path))
                if real.exists() and not real.is_file():
                    raise FileExistsError(errno.EEXIST, "this is a folder, a device or a pipe")
                make_folder(real.parent, litter)
                ready.append((temporary(real, data, litter, held), real))
            held.enter_context(alone({real.parent for _, real in ready}, PATIENCE))
            for temp, real in reversed(ready):
                place = real
                put_in_place(temp, real, litter, held, undo)
            undo.pop_all()
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            problem = Problem(f"cannot be written: {reason}", Place(str(place)))
            raise FileError(problem) from error
    for folder in {real.parent for _, real in ready}:
        sync_folder(folder)
    Written.files += tuple(str(path) for path, _ in files)


def make_folder(folder: Path, litter: list[Path]) -> None:
    """Makes a folder and those above it, which are `litter` as long as they are empty; clears away
    what programs that died left in it."""
    if folder.is_dir():
        for leftover in folder.glob(".tailor-*.tmp"):
            if TEMPORARY.fullmatch(leftover.name):
                sweep(leftover, remove)
        return
    make_folder(folder.parent, litter)
    with suppress(FileExistsError):
        folder.mkdir()
        litter.append(folder)


def remove(path: Path) -> None:
    """Removes a file or an empty folder, if that can be done."""
    with suppress(OSError):
        path.rmdir() if path.is_dir() else path.unlink()


def temporary(path: Path, data: bytes, litter: list[Path], held: ExitStack) -> Path:
    """The data in a new file beside `path`, with its permissions, on disk for good."""
    while True:
        temp = beside(path, litter)
        temp.touch(exist_ok=False)
        if held.enter_context(claim(temp)):
            break
    with temp.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    with suppress(OSError):
        shutil.copymode(path, temp)
    return temp


def put_in_place(
    temp: Path, path: Path, litter: list[Path], held: ExitStack, undo: ExitStack
) -> None:
    """Replaces `path`; the older file, if any, is kept for `undo` under a temporary name."""
    older = beside(path, litter)
    if path.exists():
        with suppress(OSError):
            os.link(path, older)
            held.enter_context(claim(older))
            undo.callback(older.replace, path)
    else:
        undo.callback(remove, path)
    temp.replace(path)


def beside(path: Path, litter: list[Path]) -> Path:
    """A name for a temporary file."""
    temp = path.with_name(f".tailor-{secrets.token_hex(8)}.tmp")
    litter.append(temp)
    return temp


def sync_folder(folder: Path) -> None:
    """Makes renames in a folder last through a power cut, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
