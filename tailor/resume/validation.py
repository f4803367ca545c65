"""Checks of a master against the schema, with places."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

from tailor.errors import Problem
from tailor.resume.builder import DATES
from tailor.resume.dates import ends_before, is_now, stored_date
from tailor.resume.json_resume import IGNORED, TAG
from tailor.resume.sanitize import clean_tree
from tailor.resume.schema import Basics, Master, Model, OrText, Statement, to_camel_case
from tailor.resume.source import (
    Mapping,
    Node,
    Path,
    Scalar,
    Sequence,
    Source,
    UnplacedLine,
    find_node,
    printable,
    show_path,
    tree_scalars,
    tree_texts,
    without_paths,
)
from tailor.resume.yaml_errors import MARKERS, read_as_key

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from pydantic_core import ErrorDetails

MEANT = {
    "experience": "work",
    "employment": "work",
    "jobs": "work",
    "positions": "work",
    "qualifications": "education",
    "honors": "awards",
    "honours": "awards",
    "licenses": "certificates",
    "hobbies": "interests",
    "papers": "publications",
    "volunteering": "volunteer",
    "achievements": "awards",
    "accomplishments": "awards",
    "prizes": "awards",
}
"""What people call a section -> its key."""
PICTURES = ("photo", "picture", "avatar", "portrait")
"""What people call a picture of themselves; JSON Resume's own key for it is image."""


def explain_unknown_key(path: Path) -> tuple[str, str]:
    """An unknown key, and the known one that was probably meant."""
    key = str(path[-1])
    keys, basic = known_keys(path[:-1]), Basics.keys()
    if len(path) == 1 and key in basic:
        return "this key is not known here", "it belongs under basics"
    if len(path) == 1 and key.lower() in MEANT:
        return "this key is not known", f"did you mean {MEANT[key.lower()]}?"
    if key.lower() in PICTURES:
        return "this key is not known", "pictures are not printed: remove this line"
    close = get_close_matches(key.lower(), [name.lower() for name in keys], 1, 0.6)
    if close:
        return "this key is not known", f"did you mean {match_case(close[0], keys)}?"
    return "this key is not known", f"known here: {', '.join(keys)}"


def match_case(small: str, names: list[str]) -> str:
    return next(name for name in names if name.lower() == small)


def known_keys(path: Path) -> list[str]:
    """The keys that a mapping at `path` may have."""
    return model_at(path)[0].keys()


def first_key(path: Path) -> str:
    """The key with which an entry of the list at `path`, or at its end, begins.

    It is "" if a plain text will do.
    """
    model, or_text = model_at(path)
    return "" if or_text else (model.needs and to_camel_case(model.needs[0])) or model.keys()[0]


def model_at(path: Path) -> tuple[type[Model], bool]:
    """The mapping at `path`, or in the list there, and whether a plain text will do for it."""
    model: tuple[type[Model], bool] = Master, False
    for part in path:
        if isinstance(part, str):
            hints = get_type_hints(model[0], include_extras=True)
            name = next((name for name in hints if to_camel_case(name) == part), "")
            model = inner_model(hints.get(name)) or (model[0], True)
    return model


def inner_model(hint: Any) -> tuple[type[Model], bool] | None:
    """The model inside `tuple[Model | None, ...]`, and whether a plain text will do for it."""
    if isinstance(hint, type) and issubclass(hint, Model):
        return hint, False
    inner = next(filter(None, map(inner_model, get_args(hint))), None)
    or_text = any(isinstance(mark, OrText) for mark in getattr(hint, "__metadata__", ()))
    return inner and (inner[0], inner[1] or or_text)


DAY_AND_MONTH = re.compile(
    r"(?P<day>\d{1,2})[/-](?P<month>0?[1-9]|1[0-2])[/-](?P<year>\d{4})", re.ASCII
)
Dates = dict[str, tuple[Scalar, str]]
"""The value and the text of each date of a mapping, by name."""


def date_order_problems(source: Source, node: Node, path: Path = ()) -> list[Problem]:
    """A fault for each mapping that ends before it starts, or starts now, and a warning for each
    "present" that is alone, and each date that can be read in two ways."""
    problems: list[Problem] = []
    if isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            problems += date_order_problems(source, item, (*path, index))
    elif isinstance(node, Mapping):
        dates = {
            key.name: (value, value.name)
            for key, value in node.pairs
            if key.name in DATES and isinstance(value, Scalar) and value.text
        }
        for find in (reversed_here, now_here, ambiguous_here):
            problems += find(source, dates, path)
        for key, value in node.pairs:
            if path or key.name != "meta":
                problems += date_order_problems(source, value, (*path, key.name))
    return problems


