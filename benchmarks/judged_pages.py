"""How near tailor's pages come to those that experts chose before they saw any.

    python -m benchmarks.judged_pages [--json FILE] [--held-out] FOLDER ...

A FOLDER holds judged.jsonl, masters/ and postings/ (benchmarks/judged/README.md). The figures are
means over pairs, with a 95 % bootstrap interval:

must       share of the lines that must be printed which are (of near-equal lines one is enough)
wanted     share of the printed lines that must be there or are welcome
must-not   lines a page that must not be printed
lead       share of the printed jobs whose first line is one that may stand first
lead 1st   the same for the latest job
summary    share of pages with a summary that an expert would take
required   share of the asked licences, certificates and degrees that are printed
utility    (3 a must + 1.2 a welcome line - 2 a must-not) / what 8 musts and 6 welcome lines give
"""

import argparse
import json
import random
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import tailor
from tailor.models import Resume
from tailor.pipeline import Outcome

NAMES = ("must", "wanted", "must-not", "lead", "lead 1st", "summary", "required", "utility")
Row = Mapping[str, Any]
Figures = dict[str, float | None]
MUST_POINTS, GOOD_POINTS, MUST_NOT_POINTS, GOODS_COUNTED = 3.0, 1.2, 2.0, 6


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--json", type=Path)
    parser.add_argument(
        "--held-out", action="store_true", help="the pairs put away, not the others"
    )
    chosen = parser.parse_args()
    results: list[Figures] = []
    for folder in chosen.folders:
        results += measure_folder(folder, held_out=chosen.held_out)
    table = summarize(results)
    print(f"{len(results)} pages")
    for name, (mean, low, high) in table.items():
        print(f"{name:9} {mean:.3f}  [{low:.3f} {high:.3f}]")
    if chosen.json:
        chosen.json.write_text(json.dumps(table, indent=1), encoding="utf-8")
    return 0


def measure_folder(folder: Path, *, held_out: bool = False) -> list[Figures]:
    """The figures of each pair of a folder: those that are held out, or all others."""
    results = []
    for text in (folder / "judged.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(text)
        if bool(row.get("held_out")) == held_out:
            outcome = tailor.tailor(folder / row["master"], folder / row["posting"])
            results.append(measure_page(row, outcome))
    return results


def summarize(results: Sequence[Figures]) -> dict[str, tuple[float, float, float]]:
    """Mean and 95 % interval of each figure."""
    return {
        name: interval([value for one in results if (value := one[name]) is not None])
        for name in NAMES
    }


def measure_page(row: Row, outcome: Outcome) -> Figures:
    """The figures of one page; None for what the experts do not say."""
    chosen = dict(outcome.plan.chosen)
    firsts = first_lines(outcome.plan.resume)
    judged = [judge_page(judge, row["same_lines"], chosen, firsts) for judge in row["judges"]]
    figures: Figures = {name: mean([one[name] for one in judged]) for name in judged[0]}
    asked = row["required_lines"]
    figures["required"] = sum(key in chosen for key in asked) / len(asked) if asked else None
    return figures


def judge_page(
    judge: Row, same_lines: Sequence[Sequence[str]], chosen: Mapping[str, int], firsts: Row
) -> Figures:
    """The figures of one page by one judge. `chosen` is the variant of each printed line."""
    same = {key: group for group in same_lines for key in group}
    must, good, bad = (judge[f"{kind}_bullets"] for kind in ("must", "good", "mustnot"))
    printed = [
        key
        for key in chosen
        if "/highlights/" in key or key.startswith(("publications/", "awards/"))
    ]

    def count(keys: Sequence[str]) -> int:
        return sum(any(one in chosen for one in (key, *same.get(key, ()))) for key in keys)

    bads = sum(key in chosen for key in bad)
    leads = [
        float(firsts[job] in judge["lead_bullets"][job])
        for job in sorted(firsts)
        if job in judge["lead_bullets"]
    ]
    summary = "basics/summary" in chosen and chosen["basics/summary"] in judge["summary_variants"]
    points = MUST_POINTS * count(must) + GOOD_POINTS * min(count(good), GOODS_COUNTED)
    most = MUST_POINTS * len(must) + GOOD_POINTS * min(len(good), GOODS_COUNTED)
    return {
        "must": count(must) / len(must) if must else None,
        "wanted": sum(key in {*must, *good} for key in printed) / max(len(printed), 1),
        "must-not": float(bads),
        "lead": mean(leads),
        "lead 1st": leads[0] if leads else None,
        "summary": float(summary) if judge["summary_variants"] else None,
        "utility": (points - MUST_NOT_POINTS * bads) / most if most else None,
    }


def first_lines(page: Resume) -> dict[str, str]:
    """The first printed line of each printed job."""
    firsts: dict[str, str] = {}
    for section in page.sections:
        for entry in section.entries:
            for bullet in entry.bullets:
                job = re.match(r"work/\d+", bullet.key)
                if job:
                    firsts.setdefault(job[0], bullet.key)
    return firsts


def mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def interval(values: Sequence[float]) -> tuple[float, float, float]:
    """Mean and 95 % bootstrap interval."""
    if not values:
        return (float("nan"),) * 3
    draw = random.Random(0)
    means = sorted(sum(draw.choices(values, k=len(values))) / len(values) for _ in range(2000))
    return sum(values) / len(values), means[50], means[1949]


if __name__ == "__main__":
    sys.exit(main())
