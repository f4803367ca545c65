"""Several CVs of one person as one master: nothing twice, nothing lost."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from tailor.merge.agree import fuller
from tailor.merge.conflicts import Conflict, Merged
from tailor.merge.entries import NAMES, pairs
from tailor.merge.names import Similar, month, plain, similarity, typed
from tailor.merge.skills import WORDS, unknown
from tailor.merge.statements import nearest, same_numbers, with_wording, wordings

__all__ = ["Conflict", "Merged", "merge", "newest_first"]

Data = dict[str, Any]
LISTS = ("keywords", "authors", "courses", "roles", "tags")
STATEMENTS = ("summary", "description", "reference")
DATES = ("startDate", "endDate", "date", "releaseDate")
SAME_PIECE = 0.6
"""Similarity from which two named pieces of work in one job are the same."""


def newest_first(masters: Sequence[Data]) -> list[Data]:
    """By the latest date in each; of two with the same, the one given later."""
    ranked = sorted(enumerate(masters), key=lambda one: (latest(one[1]), one[0]), reverse=True)
    return [master for _, master in ranked]


def latest(data: Any) -> int:
    """The latest month in the data of a master."""
    if isinstance(data, list):
        return max(map(latest, data), default=0)
    if not isinstance(data, dict):
        return 0
    own = [month(str(data[key]), last=len(str(data[key])) > 4) or 0 for key in DATES if key in data]
    return max([*own, *map(latest, data.values())], default=0)


def merge(masters: Sequence[Data]) -> Merged:
    """The first master with everything that the others have more.

    Where they contradict each other, the first is right; what the others say is a conflict.
    """
    made = Merged(deepcopy(masters[0]))
    if len(masters) == 1:
        return made
    alike = similarity(list(texts(list(masters))))
    for other in masters[1:]:
        joined(made, deepcopy(other), alike)
    if made.conflicts:
        meta = made.master.setdefault("meta", {})
        known = meta.setdefault("conflicts", [])
        new = [{"key": one.key, "kept": one.kept, "other": one.other} for one in made.conflicts]
        known += [one for one in new if one not in known]
    return made


def texts(data: Any) -> Iterator[str]:
    """Every text in the data of masters."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for one in data if isinstance(data, list) else data.values():
            yield from texts(one)


def joined(made: Merged, other: Data, alike: Similar) -> None:
    """Adds one more master."""
    mine = made.master
    for key, value in other.items():
        if key == "basics":
            fields(made, "basics", mine.setdefault(key, {}), value, alike)
        elif key == "sections":
            sections(made, mine.setdefault(key, []), value, alike)
        elif key == "meta":
            remarks(mine.setdefault(key, {}), value)
        elif key in NAMES:
            listed(made, key, key, (mine.setdefault(key, []), value), alike)


def remarks(mine: Data, theirs: Data) -> None:
    """Keys of `meta`: lists grow, all else stays."""
    for key, value in theirs.items():
        if isinstance(value, list) and isinstance(mine.get(key), list):
            mine[key] += [one for one in value if one not in mine[key]]
        else:
            mine.setdefault(key, value)


def sections(made: Merged, mine: list[Data], theirs: list[Data], alike: Similar) -> None:
    for section in theirs:
        title = plain(section["title"])
        at = next((n for n, one in enumerate(mine) if plain(one["title"]) == title), None)
        if at is None:
            mine.append(section)
        else:
            both = (mine[at].setdefault("entries", []), section.get("entries", []))
            listed(made, f"sections/{at}/entries", "entries", both, alike)


def listed(
    made: Merged, path: str, kind: str, both: tuple[list[Data], list[Data]], alike: Similar
) -> None:
    """Adds the entries of a list to ours: the same ones once."""
    mine, theirs = both
    if kind in WORDS:
        theirs = [one for entry in theirs for one in unknown(made, path, mine, entry)]
    known = pairs(kind, mine, theirs, alike)
    for index, entry in enumerate(theirs):
        if index in known:
            made.shared += 1
            fields(made, f"{path}/{known[index]}", mine[known[index]], entry, alike)
        else:
            mine.append(entry)


