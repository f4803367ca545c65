"""The command line: the only room that prints or ends the program.

Hardly anything is imported before `main` heeds signals, so that the program can be stopped
cleanly from its first moments on.
"""

import gc
import os
import sys

from tailor.cli.signals import Stopped, ended, heed_signals

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)
"""How numpy multiplies, here and in our own child processes: the matrices are small, and threads
that wait for each other only take time from the processes beside."""


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
