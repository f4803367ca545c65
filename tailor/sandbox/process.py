"""Runs a program with limits on time, memory and files, and leaves none of its children behind."""

import os
import signal
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
from tailor.sandbox.tempdirs import temp_root
from tailor.system import children, landlock
from tailor.system.children import can_find_holders, find_holders, is_hung_up

GRACE, PATIENCE = 0.1, 2.0
"""Seconds that what was killed has to go before it is looked for, and for all of it to be gone."""


@contextmanager
def exit_pipe() -> Iterator[tuple[int, ...]]:
    """Descriptors for a program to inherit, as whatever it starts does; in the end, whoever still
    holds them is killed. None where the system does not say who that is."""
    if not can_find_holders():
        yield ()
        return
    reader, writer = os.pipe()
    try:
        try:
            yield (writer,)
        finally:
            os.close(writer)
        kill_pipe_holders(reader)
    finally:
        os.close(reader)


def kill_pipe_holders(reader: int) -> None:
    """Kills every process that holds the other end of a pipe."""
    deadline = time.monotonic() + PATIENCE
    while not is_hung_up(reader, GRACE) and time.monotonic() < deadline:
        for process in find_holders(reader):
            with suppress(OSError):
                os.kill(process, signal.SIGKILL)


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
class CompletedRun:
    """How a program ended: exit code (negative: the signal that killed it) and its output."""

    code: int
    output: bytes
    errors: bytes


@dataclass(frozen=True, slots=True)
class RunningProcess:
    """A program that continues while we do something else."""

    name: str
    process: "subprocess.Popen[bytes]"
    limits: Limits
    folder: Path | None
    given: IO[bytes]
    output: IO[bytes]
    errors: IO[bytes]

    def give(self, data: bytes) -> None:
        """Puts data on its standard input, if it has not begun to read that."""
        self.given.write(data)
        self.given.flush()
        self.given.seek(0)  # The place in the file is the same one for the program.

    def wait(self) -> CompletedRun:
        """Waits for its end. Raises `LimitError` as `run`."""
        try:
            wait_for_exit(self.process, self.name, self.limits, self.folder)
        finally:
            stop_program(self.process)
        return CompletedRun(
            self.process.returncode, read_output(self.output), read_output(self.errors)
        )


def run_program(
    command: Sequence[str | Path],
    *,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    data: bytes = b"",
    limits: Limits = Limits(),
) -> CompletedRun:
    """Runs a program to its end and returns what it said.

    Raises:
        ToolchainError: it could not be started.
        LimitError: it took longer than `limits.seconds`, or wrote more than `limits.disk`; it and
            its children are gone.
    """
    with start_program(command, folder, environment, data, limits) as program:
        return program.wait()


@contextmanager
def start_program(
    command: Sequence[str | Path],
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    data: bytes = b"",
    limits: Limits = Limits(),
    descriptors: Sequence[int] = (),
) -> Iterator[RunningProcess]:
    """A program that has been started; in the end it and its children are gone.

    It inherits the `descriptors`, but on Windows.

    Raises:
        ToolchainError: it could not be started.
    """
    name = Path(command[0]).name
    with (
        TemporaryFile(dir=temp_root()) as given,
        TemporaryFile(dir=temp_root()) as output,
        TemporaryFile(dir=temp_root()) as errors,
        landlock_rules(limits, folder) as ruleset,
        exit_pipe() as pipe,
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
                **children.start_options(child_setup(limits, ruleset), (*pipe, *descriptors)),
            )
        except OSError as error:
            raise ToolchainError(Problem(f"{name} cannot be started: {error.strerror}")) from error
        try:
            yield RunningProcess(name, process, limits, folder, given, output, errors)
        finally:
            stop_program(process)


def module_command(package: str) -> list[str | Path]:
    """The command that runs a package of this program by this Python."""
    return [sys.executable, "-P", "-m", package]


def child_environment() -> dict[str, str]:
    """The environment, with every place where this program imports from.

    Other settings of Python are left out: they could change what the package says, or its code.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return inherited | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"}


@contextmanager
def landlock_rules(limits: Limits, folder: Path | None) -> Iterator[int | None]:
    """The rules of the wall around a program that needs few files, if this kernel builds walls."""
    ruleset = None if limits.reads is None else landlock.make_ruleset(limits.reads, folder)
    try:
        yield ruleset
    finally:
        if ruleset is not None:
            os.close(ruleset)


def wait_for_exit(
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
        if folder and limits.disk is not None and folder_size(folder) > limits.disk:
            message = f"{name} wrote more than {limits.disk:,} bytes and was stopped"
            raise LimitError(Problem(message))
        if (children.memory_used(process) or 0) > limits.memory:
            message = f"{name} took more than {limits.memory:,} bytes of memory and was stopped"
            raise LimitError(Problem(message))


def folder_size(folder: Path) -> int:
    """Bytes of all files in a folder, those that vanish meanwhile aside."""
    total = 0
    for path in folder.rglob("*"):
        with suppress(OSError):
            total += path.stat().st_size
    return total


def read_output(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


def stop_program(process: "subprocess.Popen[bytes]") -> None:
    """Ends the program and whatever it started."""
    children.end_with_group(process)


def child_setup(limits: Limits, ruleset: int | None = None) -> Callable[[], None] | None:
    """What the child does before it becomes the program: takes its limits, dies with us."""
    confine = None if ruleset is None else partial(landlock.confine, ruleset)
    return children.take_limits(limits.cpu, limits.file, limits.memory, confine)
