"""Files are written whole and together, or not at all."""

import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailor import folders
from tailor.cli import atomic
from tailor.cli.atomic import write_files
from tailor.cli.console import UsageError
from tailor.cli.outputs import Target, file_stem, fill_pattern, target_paths
from tailor.errors import FileError
from tailor.locks import claim_path, exclusive_folders
from tailor.models import Document, Posting

ROOT = Path(__file__).resolve().parent.parent


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("jobs/Acme Corp (2026).txt", "Acme-Corp-2026"),
        ("-", "posting"),
        ("../../etc/passwd", "passwd"),
        ("....txt", "posting"),
        ("a/..", "posting"),
        ("con.txt", "posting-con"),
        ("~root.md", "root"),
        ("C++.txt", "C"),
        ("日本語.txt", "日本語"),
        ("https://jobs.example.com/platform/", "platform"),
    ],
)
def test_names_from_postings(source: str, name: str) -> None:
    assert file_stem(source) == name


@given(st.text())
def test_a_name_never_leaves_its_folder(source: str) -> None:
    name = file_stem(source)
    assert name
    assert len(name) <= 90
    assert Path("out", f"{name}.pdf").parts == ("out", f"{name}.pdf")
    assert not name.startswith((".", "-", "~"))


@pytest.mark.parametrize(
    ("pattern", "source", "company", "name"),
    [
        ("{company}.pdf", "jobs/ferry.txt", "Alder Bay & Co.", "Alder-Bay-Co.pdf"),
        ("{company}.pdf", "jobs/ferry.txt", "", "ferry.pdf"),
        ("{company}/{posting}.pdf", "jobs/ferry.txt", "", "posting/ferry.pdf"),
        ("{company}.pdf", "-", "", "Deckhand.pdf"),
        ("{company}-{title}.pdf", "-", "", "posting-Deckhand.pdf"),
        ("{posting}.pdf", "-", "Alder Bay", "posting.pdf"),
    ],
)
def test_what_a_posting_does_not_say_is_called_as_its_file_is(
    pattern: str, source: str, company: str, name: str
) -> None:
    posting = Posting("Deckhand", "Deckhand", company)
    assert fill_pattern(pattern, source, posting) == Path(name)


def test_a_folder_that_takes_no_files_is_blamed_for_the_page() -> None:
    if not Path("/proc/self").is_dir():
        pytest.skip("there is no /proc here")
    goal = Target(Path("/proc/x.pdf"), Path("/proc/x.tex"))
    with pytest.raises(FileError) as caught:
        goal.write(Document("tex", b"pdf", 1), b"lock")
    assert str(caught.value).startswith("/proc/x.pdf: ")


def test_targets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    job = tmp_path / "job.pdf"
    job.write_bytes(b"posting")
    (tmp_path / "alias.pdf").symlink_to(job)
    assert target_paths(None, "a/b c.txt", []) == Target(Path("out/b-c.pdf"), Path("out/b-c.tex"))
    assert target_paths(Path("X.PDF"), "-", []) == Target(Path("X.PDF"), Path("X.tex"))
    for output in ("job.pdf", "./job.pdf", "alias.pdf", "job.txt", "job"):
        with pytest.raises(UsageError):
            target_paths(Path(output), "job.pdf", [job])


def test_both_files_are_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    one, two = tmp_path / "new/deep/a.tex", tmp_path / "new/deep/a.pdf"
    for text in (b"first", b"second"):
        write_files([(one, text), (two, text + b"!")])
        assert contents(tmp_path) == {"new/deep/a.tex": text, "new/deep/a.pdf": text + b"!"}
    assert one.stat().st_mode & 0o777 == 0o666 & ~umask()


def umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.pdf").write_bytes(b"older")
    (tmp_path / "link.pdf").symlink_to("real.pdf")
    write_files([(tmp_path / "link.pdf", b"newer")])
    assert (tmp_path / "link.pdf").is_symlink()
    assert (tmp_path / "real.pdf").read_bytes() == b"newer"


