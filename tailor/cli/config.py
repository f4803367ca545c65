"""`tailor.toml`, or `[tool.tailor]` in pyproject.toml: what a folder's pages are made with.

What is in it is read by `tailor.cli.config_file`, which is imported only if there is one.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tailor.errors import FileError, Place, Problem
from tailor.project import LONGEST_SETTINGS, is_inside

NAMES = ("tailor.toml", "pyproject.toml")


@dataclass(frozen=True, slots=True)
class Config:
    """What is written in a file, by key; `lines` says where. All empty if there is no file."""

    path: Path | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    jobs: tuple[Mapping[str, Any], ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)

    def overrides(self, posting: str) -> Mapping[str, Any]:
        """What is said for one posting only."""
        wanted = Path(posting)
        found = (job for job in self.jobs if Path(job["posting"]) == wanted)
        return next(found, {})


def beginning(path: Path) -> bytes:
    """As much of a file as may be read (`tailor.project.settings_text`); all if it is short."""
    with path.open("rb") as file:
        return file.read(LONGEST_SETTINGS + 1)


def find_config(folder: Path) -> Config:
    """What tailor.toml says, else `[tool.tailor]` in pyproject.toml.

    Raises:
        InputError: the file is wrong; every fault has its line and column.
        LimitError: it is larger than 1 MB.
        FileError: it is a link that leads out of the folder, or no file.
    """
    for name in NAMES:
        path = folder / name
        if not os.path.lexists(path):
            continue
        if name != "pyproject.toml" or (path.is_file() and b"tailor" in beginning(path)):
            if not is_inside(path, [folder]):
                message = "this link leads out of this folder, and is not read"
                hint = "put a copy here, or remove it"
                raise FileError(Problem(message, Place(str(path)), hint=hint))
            from tailor.cli.config_file import read_config

            prefix = ("tool", "tailor") if name == "pyproject.toml" else ()
            found = read_config(path, prefix)
            if found is not None:
                return found
    return Config()
