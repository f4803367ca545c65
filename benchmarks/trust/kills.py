"""Number 4, ends by force: kill -9 and polite signals at random moments.

`python -m benchmarks.trust.kills --batches 300` ends 300 batches at random moments.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from benchmarks.trust import Line
from benchmarks.trust.runs import ENDS, JOB, Ended, Site, ended, site

KILLS, SIGNALS, BATCHES, EARLY = 200, 100, 30, 0.1
OLD = b"%PDF-1.4 an older result\n"
BATCH = ("batch", "postings", "--workers", "2", "--resume", "resume.yaml")
COMMANDS = (
    *(JOB, JOB, JOB),
    (*BATCH, "--output", "out/{posting}.pdf"),
    ("import", "older.pdf"),
    ("check", "older.pdf"),
)
"""What is disturbed by signals: mostly the main job."""
STATES = {"empty": 1, "but for TeX's formats": 3, "full": 8}
"""What is in the cache when a run begins, and in how many of twelve."""

Trial = Callable[[Site, random.Random], list[str]]
Lengths = Mapping[tuple[tuple[str, ...], str], float]
"""Seconds that a command takes with the cache in that state."""


def run(quick: bool) -> Iterator[Line]:
    share = 10 if quick else 1
    new, lengths = measured((*COMMANDS, BATCH))
    yield from survived(KILLS // share, lengths, new)
    for number in (signal.SIGINT, signal.SIGTERM):
        yield stopped(number, SIGNALS // share, lengths, COMMANDS)
    yield from batches(BATCHES // share, lengths)


def measured(commands: Sequence[tuple[str, ...]]) -> tuple[dict[str, bytes], Lengths]:
    """The results of an undisturbed job, and how long each command takes.

    What a shell runs in the background ignores SIGINT, as would every program that it starts.
    """
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    with site() as probe:
        probe.make()
        new = probe.results()
        (probe.work / "older.pdf").write_bytes(new["pdf"])
        return new, {
            (words, state): length(probe, words, state)
            for words in dict.fromkeys(commands)
            for state in STATES
        }


def length(here: Site, words: tuple[str, ...], state: str) -> float:
    """Raises `RuntimeError`: it fails even where nobody disturbs it."""
    prepare(here, state)
    shutil.rmtree(here.work / "out", ignore_errors=True)
    done = here.run(*words)
    if done.code:
        raise RuntimeError(f"{words[0]}: {done}")
    return done.seconds


def prepare(here: Site, state: str) -> None:
    if state != "full":
        here.forget(formats=state == "empty")


def drawn(here: Site, chance: random.Random) -> str:
    """One of the states of the cache, which it has from now on."""
    (state,) = chance.choices(list(STATES), list(STATES.values()))
    prepare(here, state)
    return state


def survived(count: int, lengths: Lengths, new: Mapping[str, bytes]) -> Iterator[Line]:
    """kill -9: every file is the old or the new one, no TeX is left, the next run clears up."""
    torn: list[str] = []
    orphans: list[str] = []
    litter: list[str] = []
    mixed = 0

    def trial(here: Site, chance: random.Random) -> list[str]:
        nonlocal mixed
        old = plant(here) if chance.random() < 0.5 else {}
        whole = lengths[JOB, drawn(here, chance)]
        process = here.start(JOB)
        linger(process, chance.uniform(0, whole * 1.1))
        process.kill()
        process.communicate()
        orphans.extend(here.orphans())
        now = here.results()
        torn.extend(name for name in ENDS if now.get(name) not in (old.get(name), new[name]))
        mixed += now not in (new, old)
        return []

    def next_run(here: Site) -> None:
        again = here.make()
        litter.extend([] if again.code == 0 else [str(again)])
        litter.extend(here.litter())

    spread(count, trial, next_run)
    note = f"in {mixed} of them some of the files were already replaced" if mixed else ""
    yield Line("kill -9 at a random moment: each file old or new, whole", count, len(torn), note)
    yield Line("kill -9: no program is left running", count, len(orphans), " ".join(orphans[:3]))
    yield Line("kill -9: the next run sweeps all", count, len(litter), " ".join(litter[:3]))


def linger(process: "subprocess.Popen[bytes]", seconds: float) -> None:
    """Waits for so long, or until a program has ended."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)


