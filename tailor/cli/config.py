"""Reads tailor.toml."""

import functools
import json
import os
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from tailor.cli.console import UsageError
from tailor.cli.settings import (
    CONFIG_OPTIONS,
    NOT_EMPTY,
    OPTIONS,
    Paper,
    Settings,
    SettingsField,
    check_text,
)
from tailor.cli.toml_positions import key_offsets
from tailor.errors import FileError, InputError, LimitError, Place, Problem, TailorError
from tailor.files import read_regular
from tailor.optimizer.rules import WEIGHT_MAXIMUM, WEIGHTS
from tailor.project import LONGEST_SETTINGS, is_inside, settings_text
from tailor.streams import silence_libraries

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

    from tailor.resume.source import Source

DESCRIPTIONS = {
    "ConfigFile": "The whole file.",
    "JobTable": "A posting; its keys replace those of the file.",
    "ProfileTable": "A named profile; its keys replace those of the file where it is chosen.",
    "Weights": "Factors on the points of docs/objective.md: 1 is as usual, 0 counts nothing.",
    "Judge": "A language model that grades the lines (docs/judge.md).",
}
"""What the schema says of each table."""
NOT_IN_PROFILES = ("profile", "resume", "output", "html")
"""Settings that no profile has."""
JSON_TYPES = {int: "integer", float: "number"}
Table = Mapping[str, Any]


def value_type(field: SettingsField) -> Any:
    """The type of an option in tailor.toml, with its checks, for pydantic."""
    option = field.option
    if field.is_list:
        item: Any = with_check(str, option.config_schema, option.config_check)
        return tuple[item, ...]
    if field.type in (bool, Paper):
        return field.type
    bounds = {"minimum": option.minimum, "maximum": option.maximum}
    schema = {key: bound for key, bound in bounds.items() if bound is not None}

    def check(value: Any) -> None:
        field.check(value)
        if option.config_check:
            option.config_check(value)

    kind = field.type if field.type in JSON_TYPES else str
    return with_check(kind, schema | dict(option.config_schema), check)


def with_check(kind: type, schema: Mapping[str, Any], check: Callable[[Any], object] | None) -> Any:
    """A type with a check that raises ValueError and with what JSON Schema says of it."""
    from tailor.resume.schema import Typed

    whole = {"type": JSON_TYPES.get(kind, "string"), **schema}
    return Annotated[kind, Typed(whole, check)]


@functools.cache
def table_model(name: str) -> "type[BaseModel]":
    """The pydantic model of a table of the file.

    Args:
        name: ConfigFile, JobTable, ProfileTable, Weights, Judge, or PageTable: the keys that the
            first two share.
    """
    from pydantic import ConfigDict, Field, create_model

    keys: dict[str, Any] = {}
    if name == "Weights":
        factor = with_check(float, {"minimum": 0, "maximum": WEIGHT_MAXIMUM}, check_factor)
        keys = {weight: (factor, Field(1.0, description=text)) for weight, text in WEIGHTS.items()}
    else:
        left = NOT_IN_PROFILES if name == "ProfileTable" else ()
        for field in CONFIG_OPTIONS.values():
            if field.name in left:
                continue
            usual = "" if field.default is None else field.default
            table, _, key = field.key.rpartition(".")
            if table.title() == (name if name == "Judge" else ""):
                field_name = key if table else field.name
                keys[field_name] = (value_type(field), Field(usual, description=field.option.help))
    if name not in ("Weights", "Judge"):
        judge = table_model("Judge")
        keys["judge"] = (
            judge,
            Field(default_factory=judge, description=OPTIONS["judge"].option.help),
        )
        weights = table_model("Weights")
        text = OPTIONS["weights"].option.help
        keys["weights"] = (weights, Field(default_factory=weights, description=text))
    if name == "JobTable":
        posting = with_check(str, NOT_EMPTY, check_text)
        keys["posting"] = (posting, Field(description="The posting's file."))
    if name == "ConfigFile":
        job: Any = table_model("JobTable")
        text = "The postings that `tailor batch` makes and `tailor verify` checks."
        keys["jobs"] = (tuple[job, ...], Field((), description=text))
        profile: Any = table_model("ProfileTable")
        text = "Settings by name, for --profile and for the key profile."
        keys["profiles"] = (dict[str, profile], Field(default_factory=dict, description=text))
    config = ConfigDict(extra="forbid", alias_generator=lambda name: name.replace("_", "-"))
    model: type[BaseModel] = create_model(
        name, __config__=config, __doc__=DESCRIPTIONS.get(name), **keys
    )
    return model


