"""A template of the user's own is run in a child process with limits, for it may loop or swell.

`ask` is the parent's side, `answer` the child's (`python -m tailor.render`). How a child is
started is the caller's business.
"""

import json
import pickle
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tailor.errors import LimitError, Place, Problem, TailorError, TemplateError, ToolchainError
from tailor.parts import Part
from tailor.render.escape import Tex
from tailor.render.sandbox import guarded, printed, refuse_foreign

Isolate = Callable[[bytes], bytes]
"""Runs `answer` elsewhere: bytes in, bytes out; empty if it used too much of anything."""
ERRORS: dict[str, type[TailorError]] = {
    error.__name__: error for error in (TemplateError, ToolchainError)
}


def ask(
    isolate: Isolate,
    path: Path,
    context: Mapping[str, object],
    parts: Sequence[Part] | None = None,
) -> list[Tex]:
    """As `tailor.render.sandbox.printed`, in a child process.

    Raises:
        LimitError: the template used too much time or memory.
    """
    output = isolate(pickle.dumps((path, dict(context), parts)))
    if not output:
        message = "the template uses too much time or memory"
        raise LimitError(Problem(message, Place(str(path))))
    reply: dict[str, Any] = json.loads(output)
    if "error" in reply:
        raise ERRORS[reply["error"]](*map(problem, reply["problems"]))
    return [Tex(text) for text in reply["texts"]]


def answer(data: bytes) -> bytes:
    """What the template of a request prints, or what is wrong with it, as JSON."""
    path, context, parts = pickle.loads(data)
    try:
        guarded(path, lambda: refuse_foreign(path))
        reply: dict[str, Any] = {"texts": printed(path, context, parts)}
    except (TemplateError, ToolchainError) as error:
        reply = {"error": type(error).__name__, "problems": [fields(p) for p in error.problems]}
    return json.dumps(reply).encode()


def fields(fault: Problem) -> list[Any]:
    place = fault.place and [fault.place.path, fault.place.line, fault.place.column]
    return [fault.message, place, fault.excerpt, fault.hint]


def problem(fields: Sequence[Any]) -> Problem:
    message, place, excerpt, hint = fields
    return Problem(message, Place(*place) if place else None, excerpt, hint)
