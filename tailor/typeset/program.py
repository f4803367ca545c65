"""The only place that starts a program: own process group, no input, bounded in every way."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from tailor.errors import LimitError, Problem, ToolchainError
from tailor.system import children, landlock
from tailor.typeset import strays
from tailor.typeset.scratch import there


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one run: wall seconds, CPU seconds, bytes of any file written, bytes of memory.

    `disk` are the bytes of all files in its folder together, None for any; `reads` the files and
    folders that it needs, None for any: where the kernel can, it sees no others but the system's.
    """

    seconds: float = 60
    cpu: int = 60
    file: int = 64_000_000
    memory: int = 2_000_000_000
    disk: int | None = None
    reads: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended: exit code (negative: the signal that killed it) and its output."""

    code: int
    output: bytes
    errors: bytes


@dataclass(frozen=True, slots=True)
class Running:
    """A program that goes on while we do something else."""

    name: str
    process: "subprocess.Popen[bytes]"
    limits: Limits
    folder: Path | None
    output: IO[bytes]
    errors: IO[bytes]

    def ended(self) -> Ended:
        """Waits for its end. Raises `LimitError` as `run`."""
        try:
            wait(self.process, self.name, self.limits, self.folder)
        finally:
            stop(self.process)
        return Ended(self.process.returncode, content(self.output), content(self.errors))


def run(
    command: Sequence[str | Path],
    *,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    data: bytes = b"",
    limits: Limits = Limits(),
) -> Ended:
    """Runs a program to its end and returns what it said.

    Raises:
        ToolchainError: it could not be started.
        LimitError: it took longer than `limits.seconds`, or wrote more than `limits.disk`; it and
            its children are gone.
    """
    with running(command, folder, environment, data, limits) as program:
        return program.ended()


@contextmanager
def running(
    command: Sequence[str | Path],
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    data: bytes = b"",
    limits: Limits = Limits(),
) -> Iterator[Running]:
    """A program that has been started; in the end it and its children are gone.

    Raises:
        ToolchainError: it could not be started.
    """
    name = Path(command[0]).name
    with (
        TemporaryFile(dir=there()) as given,
        TemporaryFile(dir=there()) as output,
        TemporaryFile(dir=there()) as errors,
        rules(limits, folder) as ruleset,
        strays.leash() as inherited,
    ):
        given.write(data)
        given.seek(0)
        try:
            process = subprocess.Popen(
                [str(part) for part in command],
                cwd=folder,
                env=dict(environment) if environment is not None else None,
                stdin=given,
                stdout=output,
                stderr=errors,
                **children.start_options(bounds(limits, ruleset), inherited),
            )
        except OSError as error:
            raise ToolchainError(Problem(f"{name} cannot be started: {error.strerror}")) from error
        try:
            yield Running(name, process, limits, folder, output, errors)
        finally:
            stop(process)


def own(package: str) -> list[str | Path]:
    """The command that runs a package of this program by this Python."""
    return [sys.executable, "-P", "-m", package]


def here() -> dict[str, str]:
    """The environment, with every place where this program imports from.

    Other settings of Python are left out: they could change what the package says, or its code.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"}


@contextmanager
def rules(limits: Limits, folder: Path | None) -> Iterator[int | None]:
    """The rules of the wall around a program that needs few files, if this kernel builds walls."""
    ruleset = None if limits.reads is None else landlock.ruleset(limits.reads, folder)
    try:
        yield ruleset
    finally:
        if ruleset is not None:
            os.close(ruleset)


def wait(
    process: "subprocess.Popen[bytes]", name: str, limits: Limits, folder: Path | None
) -> None:
    """Waits for the end of a program. Raises LimitError."""
    end = time.monotonic() + limits.seconds
    while True:
        left = end - time.monotonic()
        if children.wait_for_exit(process, max(0, min(children.LOOK_S, left))):
            return
        if time.monotonic() >= end:
            message = f"{name} did not end within {limits.seconds:g} seconds and was stopped"
            raise LimitError(Problem(message))
        if folder and limits.disk is not None and written(folder) > limits.disk:
            message = f"{name} wrote more than {limits.disk:,} bytes and was stopped"
            raise LimitError(Problem(message))
        if (children.memory_used(process) or 0) > limits.memory:
            message = f"{name} took more than {limits.memory:,} bytes of memory and was stopped"
            raise LimitError(Problem(message))


def written(folder: Path) -> int:
    """Bytes of all files in a folder, those that vanish meanwhile aside."""
    total = 0
    for path in folder.rglob("*"):
        with suppress(OSError):
            total += path.stat().st_size
    return total


def content(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


def stop(process: "subprocess.Popen[bytes]") -> None:
    """Ends the program and whatever it started."""
    children.end_with_group(process)


def bounds(limits: Limits, ruleset: int | None = None) -> Callable[[], None] | None:
    """What the child does before it becomes the program: takes its limits, dies with us."""
    confine = None if ruleset is None else partial(landlock.confine, ruleset)
    return children.take_limits(limits.cpu, limits.file, limits.memory, confine)
