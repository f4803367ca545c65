"""The GitHub action, its scripts run as a runner runs them, and the examples for others."""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from ci.check_release import differences
from scripts.run_dockerfile import Stage, instructions, perform

ROOT = Path(__file__).resolve().parent.parent
POSTING = (
    "Data Analyst | {x}\nCompany: Alder Bay Ferries\n\nRequirements\n- Strong SQL\n- Terraform\n"
)
SCHEMAS = {
    "action.yml": "vendor.github-actions",
    "examples/ci/github.yml": "vendor.github-workflows",
    "examples/ci/gitlab.yml": "vendor.gitlab-ci",
    ".github/workflows/ci.yml": "vendor.github-workflows",
    ".github/workflows/release.yml": "vendor.github-workflows",
}
INPUTS = {
    "actions/checkout": {"persist-credentials", "submodules"},
    "actions/setup-python": {"python-version", "cache", "cache-dependency-path"},
    "actions/upload-artifact": {"name", "path", "if-no-files-found"},
    "actions/download-artifact": {"name", "path"},
    "pypa/gh-action-pypi-publish": set[str](),
}
"""The inputs that we use of other people's actions; each was looked up in the action's own file."""
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
PINNED = re.compile(r"uses: ([\w.-]+/[\w.-]+)@([0-9a-f]{40}) # v\d+\.\d+\.\d+")
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))


