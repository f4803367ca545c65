"""A master that is kept is the master that was read; what is kept cannot do anything."""

import io
import os
import pickle
from functools import partial
from pathlib import Path

import pytest

from tailor.cache import NOWHERE, Cache
from tailor.cli.inputs import Unpickler, read_cached_file, read_cached_posting
from tailor.errors import FileError, InputError
from tailor.posting import parse_posting
from tailor.posting.fetch import fetch_posting

MASTERS = sorted((Path(__file__).parent.parent / "examples").glob("*/resume.yaml"))


@pytest.mark.parametrize("master", MASTERS, ids=lambda path: path.parent.name)
def test_what_is_kept_is_what_was_read(master: Path, tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    plain = read_cached_file(master, NOWHERE)
    assert read_cached_file(master, cache) == plain
    (kept,) = tmp_path.iterdir()
    before = kept.read_bytes()
    assert read_cached_file(master, cache) == plain
    assert kept.read_bytes() == before


def test_warnings_are_kept_and_another_text_is_read(tmp_path: Path) -> None:
    cache, path = Cache(tmp_path / "cache"), tmp_path / "cv.yaml"
    path.write_text("basics: {name: Ada Example}\n", encoding="utf-8")
    (_, first), (_, again) = read_cached_file(path, cache), read_cached_file(path, cache)
    assert [one.level for one in first] == ["warning"] == [one.level for one in again]
    path.write_text("basics: {name: Ben Example}\n", encoding="utf-8")
    assert read_cached_file(path, cache)[0].name == "Ben Example"


def test_a_posting_is_read_once(tmp_path: Path) -> None:
    cache, path = Cache(tmp_path / "cache"), tmp_path / "posting.html"
    path.write_text("<h1>Nurse</h1><h2>Requirements</h2><ul><li>Triage and wound care</ul>")
    plain = fetch_posting(str(path))
    assert plain.passages
    assert read_cached_posting(str(path), lambda: fetch_posting(str(path)), cache) == plain
    assert read_cached_posting(str(path), lambda: pytest.fail("it was read again"), cache) == plain
    path.write_text("<h1>Pilot</h1><h2>Requirements</h2><ul><li>A licence for two engines</ul>")
    assert read_cached_posting(str(path), lambda: fetch_posting(str(path)), cache).title == "Pilot"


def test_what_is_no_file_is_asked_for_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for source in ("-", "clipboard", "https://example.com/job"):
        if ":" not in source:
            Path(source).write_text("a file of that name")
        for text in ("Nurse", "Pilot"):
            found = read_cached_posting(
                source, partial(parse_posting, text, source), Cache(tmp_path / "cache")
            )
            assert found.text == text


def test_errors_are_told_each_time(tmp_path: Path) -> None:
    cache, path = Cache(tmp_path / "cache"), tmp_path / "cv.yaml"
    for _ in range(2):
        with pytest.raises(FileError, match="no such file"):
            read_cached_file(path, cache)
    path.write_text("basics: {nam: Ada}\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(InputError, match="did you mean"):
            read_cached_file(path, cache)


def test_nothing_but_our_own_values_is_unpickled(tmp_path: Path) -> None:
    for harm in (os.system, eval, print):
        path = tmp_path / "x"
        path.write_bytes(pickle.dumps(harm))
        with path.open("rb") as file, pytest.raises(pickle.UnpicklingError):
            Unpickler(file).load()
    for name in ("Iterator", "dataclass", "Resume.__init__", "__builtins__"):
        with pytest.raises((pickle.UnpicklingError, AttributeError)):
            Unpickler(io.BytesIO(b"")).find_class("tailor.models", name)
