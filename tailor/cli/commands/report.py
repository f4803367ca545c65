"""`tailor report`: the report on a page as a web page, without the page."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tailor.cli.atomic import write_files
from tailor.cli.commands.tailor import find_page_faults, page_options, tailor_posting
from tailor.cli.console import Row, elapsed_seconds, print_result, print_rows
from tailor.cli.html_report import add_costs, render_report
from tailor.cli.inputs import find_master, read_master, read_posting
from tailor.cli.json_report import NOWHERE, job_record, to_json
from tailor.cli.outputs import Target, fill_pattern, html_target_path, uses_posting_words
from tailor.cli.report_rows import coverage_bars, heading_rows
from tailor.cli.settings import Settings
from tailor.cli.text_report import summary_rows
from tailor.cli.user_cache import cache_for
from tailor.errors import UnfitError
from tailor.pipeline import Outcome
from tailor.project import NOTHING, named_pattern
from tailor.scoring.coverage import KeywordAnswer


def run_report(settings: Settings, pattern: str, named: bool) -> int:
    """Writes the report on the page for one posting, and not the page; returns 0.

    A page that is not good enough is reported on too, and then said. `named` is whether the user
    named the file. Raises what is in the way.
    """
    settings = replace(settings, html=pattern)
    master = find_master(settings.resume)
    inputs = read_master(master, settings.quiet, settings.language, cache_for(settings))
    posting = read_posting(settings.job, settings.quiet, settings.allow_local, cache_for(settings))
    name = fill_pattern(pattern, settings.job, posting)
    named_files = named_pattern(pattern) if named else NOTHING
    target = html_target_path(
        name, [master, Path(settings.job)], filled=uses_posting_words(pattern), named=named_files
    )
    options = page_options(settings, posting)
    pdf = fill_pattern(settings.output, settings.job, posting)
    page = Target(pdf, pdf.with_suffix(".tex"))
    outcome, answers = tailor_posting(settings, inputs.resume, posting, options, page)
    record = add_costs(job_record(outcome, answers, None, outcome.seconds), outcome)
    write_files([(target, render_report(record, outcome))], named_files)
    if settings.format == "json":
        print_result(to_json(record | {"outputs": NOWHERE | {"html": str(target)}}))
    elif not settings.quiet:
        print_rows(html_report_rows(outcome, answers, target, master))
    if faults := find_page_faults(settings, outcome, answers, len(inputs.warnings)):
        raise UnfitError(*faults)
    return 0


def html_report_rows(
    outcome: Outcome, answers: Sequence[KeywordAnswer], target: Path, master: Path
) -> Iterator[Row]:
    yield from summary_rows(outcome, elapsed_seconds())
    yield (str(target), "green"), (f" from {master}", "")
    yield from heading_rows("coverage", "of what the posting asks for")
    yield from coverage_bars(answers)