def schema_says(schema: str, *paths: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema]
    command += ["--output-format", "json", "-v", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.skipif(not find_spec("check_jsonschema"), reason="check-jsonschema is not installed")
@pytest.mark.parametrize("name", SCHEMAS)
def test_the_official_schema_accepts_what_is_shipped(name: str, tmp_path: Path) -> None:
    wrong = (
        (ROOT / name).read_text("utf-8").replace("steps:", "stepz:").replace("script:", "skript:")
    )
    (tmp_path / "wrong.yml").write_text(wrong, "utf-8")
    told = schema_says(SCHEMAS[name], ROOT / name, tmp_path / "wrong.yml")
    assert told["status"] == "fail"
    assert told["successes"] == [str(ROOT / name)]
    assert {one["filename"] for one in told["errors"]} == {str(tmp_path / "wrong.yml")}


def used(path: Path) -> list[str]:
    """The lines of a workflow or an action that use other people's actions."""
    rows = path.read_text("utf-8").splitlines()
    return [row.strip() for row in rows if re.search(r"\buses: (?!\./)", row)]


@pytest.mark.parametrize(
    "path", [*WORKFLOWS, ROOT / "action.yml", ROOT / "examples/ci/github.yml"], ids=lambda p: p.name
)
def test_other_peoples_actions_are_pinned_and_their_inputs_known(path: Path) -> None:
    rows = used(path)
    assert rows
    assert [row for row in rows if not PINNED.search(row)] == []
    for step in steps(yaml.safe_load(path.read_text("utf-8"))):
        name = step.get("uses", "./").partition("@")[0]
        if not name.startswith("."):
            assert set(step.get("with", {})) <= INPUTS[name], name


def steps(found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The steps of a workflow or of an action."""
    parts = found.get("jobs", {}).values() if "jobs" in found else [found["runs"]]
    for part in parts:
        yield from part.get("steps", [])


def test_one_version_of_each_action_is_used_everywhere() -> None:
    files = [*WORKFLOWS, ROOT / "action.yml", ROOT / "examples/ci/github.yml"]
    pins = {found for path in files for found in PINNED.findall(path.read_text("utf-8"))}
    assert len(pins) == len({name for name, _ in pins}) == len(INPUTS)


def test_ci_covers_every_system_and_python_that_the_package_names() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text("utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = {
        one.rpartition(" :: ")[2] for one in project["classifiers"] if ":: Python :: 3." in one
    }
    jobs = workflow["jobs"]
    for job in ("test", "install", "latest"):
        assert set(jobs[job]["strategy"]["matrix"]["python"]) == named
    assert f">={min(named)}" == project["requires-python"]
    systems = {one.partition("-")[0] for one in jobs["install"]["strategy"]["matrix"]["system"]}
    assert systems == {"ubuntu", "macos", "windows"}
    assert "make" not in " ".join(one.get("run", "") for one in jobs["install"]["steps"])


def test_only_the_job_that_publishes_can_publish() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text("utf-8"))
    jobs = workflow["jobs"]
    granted = {name: job["permissions"] for name, job in jobs.items() if "permissions" in job}
    assert workflow["permissions"] == {"contents": "read"}
    assert granted == {"publish": {"id-token": "write"}, "announce": {"contents": "write"}}
    assert jobs["publish"]["environment"]["name"] == "pypi"
    assert jobs["publish"]["needs"] == "build"
    assert jobs["build"]["needs"] == "ci"
    assert "secrets." not in (ROOT / ".github/workflows/release.yml").read_text("utf-8")


def project(folder: Path, version: str = "1.2.3", module: str = "", changelog: str = "") -> Path:
    """A project of this version, as far as `check_release` looks at it."""
    (folder / "tailor").mkdir()
    (folder / "pyproject.toml").write_text(f'[project]\nversion = "{version}"\n')
    (folder / "tailor/version.py").write_text(f'__version__ = "{module or version}"\n')
    (folder / "CHANGELOG.md").write_text(f"# Changelog\n\n## {changelog or version}, today\n")
    return folder


@pytest.mark.parametrize(
    ("tag", "about", "count"),
    [
        ("v1.2.3", {}, 0),
        ("1.2.3", {}, 1),
        ("v1.2.4", {}, 1),
        ("v1.2.3", {"module": "1.2.2"}, 1),
        ("v1.2.3", {"changelog": "1.2.30"}, 1),
        ("v1.2.3", {"changelog": "Unreleased", "module": "0"}, 2),
    ],
)
def test_a_release_needs_tag_version_and_changelog_to_agree(
    tmp_path: Path, tag: str, about: dict[str, str], count: int
) -> None:
    assert len(list(differences(tag, project(tmp_path, **about)))) == count


def test_the_version_of_the_program_is_that_of_the_project() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert not [one for one in differences(f"v{version}") if "CHANGELOG" not in one]


def test_the_image_runs_without_rights_and_copies_what_there_is() -> None:
    found = list(instructions((ROOT / "Dockerfile").read_text("utf-8")))
    names = [name for name, _ in found]
    assert found[names.index("USER")][1] not in ("root", "0")
    assert names.index("USER") < names.index("ENTRYPOINT")
    ours = [rest for name, rest in found if name == "COPY" and not rest.startswith("--from")]
    copied = {name for rest in ours for name in rest.split()[:-1]}
    assert [name for name in copied if not (ROOT / name).exists()] == []
    allowed = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert {line[1:] for line in allowed if line.startswith("!")} == copied
    shipped = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]
    needed = shipped["targets"]["wheel"]["only-include"]
    assert set(needed) | set(shipped["targets"]["wheel"]["shared-data"]) <= copied


def test_the_steps_of_a_dockerfile_are_read_as_docker_does() -> None:
    text = "# a remark\nFROM x AS y\nRUN one \\\n    # inside\n  && two\n\nCMD []\n"
    assert list(instructions(text)) == [("FROM", "x AS y"), ("RUN", "one && two"), ("CMD", "[]")]


def test_an_instruction_that_cannot_be_carried_out_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="VOLUME"):
        perform(Stage(tmp_path), "VOLUME", "/work", {})
    perform(Stage(tmp_path), "COPY", "README.md src/", {})
    assert (tmp_path / "src/README.md").read_bytes() == (ROOT / "README.md").read_bytes()


def test_the_image_and_the_workflow_install_the_same_tex() -> None:
    """What Linux on ARM needs is named in three places."""
    files = ("Dockerfile", ".github/workflows/ci.yml", "docs/systems.md")
    named = [
        set(re.findall(r"\b(?:texlive-[\w-]+|lmodern)\b", (ROOT / name).read_text("utf-8")))
        for name in files
    ]
    assert named[0] == named[1] == named[2] != set()


@pytest.fixture
def runner(tmp_path: Path) -> dict[str, str]:
    """The environment of a step, with `tailor` on the PATH."""
    binaries = tmp_path / "bin"
    binaries.mkdir()
    (binaries / "tailor").write_text(f'#!/bin/sh\nexec {sys.executable} -m tailor "$@"\n')
    (binaries / "tailor").chmod(0o755)
    (binaries / "python").symlink_to(sys.executable)
    return {
        "PATH": f"{binaries}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "TAILOR_CACHE": os.environ["TAILOR_CACHE"],
        "PYTHONPATH": str(ROOT),
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
    }


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A checkout, with what the action is about in a folder of it."""
    folder = tmp_path / "work"
    (folder / "cv/jobs").mkdir(parents=True)
    shutil.copy(ROOT / "tailor/cli/starter.yaml", folder / "cv/resume.yaml")
    (folder / "cv/jobs/ferries.txt").write_text(POSTING)
    return folder


def step(name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in ACTION["runs"]["steps"] if one.get("id") == name)
    return found


def run_step(
    workspace: Path, runner: dict[str, str], **inputs: str
) -> "subprocess.CompletedProcess[str]":
    """The step that makes pages, with the inputs filled in, as a runner starts it."""
    given = {name: str(one["default"]) for name, one in ACTION["inputs"].items()} | {
        name.replace("_", "-"): value for name, value in inputs.items()
    }

    def filled(text: str) -> str:
        return re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: given[found[1]], text)

    make = step("make")
    environment = runner | {name: filled(value) for name, value in make["env"].items()}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", filled(make["run"])]
    folder = workspace / filled(make["working-directory"])
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def output(runner: dict[str, str], name: str) -> list[str]:
    """An output of several lines, read as the runner does."""
    text = Path(runner["GITHUB_OUTPUT"]).read_text("utf-8")
    found = re.search(rf"^{name}<<(\S+)\n(.*?)^\1$", text, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[2].splitlines()


def test_a_good_run(workspace: Path, runner: dict[str, str]) -> None:
    ended = run_step(workspace, runner, jobs="jobs/\n", working_directory="cv", template="modern")
    assert ended.returncode == 0, ended.stderr
    assert output(runner, "pdfs") == ["out/ferries.pdf"]
    assert output(runner, "uploads") == ["cv/out/ferries.pdf"]
    assert (workspace / output(runner, "uploads")[0]).read_bytes().startswith(b"%PDF-")
    assert Path(output(runner, "report")[0]).is_file()
    rows = Path(runner["GITHUB_STEP_SUMMARY"]).read_text("utf-8").splitlines()
    assert rows[2] == "| posting | state | must | nice | fill |"
    assert re.fullmatch(
        r"\| Data Analyst .*Alder Bay Ferries \| made \| 1 of 2 \| – \| \d+ % \|", rows[4]
    )
    assert rows[6] == "Missing most often: Terraform (1)"
    assert "::error" not in ended.stdout


def test_a_bad_posting_is_annotated_and_fails_but_the_rest_is_there(
    workspace: Path, runner: dict[str, str]
) -> None:
    (workspace / "cv/jobs/a 100%,b.txt").write_text("\n")
    ended = run_step(workspace, runner, jobs="jobs", working_directory="cv")
    assert ended.returncode == 4
    assert (
        "::error file=cv/jobs/a 100%25%2Cb.txt,line=1::the posting is empty%0A"
        "hint: paste the text of the advert into the file"
    ) in ended.stdout.splitlines()
    assert output(runner, "pdfs") == ["out/ferries.pdf"]
    summary = Path(runner["GITHUB_STEP_SUMMARY"]).read_text("utf-8")
    assert "| failed |" in summary
    assert "the posting is empty" in summary


def test_faults_of_the_master_are_annotated_at_their_lines(
    workspace: Path, runner: dict[str, str]
) -> None:
    (workspace / "cv/resume.yaml").write_text(
        "basics: {name: Ada}\nwork:\n- {nam: x}\n- {nane: y}\n"
    )
    ended = run_step(workspace, runner, jobs="jobs", working_directory="cv")
    assert ended.returncode == 3
    marks = [row.partition("::work")[0] for row in ended.stdout.splitlines() if "::error" in row]
    assert marks == [f"::error file=cv/resume.yaml,line={line},col=4" for line in (3, 4)]
    assert output(runner, "pdfs") == []
    assert "No page was made" in Path(runner["GITHUB_STEP_SUMMARY"]).read_text("utf-8")


def test_an_input_cannot_become_an_option_or_a_command(
    workspace: Path, runner: dict[str, str]
) -> None:
    jobs = "--paper=a4\n$(touch harm)\n; touch harm\njobs"
    ended = run_step(workspace / "cv", runner, jobs=jobs, strict="`touch harm`")
    assert ended.returncode == 4
    assert output(runner, "pdfs") == ["out/ferries.pdf"]
    assert not list(workspace.rglob("harm"))


@pytest.mark.skipif(not find_spec("hatchling"), reason="hatchling is not installed")
def test_the_program_is_installed_from_the_action(tmp_path: Path, runner: dict[str, str]) -> None:
    venv.create(tmp_path / "venv", with_pip=False)  # That of this Python is lent.
    pip = {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0"}
    pip |= {
        "PIP_NO_COMPILE": "1",
        "TAILOR_TEX": "none",
    }  # test_wheel.py builds the wheels with a TeX, which takes long.
    path = {"PATH": f"{tmp_path}/venv/bin:{os.environ['PATH']}"}
    libraries = {"PYTHONPATH": sysconfig.get_paths()["purelib"]}
    install = next(
        one["run"] for one in ACTION["runs"]["steps"] if "install.sh" in one.get("run", "")
    )
    ended = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", install],
        cwd=tmp_path,
        env=runner | pip | path | libraries,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("tailor ")
    assert (tmp_path / "venv/bin/tailor").is_file()


@pytest.mark.skipif(not shutil.which("make"), reason="make is not installed")
def test_the_makefile_makes_each_page_once(workspace: Path, runner: dict[str, str]) -> None:
    folder = workspace / "cv"
    shutil.copy(ROOT / "examples/ci/Makefile", folder)

    def make(*goals: str) -> str:
        ended = subprocess.run(
            ["make", *goals], cwd=folder, env=runner, capture_output=True, text=True, check=False
        )
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    assert "--output out/ferries.pdf" in make()
    assert "Nothing to be done" in make()
    assert "out/ferries.pdf: ok" in make("verify")
    make("clean")
    assert list((folder / "out").iterdir()) == []


def test_the_docs_name_every_input() -> None:
    rows = (ROOT / "docs/ci.md").read_text("utf-8").splitlines()
    named = {row.split("`")[1] for row in rows if row.startswith("| `")}
    assert named == set(ACTION["inputs"])
