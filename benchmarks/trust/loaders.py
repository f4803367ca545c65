"""No. 3: whatever is in a file, a loader ends within limits, with a value or with our own error.

`python -m benchmarks.trust.loaders --minutes 60` fuzzes for an hour.
"""

import argparse
import os
import random
import resource
import signal
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

from benchmarks.trust import Line
from benchmarks.trust.bombs import bombs
from benchmarks.trust.patterns import slow
from benchmarks.trust.samples import samples, spoiled
from tailor.errors import TailorError
from tailor.files import PACKAGE
from tailor.loader import import_cv
from tailor.posting import parse_posting
from tailor.posting.formats import READERS
from tailor.posting.sources import RawPosting, decode_text

MINUTES = 1.0
ROUND = 40
"""Files that one process reads."""
SECONDS = 20
"""CPU seconds that one file may take, in its process; as in `tailor import`."""
MEMORY = 2_000_000_000


def run(quick: bool) -> Iterator[Line]:
    yield from fuzzed(0.5 if quick else MINUTES)
    yield from bombs(quick)
    count, lines, wrong = slow()
    name = "regular expressions against lines that stall them"
    yield Line(name, count * lines, len(wrong), "; ".join(wrong) or f"{count} expressions")


def fuzzed(minutes: float, seed: int = 0, processes: int = 2) -> Iterator[Line]:
    """Spoiled files of every kind, each kind for the same time, in processes with limits; as many
    kinds at a time as there are processes."""
    kinds = list(samples())
    seconds = minutes * 60 / len(kinds)
    tasks = [(kind, seconds, seed + 1_000_000 * number) for number, kind in enumerate(kinds)]
    with get_context("spawn").Pool(processes) as pool:
        yield from pool.imap(spoiled_files, tasks)


def spoiled_files(task: tuple[str, float, int]) -> Line:
    """Files of a kind for some seconds, from a seed on."""
    kind, seconds, seed = task
    warm(kind)
    end = time.monotonic() + seconds
    tally: Counter[str] = Counter()
    seeds = iter(range(seed, seed + 1_000_000, ROUND))
    while time.monotonic() < end:
        tally += together(kind, next(seeds), end)
    wrong = {said: many for said, many in tally.items() if said not in ("read", "refused")}
    detail = f"{tally['read']:,} read, {tally['refused']:,} refused"
    detail += "".join(f"; {said}: {many}" for said, many in wrong.items())
    return Line(f"spoiled {kind}", tally.total(), sum(wrong.values()), detail)


def warm(kind: str) -> None:
    """Loads here, once, what reading a sound file of the kind takes."""
    with tempfile.TemporaryDirectory(prefix="trust") as folder:
        outcome(kind, samples()[kind][0], Path(folder))


def together(kind: str, seed: int, end: float) -> Counter[str]:
    """What became of some files, read in one process that may crash."""
    with tempfile.TemporaryDirectory(prefix="trust") as folder:
        notes = Path(folder) / "notes"
        child = os.fork()
        if not child:
            limit()
            work(kind, seed, end, Path(folder), notes)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        lines = notes.read_text(errors="replace").splitlines() if notes.exists() else []
    ended = [line for line in lines if not line.startswith("at ")]
    code = os.waitstatus_to_exitcode(status)
    if code == -signal.SIGVTALRM and is_alone(kind):
        ended.append("refused")
    elif code and len(lines) > 2 * len(ended):
        ended.append(f"seed {lines[-1][3:]}: ended by {code}")
    elif code:
        ended.append(f"seeds from {seed}: ended by {code}")
    return Counter(ended)


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGVTALRM, signal.SIG_DFL)
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)


def work(kind: str, seed: int, end: float, folder: Path, notes: Path) -> None:
    """Reads files one after the other and notes what became of each, before and after."""
    for number in range(seed, seed + ROUND):
        if time.monotonic() > end and number > seed:
            return
        with notes.open("a") as file:
            file.write(f"at {number}\n")
            file.flush()
            data = spoiled(kind, random.Random(number))
            signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
            said = outcome(kind, data, folder)
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            file.write((said if said in ("read", "refused") else f"seed {number}: {said}") + "\n")


def outcome(kind: str, data: bytes, folder: Path) -> str:
    """Read, refused, or what went wrong in our own code.

    Where a format is read in a process of its own, that process answers for what its libraries
    raise, and for too much time, memory or depth; so these count as refused here.
    """
    suffix, alone = kind.split()[-1], is_alone(kind)
    try:
        if kind.startswith("posting"):
            reader = READERS.get(suffix)
            parse_posting(
                reader(data, "", "") if reader else decode_text(RawPosting(data, suffix, "f"))
            )
        else:
            path = folder / f"cv{suffix}"
            path.write_bytes(data)
            import_cv(path)
    except TailorError as error:
        return "refused" if error.problems and str(error) else "an error that says nothing"
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        ours = Path(last.filename).is_relative_to(PACKAGE)
        if alone and (not ours or isinstance(error, RecursionError | MemoryError)):
            return "refused"
        return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
    return "read"


def is_alone(kind: str) -> bool:
    """Whether files of a kind are read in a process of their own, with limits."""
    return kind.split()[-1] not in (".yaml", ".json", ".txt") or kind == "posting .json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    chosen = parser.parse_args()
    for line in fuzzed(chosen.minutes, chosen.seed, chosen.processes):
        print(f"{line.verdict:5} {line.name}: {line.tried:,} tried. {line.detail}", flush=True)


if __name__ == "__main__":
    main()
