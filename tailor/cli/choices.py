"""What a person decides about one page, with undo; as settings, in tailor.toml, as a command.

`Choices` are a value: every change makes new ones (`apply_change`), `History` knows those before.
Nothing here is written anywhere but by `save_choices`.
"""

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tailor.cli.atomic import write_files
from tailor.cli.config import CONFIG_NAMES, Config, find_config, parse_config
from tailor.cli.console import UsageError
from tailor.cli.options import read_table
from tailor.cli.outputs import FORMS
from tailor.cli.settings import OPTIONS, Settings
from tailor.errors import InputError, Place, Problem
from tailor.files import read_regular
from tailor.line_ids import LineIds
from tailor.models import Resume
from tailor.optimizer.constraints import all_statements
from tailor.optimizer.tags import parse_emphasis
from tailor.posting.sources import CLIPBOARD
from tailor.project import settings_text

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

MOST_STEPS = 500
"""How many changes can be undone."""
PAPERS = ("letter", "a4")


@dataclass(frozen=True, slots=True)
class Choices:
    """What the workbench changes: these fields of `Settings`."""

    pins: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    section_order: tuple[str, ...] = ()
    headline: str = ""
    template: str = "classic"
    paper: str = "letter"
    emphasise: tuple[str, ...] = ()
    only_tags: tuple[str, ...] = ()
    hide_tags: tuple[str, ...] = ()
    profile: str = ""
    also: tuple[str, ...] = ()


FIELDS = tuple(field.name for field in fields(Choices))


def choices_from(settings: Settings) -> Choices:
    """The choices that some settings hold."""
    values: dict[str, Any] = {name: getattr(settings, name) for name in FIELDS}
    lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    return Choices(**values | lists)


def with_profile(settings: Settings, profile: str) -> Settings:
    """Some settings with another profile of tailor.toml; what the command line or the environment
    says stays. Raises as `find_config`."""
    if profile == settings.profile:
        return settings
    config = find_config(Path())
    overrides = {**config.overrides(settings.job), "profile": profile}
    fresh = Settings(
        settings.job, **read_table({**config.values, **config.profile(profile), **overrides})
    )
    fixed: dict[str, Any] = {
        name: getattr(settings, name)
        for name, option in OPTIONS.items()
        if name != "profile" and (name in settings.named or not option.option.in_config)
    }
    return replace(fresh, **fixed, named=settings.named)


def profile_choices(settings: Settings) -> dict[str, Choices]:
    """What each profile of tailor.toml chooses, "" for none; nothing if there is no profile."""
    names = find_config(Path()).profiles
    plain = ("", *names) if names else ()
    return {name: choices_from(with_profile(settings, name)) for name in plain}


