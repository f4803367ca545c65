"""Match quality of `tailor.extract` and `tailor.rank` beside baselines run in the same process.

    python benchmarks/quality.py [--json FILE] [--masked] [--untitled] [--job-titles] SET.jsonl ...

The shape of the rows says what a set is: `sentences` = annotated postings (keywords), `bullets` =
lines of CVs with relevance (ranking), `master` = whole CVs with one fitting job (tailor).
"""

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import tailor
from benchmarks import baselines
from benchmarks.measures import Span, f1, found, interval, mean, page, ranking
from tailor.models import Keyword
from tailor.posting import parse_posting

Row = dict[str, Any]
Figures = dict[str, list[tuple[float, ...]]]
Terms = list[tuple[str, list[Span]]]
Extractor = Callable[[str], Terms | list[Keyword]]


def placed(text: str, terms: Terms | list[Keyword]) -> Terms:
    """Terms with their places in this text (tailor cleans a posting before it counts)."""
    keywords = [term for term in terms if isinstance(term, Keyword)]
    if not keywords:
        return [term for term in terms if not isinstance(term, Keyword)]
    place = aligned(text, parse_posting(text).text)
    return [(k.term, [(place[a], place[b - 1] + 1) for a, b in k.spans]) for k in keywords]


def aligned(text: str, clean: str) -> list[int]:
    """For each character of the cleaned text its place in the text as it came."""
    places, at = [], 0
    for letter in clean:
        ahead = text.find(letter, at, at + 400) if not letter.isspace() else at
        at = ahead if ahead >= 0 else at
        places.append(min(at, len(text) - 1))
        at += ahead >= 0 and not letter.isspace()
    return places


EXTRACTORS: dict[str, Extractor] = {
    "tailor": tailor.extract,
    "YAKE (ours)": baselines.yake,
    "n-grams": baselines.frequent,
}
PLAIN = "under its title"
VARIANTS = {
    "--masked": "title masked", "--untitled": "no title line", "--job-titles": "job titles"
}  # fmt: skip
"""Options, and in what other form postings and masters are judged for them."""
RANKERS: dict[str, Callable[..., list[float]]] = {
    "tailor": tailor.rank,
    "BM25": baselines.bm25,
    "TF-IDF": baselines.tfidf,
}


def keywords(rows: Sequence[Row], run: Extractor) -> Figures:
    """Strict F1 of spans, and recall and precision of the first terms (5 gold terms or more)."""
    figures: Figures = defaultdict(list)
    for row in rows:
        start = time.perf_counter()
        asked = run(row["text"])
        figures["ms"].append(((time.perf_counter() - start) * 1000,))
        terms = placed(row["text"], asked)
        guessed = {span for _, spans in terms for span in tokens(row, spans)}
        gold = {
            (number, *span["tok"])
            for number, sentence in enumerate(row["sentences"])
            for span in sentence["spans"]
            if span["label"] == "Know"
        }
        figures["strict_f1"].append((len(guessed & gold), len(guessed), len(gold)))
        names, wanted = [term for term, _ in terms], row["gold_hard"]
        if len(wanted) >= 5:
            figures["capR@20"].append((found(names, wanted, 20) / min(20, len(wanted)),))
            figures["P@10"].append((found(names, wanted, 10) / 10,))
            figures["P@10_soft"].append((found(names, wanted, 10, soft=True) / 10,))
    return figures


def tokens(row: Row, spans: Iterable[Span]) -> Iterable[tuple[int, int, int]]:
    """Character spans as (sentence, first token, end token)."""
    for a, b in spans:
        for number, sentence in enumerate(row["sentences"]):
            at = sentence["start"]
            touched = [
                i for i, (x, y) in enumerate(sentence["offsets"]) if at + x < b and at + y > a
            ]
            if touched:
                yield number, touched[0], touched[-1] + 1


def lines(rows: Sequence[Row], run: Callable[..., list[float]], variant: str) -> Figures:
    figures: Figures = defaultdict(list)
    for row in rows:
        pool = [bullet["text"] for bullet in row["bullets"]]
        start = time.perf_counter()
        scores = run(advert(row, variant), pool)
        figures["ms"].append(((time.perf_counter() - start) * 1000,))
        for name, value in ranking(scores, [bullet["rel"] for bullet in row["bullets"]]).items():
            figures[name].append((value,))
    return figures


