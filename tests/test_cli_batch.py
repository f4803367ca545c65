"""Many postings at once: the same pages by any number of workers, here or on a cluster."""

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tailor.cli import main
from tailor.cli.commands.batch import Result, top_missing_keywords
from tailor.cli.executor import ExecutorConfig, run_tasks, worker_processes
from tailor.cli.lockfile import PageFacts
from tailor.cli.posting_patterns import expand_postings
from tailor.cli.signals import Stopped
from tailor.errors import FileError, LimitError
from tailor.locks import claim_path

TERMS = (
    ("Data Analyst", "Alder Bay Ferries", "SQL", "Tableau", "Terraform"),
    ("Data Engineer", "Northwind Rail", "Python", "Airflow", "Terraform"),
    ("Report Writer", "Quay Museum", "Excel", "SQL", "Kubernetes"),
)


@pytest.fixture
def folder(desk: Path) -> Path:
    """A working folder with a master, three postings, and one that is none."""
    Path("jobs").mkdir()
    for number, (title, company, *terms) in enumerate(TERMS):
        asked = "\n".join(f"- Strong {term}" for term in terms)
        text = f"{title}\nCompany: {company}\n\nRequirements\n{asked}\n"
        Path(f"jobs/{number}.txt").write_text(text)
    Path("jobs/1b.txt").write_text("\n")
    return desk


def made(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (folder / "out").iterdir()}


def batch(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> dict[str, Any]:
    assert main(["batch", "--format", "json", *words]) == code
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def states(report: dict[str, Any]) -> dict[str, str]:
    return {Path(one["posting"]).name: one["state"] for one in report["postings"]}


def test_one_bad_posting_stops_nothing_and_what_is_done_is_left_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = batch(capsys, "jobs", "--workers", "1", "--jsonl", "all.jsonl", code=4)
    assert states(report) == {"0.txt": "made", "1.txt": "made", "1b.txt": "failed", "2.txt": "made"}
    lines = (folder / "all.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == report["postings"]
    bad = next(one for one in report["postings"] if one["state"] == "failed")
    assert (bad["exit_code"], bad["outputs"], bad["page"]) == (3, None, None)
    assert bad["problems"][0]["message"] == "the posting is empty"
    first = report["postings"][0]
    assert (first["title"], first["company"]) == TERMS[0][:2]
    assert first["coverage"]["must"]["of"] >= 3
    assert report["missing"][0] == {"term": "Terraform", "postings": 2}
    before = made(folder)
    times = {path: path.stat().st_mtime_ns for path in (folder / "out").iterdir()}
    again = batch(capsys, "jobs", "--workers", "1", code=4)
    assert states(again) == {n: s.replace("made", "current") for n, s in states(report).items()}
    assert [one["coverage"] for one in again["postings"]] == [
        one["coverage"] for one in report["postings"]
    ]
    assert {path: path.stat().st_mtime_ns for path in (folder / "out").iterdir()} == times
    assert made(folder) == before


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("change", ["posting", "master", "option", "pdf", "lock"])
def test_a_page_is_made_again_if_anything_it_depends_on_changed(
    capsys: pytest.CaptureFixture[str], change: str
) -> None:
    few = ["jobs/0.txt", "jobs/2.txt", "--workers", "1"]
    batch(capsys, *few)
    expected = {"0.txt": "current", "2.txt": "current"}
    assert states(batch(capsys, *few)) == expected
    if change == "posting":
        Path("jobs/0.txt").write_text(Path("jobs/0.txt").read_text() + "- Strong Python\n")
    elif change == "master":
        Path("resume.yaml").write_text(Path("resume.yaml").read_text("utf-8") + "\n", "utf-8")
    elif change == "option":
        few += ["--paper", "a4"]
    elif change == "pdf":
        Path("out/0.pdf").write_bytes(Path("out/0.pdf").read_bytes() + b"\n")
    else:
        Path("out/0.tailor.json").write_text("{}")
    both = change in ("master", "option")
    assert states(batch(capsys, *few)) == {"0.txt": "made", "2.txt": "made" if both else "current"}


def test_any_number_of_workers_gives_the_same(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = batch(capsys, "jobs", "--workers", "1", code=4)
    pages = made(folder)
    assert batch(capsys, "jobs", "--workers", "2", "--again", code=4) == one
    assert made(folder) == pages


def test_a_dask_cluster_gives_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra dask is not installed")
    one = batch(capsys, "jobs", "--workers", "1", code=4)
    pages = made(folder)
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None
    ) as cluster:
        dask = ["--backend", "dask", "--scheduler", cluster.scheduler_address]
        assert batch(capsys, "jobs", "--again", *dask, code=4) == one
        with distributed.Client(cluster) as client:
            told = client.run(lambda: "tailor.cli.build" in sys.modules)
    assert True in told.values(), "the workers of the cluster did the work"
    assert made(folder) == pages


@pytest.mark.usefixtures("folder")
def test_a_cluster_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["batch", "jobs", "--backend", "dask"]) == 2
    pytest.importorskip("distributed", reason="the extra dask is not installed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tailor.cli.executor.TIMEOUT_S", 1)
        nobody = ["--backend", "dask", "--scheduler", "tcp://127.0.0.1:9"]
        assert main(["batch", "jobs", *nobody]) == 8
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in capsys.readouterr().err


def test_an_answer_that_a_killed_worker_was_writing_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TAILOR_CACHE", str(tmp_path))
    tmp_path.chmod(0o700)
    left, in_use = tmp_path / ".0123456789abcdef.new", tmp_path / ".fedcba9876543210.new"
    in_use.touch(mode=0o600)
    with claim_path(in_use):
        with suppress(InterruptedError), worker_processes(1):
            left.write_bytes(b"half an ans")
            raise InterruptedError
        assert [*tmp_path.glob(".*.new")] == [in_use]


@pytest.mark.usefixtures("folder")
def test_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["batch", "jobs/0.txt", "jobs/1b.txt", "--workers", "1"]) == 4
    shown = capsys.readouterr()
    rows = shown.out.splitlines()
    assert rows[0].split() == ["must", "nice", "fill", "posting"]
    assert rows[1].startswith("made ")
    assert rows[1].endswith("Data Analyst at Alder Bay Ferries")
    fill = json.loads(Path("out/0.tailor.json").read_text())["page"]["fill"]
    assert f" {100 * fill:.1f} %  Data" in rows[1]
    assert "the posting is empty" in shown.out
    assert "jobs/1b.txt" in shown.err
    assert "     1  Terraform" in rows
    assert rows[-1].startswith("1 page made, 1 failed · ")


