"""Which files belong to the project: the folder in which tailor runs, and what is below it.

A folder from elsewhere may hold links and a tailor.toml that name files of the user's outside of
it. So what a file of the folder chose stays inside the folder; only what the user named on the
command line or in the environment may be anywhere (docs/security.md).
"""

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tailor.errors import FileError, InputError, LimitError, Place, Problem
from tailor.files import read_regular


@dataclass(frozen=True, slots=True)
class Named:
    """What the user named: these files, and the files that their folders hold."""

    files: frozenset[Path] = frozenset()
    folders: frozenset[Path] = frozenset()

    def __or__(self, other: "Named") -> "Named":
        return Named(self.files | other.files, self.folders | other.folders)


NOTHING = Named()


def named_file(path: Path) -> Named:
    """The user named one file; others may be next to it, in the same folder."""
    return Named(frozenset({path}), frozenset({path.parent}))


def named_pattern(pattern: str) -> Named:
    """The user named a file, or a pattern with {blanks}: then only the folder before the first."""
    path = folder = Path(pattern)
    if "{" not in pattern:
        return named_file(path)
    while "{" in str(folder):
        folder = folder.parent
    return Named(folders=frozenset({folder}))


TRIES = 20
"""How often a path is looked at whose links come and go."""


def real_path(path: Path) -> Path:
    """A path without links: absolute, whether there is such a file or not.

    Raises FileError if a link in it comes and goes so fast that it cannot be read, or if no file
    can be called so.
    """
    for _ in range(TRIES):
        try:
            return Path(os.path.realpath(path))
        except FileNotFoundError:  # A link vanished between the look at it and its reading.
            continue
        except ValueError as error:
            raise FileError(Problem(f"cannot be read: {error}", path_place(path))) from error
    raise FileError(Problem("this changed while it was read", Place(str(path))))


def is_inside(path: Path, folders: Iterable[Path] = ()) -> bool:
    """Whether a path leads, links and all, to a place below the project or one of some folders."""
    return is_below(path, (Path(), *folders))


def is_below(path: Path, folders: Iterable[Path]) -> bool:
    """Whether a path leads, links and all, to a place in one of some folders, or below."""
    if "\0" in str(path):
        return False
    real = real_path(path)
    return any(real.is_relative_to(real_path(folder)) for folder in folders)


def refuse_input(path: Path, option: str, folders: Iterable[Path] = ()) -> None:
    """Refuses a file to be read that leads out of the project.

    Args:
        path: as a file of the folder names it, or found by its name.
        option: what names it on the command line, such as --resume.
        folders: others in which it may lie.

    Raises:
        FileError: it does.
    """
    if not is_inside(path, folders):
        hint = f"if you want it, give it on the command line: {option} {path}"
        raise FileError(
            Problem(
                "this points outside of this folder, and is not read", path_place(path), hint=hint
            )
        )


LONGEST_SETTINGS = 1_000_000
"""Most bytes of a TOML file."""
MOST_KEY_PARTS = 100
"""Of a dotted key: `tomllib` takes the square of their number."""


def settings_text(path: Path) -> str:
    """The text of a TOML file of the project, which `tomllib` reads in a short time.

    Raises:
        FileError: it is a folder, a pipe or a device, leads nowhere, or cannot be read.
        InputError: it is not UTF-8.
        LimitError: it is larger than 1 MB, or one of its keys has more than 100 parts.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            hint = "remove it, or put a file in its place"
            raise FileError(Problem("this is not a file", path_place(path), hint=hint))
        data = read_regular(path, LONGEST_SETTINGS + 1)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FileError(Problem(f"cannot be read: {reason}", path_place(path))) from error
    if len(data) > LONGEST_SETTINGS:
        raise LimitError(
            Problem(f"this is larger than {LONGEST_SETTINGS:,} bytes", path_place(path))
        )
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise InputError(Problem("this is not UTF-8", path_place(path))) from error
    for number, line in enumerate(text.split("\n"), 1):
        is_remark = line.lstrip().startswith("#")
        if not is_remark and any(part.count(".") > MOST_KEY_PARTS for part in line.split("=")):
            message = f"this is nested too deeply: more than {MOST_KEY_PARTS} dots in a row"
            raise LimitError(Problem(message, Place(str(path), number)))
    return text


def result_destination(path: Path, named: Named) -> tuple[Path, Path]:
    """Where a result truly goes.

    Its folder must lie in the project or in a folder that the user named; if the file itself is a
    link, it must lead to a file in that same folder. A file that the user named may be anywhere.

    Args:
        path: as it was named, or chosen.
        named: what the user named.

    Returns:
        The path without links, and the folder below which no link may appear.

    Raises:
        FileError: a link or a setting of the folder leads elsewhere.
    """
    if path in named.files:
        place, project = real_path(path), real_path(Path())
        return place, nearest_existing(project if place.is_relative_to(project) else place.parent)
    folder = real_path(path.parent)
    place = folder / path.name
    is_link = os.path.islink(place)  # noqa: PTH114 (it never raises)
    if is_link:
        place = real_path(place)
    linked = is_link or any(map(os.path.islink, path.parents))
    roots = [top for top in map(real_path, (Path(), *named.folders)) if folder.is_relative_to(top)]
    is_near = place.parent.is_relative_to(folder)
    if roots and is_near and not (linked and is_hidden(place, roots[0])):
        return place, nearest_existing(roots[0])
    what = "this link points" if is_link else "a link points" if linked else "this points"
    message = f"{what} outside of its folder, and nothing is written"
    hint = "remove the link; or, " if is_link else ""
    hint += "if you want it, give exactly this path with --output or --html"
    raise FileError(Problem(message, path_place(path), hint=hint))


def is_hidden(path: Path, folder: Path) -> bool:
    """Whether a path goes through a name with a dot, such as .git, below a folder."""
    return any(name.startswith(".") for name in path.relative_to(folder).parts)


def nearest_existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    while not os.path.isdir(folder) and folder != folder.parent:  # noqa: PTH112 (never raises)
        folder = folder.parent
    return folder


def path_place(path: Path) -> Place:
    return Place(str(path))
