"""`doctor`: what is installed, what is missing, and how to mend it."""

import platform
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tailor.cache import clear, size
from tailor.cli.config import NAMES as CONFIGS
from tailor.cli.config import find_config
from tailor.cli.layers import in_force
from tailor.cli.memory import usual
from tailor.cli.options import Format
from tailor.cli.record import VERSION, as_json
from tailor.cli.say import Row, say, show
from tailor.cli.sources import NAMES
from tailor.errors import FileError, Problem, TailorError, ToolchainError
from tailor.resources import folder
from tailor.version import __version__

LIBRARIES = (
    "spacy",
    "scikit-learn",
    "highspy",
    "jinja2",
    "pypdf",
    "pypdfium2",
)
UNSAID = {
    "language": "as the master says",
    "accent": "as the template says",
    "html": "none is written",
}
"""What an empty setting means."""
STYLES = {"ok": "green", "optional": "yellow", "missing": "bold red", "fault": "bold red"}


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing looked at: `state` is ok, optional (missing, not needed), missing or fault."""

    what: str
    state: str
    found: str
    mend: str = ""


def examine(format: Format) -> int:
    """Prints what was found; returns 0, or 6 if no page can be made here."""
    signs = (*program(), *libraries(), *typesetting(), describe_cache(), *settings())
    if format == "json":
        say(as_json({"version": VERSION, "signs": [asdict(sign) for sign in signs]}))
    else:
        show(rows(signs))
    bad = {sign.what for sign in signs if sign.state in ("missing", "fault")}
    return ToolchainError.exit_code if bad else 0


def clear_cache(format: Format) -> int:
    """Deletes the files of the cache and prints what was deleted; returns 0.

    Raises FileError: a file could not be deleted.
    """
    folder = usual().folder
    before = size(folder) if folder else (0, 0)
    try:
        count = clear(folder) if folder else 0
    except OSError as error:
        message = f"{error.filename} could not be deleted: {error.strerror}"
        hint = "end every other tailor that is running, and try again"
        raise FileError(Problem(message, hint=hint)) from error
    if format == "json":
        deleted = {"folder": str(folder or ""), "files": count, "bytes": before[1]}
        say(as_json({"version": VERSION, "deleted": deleted}))
    elif count:
        say(f"Deleted the cache: {amount(count, before[1])} in {folder}")
    else:
        say(f"The cache is empty: {folder or 'nothing is kept here'}")
    return 0


def describe_cache() -> Sign:
    """Where the cache is and how large; its files hold text of masters and postings."""
    folder = usual().folder
    if folder is None:
        mend = "set TAILOR_CACHE to a folder that nobody else may write to"
        return Sign("cache", "optional", "none: each run starts from nothing", mend)
    clearing = "tailor doctor --clear-cache deletes it"
    return Sign("cache", "ok", f"{folder}: {amount(*size(folder))}; {clearing}")


def amount(files: int, size_in_bytes: int) -> str:
    """A number of files and their size, such as `12 files, 19.3 MB`."""
    return f"{files} file{'' if files == 1 else 's'}, {size_in_bytes / 1e6:.1f} MB"


def rows(signs: tuple[Sign, ...]) -> Iterator[Row]:
    for sign in signs:
        style = STYLES[sign.state]
        yield (f"{sign.state:<9}", style), (f"{sign.what:<14} ", "bold"), (sign.found, "")
        if sign.mend:
            yield ((f"{'':<24} to mend it: {sign.mend}", ""),)


def program() -> Iterator[Sign]:
    yield Sign("tailor", "ok", f"{__version__} in {Path(__file__).parents[1]}")
    yield Sign("python", "ok", f"{platform.python_version()} on {platform.platform()}")
    for name in ("templates", "data"):
        path = folder(name)
        mend = "" if path.is_dir() else "install tailor again"
        yield Sign(name, "missing" if mend else "ok", str(path), mend)


def libraries() -> Iterator[Sign]:
    for name in LIBRARIES:
        try:
            yield Sign(name, "ok", version(name))
        except PackageNotFoundError:
            yield Sign(name, "missing", "not installed", f"pip install {name}")
    poppler = shutil.which("pdftotext")
    if poppler:
        yield Sign("poppler", "ok", poppler)
    else:
        mend = "install poppler-utils for two more readers; nothing depends on it"
        yield Sign("poppler", "optional", "no pdftotext on the PATH", mend)


def typesetting() -> Iterator[Sign]:
    """The engine, and a page that it makes with the default template and fonts."""
    from tailor.model import Resume
    from tailor.pipeline import render
    from tailor.system.landlock import built
    from tailor.typeset import find
    from tailor.typeset.engine import why_used
    from tailor.typeset.program import run

    try:
        engine = find()
        told = run([engine.path, "--version"]).output.decode("utf-8", "replace")
        release = told.partition("\n")[0]
        found = f"{engine}, {release}, {engine.path}; {why_used(engine)}"
        yield Sign("engine", "ok", found)
        _, results = render(Resume("Test Page"))
    except TailorError as error:
        problem = error.problems[0]
        yield Sign("engine", "missing", problem.message, problem.hint)
        return
    except ImportError as error:
        yield Sign("test page", "fault", f"not made: {error}", "mend what is missing above")
        return
    if built() and engine.reads() is not None:
        yield Sign("wall", "ok", "TeX sees its own files only (Landlock)")
    else:
        mend = "read a template that is not yours before you use it"
        yield Sign("wall", "optional", "nothing keeps TeX from reading your files", mend)
    fonts = [finding for finding in results if finding.check == "fonts"]
    faults = [finding for finding in fonts if finding.level == "fail"]
    state = "fault" if faults else "ok"
    yield Sign(
        "fonts",
        state,
        "; ".join(finding.message for finding in fonts),
        "reinstall the TeX engine" if faults else "",
    )


def settings() -> Iterator[Sign]:
    """What is in force here when nothing is said on the command line, and who says so."""
    try:
        config = find_config(Path())
    except TailorError as error:
        for problem in error.problems:
            yield Sign("config", "fault", f"{problem.place}: {problem.message}", problem.hint)
        return
    yield Sign("config", "ok", str(config.path or f"no {' or '.join(CONFIGS)}"))
    for key, value, origin in in_force(config):
        if key == "resume":
            yield master(value, origin)
        elif value:
            yield Sign(key, "ok", f"{value} ({origin})")
        else:
            yield Sign(key, "ok", UNSAID[key])


def master(named: str, origin: str) -> Sign:
    if named:
        return Sign("master", "ok", f"{named} ({origin})")
    here = next((name for name in NAMES if Path(name).is_file()), "")
    if here:
        return Sign("master", "ok", f"{here} (in this folder)")
    return Sign("master", "optional", "none in this folder", "tailor init, or --resume FILE")