def check_factor(factor: float) -> None:
    if not 0 <= factor <= WEIGHT_MAXIMUM:
        raise ValueError(f"this must be between 0 and {WEIGHT_MAXIMUM}")


def is_valid_setting(name: str, value: object) -> bool:
    """Whether a setting may have this value, one read from JSON."""
    from pydantic import ValidationError

    table, _, key = OPTIONS[name].key.rpartition(".")
    text = json.dumps({table: {key: value}} if table else {key: value})
    try:
        table_model("PageTable").model_validate_json(text, strict=True)
    except ValidationError:
        return False
    return True


def config_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of tailor.toml, for editors."""
    schema = table_model("ConfigFile").model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


CONFIG_NAMES = ("tailor.toml", "pyproject.toml")


@dataclass(frozen=True, slots=True)
class Config:
    """What is written in a file, by key; `lines` says where. All empty if there is no file.

    `user_places` are the keys of which the user's own file has the value, with file and line;
    `user` is that file. `source` is the text of this one, and `offsets` says where its keys are.
    """

    path: Path | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    jobs: tuple[Mapping[str, Any], ...] = ()
    profiles: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    user_places: Mapping[str, str] = field(default_factory=dict)
    user: "Config | None" = None
    source: "Source | None" = None
    offsets: Mapping[tuple[str | int, ...], int] = field(default_factory=dict)

    def overrides(self, posting: str) -> Mapping[str, Any]:
        """What is said for one posting only."""
        path = Path(posting)
        tables = (job for job in self.jobs if Path(job["posting"]) == path)
        return next(tables, {})

    def profile(self, name: str) -> Mapping[str, Any]:
        """The settings of a profile; none for "". Raises UsageError if it does not exist."""
        if name and name not in self.profiles:
            message, hint = unknown_profile(name, self.profiles)
            raise UsageError(Problem(message, hint=hint))
        return self.profiles.get(name, {})

    def tables(self, job: str, profile: str) -> Iterator[tuple[tuple[str | int, ...], Table]]:
        """The tables that hold for a posting, with their paths in the file, best first."""
        overrides = self.overrides(job)
        for number, table in enumerate(self.jobs):
            if table is overrides:
                yield ("jobs", number), table
        for name in (overrides.get("profile", ""), profile):
            if name in self.profiles:
                yield ("profiles", name), self.profiles[name]
        yield (), self.values

    def offset_of(self, setting: tuple[str, str], job: str, profile: str) -> int | None:
        """Where a value of a setting is written that holds for a posting; None if it is not."""
        key = OPTIONS[setting[0]].key
        for path, table in self.tables(job, profile):
            value, path = table.get(key), (*path, *key.split("."))
            if value == setting[1]:
                return self.offsets.get(path)
            if isinstance(value, list) and setting[1] in value:
                return self.offsets.get((*path, value.index(setting[1])))
        return None


def place_in_config(problems: Sequence[Problem], settings: Settings) -> tuple[Problem, ...]:
    """Problems with the place of the setting that they are about, if a file has it."""
    if not any(problem.setting for problem in problems):
        return tuple(problems)
    try:
        config = load_config(Path())
    except TailorError:  # It was changed in the meantime.
        return tuple(problems)
    return tuple(place_problem(problem, config, settings) for problem in problems)


def place_problem(problem: Problem, config: Config, settings: Settings) -> Problem:
    """A problem at the place of its setting in the file of the folder, else in the user's own; as
    it is if the command line or the environment has the setting.

    A problem that has a place already, such as a file that is not there, names it in its message.
    """
    if not problem.setting:
        return problem
    message = f"{problem.place.path}: {problem.message}" if problem.place else problem.message
    name = problem.setting[0]
    is_typed = name in settings.named and OPTIONS[name].key not in config.user_places
    for file in () if is_typed else filter(None, (config, config.user)):
        offset = file.offset_of(problem.setting, settings.job, settings.profile)
        if file.source and offset is not None:
            placed = file.source.problem(offset, message)
            return replace(placed, hint=problem.hint, level=problem.level)
    return problem


def read_beginning(path: Path) -> bytes:
    """As much of a file as may be read (`tailor.project.settings_text`); all if it is short."""
    return read_regular(path, LONGEST_SETTINGS + 1)


def user_config_path() -> Path:
    """Where the user's own settings are, for all folders: ~/.config/tailor/tailor.toml on Linux,
    the place for such files elsewhere."""
    with silence_libraries(messages=True):
        from platformdirs import user_config_path

    return user_config_path("tailor", appauthor=False) / CONFIG_NAMES[0]


def load_config(folder: Path) -> Config:
    """What the file of a folder says, and below it the user's own file.

    Raises as `find_config`, and InputError for jobs in the user's own file.
    """
    project_file, path = find_config(folder), user_config_path()
    if not path.is_file():
        return project_file
    user = read_config(path) or Config()
    if user.jobs:
        message = "jobs belong in the tailor.toml of a folder, not in the one for all folders"
        raise InputError(Problem(message, Place(str(path))))
    values = {key: expand_home(key, value) for key, value in user.values.items()}
    places = {
        key: f"{path}:{user.lines[key]}" for key in user.values if key not in project_file.values
    }
    profiles = {**user.profiles, **project_file.profiles}
    return replace(
        project_file,
        values={**values, **project_file.values},
        profiles=profiles,
        user_places=places,
        user=user,
    )


def expand_home(key: str, value: Any) -> Any:
    """A value of the user's own file: ~ in a path is the home folder."""
    is_path = key in ("resume", "template", "output", "html") and isinstance(value, str)
    return str(Path(value).expanduser()) if is_path and value.startswith("~") else value


