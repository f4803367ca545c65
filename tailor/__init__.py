"""tailor: one master CV, one job posting, one proven page.

import tailor

outcome = tailor.tailor("resume.yaml", "posting.txt", tailor.Options(paper="a4"))
outcome.save("page.pdf")

What goes wrong is a `TailorError`: its `problems` say what and where. docs/api.md has the rest.
"""

from __future__ import annotations

# This is the first code of ours that a process runs. From here until `main` handles signals,
# nothing has to be cleared away, so Ctrl-C ends the program immediately, without a traceback. A
# program that imports us keeps its own handlers. (`signal` itself takes a while to load.)
try:
    import os
    import sys

    IS_PROGRAM = os.path.basename(sys.argv[0]) in {"tailor", "tailor.exe"} or (  # noqa: PTH119
        sys.argv[0] == "-m" and not {"tailor", "-mtailor"}.isdisjoint(sys.orig_argv)
    )
    if IS_PROGRAM:
        import _signal  # type: ignore[import-not-found]

        for _number in (_signal.SIGINT, _signal.SIGTERM):
            if _signal.getsignal(_number) != _signal.SIG_IGN:
                _signal.signal(_number, lambda number, _: os._exit(128 + number))
except KeyboardInterrupt:  # It comes before the lines above have done their work.
    if not globals().get("IS_PROGRAM", True):
        raise
    os._exit(130)

from functools import wraps

from tailor.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from typing import ParamSpec, TypeVar

    from tailor.errors import (
        FileError,
        InputError,
        LimitError,
        NetworkError,
        Place,
        Problem,
        TailorError,
        TemplateError,
        ToolchainError,
        UnfitError,
    )
    from tailor.judge import Judge
    from tailor.models import Keyword, Posting, Resume
    from tailor.optimizer.rules import Rules
    from tailor.pipeline import Match, Options, Outcome

    Arguments = ParamSpec("Arguments")
    Result = TypeVar("Result")

__all__ = [
    "FileError",
    "InputError",
    "Judge",
    "LimitError",
    "Match",
    "NetworkError",
    "Options",
    "Outcome",
    "Place",
    "Problem",
    "Rules",
    "TailorError",
    "TemplateError",
    "ToolchainError",
    "UnfitError",
    "__version__",
    "check_resume",
    "extract",
    "match",
    "rank",
    "read_posting",
    "read_resume",
    "tailor",
]

HOMES = {
    "Judge": "tailor.judge",
    "Match": "tailor.pipeline",
    "Options": "tailor.pipeline",
    "Outcome": "tailor.pipeline",
    "Rules": "tailor.optimizer.rules",
}
"""Public name -> its module; errors are imported above."""