@pytest.mark.usefixtures("folder")
def test_jobs_of_the_file_with_their_own_settings(capsys: pytest.CaptureFixture[str]) -> None:
    Path("tailor.toml").write_text(
        'paper = "a4"\n[[jobs]]\nposting = "jobs/0.txt"\noutput = "pages/{company}.pdf"\n'
        '[[jobs]]\nposting = "jobs/1.txt"\npaper = "letter"\ntemplate = "plain"\n'
    )
    report = batch(capsys, "--workers", "1")
    outputs = [one["outputs"]["pdf"] for one in report["postings"]]
    assert outputs == ["pages/Alder-Bay-Ferries.pdf", "out/1.pdf"]
    locks = [json.loads(Path(one).with_suffix(".tailor.json").read_text()) for one in outputs]
    assert [(one["options"]["paper"], one["template"]["path"]) for one in locks] == [
        ("a4", "classic"), ("letter", "plain")
    ]  # fmt: skip
    assert states(batch(capsys, "jobs/1.txt")) == {"1.txt": "current"}


def test_a_pin_that_stands_for_another_line_now_is_reported(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "tailor.toml").write_text('pins = ["work/0/highlights/1"]\n', "utf-8")
    batch(capsys, "jobs/0.txt")
    text = (folder / "resume.yaml").read_text("utf-8")
    head = "      # Lead with what you did"
    moved = text.replace(head, f"      - Ran the weekly meeting of the depot.\n{head}", 1)
    (folder / "resume.yaml").write_text(moved, "utf-8")
    (one,) = batch(capsys, "jobs/0.txt")["postings"]
    assert one["state"] == "made"
    assert ["work/0/highlights/1" in problem["message"] for problem in one["problems"]] == [True]
    (folder / "resume.yaml").write_text(text, "utf-8")
    batch(capsys, "jobs/0.txt", "--again")
    (folder / "resume.yaml").write_text(moved, "utf-8")
    assert main(["batch", "-q", "--strict", "jobs/0.txt"]) == 4


def test_what_is_missing_is_counted_whatever_its_capitals() -> None:
    results = [
        Result(f"{n}.txt", "made", PageFacts(missing=(term, "Go")))
        for n, term in enumerate(("stakeholders", "Stakeholders", "stakeholders"))
    ]
    assert top_missing_keywords(results) == [("Go", 3), ("stakeholders", 3)]


