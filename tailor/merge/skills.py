"""Skills and interests of two CVs: none is listed twice."""

from typing import Any

from tailor.merge.conflicts import Conflict, Merged
from tailor.merge.names import plain, typed

Data = dict[str, Any]

WORDS = ("skills", "interests")


def unknown(made: Merged, path: str, mine: list[Data], entry: Data) -> list[Data]:
    """A category without the words that stand in ours; none if nothing is left of it.

    The name of a category all of whose words are known is ours if ours has none, else a conflict.
    """
    known = {typed(word): at for at, one in enumerate(mine) for word in one.get("keywords", [])}
    words = entry.get("keywords", [])
    new = [word for word in words if typed(word) not in known]
    names = {plain(one.get("name", "")) for one in mine}
    if new or not words or plain(entry.get("name", "")) in names:
        return [entry | {"keywords": new} if words else entry]
    if "name" in entry:
        at = known[typed(words[0])]
        settle(made, f"{path}/{at}", mine[at], entry)
    return []


def settle(made: Merged, path: str, mine: Data, entry: Data) -> None:
    """Keeps the name and the level of a category that ours holds already."""
    whole = {typed(word) for word in mine["keywords"]} == {
        typed(word) for word in entry["keywords"]
    }
    for key in ("name", "level"):
        if key in entry and key not in mine and whole:
            mine[key] = entry[key]
        elif key in entry and typed(mine.get(key, "")) != typed(entry[key]):
            made.conflicts.append(Conflict(f"{path}/{key}", mine.get(key, ""), entry[key]))
