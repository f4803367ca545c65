"""The options of commands, made from the list in `tailor.cli.settings`, and what wins over what:
the command line, the environment, tailor.toml, the default."""

import functools
import inspect
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Annotated, Any, get_args

import typer
from typer import BadParameter

from tailor.cli.config import Config, check_factor, load_config, place_in_config
from tailor.cli.console import UsageError
from tailor.cli.settings import CONFIG_OPTIONS, OPTIONS, Option, Settings, SettingsField
from tailor.errors import Problem, TailorError
from tailor.optimizer.rules import WEIGHTS
from tailor.project import is_below

Command = Callable[..., int]
CONFIG_KEYS: dict[str, list[str]] = {}
"""Command -> the options that it takes from tailor.toml; filled by `with_settings`."""
MAIN_JOB = "main_job"
HELP = ("-h", "--help", "--version")


def with_settings(
    only: Collection[str] = (),
    but: Collection[str] = (),
    *,
    config_but: Collection[str] = (),
    reads_config: bool = True,
) -> Callable[[Command], Command]:
    """Gives a command the options of `Settings`, in the place of its parameter `settings`.

    Args:
        only: the names of those that it has; all by default.
        but: those that it does not have.
        config_but: those that it does not take from tailor.toml.
        reads_config: whether it takes any from tailor.toml.
    """
    names = [name for name in OPTIONS if name not in but and (not only or name in only)]

    def decorate(command: Command) -> Command:
        if reads_config:
            keys = [name for name in names if name in CONFIG_OPTIONS and name not in config_but]
            CONFIG_KEYS[command.__name__] = keys
        declared = inspect.signature(command).parameters
        parameters = [] if "context" in declared else [make_parameter("context", typer.Context)]
        for name, param in declared.items():
            if name == "settings":
                parameters += [option_parameter(OPTIONS[name]) for name in names]
            else:
                parameters.append(own_parameter(param))

        @functools.wraps(command)
        def run_with_settings(**values: Any) -> int:
            context = values["context"] if "context" in declared else values.pop("context")
            settings = collect_settings({name: values.pop(name) for name in names}, context)
            settings.refuse_inputs()
            try:
                return command(settings=settings, **values)
            except TailorError as error:
                job = values.get("job") or ""
                error.problems = place_in_config(error.problems, replace(settings, job=job))
                raise

        run_with_settings.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        return run_with_settings

    return decorate


def own_parameter(param: inspect.Parameter) -> inspect.Parameter:
    """A parameter of a command's own, as Typer reads it: an option if it has an `Option`."""
    kind, *extras = get_args(param.annotation) or (param.annotation,)
    for option in extras:
        if isinstance(option, Option):
            private = replace(option, in_config=False)
            return option_parameter(SettingsField(param.name, kind, param.default, private))
    return param.replace(kind=inspect.Parameter.KEYWORD_ONLY)


def option_parameter(field: SettingsField) -> inspect.Parameter:
    """An option as a parameter of a command, as Typer reads it."""
    option = field.option

    def check(value: Any) -> Any:
        try:
            field.check(value)
        except ValueError as error:
            raise BadParameter(str(error)) from error
        return value

    about = typer.Option(
        *field.flags,
        help=f"{option.help} Repeatable." if field.is_list else option.help,
        rich_help_panel=option.section,
        metavar=option.metavar,
        min=option.minimum,
        max=option.maximum,
        callback=check,
        autocompletion=option.complete,
        envvar=field.variable or None,
    )
    default = () if field.is_list else field.default
    kind = list[str] if field.is_list else field.type
    return make_parameter(field.name, Annotated[kind, about], default)


def make_parameter(
    name: str, annotation: Any, default: Any = inspect.Parameter.empty
) -> inspect.Parameter:
    kind = inspect.Parameter.KEYWORD_ONLY
    return inspect.Parameter(name, kind, default=default, annotation=annotation)


