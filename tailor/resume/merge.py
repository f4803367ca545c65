"""Several CVs of one person as one master: nothing twice, nothing lost."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Any

from tailor.resume.matching import (
    NAMES,
    WORDS,
    Conflict,
    Merged,
    Similar,
    has_same_numbers,
    make_similarity,
    match_entries,
    month_number,
    more_specific,
    nearest_statement,
    normalise_letters,
    normalise_typing,
    statement_wordings,
    unknown_words,
    with_wording,
)

__all__ = ["Conflict", "Merged", "merge_masters", "newest_first"]

Data = dict[str, Any]
LISTS = ("keywords", "authors", "courses", "roles", "tags")
STATEMENTS = ("summary", "description", "reference")
DATES = ("startDate", "endDate", "date", "releaseDate")
SAME_PIECE = 0.6
"""Similarity from which two named pieces of work in one job are the same."""


def newest_first(masters: Sequence[Data]) -> list[Data]:
    """By the latest date in each; of two with the same, the one given later."""
    ranked = sorted(
        enumerate(masters), key=lambda one: (latest_month(one[1]), one[0]), reverse=True
    )
    return [master for _, master in ranked]


def latest_month(data: Any) -> int:
    """The latest month in the data of a master."""
    if isinstance(data, list):
        return max(map(latest_month, data), default=0)
    if not isinstance(data, dict):
        return 0
    own = [
        month_number(str(data[key]), last=len(str(data[key])) > 4) or 0
        for key in DATES
        if key in data
    ]
    return max([*own, *map(latest_month, data.values())], default=0)


def merge_masters(masters: Sequence[Data]) -> Merged:
    """The first master with everything that the others have more.

    Where they contradict each other, the first is right; what the others say is a conflict.
    """
    made = Merged(deepcopy(masters[0]))
    if len(masters) == 1:
        return made
    alike = make_similarity(list(all_texts(list(masters))))
    for other in masters[1:]:
        add_master(made, deepcopy(other), alike)
    if made.conflicts:
        meta = made.master.setdefault("meta", {})
        known = meta.setdefault("conflicts", [])
        new = [{"key": one.key, "kept": one.kept, "other": one.other} for one in made.conflicts]
        known += [one for one in new if one not in known]
    return made


def all_texts(data: Any) -> Iterator[str]:
    """Every text in the data of masters."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for one in data if isinstance(data, list) else data.values():
            yield from all_texts(one)


def add_master(made: Merged, other: Data, alike: Similar) -> None:
    """Adds one more master."""
    mine = made.master
    for key, value in other.items():
        if key == "basics":
            merge_fields(made, "basics", mine.setdefault(key, {}), value, alike)
        elif key == "sections":
            merge_sections(made, mine.setdefault(key, []), value, alike)
        elif key == "meta":
            merge_meta(mine.setdefault(key, {}), value)
        elif key == "letters":
            mine[key] = value | mine.get(key, {})
        elif key == "work":
            merge_jobs(made, mine.setdefault(key, []), value, alike)
        elif key in NAMES:
            merge_list(made, key, key, (mine.setdefault(key, []), value), alike)


SHARED = ("name", "location", "url")
"""What the positions with one employer have in common."""


def merge_jobs(made: Merged, mine: list[Data], theirs: list[Data], alike: Similar) -> None:
    """Adds jobs to ours. Positions with one employer are compared as jobs of their own; ours stay
    below their employer."""
    jobs, paths = split_positions(mine)
    known, before = len(jobs), len(made.conflicts)
    merge_list(made, "work", "work", (jobs, flat_jobs(theirs)), alike)
    for path, job in zip(paths, jobs, strict=False):
        if len(path) == 2:
            employer, number = mine[path[0]], path[1]
            shared = {key for key in SHARED if job.get(key) == employer.get(key)} | {"name"}
            role = {key: value for key, value in job.items() if key not in shared}
            if "title" in employer["positions"][number]:
                role = {"title" if key == "position" else key: one for key, one in role.items()}
            employer["positions"][number] = role
    mine += jobs[known:]
    for at, conflict in enumerate(made.conflicts[before:], before):
        _, job_number, *rest = conflict.key.split("/")
        place = paths[int(job_number)]
        steps = ("work", *map(str, place[:1]), *(f"positions/{one}" for one in place[1:]), *rest)
        made.conflicts[at] = replace(conflict, key="/".join(steps))


