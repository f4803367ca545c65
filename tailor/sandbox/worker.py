"""Calls a function of this program in a child process with limits.

The child is `python -m tailor.sandbox MODULE:FUNCTION`. The arguments go to it as a pickle, for
they are ours. What the function returns comes back as JSON and is read by the type that the
function is annotated with: a hostile file may have taken over the child.
"""

import atexit
import gc
import os
import pickle
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from typing import Any, ClassVar, Generic, NoReturn, TypeVar, TypeVarTuple, cast, get_type_hints

from tailor.codec import Builder, builder_of, decode, encode
from tailor.errors import Problem, TailorError
from tailor.sandbox.process import (
    Limits,
    RunningProcess,
    child_environment,
    module_command,
    start_program,
)
from tailor.streams import STDOUT, null_stream, result_stream, take_streams
from tailor.system.children import HAS_FORK

Result = TypeVar("Result")
Arguments = TypeVarTuple("Arguments")
Error = tuple[str, tuple[Problem, ...]]
"""The name of a class of `ERRORS`, and the problems of an instance of it."""
ERRORS = {error.__name__: error for error in TailorError.__subclasses__()}


class WorkerKilledError(Exception):
    """The child was ended by a signal: its CPU time or memory was used up, or a library crashed."""


class WorkerError(RuntimeError):
    """The child raised something that is not a `TailorError`; says what, with its traceback."""


@dataclass(frozen=True, slots=True)
class RunningCall(Generic[Result]):
    """A call that continues in a child process while we do something else."""

    program: RunningProcess
    build: Builder

    def result(self) -> Result:
        """What the function returns. Waits for it, and raises as `call_isolated`."""
        ended = self.program.wait()
        if ended.code < 0:
            raise WorkerKilledError(f"{self.program.name} was ended by signal {-ended.code}")
        if ended.code > 0:
            raise WorkerError(ended.errors.decode("utf-8", "replace"))
        try:
            error, answer = decode(ended.output, tuple[Error | None, Any])
            fault = ERRORS[error[0]](*error[1]) if error else None
            value: Any = None if fault else self.build(answer)
        except (ValueError, KeyError) as reason:
            raise WorkerError(f"the answer of a child cannot be read: {reason}") from reason
        if fault is not None:
            raise fault
        return cast("Result", value)


def call_isolated(
    limits: Limits, function: Callable[[*Arguments], Result], *arguments: *Arguments
) -> Result:
    """What a function of a module returns, found in a child process.

    Args:
        limits: what the child may use.
        function: its arguments are pickled; its result has the annotated type (`tailor.codec`).

    Raises:
        TailorError: the function raised it.
        LimitError: the child took longer than `limits.seconds`, or more memory than it may.
        WorkerKilledError: the child was ended by a signal.
        WorkerError: the function raised something else.
    """
    with start_call(limits, function, *arguments) as call:
        return call.result()


@contextmanager
def start_call(
    limits: Limits, function: Callable[[*Arguments], Result], *arguments: *Arguments
) -> Iterator[RunningCall[Result]]:
    """As `call_isolated`, but does not wait; in the end the child is gone."""
    name, data = f"{function.__module__}:{function.__qualname__}", pickle.dumps(arguments)
    build = builder_of(get_type_hints(function)["return"])
    early = EarlyChild.take(name, limits)
    if early:
        with early.held:
            early.program.give(data)
            with suppress(BrokenPipeError):  # It has ended already; `result` says how.
                os.write(early.gate, b"\n")
            yield RunningCall(early.program, build)
        return
    command = [*module_command("tailor.sandbox"), name]
    with start_program(command, None, child_environment(), data, limits) as program:
        yield RunningCall(program, build)


@dataclass(frozen=True, slots=True)
class EarlyChild:
    """A child that loads what a call will need before it is known what the call is about.

    `gate` is the descriptor that says when its arguments are there; `held` ends it.
    """

    name: str
    program: RunningProcess
    gate: int
    held: ExitStack
    waiting: "ClassVar[EarlyChild | None]" = None

    @classmethod
    def start(cls, name: str) -> None:
        """Starts a child for the next call of MODULE:FUNCTION, whose MODULE has a function
        `preload`; it is ended with this process. Not where a child inherits no descriptors."""
        if not HAS_FORK or cls.waiting:
            return
        with ExitStack() as stack:
            reader, gate = os.pipe()
            stack.callback(os.close, gate)
            command = [*module_command("tailor.sandbox"), name, str(reader)]
            try:
                program = stack.enter_context(
                    start_program(command, None, child_environment(), descriptors=(reader,))
                )
            finally:
                os.close(reader)
            cls.waiting = cls(name, program, gate, stack.pop_all())
        atexit.register(cls.end)

    @classmethod
    def take(cls, name: str, limits: Limits) -> "EarlyChild | None":
        """The child that waits for such a call; it waits no longer."""
        child = cls.waiting
        if child is None or (child.name, child.program.limits) != (name, limits):
            return None
        cls.waiting = None
        return child

    @classmethod
    def end(cls) -> None:
        """Ends the child that waits, if there is one."""
        child, cls.waiting = cls.waiting, None
        if child:
            child.held.close()


def serve_call(name: str, gate: int | None = None) -> NoReturn:
    """The child's side: calls MODULE:FUNCTION with the arguments on standard input.

    If there is a `gate`, the module is loaded first, and the arguments are there when something
    can be read from that descriptor; if it is closed, there will be none.

    Writes the pair of an error or null and of the result or null on standard output, and ends the
    process with 0. What is not a `TailorError` goes to standard error, and ends it with 1.
    """
    take_streams()
    gc.set_threshold(200_000, 20, 20)  # As in `tailor.cli`: this process ends soon.
    sys.stdout = null_stream(STDOUT)  # Whatever libraries print is not an answer.
    module, _, function = name.partition(":")
    try:
        try:
            if gate is not None:
                import_module(module).preload()
                if not os.read(gate, 1):
                    os._exit(0)
            arguments = pickle.loads(sys.stdin.buffer.read())
            answer = encode((None, getattr(import_module(module), function)(*arguments)))
        except TailorError as error:
            answer = encode(((type(error).__name__, error.problems), None))
    except Exception:
        sys.stderr.write(traceback.format_exc())
        sys.stderr.flush()
        os._exit(1)
    stream = result_stream()
    stream.buffer.write(answer)
    stream.flush()
    os._exit(0)  # To take the language libraries down would take a tenth of the time.
