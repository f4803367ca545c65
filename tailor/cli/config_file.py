"""What is written in `tailor.toml`, or in `[tool.tailor]` of pyproject.toml, and its faults."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tailor.cli.config import Config
from tailor.cli.config_table import Choices, ConfigFile, JobTable, kebab
from tailor.cli.config_weights import Weights
from tailor.cli.toml_places import places
from tailor.errors import InputError, LimitError, Place, Problem
from tailor.project import settings_text
from tailor.read.source import Source, visible

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

MOST_JOBS = 2_000
MOST_FAULTS = 100
"""So many are told of one file."""
AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def read_config(path: Path, prefix: tuple[str, ...] = ()) -> Config | None:
    """The table at `prefix`, or None if there is none. Raises as `find_config`."""
    try:
        return parsed(path, prefix)
    except RecursionError as error:
        raise LimitError(Problem("this is nested too deeply", Place(str(path)))) from error


def parsed(path: Path, prefix: tuple[str, ...]) -> Config | None:
    place, text = Place(str(path)), settings_text(path)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(syntax_problem(Source(str(path), text), str(error))) from error
    except ValueError as error:  # Python refuses numbers of more than 4,300 digits.
        raise InputError(Problem("this is not TOML: a number is too long", place)) from error
    for part in prefix:
        if not isinstance(table, dict) or part not in table:
            return None
        table = table[part]
    source = Source(str(path), text)
    jobs = table.get("jobs") if isinstance(table, dict) else ()
    if isinstance(jobs, list) and len(jobs) > MOST_JOBS:
        hint = "give tailor batch a folder of postings, or a list"
        raise LimitError(Problem(f"there are more than {MOST_JOBS:,} jobs", place, hint=hint))
    validate(source, table, prefix)
    known = places(text)
    lines = {key: source.place(known[*prefix, key]).line or 1 for key in table}
    values = {key: value for key, value in table.items() if key != "jobs"}
    return Config(path, values, tuple(table.get("jobs", ())), lines)


def syntax_problem(source: Source, message: str) -> Problem:
    found = AT.search(message)
    text = AT.sub("", message)
    words = f"this is not TOML: {text[:1].lower()}{text[1:]}"
    if not found or not found[1]:
        return source.problem(max(len(source.text.rstrip()) - 1, 0), words)
    return source.problem(source.starts[int(found[1]) - 1] + int(found[2]) - 1, words)


def validate(source: Source, table: object, prefix: tuple[str, ...]) -> None:
    """Raises InputError with every fault."""
    from pydantic import TypeAdapter, ValidationError

    try:
        TypeAdapter(ConfigFile).validate_json(json.dumps(table, default=str), strict=True)
    except ValidationError as error:
        found = error.errors(include_url=False)[:MOST_FAULTS]
        known = places(source.text)
        problems = {problem(source, known, prefix, detail) for detail in found}
        raise InputError(*sorted(problems, key=lambda one: one.place or Place(""))) from error


KINDS = {
    "string_type": "a text in quotes",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "tuple_type": "a list in brackets",
    "dataclass_type": "a table",
}


def problem(
    source: Source,
    known: Mapping[tuple[str | int, ...], int],
    prefix: tuple[str, ...],
    detail: "ErrorDetails",
) -> Problem:
    """A fault that pydantic found, at the key it is about."""
    path, kind = detail["loc"], detail["type"]
    whole = (*prefix, *path)
    offset = next(
        (known[whole[:end]] for end in range(len(whole), 0, -1) if whole[:end] in known), 0
    )
    context: dict[str, Any] = detail.get("ctx") or {}
    typed = visible(str(detail["input"]))
    words = {
        "unexpected_keyword_argument": "this key is not known",
        "tailor": str(context.get("message")),
        "missing": "this is missing",
        "literal_error": f"`{typed}` is none of {context.get('expected')}",
    } | {name: f"this must be {wanted}" for name, wanted in KINDS.items()}
    hint = meant(path) if kind == "unexpected_keyword_argument" else ""
    where = "/".join(str(part) for part in path)
    return source.problem(offset, f"{where}: {words.get(kind, detail['msg'])}", hint)


def meant(path: tuple[str | int, ...]) -> str:
    """What an unknown key was probably meant to be."""
    model: type[Weights | Choices] = ConfigFile
    if "weights" in path[:-1]:
        model = Weights
    elif path[0] == "jobs" and len(path) > 1:
        model = JobTable
    names = [kebab(one.name) for one in fields(model)]
    close = get_close_matches(str(path[-1]).lower().replace("_", "-"), names, 1, 0.6)
    return f"did you mean {close[0]}?" if close else f"known here: {', '.join(names)}"
