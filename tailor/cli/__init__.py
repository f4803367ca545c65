"""The command line: the only room that prints or ends the program."""

import signal
import sys
import threading
from collections.abc import Sequence
from types import FrameType

from tailor.cli.say import complain, hush, open_streams, put
from tailor.errors import FileError, Place, Problem, TailorError

__all__ = ["main"]

USAGE = "tailor --help shows what there is"


class Stopped(BaseException):
    """The user or the system asked the program to end; `number` is the signal."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the program and returns its exit code (docs/commands.md).

    Args:
        arguments: the command line without the program's name; by default that of the process.
    """
    open_streams()
    try:
        heed_signals()
        from tailor.cli.app import run

        code = run(arguments)
        sys.stdout.flush()
    except Stopped as stop:
        code = 128 + stop.number
    except SystemExit:  # Rich ends so when nobody reads what it prints.
        code = 0
    except Exception as error:
        code = failed(error)
    return code


def heed_signals() -> None:
    """Lets SIGINT and SIGTERM unwind the program, once: later ones do not disturb that."""
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)


def stop(number: int, _frame: FrameType | None) -> None:
    for other in (signal.SIGINT, signal.SIGTERM):
        signal.signal(other, signal.SIG_IGN)
    raise Stopped(number)


def failed(error: Exception) -> int:
    """Says what went wrong; the exit code for it."""
    from typer import Exit, TyperException

    if isinstance(error, Exit):
        return error.exit_code
    if isinstance(error, BrokenPipeError):
        hush(sys.stdout)
        return 0
    if isinstance(error, TailorError):
        complain(*error.problems)
        return error.exit_code
    if isinstance(error, TyperException):
        complain(Problem(error.format_message().rstrip("."), hint=USAGE))
        return 2
    if isinstance(error, OSError):
        place = Place(str(error.filename)) if error.filename else None
        complain(Problem((error.strerror or str(error)).lower(), place))
        return FileError.exit_code
    return report_bug(error)


def report_bug(error: Exception) -> int:
    import platform
    import traceback

    from tailor import __version__

    put("".join(traceback.format_exception(error)).rstrip(), sys.stderr)
    system = f"tailor {__version__}, Python {platform.python_version()}, {platform.platform()}"
    hint = f"please report it with the lines above ({system})"
    complain(Problem("this is a bug in tailor", hint=hint))
    return 1
