"""A master as YAML, new or into a file whose comments and hand-made parts stay."""

import re
from io import StringIO
from typing import Any

BASICS = ("name", "label", "email", "phone", "url", "summary", "location", "profiles")
ENTRY = (
    *("institution", "organization", "organisation", "name", "position", "title", "studyType"),
    *("area", "language", "network", "username", "place", "location", "date", "startDate"),
    *("endDate", "releaseDate", "url", "authors", "publisher", "score", "roles", "entity"),
    *("description", "summary", "keywords", "courses", "highlights", "projects", "entries"),
)
WIDE = 1_000_000
"""No line is broken: each bullet is one line of the file."""


def yaml_text(data: dict[str, Any]) -> str:
    """The data of a master as YAML, one bullet a line; sections keep their order."""
    import yaml

    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    kept = {"basics": ordered(data.get("basics", {}), BASICS)}
    kept |= {
        key: value if key == "meta" else ordered(value)
        for key, value in data.items()
        if key != "basics"
    }
    return str(yaml.dump(kept, Dumper=dumper, allow_unicode=True, sort_keys=False, width=WIDE))


def ordered(data: Any, first: tuple[str, ...] = ENTRY) -> Any:
    """The same data with the keys of mappings in the order in which people read them."""
    if isinstance(data, list):
        return [ordered(one) for one in data]
    if not isinstance(data, dict):
        return data
    rank = {key: place for place, key in enumerate(first)}
    return {key: ordered(data[key]) for key in sorted(data, key=lambda key: rank.get(key, 99))}


def into(text: str, data: dict[str, Any]) -> str:
    """A YAML file with what `data` has more than it; all else in it stays, comments too.

    `data` is the file's own data with things added: keys, items at the end of lists, and
    mappings in the place of texts. Raises ValueError if the file cannot be edited in place.
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
        for key, value in data.items():
            if key not in node or node[key] is None:
                node[key] = ordered(value)
            else:
                node[key] = grown(node[key], value)
    else:
        for index, value in enumerate(data[: len(node)]):
            node[index] = grown(node[index], value)
        node.extend(ordered(value) for value in data[len(node) :])


def grown(old: Any, new: Any) -> Any:
    """`old`, with what is new added to it; a text that became a mapping is replaced."""
    if isinstance(old, dict | list) and type(new) is (dict if isinstance(old, dict) else list):
        grow(old, new)
        return old
    return ordered(new) if isinstance(new, dict | list) else old
