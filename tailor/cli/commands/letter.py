"""`tailor letter`: a letter out of the master's own paragraphs."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from tailor.cli.build import BuildResult
from tailor.cli.commands.tailor import find_failed_checks, page_options, target_for
from tailor.cli.console import (
    Row,
    UsageError,
    print_problems,
    print_rows,
    report_width,
    show_progress,
)
from tailor.cli.inputs import find_master, read_master, read_posting
from tailor.cli.json_report import (
    coverage_record,
    finding_records,
    hit_records,
    output_record,
    posting_record,
    print_json,
)
from tailor.cli.lockfile import ChosenLine, PageFacts, hash_inputs, write_page
from tailor.cli.outputs import Target
from tailor.cli.report_rows import check_rows, heading_rows, job_label, shorten
from tailor.cli.settings import Settings
from tailor.cli.user_cache import cache_for
from tailor.errors import Problem, TailorError, UnfitError
from tailor.letter import Letter, write_letter
from tailor.models import Posting, Resume
from tailor.pipeline import Progress
from tailor.scoring.coverage import KeywordAnswer, proving_hits

OUTPUT = "out/{posting}-letter.pdf"
KINDS = ("must", "nice")
NO_DATE = "none"


def run_letter(settings: Settings, company: str, title: str, dated: str) -> int:
    """Makes the letter for one posting; returns 0. Raises what prevents it."""
    day = parse_day(dated)
    if "json" in settings.also and "also" in settings.named:
        raise UsageError(Problem("--also: a letter cannot be written as JSON Resume"))
    ours: dict[str, Any] = {
        "output": OUTPUT,
        "also": (),
        "html": "",
    }  # tailor.toml has those of the page.
    unsaid = {name: value for name, value in ours.items() if name not in settings.named}
    settings = replace(settings, **unsaid)
    master, cache = find_master(settings.resume), cache_for(settings)
    inputs = read_master(master, settings.quiet, settings.language, cache)
    posting = read_posting(settings.job, settings.quiet, settings.allow_local, cache)
    goal = target_for(settings, posting, master)
    given = {"company": company, "title": title, "date": day.isoformat() if day else ""}
    hashed = replace(hash_inputs(settings, master, inputs.sha256, goal, posting), letter=given)
    with show_progress(settings.quiet) as step:
        letter = make_letter(settings, inputs.resume, posting, given, step)
    faults = find_failed_checks(settings, letter.findings, len(inputs.warnings))
    written = None if faults or settings.dry_run else goal
    if written:
        forms = letter_forms(settings, letter)
        warned = write_page(written, hashed, letter_facts(letter), letter.document, forms, posting)
        print_problems(*(() if settings.quiet else warned))
    report_letter(settings, letter, written)
    if faults:
        raise UnfitError(*faults)
    return 0


def parse_day(text: str) -> date | None:
    """The date of a letter: that of today for ""; None for none. Raises UsageError."""
    if text == NO_DATE:
        return None
    try:
        return date.fromisoformat(text) if text else date.today()
    except ValueError:
        hint = f"write it as {date.today().isoformat()}, or {NO_DATE} for a letter without a date"
        raise UsageError(Problem(f"--date: “{text}” is not a date", hint=hint)) from None


def make_letter(
    settings: Settings, master: Resume, posting: Posting, given: dict[str, str], step: Progress
) -> Letter:
    """The letter; `given` are the company, the title and the date (such as 2026-03-05, or "") that
    the lock file records. Raises `write_letter`."""
    return write_letter(
        master,
        posting,
        page_options(settings),
        given.get("company", ""),
        given.get("title", ""),
        step,
        cache_for(settings),
        date.fromisoformat(given["date"]) if given.get("date") else None,
    )


def try_letter(
    settings: Settings, master: Resume, warnings: int, posting: Posting, given: dict[str, str]
) -> BuildResult:
    """Makes the letter of one job; errors that the user can fix are returned."""
    try:
        letter = make_letter(settings, master, posting, given, str)
    except TailorError as error:
        return BuildResult(problems=error.problems, code=error.exit_code)
    faults = tuple(find_failed_checks(settings, letter.findings, warnings))
    code = UnfitError.exit_code if faults else 0
    forms = letter_forms(settings, letter)
    return BuildResult(letter.document, letter_facts(letter), faults, code, forms=forms)


def letter_forms(settings: Settings, letter: Letter) -> dict[str, bytes]:
    """The letter as the other files that are wanted, by suffix."""
    if not settings.also:
        return {}
    from tailor.exporters import page_forms

    return page_forms(letter.page, settings.also, settings.paper)


def letter_facts(letter: Letter) -> PageFacts:
    """What a lock file says of a letter."""
    return PageFacts(
        page={"pages": letter.document.pages, "fill": round(letter.fill, 4)},
        title=letter.title,
        company=letter.company,
        coverage={kind: covered_count(letter, kind) for kind in KINDS},
        chosen=tuple(
            ChosenLine(line.bullet.key, line.variant, line.text) for line in letter.chosen
        ),
    )


def covered_count(letter: Letter, kind: str) -> dict[str, int]:
    """How many of the keywords of a kind the letter answers."""
    terms = {hit.term for wording in letter.chosen for hit in proving_hits(wording.score)}
    answers = [KeywordAnswer(word, "", word.term in terms, ()) for word in letter.keywords]
    return coverage_record(answers, kind)


def letter_record(letter: Letter, written: Target | None) -> dict[str, Any]:
    """The report for machines."""
    paragraphs = [
        {
            "key": wording.bullet.key,
            "part": wording.part,
            "variant": wording.variant,
            "text": wording.text,
            "score": round(wording.score.value, 4),
            "hits": hit_records(wording.score),
        }
        for wording in letter.chosen
    ]
    unused = [asdict(paragraph) for paragraph in letter.unused]
    page = {
        "pages": letter.document.pages,
        "fill": round(letter.fill, 4),
        "template": letter.template.name,
        "engine": letter.document.engine,
    }
    return {
        "posting": posting_record(letter.posting),
        "filled_in": {"company": letter.company, "title": letter.title, "date": letter.date},
        "coverage": {kind: covered_count(letter, kind) for kind in KINDS},
        "paragraphs": paragraphs,
        "unused": unused,
        "page": page,
        "findings": finding_records(letter.findings),
        "outputs": output_record(written),
    }


def report_letter(settings: Settings, letter: Letter, written: Target | None) -> None:
    if settings.format == "json":
        print_json(letter_record(letter, written))
    elif not settings.quiet:
        print_rows([*letter_rows(letter, written), *check_rows(letter.findings)])


def letter_rows(letter: Letter, written: Target | None) -> Iterator[Row]:
    """The report for people."""
    pages = f"{100 * letter.fill:.0f} % of one page · {letter.template.name}"
    yield (f"Letter for {job_label(letter.title, letter.company)}", "bold"), (f" · {pages}", "")
    files: Sequence[Path] = ()
    if written:
        files = [written.pdf, *(written.form(suffix) for suffix in written.also)]
    yield ((", ".join(map(str, files)) or "nothing was written", "green" if files else "yellow"),)
    yield from heading_rows("paragraphs", "what each answers of the posting")
    for wording in letter.chosen:
        yield (f"  {wording.bullet.key:<26}", "cyan"), (f"{wording.score.value:>7.1f}  ", "")
        terms = ", ".join(hit.term for hit in wording.score.hits)
        yield ((f"      {shorten(wording.text, report_width() - 6)}", ""),)
        if terms:
            yield ((f"      {shorten(terms, report_width() - 6)}", "dim"),)
    if letter.unused:
        yield from heading_rows("not used")
    for left in letter.unused:
        yield (f"  {left.key:<26}", "cyan"), (f"{left.reason}", "dim")
