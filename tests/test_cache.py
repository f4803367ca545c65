"""Answers are kept by content: found again, made again when anything differs, bounded, shared."""

import json
import os
import threading
from functools import partial
from pathlib import Path
from typing import NoReturn

import pytest

from tailor import cache as room
from tailor.cache import NOWHERE, Cache, hash_parts
from tailor.cli.user_cache import private_cache
from tailor.locks import claim_path


def counted(answer: bytes, calls: list[bytes]) -> bytes:
    calls.append(answer)
    return answer


def test_an_answer_is_made_once_and_kept_in_a_private_file(tmp_path: Path) -> None:
    cache, calls = Cache(tmp_path / "kept"), list[bytes]()
    for _ in range(2):
        assert cache.get_or_make(lambda: counted(b"answer", calls), "kind", "question") == b"answer"
    assert calls == [b"answer"]
    (file,) = (tmp_path / "kept").iterdir()
    assert (file.stat().st_mode & 0o777, (tmp_path / "kept").stat().st_mode & 0o777) == (
        0o600,
        0o700,
    )


def test_another_question_kind_or_program_has_another_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache(tmp_path)
    paths = {
        cache.answer_path("kind", "a", "bc"),
        cache.answer_path("kind", "ab", "c"),
        cache.answer_path("other", "a"),
    }
    monkeypatch.setattr(room, "program_stamp", lambda: "another version")
    paths.add(cache.answer_path("kind", "a", "bc"))
    assert len(paths) == 4


def test_without_a_folder_nothing_is_kept() -> None:
    calls: list[bytes] = []
    for _ in range(2):
        Cache().get_or_make(lambda: counted(b"answer", calls), "kind", "question")
    assert len(calls) == 2


def test_a_damaged_answer_is_made_anew(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.get_or_make(lambda: b"answer", "kind", "question")
    (file,) = tmp_path.iterdir()
    for damage in (b"", b"answer", file.read_bytes()[:-1] + b"!"):
        file.write_bytes(damage)
        assert cache.get_or_make(lambda: b"answer", "kind", "question") == b"answer"
        assert file.read_bytes().endswith(b"answer")


@pytest.mark.parametrize("kind", ["pipe", "folder", "link", "device", "other", "undecoded"])
def test_what_is_no_answer_is_a_miss(tmp_path: Path, kind: str) -> None:
    """It neither hangs, nor swells, nor is believed; where that can be done it is replaced."""
    cache = Cache(tmp_path / "kept")
    ask = partial(cache.get_or_make, lambda: b"1", "kind", "question", decode=json.loads)
    assert ask() == b"1"
    path = cache.answer_path("kind", "question")
    assert path
    sealed = path.read_bytes()
    path.unlink()
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "undecoded":
        cache.put_bytes(b"\xff{", "kind", "question")
    elif kind == "other":
        cache.put_bytes(b"2", "kind", "another question")
        path.write_bytes((cache.answer_path("kind", "another question") or path).read_bytes())
    else:
        (tmp_path / "elsewhere").write_bytes(sealed)
        path.symlink_to("/dev/zero" if kind == "device" else tmp_path / "elsewhere")
    assert cache.get_bytes("kind", "question", decode=json.loads) is None
    assert ask() == b"1"
    assert (path.read_bytes() == sealed) if kind != "folder" else path.is_dir()


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_a_folder_that_others_may_change_is_not_used(tmp_path: Path, mode: int) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept").chmod(mode)
    assert private_cache(tmp_path / "kept") is NOWHERE
    (tmp_path / "kept").chmod(0o755)
    assert private_cache(tmp_path / "kept") == Cache(tmp_path / "kept")


def test_where_nothing_can_be_kept_answers_are_still_given(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert (
        Cache(tmp_path / "file" / "kept").get_or_make(lambda: b"answer", "kind", "q") == b"answer"
    )


def test_what_was_used_longest_ago_goes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "MOST_BYTES", 3 * (room.SEAL + 10))
    cache = Cache(tmp_path)
    for name in ("a", "b", "c", "a", "d"):
        cache.get_or_make(lambda: b"x" * 10, "kind", name)
    here = {name for name in "abcd" if (path := cache.answer_path("kind", name)) and path.exists()}
    assert here == {"a", "c", "d"}


def test_nothing_is_touched_that_is_not_the_caches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "MOST_BYTES", 100)
    others = ("photo.raw", "notes-2024", f"kind-{'0' * 63}", f"kind-{'0' * 64}.txt", ".hidden.new")
    for name in others:
        (tmp_path / name).write_bytes(b"x" * 1000)
        os.utime(tmp_path / name, (1, 1))
    cache = Cache(tmp_path)
    for name in "abcdef":
        cache.put_bytes(b"x" * 10, "kind", name)
    assert {path.name for path in tmp_path.iterdir()} >= set(others)
    assert [cache.has_answer("kind", name) for name in "af"] == [False, True]