def collect_settings(values: Mapping[str, Any], context: typer.Context) -> Settings:
    """The settings of a command line, without a job.

    Raises UsageError for a weight or a section that is not known.
    """
    chosen = dict(values)
    if chosen.get("resume"):
        chosen["resume"] = Path(chosen["resume"])
    chosen["weights"] = parse_factors(chosen.get("weights", ()))
    for name in {"pins", "excludes"} & chosen.keys():  # --pin '' is for none.
        chosen[name] = tuple(item for item in chosen[name] if item)
    for name in ("section_order", "also"):
        chosen[name] = split_list(name, chosen.get(name, ()))
    return Settings("", **chosen, named=named_settings(context, context.obj))


def named_settings(context: typer.Context, config: object) -> frozenset[str]:
    """The settings that the user says, not a file of the folder: on the command line, in the
    environment, or in the file of their own."""
    places = config.user_places if isinstance(config, Config) else {}
    explicit = {field.name for field in fields(Settings) if is_explicit(context, field.name)}
    return frozenset(
        explicit | {name for name, item in CONFIG_OPTIONS.items() if item.key in places}
    )


def parse_factors(typed: Sequence[str]) -> dict[str, float]:
    """["must=2"] -> {"must": 2.0}. Raises UsageError for an unknown name or a wrong factor."""
    factors = {}
    for word in typed:
        name, _, text = word.partition("=")
        if name not in WEIGHTS:
            from difflib import get_close_matches

            near = get_close_matches(name, WEIGHTS, 1)
            hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(WEIGHTS)}"
            raise UsageError(Problem(f"--weight: there is no weight {name}", hint=hint))
        try:
            factors[name] = float(text)
            check_factor(factors[name])
        except ValueError as error:
            hint = f"write --weight {name}=2"
            message = "this must be a number" if name not in factors else str(error)
            raise UsageError(Problem(f"--weight {word}: {message}", hint=hint)) from error
    return factors


def split_list(name: str, typed: Sequence[str]) -> tuple[str, ...]:
    """["work,education", "skills"] -> ("work", "education", "skills"), each once.

    Raises UsageError for an item that the option `name` does not take.
    """
    items = [item.strip() for word in typed for item in word.split(",") if item.strip()]
    option = OPTIONS[name].option
    for item in items:
        try:
            assert option.config_check
            option.config_check(item)
        except ValueError as error:
            raise UsageError(Problem(f"{option.flags.split()[0]}: {error}")) from error
    return tuple(dict.fromkeys(items))


def is_explicit(context: typer.Context, name: str) -> bool:
    """Whether the command line or the environment sets a parameter."""
    source = context.get_parameter_source(name)
    return source is not None and source.name in ("COMMANDLINE", "ENVIRONMENT")


def config_for_command(words: Sequence[str]) -> Config:
    """The file of the working folder, if the command line is one that reads it.

    Raises as `find_config`.
    """
    command = next(iter(words), "-")
    if any(word in HELP for word in words) or not (
        command.startswith("-") or command in CONFIG_KEYS
    ):
        return Config()
    return load_config(Path())


def default_values(config: Config) -> dict[str, Any]:
    """What Typer takes, for each command, where neither command line nor environment set it."""
    values = {
        name: config.values[option.key]
        for name, option in CONFIG_OPTIONS.items()
        if option.key in config.values
    }
    if "weights" in values:  # As they are typed.
        values["weights"] = [f"{name}={factor}" for name, factor in values["weights"].items()]
    commands: dict[str, Any] = {
        command: {name: values[name] for name in names if name in values}
        for command, names in CONFIG_KEYS.items()
    }
    return {**commands.pop(MAIN_JOB), **commands}


def effective_settings(config: Config) -> Iterator[tuple[str, str, str]]:
    """Each setting: its key, its value without the command line, and where that comes from."""
    for field in CONFIG_OPTIONS.values():
        if field.variable and os.environ.get(field.variable):
            yield field.key, os.environ[field.variable], field.variable
        elif field.key in config.values:
            place = config.user_places.get(field.key) or f"{config.path}:{config.lines[field.key]}"
            yield field.key, format_setting(config.values[field.key]), place
        else:
            yield field.key, format_setting(field.default), "default"


