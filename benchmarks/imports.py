"""How many fields of a folder of CVs `tailor import` gets right, beside what they say.

    python benchmarks/imports.py tests/imported [--verbose]

The folder holds CVs and `gold.yaml`: for each file its name, label, contact data, language, jobs,
degrees and lists. A field is right if the texts agree but for case, spaces and signs around them.
"""

import argparse
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tailor.errors import TailorError
from tailor.loader import import_cv

WORK = ("position", "name", "location", "startDate", "endDate", "words")
EDUCATION = ("degree", "institution", "startDate", "endDate")
LISTS = {"skills": "keywords", "interests": "keywords", "languages": "language"}
LISTS |= {"awards": "title", "projects": "name", "certificates": "name"}


def plain(text: object) -> str:
    """A text as it is compared: no case, no spaces, no signs around it."""
    folded = unicodedata.normalize("NFKC", str(text or "")).casefold().replace("’", "'")
    return re.sub(r"\s+", "", folded).strip(".,;:|\"“”„'")


def leaves(node: Any) -> Iterator[str]:
    """All texts of a master, but not those under `meta`."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key != "meta":
                yield from leaves(value)
    elif isinstance(node, list):
        for value in node:
            yield from leaves(value)
    elif node:
        yield str(node)


def fields(gold: dict[str, Any], master: dict[str, Any]) -> Iterator[tuple[str, bool, str]]:
    """Each field that the document has: its name, whether it is right, and what was seen."""
    basics = master.get("basics", {})
    for key in ("name", "label", "email", "summary"):
        if key in gold:
            seen = basics.get(key) or ""
            right = plain(gold[key]) in plain(seen) if key == "summary" else same(gold[key], seen)
            yield key, right, str(seen)
    if "phone" in gold:
        seen = re.sub(r"\D", "", str(basics.get("phone", "")))
        yield "phone", seen == re.sub(r"\D", "", gold["phone"]), seen
    if "city" in gold:
        seen = basics.get("location", {}).get("city", "")
        yield "city", same(gold["city"], seen), str(seen)
    if "language" in gold:
        seen = master.get("meta", {}).get("language", "")
        yield "language", seen == gold["language"], str(seen)
    for key, names in (("work", WORK), ("education", EDUCATION)):
        rows = [[one.strip() for one in text.split("|")] for text in gold.get(key, [])]
        yield from entries(key, names, rows, master.get(key, []))
    for key, inner in LISTS.items():
        for word in gold.get(key, []):
            words = {plain(one) for entry in master.get(key, []) for one in named(entry, inner)}
            yield f"{key}: {word}", plain(word) in words, ""
    texts = " ".join(leaves(master))
    for word in gold.get("never", []):
        yield f"never: {word}", word not in texts, ""


def named(entry: dict[str, Any], key: str) -> list[str]:
    found = entry.get(key) or []
    return [str(one) for one in found] if isinstance(found, list) else [str(found)]


def same(one: object, other: object) -> bool:
    return plain(one) == plain(other)


def entries(
    key: str, names: tuple[str, ...], rows: list[list[str]], found: list[dict[str, Any]]
) -> Iterator[tuple[str, bool, str]]:
    """The fields of each entry, compared with the found entry that has most of them."""
    left = list(found)
    yield f"{key}: number", len(rows) == len(found), str(len(found))
    for number, row in enumerate(rows):
        judged = [[(n, *right(n, w, one)) for n, w in zip(names, row, strict=True)] for one in left]
        best = max(range(len(left)), key=lambda at: sum(r for _, r, _ in judged[at]), default=-1)
        if best < 0:
            yield from ((f"{key}/{number}/{name}", False, "no entry") for name in names)
            continue
        left.pop(best)
        for name, good, seen in judged[best]:
            yield f"{key}/{number}/{name}", good, seen


def right(name: str, wanted: str, entry: dict[str, Any]) -> tuple[bool, str]:
    """Whether a field of an entry is as it should be, and what it is."""
    if name == "degree":
        seen = [str(entry[key]) for key in ("studyType", "area") if entry.get(key)]
        options = (", ".join(seen), " in ".join(seen), " ".join(seen))
        return any(same(wanted, one) for one in options), options[0]
    if name == "words":
        texts = list(leaves([entry.get("highlights"), entry.get("summary"), entry.get("projects")]))
        return any(plain(wanted) in plain(one) for one in texts), " / ".join(texts)
    seen_one = str(entry.get(name) or "")
    if name in ("startDate", "endDate"):
        return seen_one[:7] == wanted or (not wanted and not seen_one), seen_one
    return same(wanted, seen_one), seen_one


def measure(folder: Path) -> Iterator[tuple[str, list[tuple[str, bool, str]]]]:
    """The fields of each file of a folder."""
    for gold in yaml.safe_load((folder / "gold.yaml").read_text(encoding="utf-8")):
        try:
            master = import_cv(folder / gold["file"]).master
        except TailorError:
            master = {}
        yield gold["file"], list(fields(gold, master))


def main() -> int:
    """Prints the share of fields that are right, by file and in all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--verbose", action="store_true", help="every field that is wrong")
    given = parser.parse_args()
    total = good = usable = files = 0
    for name, found in measure(given.folder):
        wrong = [(key, seen) for key, right_one, seen in found if not right_one]
        files, usable = files + 1, usable + (len(wrong) < 5)
        total, good = total + len(found), good + len(found) - len(wrong)
        print(f"{name}: {len(found) - len(wrong)} of {len(found)}")
        for key, seen in wrong if given.verbose else ():
            print(f"    {key}: {seen[:90]}")
    print(f"fields right: {good} of {total} ({good / total:.0%}); {usable} of {files} usable")
    return 0


if __name__ == "__main__":
    sys.exit(main())
