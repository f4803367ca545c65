"""What is said when something goes wrong, and the exit code for it."""

import errno
import os
import platform
import re
import traceback
from collections.abc import Sequence
from itertools import pairwise
from typing import TextIO

from typer import BadParameter, Exit, TyperException

from tailor.cli.console import Stdout, Written, print_problems, silence_stream, write_line
from tailor.errors import FileError, LimitError, Place, Problem, TailorError, ToolchainError
from tailor.sandbox.worker import WorkerError
from tailor.streams import DEBUG, message_stream, result_stream
from tailor.version import __version__

STRAY_WORD_MESSAGES = ("Got unexpected extra argument", "No such command")
UNKNOWN_COMMAND = re.compile("No such command '(.*?)'")
COMMAND_SYNONYMS = {
    **dict.fromkeys(("new", "create", "start", "setup"), "tailor init"),
    **dict.fromkeys(("lint", "validate", "test", "ats", "inspect"), "tailor check"),
    **dict.fromkeys(("build", "make", "run", "tailor", "apply"), "tailor --job FILE"),
    **dict.fromkeys(("pdf", "print", "typeset", "compile", "full"), "tailor render"),
    **dict.fromkeys(("score", "rank", "gaps", "explain"), "tailor match"),
    **dict.fromkeys(("compare",), "tailor diff"),
    **dict.fromkeys(("merge", "read", "convert"), "tailor import"),
    **dict.fromkeys(("save", "write"), "tailor export"),
    **dict.fromkeys(("serve", "live", "preview", "open"), "tailor watch"),
    **dict.fromkeys(("html", "web", "show"), "tailor report"),
    **dict.fromkeys(("all", "many"), "tailor batch"),
    **dict.fromkeys(("themes", "list"), "tailor templates"),
}
"""What people call a command -> the command."""

NO_MEMORY = re.compile(
    r"failed to map segment|cannot allocate memory|^MemoryError\b", re.IGNORECASE | re.MULTILINE
)
"""What the loader of shared libraries, or a child of ours, says when memory is short."""
FILES_SHOWN = 3
"""How many of the files that were written are named."""


def report_error(error: Exception, words: Sequence[str]) -> int:
    """Says what went wrong; the exit code for it.

    If the command line asks for JSON and no report was printed, the faults are the report.
    """
    if isinstance(error, Exit):
        return error.exit_code
    if isinstance(error, BrokenPipeError) and is_unread(result_stream()):
        silence_stream(result_stream())
        return 0
    code, problems = problems_of(error)
    if code == 1:
        write_line(redacted_traceback(error), message_stream())
    print_problems(*problems)
    if wants_json(words) and not Stdout.used:
        from tailor.cli.json_report import print_json

        print_json({"errors": [problem_json(problem) for problem in problems]})
    return code


def is_unread(stream: TextIO) -> bool:
    """Whether what is left to be written to a stream reaches nobody any more."""
    try:
        stream.flush()
    except OSError:
        return True
    return False


def redacted_traceback(error: BaseException) -> str:
    """Where a bug is. What the errors said may quote the CV, so it is shown only if asked for."""
    if os.environ.get(DEBUG):
        return "".join(traceback.format_exception(error)).rstrip()
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    frames = "".join(traceback.format_tb(error.__traceback__))
    text = f"Traceback (most recent call last):\n{frames}{type(error).__qualname__}"
    return f"{redacted_traceback(before)}\n\n{text}" if before else text


def problems_of(error: Exception) -> tuple[int, tuple[Problem, ...]]:
    """The exit code for an error, and what it is about; 1 if it is a bug."""
    if isinstance(error, TailorError):
        return error.exit_code, error.problems
    if isinstance(error, TyperException):
        return 2, (Problem(describe_usage_error(error).rstrip("."), hint=usage_hint(error)),)
    if is_out_of_memory(error):
        hint = "raise the limit of memory (ulimit -v), or close other programs"
        return LimitError.exit_code, (Problem("there is too little memory", hint=hint),)
    if isinstance(error, OSError):
        place = Place(str(error.filename)) if error.filename else None
        reason = (error.strerror or str(error)).lower()
        return FileError.exit_code, (Problem(reason, place, hint=written_files_note()),)
    if isinstance(error, ModuleNotFoundError) and not (error.name or "").startswith("tailor"):
        hint = "a library is missing; `tailor doctor` lists what is there"
        return ToolchainError.exit_code, (Problem(f"{error.name} is not installed", hint=hint),)
    system = f"tailor {__version__}, Python {platform.python_version()}, {platform.platform()}"
    hint = f"please report it with the traceback ({system})"
    if not os.environ.get(DEBUG):
        hint += (
            f"; with {DEBUG}=1 it also shows the messages of the errors, which may quote your CV"
        )
    return 1, (Problem("this is a bug in tailor", hint=hint),)


def is_out_of_memory(error: BaseException | None) -> bool:
    """Whether an error, or one that it comes from, is that the system gives no more memory."""
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or error.__context__
    return any(
        isinstance(cause, MemoryError)
        or (isinstance(cause, OSError) and cause.errno == errno.ENOMEM)
        or (isinstance(cause, (ImportError, WorkerError)) and NO_MEMORY.search(str(cause)))
        for cause in chain
    )


def written_files_note() -> str:
    """What was written before the program failed, if anything was."""
    if not Written.files:
        return ""
    pdfs = [name for name in Written.files if name.endswith(".pdf")] or Written.files
    rest = f" and {len(pdfs) - FILES_SHOWN} more" if len(pdfs) > FILES_SHOWN else ""
    return f"already written, and complete: {', '.join(pdfs[:FILES_SHOWN])}{rest}"


def describe_usage_error(error: TyperException) -> str:
    """What is wrong with the command line, at the option or variable that says it."""
    if type(error) is not BadParameter or error.param is None or error.ctx is None:
        return error.format_message()
    name = next((flag for flag in error.param.opts if flag.startswith("--")), error.param.opts[0])
    source = error.ctx.get_parameter_source(error.param.name or "")
    if source is not None and source.name == "ENVIRONMENT":
        name = str(error.param.envvar)
    return f"{name}: {error.message}"


def usage_hint(error: TyperException) -> str:
    """What to do about a command line: a word too many is likely the posting."""
    message, context = error.format_message(), getattr(error, "ctx", None)
    help_text = f"{context.command_path if context else 'tailor'} --help lists what there is"
    word = UNKNOWN_COMMAND.match(message)
    if word and word[1] in COMMAND_SYNONYMS:
        return f"did you mean {COMMAND_SYNONYMS[word[1]]}? {help_text}"
    stray = message.startswith(STRAY_WORD_MESSAGES) and "Did you mean" not in message
    command = getattr(context, "command", None) if stray else None
    takes_job = command is not None and any(parameter.name == "job" for parameter in command.params)
    return f"give a posting with --job FILE; {help_text}" if takes_job else help_text


def wants_json(words: Sequence[str]) -> bool:
    return "--format=json" in words or ("--format", "json") in pairwise(words)


def problem_json(problem: Problem) -> dict[str, str | int | None]:
    """A fault, for machines."""
    return {
        "file": problem.place.path if problem.place else None,
        "line": problem.place.line if problem.place else None,
        "column": problem.place.column if problem.place else None,
        "level": problem.level,
        "message": problem.message,
        "hint": problem.hint,
    }