def format_setting(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{name} {factor:g}" for name, factor in value.items()) or "all 1"
    if isinstance(value, list | tuple):
        return ", ".join(value) or "none"
    return "" if value is None else str(value)


def settings_for_job(settings: Settings, job: str, context: typer.Context) -> Settings:
    """Settings with what tailor.toml says for one posting, unless they are set more directly.

    Raises FileError if that leads out of the project.
    """
    table = read_table(profiled_table(context.obj, job, settings, context))
    changes = {name: value for name, value in table.items() if not is_explicit(context, name)}
    changes["named"] = settings.named - changes.keys()
    changed = replace(settings, job=job, **changes)
    changed.refuse_inputs()
    return changed


def reload_settings(settings: Settings, context: typer.Context) -> Settings:
    """The settings of a job as tailor.toml is now; what is set more directly stays.

    Raises as `find_config` and `settings_for_job`.
    """
    config = load_config(Path())
    table = profiled_table(config, settings.job, settings, context)
    named = (settings.named & {"job"}) | named_settings(context, config)
    named -= {name for name in read_table(table) if not is_explicit(context, name)}
    direct: dict[str, Any] = {"job": settings.job, "named": named}
    direct |= {name: getattr(settings, name) for name in OPTIONS if is_explicit(context, name)}
    changed = Settings(**read_table({**config.values, **table}) | direct)
    changed.refuse_inputs()
    return changed


def profiled_table(
    config: Config, job: str, settings: Settings, context: typer.Context
) -> Mapping[str, Any]:
    """What tailor.toml says for one posting, with the profile that is chosen: one that the command
    line names wins over what the file says for the posting, any other does not.

    Raises UsageError if the profile does not exist.
    """
    overrides = config.overrides(job)
    if is_explicit(context, "profile"):
        return {**overrides, **config.profile(settings.profile)}
    profile = overrides.get("profile", config.values.get("profile", ""))
    return {**config.profile(profile), **overrides}


def read_table(table: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a table of tailor.toml, as the fields of `Settings` have them."""
    values = {name: table[item.key] for name, item in CONFIG_OPTIONS.items() if item.key in table}
    for name, value in values.items():
        if name == "resume":
            values[name] = Path(value)
        elif isinstance(value, list):
            values[name] = tuple(value)
        elif isinstance(value, dict):
            values[name] = {weight: float(factor) for weight, factor in value.items()}
    return values


def jobs_of_command(
    context: typer.Context, settings: Settings, words: Sequence[str]
) -> tuple[Settings, ...]:
    """A job for each posting that a command is about: those named, else those of the file.

    Raises:
        UsageError: there are none.
        FileError: a list or folder cannot be read.
    """
    from tailor.cli.posting_patterns import expand_postings, named_folders

    config: Config = context.obj
    postings = expand_postings(words) if words else tuple(job["posting"] for job in config.jobs)
    if not postings:
        hint = "name them, a folder of them, or list them as [[jobs]] in tailor.toml"
        raise UsageError(Problem("there are no postings", hint=hint))
    folders = tuple(named_folders(words))
    by_user = replace(settings, named=settings.named | {"job"})
    return tuple(
        settings_for_job(
            by_user if job in words or (folders and is_below(Path(job), folders)) else settings,
            job,
            context,
        )
        for job in postings
    )


def jobs_of_config(context: typer.Context) -> tuple[Settings, ...]:
    """The jobs of `tailor batch` without arguments. Raises as `jobs_of_command`."""
    group: Any = context.find_root()
    batch = group.command.commands["batch"].make_context("batch", [], parent=group)
    values = {name: value for name, value in batch.params.items() if name in OPTIONS}
    return jobs_of_command(batch, collect_settings(values, batch), ())