def with_choices(settings: Settings, choices: Choices) -> Settings:
    """Some settings with other choices."""
    changes: dict[str, Any] = {name: getattr(choices, name) for name in FIELDS}
    return replace(settings, **changes)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What may be chosen for a master.

    Attributes:
        ids: the names of lines, entries, groups and sections.
        wordings: the texts of each line that has several.
        sections: keys of sections, in the order of the page; those that are not printed too.
        printed: keys of the sections that are printed.
        headlines, templates, tags: those that there are.
        profiles: those that there are, each with what it chooses.
    """

    ids: LineIds
    wordings: Mapping[str, tuple[str, ...]]
    sections: tuple[str, ...]
    printed: frozenset[str]
    headlines: tuple[str, ...]
    templates: tuple[str, ...]
    tags: tuple[str, ...] = ()
    profiles: Mapping[str, Choices] = field(default_factory=dict)

    def pinned_keys(self, choices: Choices) -> dict[str, str]:
        """The pinned keys, each with the beginning of its wording ("" for any)."""
        pins = ((self.key_of(pin), self.ids.split_pin(pin)[1]) for pin in choices.pins)
        return {key: wording for key, wording in pins if key}

    def excluded_keys(self, choices: Choices) -> list[str]:
        """The excluded keys."""
        return [key for key in map(self.key_of, choices.excludes) if key]

    def key_of(self, pin: str) -> str | None:
        """The key that a pin or exclude means, if there is one."""
        return self.ids.find(self.ids.split_pin(pin)[0])

    def path(self, key: str) -> tuple[str, ...]:
        """The keys that a line, entry, group or section is below, its own last."""
        return self.ids.lines[key].path


def make_catalogue(
    resume: Resume,
    choices: Choices,
    sections: tuple[str, ...],
    printed: frozenset[str],
    headlines: Sequence[str],
    profiles: Mapping[str, Choices] | None = None,
) -> Catalogue:
    """What may be chosen for a master; the other arguments are fields of the catalogue."""
    from tailor.render.templates import shipped_templates

    several = {line.key: line.texts for line in all_statements(resume) if line.variants}
    templates = dict.fromkeys([item.name for item in shipped_templates()] + [choices.template])
    offer = tuple(headlines) if len(headlines) > 1 else ()
    ids = LineIds(resume)
    tags = tuple(sorted({tag for line in ids.lines.values() for tag in line.tags}))
    return Catalogue(ids, several, sections, printed, offer, tuple(templates), tags, profiles or {})


@dataclass(frozen=True, slots=True)
class Change:
    """One change: an action of `ACTIONS`, what it is about, and what is wanted of it."""

    action: str
    key: str = ""
    value: str = ""


ACTIONS = (
    *("pin", "exclude", "release", "prefer", "move", "order", "headline", "template", "paper"),
    *("tag", "profile", "also"),
    *("undo", "redo", "reset"),
)
LONGEST = 10_000
"""Characters of a part of a change; a wording is the longest."""


def parse_change(data: object) -> Change:
    """A change from JSON. Raises ValueError if it is none."""
    if not isinstance(data, dict) or not data.keys() <= {"action", "key", "value"}:
        raise ValueError("a change has an action, a key and a value")
    if not all(isinstance(value, str) and len(value) <= LONGEST for value in data.values()):
        raise ValueError("action, key and value are texts")
    if data.get("action") not in ACTIONS:
        raise ValueError(f"an action is one of {', '.join(ACTIONS)}")
    return Change(**data)


def apply_change(choices: Choices, change: Change, catalogue: Catalogue) -> Choices:
    """Choices after a change.

    Raises ValueError for a key, wording, headline, template or paper that is not there.
    """
    action, key, value = change.action, change.key, change.value
    if action in ("pin", "exclude", "release", "prefer"):
        return choose_line(choices, change, catalogue)
    if action == "move":
        return replace(choices, section_order=move_section(key, value, catalogue))
    if action == "order":
        return replace(choices, section_order=())
    if action == "tag":
        return choose_tag(choices, key, value, catalogue)
    if action in ("profile", "also"):
        changed = choose_profile if action == "profile" else choose_form
        return changed(choices, change, catalogue)
    valid = {
        "headline": ("", *catalogue.headlines),
        "template": catalogue.templates,
        "paper": PAPERS,
    }
    if value not in valid[action]:
        raise ValueError(f"there is no such {action}")
    changes: dict[str, Any] = {action: value}
    return replace(choices, **changes)


TAG_USES = {"prefer": "emphasise", "only": "only_tags", "hide": "hide_tags"}
"""The field of `Choices` for each use of a tag."""


def tag_use(choices: Choices, tag: str) -> str:
    """What is done with a tag: a key of `TAG_USES`, "" for nothing."""
    for use, name in TAG_USES.items():
        if tag in [parse_emphasis(emphasis)[0] for emphasis in getattr(choices, name)]:
            return use
    return ""


def choose_tag(choices: Choices, tag: str, use: str, catalogue: Catalogue) -> Choices:
    """Choices after a tag got another use, or none ("")."""
    if tag not in catalogue.tags or use not in ("", *TAG_USES):
        raise ValueError("there is no such tag")
    if use == tag_use(choices, tag):
        return choices
    changes: dict[str, Any] = {
        name: tuple(item for item in getattr(choices, name) if parse_emphasis(item)[0] != tag)
        for name in TAG_USES.values()
    }
    if use:
        changes[TAG_USES[use]] += (tag,)
    return replace(choices, **changes)


def choose_form(choices: Choices, change: Change, _catalogue: Catalogue) -> Choices:
    """Choices after the page is wanted in another form too, or no longer."""
    if change.key not in FORMS or change.value not in ("", "on"):
        raise ValueError("there is no such form")
    forms = {*choices.also, change.key} if change.value else {*choices.also} - {change.key}
    return replace(choices, also=tuple(form for form in FORMS if form in forms))


def choose_profile(choices: Choices, change: Change, catalogue: Catalogue) -> Choices:
    """Choices after another profile was chosen: what was not chosen otherwise follows it."""
    profile = change.value
    if profile not in catalogue.profiles:
        raise ValueError("there is no such profile")
    before, after = catalogue.profiles.get(choices.profile, choices), catalogue.profiles[profile]
    return replace(follow_change(choices, before, after), profile=profile)


def choose_line(choices: Choices, change: Change, catalogue: Catalogue) -> Choices:
    """Choices after a line, entry, group or section was pinned, left out or released.

    What is pinned is taken out of what was left out, and the other way round, so that no two
    choices contradict each other.
    """
    action, key, value = change.action, change.key, change.value
    lines = catalogue.ids.lines
    if key not in lines or (action == "prefer" and value not in lines):
        raise ValueError("no line of the master has this key")
    if action == "prefer":
        other = choose_line(choices, Change("exclude", value), catalogue)
        return choose_line(other, Change("pin", key), catalogue)
    if action == "pin" and value and value not in catalogue.wordings.get(key, ()):
        raise ValueError("the line has no such wording")

    def has(names: Sequence[str], keys: Sequence[str]) -> tuple[str, ...]:
        """Those of some names that mean none of some keys."""
        return tuple(name for name in names if catalogue.key_of(name) not in keys)

    below = [inner for inner, line in lines.items() if key in line.path]
    name = catalogue.ids.long_id_of(key)
    if action == "pin":
        pin = f"{name}={shortest_beginning(catalogue.wordings[key], value)}" if value else name
        pins = (*has(choices.pins, [key]), pin)
        return replace(choices, pins=pins, excludes=has(choices.excludes, catalogue.path(key)))
    if action == "exclude":
        excludes = (*has(choices.excludes, below), name)
        return replace(choices, pins=has(choices.pins, below), excludes=excludes)
    return replace(choices, pins=has(choices.pins, [key]), excludes=has(choices.excludes, [key]))


LEAST_WORDS = 4
"""Words of a wording by which it is named, so that people know it in tailor.toml."""


def shortest_beginning(texts: Sequence[str], wanted: str) -> str:
    """The first words of a text that no other of some texts begins with; at least some words."""
    words = wanted.split(" ")
    for count in range(LEAST_WORDS, len(words)):
        begin = " ".join(words[:count])
        if sum(text.startswith(begin) for text in texts) == 1:
            return begin
    return wanted


def move_section(key: str, direction: str, catalogue: Catalogue) -> tuple[str, ...]:
    """The first sections of the page after one went up or down past the next one that is printed,
    as many as must be named."""
    if key not in catalogue.sections or direction not in ("up", "down"):
        raise ValueError("a section moves up or down")
    step = -1 if direction == "up" else 1
    rest = [other for other in catalogue.sections if other != key]
    place = catalogue.sections.index(key)
    others = catalogue.sections[:place][::-1] if step < 0 else catalogue.sections[place + 1 :]
    passed = next((other for other in others if other in catalogue.printed), None)
    if passed is None:
        raise ValueError("the section is already there")
    target = rest.index(passed) + (0 if step < 0 else 1)
    order = (*rest[:target], key, *rest[target:])
    lines = catalogue.ids.lines.items()
    plain = [other for other, line in lines if len(line.path) == 1 and other in order]
    for count in range(1, len(order)):  # The others follow in the master's order.
        followers = [other for other in plain if other not in order[:count]]
        if [*order[:count], *followers] == list(order):
            return order[:count]
    return order


@dataclass(frozen=True, slots=True)
class History:
    """The choices now, those that are saved, and those before and after (undone), latest last."""

    now: Choices
    saved: Choices
    past: tuple[Choices, ...] = ()
    future: tuple[Choices, ...] = ()

    @property
    def is_saved(self) -> bool:
        return self.now == self.saved


def make_change(history: History, change: Change, catalogue: Catalogue) -> History:
    """The history after a change; the same if it changes nothing. Raises as `apply_change`."""
    if change.action == "undo":
        return undo(history)
    if change.action == "redo":
        return redo(history)
    now = (
        history.saved if change.action == "reset" else apply_change(history.now, change, catalogue)
    )
    if now == history.now:
        return history
    return replace(history, now=now, past=(*history.past, history.now)[-MOST_STEPS:], future=())


def undo(history: History) -> History:
    if not history.past:
        return history
    *past, now = history.past
    return replace(history, now=now, past=tuple(past), future=(*history.future, history.now))


def redo(history: History) -> History:
    if not history.future:
        return history
    *future, now = history.future
    return replace(history, now=now, past=(*history.past, history.now), future=tuple(future))


def rebase(history: History, before: Choices, after: Choices) -> History:
    """The history when the settings changed from `before` to `after`, in an editor or by saving:
    what was not chosen otherwise follows them."""

    def follow(choices: Choices) -> Choices:
        return follow_change(choices, before, after)

    past, future = (tuple(map(follow, some)) for some in (history.past, history.future))
    return History(follow(history.now), after, past, future)


def follow_change(choices: Choices, before: Choices, after: Choices) -> Choices:
    """Choices in which what was as in `before` is as in `after`."""
    changes: dict[str, Any] = {
        name: getattr(after, name)
        for name in FIELDS
        if getattr(choices, name) == getattr(before, name)
    }
    return replace(choices, **changes)


UNTOLD = ("format", "quiet", "verbose", "dry_run", "no_cache")
"""Fields of `Settings` that change nothing about the page."""


def settings_of_config(config: Config, job: str, profile: str | None = None) -> Settings:
    """What holds for a posting if the command line names it, perhaps a `profile`, and nothing else.

    Raises UsageError if the profile does not exist.
    """
    overrides = config.overrides(job)
    if profile is None:
        chosen = overrides.get("profile", config.values.get("profile", ""))
        table = {**config.values, **config.profile(chosen), **overrides}
    else:
        table = {**config.values, **overrides, **config.profile(profile)}
    return Settings(job, **read_table(table))


def settings_of_files(job: str) -> Settings:
    """What holds for a posting in this folder. Raises as `find_config`."""
    return settings_of_config(find_config(Path()), job)


def options_not_saved(settings: Settings, choices: Choices) -> list[str]:
    """The flags of options that the command line or the environment sets for the page, and that
    `save_choices` does not write."""
    return [
        OPTIONS[name].flags[0]
        for name in OPTIONS
        if name in settings.named
        and name not in (*UNTOLD, "output", "html", "profile")
        and getattr(choices, name, None) != getattr(settings, name)
    ]


def command_line(settings: Settings) -> str:
    """The command that makes the page of some settings in this folder, for a POSIX shell.

    Raises as `find_config`.
    """
    config = find_config(Path())
    plain = settings_of_config(config, settings.job)
    if settings.profile != plain.profile or "profile" in settings.named:
        plain = settings_of_config(config, settings.job, settings.profile)
        plain = replace(plain, profile="")
    words = ["tailor", "--job", settings.job]
    for name in OPTIONS:
        value = getattr(settings, name)
        is_said = name in settings.named or value != getattr(plain, name)
        if is_said and name not in UNTOLD:
            words += option_words(name, value)
    return shlex.join(words)


def option_words(name: str, value: object) -> Iterator[str]:
    """An option as it is typed, once for each value of a list; `''` stands for none of a list."""
    flag = OPTIONS[name].flags[0]
    if isinstance(value, bool):
        yield from [flag] if value else []
    elif name == "section_order" and isinstance(value, Sequence):
        yield from (flag, ",".join(map(str, value)))
    elif isinstance(value, Mapping):
        for key, factor in value.items():
            yield from (flag, f"{key}={factor:g}")
    elif isinstance(value, list | tuple):
        for item in value or ("",):
            yield from (flag, str(item))
    else:
        yield from (flag, str(value))


def refuse_unsavable(job: str) -> None:
    """Raises UsageError if tailor.toml cannot name a posting."""
    if job in ("-", CLIPBOARD):
        hint = "put the posting into a file; or copy the command"
        raise UsageError(Problem("a posting without a file cannot be saved", hint=hint))


def save_choices(choices: Choices, job: str) -> Path:
    """Writes choices into the `[[jobs]]` table of a posting in tailor.toml, or in the
    `[tool.tailor]` of pyproject.toml if that is what is used here.

    Everything else in the file stays as it is, comments too. What is the same for all jobs is left
    out of the table. The file is made if there is none.

    Returns:
        The file.

    Raises:
        UsageError: the posting is in no file and on no site.
        TailorError: the file is wrong, or cannot be written.
    """
    import tomlkit

    refuse_unsavable(job)
    config = find_config(Path())
    path = config.path or Path(CONFIG_NAMES[0])
    prefix = ("tool", "tailor") if path.name == "pyproject.toml" else ()
    raw = settings_bytes(path).decode() if config.path else ""
    mark = BYTE_ORDER_MARK if raw.startswith(BYTE_ORDER_MARK) else ""
    raw = raw.removeprefix(mark)
    document = tomlkit.parse(raw)
    edit_job(document, prefix, job, wanted_values(choices, config))
    text = tomlkit.dumps(document)
    refuse_damage(path, text, prefix, job, choices)
    ends = "\r\n" if "\r\n" in raw else "\n"
    text = mark + text.replace("\r\n", "\n").replace("\n", ends)
    write_files([(path, text.encode())])
    return path


BYTE_ORDER_MARK = "\N{BYTE ORDER MARK}"


def settings_bytes(path: Path) -> bytes:
    """The bytes of a file that was read as settings just now. Raises FileError."""
    settings_text(path)
    return read_regular(path)


def wanted_values(choices: Choices, config: Config) -> dict[str, Any]:
    """The keys of the table of a job; None for those that it does not need."""
    plain = replace(config, jobs=())
    general = choices_from(settings_of_config(plain, "", choices.profile))
    wanted: dict[str, Any] = {}
    for name in FIELDS:
        value = getattr(choices, name)
        is_usual = value == getattr(general, name)
        value = list(value) if isinstance(value, tuple) else value
        wanted[OPTIONS[name].key] = None if is_usual else value
    return wanted


def edit_job(
    document: "TOMLDocument", prefix: Sequence[str], job: str, wanted: Mapping[str, Any]
) -> None:
    """Sets or removes keys in the table of a job, which is added if there is none."""
    import tomlkit
    from tomlkit.items import AoT

    table: Any = document
    for part in prefix:
        table = table[part]
    jobs = table.get("jobs")
    if jobs is None:
        if document and not prefix:
            document.add(tomlkit.nl())
        jobs = tomlkit.aot()
        table.append("jobs", jobs)
        jobs = table["jobs"]
    entry = next((item for item in jobs if Path(item["posting"]) == Path(job)), None)
    if entry is None:
        entry = tomlkit.table() if isinstance(jobs, AoT) else tomlkit.inline_table()
        entry["posting"] = job
        set_values(entry, wanted)
        if isinstance(jobs, AoT):
            entry.add(tomlkit.nl())
        jobs.append(entry)
    else:
        set_values(entry, wanted)


def set_values(table: Any, wanted: Mapping[str, Any]) -> None:
    """Sets the keys of a table that have a value, and removes the others."""
    import tomlkit

    for key, value in wanted.items():
        if value is None:
            table.pop(key, None)
        elif isinstance(value, list) and isinstance(table.get(key), list):
            edit_array(table[key], value)
        elif isinstance(value, list):
            array = tomlkit.array()
            array.extend(value)
            table[key] = array.multiline(len(value) > 1)
        elif table.get(key) != value:
            table[key] = value


def edit_array(array: Any, wanted: Sequence[str]) -> None:
    """Makes an array hold some texts, in that order; what stays keeps its line and its comment."""
    for place in range(len(array) - 1, -1, -1):
        if array[place] not in wanted:
            del array[place]
    for place, value in enumerate(wanted):
        if place >= len(array) or array[place] != value:
            if value in array[place:]:
                del array[array.index(value)]
            array.insert(place, value)


def refuse_damage(
    path: Path, text: str, prefix: tuple[str, ...], job: str, choices: Choices
) -> None:
    """Raises InputError if a new text of the file does not say what was chosen."""
    config = parse_config(path, prefix, text)
    if config is None or choices_from(settings_of_config(config, job)) != choices:
        hint = "write the choices into it yourself; or copy the command"
        raise InputError(Problem("this file cannot be changed safely", Place(str(path)), hint=hint))
