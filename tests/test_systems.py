"""macOS, Windows and a bare Linux: what they lack and refuse is simulated, and the program works.

`tests/simulated/sitecustomize.py` says what is simulated. No test here is proof of a real system.
"""

import ast
import json
import ntpath
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailor import locks, system
from tailor.cli import atomic, lockfile, outputs
from tailor.cli.console import LOOKALIKES, substitute_characters
from tailor.cli.outputs import fill_pattern
from tailor.errors import FileError, LimitError
from tailor.files import expand_patterns, refused_name
from tailor.models import Posting
from tailor.sandbox import process
from tailor.sandbox.process import Limits, run_program
from tailor.sandbox.tempdirs import scratch_folder
from tailor.system import children

ROOT = Path(__file__).resolve().parent.parent
SYSTEMS = ("macos", "windows", "plain-linux")
JOB = "Deckhand\nCompany: Alder Bay\n\nRequirements\n- Strong SQL → and Tableau\n- Python • Go\n"
CV = "# Ada Byron\nada@example.com\n\n## Experience\n\n### Engineer, Example Ltd\n2019 - 2021\n"


@pytest.fixture(autouse=True)
def own_temporary_files(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another run of this machine would sweep away what a system without locks has in use."""
    monkeypatch.setenv("TMPDIR", str(tmp_path_factory.mktemp("temporary")))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "job.txt").write_text(JOB, encoding="utf-8")
    (tmp_path / "cv.md").write_text(CV, encoding="utf-8")
    return tmp_path


def environment(name: str, **more: str) -> dict[str, str]:
    """A process that believes to be on another system, with a console of Western Europe."""
    paths = (str(ROOT / "tests" / "simulated"), str(ROOT))
    given = {"SIMULATED": name, "PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "cp1252"}
    return os.environ | given | more


def tailor(name: str, folder: Path, *words: str) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "tailor", *words]
    return subprocess.run(
        command, cwd=folder, env=environment(name), capture_output=True, timeout=300
    )


def succeeds(name: str, folder: Path, *words: str) -> bytes:
    done = tailor(name, folder, *words)
    assert done.returncode == 0, (words, done.stderr.decode("cp1252", "replace"))
    return done.stdout


@pytest.mark.parametrize("name", SYSTEMS)
def test_every_step_works_there(name: str, place: Path) -> None:
    succeeds(name, place, "init")
    assert b"ok" in succeeds(name, place, "check", "resume.yaml")
    found = json.loads(succeeds(name, place, "--job", "job.txt", "--format", "json"))
    assert found["outputs"]["pdf"].endswith("job.pdf")
    assert (place / "out" / "job.pdf").read_bytes().startswith(b"%PDF-")
    succeeds(name, place, "check", str(Path("out", "job.pdf")))
    succeeds(name, place, "import", "cv.md", "-o", "ada.yaml", "-q")
    assert "Ada Byron" in (place / "ada.yaml").read_text(encoding="utf-8")
    for _ in range(2):
        succeeds(name, place, "export", "-o", "new.md", "-q")  # The second replaces the first.
    (place / "łódź.txt").write_text(JOB.replace("Tableau", "SQL in Łódź"), encoding="utf-8")
    text = succeeds(name, place, "keywords", "-j", "łódź.txt").decode("cp1252")
    assert "SQL -> and" in text, "signs that the console lacks are replaced"
    assert "\\u0141ód\\u017a" in text, "no letter of that console looks like these two"
    assert not list(place.rglob(".tailor-*"))


CAPABILITIES = """
from tailor import system
from tailor.system import children, landlock
print(
    system.HAS_FILE_LOCKS, system.HAS_FOLDER_HANDLES, system.HAS_TIMER, children.HAS_FORK,
    children.HAS_MEMORY_LIMIT, children.can_find_holders(), landlock.has_landlock(),
    system.process_age() is not None,
)
"""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("macos", (True, True, True, True, False, False, False, False)),
        ("windows", (False,) * 8),
        ("plain-linux", (True, True, True, True, True, False, False, False)),
    ],
)
def test_what_a_system_lacks_is_known(name: str, expected: tuple[bool, ...]) -> None:
    command = [sys.executable, "-c", f"__package__ = 'tailor'{CAPABILITIES}"]
    ended = subprocess.run(command, env=environment(name), capture_output=True, check=True)
    assert ended.stdout.split() == [str(one).encode() for one in expected]


def test_the_cache_is_used_where_modes_say_nothing(place: Path, tmp_path: Path) -> None:
    """Windows reports every folder as one that all may write to."""
    succeeds("windows", place, "init")
    cache = tmp_path / "kept"
    cache.mkdir()
    command = [sys.executable, "-m", "tailor", "check", "resume.yaml"]
    given = environment("windows", TAILOR_CACHE=str(cache))
    subprocess.run(command, cwd=place, env=given, check=True, capture_output=True)
    assert list(cache.iterdir())


@pytest.mark.parametrize("name", ["con.yaml", "./dot."])
def test_a_name_that_windows_refuses_is_named(name: str, place: Path) -> None:
    done = tailor("windows", place, "init", name)
    assert done.returncode == 7
    assert done.stderr.startswith(f"{name.removeprefix('./')}: error: cannot be written: ".encode())
    assert b"Windows" in done.stderr


def test_ctrl_break_ends_the_program_as_a_stop_does(place: Path) -> None:
    """SIGBREAK of Windows; here SIGUSR1 stands for it."""
    succeeds("windows", place, "init")
    command = [sys.executable, "-m", "tailor", "--job", "-"]
    with subprocess.Popen(
        command,
        cwd=place,
        env=environment("windows"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        end = time.monotonic() + 60
        while not is_heeded(running.pid, signal.SIGUSR1):
            assert time.monotonic() < end, "the signal is never heeded"
            time.sleep(0.01)
        running.send_signal(signal.SIGUSR1)
        _, errors = running.communicate(timeout=60)
    assert (running.returncode, errors) == (143, b"")


def is_heeded(pid: int, number: int) -> bool:
    """Whether a process has a handler for a signal (proc(5))."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    found = re.search(r"SigCgt:\s*([0-9a-f]+)", status)
    assert found
    return bool(int(found[1], 16) & 1 << (number - 1))


# Child processes


def test_a_limit_that_the_system_refuses_does_not_keep_a_program_from_starting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuses(*_: object) -> None:
        raise ValueError("current limit exceeds maximum limit")

    monkeypatch.setattr("resource.setrlimit", refuses)
    assert run_program(["/bin/echo", "hello"]).output == b"hello\n"


HUNGRY = "found = bytearray(600_000_000); import time; time.sleep(60)"


def test_memory_is_watched_where_the_kernel_does_not_limit_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(children, "take_limit", lambda *_: None)
    with pytest.raises(LimitError, match="took more than 300,000,000 bytes of memory"):
        run_program([sys.executable, "-c", HUNGRY], limits=Limits(seconds=50, memory=300_000_000))


def test_what_other_systems_say_of_memory_is_read_where_it_stands() -> None:
    """Offsets in `rusage_info_v0` (XNU) and `PROCESS_MEMORY_COUNTERS` (64 bits)."""
    assert children.MacosUsage.footprint_bytes.offset == 72
    assert children.WindowsCounters.committed.offset == 56


def test_nobody_is_looked_for_after_a_program_that_left_nobody_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A poll that stays silent (macOS) is not believed."""

    class Silent:
        def register(self, *_: object) -> None:
            """Says nothing, as XNU does to who asks for no event."""

        def poll(self, milliseconds: float) -> list[tuple[int, int]]:
            time.sleep(milliseconds / 1000)
            return []

    monkeypatch.setattr("select.poll", Silent)
    monkeypatch.setattr(process, "find_holders", lambda _: pytest.fail("somebody is looked for"))
    assert run_program(["/bin/echo", "hello"]).output == b"hello\n"


def test_without_proc_nothing_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "can_find_holders", lambda: False)
    monkeypatch.setattr(process, "kill_pipe_holders", lambda _: pytest.fail("waited"))
    assert run_program(["/bin/echo", "hello"]).output == b"hello\n"


def test_where_no_code_runs_in_the_child_none_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "HAS_FORK", False)
    assert children.take_limits(1, 1, 1) is None
    assert set(children.start_options(None)) == {"creationflags"}
    with pytest.raises(LimitError, match=r"did not end within 0\.2 seconds"):
        run_program(["/bin/sleep", "60"], limits=Limits(seconds=0.2))


# Files


@pytest.fixture
def without_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "HAS_FILE_LOCKS", False)


@pytest.mark.usefixtures("without_locks")
def test_a_claim_holds_nothing_open_without_locks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "new").touch()
    monkeypatch.setattr(os, "open", lambda *_, **__: pytest.fail("opened"))
    with locks.claim_path(tmp_path / "new") as there, locks.claim_path(tmp_path / "gone") as gone:
        assert (there, gone) == (True, False)


@pytest.mark.usefixtures("without_locks")
def test_without_locks_only_what_is_a_day_old_is_swept(tmp_path: Path) -> None:
    for name, age in (("new", 0), ("old", 2 * 86_400)):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    (tmp_path / "link").symlink_to("old")
    for name in ("link", "new", "old"):
        locks.remove_if_unused(tmp_path / name, Path.unlink)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "new"]


@pytest.mark.usefixtures("without_locks")
def test_a_scratch_folder_is_gone_without_locks_too() -> None:
    with scratch_folder() as folder:
        (folder / "resume.tex").touch()
    assert not folder.exists()


def test_a_file_that_is_open_elsewhere_is_an_error_with_advice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows replaces no file that a viewer has open."""

    def in_use(*_: object) -> None:
        raise PermissionError(13, "The process cannot access the file")

    monkeypatch.setattr(atomic, "REPLACES_OPEN_FILES", False)
    monkeypatch.setattr(atomic, "put_in_place", in_use)
    with pytest.raises(FileError, match="close the program that shows it"):
        atomic.write_files([(tmp_path / "a.pdf", b"new")])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="what is open is not known here")
