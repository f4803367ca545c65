"""Writes the small repository that pre-commit installs for the hook `tailor-check` alone.

    python scripts/hook_mirror.py FOLDER

pre-commit installs the root of a repository with all that it depends on. This repository is the
complete program, so the hook gets one of its own (as ruff has ruff-pre-commit): the same sources,
the data that `tailor check` reads, and of the dependencies only those that a master in YAML or JSON
needs, with the bounds of pyproject.toml. FOLDER becomes a Git repository with one commit; a FOLDER
that holds anything else is refused.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIGHT = ("typer", "pydantic", "pyyaml", "platformdirs", "rich")
"""What `tailor check` imports for a master in YAML or JSON."""

DATA = (
    *("characters.tsv", "cv_words.toml", "dates.toml", "section_titles.toml", "SOURCES.md"),
    *("foreign_keys.toml", "countries.toml", "posting/naming.toml"),
)
"""What it reads of data/."""

COPIED = ("LICENSE",)
BUILDER = "hatchling"
"""What builds it; the other build requirements are for TeX, which `tailor check` does not use."""

HOOK = "tailor-check"
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc")
PROJECT = """# Written by scripts/hook_mirror.py of tailor; change it there.
[build-system]
requires = {build}
build-backend = "hatchling.build"

[project]
name = "tailor-cv-check"
version = "{version}"
description = "tailor check for masters in YAML and JSON, without what makes pages"
license = "MIT"
license-files = ["LICENSE"]
requires-python = "{python}"
dependencies = [
{dependencies}
]

[project.scripts]
tailor = "tailor.cli:main"

[tool.hatch.build.targets.wheel]
only-include = ["tailor", "data"]

[tool.hatch.build.targets.wheel.sources]
data = "tailor/data"
"""
README = """# The hook tailor-check

`tailor check` for masters in YAML and JSON, and nothing else: this repository is written by
`scripts/hook_mirror.py` of tailor, whose whole program makes the pages.
"""


def name_of(requirement: str) -> str:
    """The name in a requirement such as "typer>=0.28,<0.29"."""
    return re.split(r"[^\w.-]", requirement, maxsplit=1)[0].lower()


def project() -> str:
    """The pyproject.toml of the mirror.

    Raises SystemExit if pyproject.toml no longer names one of the light dependencies.
    """
    whole = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = {name_of(one): one for one in whole["project"]["dependencies"]}
    if missing := [name for name in LIGHT if name not in named]:
        sys.exit(f"pyproject.toml: error: it does not name {', '.join(missing)}")
    building = whole["build-system"]["requires"]
    return PROJECT.format(
        build=json.dumps([one for one in building if name_of(one) == BUILDER]),
        version=whole["project"]["version"],
        python=whole["project"]["requires-python"],
        dependencies="\n".join(f'  "{named[name]}",' for name in LIGHT),
    )


def hooks() -> str:
    """The one hook, as .pre-commit-hooks.yaml has it."""
    listed = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    found = [one for one in listed.split("\n\n") if one.startswith(f"- id: {HOOK}\n")]
    if len(found) != 1:
        sys.exit(f".pre-commit-hooks.yaml: error: it does not have one hook {HOOK}")
    return f"{found[0].rstrip()}\n"


def write(folder: Path) -> None:
    """Writes the files of the mirror into a folder that is new, empty or a mirror already."""
    present = {one.name for one in folder.iterdir()} if folder.is_dir() else set()
    if present and not (folder / "pyproject.toml").is_file():
        sys.exit(f"{folder}: error: it holds other files; name a new folder")
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("tailor", "data"):
        shutil.rmtree(folder / name, ignore_errors=True)
    shutil.copytree(ROOT / "tailor", folder / "tailor", ignore=LEFT_OUT)
    (folder / "data").mkdir()
    for name in DATA:
        (folder / "data" / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / "data" / name, folder / "data" / name)
    for name in COPIED:
        shutil.copy(ROOT / name, folder)
    (folder / "pyproject.toml").write_text(project(), encoding="utf-8")
    (folder / ".pre-commit-hooks.yaml").write_text(hooks(), encoding="utf-8")
    (folder / "README.md").write_text(README, encoding="utf-8")


def commit(folder: Path) -> str:
    """Commits what was written; returns the name of the commit."""

    def git(*words: str) -> str:
        return subprocess.run(
            ["git", "-C", str(folder), *words], check=True, capture_output=True, text=True
        ).stdout.strip()

    if not (folder / ".git").exists():
        git("init", "--quiet", "--initial-branch", "main")
    git("add", "--all")
    if git("status", "--porcelain"):
        author = ("-c", "user.name=tailor", "-c", "user.email=tailor@example.com")
        git(*author, "commit", "--quiet", "--message", "The hook tailor-check")
    return git("rev-parse", "HEAD")


def main() -> None:
    parser = argparse.ArgumentParser(description="Writes the repository of the hook tailor-check.")
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    write(folder)
    print(f"{folder}: {commit(folder)}")


if __name__ == "__main__":
    main()
