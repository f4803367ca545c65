"""A tree against the schema: a master, or every fault in the words of its author."""

from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any

from tailor.errors import Problem
from tailor.read.clean import clean_tree
from tailor.read.fields import Model, Statement
from tailor.read.keys import first_key, unknown
from tailor.read.schema import Master
from tailor.read.source import (
    Mapping,
    Node,
    Path,
    Scalar,
    Sequence,
    Source,
    find,
    shown,
    visible,
)
from tailor.read.traps import read_as_key
from tailor.read.unplaced import Unplaced

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from pydantic_core import ErrorDetails

UNKNOWN = "unexpected_keyword_argument"


@cache
def adapter() -> "TypeAdapter[Master]":
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
    schema["properties"] = {"$schema": {"type": "string"}, **schema["properties"]}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def validate(source: Source, root: Mapping) -> tuple[Master | None, list[Problem]]:
    """The master, or None and its faults in the order of the file."""
    from pydantic import ValidationError

    try:
        return adapter().validate_python(root.data()), []
    except ValidationError as error:
        found = error.errors(include_url=False)
        return None, [problem(source, root, detail) for detail in found]


def without_unknown(source: Source, root: Mapping) -> tuple[Mapping, list[Problem]]:
    """The tree without keys that no master has, and a warning for each.

    It is for JSON, into which other programs write keys of their own.
    """
    from pydantic import ValidationError

    try:
        adapter().validate_python(root.data())
    except ValidationError as error:
        found = [one for one in error.errors(include_url=False) if one["type"] == UNKNOWN]
    else:
        return root, []
    warnings = []
    for detail in found:
        fault = problem(source, root, detail)
        message = f"{fault.message} and is not printed"
        warnings.append(replace(fault, message=message, level="warning"))
    kept = without(root, frozenset(detail["loc"] for detail in found))
    return (kept, warnings) if isinstance(kept, Mapping) else (root, [])


def rescued(source: Source, root: Mapping) -> tuple[Mapping, list[Unplaced], list[Problem]]:
    """The tree of an import without what no master can hold, that as lines, and warnings."""
    from pydantic import ValidationError

    root, warnings = clean_tree(source, root, lenient=True)
    left: list[Unplaced] = []
    for _ in range(ROUNDS):
        try:
            adapter().validate_python(root.data())
        except ValidationError as error:
            found = error.errors(include_url=False)
        else:
            break
        paths = {path for detail in found if (path := written(root, detail["loc"]))}
        for path in sorted(paths, key=str):
            offset, node = find(root, path)
            message = f"{shown(path)}: a master cannot hold this, so it was left out"
            warnings.append(source.problem(offset, message, level="warning"))
            left += [Unplaced(source.place(at).line or 1, text) for at, text in texts(node)]
        kept = without(root, frozenset(paths))
        if not isinstance(kept, Mapping) or not paths:
            break
        root = kept
    pruned = without(root, frozenset(blank(root)))
    return (pruned if isinstance(pruned, Mapping) else root), left, warnings


def blank(node: Node, path: Path = ()) -> Iterator[Path]:
    """Where the items of lists stand of which nothing is left."""
    if isinstance(node, Sequence):
        for at, item in enumerate(node.items):
            if isinstance(item, Scalar) and item.text is None:
                yield (*path, at)
            else:
                yield from blank(item, (*path, at))
    elif isinstance(node, Mapping):
        for key, value in node.pairs:
            yield from blank(value, (*path, key.name))


ROUNDS = 9


def written(root: Mapping, path: Path) -> Path:
    """The part of a path that stands in a tree."""
    node: Node | None = root
    for at, part in enumerate(path):
        if isinstance(node, Mapping):
            node = node.get(str(part))
        elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
        else:
            return path[:at]
        if node is None:
            return path[:at]
    return path


def texts(node: Node) -> Iterator[tuple[int, str]]:
    """The texts of a tree, and where they begin."""
    if isinstance(node, Scalar):
        if node.text:
            yield node.start, node.text
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from texts(item)
    else:
        for _, value in node.pairs:
            yield from texts(value)


