"""`doctor`: what is installed, what is missing, and how to fix it."""

import platform
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from tailor.cache import cache_size, delete_cache_files
from tailor.cli.config import CONFIG_NAMES, load_config, user_config_path
from tailor.cli.console import Row, print_result, print_rows
from tailor.cli.inputs import NAMES
from tailor.cli.json_report import print_json
from tailor.cli.options import effective_settings
from tailor.cli.settings import CONFIG_OPTIONS, Format
from tailor.cli.user_cache import user_cache
from tailor.errors import FileError, Problem, TailorError, ToolchainError
from tailor.files import data_folder
from tailor.version import __version__

LIBRARIES = ("spacy", "scikit-learn", "highspy", "jinja2", "pypdf", "pypdfium2")
STATE_STYLES = {"ok": "green", "optional": "yellow", "missing": "bold red", "fault": "bold red"}


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing looked at: `state` is ok, optional (missing, not needed), missing or fault.

    `is_default` marks a setting that nobody changed: only JSON lists those one by one.
    """

    what: str
    state: str
    found: str
    mend: str = ""
    is_default: bool = False


def run_doctor(format: Format) -> int:
    """Prints what was found; returns 0, or 6 if no page can be made here."""
    diagnostics = (
        *check_program(),
        *check_libraries(),
        *check_typesetting(),
        describe_cache(),
        *check_settings(),
    )
    if format == "json":
        print_json({"signs": [asdict(diagnostic) for diagnostic in diagnostics]})
    else:
        print_rows((*diagnostic_rows(diagnostics), ((summarize(diagnostics), "bold"),)))
    bad = {
        diagnostic.what for diagnostic in diagnostics if diagnostic.state in ("missing", "fault")
    }
    return ToolchainError.exit_code if bad else 0


def clear_cache(format: Format) -> int:
    """Deletes the files of the cache and prints what was deleted; returns 0.

    Raises FileError: a file could not be deleted.
    """
    folder = user_cache().folder
    before = cache_size(folder) if folder else (0, 0)
    try:
        count = delete_cache_files(folder) if folder else 0
    except OSError as error:
        message = f"{error.filename} could not be deleted: {error.strerror}"
        hint = "stop every other tailor that is running, and try again"
        raise FileError(Problem(message, hint=hint)) from error
    if format == "json":
        deleted = {"folder": str(folder or ""), "files": count, "bytes": before[1]}
        print_json({"deleted": deleted})
    elif count:
        print_result(f"Deleted the cache: {format_size(count, before[1])} in {folder}")
    else:
        print_result(f"The cache is empty: {folder or 'nothing is kept here'}")
    return 0


def describe_cache() -> Diagnostic:
    """Where the cache is and how large; its files hold text of masters and postings."""
    folder = user_cache().folder
    if folder is None:
        advice = "set TAILOR_CACHE to a folder that only you can write to"
        return Diagnostic("cache", "optional", "none: nothing is kept between runs", advice)
    clearing = "tailor doctor --clear-cache deletes it"
    return Diagnostic("cache", "ok", f"{folder}: {format_size(*cache_size(folder))}; {clearing}")


def format_size(files: int, size_in_bytes: int) -> str:
    """A number of files and their size, such as `12 files, 19.3 MB`."""
    return f"{files} file{'' if files == 1 else 's'}, {size_in_bytes / 1e6:.1f} MB"


def diagnostic_rows(diagnostics: tuple[Diagnostic, ...]) -> Iterator[Row]:
    for diagnostic in diagnostics:
        if diagnostic.is_default:
            continue
        style = STATE_STYLES[diagnostic.state]
        yield (
            (f"{diagnostic.state:<9}", style),
            (f"{diagnostic.what:<14} ", "bold"),
            (diagnostic.found, ""),
        )
        if diagnostic.mend:
            yield ((f"{'':<24} to fix it: {diagnostic.mend}", ""),)
    if defaults := sum(diagnostic.is_default for diagnostic in diagnostics):
        text = f"{defaults} at their defaults; tailor doctor --format json lists them"
        yield (("ok       ", STATE_STYLES["ok"]), (f"{'other settings':<14} ", "bold"), (text, ""))


def summarize(diagnostics: Iterable[Diagnostic]) -> str:
    """Whether all is well, in one line."""
    states = {item.what: item.state for item in diagnostics}
    bad = [what for what, state in states.items() if state in ("missing", "fault")]
    if bad:
        return f"not well: {', '.join(bad)}; see above how to fix it"
    left = [what for what, state in states.items() if state == "optional"]
    return "all is well" + (f"; optional and not installed: {', '.join(left)}" if left else "")


def check_program() -> Iterator[Diagnostic]:
    yield Diagnostic("tailor", "ok", f"{__version__} in {Path(__file__).parents[1]}")
    yield Diagnostic("python", "ok", f"{platform.python_version()} on {platform.platform()}")
    for name in ("templates", "data"):
        path = data_folder(name)
        advice = "" if path.is_dir() else "install tailor again"
        yield Diagnostic(name, "missing" if advice else "ok", str(path), advice)


def check_libraries() -> Iterator[Diagnostic]:
    for name in LIBRARIES:
        try:
            yield Diagnostic(name, "ok", version(name))
        except PackageNotFoundError:
            yield Diagnostic(
                name, "missing", "not installed", f"install tailor again: it brings {name}"
            )
    poppler = shutil.which("pdftotext")
    if poppler:
        yield Diagnostic("poppler", "ok", poppler)
    else:
        advice = "install poppler-utils for two more readers; they are optional"
        yield Diagnostic("poppler", "optional", "no pdftotext on the PATH", advice)


def check_typesetting() -> Iterator[Diagnostic]:
    """The engine, and a page that it makes with the default template and fonts."""
    from tailor.latex.engine import find_engine, why_used
    from tailor.models import Resume
    from tailor.pipeline import render
    from tailor.sandbox.process import run_program
    from tailor.system.landlock import has_landlock

    try:
        engine = find_engine()
        output = run_program([engine.path, "--version"]).output.decode("utf-8", "replace")
        release = output.partition("\n")[0]
        description = f"{engine}, {release}, {engine.path}; {why_used(engine)}"
        yield Diagnostic("engine", "ok", description)
        _, results = render(Resume("Test Page"))
    except TailorError as error:
        problem = error.problems[0]
        yield Diagnostic("engine", "missing", problem.message, problem.hint)
        return
    except ImportError as error:
        yield Diagnostic("test page", "fault", f"not made: {error}", "fix what is missing above")
        return
    if has_landlock() and engine.reads() is not None:
        yield Diagnostic("sandbox", "ok", "TeX sees its own files only (Landlock)")
    else:
        advice = "read a template that is not yours before you use it"
        yield Diagnostic("sandbox", "optional", "nothing keeps TeX from reading your files", advice)
    fonts = [finding for finding in results if finding.check == "fonts"]
    faults = [finding for finding in fonts if finding.level == "fail"]
    state = "fault" if faults else "ok"
    yield Diagnostic(
        "fonts",
        state,
        "; ".join(finding.message for finding in fonts),
        "reinstall the TeX engine" if faults else "",
    )


def check_settings() -> Iterator[Diagnostic]:
    """What is in force here when nothing is said on the command line, and who says so."""
    try:
        config = load_config(Path())
    except TailorError as error:
        for problem in error.problems:
            yield Diagnostic("config", "fault", f"{problem.place}: {problem.message}", problem.hint)
        return
    yield Diagnostic("config", "ok", str(config.path or f"no {' or '.join(CONFIG_NAMES)}"))
    path = user_config_path()
    yield Diagnostic("your config", "ok", str(path) if path.is_file() else f"{path} (not there)")
    usual = {option.key: option.option.usual for option in CONFIG_OPTIONS.values()}
    for key, value, origin in effective_settings(config):
        if key == "resume":
            yield check_default_master(value, origin)
        elif value:
            yield Diagnostic(key, "ok", f"{value} ({origin})", is_default=origin == "default")
        else:
            yield Diagnostic(key, "ok", usual[key] or "not set", is_default=True)


def check_default_master(path: str, origin: str) -> Diagnostic:
    if path:
        return Diagnostic("master", "ok", f"{path} ({origin})")
    master = next((name for name in NAMES if Path(name).is_file()), "")
    if master:
        return Diagnostic("master", "ok", f"{master} (in this folder)")
    return Diagnostic("master", "optional", "none in this folder", "tailor init, or --resume FILE")
