"""What is said when something goes wrong, and the exit code for it."""

import platform
import sys
import traceback

from typer import Exit, TyperException

from tailor import __version__
from tailor.cli.say import complain, hush, put
from tailor.errors import FileError, Place, Problem, TailorError

USAGE = "tailor --help shows what there is"


def failed(error: Exception) -> int:
    """Says what went wrong; the exit code for it."""
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
    put("".join(traceback.format_exception(error)).rstrip(), sys.stderr)
    system = f"tailor {__version__}, Python {platform.python_version()}, {platform.platform()}"
    hint = f"please report it with the lines above ({system})"
    complain(Problem("this is a bug in tailor", hint=hint))
    return 1
