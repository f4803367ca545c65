"""Runs of tailor that begin in a copy of a process that has everything loaded.

That saves most of the time of a run; what the copy does is what the program does.
"""

import io
import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import NoReturn

from benchmarks.trust.runs import Ended, Site


def load() -> None:
    """Loads what a run loads, and what judging its page takes."""
    import tailor.cli.app
    import tailor.cli.commands.tailor
    import tailor.pipeline
    from tailor import extract, rank
    from tailor.optimizer.solver import load_solver
    from tailor.pdf.text import load_readers

    load_readers()
    load_solver()
    for name in ("jinja2", "pylatex", "yaml"):
        import_module(name)

    text = "Engineer for pumps, with Python and SQL"
    extract(text)
    rank(text, ["Repaired pumps", "Wrote SQL"])
    with suppress(ImportError):
        import tailor.cli.text_report  # noqa: F401


def forked(here: Site, words: Sequence[str], seconds: float) -> Ended:
    """A run of the command line in a copy of this process; one that does not end has code 999."""
    paths = [here.root / "out.txt", here.root / "err.txt"]
    start = time.monotonic()
    process = os.fork()
    if not process:
        become(here, words, paths)
    code = waited(process, seconds)
    out, err = (path.read_text(encoding="utf-8", errors="replace") for path in paths)
    return Ended(code, out, err, time.monotonic() - start)


def waited(process: int, seconds: float) -> int:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found, status = os.waitpid(process, os.WNOHANG)
        if found:
            code = os.waitstatus_to_exitcode(status)
            return code if code >= 0 else 128 - code
        time.sleep(0.005)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    return 999


def become(here: Site, words: Sequence[str], paths: Sequence[Path]) -> NoReturn:
    """Makes this process a run of the command line, as far as one can, and ends it."""
    code = 1
    try:
        os.setsid()
        os.chdir(here.work)
        os.environ.clear()
        os.environ.update(here.environment())
        tempfile.tempdir = None
        for number, path in enumerate((Path(os.devnull), *paths)):
            os.dup2(os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC), number)
        sys.stdin = io.TextIOWrapper(io.FileIO(0, closefd=False), encoding="utf-8")
        for number, name in ((1, "stdout"), (2, "stderr")):
            setattr(
                sys, name, io.TextIOWrapper(io.FileIO(number, "w", closefd=False), encoding="utf-8")
            )
        sys.argv = ["tailor", *words]
        from tailor.cli import main

        code = main()
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(code)
