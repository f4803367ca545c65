"""The hooks, run by pre-commit in a git repository, installed from this one."""

import os
import shutil
import subprocess
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ("tailor", "templates", "data", "bundle", "pyproject.toml", "README.md", "LICENSE")
POSTING = "Data Analyst\nCompany: Alder Bay Ferries\n\nRequirements\n- Strong SQL\n- Tableau\n"
NEEDED = [name for name in ("pre_commit", "hatchling") if find_spec(name) is None]

pytestmark = pytest.mark.skipif(bool(NEEDED), reason=f"not installed: {', '.join(NEEDED)}")


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """pip installs the hooks for real, but no dependency: those of this Python are used.

    The TeX of this Python is used too: to put one into a wheel takes long, and test_wheel.py does.
    """
    home = tmp_path_factory.mktemp("home")
    names = {f"GIT_{who}_{what}" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(home),
        "PRE_COMMIT_HOME": str(home / "store"),
        "PRE_COMMIT_COLOR": "never",
        "PYTHONPATH": sysconfig.get_paths()["purelib"],
        "TAILOR_TEX": "none",
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_NO_COMPILE": "1",
        "PIP_NO_BUILD_ISOLATION": "0",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "GIT_CONFIG_NOSYSTEM": "1",
    } | dict.fromkeys(names, "ada@example.com")


def run(
    folder: Path, environment: dict[str, str], *command: str
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False,
        timeout=240,
    )  # fmt: skip


def do(folder: Path, environment: dict[str, str], *command: str) -> str:
    ended = run(folder, environment, *command)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout.strip()


def tailor(folder: Path, environment: dict[str, str], *words: str) -> None:
    here = environment | {"PYTHONPATH": str(ROOT)}
    do(folder, here, sys.executable, "-m", "tailor", *words)


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Path:
    """A repository with what this one ships, as it stands."""
    folder = tmp_path_factory.mktemp("hooks")
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", folder)
    for name in SHIPPED:
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__")
            )
        else:
            shutil.copy(ROOT / name, folder)
    commit_all(folder, environment)
    return folder


def commit_all(folder: Path, environment: dict[str, str]) -> None:
    do(folder, environment, "git", "init", "-q", "-b", "main")
    do(folder, environment, "git", "add", "-A")
    do(folder, environment, "git", "commit", "-q", "-m", "everything")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Path:
    """The repository of a user, with a master, a posting and its page."""
    folder = tmp_path_factory.mktemp("mine")
    shutil.copy(ROOT / "tailor/cli/starter.yaml", folder / "resume.yaml")
    (folder / "jobs").mkdir()
    (folder / "jobs/ferries.txt").write_text(POSTING)
    (folder / "tailor.toml").write_text('[[jobs]]\nposting = "jobs/ferries.txt"\n')
    tailor(folder, environment, "batch", "-q")
    commit_all(folder, environment)
    return folder


def configure(folder: Path, hooks: Path, environment: dict[str, str]) -> None:
    """Has every hook run in a repository. Both tests have pre-commit install them only once."""
    ids = [one["id"] for one in yaml.safe_load((hooks / ".pre-commit-hooks.yaml").read_text())]
    rev = do(hooks, environment, "git", "rev-parse", "HEAD")
    used = {"repo": str(hooks), "rev": rev, "hooks": [{"id": one} for one in ids]}
    (folder / ".pre-commit-config.yaml").write_text(yaml.safe_dump({"repos": [used]}))


def test_a_run_on_all_files_names_what_is_bad(
    repository: Path, hooks: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(repository, folder)
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(612, 792)
    writer.write(folder / "out/picture.pdf")
    (folder / "cv-old.yaml").write_text("basics: {name: Ada Byron}\nwork:\n- {nam: Engines}\n")
    (folder / "jobs/ferries.txt").write_text(POSTING + "- Excel\n")
    do(folder, environment, "git", "add", "-A")
    configure(folder, hooks, environment)
    ended = run(folder, environment, "pre-commit", "run", "--all-files")
    assert ended.returncode == 1
    assert ended.stdout.count("Failed") == 3
    assert "cv-old.yaml:3:4: error: work/0/nam: this key is not known" in ended.stdout
    assert "changed since it was made: posting" in ended.stdout
    assert "out/picture.pdf: not ok" in ended.stdout


def test_good_commits_pass_and_bad_ones_do_not_happen(
    repository: Path, hooks: Path, environment: dict[str, str]
) -> None:
    configure(repository, hooks, environment)
    do(repository, environment, "pre-commit", "install", "--install-hooks")
    do(repository, environment, "git", "add", "-A")
    do(repository, environment, "git", "commit", "-m", "hooks")
    head = do(repository, environment, "git", "rev-parse", "HEAD")

    master = repository / "resume.yaml"
    text = master.read_text(encoding="utf-8")
    master.write_text(text.replace("highlights:", "higlights:", 1), encoding="utf-8")
    ended = run(repository, environment, "git", "commit", "-a", "-m", "a slip")
    assert ended.returncode == 1
    assert "did you mean highlights?" in ended.stdout + ended.stderr

    master.write_text(text.replace("for 74 bus", "for 75 bus"), encoding="utf-8")
    ended = run(repository, environment, "git", "commit", "-a", "-m", "a page that is behind")
    assert ended.returncode == 1
    assert "changed since it was made: master" in ended.stdout + ended.stderr
    assert do(repository, environment, "git", "rev-parse", "HEAD") == head

    tailor(repository, environment, "batch", "-q")
    ended = run(repository, environment, "git", "commit", "-a", "-m", "the page too")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert (ended.stdout + ended.stderr).count("Passed") == 3
    assert do(repository, environment, "git", "rev-parse", "HEAD") != head
    assert do(repository, environment, "git", "status", "--porcelain") == ""