def reversed_here(source: Source, dates: Dates, path: Path) -> Iterator[Problem]:
    if "startDate" not in dates or "endDate" not in dates:
        return
    started, (value, ended) = dates["startDate"][1], dates["endDate"]
    try:
        start, end = stored_date(started), stored_date(ended)
    except ValueError:
        return
    if start and end and ends_before(start, end):
        where = show_path((*path, "endDate"))
        message = f"{where}: it ends ({ended}) before it starts ({started})"
        yield source.problem(value.start, message)


def now_here(source: Source, dates: Dates, path: Path) -> Iterator[Problem]:
    for name, (value, text) in dates.items():
        if not is_now(text):
            continue
        where = f"{show_path((*path, name))}: `{text}`"
        if name == "startDate":
            message = f"{where} cannot be a start"
            yield source.problem(value.start, message, "write the year")
        elif "startDate" not in dates:
            message = f"{where} is not printed: there is no date on which it began"
            yield source.problem(value.start, message, level="warning")


def ambiguous_here(source: Source, dates: Dates, path: Path) -> Iterator[Problem]:
    """A warning for each date such as 05/06/2017, which some read as June 5 and others as May 6."""
    for name, (value, text) in dates.items():
        match = DAY_AND_MONTH.fullmatch(text)
        if match and int(match["day"]) != int(match["month"]) and 0 < int(match["day"]) <= 12:
            day, month, year = int(match["day"]), int(match["month"]), match["year"]
            read = f"{year}-{month:02}-{day:02}"
            message = f"{show_path((*path, name))}: `{text}` is read as {read}"
            hint = f"write {read} or {year}-{day:02}-{month:02}"
            yield source.problem(value.start, message, hint, level="warning")


def repeated_id_problems(source: Source, root: Mapping) -> list[Problem]:
    """A fault for each id that was given before."""
    first: dict[str, Scalar] = {}
    problems = []
    for path, node in given_ids(root):
        if node.name in first:
            line = source.place(first[node.name].start).line
            message = f"{show_path(path)}: “{printable(node.name)}” is the id of another, on line "
            problems.append(source.problem(node.start, f"{message}{line}", "give each its own id"))
        first.setdefault(node.name, node)
    return problems


def given_ids(node: Node, path: Path = ()) -> Iterator[tuple[Path, Scalar]]:
    """Every id in a tree, in its order, with its path."""
    if isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from given_ids(item, (*path, index))
    elif isinstance(node, Mapping) and path != ("meta",):
        for key, value in node.pairs:
            if path and key.name == "id" and isinstance(value, Scalar) and value.text:
                yield (*path, "id"), value
            else:
                yield from given_ids(value, (*path, key.name))


LATEX = re.compile(r"\\(?:textbf|textit|emph|texttt|href|item|[%&$#_])")
"""LaTeX in a text; it is printed as it is."""
FUTURE_MONTHS = 12
"""So long a job may begin after today."""


def doubtful_problems(source: Source, root: Mapping) -> list[Problem]:
    """Warnings about what was probably not meant: half an e-mail address, a job that begins years
    from now, LaTeX, the same line twice in an entry."""
    problems = list(doubtful_texts(source, root))
    basics = root.get("basics")
    email = basics.get("email") if isinstance(basics, Mapping) else None
    if isinstance(email, Scalar) and re.fullmatch(r"[^@\s]+@[^@.\s]+", email.name):
        message, hint = "basics/email: there is no dot after the @", "is the end of it missing?"
        problems.append(source.problem(email.start, message, hint, level="warning"))
    place = basics.get("location") if isinstance(basics, Mapping) else None
    street = place.get("address") if isinstance(place, Mapping) else None
    town = place.get("city") or place.get("region") if isinstance(place, Mapping) else None
    if isinstance(street, Scalar) and street.text and isinstance(town, Scalar) and town.text:
        message = "basics/location/address is not printed: a page has the city and the region"
        hint = "to print it, write the whole as one text: location: Street, City"
        problems.append(source.problem(street.start, message, hint, level="warning"))
    jobs = root.get("work")
    for index, job in enumerate(jobs.items if isinstance(jobs, Sequence) else ()):
        value = job.get("startDate") if isinstance(job, Mapping) else None
        if isinstance(value, Scalar) and is_far_ahead(value.name):
            message = f"work/{index}/startDate: {printable(value.name)} is in the future"
            problems.append(source.problem(value.start, message, level="warning"))
    return problems