def without(node: Node, paths: frozenset[Path], path: Path = ()) -> Node:
    """A tree without the keys at some paths."""
    if isinstance(node, Sequence):
        every = ((item, (*path, at)) for at, item in enumerate(node.items))
        items = (without(item, paths, at) for item, at in every if at not in paths)
        return replace(node, items=tuple(items))
    if isinstance(node, Mapping):
        pairs = ((key, value, (*path, key.name)) for key, value in node.pairs)
        kept = ((key, without(value, paths, at)) for key, value, at in pairs if at not in paths)
        return replace(node, pairs=tuple(kept))
    return node


def problem(source: Source, root: Node, detail: "ErrorDetails") -> Problem:
    path: Path = detail["loc"]
    offset, node = find(root, path)
    message, hint = worded(source, detail, node)
    where = f"{shown(path)}: " if path else ""
    return source.problem(offset, where + message, hint)


def worded(source: Source, detail: "ErrorDetails", node: Node) -> tuple[str, str]:
    """Message and hint for one fault that pydantic found."""
    context: dict[str, Any] = detail.get("ctx") or {}
    kind, path = detail["type"], detail["loc"]
    if kind == UNKNOWN:
        return unknown(path)
    if kind == "no_statement":
        return no_statement(source, node, context["keys"])
    if kind in SHAPES:
        return misshapen(source, SHAPES[kind], node, path)
    typed = visible(str(detail["input"]))
    messages = {
        "tailor": str(context.get("message")),
        "missing": "this is missing",
        "literal_error": f"`{typed}` is none of {context.get('expected')}",
    }
    missing_name = kind == "missing" and path[0] == "basics"
    hint = "basics: {name: Your Name}" if missing_name else str(context.get("hint") or "")
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


def misshapen(source: Source, wanted: str, node: Node, path: Path) -> tuple[str, str]:
    """Message and hint for a value that is no text, list, mapping or number as it should be."""
    if wanted == "a text" and isinstance(node, Mapping) and is_sentence(source, node):
        return read_as_key(node.pairs[0][0].name)
    found = {Scalar: "a text", Sequence: "a list", Mapping: "a mapping"}[type(node)]
    hint = ""
    if isinstance(node, Scalar) and wanted in ("a list", "a mapping"):
        hint = as_entry(source, wanted, node, path)
    elif isinstance(node, Sequence) and wanted in ("a text", "a mapping"):
        hint = as_one(source, node, path)
    elif wanted == "a list" and isinstance(node, Mapping):
        hint = "begin each entry with a hyphen: -"
    return f"this must be {wanted}" + (f", not {found}" if found != wanted else ""), hint


def as_one(source: Source, node: Sequence, path: Path) -> str:
    """How to write what was typed as a list, but is none."""
    if source.text.startswith("-", node.start):
        return "leave out its hyphens"
    return BRACKET if not first_key(path) else "write it without [ and ]"


def as_entry(source: Source, wanted: str, node: Scalar, path: Path) -> str:
    """How to write a text that stands where a list or a mapping should."""
    text = node.name
    if wanted == "a list" and text.startswith(("-", "•", "*")) and text.strip("-–—"):
        return "put a space after each hyphen"
    if text.lower().strip(" .") in NOTHING:
        name = "this item" if isinstance(path[-1], int) else path[-1]
        return f"leave out {name} if there is nothing to say"
    key, said = first_key(path), visible(text, 40)
    if wanted == "a list":
        return f"write - {key and f'{key}: '}{said}"
    if not key or not path:
        return ""
    if source.text[: node.start].rstrip().endswith("-"):
        return f"write - {key}: {said}"
    name = f"{path[-1]}: " if isinstance(path[-1], str) else ""
    return f"write {name}{{{key}: {said}}}"


def is_sentence(source: Source, node: Mapping) -> bool:
    """Whether a mapping was typed as a text with a colon: one key, and no brackets."""
    return len(node.pairs) == 1 and not source.text.startswith("{", node.start)


def no_statement(source: Source, node: Node, keys: list[str]) -> tuple[str, str]:
    """Message and hint for a mapping without a key of a statement."""
    known = Statement.keys()
    close = [match for key in keys for match in get_close_matches(key.lower(), known, 1, 0.8)]
    if isinstance(node, Mapping) and is_sentence(source, node) and not close:
        return read_as_key(keys[0])
    written = ", ".join(f"`{visible(key, 40)}`" for key in keys[:4])
    message = f"a statement is a text, or a mapping with a text; it has no key {written}"
    return message, f"did you mean {close[0] if close else 'text'}?"
