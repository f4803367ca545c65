"""The judged pairs are sound: masters pass the check, keys exist, and the lists do not overlap."""

import json
import re
import statistics
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = [ROOT / "tests/judged", ROOT / "benchmarks/judged"]
FEWEST_PAIRS = {"tests": 12, "benchmarks": 60}
LISTS = {"must_bullets": (8, 8), "good_bullets": (5, 12), "mustnot_bullets": (4, 6)}
ENDING = re.compile(r"(ations?|ments?|ings?|ions?|ed|ers?|ors?|ly|es|s|e)$")
FUNCTION_WORDS = """
a an the and or of in to for with on at by from as is are be was were that this it its into over per
up out all any our your you we who will have has had their they them not no but if so than then each
other more most such via work working worked team teams experience skills role job
when where what which while after before between about own make made take took new time
one two three four five six seven eight nine ten day days week year month
"""


def read_rows(folder: Path) -> list[dict[str, Any]]:
    text = (folder / "judged.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def read_master(folder: Path, row: dict[str, Any]) -> dict[str, Any]:
    """The plain YAML of a row's master, read without the program."""
    return load_yaml(folder / row["master"])


@cache
def load_yaml(path: Path) -> dict[str, Any]:
    master = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(master, dict)
    return master


def find_value(master: dict[str, Any], key: str) -> Any:
    """The value at a key such as `work/0/highlights/3`. Raises KeyError or IndexError."""
    value: Any = master
    for step in key.split("/"):
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


def has_key(master: dict[str, Any], key: str) -> bool:
    try:
        return bool(find_value(master, key))
    except (KeyError, IndexError):
        return False


def content_words(text: str) -> set[str]:
    """The words of a text without function words, cut to a rough stem."""
    ignored = set(FUNCTION_WORDS.split())
    words = re.findall(r"[a-z0-9+#]+", text.lower())
    kept = (word for word in words if word not in ignored and len(word) > 1)
    return {ENDING.sub("", word) if len(word) > 4 else word for word in kept}


def line_text(line: str | dict[str, Any]) -> str:
    """Every wording of a line, joined."""
    return line if isinstance(line, str) else " ".join([line["text"], *line.get("variants", [])])


@pytest.fixture(params=FOLDERS, ids=["tests", "benchmarks"])
def folder(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_there_are_enough_pairs_and_every_file_is_used(folder: Path) -> None:
    rows = read_rows(folder)
    assert len(rows) >= FEWEST_PAIRS[folder.parent.name]
    assert len({row["id"] for row in rows}) == len(rows)
    for name, suffix in (("master", "yaml"), ("posting", "txt")):
        there = {str(p.relative_to(folder)) for p in (folder / f"{name}s").glob(f"*.{suffix}")}
        assert {row[name] for row in rows} == there
    masters = Counter(row["master"] for row in rows)
    assert set(masters.values()) <= {2, 3}


def test_masters_pass_the_check(folder: Path) -> None:
    masters = sorted((folder / "masters").glob("*.yaml"))
    command = [sys.executable, "-m", "tailor", "check", *map(str, masters)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_key_stands_in_its_master(folder: Path) -> None:
    for row in read_rows(folder):
        master = read_master(folder, row)
        keys = [*row["required_lines"], *(key for group in row["same_lines"] for key in group)]
        for judge in row["judges"]:
            keys += [key for name in LISTS for key in judge[name]]
            keys += [key for leads in judge["lead_bullets"].values() for key in leads]
        assert [key for key in keys if not has_key(master, key)] == [], row["id"]


def test_lists_have_their_sizes_and_do_not_overlap(folder: Path) -> None:
    for row in read_rows(folder):
        for judge in row["judges"]:
            for name, (fewest, most) in LISTS.items():
                assert fewest <= len(judge[name]) <= most, (row["id"], name)
            listed = Counter(key for name in LISTS for key in judge[name])
            assert [key for key, times in listed.items() if times > 1] == [], row["id"]
            assert all("/highlights/" in key for key in listed), row["id"]


def test_leading_lines_are_wanted_lines_of_their_job(folder: Path) -> None:
    for row in read_rows(folder):
        for judge in row["judges"]:
            wanted = {*judge["must_bullets"], *judge["good_bullets"]}
            for job, leads in judge["lead_bullets"].items():
                assert leads, (row["id"], job)
                assert all(key.startswith(f"{job}/highlights/") for key in leads), row["id"]
                assert set(leads) <= wanted, (row["id"], job)
            jobs = {key.split("/highlights/")[0] for key in judge["must_bullets"]}
            worked = {job for job in jobs if job.startswith("work/")}
            assert worked <= set(judge["lead_bullets"]), row["id"]


def test_summaries_keywords_and_groups_are_sound(folder: Path) -> None:
    for row in read_rows(folder):
        summary = read_master(folder, row)["basics"]["summary"]
        wordings = len(summary["variants"]) + 1
        for judge in row["judges"]:
            chosen = judge["summary_variants"]
            assert chosen, row["id"]
            assert set(chosen) < set(range(wordings)), row["id"]
        assert len(row["must_keywords"]) >= 4, row["id"]
        assert not {*row["must_keywords"]} & {*row["nice_keywords"]}, row["id"]
        assert all(len(set(group)) >= 2 for group in row["same_lines"]), row["id"]
        posting = (folder / row["posting"]).read_text(encoding="utf-8")
        assert 100 <= len(posting.split()) <= 750, row["id"]


def test_people_are_invented(folder: Path) -> None:
    rows = read_rows(folder)
    for path in {row["master"]: row for row in rows}.values():
        basics = read_master(folder, path)["basics"]
        assert basics["email"].endswith("@example.com")
        assert re.search(r"555.01\d\d$", basics["phone"])
    names = {read_master(folder, row)["basics"]["name"] for row in rows}
    assert len(names) == len({row["master"] for row in rows})
    for row in rows:
        posting = (folder / row["posting"]).read_text(encoding="utf-8")
        assert all(a.endswith("@example.com") for a in re.findall(r"\S+@[\w.-]+\w", posting))


def test_the_place_of_a_line_does_not_give_the_answer_away(folder: Path) -> None:
    """Lines inside a job are shuffled: the wanted ones stand near the middle on average."""
    places = []
    for row in read_rows(folder):
        master = read_master(folder, row)
        for key in row["judges"][0]["must_bullets"]:
            entry, place = key.split("/highlights/")
            last = len(find_value(master, entry)["highlights"]) - 1
            if last > 0:
                places.append(int(place) / last)
    assert 0.4 < statistics.mean(places) < 0.6


def test_the_posting_does_not_give_the_answer_away(folder: Path) -> None:
    """At least a third of the must lines share at most one word with the posting."""
    few = []
    for row in read_rows(folder):
        master = read_master(folder, row)
        asked = content_words((folder / row["posting"]).read_text(encoding="utf-8"))
        for key in row["judges"][0]["must_bullets"]:
            words = content_words(line_text(find_value(master, key)))
            few.append(len(words & asked) <= 1)
    assert statistics.mean(few) >= 1 / 3


def test_half_of_the_benchmark_masters_are_held_out() -> None:
    held: dict[str, set[bool]] = {}
    for row in read_rows(ROOT / "benchmarks/judged"):
        held.setdefault(row["master"], set()).add(row["held_out"])
    assert all(len(marks) == 1 for marks in held.values())
    put_away = sum(True in marks for marks in held.values())
    assert abs(2 * put_away - len(held)) <= 1
