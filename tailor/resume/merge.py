"""Several CVs of one person as one master: nothing twice, nothing lost."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import asdict, replace
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

__all__ = ["Conflict", "Merged", "conflict_record", "merge_masters", "newest_first"]

Data = dict[str, Any]
LISTS = ("keywords", "authors", "courses", "roles", "tags")
STATEMENTS = ("summary", "description", "reference")
DATES = ("startDate", "endDate", "date", "releaseDate")
SAME_PIECE = 0.6
"""Similarity from which two named pieces of work in one job are the same."""


def newest_first(masters: Sequence[Data]) -> list[Data]:
    """By the latest date in each; of two with the same, the one given later."""
    ranked = sorted(
        enumerate(masters), key=lambda pair: (latest_month(pair[1]), pair[0]), reverse=True
    )
    return [master for _, master in ranked]


def latest_month(data: Any) -> int:
    """The latest month in the data of a master."""
    if isinstance(data, list):
        return max(map(latest_month, data), default=0)
    if not isinstance(data, dict):
        return 0
    months = [
        month_number(str(data[key]), last=len(str(data[key])) > 4) or 0
        for key in DATES
        if key in data
    ]
    return max([*months, *map(latest_month, data.values())], default=0)


def merge_masters(masters: Sequence[Data], files: Sequence[str] = ()) -> Merged:
    """The first master with everything that the others have more.

    Where they contradict each other, the first is right; what the others say is a conflict.
    `files` are the names of the masters' files, for those conflicts.
    """
    merged = Merged(deepcopy(masters[0]))
    if len(masters) == 1:
        return merged
    score = make_similarity(list(all_texts(list(masters))))
    for number, other in enumerate(masters[1:], 1):
        file = files[number] if files else ""
        before = len(merged.conflicts)
        add_master(merged, deepcopy(other), score)
        reported = {(old.key, old.kept, old.other) for old in merged.conflicts[:before]}
        merged.conflicts[before:] = [
            replace(new, file=file)
            for new in merged.conflicts[before:]
            if (new.key, new.kept, new.other) not in reported
        ]
    if merged.conflicts:
        meta = merged.master.setdefault("meta", {})
        conflicts = meta.setdefault("conflicts", [])
        new_conflicts = [conflict_record(conflict) for conflict in merged.conflicts]
        conflicts += [conflict for conflict in new_conflicts if conflict not in conflicts]
    return merged


def conflict_record(conflict: Conflict) -> Data:
    """A conflict as the keys of a mapping, without an empty `file`."""
    record = asdict(conflict)
    return record if conflict.file else {key: record[key] for key in ("key", "kept", "other")}


def all_texts(data: Any) -> Iterator[str]:
    """Every text in the data of masters."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list):
        for item in data if isinstance(data, list) else data.values():
            yield from all_texts(item)


def add_master(merged: Merged, other: Data, score: Similar) -> None:
    """Adds one more master."""
    ours = merged.master
    for key, value in other.items():
        if key == "basics":
            merge_fields(merged, "basics", ours.setdefault(key, {}), value, score)
        elif key == "sections":
            merge_sections(merged, ours.setdefault(key, []), value, score)
        elif key == "meta":
            merge_meta(ours.setdefault(key, {}), value)
        elif key == "letters":
            ours[key] = value | ours.get(key, {})
        elif key == "work":
            merge_jobs(merged, ours.setdefault(key, []), value, score)
        elif key in NAMES:
            merge_list(merged, key, key, (ours.setdefault(key, []), value), score)


SHARED = ("name", "location", "url")
"""What the positions with one employer have in common."""


