"""What is said of files that a lock file names outside of the project: never what stands in them.

A lock file may come from elsewhere and name any file of the user's; what is wrong with that one as
a master would quote it. It is read all the same: the user may have made the page from there.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from tailor.model import Finding
from tailor.project import is_inside

MESSAGE = (
    "this file, which the lock file names, lies outside of this folder and cannot be used: "
    "run tailor check on it"
)


def unquoted(findings: Iterable[Finding], files: Iterable[str], folder: Path) -> Iterator[Finding]:
    """The findings, each once, without the text of files outside of the project.

    Args:
        findings: what was found of a page.
        files: its inputs, as the lock file names them.
        folder: that of the lock file, where they may lie too.
    """
    there = filter(os.path.exists, files)
    outside = [name for name in there if not is_inside(Path(name), [folder])]
    last = None
    for one in findings:
        if one.level == "fail" and any(one.place.startswith(name) for name in outside):
            one = replace(one, message=MESSAGE)
        if one != last:
            yield one
        last = one