def test_no_file_is_replaced_or_put_in_place_while_it_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = os.replace

    def is_open(about: os.stat_result) -> bool:
        handles = (int(one.name) for one in Path("/proc/self/fd").iterdir())
        found = []
        for handle in handles:
            with suppress(OSError):
                found.append(os.fstat(handle))
        return any(os.path.samestat(about, one) for one in found)

    def refusing(old: str, new: str, **handles: int) -> None:
        for name, handle in ((old, handles["src_dir_fd"]), (new, handles["dst_dir_fd"])):
            with suppress(FileNotFoundError):
                assert not is_open(os.stat(name, dir_fd=handle)), name
        replace(old, new, **handles)

    monkeypatch.setattr(os, "replace", refusing)
    for text in (b"first", b"second"):
        atomic.write_files([(tmp_path / "a.tex", text), (tmp_path / "a.pdf", text)])
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {b"second"}


def test_a_run_clears_nothing_away_while_another_puts_its_files_in_place(tmp_path: Path) -> None:
    """Then they are no longer open, and so no longer locked."""
    other = tmp_path / ".tailor-0123456789abcdef.tmp"
    other.touch()
    with locks.exclusive_folders([tmp_path], 1):
        atomic.remove_stale_files(tmp_path)
        assert other.exists()
    atomic.remove_stale_files(tmp_path)
    assert not other.exists()