def find_config(folder: Path) -> Config:
    """What tailor.toml says, else `[tool.tailor]` in pyproject.toml.

    Raises:
        InputError: the file is wrong; every fault has its line and column.
        LimitError: it is larger than 1 MB.
        FileError: it is a link that leads out of the folder, or no file.
    """
    for name in CONFIG_NAMES:
        path = folder / name
        if not os.path.lexists(path):
            continue
        if name != "pyproject.toml" or (path.is_file() and b"tailor" in read_beginning(path)):
            if not is_inside(path, [folder]):
                message = "this link points outside of this folder, and is not read"
                hint = "put a copy here, or remove it"
                raise FileError(Problem(message, Place(str(path)), hint=hint))

            prefix = ("tool", "tailor") if name == "pyproject.toml" else ()
            config = read_config(path, prefix)
            if config is not None:
                return config
    return Config()


JOB_LIMIT = 2_000
FAULT_LIMIT = 100
"""How many problems of one file are reported."""
TOML_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def read_config(path: Path, prefix: tuple[str, ...] = ()) -> Config | None:
    """The table at `prefix`, or None if there is none. Raises as `find_config`."""
    try:
        return parse_config(path, prefix)
    except RecursionError as error:
        raise LimitError(Problem("this is nested too deeply", Place(str(path)))) from error


def parse_config(path: Path, prefix: tuple[str, ...], text: str | None = None) -> Config | None:
    """The table at `prefix` of a file, or of a text that it is to have. Raises as `find_config`."""
    from tailor.resume.source import Source

    place, text = Place(str(path)), settings_text(path) if text is None else text
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
    if isinstance(jobs, list) and len(jobs) > JOB_LIMIT:
        hint = "give tailor batch a folder of postings, or a list"
        raise LimitError(Problem(f"there are more than {JOB_LIMIT:,} jobs", place, hint=hint))
    validate_config(source, table, prefix)
    offsets = key_offsets(text)
    pages = {key: value for key, value in table.items() if key not in ("jobs", "profiles")}
    values, jobs = flatten_table(pages), tuple(map(flatten_table, table.get("jobs", ())))
    profiles = {name: flatten_table(profile) for name, profile in table.get("profiles", {}).items()}
    offsets = {
        path[len(prefix) :]: offset
        for path, offset in offsets.items()
        if path[: len(prefix)] == prefix
    }
    lines = {key: source.place(offsets[*key.split("."),]).line or 1 for key in values}
    tables: list[tuple[tuple[str | int, ...], Table]] = [((), values)]
    tables += [(("jobs", number), job) for number, job in enumerate(jobs)]
    faults = [
        source.problem(offsets[*where, "profile"], *unknown_profile(content["profile"], profiles))
        for where, content in tables
        if content.get("profile", "") not in ("", *profiles)
    ]
    if faults:
        raise InputError(*faults)
    return Config(path, values, jobs, profiles, lines, source=source, offsets=offsets)


