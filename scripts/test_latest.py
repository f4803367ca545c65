"""Tests tailor as users install it: without the lock, with the newest versions that are allowed.

    python scripts/test_latest.py [PYTHON]...

For each Python from 3.11 to 3.14 on this machine (or for those that are named): a fresh
environment, `pip install` of the wheel, `pip check`, and the runs of `ci/smoke.py`. A warning of
pip is a failure. The versions that pip chose are printed, and how long each Python took. The last
line counts what passed and failed.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MINORS = range(11, 15)
FOLDERS = (
    Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions",
    Path.home() / ".local/share/uv/python",
    Path("/opt/python"),
    Path("/opt/hostedtoolcache/Python"),
)
"""Where tools keep the versions of Python that they install."""
PROBE = "import sys, venv, ensurepip; print(*sys.version_info[:3], sys.base_prefix)"
WARNING = re.compile(r"^\s*(?:WARNING|DEPRECATION|ERROR)\b.*", re.MULTILINE)
OF_THE_MACHINE = re.compile(r"WARNING: (?:Location '.*' is ignored|Running pip as the 'root' user)")
"""What pip says of its own settings on this machine, and not of tailor."""
COUNT = re.compile(r"^(\d+) passed, (\d+) failed$", re.MULTILINE)


def pythons() -> dict[int, str]:
    """The newest interpreter of each minor version that is here and can make environments."""
    found: dict[int, tuple[tuple[int, ...], str]] = {}
    for program in dict.fromkeys(map(os.path.realpath, programs())):
        if version := version_of(program):
            found[version[1]] = max(found.get(version[1], ((), "")), (version, program))
    return {minor: program for minor, (_, program) in sorted(found.items())}


def programs() -> Iterator[str]:
    """Whatever may be a Python."""
    folders = os.environ.get("PATH", "").split(os.pathsep)
    on_path = (Path(folder) for folder in folders if folder)
    kept = chain.from_iterable(
        chain(folder.glob("*/bin"), folder.glob("*/x64/bin")) for folder in FOLDERS
    )
    for folder in chain(on_path, kept):
        for minor in MINORS:
            if (path := folder / f"python3.{minor}").is_file():
                yield str(path)
    yield sys.executable


def version_of(program: str) -> tuple[int, ...] | None:
    """The version of a Python that tailor may run on; None for any other program."""
    command = [program, "-c", PROBE]
    try:
        ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    if ended.returncode:
        return None
    major, minor, micro, _ = ended.stdout.split(maxsplit=3)
    return (3, int(minor), int(micro)) if major == "3" and int(minor) in MINORS else None


def build_wheel(folder: Path) -> Path:
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def try_on(python: str, wheel: Path, folder: Path) -> tuple[int, int]:
    """How many runs passed and failed on one Python."""
    subprocess.run([python, "-m", "venv", str(folder)], check=True)
    own = str(folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
    installing = [own, "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    steps = (
        ("pip install", [*installing, "--quiet", str(wheel)]),
        ("pip check", [own, "-m", "pip", "check", "--disable-pip-version-check"]),
    )
    results = [step(name, command) for name, command in steps]
    passed, failed = results.count(True), results.count(False)
    print("versions:", ", ".join(chosen_versions(own)), flush=True)
    smoke = run([own, str(ROOT / "ci" / "smoke.py")])
    counted = COUNT.findall(smoke.stdout)
    print(smoke.stdout + smoke.stderr, end="", flush=True)
    more, fewer = map(int, counted[-1]) if counted else (0, 1)
    return passed + more, failed + fewer


def chosen_versions(python: str) -> Iterator[str]:
    """What pip installed of that which pyproject.toml names: "highspy 1.16.0"."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = {normal_name(one) for one in project["dependencies"]}
    listing = [python, "-m", "pip", "list", "--format", "json", "--disable-pip-version-check"]
    found = json.loads(run(listing).stdout)
    return (f"{one['name']} {one['version']}" for one in found if normal_name(one["name"]) in named)


def normal_name(requirement: str) -> str:
    """The name of a distribution in a requirement, as pip compares it (PEP 503)."""
    found = re.match(r"[\w.-]+", requirement)
    return re.sub(r"[-_.]+", "-", found[0]).lower() if found else ""


def processor_seconds() -> float:
    """Seconds that all ended child processes kept a processor busy; 0 on Windows."""
    times = os.times()
    return times.children_user + times.children_system


def step(name: str, command: list[str]) -> bool:
    """Runs pip; whether it succeeded, without a warning."""
    ended = run(command)
    warnings = list(warned(ended.stdout + ended.stderr))
    good = ended.returncode == 0 and not warnings
    print(f"{'ok    ' if good else 'FAILED'} {name}", flush=True)
    if not good:
        print("\n".join(warnings) or ended.stdout + ended.stderr, flush=True)
    return good


def warned(text: str) -> Iterator[str]:
    return (line for line in WARNING.findall(text) if not OF_THE_MACHINE.match(line.strip()))


def run(command: list[str]) -> "subprocess.CompletedProcess[str]":
    """Runs a command outside the checkout, so that only what is installed is found."""
    dropped = ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "VIRTUAL_ENV", "PIP_CONSTRAINT")
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.run(
            command, cwd=folder, env=kept, capture_output=True, text=True, check=False
        )


def main(named: Iterable[str]) -> int:
    found = {program: program for program in named} or pythons()
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="latest") as name:
        wheel = build_wheel(Path(name))
        for number, python in enumerate(found.values()):
            version = ".".join(map(str, version_of(python) or ("not usable",)))
            print(f"Python {version} ({python})", flush=True)
            begun, busy = time.monotonic(), processor_seconds()
            good, bad = try_on(python, wheel, Path(name) / f"venv{number}")
            passed, failed = passed + good, failed + bad
            took = f"{time.monotonic() - begun:.0f} s; {processor_seconds() - busy:.0f} s"
            print(f"Python {version}: {took} of processor time\n", flush=True)
    missing = [f"3.{minor}" for minor in MINORS if minor not in found] if not list(named) else []
    if missing:
        print(f"not on this machine, so not tried: Python {', '.join(missing)}")
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