def __getattr__(name: str) -> object:
    """Loads a public name at its first use, so that the command line starts fast."""
    if name not in __all__:
        raise AttributeError(f"module 'tailor' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(HOMES.get(name, "tailor.errors")), name)


def with_silent_libraries(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """The function; while it runs, nothing that a library prints reaches standard output.

    What does that is imported at the first call: `import tailor` loads nothing else.
    """

    @wraps(function)
    def run(*args: Arguments.args, **options: Arguments.kwargs) -> Result:
        from tailor.streams import silence_libraries

        with silence_libraries():
            return function(*args, **options)

    return run


@with_silent_libraries
def extract(text: str) -> list[Keyword]:
    """What a posting asks for, best first; empty if that is nothing.

    Raises `InputError` if there is no letter in the text.
    """
    from tailor.keywords import extract
    from tailor.posting import parse_posting

    return list(extract(parse_posting(text)))


@with_silent_libraries
def rank(
    posting_text: str,
    bullets: Sequence[str],
    groups: Sequence[object] | None = None,
    titles: Sequence[str] | Mapping[object, str] | None = None,
) -> list[float]:
    """How well each bullet answers a posting, in points; higher is better.

    Args:
        posting_text: the text of a posting.
        bullets: the lines to judge.
        groups: for each bullet the job that it is in, such as its employer: the other bullets
            of that job help to judge it.
        titles: for each bullet the title of its job, or a mapping from a group to the title of
            that job. A title says more than its lines; leave blank what is not known.

    Returns:
        One number for each bullet, in the order of `bullets`.

    Raises:
        InputError: there is no letter in the text, `groups` or `titles` is not as long as
            `bullets`, or `titles` is a mapping and there are no groups.
    """
    from collections.abc import Mapping

    from tailor.errors import InputError, Problem

    if isinstance(titles, Mapping):
        if groups is None:
            message = "titles is a mapping from groups to titles, and there are no groups"
            raise InputError(Problem(message, hint="give groups, or one title for each bullet"))
        titles = [titles.get(group, "") for group in groups]
    for name, given in (("group", groups), ("title", titles)):
        if given is not None and len(given) != len(bullets):
            message = f"{name}s has {len(given)} items, bullets has {len(bullets)}"
            raise InputError(Problem(message, hint=f"give one {name} for each bullet"))
    from tailor.posting import parse_posting
    from tailor.scoring import rank

    return rank(parse_posting(posting_text), bullets, groups, titles)


@with_silent_libraries
def read_resume(path: str | Path) -> Resume:
    """The master CV in a YAML or JSON file; warnings about it are dropped (see `check_resume`).

    Raises `InputError` (with every fault of the file), `FileError` or `LimitError`.
    """
    from tailor.loader import read_resume

    return read_resume(path)[0]


@with_silent_libraries
def check_resume(path: str | Path) -> list[Problem]:
    """Every fault of a master CV, and every warning about it; [] if all is well.

    Each has a `level` (error or warning), a `message`, a `place` (path, line, column) and a `hint`.
    Raises `FileError` or `LimitError` if the file cannot be read.
    """
    from tailor.errors import InputError
    from tailor.loader import read_resume

    try:
        return list(read_resume(path)[1])
    except InputError as error:
        return list(error.problems)


@with_silent_libraries
def read_posting(source: str | Path, *, allow_local: bool = False) -> Posting:
    """The posting in a file of any format or at a web address.

    Args:
        source: a path or an http(s) address.
        allow_local: whether an address may lead to this computer or a private network.

    Raises `InputError`, `FileError`, `NetworkError` or `LimitError`.
    """
    from tailor.posting.fetch import fetch_posting

    return fetch_posting(str(source), allow_local=allow_local)


@with_silent_libraries
def match(
    resume: Resume | str | Path,
    posting: Posting | str | Path,
    weights: Mapping[str, float] | None = None,
    *,
    progress: Callable[[str], object] | None = None,
    judge: Judge | None = None,
) -> Match:
    """What a posting asks for, and what every line of a master CV is worth for it; makes no page.

    Takes and raises what `tailor` does; `weights` are those of `Rules`.
    """
    from tailor.pipeline import match

    return match(
        to_resume(resume), to_posting(posting), progress or str, dict(weights or {}), judge=judge
    )


@with_silent_libraries
def tailor(
    resume: Resume | str | Path,
    posting: Posting | str | Path,
    options: Options | None = None,
    *,
    progress: Callable[[str], object] | None = None,
    judge: Judge | None = None,
) -> Outcome:
    """The best page of a master CV for a posting: what was chosen, why, and the PDF.

    Args:
        resume: a `Resume`, or a file, or the text of a master in YAML or JSON.
        posting: a `Posting`, or a file or web address, or the text of a posting. A `str` of
            several words that names no file is a text; one word is a file or an address.
        options: template, paper and rules.
        progress: called with a short text whenever a step begins.
        judge: a language model that grades the lines (docs/judge.md); by default none.

    Returns:
        The page (`pdf`, `save`), what was chosen for it and left out and why (`plan`), what the
        posting asks for (`keywords`) and how much of it the page answers (`coverage`), and what
        reading it back found (`findings`).

    Raises:
        InputError: a master or a posting cannot be understood.
        UnfitError: what must stay does not fit on the page.
        TemplateError, ToolchainError: the page cannot be made.
        FileError, NetworkError: a file or an address cannot be read.
        LimitError: something is larger or slower than tailor is willing to take.
    """
    from tailor.pipeline import Options, tailor

    return tailor(
        to_resume(resume),
        to_posting(posting),
        options or Options(),
        progress or str,
        judge=judge,
    )


def to_resume(resume: Resume | str | Path) -> Resume:
    """The master, if it is none yet: the one in a file or in a text. Raises as `tailor`."""
    from tailor.loader import parse_resume, read_resume
    from tailor.models import Resume

    if isinstance(resume, Resume):
        return resume
    if isinstance(resume, str) and "\n" in resume:
        syntax = "json" if resume.lstrip().startswith("{") else "yaml"
        return parse_resume(resume, "resume", syntax)[0]
    return read_resume(resume)[0]


def to_posting(posting: Posting | str | Path) -> Posting:
    """The posting, if it is none yet: in a file, at an address, or a text. Raises as `tailor`."""
    from tailor.models import Posting
    from tailor.posting import parse_posting
    from tailor.posting.fetch import fetch_posting

    if isinstance(posting, Posting):
        return posting
    if isinstance(posting, str) and is_text(posting):
        return parse_posting(posting)
    return fetch_posting(str(posting))


def is_text(posting: str) -> bool:
    """Whether it is the text of a posting, not the name of one."""
    from pathlib import Path

    from tailor.posting.sources import is_web

    if "\n" in posting:
        return True
    if len(posting.split()) < 2 or is_web(posting):
        return False
    try:
        return not Path(posting).exists()
    except (OSError, ValueError):  # Too long for a name, or with characters that none can have.
        return True