def is_far_ahead(text: str) -> bool:
    """Whether a date lies further ahead than jobs are agreed on."""
    try:
        start = stored_date(text)
    except ValueError:
        return False
    today = date.today()
    return start is not None and start.months() > 12 * today.year + today.month + FUTURE_MONTHS


def doubtful_texts(source: Source, node: Node, path: Path = ()) -> Iterator[Problem]:
    """The warnings about single texts, and about those that are twice in a list."""
    if isinstance(node, Scalar):
        if node.text and (command := LATEX.search(node.text)):
            message = f"{show_path(path)}: {command[0]} is printed as it is"
            hint = "write **bold**, *italic*, and other characters as they are"
            yield source.problem(node.start, message, hint, level="warning")
    elif isinstance(node, Sequence):
        first: dict[str, int] = {}
        for index, item in enumerate(node.items):
            yield from doubtful_texts(source, item, (*path, index))
            if path[-1] == "highlights" and isinstance(item, Scalar) and item.text:
                line = source.place(item.start).line or 1
                if (first_line := first.setdefault(" ".join(item.text.split()), line)) != line:
                    message = f"{show_path((*path, index))}: this repeats line {first_line}"
                    yield source.problem(item.start, message, level="warning")
    else:
        for key, value in node.pairs:
            if path or key.name not in ("meta", "$schema"):
                yield from doubtful_texts(source, value, (*path, key.name))


Texts = dict[int, str]
"""Offset in the source to the text that was read there."""


def dropped_texts(source: Source, before: Mapping, after: Mapping) -> tuple[UnplacedLine, ...]:
    """The texts of one tree that are not in the one that was made of it, each with its path."""
    left = {scalar.start: scalar.name for scalar in tree_scalars(after)}
    pairs = (
        (key.name, value) for key, value in before.pairs if key.name not in ("$schema", "meta")
    )
    return tuple(
        UnplacedLine(source.place(text.start).line or 1, f"{'/'.join(map(str, path))}: {text.name}")
        for name, value in pairs
        for path, text in dropped_leaves(value, (name,), left)
    )


def dropped_leaves(
    node: Node, path: Path, left: Texts, around: str = ""
) -> Iterator[tuple[Path, Scalar]]:
    """The texts that are not kept; `around` is the text that a mapping became (a place)."""
    if isinstance(node, Scalar):
        if node.text and node.start not in left and node.text not in around:
            yield path, node
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from dropped_leaves(item, (*path, index), left, around)
    else:
        items = [item for _, item in node.pairs if isinstance(item, Scalar)]
        names = {item.name for item in items if item.start in left}
        for key, value in node.pairs:
            again = isinstance(value, Scalar) and value.start not in left and value.name in names
            if (str(path[0]), key.name) not in IGNORED and not again:
                yield from dropped_leaves(value, (*path, key.name), left, left.get(node.start, ""))


UNKNOWN = "unexpected_keyword_argument"