@pytest.mark.parametrize("handles", [True, False])
def test_files_are_written_with_and_without_open_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, handles: bool
) -> None:
    monkeypatch.setattr("tailor.folders.HAS_FOLDER_HANDLES", handles)
    for text in (b"first", b"second"):
        atomic.write_files([(tmp_path / "new/deep/a.tex", text), (tmp_path / "new/a.pdf", text)])
    assert (tmp_path / "new/deep/a.tex").read_bytes() == b"second"
    files = sorted(path.name for path in tmp_path.rglob("*") if path.is_file())
    assert files == ["a.pdf", "a.tex"]


@given(st.text(), st.text(max_size=20), st.sampled_from(["{company}.pdf", "{title}/{posting}.pdf"]))
def test_what_a_posting_is_called_is_a_name_on_every_system(
    source: str, words: str, pattern: str
) -> None:
    posting = Posting(words, words, words)
    for path in (Path(f"{outputs.file_stem(source)}.pdf"), fill_pattern(pattern, source, posting)):
        assert [refused_name(part) for part in path.parts] == [""] * len(path.parts)


@pytest.mark.parametrize("name", ["con", "Aux", "LPT1", "com9.x", "COM¹", "nul"])
def test_a_posting_called_as_a_device_gets_another_name(name: str) -> None:
    posting = Posting("", name, name)
    assert outputs.file_stem(f"{name}.txt").startswith("posting-")
    assert fill_pattern("{company}.pdf", "a.txt", posting).name.startswith("posting-")
    assert fill_pattern("con.pdf", "a.txt", posting) == Path("con.pdf")  # The user said so.


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("con", "device"), ("CON.pdf", "device"), ("con .pdf", "device"), ("nul.tar.gz", "device"),
        ("COM1", "device"), ("lpt9.txt", "device"), ("a:b", ":"), ("a.", "dot"), ("a ", "space"),
        ("a|b", "|"), ("a\x07", "allows no"), ("CONIN$", "device"),
        ("console.pdf", ""), ("com10.pdf", ""), (".tailor-1.tmp", ""), ("..", ""), ("日本.pdf", ""),
    ],
)  # fmt: skip
def test_names_that_windows_refuses(name: str, reason: str) -> None:
    found = refused_name(name)
    assert (reason in found) if reason else found == ""


