"""Calls in a child process: what comes back, and how each kind of failure is told."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tailor.errors import LimitError, Place, Problem, UnfitError
from tailor.keywords import extract
from tailor.models import Bullet
from tailor.posting import parse_posting
from tailor.sandbox import process, worker
from tailor.sandbox.process import Limits
from tailor.sandbox.worker import (
    EarlyChild,
    WorkerError,
    WorkerKilledError,
    call_isolated,
    start_call,
)
from tailor.system.children import HAS_FORK

LIMITS = Limits(seconds=20)


def give_back(bullets: tuple[Bullet, ...], path: Path) -> dict[str, tuple[Bullet, ...]]:
    sys.stdout.write("a library prints something\n")
    sys.stdout.flush()
    return {str(path): bullets}


def raise_error(hint: str) -> str:
    raise UnfitError(Problem("does not fit", Place("cv.yaml", 3, 7), "excerpt", hint, "warning"))


def fail() -> str:
    return str(1 / 0)


def end_by_signal() -> str:
    os.kill(os.getpid(), signal.SIGKILL)
    return ""


def wait() -> str:
    signal.pause()
    return ""


def leave() -> str:
    os._exit(0)


def test_a_value_comes_back_and_nothing_that_is_printed() -> None:
    bullets = (Bullet("work/0/highlights/0", "a\udce9", tags=("x",)),)
    assert call_isolated(LIMITS, give_back, bullets, Path("a")) == {"a": bullets}


def test_an_error_comes_back_whole() -> None:
    with pytest.raises(UnfitError) as told:
        call_isolated(LIMITS, raise_error, "go")
    place = Place("cv.yaml", 3, 7)
    assert told.value.problems == (Problem("does not fit", place, "excerpt", "go", "warning"),)


def test_any_other_exception_is_told_with_its_traceback() -> None:
    with pytest.raises(WorkerError, match=r"(?s)in fail.*ZeroDivisionError"):
        call_isolated(LIMITS, fail)


def test_a_child_without_an_answer_is_an_error() -> None:
    with pytest.raises(WorkerError, match="answer of a child"):
        call_isolated(LIMITS, leave)


def test_a_child_that_is_killed() -> None:
    with pytest.raises(WorkerKilledError, match="signal 9"):
        call_isolated(LIMITS, end_by_signal)


def test_a_child_that_takes_too_long() -> None:
    with pytest.raises(LimitError, match="did not end within"):
        call_isolated(Limits(seconds=1), wait)


def test_a_child_that_nobody_waits_for_is_ended() -> None:
    with start_call(LIMITS, wait) as call:
        pass
    assert call.program.process.poll() is not None


@pytest.fixture
def early(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[list[str]]]:
    """The commands that are started; no child that waits outlives the test."""
    commands: list[list[str]] = []
    original = process.start_program

    def start(command: list[str], *rest: Any, **named: Any) -> Any:
        commands.append(command)
        return original(command, *rest, **named)

    monkeypatch.setattr(worker, "start_program", start)
    yield commands
    EarlyChild.end()


@pytest.mark.skipif(not HAS_FORK, reason="a child inherits no descriptors here")
def test_a_child_that_was_started_early_answers_the_next_call(early: list[list[str]]) -> None:
    EarlyChild.start("tailor.keywords:extract")
    posting = parse_posting(
        "Senior Engineer at Zeta\nRequirements\n- Five years of Python and Go\n"
    )
    found = call_isolated(Limits(), extract, posting)
    assert found
    assert len(early) == 1
    assert call_isolated(Limits(), extract, posting) == found
    assert len(early) == 2


@pytest.mark.skipif(not HAS_FORK, reason="a child inherits no descriptors here")
def test_a_child_that_was_started_early_answers_no_other_call(early: list[list[str]]) -> None:
    EarlyChild.start("tailor.keywords:extract")
    assert EarlyChild.waiting
    process = EarlyChild.waiting.program.process
    assert call_isolated(LIMITS, give_back, (), Path("a")) == {"a": ()}
    assert process.poll() is None
    EarlyChild.end()
    assert process.poll() is not None
    assert len(early) == 2


@pytest.mark.skipif(not HAS_FORK, reason="a child inherits no descriptors here")
def test_a_child_that_was_started_early_and_is_killed_is_told(early: list[list[str]]) -> None:
    """A gate that nobody holds any more is not a reader of our results who has gone."""
    EarlyChild.start("tailor.keywords:extract")
    assert EarlyChild.waiting
    child = EarlyChild.waiting.program.process
    child.kill()
    child.wait()
    with pytest.raises(WorkerKilledError):
        call_isolated(Limits(), extract, parse_posting("Engineer\nRequirements\n- Python\n"))
    assert len(early) == 1