def pages(rows: Sequence[Row], run: Callable[..., list[float]], variant: str) -> Figures:
    figures: Figures = defaultdict(list)
    for row in rows:
        every = [
            (i, j, text)
            for i, job in enumerate(row["master"]["work"])
            for j, text in enumerate(job["highlights"])
        ]
        texts, jobs = [text for _, _, text in every], [i for i, _, _ in every]
        gold = {k for k, (i, j, _) in enumerate(every) if [i, j] in row["gold"]}
        start = time.perf_counter()
        scores = run(advert(row, variant), texts, jobs, **job_titles(row, jobs, variant))
        figures["ms"].append(((time.perf_counter() - start) * 1000,))
        for name, value in page(scores, texts, jobs, row["gold"][0][0], gold).items():
            figures[name].append((value,))
    return figures


def job_titles(row: Row, jobs: Sequence[int], variant: str) -> dict[str, list[str]]:
    """The real title of each line's job, which the masters of the set leave out."""
    if variant != "job titles":
        return {}
    return {"titles": [row["meta"][job]["true_title"] for job in jobs]}


def advert(row: Row, variant: str) -> str:
    """A posting as people have it, under its title; its text alone; or with every mention of the
    title taken out."""
    text, title = str(row["posting"]), str(row["title"])
    if variant == "title masked":
        return text.replace(title, " ")
    return text if variant == "no title line" else f"{title}\n\n{text}"


def judge(path: Path, variant: str) -> Row:
    """All figures of one set: {system: {figure: [value, low, high]}}."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    result = {}
    if "sentences" in rows[0]:
        for name, extractor in EXTRACTORS.items():
            extractor(rows[0]["text"])
            result[name] = summed(keywords(rows, extractor))
    else:
        judged = pages if "master" in rows[0] else lines
        for name, ranker in RANKERS.items():
            if name == "tailor" or variant != "job titles":
                ranker(advert(rows[0], variant), ["warm"])
                result[name] = summed(judged(rows, ranker, variant))
    return {"set": path.name, "variant": variant, "postings": len(rows), "systems": result}


def variants(path: Path, wanted: Sequence[str]) -> list[str]:
    """Those of the wanted variants that a set can be judged in."""
    with path.open(encoding="utf-8") as file:
        row = json.loads(file.readline())
    if "posting" not in row:
        return [PLAIN]
    return [one for one in wanted if one != "job titles" or "meta" in row]


def summed(figures: Figures) -> dict[str, list[float]]:
    result = {}
    for name, rows in figures.items():
        if name == "strict_f1":
            hits, guessed, gold = (int(sum(column)) for column in zip(*rows, strict=True))
            result[name] = [f1(hits, guessed, gold), *interval(rows, "f1")]
        else:
            result[name] = [mean([row[0] for row in rows]), *interval(rows)]
    return result


def table(judged: Row) -> str:
    names = [name for name in next(iter(judged["systems"].values())) if name != "ms"]
    rows = [f"{judged['set']} ({judged['variant']}): {judged['postings']} postings"]
    rows.append(f"{'':14}" + "".join(f"{name:>22}" for name in names) + f"{'ms':>10}")
    for system, figures in judged["systems"].items():
        cells = ("{:.3f} [{:.3f} {:.3f}]".format(*figures[name]) for name in names)
        ms = figures["ms"][0]
        rows.append(f"{system:14}" + "".join(f"{cell:>22}" for cell in cells) + f"{ms:>10.1f}")
    return "\n".join(rows)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="+", type=Path, metavar="SET.jsonl")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    for option, variant in VARIANTS.items():
        parser.add_argument(option, action="append_const", dest="variants", const=variant,
                            help=f"also judge: {variant}")  # fmt: skip
    given = parser.parse_args()
    results = []
    for path in given.sets:
        for variant in variants(path, [PLAIN, *(given.variants or ())]):
            results.append(judge(path, variant))
            print(table(results[-1]), end="\n\n", flush=True)
    if given.json:
        given.json.write_text(json.dumps(results, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
