"""`keywords` and `match`: what a posting asks for, and what the master has for it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tailor.cli import report_rows
from tailor.cli.commands.tailor import make_judge, page_options
from tailor.cli.console import (
    Row,
    print_problems,
    print_result,
    print_rows,
    report_width,
    show_progress,
)
from tailor.cli.inputs import read_master, read_posting
from tailor.cli.json_report import (
    VERSION,
    Record,
    judge_fields,
    keywords_record,
    match_record,
    to_json,
)
from tailor.cli.settings import Settings
from tailor.cli.user_cache import cache_for, user_cache
from tailor.errors import InputError
from tailor.languages import name_language
from tailor.layout import Line, scorable_lines, statement_lines
from tailor.line_ids import LineIds
from tailor.models import Keyword, Posting
from tailor.optimizer.tags import emphasise_tags
from tailor.pipeline import Match, match, posting_keywords
from tailor.scoring.coverage import KeywordAnswer, answer_keywords
from tailor.scoring.explain import explain_score

DEGREES = {
    "school": "a school diploma",
    "vocational": "vocational training",
    "associate": "an associate degree",
    "bachelor": "a bachelor's degree",
    "degree": "a degree",
    "master": "a master's degree",
    "doctorate": "a doctorate",
}
BEST = 20
"""How many lines are shown."""
STATUSES = (
    ("missing", "not in the master", "red"),
    ("skills_only", "only in Skills, no bullet proves it", "yellow"),
    report_rows.MENTIONED,
    ("cut", "in the master", "green"),
)


def list_keywords(settings: Settings) -> int:
    """Prints what the posting asks for; returns 0."""
    posting = read_posting(settings.job, False, settings.allow_local, user_cache())
    keywords = posting_keywords(posting, user_cache())
    if settings.format == "json":
        print_result(to_json(keywords_record(posting, keywords)))
    else:
        print_rows(keyword_rows(posting, keywords, settings.verbose))
    return 0


def keyword_rows(posting: Posting, keywords: Sequence[Keyword], verbose: bool) -> Iterator[Row]:
    yield ((report_rows.job_label(posting.title, posting.company), "bold"),)
    if about := posting_facts_line(posting):
        yield ((about, ""),)
    for kind, name in report_rows.KINDS:
        some = [keyword for keyword in keywords if keyword.kind == kind]
        if some:
            yield from report_rows.heading_rows(name, "weight, keyword, where the posting says it")
        room = report_width() - 38
        for keyword in some:
            quote = " ".join(keyword.quotes[0].split()).lstrip("-–•* ") if keyword.quotes else ""
            excerpt = quote if verbose else report_rows.shorten(quote, room)
            yield (
                (f"  {keyword.weight:4.1f}  ", "cyan"),
                (f"{report_rows.shorten(keyword.term, 28):<28}  ", "bold"),
                (excerpt, "dim"),
            )


def posting_facts_line(posting: Posting) -> str:
    """Such as "Leeds, UK · senior · 5 years of experience · bachelor's degree"."""
    years = f"{report_rows.pluralize(posting.years, 'year')} of experience" if posting.years else ""
    degree = DEGREES.get(posting.degree, posting.degree)
    language = "" if posting.language == "en" else f"in {name_language(posting.language)}"
    facts = (posting.place, posting.seniority, years, degree, language)
    return " · ".join(text for text in facts if text)


def run_match(settings: Settings, key: str | None) -> int:
    """Prints how the master answers the posting, or one line of it; returns 0."""
    cache = cache_for(settings)
    inputs = read_master(settings.resume, settings.quiet, cache=cache)
    posting = read_posting(settings.job, settings.quiet, settings.allow_local, cache)
    with show_progress(settings.quiet) as step:
        judge = make_judge(settings)
        result = match(inputs.resume, posting, step, settings.weights, cache, judge)
    rules = page_options(settings).rules
    result = replace(result, scores=emphasise_tags(result.scores, result.master, rules))
    if not settings.quiet:
        print_problems(*result.judgement.problems)
    if key is not None:
        if settings.format == "json":
            print_result(to_json(explained_record(result, key)))
        else:
            print_rows(explanation_rows(result, key))
        return 0
    answers = answer_keywords(result.keywords, result.master, result.scores, None)
    if settings.format == "json":
        print_result(to_json(match_record(result, answers)))
    elif not settings.quiet:
        print_rows(match_rows(result, answers, settings.verbose))
    return 0


def match_rows(result: Match, answers: Sequence[KeywordAnswer], verbose: bool) -> Iterator[Row]:
    yield from report_rows.purpose_rows(result.master, result.posting.title, result.posting.company)
    yield from report_rows.heading_rows(
        "coverage", "of what the posting asks for, in the whole master"
    )
    yield from report_rows.coverage_bars(answers)
    yield from report_rows.keyword_rows(answers, STATUSES, verbose)
    best: dict[str, Line] = {}
    for line in sorted(
        statement_lines(result.master), key=lambda line: -match_points(result, line)
    ):
        best.setdefault(line.key, line)
    yield from report_rows.heading_rows("best lines", "points, id, text; what it answers")
    ids = LineIds(result.master)
    for line in list(best.values())[:BEST]:
        score = result.scores.get((line.key, line.variant))
        yield from report_rows.scored_line_rows(line, score, ids.id_of(line.key))
    if verbose:
        yield from report_rows.all_line_rows(result.master, result.scores, ())


def match_points(result: Match, line: Line) -> float:
    return report_rows.total_points(result.scores.get((line.key, line.variant)))


def find_wordings(result: Match, key: str) -> list[Line]:
    """The wordings of the line that a key or an id means. Raises `InputError` if there is none."""
    ids = LineIds(result.master)
    meant = ids.find(key)
    same = [line for line in scorable_lines(result.master) if line.key == meant]
    if not same:
        raise InputError(ids.unknown_problem(key))
    return same


def explained_record(result: Match, key: str) -> Record:
    """Every wording of one line with its score and the points that add up to it. Raises as
    `find_wordings`."""
    same, ids = find_wordings(result, key), LineIds(result.master)
    rows = [
        {
            "variant": line.variant,
            "text": line.text,
            "score": round(match_points(result, line), 4),
            "reasons": list(explain_score(result.scores[line.key, line.variant], line.text)),
        }
        | judge_fields(result.judgement, line.key, line.variant)
        for line in same
    ]
    line_key = same[0].key
    return {"version": VERSION, "key": line_key, "id": ids.id_of(line_key), "wordings": rows}


def explanation_rows(result: Match, key: str) -> Iterator[Row]:
    """The same as rows. Raises as `find_wordings`."""
    same, ids = find_wordings(result, key), LineIds(result.master)
    for line in same:
        name = f"{ids.id_of(line.key)}  {line.key}"
        name += f" [{line.variant}]" if len(same) > 1 else ""
        yield (f"{name}  ", "bold"), (line.text, "")
        for row in explain_score(result.scores[line.key, line.variant], line.text):
            yield ((f"  {row}", ""),)
        if words := result.judgement.describe(line.key, line.variant):
            yield ((f"            {words}", "dim"),)
