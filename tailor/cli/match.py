"""`keywords` and `match`: what a posting asks for, and what the master has for it."""

from collections.abc import Iterator, Sequence

from tailor.cli import rows
from tailor.cli.coverage import Answer, answers
from tailor.cli.memory import memory, usual
from tailor.cli.options import Format
from tailor.cli.record import VERSION, Record, as_json, keywords_record, match_record
from tailor.cli.say import Row, progress, say, show, width
from tailor.cli.settings import Settings
from tailor.cli.sources import read_master, read_posting
from tailor.errors import InputError, Problem
from tailor.languages import name_language
from tailor.lines import Line, lines, meant, statements
from tailor.model import Keyword, Posting
from tailor.pipeline import Match, demands, match
from tailor.score import explain

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
"""So many lines are shown."""
STATUSES = (
    ("cut", "in the master", "green"),
    ("skills_only", "only in Skills, no bullet proves it", "yellow"),
    ("missing", "not in the master", "red"),
)


def list_keywords(job: str, format: Format, verbose: bool, allow_local: bool) -> int:
    """Prints what the posting asks for; returns 0."""
    posting = read_posting(job, False, allow_local, usual())
    found = demands(posting, usual())
    if format == "json":
        say(as_json(keywords_record(posting, found)))
    else:
        show(keyword_rows(posting, found, verbose))
    return 0


def keyword_rows(posting: Posting, found: Sequence[Keyword], verbose: bool) -> Iterator[Row]:
    yield ((rows.aim(posting.title, posting.company), "bold"),)
    if about := facts(posting):
        yield ((about, ""),)
    for kind, name in rows.KINDS:
        some = [keyword for keyword in found if keyword.kind == kind]
        if some:
            yield from rows.heading(name, "weight, keyword, where the posting says it")
        room = width() - 38
        for one in some:
            quote = " ".join(one.quotes[0].split()).lstrip("-–•* ") if one.quotes else ""
            shown = quote if verbose else rows.shortened(quote, room)
            yield (
                (f"  {one.weight:4.1f}  ", "cyan"),
                (f"{rows.shortened(one.term, 28):<28}  ", "bold"),
                (shown, "dim"),
            )


def facts(posting: Posting) -> str:
    """Such as "Leeds, UK · senior · 5 years of experience · bachelor's degree"."""
    years = f"{rows.counted(posting.years, 'year')} of experience" if posting.years else ""
    degree = DEGREES.get(posting.degree, posting.degree)
    language = "" if posting.language == "en" else f"in {name_language(posting.language)}"
    known = (posting.place, posting.seniority, years, degree, language)
    return " · ".join(text for text in known if text)


def compare(settings: Settings, key: str | None) -> int:
    """Prints how the master answers the posting, or one line of it; returns 0."""
    cache = memory(settings)
    inputs = read_master(settings.resume, settings.quiet, cache=cache)
    posting = read_posting(settings.job, settings.quiet, settings.allow_local, cache)
    with progress(settings.quiet) as step:
        found = match(inputs.resume, posting, step, settings.weights, cache)
    if key is not None:
        if settings.format == "json":
            say(as_json(explained_record(found, key)))
        else:
            show(explained(found, key))
        return 0
    answered = answers(found.keywords, found.master, found.scores, None)
    if settings.format == "json":
        say(as_json(match_record(found, answered)))
    elif not settings.quiet:
        show(match_rows(found, answered, settings.verbose))
    return 0


def match_rows(found: Match, answered: Sequence[Answer], verbose: bool) -> Iterator[Row]:
    yield rows.purpose(found.master, found.posting.title, found.posting.company)
    yield from rows.heading("coverage", "of what the posting asks for, by the whole master")
    yield from rows.bars(answered)
    best: dict[str, Line] = {}
    for line in sorted(statements(found.master), key=lambda line: -points(found, line)):
        best.setdefault(line.key, line)
    yield from rows.heading("best lines", "score, text, keywords that it answers")
    for line in list(best.values())[:BEST]:
        yield rows.scored(line, found.scores.get((line.key, line.variant)))
    yield from rows.heading("keywords", "* is a must-have")
    for status, label, style in STATUSES:
        yield from rows.listed(rows.of(answered, status), label, style, verbose)
    yield from rows.mentioned(answered, verbose)
    yield from rows.spared(answered, verbose)
    if verbose:
        yield from rows.every_line(found.master, found.scores, ())


def points(found: Match, line: Line) -> float:
    return rows.value_of(found.scores.get((line.key, line.variant)))


def wordings(found: Match, key: str) -> list[Line]:
    """The wordings of one line. Raises `InputError` if the master has no such line."""
    same = [line for line in lines(found.master) if line.key == key]
    if not same:
        hint = meant(key, {line.key for line in lines(found.master)})
        hint = hint or "tailor match -v lists every key"
        raise InputError(Problem(f"nothing in the master has the key {key}", hint=hint))
    return same


def explained_record(found: Match, key: str) -> Record:
    """Every wording of one line with its score and the points that add up to it. Raises as
    `wordings`."""
    rows = [
        {
            "variant": line.variant,
            "text": line.text,
            "score": round(points(found, line), 4),
            "reasons": list(explain(found.scores[line.key, line.variant], line.text)),
        }
        for line in wordings(found, key)
    ]
    return {"version": VERSION, "key": key, "wordings": rows}


def explained(found: Match, key: str) -> Iterator[Row]:
    """The same as rows. Raises as `wordings`."""
    same = wordings(found, key)
    for line in same:
        name = f"{line.key} [{line.variant}]" if len(same) > 1 else line.key
        yield (f"{name}  ", "bold"), (line.text, "")
        for row in explain(found.scores[line.key, line.variant], line.text):
            yield ((f"  {row}", ""),)
