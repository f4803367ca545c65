"""The GitHub action, its scripts run as a runner runs them, and the examples for others."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
POSTING = (
    "Data Analyst | {x}\nCompany: Alder Bay Ferries\n\nRequirements\n- Strong SQL\n- Terraform\n"
)
SCHEMAS = {
    "action.yml": "vendor.github-actions",
    "examples/ci/github.yml": "vendor.github-workflows",
    "examples/ci/gitlab.yml": "vendor.gitlab-ci",
}
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))


def schema_says(path: Path, schema: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.skipif(not find_spec("check_jsonschema"), reason="check-jsonschema is not installed")
@pytest.mark.parametrize("name", SCHEMAS)
def test_the_official_schema_accepts_what_is_shipped(name: str, tmp_path: Path) -> None:
    told = schema_says(ROOT / name, SCHEMAS[name])
    assert told.returncode == 0, told.stdout
    wrong = (
        (ROOT / name).read_text("utf-8").replace("steps:", "stepz:").replace("script:", "skript:")
    )
    (tmp_path / "wrong.yml").write_text(wrong, "utf-8")
    assert schema_says(tmp_path / "wrong.yml", SCHEMAS[name]).returncode == 1


def test_the_repository_has_one_placeholder_and_it_is_explained() -> None:
    files = ("docs/ci.md", "docs/pre-commit.md", "examples/ci/github.yml")
    texts = [(ROOT / name).read_text("utf-8") for name in files]
    named = {name for text in texts for name in re.findall(r"[\w-]+/tailor(?=[@\n`])", text)}
    assert named == {"OWNER/tailor"}
    assert all(re.search("OWNER/tailor`? is (a placeholder|the repository)", one) for one in texts)


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


@pytest.mark.parametrize("report", ["NOISE\n{}", "[]", '{"postings": ', "\udcff"])
def test_a_report_that_is_none_is_an_error_of_the_step(
    runner: dict[str, str], tmp_path: Path, report: str
) -> None:
    (tmp_path / "report.json").write_bytes(report.encode("utf-8", "surrogateescape"))
    (tmp_path / "messages.txt").write_text("warning: a page is half empty\n")
    command = [sys.executable, str(ROOT / "ci/tell.py"), "report.json", "messages.txt"]
    ended = subprocess.run(
        command, cwd=tmp_path, env=runner, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (1, "")
    first, second = ended.stdout.splitlines()
    assert first == "::warning::a page is half empty"
    assert second.startswith("::error::the report of tailor batch is not ")
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
    venv.create(tmp_path / "venv", with_pip=True)
    pip = {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0"}
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
