"""Where the wall time of one main job goes: `python -m benchmarks.timing.stages ARGUMENT...`

Runs the command line in this process with a clock at the steps that it calls, and prints them as
JSON: [[name, milliseconds], ...], in order.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

from tailor.cli.console import Clock, start_clock

BEFORE = {
    "read_master": "reading the master",
    "read_posting": "reading the posting's file",
    "hash_inputs": "hashing the inputs",
    "tailor": "beginning the analysis",
    "answer_keywords": "listing what is covered",
    "make_report": "making the report",
    "write_page": "writing",
}
"""Functions of `tailor.cli.commands.tailor` with which a step begins."""


def main() -> int:
    start_clock(whole_process=True)
    marks = [("starting Python", Clock.start)]

    def mark(name: str) -> None:
        marks.append((name, time.perf_counter()))

    mark("loading the command line")
    from tailor.cli import main as tailor
    from tailor.cli.commands import tailor as job

    @contextmanager
    def progress(_quiet: bool) -> Iterator[Callable[[str], None]]:
        yield mark

    for name, step in BEFORE.items():
        setattr(job, name, marked(getattr(job, name), step, mark))
    job.__dict__["show_progress"] = progress
    code = tailor(sys.argv[1:])
    mark("")
    spans = [(name, 1000 * (after - moment)) for (name, moment), (_, after) in pairwise(marks)]
    print(json.dumps(spans))
    return code


def marked(function: Callable[..., Any], step: str, mark: Callable[[str], None]) -> Any:
    def called(*arguments: Any, **named: Any) -> Any:
        mark(step)
        return function(*arguments, **named)

    return called


if __name__ == "__main__":
    sys.exit(main())
