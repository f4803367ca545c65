"""Private folders for TeX, and the environment in which it sees nothing else."""

import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path

from tailor.errors import Problem, ToolchainError
from tailor.locks import claim_path, remove_if_unused
from tailor.system import TEMPORARY_FOLDERS

KEPT = ("PATH", "LANG", "SYSTEMROOT", "WINDIR")
SCRATCH = re.compile("tailor-[0-9a-f]{16}")


def temp_root() -> Path:
    """The folder of temporary files.

    To find it Python writes a file of any name into those that it may be, which a program that is
    killed leaves there. So the first one that can be written to and has room is told to Python; it
    tries only where none seems so.
    """
    if tempfile.tempdir is None:
        tempfile.tempdir = next(filter(is_usable, temp_candidates()), None)
    return Path(tempfile.gettempdir())


def temp_candidates() -> Iterator[str]:
    """Where temporary files may be, as in `tempfile.gettempdir`, on POSIX."""
    names = (os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP"))
    yield from (str(Path(name).absolute()) for name in names if name)
    yield from TEMPORARY_FOLDERS


def is_usable(folder: str) -> bool:
    with suppress(OSError, ValueError):
        can = Path(folder).is_dir() and os.access(folder, os.W_OK | os.X_OK)
        return can and shutil.disk_usage(folder).free > 0
    return False


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A private folder (mode 0700) that is gone afterwards, whatever happens.

    Those that programs left that were killed are cleared away.
    """
    remove_stale_once(temp_root())
    while True:
        folder = temp_root() / f"tailor-{secrets.token_hex(8)}"
        try:
            make_private_folder(folder)
            with claim_path(folder) as ours:
                if ours:
                    yield folder
                    return
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@cache
def lasting_folder() -> Path:
    """A scratch folder that is gone when this process ends, be it the program or a worker of it."""
    from multiprocessing.util import Finalize

    stack = ExitStack()
    folder = stack.enter_context(scratch_folder())
    Finalize(None, stack.close, exitpriority=0)
    return folder


@cache
def remove_stale_once(root: Path) -> None:
    """As `sweep_scratch`, once."""
    sweep_scratch(root)


def sweep_scratch(root: Path | None = None) -> None:
    """Removes the scratch folders of programs that are gone."""
    root = root or temp_root()
    with suppress(OSError):
        for path in root.glob("tailor-*"):
            if SCRATCH.fullmatch(path.name):
                remove_if_unused(path, lambda folder: shutil.rmtree(folder, ignore_errors=True))


def make_private_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise ToolchainError(Problem(f"no temporary folder can be made: {error}")) from error


def tex_environment(folder: Path) -> dict[str, str]:
    """A clean environment: no TEXINPUTS or home folder of the user, no file outside is read."""
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    return environment | {
        "HOME": str(folder),
        "TEXMFHOME": str(folder),
        "TEXMFVAR": str(folder),
        "TEXMFCONFIG": str(folder),
        "openin_any": "p",
        "openout_any": "p",
        "shell_escape": "f",
        "MKTEXTFM": "0",
        "MKTEXPK": "0",
        "SOURCE_DATE_EPOCH": "0",
        "FORCE_SOURCE_DATE": "1",
        "max_print_line": "10000",
    }
