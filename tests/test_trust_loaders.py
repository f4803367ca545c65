"""Files that want to crash, stall or swell what reads them: a few of each kind.

`make trust` tries more, and `python -m benchmarks.trust.loaders --minutes 60` many more.
"""

import ast
import io
import os
import random
import re
import time
from collections import Counter
from pathlib import Path

import pytest
from pypdf import PdfReader

from benchmarks.trust import bombs, loaders, objects, patterns, samples, spoil
from benchmarks.trust.patterns import Found
from tailor.errors import InputError, LimitError
from tailor.loader import parse_resume as parse_master
from tailor.posting import MOST_LETTERS, MOST_LINES, parse_posting
from tailor.posting.headings import split_sentences
from tailor.resume_parser.blocks import PICTURES
from tailor.resume_parser.entry_headings import split_title_employer
from tailor.resume_parser.values import Value


@pytest.mark.parametrize("kind", [".yaml", ".json", ".zip", ".md", "posting .txt", "posting .json"])
def test_spoiled_files_are_read_or_refused(kind: str, tmp_path: Path) -> None:
    said = Counter(
        loaders.outcome(kind, samples.spoiled(kind, random.Random(seed)), tmp_path)
        for seed in range(6)
    )
    assert said.keys() <= {"read", "refused"}
    assert said.total() == 6


def test_samples_are_spoiled_in_many_ways() -> None:
    ways = {
        kind: len({samples.spoiled(kind, random.Random(seed)) for seed in range(12)})
        for kind in samples.samples()
    }
    assert {kind: count for kind, count in ways.items() if count <= 8} == {}


def test_the_structure_of_every_kind_can_be_spoiled() -> None:
    assert {kind.split()[-1] for kind in samples.samples()} == spoil.STRUCTURES.keys()


def test_a_pdf_with_spoiled_objects_still_says_where_they_are() -> None:
    sound = samples.samples()[".pdf"][0]
    root, found = objects.plain(sound)
    again = objects.assembled(root, found)
    texts = [page.extract_text() for page in PdfReader(io.BytesIO(again), strict=True).pages]
    assert texts == [page.extract_text() for page in PdfReader(io.BytesIO(sound)).pages]
    assert any(b"BT" in body for body in found.values()), "pages are unpacked"


def test_every_sample_is_whole(tmp_path: Path) -> None:
    wrong = {
        kind
        for kind, files in samples.samples().items()
        for data in files
        if loaders.outcome(kind, data, tmp_path) != "read"
    }
    assert wrong == set()


def test_a_crash_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loaders, "outcome", lambda *_: os.kill(os.getpid(), 9))
    said = loaders.together("posting .txt", 7, time.monotonic() + 60)
    assert said == {"seed 7: ended by -9": 1}


def test_an_error_of_our_own_making_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(loaders, "parse_posting", broken)
    assert loaders.outcome("posting .txt", b"x", Path()).startswith("ZeroDivisionError at ")


SMALL = ("deep .yaml", "aliases .yaml", "large number .json", "deep .json")


def test_bombs_end_in_our_own_errors() -> None:
    made = bombs.texts()
    line = bombs.tried("bombs", {name: made[name] for name in SMALL})
    assert (line.tried, line.failed) == (len(SMALL), 0)


def test_what_takes_too_long_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bombs, "PATIENCE", -1)
    assert bombs.tried("bombs", {"deep .json": b"[" * 9}).failed == 1


def seconds(action: object) -> float:
    start = time.process_time()
    assert callable(action)
    action()
    return time.process_time() - start


@pytest.mark.parametrize("piece", [".", "!", "a.", ", ", "x. "])
def test_long_lines_of_a_posting_take_no_square_of_time(piece: str) -> None:
    text = piece * 40_000
    assert seconds(lambda: list(split_sentences(text, 0, len(text)))) < 2


def test_long_lines_of_a_cv_take_no_square_of_time() -> None:
    assert seconds(lambda: PICTURES.sub("", "," * 40_000)) < 1
    assert seconds(lambda: split_title_employer(Value("Clerk, " * 20_000, 1, 1))) < 1


@pytest.mark.parametrize("line", ["&a", "&a1 b # c", "a #b c d", "*a"])
def test_a_master_has_not_so_many_faults(line: str) -> None:
    text = "basics: {name: A}\nwork:\n" + f"- {line}\n" * 100_000
    start = time.process_time()
    with pytest.raises((LimitError, InputError)):
        parse_master(text, "f", "yaml")
    assert time.process_time() - start < 6


@pytest.mark.parametrize("text", ["a\n" * MOST_LINES + "b", "ab " * (MOST_LETTERS // 3 + 1)])
def test_no_posting_is_as_long_as_that(text: str) -> None:
    with pytest.raises(LimitError, match="no posting has more than"):
        parse_posting(text)


@pytest.mark.parametrize(
    ("pattern", "is_slow"),
    [
        (r"(a+)+$", True),
        (r"\s+$", True),
        (r"x\w*y", True),
        (r"x\w{0,40}y", False),
        (r"[^:]{0,900};", False),
        (r"^\w+ z", False),
    ],
)
def test_patterns_that_take_the_square_of_a_line_are_found(
    pattern: str, is_slow: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A part that may repeat 900 times is bounded, though no short line shows it."""
    monkeypatch.setattr(patterns, "LIMIT_S", 0.5)
    _, fault = patterns.judge(Found(pattern, re.compile(pattern).flags, "here.py:1"))
    assert bool(fault) is is_slow


def test_patterns_are_found_wherever_they_stand() -> None:
    """In modules, classes, functions, and where they are made of other texts."""
    found, missed = patterns.collect_elsewhere()
    assert missed == []
    assert len(found) > 500
    texts = {one.pattern for one in found}
    assert PICTURES.pattern in texts
    assert any(one.place.startswith("keywords/foreign.py") for one in found)


def test_flags_of_an_expression_are_kept_and_local_names_need_a_maker() -> None:
    source = """
A = re.compile("a")
def f(text, local):
    re.search("b", text, re.I)
    re.sub("c", "", text, 0, re.S)
    re.sub("d", "", text, flags=re.X | re.M)
    re.split(local + "e", text)
    re.escape(text)
"""
    found = [patterns.written(call, {"re": re}) for call in patterns.calls(ast.parse(source))]
    told = [one and (one.pattern, one.flags & ~re.UNICODE) for one in found]
    assert set(told) == {("b", re.I), ("c", re.S), ("d", re.X | re.M), None}
