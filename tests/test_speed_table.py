"""The speed benchmark: its inputs, its clock, its table and its plot."""

import os
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path

import pytest

from benchmarks.timing import Row
from benchmarks.timing.growth import Curves, batch_rows
from benchmarks.timing.material import master, posting, reworded
from benchmarks.timing.plot import Panel, drawn, rounded
from benchmarks.timing.process import Sample, middle, paired, timed, watched
from benchmarks.timing.profile import package, summary
from benchmarks.timing.told import line, table
from tailor.loader import read_resume
from tailor.posting import parse_posting

NOTHING: Mapping[str, str] = {}
needs_proc = pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")


@pytest.mark.parametrize("bullets", [50, 150, 1000])
def test_masters_have_as_many_bullets_as_was_asked_for(tmp_path: Path, bullets: int) -> None:
    path = tmp_path / "resume.yaml"
    path.write_text(master(bullets, 7), encoding="utf-8")
    resume, warnings = read_resume(path)
    assert warnings == ()
    work = resume.sections[0]
    assert sum(len(entry.bullets) for entry in work.entries) == bullets
    assert master(bullets, 7) == master(bullets, 7) != master(bullets, 8)


@pytest.mark.parametrize("seed", range(12))
def test_a_saved_master_is_as_long_as_it_was(seed: int) -> None:
    """However often: one line is another one, and it is never the same twice."""
    text = master(50, seed)
    saved = [reworded(text, number) for number in range(15)]
    assert len({text, *saved}) == 16
    for one in saved:
        pairs = zip(text.splitlines(), one.splitlines(), strict=True)
        ((before, after),) = [pair for pair in pairs if pair[0] != pair[1]]
        assert abs(len(after.split()) - len(before.split())) <= 3


def test_postings_are_as_long_as_most_and_have_their_parts() -> None:
    for seed in range(5):
        text = posting(600, seed)
        assert 520 <= len(text.split()) <= 680
        kinds = {passage.kind for passage in parse_posting(text).passages}
        assert {"must", "nice", "duties", "boilerplate"} <= kinds
    assert posting(600, 1) == posting(600, 1) != posting(600, 2)


def test_the_memory_of_a_run_is_its_own(tmp_path: Path) -> None:
    """Of the largest of its processes, and not what the one that measures it has."""
    large = bytearray(b"x") * 200_000_000
    hold = [sys.executable, "-c", "x = b'x' * 50_000_000"]
    assert 50e6 < timed(hold, tmp_path, NOTHING).memory < 100e6
    child = f"import subprocess\nsubprocess.run({hold!r})"
    assert 50e6 < timed([sys.executable, "-c", child], tmp_path, NOTHING).memory < 100e6
    assert timed(["true"], tmp_path, dict(os.environ)).memory < 20e6 < len(large)


def test_a_run_is_timed(tmp_path: Path) -> None:
    idle = timed([sys.executable, "-c", "import time; time.sleep(0.3)"], tmp_path, NOTHING)
    busy = "import time\nwhile time.process_time() < 0.3: pass"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])"
    work = timed([sys.executable, "-c", child], tmp_path, NOTHING)
    assert idle.wall > 0.3 > idle.cpu
    assert work.cpu > 0.3
    with pytest.raises(RuntimeError, match="exit 3: oh"):
        timed(
            [sys.executable, "-c", "import sys; sys.stderr.write('oh'); sys.exit(3)"], tmp_path, {}
        )


@needs_proc
def test_memory_is_that_of_all_processes_together(tmp_path: Path) -> None:
    hold = "import time; x = bytearray(60_000_000); time.sleep(0.6)"
    child = f"import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', {hold!r}])\n{hold}"
    before = time.time()
    seen = watched([sys.executable, "-c", child], tmp_path, dict(os.environ))
    assert max(used for _, used in seen) > 120_000_000
    assert before <= seen[0][0] <= seen[-1][0] <= time.time()


def test_runs_take_turns_and_the_first_does_not_count() -> None:
    order: list[str] = []

    def run(name: str, wall: float) -> Sample:
        order.append(name)
        return Sample(wall, 2 * wall, len(order))

    pairs = paired(lambda n: run(f"run {n}", 3.0 + n), lambda n: run(f"plain {n}", 1.0), 3)
    assert order[:4] == ["plain 0", "run 0", "plain 1", "run 1"]
    assert middle(pairs) == (5.0, 5.0, 5.0, 8)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (Row("a", 0.5, 2.0, 3.0, 9_000_000, 2.5),
         "| a | 0.500 | 2.00x | 3.00x | ≤ 2.5x | ok | 9 MB |"),
        (Row("b", 0.5, 2.6, 3.0, None, 2.5),
         "| b | 0.500 | 2.60x | 3.00x | ≤ 2.5x | **missed** |  |"),
        (Row("c", memory=10, most=400, value=450.2, unit="MB"),
         "| c |  | 450 MB |  | ≤ 400 MB | **missed** | 0 MB |"),
        (Row("d", note="not installed"), "| d | – | – | – | – | not installed | |"),
    ],
)  # fmt: skip
def test_a_line_of_the_table(row: Row, told: str) -> None:
    assert line(row) == told
    assert table([row]).count("\n") == 2


def test_a_batch_that_slows_down_or_swells_is_seen() -> None:
    steady = tuple((float(n), 0.1 * n, 1e8) for n in range(1, 101))
    slower = tuple((float(n), 0.001 * n * n, 1e8) for n in range(1, 101))
    larger = tuple((float(n), 0.1 * n, 1e8 + 1e7 * n) for n in range(1, 101))
    found = [[row.holds for row in batch_rows(Curves((), one))] for one in (steady, slower, larger)]
    assert found == [[True, True, True], [False, True, True], [True, False, False]]


def test_the_plot_is_xml_and_its_points_are_in_their_place() -> None:
    text = drawn([Panel("Time & memory", "bullets", [(0, 0), (50, 2), (100, 4)], 3.0)])
    root = ET.fromstring(text)
    space = "{http://www.w3.org/2000/svg}"
    (curve,) = root.iter(f"{space}polyline")
    assert curve.get("points") == "0,200 150,100 300,0"
    assert [bar.get("y1") for bar in root.iter(f"{space}line") if bar.get("class") == "bar"] == [
        "50.0"
    ]
    assert [rounded(value) for value in (0.3, 3, 4, 450)] == [0.4, 4, 4, 800]


def test_profiles() -> None:
    assert [package(name) for name in ("json.decoder", "rich.text", "tailor.cli")] == [
        "Python itself", "rich", "tailor"
    ]  # fmt: skip
    runs = [[("a", 1.0), ("b", 0.2)], [("a", 3.0), ("b", 0.1)], [("a", 2.0)]]
    assert summary(runs) == (("a", 2.0),)