def test_patterns_are_expanded_where_shells_do_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("b.pdf", "a.pdf"):
        Path(name).touch()
    words = ["check", "*.pdf", "--pin", "none*", "https://example.com/?a=*"]
    assert expand_patterns(words) == words
    monkeypatch.setattr(system, "IS_WINDOWS", True)
    assert expand_patterns(words) == ["check", "a.pdf", "b.pdf", *words[2:]]


def test_a_master_on_another_drive_is_named_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "relpath", lambda *_: ntpath.relpath("D:/x", "C:/out"))
    assert lockfile.relative_path(Path("out"), Path("/d/resume.yaml")) == "/d/resume.yaml"


@pytest.mark.parametrize(
    ("text", "encoding", "shown"),
    [
        ("a → b • c", "cp1252", b"a -> b \x95 c"),
        ("█ ł", "cp1252", b"# \\u0142"),
        ("“a”…", "ascii", b'"a"...'),
        ("日", "latin-1", b"\\u65e5"),
    ],
)
def test_a_console_shows_what_looks_alike(text: str, encoding: str, shown: bytes) -> None:
    import codecs

    codecs.register_error(LOOKALIKES, substitute_characters)
    assert text.encode(encoding, LOOKALIKES) == shown


# One module asks the system


MODULES = {"fcntl", "resource", "select", "termios", "pwd", "grp", "msvcrt", "winreg", "_winapi"}
NAMES = {
    "os": {
        "name", "geteuid", "getuid", "killpg", "setsid", "fork", "sched_getaffinity", "pidfd_open",
        "O_NOFOLLOW", "O_DIRECTORY", "O_NONBLOCK", "O_PATH", "O_CLOEXEC", "set_blocking", "sysconf",
        "mkfifo", "supports_dir_fd", "uname",
    },
    "sys": {"platform", "getwindowsversion"},
    "signal": {"SIGALRM", "SIGHUP", "SIGBREAK", "setitimer", "ITIMER_REAL", "SIGXCPU", "alarm"},
    "time": {"clock_gettime", "CLOCK_BOOTTIME"},
    "ctypes": {"CDLL", "WinDLL"},
}  # fmt: skip
ALLOWED = {"latex/engine.py", "streams.py"}
"""The one knows which binary of TeX is for which system, the other the buffer of C's library."""


def asks(tree: ast.AST) -> set[str]:
    """What of a module only some systems have."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.attr in NAMES.get(node.value.id, ()):
                found.add(f"{node.value.id}.{node.attr}")
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names} & MODULES
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or ""} & MODULES
            wanted = NAMES.get(node.module or "", set())
            found |= {f"{node.module}.{alias.name}" for alias in node.names if alias.name in wanted}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            found |= {"/proc"} if node.value.startswith("/proc/") else set()
    return found


def test_the_rule_can_fail() -> None:
    assert asks(ast.parse("import os\nos.geteuid()")) == {"os.geteuid"}
    assert asks(ast.parse("from fcntl import flock")) == {"fcntl"}
    assert asks(ast.parse("from signal import SIGHUP")) == {"signal.SIGHUP"}
    assert asks(ast.parse("import os\nos.getpid()")) == set()


def test_only_one_module_asks_what_the_system_can_do() -> None:
    package = ROOT / "tailor"
    wrong: dict[str, Any] = {}
    for path in package.rglob("*.py"):
        name = path.relative_to(package).as_posix()
        if not name.startswith("system/") and name not in ALLOWED:
            wrong[name] = asks(ast.parse(path.read_text(encoding="utf-8")))
    assert {name: found for name, found in wrong.items() if found} == {}
