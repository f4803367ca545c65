"""What a killed program left is cleared away; what is in use, or another's, is not."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tailor.locks import claim_path, remove_if_unused
from tailor.sandbox import tempdirs as folders

ROOT = Path(__file__).resolve().parent.parent
HOLD = """
import sys, time
from tailor.sandbox.tempdirs import scratch_folder
with scratch_folder() as folder:
    (folder / "resume.tex").touch()
    print(folder, flush=True)
    time.sleep(60)
"""


def removed(path: Path) -> bool:
    remove_if_unused(path, lambda found: shutil.rmtree(found) if found.is_dir() else found.unlink())
    return not path.exists()


def test_only_what_nobody_claims_is_removed(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "file", tmp_path / "folder"):
        with claim_path(path) as first, claim_path(path) as second:
            assert (first, second) == (True, True)
            assert not removed(path)
        assert removed(path)
        with claim_path(path) as there:
            assert not there


def test_a_link_or_a_pipe_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "link").symlink_to("precious")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "pipe", "missing"):
        remove_if_unused(tmp_path / name, lambda _: pytest.fail("removed"))


def test_what_belongs_to_another_user_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert not removed(tmp_path)


def test_a_claim_sees_that_it_came_too_late(tmp_path: Path) -> None:
    """A sweeper took the folder for a leftover between its making and its claim."""
    folder, seen, began, hold = tmp_path / "new", [], threading.Event(), threading.Event()
    folder.mkdir()

    def slowly(path: Path) -> None:
        began.set()
        hold.wait(5)
        path.rmdir()

    def late() -> None:
        with claim_path(folder) as there:
            seen.append(there)

    sweeper = threading.Thread(target=remove_if_unused, args=(folder, slowly))
    maker = threading.Thread(target=late)
    sweeper.start()
    assert began.wait(5)
    maker.start()
    hold.set()
    maker.join()
    sweeper.join()
    assert seen == [False]


def test_the_scratch_folder_of_a_killed_run_goes_with_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = os.environ | {"TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", HOLD]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdout=pipe, text=True) as running:
        assert running.stdout is not None
        folder = Path(running.stdout.readline().strip())
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        (tmp_path / "tailor-notes").mkdir()
        folders.remove_stale_once.cache_clear()
        with folders.scratch_folder():
            assert folder.is_dir()
        running.send_signal(signal.SIGKILL)
    assert folder.is_dir()
    folders.remove_stale_once.cache_clear()
    with folders.scratch_folder():
        assert not folder.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["tailor-notes"]