def test_a_missing_title_counts_for_the_skill_that_it_begins_with() -> None:
    facts = [
        PageFacts(title="Cooper Engineer", missing=("Cooper", "Cooper engineer")),
        PageFacts(title="Cooper Engineer (m/f)", missing=("Cooper Engineer", "Go")),
        PageFacts(title="Chief Baker", missing=("Chief Baker", "Cooper")),
    ]
    results = [Result(f"{n}.txt", "made", facts) for n, facts in enumerate(facts)]
    assert top_missing_keywords(results) == [("Cooper", 3), ("Chief Baker", 1), ("Go", 1)]


@pytest.mark.usefixtures("folder")
def test_no_page_replaces_another(capsys: pytest.CaptureFixture[str]) -> None:
    Path("more").mkdir()
    Path("more/0.md").write_text(Path("jobs/2.txt").read_text())
    report = batch(capsys, "jobs/0.txt", "more/0.md", code=4)
    assert [one["state"] for one in report["postings"]] == ["made", "failed"]
    assert "would replace that of jobs/0.txt" in report["postings"][1]["problems"][0]["message"]
    hint = report["postings"][1]["problems"][0]["hint"]
    assert hint.startswith("add {company} or {title} to --output 'out/{posting}")


@pytest.mark.usefixtures("folder")
def test_postings_by_folder_pattern_and_list() -> None:
    Path("jobs/.hidden.txt").write_text("x")
    Path("jobs/notes.csv").write_text("x")
    everything = ("jobs/0.txt", "jobs/1.txt", "jobs/1b.txt", "jobs/2.txt")
    assert expand_postings(["jobs"]) == everything
    assert expand_postings(["jobs/1*.txt", "jobs"]) == (
        "jobs/1.txt",
        "jobs/1b.txt",
        *everything[::3],
    )
    Path("jobs/mine.list").write_text("# the best\n2.txt\n\n0.txt\nhttps://jobs.example.com/7\n")
    web = "https://jobs.example.com/7"
    assert expand_postings(["@jobs/mine.list"]) == ("jobs/2.txt", "jobs/0.txt", web)
    for wrong in ("@nope.list", "nope/*.txt"):
        with pytest.raises(FileError):
            expand_postings([wrong])
    Path("empty").mkdir()
    with pytest.raises(FileError):
        expand_postings(["empty"])


@pytest.mark.usefixtures("folder")
def test_a_line_of_a_list_that_can_name_no_file_fails_alone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("mine.list").write_text("a\0b.txt\nhttp://\0/\njobs/0.txt\n")
    report = batch(capsys, "@mine.list", code=4)
    assert [one["state"] for one in report["postings"]] == ["failed", "failed", "made"]


@pytest.mark.usefixtures("folder")
def test_a_progress_bar_on_a_terminal_only(capsys: pytest.CaptureFixture[str]) -> None:
    main(["batch", "jobs/0.txt", "--workers", "1"])
    assert "0/1" not in capsys.readouterr().err
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "tailor", "batch", "jobs/0.txt", "--again", "--workers", "1"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    shown = b"".join(read_all(ours))
    assert process.wait() == 0
    assert b"0/1" in shown


def read_all(handle: int) -> Iterator[bytes]:
    try:
        while data := os.read(handle, 4096):
            yield data
    except OSError:  # The other end was closed.
        pass
    finally:
        os.close(handle)


def alive(group: int) -> list[str]:
    """Processes of a group that still do something, a moment later."""
    time.sleep(0.3)
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, number = path.read_text().rpartition(")")[2].split()[:3]
            if int(number) == group and state != "Z":
                found.append(path.parent.name)
    return found


def started(*more: str) -> "subprocess.Popen[bytes]":
    """A batch by two processes, in a group of its own."""
    command = [sys.executable, "-m", "tailor", "batch", "jobs", "--workers", "2", "-q", *more]
    return subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True)