def test_what_a_killed_program_left_is_swept(tmp_path: Path) -> None:
    left, busy = tmp_path / f".{'0' * 16}.new", tmp_path / f".{'1' * 16}.new"
    for path in (left, busy):
        path.touch()
    room.ADDED.pop(tmp_path, None)
    with claim_path(busy):
        Cache(tmp_path).put_bytes(b"answer", "kind", "question")
    assert (left.exists(), busy.exists()) == (False, True)


def test_an_interrupted_answer_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        Cache(tmp_path).put_bytes(b"answer", "kind", "question")
    assert list(tmp_path.iterdir()) == []


def test_another_version_of_a_library_is_another_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    stamps = [room.program_stamp.__wrapped__()]
    for version in ("1.0", "1.1"):
        (tmp_path / f"library-{version}.dist-info").mkdir()
        stamps.append(room.program_stamp.__wrapped__())
    os.utime(tmp_path / "library-1.1.dist-info", (1, 1))
    stamps.append(room.program_stamp.__wrapped__())
    assert len(set(stamps)) == 4


def test_many_at_once_get_whole_answers(tmp_path: Path) -> None:
    cache, wrong = Cache(tmp_path), list[bytes]()

    def ask() -> None:
        for number in range(30):
            answer = str(number).encode() * 1000
            found = cache.get_or_make(partial(bytes, answer), "kind", str(number))
            wrong.extend([found] if found != answer else [])

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert not list(tmp_path.glob(".*"))


def test_the_hash_of_parts_depends_on_where_each_ends() -> None:
    assert hash_parts("a", "bc") != hash_parts("ab", "c") != hash_parts("abc")


def filled(folder: Path) -> Cache:
    """A cache with two answers and a font table, between files of somebody else."""
    cache = Cache(folder)
    for name in ("a", "b"):
        cache.put_bytes(b"x" * 100, "kind", name)
    (folder / "luatex" / "names").mkdir(parents=True)
    (folder / "luatex" / "names" / "table.luc").write_bytes(b"y" * 50)
    return cache


def test_the_size_counts_answers_and_font_tables_only(tmp_path: Path) -> None:
    filled(tmp_path)
    (tmp_path / "photo.raw").write_bytes(b"z" * 1000)
    assert room.cache_size(tmp_path) == (3, 2 * (100 + room.SEAL) + 50)
    assert room.cache_size(tmp_path / "missing") == (0, 0)


def test_clearing_deletes_all_that_was_kept_and_the_empty_folder(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    cache = filled(folder)
    assert room.delete_cache_files(folder) == 3
    assert not folder.exists()
    assert room.delete_cache_files(folder) == 0
    assert cache.get_or_make(lambda: b"answer", "kind", "question") == b"answer"


def test_clearing_leaves_what_is_not_ours_and_follows_no_link(tmp_path: Path) -> None:
    kept, other = tmp_path / "kept", tmp_path / "other"
    Cache(kept).put_bytes(b"answer", "kind", "question")
    (other / "deep").mkdir(parents=True)
    (other / "deep" / "letter.txt").write_text("mine")
    (kept / "luatex").symlink_to(other)
    (kept / "notes-2024").write_text("mine")
    assert room.delete_cache_files(kept) == 1
    assert (other / "deep" / "letter.txt").read_text() == "mine"
    assert {path.name for path in kept.iterdir()} == {"luatex", "notes-2024"}
