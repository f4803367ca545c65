"""What tailor promises about trust, tried out: hostile inputs, crashes, privacy, the same bytes.

`make trust`, or `python -m benchmarks.trust --only 4,5 --quick`. A number of docs/security.md is
tried by the modules that `MODULES` names for it; each has a function

    def run(quick: bool) -> Iterator[Line]

that yields what it found out as soon as it knows it.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

MODULES: dict[int, tuple[str, ...]] = {
    1: ("inputs",),
    2: ("tex",),
    3: ("loaders",),
    4: ("kills", "files"),
    5: ("toolchain",),
    6: ("privacy",),
    7: ("same",),
    8: ("supply",),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One promise: what was tried, how often, how many of these failed, and what was seen.

    `most` is the bar: so many may fail. A promise that cannot be tried here says why in
    `skipped`; that is no failure, but it is seen.
    """

    name: str
    tried: int
    failed: int = 0
    detail: str = ""
    most: int = 0
    skipped: str = ""

    @property
    def holds(self) -> bool:
        return self.failed <= self.most and (self.tried > 0 or bool(self.skipped))

    @property
    def verdict(self) -> str:
        return "skipped" if self.skipped else "ok" if self.holds else "FAIL"


def beside(*tries: Callable[[], Line]) -> Iterator[Line]:
    """What functions find that mostly wait for other processes, two of them at a time."""
    with ThreadPoolExecutor(2) as pool:
        yield from pool.map(lambda one: one(), tries)