def flatten_table(table: Mapping[str, Any]) -> dict[str, Any]:
    """{"judge": {"server": x}} -> {"judge.server": x}; other tables are values as they are."""
    flat = {key: value for key, value in table.items() if key != "judge"}
    return flat | {f"judge.{key}": value for key, value in table.get("judge", {}).items()}


def unknown_profile(name: str, profiles: Iterable[str]) -> tuple[str, str]:
    """The message and the hint for a profile that is not there."""
    from tailor.resume.source import printable

    near = get_close_matches(name, profiles, 3, 0.5) or list(profiles)
    hint = f"write a table [profiles.{printable(name)}] in tailor.toml"
    hint = f"did you mean {' or '.join(map(printable, near))}?" if near else hint
    return f"there is no profile “{printable(name)}”", hint


def syntax_problem(source: "Source", message: str) -> Problem:
    position = TOML_POSITION.search(message)
    text = TOML_POSITION.sub("", message)
    words = f"this is not TOML: {text[:1].lower()}{text[1:]}"
    if not position or not position[1]:
        return source.problem(max(len(source.text.rstrip()) - 1, 0), words)
    return source.problem(source.starts[int(position[1]) - 1] + int(position[2]) - 1, words)


def validate_config(source: "Source", table: object, prefix: tuple[str, ...]) -> None:
    """Raises InputError with every fault."""
    from pydantic import ValidationError

    try:
        text = json.dumps(table, default=str)
        table_model("ConfigFile").model_validate_json(text, strict=True)
    except ValidationError as error:
        details = error.errors(include_url=False)[:FAULT_LIMIT]
        offsets = key_offsets(source.text)
        problems = {config_problem(source, offsets, prefix, detail) for detail in details}
        raise InputError(
            *sorted(problems, key=lambda problem: problem.place or Place(""))
        ) from error


TYPE_NAMES = {
    "string_type": "a text in quotes",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "float_type": "a number",
    "tuple_type": "a list in brackets",
    "model_type": "a table",
}


def config_problem(
    source: "Source",
    offsets: Mapping[tuple[str | int, ...], int],
    prefix: tuple[str, ...],
    detail: "ErrorDetails",
) -> Problem:
    """A fault that pydantic found, at the key it is about."""
    from tailor.resume.source import printable, show_path

    path, kind = detail["loc"], detail["type"]
    whole = (*prefix, *path)
    offset = next(
        (offsets[whole[:end]] for end in range(len(whole), 0, -1) if whole[:end] in offsets), 0
    )
    context: dict[str, Any] = detail.get("ctx") or {}
    value = printable(str(detail["input"]))
    words = {
        "extra_forbidden": "this key is not known",
        "tailor": str(context.get("message")),
        "missing": "this is missing",
        "literal_error": f"`{value}` is not one of {context.get('expected')}",
    } | {name: f"this must be {wanted}" for name, wanted in TYPE_NAMES.items()}
    hint = suggest_key(path) if kind == "extra_forbidden" else ""
    return source.problem(offset, f"{show_path(path)}: {words.get(kind, detail['msg'])}", hint)


def suggest_key(path: tuple[str | int, ...]) -> str:
    """What an unknown key was probably meant to be."""
    name = {"weights": "Weights", "judge": "Judge"}.get(str(path[-2:-1] and path[-2]), "ConfigFile")
    if path[0] == "jobs" and len(path) > 1 and name == "ConfigFile":
        name = "JobTable"
    if path[0] == "profiles" and len(path) > 2 and name == "ConfigFile":
        name = "ProfileTable"
    keys = [field.alias or "" for field in table_model(name).model_fields.values()]
    close = get_close_matches(str(path[-1]).lower().replace("_", "-"), keys, 1, 0.6)
    return f"did you mean {close[0]}?" if close else f"known here: {', '.join(keys)}"
