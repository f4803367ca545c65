"""Pages with the recorded answers of a judge, measured like those of benchmarks.judged_pages.

    python -m benchmarks.judge record FOLDER ANSWERS --ask http://127.0.0.1:11434/v1#MODEL
    python -m benchmarks.judge invent FOLDER ANSWERS --agree 0.83 [--seed 0]
    python -m benchmarks.judge measure FOLDER ANSWERS [--weight 1] [--held-out]

FOLDER is one of benchmarks/judged/README.md. ANSWERS gets a file ID.judge.json for each pair, in
the format of docs/judge.md. `record` asks a server, and is the only way to learn what a model is
worth. `invent` makes the answers up from the labels themselves: it says right grades with the
chance that --agree names, and else the grade of another line at random. Invented answers are marked
as such by their model's name ("invented-0.83"); they show what an agreement of that size would
give, and no more.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import tailor
from benchmarks.judged_pages import Figures, measure_page, summarize
from tailor.judge import Judge, Judgement, Verdict, hash_question, lines_to_judge
from tailor.models import Posting, Resume
from tailor.optimizer.rules import Rules
from tailor.pipeline import Options
from tailor.posting.fetch import fetch_posting

Row = Mapping[str, Any]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("work", choices=("record", "invent", "measure"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--ask", default="", metavar="ADDRESS#MODEL")
    parser.add_argument("--allow-remote", action="store_true")
    parser.add_argument("--agree", type=float, default=0.83)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--weight", type=float, default=1.0, help="factor on the judge's points")
    parser.add_argument("--held-out", action="store_true")
    chosen = parser.parse_args()
    chosen.answers.mkdir(parents=True, exist_ok=True)
    if chosen.work == "measure":
        return measure_answers(chosen)
    for row, resume, posting in read_pairs(chosen.folder, chosen.held_out):
        if chosen.work == "record":
            judge = Judge(chosen.ask, allow_remote=chosen.allow_remote)
            judgement = judge.grade(resume, posting, print)
        else:
            judgement = invent_judgement(row, resume, posting, chosen.agree, chosen.seed)
        for problem in judgement.problems:
            print(problem, file=sys.stderr)
        if record := judgement.record():
            answer_path(chosen.answers, row).write_bytes(record)
    return 0


def measure_answers(chosen: argparse.Namespace) -> int:
    """Prints the figures of all pairs that have answers; 1 if there are none."""
    results: list[Figures] = []
    models = set()
    for row, resume, posting in read_pairs(chosen.folder, chosen.held_out):
        path = answer_path(chosen.answers, row)
        if not path.is_file():
            continue
        recorded = path.read_bytes()
        model = json.loads(recorded)["model"]
        options = Options(rules=Rules(weights={"judge": chosen.weight}))
        judge = Judge(f"#{model}", recorded=recorded)
        outcome = tailor.tailor(resume, posting, options, judge=judge)
        for problem in outcome.judgement.problems:
            print(problem, file=sys.stderr)
        models.add(model)
        results.append(measure_page(row, outcome))
    if not results:
        print(f"no answers in {chosen.answers}", file=sys.stderr)
        return 1
    print(f"{len(results)} pages, judge {', '.join(sorted(models))}, weight {chosen.weight:g}")
    for name, (mean, low, high) in summarize(results).items():
        print(f"{name:9} {mean:.3f}  [{low:.3f} {high:.3f}]")
    return 0


def read_pairs(folder: Path, held_out: bool) -> Iterator[tuple[Row, Resume, Posting]]:
    """The pairs of a folder: those that are held out, or all others."""
    for text in (folder / "judged.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(text)
        if bool(row.get("held_out")) == held_out:
            resume = tailor.read_resume(folder / row["master"])
            yield row, resume, fetch_posting(str(folder / row["posting"]))


def answer_path(folder: Path, row: Row) -> Path:
    return folder / f"{row['id']}.judge.json"


def invent_judgement(
    row: Row, resume: Resume, posting: Posting, agree: float, seed: int
) -> Judgement:
    """Grades that are those of the first expert with a chance of `agree`, and else that of another
    line of the same master."""
    draw = random.Random(f"{seed} {row['id']}")
    labels = row["judges"][0]
    kinds = {"must": "must_bullets", "good": "good_bullets", "no": "mustnot_bullets"}
    known = {key: grade for grade, field in kinds.items() for key in labels[field]}
    model = f"invented-{agree:g}"
    lines = lines_to_judge(resume)
    fitting = {("basics/summary", number): "good" for number in labels["summary_variants"]}
    right = [
        fitting.get((line.key, line.variant), known.get(line.key, "neutral")) for line in lines
    ]
    verdicts = {
        (line.key, line.variant): Verdict(grade if draw.random() < agree else draw.choice(right))
        for line, grade in zip(lines, right, strict=True)
    }
    return Judgement(model, hash_question(model, posting, lines), verdicts)


if __name__ == "__main__":
    sys.exit(main())
