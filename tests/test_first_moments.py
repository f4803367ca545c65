"""The first moments of the program: Ctrl-C before its own handlers are in place."""

import subprocess
import sys

import pytest

INTERRUPTED = """
import sys

class Interrupted:
    def __getattr__(self, name):
        raise KeyboardInterrupt

sys.modules["_signal"] = Interrupted()
sys.argv[0] = "tailor"
import tailor
"""
IMPORTED = "import tailor; print(tailor.IS_PROGRAM)"


def test_an_interrupt_before_the_handlers_shows_no_traceback() -> None:
    done = subprocess.run([sys.executable, "-c", INTERRUPTED], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (130, "")


@pytest.mark.parametrize("name", ["tailor", "other"])
def test_only_the_program_itself_takes_signals(name: str) -> None:
    code = f"import sys; sys.argv[0] = {name!r}; {IMPORTED}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == str(name == "tailor")