def fields(made: Merged, path: str, mine: Data, theirs: Data, alike: Similar) -> None:
    """Adds the fields of an entry to ours."""
    bullets(made, path, mine, theirs, alike)
    for key, value in without(theirs, "highlights", "projects").items():
        if key == "endDate" and key not in mine and "startDate" in mine:
            made.conflicts.append(Conflict(f"{path}/{key}", "present", value))
        elif key not in mine:
            mine[key] = value
        elif isinstance(value, dict) and isinstance(mine[key], dict) and "text" not in value:
            fields(made, f"{path}/{key}", mine[key], value, alike)
        else:
            mine[key] = both(made, f"{path}/{key}", mine[key], value)


def both(made: Merged, path: str, mine: Any, theirs: Any) -> Any:
    """What becomes of one field that both have."""
    key = path.rpartition("/")[2]
    if key == "profiles":
        return profiles(mine, theirs)
    if key in LISTS:
        known = {typed(one) for one in mine}
        return [*mine, *(one for one in theirs if typed(one) not in known)]
    if key in STATEMENTS or (key == "label" and dict in (type(mine), type(theirs))):
        return wording(made, mine, theirs)
    agreed = fuller(key, str(mine), str(theirs))
    if agreed is None:
        made.conflicts.append(Conflict(path, str(mine), str(theirs)))
    return mine if agreed is None else agreed


def wording(made: Merged, mine: Any, theirs: Any) -> Any:
    for text in wordings(theirs):
        grown = with_wording(mine, text)
        made.wordings += grown is not mine
        mine = grown
    return mine


def profiles(mine: list[Data], theirs: list[Data]) -> list[Data]:
    for one in theirs:
        same = next((n for n, old in enumerate(mine) if network(old) == network(one)), None)
        if same is None:
            mine.append(one)
        else:
            mine[same] = one | mine[same]
    return mine


def network(profile: Data) -> str:
    return plain(profile.get("network", "") or profile.get("url", ""))


def bullets(made: Merged, path: str, mine: Data, theirs: Data, alike: Similar) -> None:
    """Adds the bullets of an entry and of its pieces of work to ours."""
    spread(made, path, (mine, mine), theirs.get("highlights", []), alike)
    for piece in theirs.get("projects", []):
        own = same_piece(mine, piece, alike)
        target = mine["projects"][own] if own is not None else dict(piece, highlights=[])
        before = len(target.get("highlights", []))
        spread(made, path, (mine, target), piece.get("highlights", []), alike)
        if own is not None:
            fields(made, f"{path}/projects/{own}", target, without(piece, "highlights"), alike)
        elif len(target["highlights"]) > before or not piece.get("highlights"):
            mine.setdefault("projects", []).append(target)
        else:
            made.conflicts.append(Conflict(f"{path}/projects", "", heading(piece)))


def without(data: Data, *names: str) -> Data:
    return {key: value for key, value in data.items() if key not in names}


def heading(piece: Data) -> str:
    words = ", ".join(piece.get("keywords", []))
    return f"{piece.get('name', '')} ({words})" if words else str(piece.get("name", ""))


def same_piece(mine: Data, piece: Data, alike: Similar) -> int | None:
    """The index of the named piece of work that has this one's name."""
    name = piece.get("name", "")
    for index, own in enumerate(mine.get("projects", [])):
        if name and "name" in own and alike(own["name"], name) >= SAME_PIECE:
            return index
    return None


def spread(
    made: Merged, path: str, where: tuple[Data, Data], theirs: list[Any], alike: Similar
) -> None:
    """Adds bullets: to the statement of the entry that says the same, else to the target."""
    entry, target = where
    for bullet in theirs:
        lists = [entry, *entry.get("projects", [])]
        lists += [] if any(one is target for one in lists) else [target]
        every = [(one, n) for one in lists for n in range(len(one.get("highlights", [])))]
        found = nearest(bullet, [one["highlights"][n] for one, n in every], alike)
        holder, at = every[found] if found is not None else (target, -1)
        old = holder["highlights"][at] if found is not None else None
        if old is not None and same_numbers(old, bullet):
            holder["highlights"][at] = wording(made, old, bullet)
            continue
        if old is not None:
            kept, other = wordings(old)[0], wordings(bullet)[0]
            made.conflicts.append(Conflict(f"{path}/highlights", kept, other))
        target.setdefault("highlights", []).append(bullet)
