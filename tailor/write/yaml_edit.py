"""Adding to a master in YAML that somebody wrote: comments and hand-made parts stay."""

import re
from io import StringIO
from typing import Any

from tailor.fields import DATES
from tailor.write.yaml_file import WIDE, ordered


def into(text: str, data: dict[str, Any]) -> str:
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
    editor.indent(mapping=2, sequence=2 + offset(text), offset=offset(text))
    try:
        root = editor.load(text)
    except YAMLError as error:
        raise ValueError(str(getattr(error, "problem", error))) from error
    grow(root, data)
    out = StringIO()
    editor.dump(root, out)
    return out.getvalue()


def offset(text: str) -> int:
    """How far the hyphens of lists are indented in a file."""
    found = re.search(r"^( *)[\w-]+:[ ]*\n(?: *#.*\n|\n)*( *)- ", text, re.MULTILINE)
    return max(len(found[2]) - len(found[1]), 0) if found else 0


def grow(node: Any, data: Any) -> None:
    """Adds to a mapping or list of the editor what `data` has more."""
    if isinstance(data, dict):
        new = {key: value for key, value in data.items() if key not in node or node[key] is None}
        for key in data.keys() - new.keys():
            change(node, key, data[key])
    else:
        new = dict(enumerate(data[len(node) :], len(node)))
        for index, value in enumerate(data[: len(node)]):
            change(node, index, value)
    if new:
        rest = cut(node)
        for key, value in new.items():
            if isinstance(data, dict):
                node[key] = editable(value)
            else:
                node.append(editable(value))
        attach(node, rest)


def change(node: Any, key: Any, new: Any) -> None:
    """Adds to one value; a text that became a mapping is replaced, its comments go with it."""
    old = node[key]
    if not isinstance(new, dict | list):
        if key in DATES and new.startswith(f"{old}-"):
            node[key] = new
        return
    if isinstance(old, dict | list):
        if isinstance(old, dict) == isinstance(new, dict):
            grow(old, new)
        return
    made = editable(new)
    comments = node.ca.items.pop(key, None)
    node[key] = made
    token = next((one for one in comments or () if one is not None), None)
    if token is not None:
        first, line_end, rest = token.value.partition("\n")
        token.value = first + line_end
        if first:
            made.ca.items[next(iter(made))] = [None, None, token, None]
        attach(made, rest)


def editable(value: Any) -> Any:
    """A value as the editor's own kind, which can carry comments."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    value = ordered(value)
    if isinstance(value, dict):
        return CommentedMap({key: editable(one) for key, one in value.items()})
    return CommentedSeq(map(editable, value)) if isinstance(value, list) else value


def ending(node: Any) -> tuple[Any, Any]:
    """The innermost mapping or list that a node ends with, and its last key."""
    while True:
        key = list(node)[-1] if isinstance(node, dict) else len(node) - 1
        child = node[key]
        if not isinstance(child, dict | list) or not child:
            return node, key
        node = child


def cut(node: Any) -> str:
    """Takes the lines below the last line of a node (empty ones, comments) off it."""
    if not node:
        return ""
    inner, key = ending(node)
    slot = 2 if isinstance(inner, dict) else 0
    found = inner.ca.items.get(key)
    token = found[slot] if found else None
    if token is None:
        return ""
    first, line_end, rest = token.value.partition("\n")
    token.value = first + line_end
    if not first:
        found[slot] = None
    return str(rest)


def attach(node: Any, rest: str) -> None:
    """Puts lines below the last line of a node."""
    from ruamel.yaml.error import CommentMark
    from ruamel.yaml.tokens import CommentToken

    if rest:
        inner, key = ending(node)
        token = CommentToken("\n" + rest, CommentMark(0), None)
        inner.ca.items[key] = [None] * 4
        inner.ca.items[key][2 if isinstance(inner, dict) else 0] = token