def plant(here: Site) -> dict[str, bytes]:
    """Older results."""
    (here.work / "out").mkdir(exist_ok=True)
    for name in ENDS:
        (here.work / f"out/page.{name}").write_bytes(OLD)
    return dict.fromkeys(ENDS, OLD)


def batches(count: int, lengths: Lengths) -> Iterator[Line]:
    """Batches with workers: a third is ended by each signal, and a third by kill -9."""
    for number in (signal.SIGINT, signal.SIGTERM):
        yield stopped(number, count // 3, lengths, (BATCH,))
    left: list[str] = []

    def trial(here: Site, chance: random.Random) -> list[str]:
        whole = lengths[BATCH, drawn(here, chance)]
        process = here.start(BATCH)
        linger(process, chance.uniform(0, whole))
        process.kill()
        found = here.orphans()
        process.communicate()
        return found

    def next_run(here: Site) -> None:
        again = here.run(*BATCH)
        left.extend([] if again.code == 0 else [str(again)])
        left.extend(here.litter())

    found = spread(count // 3, trial, next_run)
    yield Line("kill -9 of a batch: no worker after 3 s", count // 3, len(found), "; ".join(found))
    yield Line("kill -9 of a batch: the next sweeps all", count // 3, len(left), "; ".join(left))


def stopped(
    number: signal.Signals, count: int, lengths: Lengths, commands: Sequence[tuple[str, ...]]
) -> Line:
    """A signal at a random moment of some commands; a third of them in the first 100 ms."""
    unborn = 0

    def trial(here: Site, chance: random.Random) -> list[str]:
        nonlocal unborn
        early = chance.random() < 1 / 3
        words = chance.choice(commands)
        whole = lengths[words, drawn(here, chance)]
        process = here.start(words)
        linger(process, chance.uniform(0, EARLY if early else whole))
        tell = os.killpg if chance.random() < 0.5 else os.kill
        if process.poll() is None:
            tell(process.pid, number)
        done = ended(process)
        unborn += done.unborn
        wrong = [] if done.unborn else verdict(done, 128 + number)
        wrong += [f"{words[0]} leaves {left}" for left in (*here.orphans(), *here.litter())]
        return wrong

    faults = spread(count, trial, lambda _: None)
    what = "" if len(commands) > 1 else f" of a {commands[0][0]}"
    name = f"{number.name} at a random moment{what}: exit {128 + number}, no litter, no traceback"
    note = (
        [f"Python's own start-up was interrupted, with its traceback: {unborn}"] if unborn else []
    )
    return Line(name, count, len(faults), "; ".join([*note, *faults[:4]]))


def verdict(done: Ended, code: int) -> list[str]:
    """What is wrong with how a run ended that was told to; one that was done already may be."""
    wrong = [f"traceback: {done}"] if done.traced or "Error" in done.err else []
    return wrong + ([] if done.code in (0, code) else [str(done)])


def spread(count: int, trial: Trial, after: Callable[[Site], None]) -> list[str]:
    """Tries on two cores, each with a place of its own; what they found, all together."""

    def some(seed: int) -> list[str]:
        chance = random.Random(seed)
        with site() as here:
            here.make()
            (here.work / "older.pdf").write_bytes((here.work / "out/page.pdf").read_bytes())
            found = []
            for _ in range(seed, count, 2):
                found += trial(here, chance)
                shutil.rmtree(here.work / "out", ignore_errors=True)
            after(here)
        return found

    with ThreadPoolExecutor(2) as pool:
        return [fault for faults in pool.map(some, range(2)) for fault in faults]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--batches", type=int, default=BATCHES, metavar="N")
    for line in batches(parser.parse_args().batches, measured((BATCH,))[1]):
        print(f"{line.verdict:5} {line.name}: {line.tried} tried. {line.detail}", flush=True)


if __name__ == "__main__":
    main()