def merge_jobs(merged: Merged, ours: list[Data], theirs: list[Data], score: Similar) -> None:
    """Adds jobs to ours. Positions with one employer are compared as jobs of their own; ours stay
    below their employer."""
    jobs, paths = split_positions(ours)
    count, before = len(jobs), len(merged.conflicts)
    merge_list(merged, "work", "work", (jobs, flat_jobs(theirs)), score)
    for path, job in zip(paths, jobs, strict=False):
        if len(path) == 2:
            employer, number = ours[path[0]], path[1]
            shared = {key for key in SHARED if job.get(key) == employer.get(key)} | {"name"}
            role = {key: value for key, value in job.items() if key not in shared}
            if "title" in employer["positions"][number]:
                role = {"title" if key == "position" else key: value for key, value in role.items()}
            employer["positions"][number] = role
    ours += jobs[count:]
    for index, conflict in enumerate(merged.conflicts[before:], before):
        _, job_number, *rest = conflict.key.split("/")
        place = paths[int(job_number)]
        steps = ("work", *map(str, place[:1]), *(f"positions/{n}" for n in place[1:]), *rest)
        merged.conflicts[index] = replace(conflict, key="/".join(steps))


def split_positions(jobs: list[Data]) -> tuple[list[Data], list[tuple[int, ...]]]:
    """Jobs, and positions as jobs; and of each its number, and that of its position. An employer
    that has positions is a job as well if it has one of its own."""
    roles: list[Data] = []
    paths: list[tuple[int, ...]] = []
    for index, job in enumerate(jobs):
        if job.get("position") or not job.get("positions"):
            roles.append(job)
            paths.append((index,))
        shared = {key: job[key] for key in SHARED if job.get(key)}
        for number, role in enumerate(job.get("positions", [])):
            fields = {"position" if key == "title" else key: value for key, value in role.items()}
            roles.append(shared | fields)
            paths.append((index, number))
    return roles, paths


def flat_jobs(jobs: list[Data]) -> list[Data]:
    """Jobs, and each position as one; what is said of its employer is in the first of them."""
    flat = []
    for job in jobs:
        roles, _ = split_positions([job])
        fields = {key: value for key, value in job.items() if key not in (*SHARED, "positions")}
        if job.get("position") and job.get("positions"):
            roles[0] = {key: value for key, value in job.items() if key != "positions"}
        elif job.get("positions"):
            first = roles[0]
            for key, value in fields.items():
                if isinstance(value, list):
                    first[key] = [*first.get(key, []), *value]
                elif first.setdefault(key, value) is not value:
                    first["highlights"] = [*first.get("highlights", []), value]
        flat += roles
    return flat


def merge_meta(ours: Data, theirs: Data) -> None:
    """Keys of `meta`: lists grow, all else stays."""
    for key, value in theirs.items():
        if isinstance(value, list) and isinstance(ours.get(key), list):
            ours[key] += [item for item in value if item not in ours[key]]
        else:
            ours.setdefault(key, value)


def merge_sections(merged: Merged, ours: list[Data], theirs: list[Data], score: Similar) -> None:
    for section in theirs:
        title = normalise_letters(section["title"])
        index = next(
            (n for n, other in enumerate(ours) if normalise_letters(other["title"]) == title), None
        )
        if index is None:
            ours.append(section)
        else:
            both = (ours[index].setdefault("entries", []), section.get("entries", []))
            merge_list(merged, f"sections/{index}/entries", "entries", both, score)


def merge_list(
    merged: Merged, path: str, kind: str, both: tuple[list[Data], list[Data]], score: Similar
) -> None:
    """Adds the entries of a list to ours: the same ones once."""
    ours, theirs = both
    if kind in WORDS:
        theirs = [item for entry in theirs for item in unknown_words(merged, path, ours, entry)]
    matches = match_entries(kind, ours, theirs, score)
    for index, entry in enumerate(theirs):
        if index in matches:
            merged.shared += 1
            merge_fields(merged, f"{path}/{matches[index]}", ours[matches[index]], entry, score)
        else:
            ours.append(entry)


def merge_fields(merged: Merged, path: str, ours: Data, theirs: Data, score: Similar) -> None:
    """Adds the fields of an entry to ours."""
    merge_bullets(merged, path, ours, theirs, score)
    for key, value in without_bullets(theirs, "highlights", "projects").items():
        if key == "endDate" and key not in ours and "startDate" in ours:
            merged.conflicts.append(Conflict(f"{path}/{key}", "present", value))
        elif key not in ours:
            ours[key] = value
        elif isinstance(value, dict) and isinstance(ours[key], dict) and "text" not in value:
            merge_fields(merged, f"{path}/{key}", ours[key], value, score)
        else:
            ours[key] = merge_field(merged, f"{path}/{key}", ours[key], value)


