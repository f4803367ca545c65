"""Fits what a line is worth to a hiring expert, from pairs of a master and a posting.

    python scripts/train_line_model.py [--check] [--output FILE] FOLDER ...

Each FOLDER holds judged.jsonl, masters/ and postings/ (benchmarks/judged/README.md says what is
in them); pairs that are held out are not used. Writes data/line_model.json or FILE; with --check
it only prints what cross-validation over masters says: the mean, over pairs, of the area under
the curve for "is a line that must be printed", and the share of those lines on a greedy page of
1,750 characters.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import Ridge
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

from tailor.keywords import extract
from tailor.layout import Line, scorable_lines
from tailor.loader import read_resume
from tailor.posting.fetch import fetch_posting
from tailor.scoring.features import compute_signals
from tailor.scoring.line_model import is_judged, lesser_repeats
from tailor.scoring.matching import find_hits, make_queries, read_line
from tailor.scoring.similarity import find_similar_wordings, repeatable_wordings

ROOT = Path(__file__).resolve().parents[1]
MUST, GOOD, MUST_NOT = 1.0, 0.6, -1.2
"""What a line is worth that must be printed, is welcome, must not be printed; others: 0."""
SHRINK_WORTH, SHRINK_LEAD = 8000.0, 3000.0
"""Ridge penalties."""
FOLDS = 9
PAGE_CHARS = 1750


@dataclass(frozen=True, slots=True)
class Pair:
    """Signals of each statement (rows) of a master for a posting, and what experts said of it."""

    master: str
    found: tuple[Line, ...]
    table: Any
    worth: Any
    musts: Any
    leads: dict[str, list[tuple[int, float]]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--output", type=Path, default=ROOT / "data" / "line_model.json")
    chosen = parser.parse_args()
    names: list[str] = []
    pairs = [pair for folder in chosen.folders for pair in read_pairs(folder, names)]
    masters = len({pair.master for pair in pairs})
    print(f"{len(pairs)} pairs of {masters} masters, {len(names)} signals")
    report_folds(pairs)
    if not chosen.check:
        write_model(names, pairs, chosen.output)
    return 0


def read_pairs(folder: Path, names: list[str]) -> Iterator[Pair]:
    """The pairs of a folder that are not held out; `names` becomes the names of the signals."""
    masters: dict[Path, Any] = {}
    for text in (folder / "judged.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(text)
        if row.get("held_out"):
            continue
        path = folder / row["master"]
        if path not in masters:
            resume = read_resume(path)[0]
            masters[path] = resume, find_similar_wordings(repeatable_wordings(resume))
        resume, repeats = masters[path]
        posting = fetch_posting(str(folder / row["posting"]))
        keywords = extract(posting)
        asked = make_queries(keywords)
        found = tuple(line for line in scorable_lines(resume) if is_judged(line))
        columns = compute_signals(
            found,
            resume,
            posting,
            [find_hits(read_line(line.text), asked) for line in found],
            {one.term: one.kind for one in keywords},
            lesser_repeats(found, repeats),
        )
        names[:] = list(columns)
        yield judged(row, str(path), found, np.stack(list(columns.values()), axis=1))


def judged(row: dict[str, Any], master: str, found: tuple[Line, ...], table: Any) -> Pair:
    """What the experts said of each line; the mean of several."""
    worth = np.zeros(len(found))
    musts = np.zeros(len(found), bool)
    leads: dict[str, list[tuple[int, float]]] = {}
    for place, line in enumerate(found):
        said = [value_of(line.key, judge) for judge in row["judges"]]
        worth[place] = np.mean(said)
        musts[place] = worth[place] > (MUST + GOOD) / 2
        first = [judge["lead_bullets"].get(line.entry) for judge in row["judges"]]
        if line.role == "bullet" and not line.variant and any(first):
            share = np.mean([line.key in keys for keys in first if keys])
            leads.setdefault(line.entry, []).append((place, float(share)))
    return Pair(master, found, table, worth, musts, leads)


def value_of(key: str, judge: dict[str, Any]) -> float:
    for name, value in (("must", MUST), ("good", GOOD), ("mustnot", MUST_NOT)):
        if key in judge[f"{name}_bullets"]:
            return value
    return 0.0


def bullets(pair: Pair) -> list[int]:
    return [i for i, line in enumerate(pair.found) if line.role == "bullet" and not line.variant]


def fit_worth(pairs: Sequence[Pair]) -> tuple[Any, Any, Any, float]:
    """Means, spreads, weights and the mean worth."""
    table = np.vstack([pair.table[bullets(pair)] for pair in pairs])
    worth = np.concatenate([pair.worth[bullets(pair)] for pair in pairs])
    scaler = StandardScaler().fit(table)
    model = Ridge(SHRINK_WORTH).fit(scaler.transform(table), worth)
    return scaler.mean_, scaler.scale_, model.coef_, float(model.intercept_)


def fit_lead(pairs: Sequence[Pair], spreads: Any) -> Any:
    """Weights by which the lines of a job are ordered: a line is held against its job's mean."""
    tables, claims = [], []
    for pair in pairs:
        for rows in pair.leads.values():
            table = pair.table[[place for place, _ in rows]] / spreads
            claim = np.array([share for _, share in rows])
            tables.append(table - table.mean(axis=0))
            claims.append(claim - claim.mean())
    model = Ridge(SHRINK_LEAD, fit_intercept=False)
    return model.fit(np.vstack(tables), np.concatenate(claims)).coef_


