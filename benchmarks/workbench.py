"""How fast `tailor edit` answers: from a change until the picture of the new page is fetched.

python -m benchmarks.workbench [EXAMPLE...]

For each shipped example the median and the slowest, and the median of the processor time of all
processes, which says more on a machine that is busy with other things.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ("software-engineer", "nurse", "academic")
LINES = 8
"""How many printed lines are left out, one after the other, and brought back by undo."""
PATIENCE_S = 120.0


def measure_example(name: str) -> list[tuple[float, float]]:
    """Seconds that each change of one example took, and seconds of processor time."""
    case = ROOT / "examples" / name
    with TemporaryDirectory() as folder, TemporaryDirectory() as cache:
        shutil.copy(case / "resume.yaml", folder)
        shutil.copy(sorted((case / "postings").iterdir())[0], Path(folder) / "posting.txt")
        command = [sys.executable, "-m", "tailor", "edit", "-j", "posting.txt", "--no-open"]
        environment = os.environ | {"TAILOR_CACHE": cache, "PYTHONPATH": str(ROOT)}
        said = Path(folder) / "said"
        with said.open("wb") as file:
            running = subprocess.Popen(
                command, cwd=folder, env=environment, stdout=file, stderr=file
            )
        try:
            while "live page: " not in (told := said.read_text(encoding="utf-8")):
                time.sleep(0.05)
            return list(measure_changes(told.partition("live page: ")[2].split()[0], running.pid))
        finally:
            running.terminate()
            running.wait()


def processor_seconds(process: int) -> float:
    """Processor time of a process and of its children that have ended (Linux, proc(5))."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def measure_changes(address: str, process: int) -> Iterator[tuple[float, float]]:
    """The same for the workbench of a process, with an address."""
    host, _, token = address.removeprefix("http://").rstrip("/").partition("/")
    stream = HTTPConnection(host, timeout=PATIENCE_S)
    stream.request("GET", f"/{token}/events")
    events = stream.getresponse()
    page = wait_for_page(events, 0)
    view = json.loads(fetch(host, f"/{token}/view"))
    time.sleep(5)  # Until libraries are loaded and the report is made.
    lines = [one for section in view["sections"] for one in section["lines"]]
    keys = [one["key"] for one in lines if one["printed"] and one["role"] == "bullet"][:LINES]
    for change in (
        one for key in keys for one in ({"action": "exclude", "key": key}, {"action": "undo"})
    ):
        start, used = time.perf_counter(), processor_seconds(process)
        send(host, f"/{token}/choices", change)
        page = wait_for_page(events, page)
        fetch(host, f"/{token}/view")
        fetch(host, f"/{token}/page-1.png")
        yield time.perf_counter() - start, processor_seconds(process) - used
        time.sleep(1.5)  # A person looks at it.


def wait_for_page(events: Any, number: int) -> int:
    """The number of the first good page after one."""
    while True:
        line = events.readline()
        if line.startswith(b"data: "):
            found = json.loads(line.removeprefix(b"data: "))
            if found["state"] == "good" and found["page"] > number:
                return int(found["page"])


def fetch(host: str, path: str) -> bytes:
    connection = HTTPConnection(host, timeout=PATIENCE_S)
    connection.request("GET", path)
    return connection.getresponse().read()


def send(host: str, path: str, change: dict[str, str]) -> None:
    connection = HTTPConnection(host, timeout=PATIENCE_S)
    headers = {"Content-Type": "application/json", "Origin": f"http://{host}"}
    connection.request("POST", path, json.dumps(change), headers)
    reply = connection.getresponse()
    assert reply.status == 200, reply.read()


def main() -> None:
    for name in sys.argv[1:] or EXAMPLES:
        passed, used = zip(*measure_example(name), strict=True)
        print(f"{name}: median {median(passed):.2f} s, slowest {max(passed):.2f} s", end=", ")
        print(f"processor {median(used):.2f} s, of {len(passed)} changes")


if __name__ == "__main__":
    main()
