"""The command line: the only room that prints or ends the program.

Hardly anything is imported before `main` handles signals, so that the program can be stopped
cleanly from its first moments on.
"""

import gc
import os
import sys

from tailor.cli.signals import (
    Stopped,
    end_quietly,
    exit_at_once_on_signals,
    install_signal_handlers,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)
"""How numpy multiplies, here and in our own child processes: the matrices are small, and threads
that wait for each other only take time from the other processes."""


def main(arguments: "Sequence[str] | None" = None) -> int:
    """Runs the program and returns its exit code (docs/commands.md).

    Args:
        arguments: the command line without the program's name; by default that of the process.
    """
    try:
        if arguments is None:
            prepare_process()
        # Hardly anything here is garbage before the end, and a process for one page ends soon.
        is_brief = arguments is None and "".join(sys.argv[1:2]).startswith("-")
        gc.set_threshold(1_000_000 if is_brief else 100_000, 20, 20)
        install_signal_handlers()
        from tailor import streams

        if arguments is None:
            streams.take_streams()
        from tailor.cli.console import start_clock

        start_clock(whole_process=arguments is None)
        from tailor.cli.console import open_streams

        open_streams()
        code = run_command_line(sys.argv[1:] if arguments is None else arguments)
        streams.result_stream().flush()
    except Stopped:
        code = 128 + Stopped.number
    except SystemExit:  # Rich ends so when nobody reads what it prints.
        code = 0
    except Exception as error:
        # A library may have turned the stop into an error of its own.
        words = sys.argv[1:] if arguments is None else arguments
        code = 128 + Stopped.number if Stopped.number else report_failure(error, words)
    finally:
        if arguments is not None:
            from tailor.streams import release_streams

            release_streams()
    if arguments is None:
        exit_at_once_on_signals()
        gc.freeze()  # To look for garbage once more on the way out would take a second.
    return code


def report_failure(error: Exception, words: "Sequence[str]") -> int:
    """Says what went wrong, even where the system refuses what is needed to say it well."""
    try:
        from tailor.cli.error_handler import report_error

        return report_error(error, words)
    except (OSError, MemoryError, ImportError) as second:
        # Such as a limit of open files (ulimit -n) or of memory (ulimit -v).
        reason = getattr(second, "strerror", None) or "the system gives too little memory"
        os.write(2, f"error: {reason.lower()}\n".encode())
        return 7 if getattr(second, "strerror", None) else 9


def run_command_line(words: "Sequence[str]") -> int:
    """Does what a command line says; its exit code if nothing is raised."""
    from tailor.cli.fast_path import find_fast_path
    from tailor.files import expand_patterns

    words = expand_patterns(words)

    if work := find_fast_path(words):
        return work()
    from tailor.streams import silence_libraries

    with silence_libraries(messages=True):  # Whether --quiet is given is not known yet.
        from tailor.cli.app import run_app

    return run_app(words)


def prepare_process() -> None:
    """Makes the process ours, before anything is loaded that takes a while or is not Python's own.

    The working folder (`python -m`) and PYTHONPATH may add modules, but replace none.
    """
    sys.excepthook = end_quietly
    os.umask(os.umask(0o077) & 0o077)  # Our own scratch files must at least be open to ourselves.
    os.environ.update(ONE_THREAD)
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    doubtful = {os.path.abspath(path) for path in given if path}  # noqa: PTH100 (pathlib is slow)
    if not sys.flags.safe_path:
        doubtful.add(sys.path[0])
    sys.path.sort(key=doubtful.__contains__)