def until(found: Callable[[], bool], seconds: float) -> bool:
    end = time.monotonic() + seconds
    while not found() and time.monotonic() < end:
        time.sleep(0.02)
    return found()


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("processes", [3, 5])
def test_no_worker_outlives_a_batch_that_was_killed(processes: int) -> None:
    """Nor do those that have just been started: joblib has two helpers beside the workers."""
    for number in range(10, 30):
        shutil.copy("jobs/0.txt", f"jobs/{number}.txt")
    process = started("--no-cache")
    assert until(lambda: len(alive(process.pid)) >= processes, 50), process.communicate()
    process.kill()
    process.communicate(timeout=60)
    assert until(lambda: not alive(process.pid), 3), alive(process.pid)


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("processes", [2, 3, 4, 5])
def test_ctrl_c_while_workers_start_is_quiet(processes: int) -> None:
    """A terminal sends it to all of them."""
    process = started()
    assert until(lambda: len(alive(process.pid)) >= processes, 50)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (130, b"")
    assert until(lambda: not alive(process.pid), 3), alive(process.pid)


@pytest.mark.parametrize("stopped", [False, True])
def test_a_thread_that_breaks_is_reported_unless_the_user_stopped(
    stopped: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """joblib's own thread breaks when the workers are killed while it hands out tasks."""
    monkeypatch.setattr(Stopped, "number", 2 if stopped else 0)
    with worker_processes(2):
        thread = threading.Thread(target={}.pop, args=("task",))
        thread.start()
        thread.join()
    assert ("KeyError" in capsys.readouterr().err) is not stopped


IN_WORKERS = """
import os, signal
from tailor.cli.executor import ExecutorConfig, run_tasks
def ask(_):
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])
for _, is_held in run_tasks(ask, range(6), 6, ExecutorConfig(workers=2)):
    print(is_held, flush=True)
    {end}
"""


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="no signal can be held here")
def test_a_worker_is_started_deaf_to_ctrl_c() -> None:
    """A terminal sends it to the workers too, while they still import what they need."""
    assert run_script(IN_WORKERS.format(end="")) == (0, "True\n" * 6, "")


def test_a_batch_that_ends_at_once_is_quiet() -> None:
    """Whoever clears away what it leaves reports nothing."""
    code, _, said = run_script(IN_WORKERS.format(end="os._exit(130)"))
    assert (code, said) == (130, "")


def run_script(script: str) -> tuple[int, str, str]:
    """Runs Python; the standard error is at its end when every child has ended too."""
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout, done.stderr


def test_a_worker_that_is_killed_is_no_bug() -> None:
    """As the system does when memory runs out."""
    with pytest.raises(LimitError, match="a process of this batch was killed"):
        list(run_tasks(kill_process, [signal.SIGKILL] * 4, 4, ExecutorConfig(workers=2)))


def kill_process(number: int) -> None:
    os.kill(os.getpid(), number)


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
def test_a_stopped_batch_leaves_no_worker_and_goes_on_later(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    process = started()
    until(Path("out/0.pdf").exists, 50)
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=60)
    assert process.returncode in (143, 4)
    assert b"Traceback" not in said
    assert alive(process.pid) == []
    assert not list((folder / "out").glob(".tailor-*"))
    assert states(batch(capsys, "jobs", "--workers", "1", code=4))["0.txt"] == "current"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "odd", ["a\n::add-mask::x", "::error::x", "  ::x::y", "c##[error]x", "##vso[x]y"]
)
def test_a_name_or_line_commands_no_ci_runner(capsys: pytest.CaptureFixture[str], odd: str) -> None:
    """Runners obey lines that begin with :: and texts that hold ##[ (GitHub) or ##vso[ (Azure)."""
    Path("odd").mkdir()
    Path(f"odd/{odd}.txt").write_text("")
    Path(f"odd/{odd}{odd}.txt").write_text("Data Analyst\n\nRequirements\n- SQL\n- Tableau\n- R\n")
    Path(f"{odd}.yaml").write_text(f"basics:\n  name: x\n{odd.splitlines()[-1]}\n")
    assert main(["batch", "odd", "--workers", "1"]) == 4
    assert main(["check", f"{odd}.yaml"]) in (0, 3)
    assert main(["match", "-j", f"odd/{odd}.txt"]) == 3
    said = capsys.readouterr()
    for line in (said.out + said.err).splitlines():
        assert not line.lstrip().startswith("::")
        assert "##[" not in line
        assert "##vso[" not in line


@pytest.mark.usefixtures("folder")
def test_explain_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["match", "-j", "jobs/0.txt", "--explain", "work/0/highlights/0", "--format", "json"]
    capsys.readouterr()
    assert main(words) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["version"], told["key"]) == (1, "work/0/highlights/0")
    assert all(one["text"] and one["reasons"] for one in told["wordings"])
    assert main([*words[:4], "none", *words[5:]]) == 3
    assert json.loads(capsys.readouterr().out)["errors"]
