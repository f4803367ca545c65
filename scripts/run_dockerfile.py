"""Runs the steps of the Dockerfile one by one where there is no Docker.

Each stage is a copy of a plain Debian root folder, and each step runs in it by chroot:

    debootstrap --variant=minbase trixie /tmp/trixie        # as root
    python scripts/run_dockerfile.py /tmp/trixie /tmp/stages

Only the instructions that our Dockerfile has are known; any other one is an error. `--env` sets a
variable for the steps alone (a proxy, a certificate file), `--bring` copies a file of this machine
into each stage.
"""

import argparse
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(slots=True)
class Stage:
    """A root folder, and what the steps before have set for the next ones."""

    root: Path
    environment: dict[str, str] = field(default_factory=dict)
    folder: str = "/"
    user: str = "root"
    entrypoint: list[str] = field(default_factory=list)

    def inside(self, name: str) -> Path:
        """Where a path of the image is on this machine."""
        return self.root / os.path.join(self.folder, name).lstrip("/")  # noqa: PTH118

    def run(self, command: str) -> None:
        """Runs a shell command in this stage. Raises CalledProcessError."""
        inner = f"cd {shlex.quote(self.folder)} && {command}"
        userspec = "root" if self.user == "root" else f"{self.user}:{self.user}"
        variables = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}
        variables |= {"HOME": "/root" if self.user == "root" else f"/home/{self.user}"}
        command_line = ["chroot", f"--userspec={userspec}", str(self.root), "/bin/sh", "-c", inner]
        subprocess.run(command_line, env=variables | self.environment, check=True)


def instructions(text: str) -> Iterator[tuple[str, str]]:
    """The instructions of a Dockerfile, each with its words, in order."""
    lines = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    for line in re.sub(r"\s*\\\n\s*", " ", lines).splitlines():
        if line.strip():
            name, _, rest = line.partition(" ")
            yield name, rest.strip()


def copy(stage: Stage, words: list[str], stages: dict[str, Stage]) -> None:
    """COPY: files of the project, or of another stage."""
    source = ROOT
    if words[0].startswith("--from="):
        source = stages[words.pop(0).partition("=")[2]].root
    *names, target = words
    for name in names:
        here, there = source / name.lstrip("/"), stage.inside(target)
        if here.is_dir():
            ignored = shutil.ignore_patterns("__pycache__") if source == ROOT else None
            shutil.copytree(here, there, symlinks=True, dirs_exist_ok=True, ignore=ignored)
        else:
            there = there / here.name if target.endswith("/") else there
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(here, there)


def perform(stage: Stage, name: str, rest: str, stages: dict[str, Stage]) -> None:
    """One instruction in a stage. Raises ValueError for one that is not known."""
    match name:
        case "RUN":
            stage.run(rest)
        case "COPY":
            copy(stage, shlex.split(rest), stages)
        case "WORKDIR":
            stage.folder = rest
            stage.inside("").mkdir(parents=True, exist_ok=True)
        case "ENV":
            stage.environment |= dict(one.split("=", 1) for one in shlex.split(rest))
        case "USER":
            stage.user = rest
        case "ENTRYPOINT":
            stage.entrypoint = json.loads(rest)
        case "CMD":
            json.loads(rest)
        case _:
            raise ValueError(f"this script does not know the instruction {name}")


def begin(base: Path, folder: Path, given: argparse.Namespace) -> Stage:
    """A new stage: a copy of the plain root, with what `--bring` and `--env` add."""
    subprocess.run(["cp", "--archive", "--reflink=auto", base, folder], check=True)
    for path in ["/etc/resolv.conf", *given.bring]:
        there = folder / path.lstrip("/")
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, there)
    return Stage(folder, dict(one.split("=", 1) for one in given.env))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("base", type=Path, help="a plain Debian root folder, made by debootstrap")
    parser.add_argument("folder", type=Path, help="where the stages are put; must not exist")
    parser.add_argument("--env", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--bring", action="append", default=[], metavar="FILE")
    given = parser.parse_args()
    given.folder.mkdir(parents=True)
    stages: dict[str, Stage] = {}
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    for number, (name, rest) in enumerate(instructions(text), start=1):
        print(f"--- step {number}: {name} {rest}", flush=True)
        if name == "FROM":
            label = rest.partition(" AS ")[2] or "final"
            stages[label] = begin(given.base, given.folder / label, given)
        else:
            perform(list(stages.values())[-1], name, rest, stages)
    last = list(stages.values())[-1]
    print(f"--- the image is in {last.root}; it starts {last.entrypoint} as {last.user}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
