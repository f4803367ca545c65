"""Reports for machines: one JSON object, version 1 (docs/commands.md)."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from tailor.cli.console import is_ascii_only, print_result
from tailor.cli.outputs import Target
from tailor.cli.text_report import page_reasons
from tailor.judge import Judgement
from tailor.layout import Line, scorable_lines
from tailor.line_ids import LineIds
from tailor.models import Cut, Finding, Keyword, Plan, Posting, Score
from tailor.optimizer.tags import TagEffect
from tailor.pipeline import Match, Outcome
from tailor.scoring.coverage import KeywordAnswer, Wording, count_coverage
from tailor.streams import result_stream

VERSION = 1
Record = dict[str, Any]
NOWHERE: Record = {"pdf": None, "tex": None, "lock": None}


ODD_NAMES = "backslashreplace"
"""How JSON is encoded: names of files that are not UTF-8 become escapes that JSON knows."""


def to_json(record: Record) -> str:
    """JSON in UTF-8, or in ASCII where stdout cannot show more."""
    text = json.dumps(record, ensure_ascii=is_ascii_only(result_stream()), indent=2)
    return text.encode(errors=ODD_NAMES).decode()


def print_json(record: Record) -> None:
    """Prints one JSON object, with the version of its format."""
    print_result(to_json({"version": VERSION} | record))


def job_record(
    outcome: Outcome, answers: Sequence[KeywordAnswer], written: Target | None, seconds: float
) -> Record:
    """Everything that the main job found out, and how long it took."""
    match = Match(
        *(outcome.master, outcome.posting, outcome.keywords, outcome.scores),
        judgement=outcome.judgement,
    )
    page = {
        "pages": outcome.document.pages,
        "fill": round(outcome.plan.fill, 4),
        "objective": round(outcome.plan.objective, 4),
        "bound": round(outcome.plan.bound, 4),
        "proven": outcome.plan.proven,
        "paper": outcome.paper,
        "template": outcome.template.name,
        "engine": outcome.document.engine,
        "seconds": round(seconds, 3),
        "headline": outcome.plan.resume.label,
        "moved": [
            {"section": move.key, "before": move.before, "reason": move.why}
            for move in outcome.form.order.moves
        ],
    }
    if outcome.tags.uses:
        page["tags"] = tag_record(outcome.tags)
    return match_record(match, answers, outcome.plan) | {
        "page": page,
        "findings": finding_records(outcome.findings),
        "outputs": output_record(written),
    }


def tag_record(effect: TagEffect) -> Record:
    """What tags did to a page; `brought` and `displaced` are null if that was not found out."""
    brought, displaced = effect.brought, effect.displaced
    return {
        "uses": [asdict(use) for use in effect.uses],
        "brought": None if brought is None else list(brought),
        "displaced": None if displaced is None else list(displaced),
    }


def output_record(written: Target | None) -> Record:
    """The files of a page, if they were written."""
    if written is None:
        return NOWHERE
    page = {"pdf": str(written.pdf), "tex": str(written.tex), "lock": str(written.lock)}
    page |= {"html": str(written.html)} if written.html else {}
    return page | {suffix: str(written.form(suffix)) for suffix in written.also}


def match_record(
    match: Match, answers: Sequence[KeywordAnswer], plan: Plan | None = None
) -> Record:
    """The same without a page: `page` and `outputs` are null."""
    return {
        "version": VERSION,
        "posting": posting_record(match.posting),
        "coverage": {kind: coverage_record(answers, kind) for kind in ("must", "nice", "context")},
        "keywords": [answer_record(answer) for answer in answers],
        "bullets": list(line_records(match, plan)),
        "page": None,
        "findings": [],
        "outputs": None,
    }


def keywords_record(source: Posting, keywords: Iterable[Keyword]) -> Record:
    """What a posting asks for."""
    return {
        "version": VERSION,
        "posting": posting_record(source),
        "keywords": [keyword_record(keyword) for keyword in keywords],
    }


def posting_record(source: Posting) -> Record:
    return {
        "title": source.title,
        "company": source.company,
        "source": source.source,
        "place": source.place,
        "seniority": source.seniority,
        "years": source.years,
        "degree": source.degree,
        "language": source.language,
    }


def coverage_record(answers: Sequence[KeywordAnswer], kind: str) -> Record:
    counted = count_coverage(answers, kind)
    return {"covered": counted.covered, "of": counted.of}


def keyword_record(keyword: Keyword) -> Record:
    return {
        "term": keyword.term,
        "kind": keyword.kind,
        "weight": round(keyword.weight, 4),
        "quotes": list(keyword.quotes),
        "spans": [list(span) for span in keyword.spans],
        "choice": list(keyword.choice),
    }


def answer_record(answer: KeywordAnswer) -> Record:
    more = {
        "status": answer.status,
        "covered": answer.covered,
        "spared": answer.spared or None,
        "bullets": list(answer.keys),
        "mentioned": list(answer.mentioned),
    }
    return keyword_record(answer.keyword) | more


def line_records(match: Match, plan: Plan | None) -> Iterable[Record]:
    """One object for each line of the master, in its printed wording, else in its best."""
    master, scores = match.master, match.scores
    chosen = dict(plan.chosen) if plan else {}
    cuts = {cut.key: cut for cut in sorted(plan.dropped, key=is_own_reason)} if plan else {}
    reasons = page_reasons(plan) if plan else None
    ids = LineIds(master)
    wordings: dict[str, list[Line]] = {}
    for line in scorable_lines(master):
        wordings.setdefault(line.key, []).append(line)
    for key, lines in wordings.items():
        printed = [line for line in lines if chosen.get(key) == line.variant]
        line = printed[0] if printed else max(lines, key=partial(best_points, scores))
        score = scores.get((key, line.variant))
        cut = None if printed else cuts.get(key)
        why = reasons.of(line, score) if printed and reasons else ""
        yield {
            "key": key,
            "id": ids.id_of(key),
            "role": line.role,
            "text": line.text,
            "score": round(best_points(scores, line), 4),
            "chosen": bool(printed),
            "variant": line.variant,
            "hits": hit_records(score),
            "reason": cut.reason if cut else why,
            "tossup": bool(plan and cut and plan.is_toss_up(cut.loss)),
        } | judge_fields(match.judgement, key, line.variant)


def is_own_reason(cut: Cut) -> bool:
    """False if a wording was cut for the sake of another one of its line, which may be cut too."""
    return not cut.reason.startswith(("another wording", "a shorter wording"))


def judge_fields(judgement: Judgement, key: str, variant: int) -> Record:
    """What a judge says of a wording; nothing if none was asked."""
    verdict = judgement.verdicts.get((key, variant))
    if verdict is None:
        return {}
    fields = {"model": judgement.model, "grade": verdict.grade, "proves": verdict.proves or None}
    return {"judge": fields}


def best_points(scores: Mapping[Wording, Score], line: Line) -> float:
    score = scores.get((line.key, line.variant))
    return score.value if score else 0.0


def hit_records(score: Score | None) -> list[Record]:
    hits = score.hits if score else ()
    return [{"term": hit.term, "points": round(hit.points, 4), "words": hit.words} for hit in hits]


def finding_records(findings: Iterable[Finding]) -> list[Record]:
    return [asdict(finding) for finding in findings]
