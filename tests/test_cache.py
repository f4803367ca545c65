"""Answers are kept by content: found again, made anew when anything differs, bounded, shared."""

import threading
from functools import partial
from pathlib import Path

import pytest

from tailor import cache as room
from tailor.cache import Cache, digest


def counted(answer: bytes, calls: list[bytes]) -> bytes:
    calls.append(answer)
    return answer


def test_an_answer_is_made_once_and_kept_in_a_private_file(tmp_path: Path) -> None:
    cache, calls = Cache(tmp_path / "kept"), list[bytes]()
    for _ in range(2):
        assert cache.kept(lambda: counted(b"answer", calls), "kind", "question") == b"answer"
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
    paths = {cache.path("kind", "a", "bc"), cache.path("kind", "ab", "c"), cache.path("other", "a")}
    monkeypatch.setattr(room, "stamp", lambda: "another version")
    paths.add(cache.path("kind", "a", "bc"))
    assert len(paths) == 4


def test_without_a_folder_nothing_is_kept() -> None:
    calls: list[bytes] = []
    for _ in range(2):
        Cache().kept(lambda: counted(b"answer", calls), "kind", "question")
    assert len(calls) == 2


def test_a_damaged_answer_is_made_anew(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.kept(lambda: b"answer", "kind", "question")
    (file,) = tmp_path.iterdir()
    for damage in (b"", b"answer", file.read_bytes()[:-1] + b"!"):
        file.write_bytes(damage)
        assert cache.kept(lambda: b"answer", "kind", "question") == b"answer"
        assert file.read_bytes().endswith(b"answer")


def test_where_nothing_can_be_kept_answers_are_still_given(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert Cache(tmp_path / "file" / "kept").kept(lambda: b"answer", "kind", "q") == b"answer"


def test_what_was_used_longest_ago_goes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "MOST_BYTES", 3 * (room.SEAL + 10))
    cache = Cache(tmp_path)
    for name in ("a", "b", "c", "a", "d"):
        cache.kept(lambda: b"x" * 10, "kind", name)
    here = {name for name in "abcd" if (path := cache.path("kind", name)) and path.exists()}
    assert here == {"a", "c", "d"}


def test_many_at_once_get_whole_answers(tmp_path: Path) -> None:
    cache, wrong = Cache(tmp_path), list[bytes]()

    def ask() -> None:
        for number in range(30):
            answer = str(number).encode() * 1000
            found = cache.kept(partial(bytes, answer), "kind", str(number))
            wrong.extend([found] if found != answer else [])

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert not list(tmp_path.glob(".*"))


def test_the_hash_of_parts_depends_on_where_each_ends() -> None:
    assert digest("a", "bc") != digest("ab", "c") != digest("abc")