def split_positions(jobs: list[Data]) -> tuple[list[Data], list[tuple[int, ...]]]:
    """Jobs, and positions as jobs; and of each its number, and that of its position. An employer
    that has positions is a job as well if it has one of its own."""
    found: list[Data] = []
    paths: list[tuple[int, ...]] = []
    for index, job in enumerate(jobs):
        if job.get("position") or not job.get("positions"):
            found.append(job)
            paths.append((index,))
        shared = {key: job[key] for key in SHARED if job.get(key)}
        for number, role in enumerate(job.get("positions", [])):
            named = {"position" if key == "title" else key: one for key, one in role.items()}
            found.append(shared | named)
            paths.append((index, number))
    return found, paths


def flat_jobs(jobs: list[Data]) -> list[Data]:
    """Jobs, and each position as one; what is said of its employer is in the first of them."""
    flat = []
    for job in jobs:
        found, _ = split_positions([job])
        own = {key: one for key, one in job.items() if key not in (*SHARED, "positions")}
        if job.get("position") and job.get("positions"):
            found[0] = {key: one for key, one in job.items() if key != "positions"}
        elif job.get("positions"):
            first = found[0]
            for key, value in own.items():
                if isinstance(value, list):
                    first[key] = [*first.get(key, []), *value]
                elif first.setdefault(key, value) is not value:
                    first["highlights"] = [*first.get("highlights", []), value]
        flat += found
    return flat


def merge_meta(mine: Data, theirs: Data) -> None:
    """Keys of `meta`: lists grow, all else stays."""
    for key, value in theirs.items():
        if isinstance(value, list) and isinstance(mine.get(key), list):
            mine[key] += [one for one in value if one not in mine[key]]
        else:
            mine.setdefault(key, value)


def merge_sections(made: Merged, mine: list[Data], theirs: list[Data], alike: Similar) -> None:
    for section in theirs:
        title = normalise_letters(section["title"])
        at = next(
            (n for n, one in enumerate(mine) if normalise_letters(one["title"]) == title), None
        )
        if at is None:
            mine.append(section)
        else:
            both = (mine[at].setdefault("entries", []), section.get("entries", []))
            merge_list(made, f"sections/{at}/entries", "entries", both, alike)


def merge_list(
    made: Merged, path: str, kind: str, both: tuple[list[Data], list[Data]], alike: Similar
) -> None:
    """Adds the entries of a list to ours: the same ones once."""
    mine, theirs = both
    if kind in WORDS:
        theirs = [one for entry in theirs for one in unknown_words(made, path, mine, entry)]
    known = match_entries(kind, mine, theirs, alike)
    for index, entry in enumerate(theirs):
        if index in known:
            made.shared += 1
            merge_fields(made, f"{path}/{known[index]}", mine[known[index]], entry, alike)
        else:
            mine.append(entry)


def merge_fields(made: Merged, path: str, mine: Data, theirs: Data, alike: Similar) -> None:
    """Adds the fields of an entry to ours."""
    merge_bullets(made, path, mine, theirs, alike)
    for key, value in without_bullets(theirs, "highlights", "projects").items():
        if key == "endDate" and key not in mine and "startDate" in mine:
            made.conflicts.append(Conflict(f"{path}/{key}", "present", value))
        elif key not in mine:
            mine[key] = value
        elif isinstance(value, dict) and isinstance(mine[key], dict) and "text" not in value:
            merge_fields(made, f"{path}/{key}", mine[key], value, alike)
        else:
            mine[key] = merge_field(made, f"{path}/{key}", mine[key], value)


