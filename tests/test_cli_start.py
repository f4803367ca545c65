"""Ctrl-C before the command line heeds signals, and after it is done: no traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EARLY = """
import os, signal, sys
class Meanwhile:
    def find_spec(self, name, path=None, target=None):
        if name == "{module}":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Meanwhile())
sys.argv = ["tailor", "--version"]
from tailor.cli import main
sys.exit(main())
"""
LATE = """
import os, signal, sys
sys.argv = ["tailor", "--version"]
from tailor.cli import main
main()
os.kill(os.getpid(), signal.{name})
"""
AT_LINE = """
import os, sys
sys.argv = ["tailor", "--version"]
left = {line}
def count_lines(frame, event, _):
    global left
    if f"{{os.sep}}tailor{{os.sep}}" not in frame.f_code.co_filename:
        return None
    if event == "line" and "tailor.version" in sys.modules:
        left -= 1
        if not left:
            os.kill(os.getpid(), {number})
    return count_lines
sys.settrace(count_lines)
from tailor.cli import main
sys.exit(main())
"""
"""Sends a signal after a given number of our own lines has run."""
AT_EXIT = """
import atexit, os, sys, time
def stop():
    os.kill(os.getpid(), {number})
    time.sleep(0.01)
sys.argv = ["tailor", "--version"]
from tailor.cli import main
atexit.register(stop)
sys.exit(main())
"""


def ends(script: str, first: str = "") -> tuple[int, str]:
    environment = os.environ | {"PYTHONPATH": f"{first}{ROOT}"}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, timeout=60
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize("module", ["tailor.cli.console", "tailor.cli.app", "typer"])
def test_before_the_first_command(module: str) -> None:
    assert ends(EARLY.replace("{module}", module)) == (130, "")


def test_while_signals_are_not_heeded_yet() -> None:
    script = EARLY.replace("import os, signal, sys", "import os, sys").replace("signal.SIGINT", "2")
    assert ends(script.replace("{module}", "signal")) == (130, "")


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_when_all_is_done(name: str, code: int) -> None:
    assert ends(LATE.replace("{name}", name)) == (code, "")


@pytest.mark.parametrize(("number", "code"), [(2, 130), (15, 143)])
def test_at_every_line_of_the_start(number: int, code: int) -> None:
    """From the first module that the package loads, until the command is known."""
    for line in (*range(1, 60, 3), 90, 150, 300):
        assert (line, *ends(AT_LINE.format(line=line, number=number))) == (line, code, "")


@pytest.mark.parametrize(("number", "code"), [(2, 130), (15, 143)])
def test_while_python_ends(number: int, code: int) -> None:
    assert ends(AT_EXIT.format(number=number)) == (code, "")


def test_a_program_that_imports_the_package_keeps_its_handlers() -> None:
    script = "import signal, sys; sys.argv = ['jobs.py']; import tailor\n"
    script += "assert signal.getsignal(signal.SIGINT) is signal.default_int_handler"
    assert ends(script) == (0, "")


def test_the_command_line_starts_at_once() -> None:
    """Before it heeds signals nothing is loaded that takes long."""
    script = "import sys; before = set(sys.modules); import tailor.cli\n"
    script += "print(*sorted(set(sys.modules) - before), file=sys.stderr)"
    code, loaded = ends(script)
    assert code == 0
    slow = {"dataclasses", "inspect", "typing", "re", "tailor.errors", "pathlib"}
    assert slow & set(loaded.split()) == set()


@pytest.mark.parametrize("where", ["PYTHONPATH", "python -m"])
def test_no_module_is_replaced(tmp_path: Path, where: str) -> None:
    """What lies in the working folder or on PYTHONPATH does not stand in for what is installed."""
    for name in ("typer", "click", "json", "typing", "signal", "pathlib"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('harm')")
    if where == "PYTHONPATH":
        script = "import sys; sys.argv = ['tailor', '--version']\n"
        script += "from tailor.cli import main; sys.exit(main())"
        assert ends(script, f"{tmp_path}{os.pathsep}") == (0, "")
        return
    command = [sys.executable, "-m", "tailor", "--version"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("job", ["x" * 5000, "a\0b", "nowhere.txt"])
def test_what_the_fast_path_stumbles_over_is_told_by_the_job(tmp_path: Path, job: str) -> None:
    script = f"import os, sys; os.chdir({str(tmp_path)!r}); sys.argv = ['tailor', '--job', {job!r}]"
    code, said = ends(f"{script}\nfrom tailor.cli import main\nsys.exit(main())")
    assert code in (2, 3, 7)
    assert "error: " in said
    assert "bug" not in said