def merge_field(merged: Merged, path: str, ours: Any, theirs: Any) -> Any:
    """What becomes of one field that both have."""
    key = path.rpartition("/")[2]
    if key == "profiles":
        return merge_profiles(ours, theirs)
    if key in LISTS:
        words = {normalise_typing(word) for word in ours}
        return [*ours, *(word for word in theirs if normalise_typing(word) not in words)]
    if key in STATEMENTS or (key == "label" and dict in (type(ours), type(theirs))):
        return add_wording(merged, ours, theirs)
    agreed = more_specific(key, str(ours), str(theirs))
    if agreed is None:
        merged.conflicts.append(Conflict(path, str(ours), str(theirs)))
    return ours if agreed is None else agreed


def add_wording(merged: Merged, ours: Any, theirs: Any) -> Any:
    for text in statement_wordings(theirs):
        grown = with_wording(ours, text)
        merged.wordings += grown is not ours
        ours = grown
    return ours


def merge_profiles(ours: list[Data], theirs: list[Data]) -> list[Data]:
    for new in theirs:
        same = next(
            (n for n, old in enumerate(ours) if profile_network(old) == profile_network(new)), None
        )
        if same is None:
            ours.append(new)
        else:
            ours[same] = new | ours[same]
    return ours


def profile_network(profile: Data) -> str:
    return normalise_letters(profile.get("network", "") or profile.get("url", ""))


def merge_bullets(merged: Merged, path: str, ours: Data, theirs: Data, score: Similar) -> None:
    """Adds the bullets of an entry and of its pieces of work to ours."""
    spread_bullets(merged, path, (ours, ours), theirs.get("highlights", []), score)
    for piece in theirs.get("projects", []):
        index = same_piece(ours, piece, score)
        target = ours["projects"][index] if index is not None else dict(piece, highlights=[])
        before = len(target.get("highlights", []))
        spread_bullets(merged, path, (ours, target), piece.get("highlights", []), score)
        if index is not None:
            merge_fields(
                merged,
                f"{path}/projects/{index}",
                target,
                without_bullets(piece, "highlights"),
                score,
            )
        elif len(target["highlights"]) > before or not piece.get("highlights"):
            ours.setdefault("projects", []).append(target)
        else:
            merged.conflicts.append(Conflict(f"{path}/projects", "", piece_heading(piece)))


def without_bullets(data: Data, *names: str) -> Data:
    return {key: value for key, value in data.items() if key not in names}


def piece_heading(piece: Data) -> str:
    words = ", ".join(piece.get("keywords", []))
    return f"{piece.get('name', '')} ({words})" if words else str(piece.get("name", ""))


def same_piece(ours: Data, piece: Data, score: Similar) -> int | None:
    """The index of the named piece of work that has this one's name."""
    name = piece.get("name", "")
    for index, other in enumerate(ours.get("projects", [])):
        if name and "name" in other and score(other["name"], name) >= SAME_PIECE:
            return index
    return None


def spread_bullets(
    merged: Merged, path: str, where: tuple[Data, Data], theirs: list[Any], score: Similar
) -> None:
    """Adds bullets: to the statement of the entry that says the same, else to the target."""
    entry, target = where
    for bullet in theirs:
        lists = [entry, *entry.get("projects", [])]
        lists += [] if any(item is target for item in lists) else [target]
        every = [(item, n) for item in lists for n in range(len(item.get("highlights", [])))]
        nearest = nearest_statement(bullet, [item["highlights"][n] for item, n in every], score)
        holder, index = every[nearest] if nearest is not None else (target, -1)
        old = holder["highlights"][index] if nearest is not None else None
        if old is not None and has_same_numbers(old, bullet):
            holder["highlights"][index] = add_wording(merged, old, bullet)
            continue
        if old is not None:
            first, second = statement_wordings(old)[0], statement_wordings(bullet)[0]
            merged.conflicts.append(Conflict(f"{path}/highlights", first, second))
        target.setdefault("highlights", []).append(bullet)