def report_folds(pairs: Sequence[Pair]) -> None:
    """Prints what models say of masters that they were not fitted on."""
    masters = sorted({pair.master for pair in pairs})
    np.random.RandomState(0).shuffle(masters)
    fold = {master: place % FOLDS for place, master in enumerate(masters)}
    areas, shares, firsts = [], [], []
    for number in range(FOLDS):
        inside = [pair for pair in pairs if fold[pair.master] != number]
        means, spreads, weights, _ = fit_worth(inside)
        lead = fit_lead(inside, spreads)
        for pair in (pair for pair in pairs if fold[pair.master] == number):
            rows = bullets(pair)
            worth = ((pair.table - means) / spreads @ weights)[rows]
            musts = pair.musts[rows]
            if 0 < musts.sum() < len(rows):
                areas.append(roc_auc_score(musts, worth))
                chars = [len(pair.found[row].text) for row in rows]
                shares.append(musts[greedy_page(worth, chars)].sum() / musts.sum())
            claims = pair.table / spreads @ lead
            firsts += [max(job, key=lambda one: claims[one[0]])[1] for job in pair.leads.values()]
    print(
        f"held-out masters: area {np.mean(areas):.3f}, must lines on a greedy page "
        f"{np.mean(shares):.3f}, first lines right {np.mean(firsts):.3f}"
    )


def greedy_page(worth: Any, chars: Sequence[int]) -> list[int]:
    """The lines of the greatest worth that fit."""
    used, page = 0, []
    for place in np.argsort(-worth):
        if used + chars[place] <= PAGE_CHARS:
            used += chars[place]
            page.append(int(place))
    return page


def write_model(names: Sequence[str], pairs: Sequence[Pair], path: Path) -> None:
    means, spreads, worth, average = fit_worth(pairs)
    lead = fit_lead(pairs, spreads)
    rows = {
        name: [float(f"{value:.5g}") for value in row]
        for name, row in zip(names, zip(means, spreads, worth, lead, strict=True), strict=True)
    }
    signals = ",\n".join(f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in rows.items())
    path.write_text(
        f'{{"average": {average:.5g}, "signals": {{\n{signals}\n}}}}\n', encoding="utf-8"
    )
    print(f"written: {path.name}, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    sys.exit(main())