@cache
def master_adapter() -> "TypeAdapter[Master]":
    """What validates a master."""
    from pydantic import TypeAdapter

    return TypeAdapter(Master)


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a master, for editors.

    Only here pydantic looks for the docstrings of attributes, which takes it longer than all else.
    """
    from pydantic import TypeAdapter

    settings = Model.__pydantic_config__
    settings["use_attribute_docstrings"] = True
    try:
        schema = TypeAdapter(Master).json_schema()
    finally:
        settings["use_attribute_docstrings"] = False
    add_translations(schema)
    schema["properties"] = {"$schema": {"type": "string"}, **schema["properties"]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def add_translations(schema: Any) -> None:
    """Lets every text of a JSON Schema be given by language, as in {en: ..., de: ...}."""
    if isinstance(schema, list):
        for part in schema:
            add_translations(part)
    elif isinstance(schema, dict):
        kinds = schema.get("type")
        if isinstance(kinds, list) and {"string", "number"} <= {*kinds}:
            schema["type"] = [*kinds, "object"]
            schema["propertyNames"] = {"pattern": f"^{TAG.pattern}$"}
            schema["additionalProperties"] = {"type": kinds}
        else:
            for part in schema.values():
                add_translations(part)


def validate(source: Source, root: Mapping) -> tuple[Master | None, list[Problem]]:
    """The master, or None and its faults in the order of the file."""
    from pydantic import ValidationError

    try:
        return master_adapter().validate_python(root.data()), []
    except ValidationError as error:
        details = error.errors(include_url=False)
        return None, [validation_problem(source, root, detail) for detail in details]


def without_unknown(source: Source, root: Mapping) -> tuple[Mapping, list[Problem]]:
    """The tree without keys that no master has, and a warning for each.

    It is for JSON, into which other programs write keys of their own, or `id` and `tags` that
    are not as ours.
    """
    from pydantic import ValidationError

    try:
        master_adapter().validate_python(root.data())
    except ValidationError as error:
        faults = error.errors(include_url=False)
        unknown = [fault for fault in faults if fault["type"] == UNKNOWN or own_label(fault["loc"])]
    else:
        return root, []
    warnings = []
    for detail in unknown:
        fault = validation_problem(source, root, detail)
        message = f"{fault.message} and is not printed"
        warnings.append(replace(fault, message=message, level="warning"))
    paths = (own_label(detail["loc"]) or detail["loc"] for detail in unknown)
    pruned = without_paths(root, frozenset(paths))
    return (pruned, warnings) if isinstance(pruned, Mapping) else (root, [])


def own_label(path: Path) -> Path:
    """The path of the `id` or `tags` that a path is, or leads into; () if it does neither."""
    index = next((n for n, part in enumerate(path) if n and part in ("id", "tags")), 0)
    return path[: index + 1] if index else ()


def remove_invalid(
    source: Source, root: Mapping
) -> tuple[Mapping, list[UnplacedLine], list[Problem]]:
    """The tree of an import without what no master can hold, that as lines, and warnings."""
    from pydantic import ValidationError

    root, warnings = clean_tree(source, root, lenient=True)
    left: list[UnplacedLine] = []
    for _ in range(ROUNDS):
        try:
            master_adapter().validate_python(root.data())
        except ValidationError as error:
            details = error.errors(include_url=False)
        else:
            break
        paths = {path for detail in details if (path := written_part(root, detail["loc"]))}
        for path in sorted(paths, key=str):
            offset, node = find_node(root, path)
            message = f"{show_path(path)}: a master has no place for this, so it was left out"
            warnings.append(source.problem(offset, message, level="warning"))
            left += [
                UnplacedLine(source.place(text.start).line or 1, text.name)
                for text in tree_texts(node)
            ]
        remaining = without_paths(root, frozenset(paths))
        if not isinstance(remaining, Mapping) or not paths:
            break
        root = remaining
    pruned = without_paths(root, frozenset(empty_items(root)))
    return (pruned if isinstance(pruned, Mapping) else root), left, warnings


def empty_items(node: Node, path: Path = ()) -> Iterator[Path]:
    """The paths of list items of which nothing is left."""
    if isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            if isinstance(item, Scalar) and item.text is None:
                yield (*path, index)
            else:
                yield from empty_items(item, (*path, index))
    elif isinstance(node, Mapping):
        for key, value in node.pairs:
            yield from empty_items(value, (*path, key.name))


ROUNDS = 9


def written_part(root: Mapping, path: Path) -> Path:
    """The part of a path that is in a tree."""
    node: Node | None = root
    for index, part in enumerate(path):
        if isinstance(node, Mapping):
            node = node.get(str(part))
        elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
        else:
            return path[:index]
        if node is None:
            return path[:index]
    return path


WRONG_VALUES = ("tailor", "literal_error")
"""Kinds of faults that are in a value, not in its key."""


def validation_problem(source: Source, root: Node, detail: "ErrorDetails") -> Problem:
    path: Path = detail["loc"]
    offset, node = find_node(root, path)
    if detail["type"] in WRONG_VALUES and isinstance(node, Scalar) and node.text:
        offset = node.start
    message, hint = explain_fault(source, detail, node)
    where = f"{show_path(path)}: " if path else ""
    return source.problem(offset, where + message, hint)


def explain_fault(source: Source, detail: "ErrorDetails", node: Node) -> tuple[str, str]:
    """Message and hint for one fault that pydantic found."""
    context: dict[str, Any] = detail.get("ctx") or {}
    kind, path = detail["type"], detail["loc"]
    if kind == UNKNOWN:
        return explain_unknown_key(path)
    if kind == "no_statement":
        return no_statement(source, node, context["keys"])
    if kind in SHAPES:
        return explain_shape(source, SHAPES[kind], node, path)
    typed = printable(str(detail["input"]))
    allowed = re.findall(r"'([^']+)'", str(context.get("expected")))
    messages = {
        "tailor": str(context.get("message")),
        "missing": "this is missing",
        "literal_error": f"`{typed}` must be {' or '.join(allowed)}",
    }
    hint = str(context.get("hint") or "")
    if kind == "missing" and path == ("basics",):
        hint = "basics: {name: Your Name}"
    elif kind == "missing" and path == ("basics", "name"):
        hint = "write name: Your Name below basics"
    elif kind == "literal_error":
        near = get_close_matches(typed.lower(), allowed, 1, 0.5)
        hint = f"did you mean {near[0]}?" if near else hint
    return messages.get(kind, detail["msg"][:1].lower() + detail["msg"][1:]), hint


BRACKET = 'put quotes around a text that begins with "["'
SHAPES = {
    "string_type": "a text",
    "tuple_type": "a list",
    "list_type": "a list",
    "dataclass_type": "a mapping",
    "float_type": "a number",
    "float_parsing": "a number",
}
NOTHING = ("", "none", "no", "n/a", "na", "nothing", "nil", "null", "-", "–", "—", "keine", "aucun")
"""What people write where there is nothing."""


def explain_shape(source: Source, wanted: str, node: Node, path: Path) -> tuple[str, str]:
    """Message and hint for a value that is not a text, list, mapping or number as it should be."""
    if wanted == "a text" and isinstance(node, Mapping) and is_sentence(source, node):
        return read_as_key(node.pairs[0][0].name)
    kind = {Scalar: "a text", Sequence: "a list", Mapping: "a mapping"}[type(node)]
    hint = ""
    if isinstance(node, Scalar) and wanted in ("a list", "a mapping"):
        hint = as_entry(source, wanted, node, path)
    elif isinstance(node, Sequence) and wanted in ("a text", "a mapping"):
        hint = as_one(source, node, path)
    elif wanted == "a list" and isinstance(node, Mapping):
        hint = "begin each entry with a hyphen: -"
    other = f", not {kind}" if kind != wanted else ""
    if wanted == "a mapping":
        key = first_key(path)
        return f"this {f'needs keys such as {key}:' if key else 'must be a text'}{other}", hint
    return f"this must be {wanted}{other}", hint


def as_one(source: Source, node: Sequence, path: Path) -> str:
    """How to write what was typed as a list, but is none."""
    if source.text.startswith("-", node.start):
        return "leave out its hyphens"
    return BRACKET if not first_key(path) else "write it without [ and ]"


def as_entry(source: Source, wanted: str, node: Scalar, path: Path) -> str:
    """How to write a text that is where a list or a mapping should."""
    if node.name.lower().strip(" .") in NOTHING:
        name = "this item" if isinstance(path[-1], int) else path[-1]
        return f"leave out {name} if there is nothing to say"
    if wanted == "a list":
        return as_list(source, node, path)
    key, text = first_key(path), printable(node.name, 40)
    if not key or not path:
        return ""
    is_item = source.text[: node.start].rstrip().endswith("-")
    if path[0] == "skills":
        return f"write {'- ' * is_item}{{name: What they are, keywords: [{text}]}}"
    if is_item:
        return f"write - {key}: {text}"
    name = f"{path[-1]}: " if isinstance(path[-1], str) else ""
    return f"write {name}{{{key}: {text}}}"


def as_list(source: Source, node: Scalar, path: Path) -> str:
    """How to write a text that is where a list should."""
    text, sign = node.name, source.text[node.start : node.start + 1]
    if sign in (">", "|"):
        return f"remove the {sign} and begin each item with a hyphen: -"
    if text.startswith(("- ", "-\n")):
        return "indent each item as the first one is"
    if text.startswith(("-", "•", "*")) and text.strip("-–—"):
        return "put a space after each hyphen"
    if text.startswith(MARKERS):
        text = text[1:].strip()
    key, item = first_key(path), printable(text, 40)
    if not key and "," in text and path[-1] != "highlights":
        return f"write [{item}]"
    return f"write - {key and f'{key}: '}{item}"


def is_sentence(source: Source, node: Mapping) -> bool:
    """Whether a mapping was typed as a text with a colon: one key, and no brackets."""
    return len(node.pairs) == 1 and not source.text.startswith("{", node.start)


def no_statement(source: Source, node: Node, keys: list[str]) -> tuple[str, str]:
    """Message and hint for a mapping without a key of a statement."""
    names = Statement.keys()
    close = [match for key in keys for match in get_close_matches(key.lower(), names, 1, 0.8)]
    if isinstance(node, Mapping) and is_sentence(source, node) and not close:
        return read_as_key(keys[0])
    written = ", ".join(f"`{printable(key, 40)}`" for key in keys[:4])
    message = f"a statement is a text, or a mapping with a text; it has no key {written}"
    return message, f"did you mean {close[0] if close else 'text'}?"