@pytest.mark.parametrize("older", [True, False])
@pytest.mark.parametrize("broken", ["write_temporary", "put_in_place"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_after_a_fault_everything_is_as_before(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    older: bool,
    broken: str,
    error: BaseException,
) -> None:
    paths = [tmp_path / "out/a.tex", tmp_path / "out/a.pdf"]
    if older:
        paths[0].parent.mkdir()
        for path in paths:
            path.write_bytes(b"older")
    before, real, calls = contents(tmp_path), getattr(atomic, broken), []

    def second_time(*given: object) -> object:
        calls.append(given)
        if len(calls) == 2:
            raise error
        return real(*given)

    monkeypatch.setattr(atomic, broken, second_time)
    with pytest.raises((FileError, KeyboardInterrupt)) as caught:
        write_files([(path, b"newer") for path in paths])
    assert contents(tmp_path) == before
    assert (tmp_path / "out").exists() == older
    if isinstance(caught.value, FileError):
        blamed = paths[broken == "put_in_place"]
        assert str(caught.value) == f"{blamed}: error: cannot be written: no space left on device"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
@pytest.mark.parametrize("linked", [False, True])
def test_a_device_or_pipe_is_never_replaced(tmp_path: Path, linked: bool) -> None:
    pipe = named = tmp_path / "pipe"
    os.mkfifo(pipe)
    if linked:
        named = tmp_path / "link"
        named.symlink_to(pipe)
    with pytest.raises(FileError, match="this is a folder, a device or a pipe"):
        write_files([(tmp_path / "new", b"x"), (named, b"x")])
    assert pipe.is_fifo()
    assert not (tmp_path / "new").exists()


def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "shut"
    folder.mkdir()
    folder.chmod(0o500)
    if os.access(folder, os.W_OK):
        pytest.skip("this user may write anywhere")
    with pytest.raises(FileError, match="permission denied"):
        write_files([(folder / "x/a.pdf", b"")])


def test_a_file_where_a_folder_is_needed(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileError, match="not a directory"):
        write_files([(tmp_path / "file/a.pdf", b"")])


LOOP = """
import sys, itertools
from pathlib import Path
from types import FrameType
from tailor.cli.atomic import write_files
folder = Path(sys.argv[1])
for number in itertools.count():
    data = str(number % 10).encode() * 300_000
    write_files([(folder / "a.tex", data), (folder / "a.pdf", data)])
"""


def test_kill_leaves_whole_files_and_the_next_run_sweeps(tmp_path: Path) -> None:
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    for number in range(8):
        with subprocess.Popen([sys.executable, "-c", LOOP, str(tmp_path)], env=env) as running:
            while not (tmp_path / "a.pdf").exists():
                time.sleep(0.01)
            time.sleep(0.15 + number * 0.013)
            running.send_signal(signal.SIGKILL)
        for name in ("a.tex", "a.pdf"):
            data = (tmp_path / name).read_bytes()
            assert (len(data), len(set(data))) == (300_000, 1)
    living = tmp_path / ".tailor-0123456789abcdef.tmp"
    living.write_bytes(b"of a living program")
    with claim_path(living):
        write_files([(tmp_path / "a.tex", b"1"), (tmp_path / "a.pdf", b"2")])
    assert {path.name for path in tmp_path.iterdir()} == {"a.tex", "a.pdf", living.name}


def test_a_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "private.pdf"
    path.touch(mode=0o600)
    write_files([(path, b"newer")])
    assert path.stat().st_mode & 0o777 == 0o600


def test_many_at_once(tmp_path: Path) -> None:
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    script = LOOP.replace("itertools.count()", "range(20)").replace(
        "number % 10", "int(sys.argv[2])"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    running = [subprocess.Popen([*command, str(n)], env=env) for n in range(6)]
    assert [process.wait(60) for process in running] == [0] * 6
    assert set(contents(tmp_path)) == {"a.tex", "a.pdf"}
    with suppress(FileNotFoundError):
        for name in ("a.tex", "a.pdf"):
            assert len(set((tmp_path / name).read_bytes())) == 1


class Signal(BaseException):
    """What a signal makes of whatever line it comes to; only the first is heeded."""


STEPS = tuple(getattr(module, name).__code__ for module, name in (
    *((atomic, name) for name in (
        "write_files", "open_folder_once", "remove_entry", "write_temporary", "put_in_place",
        "remove_stale_files", "temporary_entry",
    )),
    *((folders, name) for name in ("open_folder", "open_descriptor", "sync_folder")),
    *((folders.Entry, name) for name in ("create", "link_to", "replace", "remove")),
))  # fmt: skip


def stopped_at(number: int, work: Callable[[], object]) -> bool:
    """Whether a signal came: at that line, of those that are executed in writing files."""
    left = number

    def at(frame: FrameType, event: str, _: object) -> object:
        nonlocal left
        if frame.f_code not in STEPS:
            return None
        if event == "line":
            left -= 1
            if left == -1:
                raise Signal
        return at

    sys.settrace(at)  # type: ignore[arg-type]
    try:
        work()
    except Signal:
        return True
    finally:
        sys.settrace(None)
    return False


@pytest.mark.parametrize("older", [True, False])
def test_a_signal_at_any_line_leaves_no_litter(tmp_path: Path, older: bool) -> None:
    names = ("a.json", "a.tex", "a.pdf")
    for number in itertools.count():
        folder = tmp_path / f"out{number}"
        before = {}
        if older:
            folder.mkdir()
            for name in names:
                (folder / name).write_bytes(b"older")
            before = contents(folder)
        files = [(folder / name, b"newer") for name in names]
        came = stopped_at(number, lambda files=files: write_files(files))  # type: ignore[misc]
        found = contents(folder) if folder.exists() else {}
        assert found in (before, dict.fromkeys(names, b"newer")), number
        if not came:
            break
    assert number > 60


TWO = """
import sys
from pathlib import Path
from types import FrameType
from tailor.cli.atomic import write_files
folder, tag = Path(sys.argv[1]), sys.argv[2].encode() * 1000
for line in sys.stdin:
    write_files([(folder / f"a.{end}", tag) for end in ("json", "tex", "pdf")])
    print(flush=True)
"""


def test_files_of_two_runs_are_never_mixed(tmp_path: Path) -> None:
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", TWO, str(tmp_path), tag],
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for tag in "AB"
    ]
    for _ in range(150):
        for run in runs:
            assert run.stdin
            run.stdin.write(b"\n")
            run.stdin.flush()
        for run in runs:
            assert run.stdout
            assert run.stdout.readline() == b"\n"
        assert len({path.read_bytes() for path in tmp_path.iterdir()}) == 1
    for run in runs:
        run.communicate()
    assert set(contents(tmp_path)) == {"a.json", "a.tex", "a.pdf"}


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such locks")
def test_a_run_that_stays_in_the_folder_is_not_waited_for_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic, "LOCK_WAIT_S", 0.1)
    with exclusive_folders([tmp_path], 0):
        begun = time.monotonic()
        write_files([(tmp_path / "a.pdf", b"1")])
    assert 0.1 <= time.monotonic() - begun < 1.5
    assert contents(tmp_path) == {"a.pdf": b"1"}
