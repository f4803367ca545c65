"""A master as YAML."""

import re
from typing import Any

BASICS = ("name", "label", "email", "phone", "url", "summary", "location", "profiles")
ENTRY = (
    *("institution", "organization", "organisation", "name", "position", "title", "studyType"),
    *("area", "language", "network", "username", "place", "location", "date", "startDate"),
    *("endDate", "releaseDate", "url", "authors", "publisher", "score", "roles", "entity"),
    *("description", "summary", "keywords", "courses", "highlights", "projects", "entries"),
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
    kept = {"basics": ordered(data.get("basics", {}), BASICS)}
    kept |= {
        key: value if key == "meta" else ordered(value)
        for key, value in data.items()
        if key != "basics"
    }
    return str(yaml.dump(kept, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=WIDE))


def ordered(data: Any, first: tuple[str, ...] = ENTRY) -> Any:
    """The same data with the keys of mappings in the order in which people read them."""
    if isinstance(data, list):
        return [ordered(one) for one in data]
    if not isinstance(data, dict):
        return data
    rank = {key: place for place, key in enumerate(first)}
    return {key: ordered(data[key]) for key in sorted(data, key=lambda key: rank.get(key, 99))}
