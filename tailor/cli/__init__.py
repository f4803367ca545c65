"""The command line: the only room that prints or ends the program.

Hardly anything is imported before `main` heeds signals, so that the program can be stopped
cleanly from its first moments on.
"""

import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType, TracebackType

__all__ = ["main"]

ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)
"""How numpy multiplies, here and in our own child processes: the matrices are small, and threads
that wait for each other only take time from the processes beside."""


class Stopped(BaseException):
    """The user or the system asked the program to end; `number` is the signal (0: not yet)."""

    number = 0


def ended(kind: "type[BaseException]", error: BaseException, trace: "TracebackType | None") -> None:
    """Lets a signal that comes before `main` or after it end the program without a traceback."""
    if issubclass(kind, (KeyboardInterrupt, Stopped)):
        os._exit(128 + (Stopped.number or 2))
    sys.__excepthook__(kind, error, trace)


def main(arguments: "Sequence[str] | None" = None) -> int:
    """Runs the program and returns its exit code (docs/commands.md).

    Args:
        arguments: the command line without the program's name; by default that of the process.
    """
    try:
        if arguments is None:
            settle()
        gc.set_threshold(100_000, 20, 20)  # Hardly anything here is garbage before the end.
        heed_signals()
        from tailor import streams

        if arguments is None:
            streams.own()
        from tailor.cli.clock import begin

        begin(own=arguments is None)
        from tailor.cli.say import open_streams

        open_streams()
        code = run(sys.argv[1:] if arguments is None else arguments)
        streams.output().flush()
    except Stopped:
        code = 128 + Stopped.number
    except SystemExit:  # Rich ends so when nobody reads what it prints.
        code = 0
    except Exception as error:
        from tailor.cli.failure import failed

        # A library may have turned the stop into an error of its own.
        words = sys.argv[1:] if arguments is None else arguments
        code = 128 + Stopped.number if Stopped.number else failed(error, words)
    finally:
        if arguments is not None:
            from tailor.streams import release

            release()
    if arguments is None:
        gc.freeze()  # To look for garbage once more on the way out would take a second.
    return code


def run(words: "Sequence[str]") -> int:
    """Does what a command line says; its exit code if nothing is raised."""
    from tailor.cli.short import short
    from tailor.system.names import expand_patterns

    words = expand_patterns(words)

    if work := short(words):
        return work()
    from tailor.streams import libraries_silenced

    with libraries_silenced():
        from tailor.cli.app import run

    return run(words)


def settle() -> None:
    """Makes the process ours, before anything is loaded that takes a while or is not Python's own.

    The working folder (`python -m`) and PYTHONPATH may add modules, but replace none.
    """
    sys.excepthook = ended
    os.environ.update(ONE_THREAD)
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    doubtful = {os.path.abspath(path) for path in given if path}  # noqa: PTH100 (pathlib is slow)
    if not sys.flags.safe_path:
        doubtful.add(sys.path[0])
    sys.path.sort(key=doubtful.__contains__)


def heed_signals() -> None:
    """Lets SIGINT and SIGTERM unwind the program, once: later ones do not disturb that."""
    import signal

    from tailor.system import stop_signals

    Stopped.number = 0
    halt(False)
    for number in stop_signals():
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, stop)
    sys.unraisablehook = stop_anew


def stop(number: int, _frame: "FrameType | None") -> None:
    import signal

    from tailor.system import exit_number, stop_signals

    for other in stop_signals():
        signal.signal(other, signal.SIG_IGN)
    Stopped.number = exit_number(number)
    halt(True)
    raise Stopped


def halt(all_of_it: bool) -> None:
    """Ends what other threads solve, for nothing else would; or lets them solve again."""
    # It may not be loaded, or not wholly.
    if known := getattr(sys.modules.get("tailor.fit.solver"), "halt", None):
        known(all_of_it)


def stop_anew(lost: "sys.UnraisableHookArgs") -> None:
    """Stops a moment later if the signal came where Python lets nothing through."""
    from tailor.system import on_timer, set_timer

    if not isinstance(lost.exc_value, Stopped):
        if not Stopped.number:  # What it breaks on its way out is no news.
            sys.__unraisablehook__(lost)
    else:
        number = Stopped.number
        on_timer(lambda *_: stop(number, None))
        set_timer(0.01)
