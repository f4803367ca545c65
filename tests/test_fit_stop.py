"""A solver that takes long is in nobody's way: a signal ends it, in whatever thread it is."""

import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Timer

import pytest

from tailor.errors import LimitError
from tailor.optimizer import solver
from tailor.optimizer.integer_program import Program
from tailor.optimizer.solver import Solution, SolverRegistry, cancel_all, solve_program

ROOT = Path(__file__).resolve().parent.parent
LONG = 60.0
SOON = 1.0
"""Seconds; on an idle machine it is a tenth of that."""


def split(seed: int, columns: int = 40) -> Program:
    """A market split problem (Cornuejols and Dawande 1999), hard for any branch and bound."""
    chance, made = random.Random(seed), Program()
    for _ in range(columns):
        made.column(chance.randrange(1, 9) * 10_000, whole=True)
    for _ in range(5):
        sizes = [chance.randrange(100) for _ in range(columns)]
        half = sum(sizes) // 2
        made.row(dict(enumerate(map(float, sizes))), half, half)
    return made


def small(seed: int) -> Program:
    chance, made = random.Random(seed), Program()
    sizes = [chance.randrange(5, 50) for _ in range(30)]
    for size in sizes:
        made.column(size * 10_000 + chance.randrange(5_000), whole=True)
    made.row(dict(enumerate(map(float, sizes))), 0, 333)
    return made


@pytest.fixture(autouse=True)
def loaded() -> None:
    """What the solver needs is imported, which nothing may interrupt."""
    assert solve_program(small(1), 30, LONG)


class Interruption(BaseException):
    pass


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there are no timers with signals")
@pytest.mark.parametrize("blocks", [40, solver.LARGE])
def test_what_is_raised_while_the_main_thread_waits_ends_the_solver(blocks: int) -> None:
    def raise_it(*_: object) -> None:
        raise Interruption

    before = signal.signal(signal.SIGALRM, raise_it)
    try:
        for delay in (0.05, 0.3, 0.6):
            signal.setitimer(signal.ITIMER_REAL, delay)
            begun = time.monotonic()
            with pytest.raises(Interruption):
                solve_program(split(1, blocks), blocks, LONG)
            assert time.monotonic() - begun < delay + SOON
            assert not SolverRegistry.running
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_a_halt_ends_the_solvers_of_all_threads_and_lets_none_begin() -> None:
    def ended(seed: int) -> float:
        with pytest.raises(LimitError):
            solve_program(split(seed), 40, LONG)
        return time.monotonic()

    try:
        with ThreadPoolExecutor(2) as pool:
            Timer(0.3, cancel_all, [True]).start()
            begun = time.monotonic()
            ends = list(pool.map(ended, range(6)))
        assert 0.25 < max(ends) - begun < 0.3 + SOON
        with pytest.raises(LimitError, match="about to end"):
            solve_program(small(1), 30, LONG)
    finally:
        cancel_all(False)
    assert solve_program(small(1), 30, LONG)


def test_every_thread_finds_the_same() -> None:
    def solved(seed: int) -> Solution | None:
        return solve_program(small(seed), 30, LONG)

    here = [solved(seed) for seed in range(6)]
    assert all(one and one.exact for one in here)
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(solved, range(6))) == here


SCRIPT = """
import sys
from concurrent.futures import ThreadPoolExecutor
from tailor import cli
from tests.test_fit_stop import split
from tailor.optimizer.solver import solve_program

def run(words):
    print("ready", flush=True)
    if words == ["main"]:
        solve_program(split(1), 40, 60.0)
    else:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda seed: solve_program(split(seed), 40, 60.0), range(9)))
    return 0

cli.run_command_line = run
sys.exit(cli.main())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize("thread", ["main", "others"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_program_while_it_solves(thread: str, number: signal.Signals) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", SCRIPT, thread]
    with subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        time.sleep(0.5)
        process.send_signal(number)
        begun = time.monotonic()
        _, said = process.communicate(timeout=30)
    assert time.monotonic() - begun < SOON
    assert (process.returncode, said) == (128 + number, b"")