def merge_field(made: Merged, path: str, mine: Any, theirs: Any) -> Any:
    """What becomes of one field that both have."""
    key = path.rpartition("/")[2]
    if key == "profiles":
        return merge_profiles(mine, theirs)
    if key in LISTS:
        known = {normalise_typing(one) for one in mine}
        return [*mine, *(one for one in theirs if normalise_typing(one) not in known)]
    if key in STATEMENTS or (key == "label" and dict in (type(mine), type(theirs))):
        return add_wording(made, mine, theirs)
    agreed = more_specific(key, str(mine), str(theirs))
    if agreed is None:
        made.conflicts.append(Conflict(path, str(mine), str(theirs)))
    return mine if agreed is None else agreed


def add_wording(made: Merged, mine: Any, theirs: Any) -> Any:
    for text in statement_wordings(theirs):
        grown = with_wording(mine, text)
        made.wordings += grown is not mine
        mine = grown
    return mine


def merge_profiles(mine: list[Data], theirs: list[Data]) -> list[Data]:
    for one in theirs:
        same = next(
            (n for n, old in enumerate(mine) if profile_network(old) == profile_network(one)), None
        )
        if same is None:
            mine.append(one)
        else:
            mine[same] = one | mine[same]
    return mine


def profile_network(profile: Data) -> str:
    return normalise_letters(profile.get("network", "") or profile.get("url", ""))


def merge_bullets(made: Merged, path: str, mine: Data, theirs: Data, alike: Similar) -> None:
    """Adds the bullets of an entry and of its pieces of work to ours."""
    spread_bullets(made, path, (mine, mine), theirs.get("highlights", []), alike)
    for piece in theirs.get("projects", []):
        own = same_piece(mine, piece, alike)
        target = mine["projects"][own] if own is not None else dict(piece, highlights=[])
        before = len(target.get("highlights", []))
        spread_bullets(made, path, (mine, target), piece.get("highlights", []), alike)
        if own is not None:
            merge_fields(
                made, f"{path}/projects/{own}", target, without_bullets(piece, "highlights"), alike
            )
        elif len(target["highlights"]) > before or not piece.get("highlights"):
            mine.setdefault("projects", []).append(target)
        else:
            made.conflicts.append(Conflict(f"{path}/projects", "", piece_heading(piece)))


def without_bullets(data: Data, *names: str) -> Data:
    return {key: value for key, value in data.items() if key not in names}


def piece_heading(piece: Data) -> str:
    words = ", ".join(piece.get("keywords", []))
    return f"{piece.get('name', '')} ({words})" if words else str(piece.get("name", ""))


def same_piece(mine: Data, piece: Data, alike: Similar) -> int | None:
    """The index of the named piece of work that has this one's name."""
    name = piece.get("name", "")
    for index, own in enumerate(mine.get("projects", [])):
        if name and "name" in own and alike(own["name"], name) >= SAME_PIECE:
            return index
    return None


def spread_bullets(
    made: Merged, path: str, where: tuple[Data, Data], theirs: list[Any], alike: Similar
) -> None:
    """Adds bullets: to the statement of the entry that says the same, else to the target."""
    entry, target = where
    for bullet in theirs:
        lists = [entry, *entry.get("projects", [])]
        lists += [] if any(one is target for one in lists) else [target]
        every = [(one, n) for one in lists for n in range(len(one.get("highlights", [])))]
        found = nearest_statement(bullet, [one["highlights"][n] for one, n in every], alike)
        holder, at = every[found] if found is not None else (target, -1)
        old = holder["highlights"][at] if found is not None else None
        if old is not None and has_same_numbers(old, bullet):
            holder["highlights"][at] = add_wording(made, old, bullet)
            continue
        if old is not None:
            kept, other = statement_wordings(old)[0], statement_wordings(bullet)[0]
            made.conflicts.append(Conflict(f"{path}/highlights", kept, other))
        target.setdefault("highlights", []).append(bullet)
