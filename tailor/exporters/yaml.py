"""A master as YAML, and additions to a YAML master that keep its comments."""

import re
from io import StringIO
from typing import Any

from tailor.resume.builder import DATES

BASICS = ("name", "label", "email", "phone", "url", "summary", "location", "profiles")
ENTRY = (
    *("id", "text", "institution", "organization", "organisation", "name", "position", "title"),
    *("studyType", "area", "language", "network", "username", "place", "location", "date"),
    *("startDate", "endDate", "releaseDate", "url", "authors", "publisher", "score", "roles"),
    *("entity", "description", "summary", "keywords", "courses", "highlights", "projects"),
    *("positions",),
    *("entries", "variants", "tags", "keep", "weight"),
)
NUMBER = re.compile(r"0\d+")
WIDE = 1_000_000
"""No line is broken: each bullet is one line of the file."""


def yaml_text(data: dict[str, Any]) -> str:
    """The data of a master as YAML, one bullet a line; sections keep their order."""
    import yaml

    class Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
        """Quotes what other readers of YAML take for a number, such as 0198765432."""

    def represent_str(dumper: Dumper, text: str) -> yaml.ScalarNode:
        style = "'" if NUMBER.fullmatch(text) else None
        node: yaml.ScalarNode = dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)
        return node

    Dumper.add_representer(str, represent_str)
    ordered = {"basics": order_keys(data.get("basics", {}), BASICS)}
    ordered |= {
        key: value if key == "meta" else order_keys(value)
        for key, value in data.items()
        if key != "basics"
    }
    return str(yaml.dump(ordered, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=WIDE))


def order_keys(data: Any, first: tuple[str, ...] = ENTRY) -> Any:
    """The same data with the keys of mappings in the order in which people read them."""
    if isinstance(data, list):
        return [order_keys(item) for item in data]
    if not isinstance(data, dict):
        return data
    rank = {key: place for place, key in enumerate(first)}
    return {key: order_keys(data[key]) for key in sorted(data, key=lambda key: rank.get(key, 99))}


def extend_yaml(text: str, data: dict[str, Any]) -> str:
    """A YAML file with what `data` has more than it; all else in it stays, comments too.

    `data` is the file's own data with things added: keys, items at the end of lists, mappings in
    the place of texts, and the month of a year.
    Raises ValueError if the file cannot be edited in place.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    editor = YAML()
    editor.preserve_quotes = True
    editor.width = WIDE
    editor.indent(mapping=2, sequence=2 + list_indent(text), offset=list_indent(text))
    try:
        root = editor.load(text)
    except YAMLError as error:
        raise ValueError(str(getattr(error, "problem", error))) from error
    add_missing(root, data)
    out = StringIO()
    editor.dump(root, out)
    return out.getvalue()


def list_indent(text: str) -> int:
    """How far the hyphens of lists are indented in a file."""
    match = re.search(r"^( *)[\w-]+:[ ]*\n(?: *#.*\n|\n)*( *)- ", text, re.MULTILINE)
    return max(len(match[2]) - len(match[1]), 0) if match else 0


def add_missing(node: Any, data: Any) -> None:
    """Adds to a mapping or list of the editor what `data` has more."""
    if isinstance(data, dict):
        new = {key: value for key, value in data.items() if key not in node or node[key] is None}
        for key in data.keys() - new.keys():
            add_to_value(node, key, data[key])
    else:
        new = dict(enumerate(data[len(node) :], len(node)))
        for index, value in enumerate(data[: len(node)]):
            add_to_value(node, index, value)
    if new:
        rest = cut_trailing_lines(node)
        for key, value in new.items():
            if isinstance(data, dict):
                node[key] = to_editable(value)
            else:
                node.append(to_editable(value))
        attach_trailing_lines(node, rest)


def add_to_value(node: Any, key: Any, new: Any) -> None:
    """Adds to one value; a text that became a mapping is replaced, its comments go with it."""
    old = node[key]
    if not isinstance(new, dict | list):
        if key in DATES and new.startswith(f"{old}-"):
            node[key] = new
        return
    if isinstance(old, dict | list):
        if isinstance(old, dict) == isinstance(new, dict):
            add_missing(old, new)
        return
    editable = to_editable(new)
    comments = node.ca.items.pop(key, None)
    node[key] = editable
    token = next((token for token in comments or () if token is not None), None)
    if token is not None:
        first, line_end, rest = token.value.partition("\n")
        token.value = first + line_end
        if first:
            editable.ca.items[next(iter(editable))] = [None, None, token, None]
        attach_trailing_lines(editable, rest)


def to_editable(value: Any) -> Any:
    """A value as the editor's own kind, which can carry comments."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    value = order_keys(value)
    if isinstance(value, dict):
        return CommentedMap({key: to_editable(item) for key, item in value.items()})
    return CommentedSeq(map(to_editable, value)) if isinstance(value, list) else value


def last_position(node: Any) -> tuple[Any, Any]:
    """The innermost mapping or list that a node ends with, and its last key."""
    while True:
        key = list(node)[-1] if isinstance(node, dict) else len(node) - 1
        child = node[key]
        if not isinstance(child, dict | list) or not child:
            return node, key
        node = child


def cut_trailing_lines(node: Any) -> str:
    """Takes the lines below the last line of a node (empty ones, comments) off it."""
    if not node:
        return ""
    inner, key = last_position(node)
    slot = 2 if isinstance(inner, dict) else 0
    comments = inner.ca.items.get(key)
    token = comments[slot] if comments else None
    if token is None:
        return ""
    first, line_end, rest = token.value.partition("\n")
    token.value = first + line_end
    if not first:
        comments[slot] = None
    return str(rest)


def attach_trailing_lines(node: Any, rest: str) -> None:
    """Puts lines below the last line of a node."""
    from ruamel.yaml.error import CommentMark
    from ruamel.yaml.tokens import CommentToken

    if rest:
        inner, key = last_position(node)
        token = CommentToken("\n" + rest, CommentMark(0), None)
        inner.ca.items[key] = [None] * 4
        inner.ca.items[key][2 if isinstance(inner, dict) else 0] = token
