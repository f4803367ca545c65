"""Whether the files that a page is made of were saved: asked of the file system, again and again.

So it works wherever files can be read: on network drives, in containers, for editors that save by
renaming, and without limits on how many files may be watched (docs/dependencies.md).
"""

import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from tailor.cli.config import CONFIG_NAMES
from tailor.cli.inputs import NAMES, VARIABLE
from tailor.cli.settings import Settings
from tailor.posting.sources import in_file
from tailor.render.templates import ABOUT

OFTEN, SELDOM, AWAKE = 0.02, 0.1, 120.0
"""Seconds between two looks, between two when nothing was saved for long, and how long that is."""
SETTLED, PATIENCE = 0.02, 0.5
"""A file is whole when it is the same for `SETTLED` seconds; one that changes on, or is empty or
gone, is waited for no longer than `PATIENCE`."""
BURST = 1.0
"""Seconds within which two saves may be one that is not finished."""
RECENT = 1.0
"""Seconds; a file that is older when its change is noticed was changed at a time not known."""

Stamp = tuple[int, int, int] | None
"""When a file was changed (ns), its size and its number; None if there is none."""
Stamps = Mapping[str, Stamp]


@dataclass(frozen=True, slots=True)
class ChangeEvent:
    """What was saved, and when (on the scale of `time.perf_counter`); `files` is empty at first.

    `stamps` are those of all files before anyone read them.
    """

    files: tuple[str, ...]
    moment: float
    stamps: Stamps
    look: Callable[[], Stamps]

    def is_stale(self) -> bool:
        """Whether something was saved since."""
        return self.look() != self.stamps

    def is_stale_within(self, seconds: float) -> bool:
        """The same, waiting for it for a while."""
        end = time.perf_counter() + seconds
        while not self.is_stale():
            if time.perf_counter() >= end:
                return False
            time.sleep(OFTEN)
        return True


def watched_paths(settings: Settings) -> Iterator[str]:
    """The files that a page is made of, and those that would be if they were there."""
    yield from CONFIG_NAMES
    master = settings.resume or os.environ.get(VARIABLE)
    yield from (str(master),) if master else NAMES
    if in_file(settings.job):
        yield settings.job
    template = settings.template
    try:
        names = os.listdir(template)  # noqa: PTH208 (this is done often, and paths are slow)
    except OSError:
        yield template
    else:
        yield from (f"{template}/{name}" for name in names if is_template_file(name))


def is_template_file(name: str) -> bool:
    """Whether a file of a template's folder is a part of the template."""
    return name.endswith(".j2") or name == ABOUT


def take_stamps(paths: Iterable[str]) -> Stamps:
    return {path: take_stamp(path) for path in paths}


def take_stamp(path: str) -> Stamp:
    try:
        status = os.stat(path)  # noqa: PTH116 (the same)
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(status.st_mode):
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def wait_for_saves(
    look: Callable[[], Stamps], check_stop: Callable[[], object]
) -> Iterator[ChangeEvent]:
    """A first one at once; then one whenever something was saved since the last was yielded.

    Whoever makes something of a save asks it again and again whether it is stale: so it is yielded
    at once, unless it may be a part of one that continues.

    Args:
        look: the stamps of the files as they are now; which files may change.
        check_stop: called before each look; it raises to end the loop.
    """
    last = wait_until_written(look, look())
    started = time.perf_counter()
    yield ChangeEvent((), started, last, look)
    while True:
        now = wait_for_change(look, last, check_stop)
        noticed = time.perf_counter()
        if noticed - started < BURST or not is_whole(now, last):
            now = wait_until_written(look, last)
        files = tuple(name for name in {**last, **now} if now.get(name) != last.get(name))
        started, moment = noticed, noticed - seconds_since_change(now.get(name) for name in files)
        last = now
        yield ChangeEvent(files, moment, last, look)


def wait_for_change(
    look: Callable[[], Stamps], last: Stamps, check_stop: Callable[[], object]
) -> Stamps:
    """The stamps as soon as they are not the last ones any more."""
    since = time.perf_counter()
    while (now := look()) == last:
        check_stop()
        time.sleep(OFTEN if time.perf_counter() - since < AWAKE else SELDOM)
    return now


def wait_until_written(look: Callable[[], Stamps], last: Stamps) -> Stamps:
    """The stamps when nobody is writing any more."""
    end = time.perf_counter() + PATIENCE
    before = look()
    while True:
        time.sleep(SETTLED)
        now = look()
        if (now == before and is_whole(now, last)) or time.perf_counter() >= end:
            return now
        before = now


def is_whole(now: Stamps, last: Stamps) -> bool:
    """Whether no file is empty or gone that was there before."""
    names = {name for name, stamp in last.items() if has_content(stamp)}
    return all(has_content(now[name]) for name in names & now.keys())


def has_content(stamp: Stamp) -> bool:
    return stamp is not None and stamp[1] > 0


def seconds_since_change(stamps: Iterable[Stamp]) -> float:
    """Seconds since the last of some files was changed, if its clock seems to be ours; else 0."""
    newest = max((stamp[0] for stamp in stamps if stamp), default=0)
    seconds = time.time() - newest / 1e9
    return seconds if 0 <= seconds < RECENT else 0.0
