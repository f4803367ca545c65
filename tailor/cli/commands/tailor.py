"""The main job: read, tailor, judge, write, report."""

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from tailor.cli.config import CONFIG_NAMES, user_config_path
from tailor.cli.console import (
    Report,
    UsageError,
    elapsed_seconds,
    print_bytes,
    print_problems,
    print_report,
    show_progress,
)
from tailor.cli.inputs import (
    fail_on_warnings,
    find_master,
    read_master,
    read_posting,
    warn_few_keywords,
)
from tailor.cli.lockfile import (
    hash_inputs,
    page_facts,
    read_regular_file,
    recorded_lines,
    write_page,
)
from tailor.cli.outputs import (
    Target,
    fill_pattern,
    html_target_path,
    target_paths,
    uses_posting_words,
)
from tailor.cli.report_rows import CUT_LINES_PRICED, CUT_LINES_SHOWN
from tailor.cli.settings import OPTIONS, Settings
from tailor.cli.user_cache import cache_for, keep_report
from tailor.errors import FileError, Place, Problem, TailorError, UnfitError
from tailor.i18n import choose_translation
from tailor.judge import KEY_VARIABLE, Judge
from tailor.line_ids import LineIds
from tailor.models import Finding, Plan, Posting, Resume
from tailor.optimizer.rules import Rules
from tailor.pipeline import Options, Outcome, tailor
from tailor.posting.sources import in_file
from tailor.project import is_inside
from tailor.scoring.coverage import KeywordAnswer, answer_keywords, must_coverage
from tailor.typesetter import find_engine

STDOUT = "-"
"""The name of an output that means standard output."""
SPARSE = 0.5
"""Share of the page below which a warning says how little is on it."""


def run_job(settings: Settings) -> int:
    """Makes the page for one posting; returns 0. Raises what prevents it."""
    if settings.output == STDOUT:
        return print_page(settings)
    master = find_master(settings.resume)
    early = target_before_reading(settings, master)
    inputs = read_master(master, settings.quiet, settings.language, cache_for(settings))
    posting = read_posting(settings.job, settings.quiet, settings.allow_local, cache_for(settings))
    goal = early or target_for(settings, posting, master)
    hashed = hash_inputs(settings, master, inputs.sha256, goal, posting)
    options = page_options(settings, posting)
    resume = choose_translation(inputs.resume, posting.language)
    moved = warn_moved_lines(settings, resume, options.rules)
    outcome, answers = tailor_posting(settings, resume, posting, options, goal)
    faults = find_page_faults(settings, outcome, answers, len(inputs.warnings) + moved)
    written = None if faults or settings.dry_run else goal
    tell = make_report(settings, outcome, answers, written, master)
    if written:
        facts, forms = page_facts(outcome, answers), other_forms(settings, outcome)
        files = forms, posting, html_report(settings, outcome, answers), outcome.judgement.record()
        warned = write_page(written, hashed, facts, outcome.document, *files)
        print_problems(*(() if settings.quiet else warned))
        keep_unchanged(settings, outcome, written, tell)
    print_report(tell(elapsed_seconds()))
    if faults:
        raise UnfitError(*faults)
    return 0


def keep_unchanged(settings: Settings, outcome: Outcome, target: Target, tell: Report) -> None:
    """Keeps the report of a page that is made of nothing but files, for when none has changed."""
    stamps = find_engine().stamp()
    plain = not (settings.html or settings.also or settings.judge or settings.no_cache)
    if plain and stamps and outcome.template.is_shipped and in_file(settings.job):
        sources = find_master(settings.resume), Path(settings.job), user_config_path()
        inputs = *sources, *map(Path, CONFIG_NAMES)
        keep_report(inputs, (target.pdf, target.tex, target.lock), stamps, tell)


def print_page(settings: Settings) -> int:
    """Prints the PDF for one posting on standard output and writes no file; returns 0.

    Raises UsageError if a report would be printed there too, and the errors of the job.
    """
    if settings.format == "json" or settings.html or settings.also:
        hint = "leave out --format json, --html and --also, or name a file with --output"
        raise UsageError(Problem("--output - cannot be combined with a report", hint=hint))
    inputs = read_master(settings.resume, settings.quiet, settings.language, cache_for(settings))
    posting = read_posting(settings.job, settings.quiet, settings.allow_local, cache_for(settings))
    options = page_options(settings)
    outcome, answers = tailor_posting(settings, inputs.resume, posting, options)
    if faults := find_page_faults(settings, outcome, answers, len(inputs.warnings)):
        raise UnfitError(*faults)
    print_bytes(outcome.document.pdf, "a PDF")
    return 0


def tailor_posting(
    settings: Settings,
    master: Resume,
    posting: Posting,
    options: Options,
    target: Target | None = None,
) -> tuple[Outcome, tuple[KeywordAnswer, ...]]:
    """The page for a posting and what it answers; warns if the posting asks for little, or the
    judge did not answer. Its answers may be recorded next to the `target`."""
    options, cache = replace(options, priced=count_priced_lines(settings)), cache_for(settings)
    with show_progress(settings.quiet) as step:
        judge = make_judge(settings, target)
        outcome = tailor(master, posting, options, step, cache, apart=True, judge=judge)
    if not settings.quiet:
        print_problems(
            *outcome.judgement.problems,
            *warn_few_keywords(settings.job, outcome.keywords),
            *warn_if_sparse(outcome.plan),
        )
    return outcome, answer_keywords(outcome.keywords, outcome.master, outcome.scores, outcome.plan)


def make_judge(settings: Settings, target: Target | None = None) -> Judge | None:
    """The judge that the settings name, if any, with the answers recorded next to a page.

    Only a judge that the user names, not a file of the folder, may be on another computer or get
    the key. Raises FileError if a link in the place of the answers leads out of the project.
    """
    if not settings.judge:
        return None
    is_named = "judge" in settings.named
    recorded = b""
    if target and not settings.no_cache and target.judge.is_file():
        if not is_inside(target.judge, [target.pdf.parent]):
            message = "this link points outside of its folder, and is not read"
            raise FileError(Problem(message, Place(str(target.judge)), hint="remove the link"))
        recorded = read_regular_file(target.judge)
    return Judge(
        settings.judge,
        allow_remote=settings.allow_remote_judge and is_named,
        show_employers=settings.judge_employers,
        seconds=settings.judge_seconds,
        key=os.environ.get(KEY_VARIABLE, "") if is_named else "",
        recorded=recorded,
    )


def warn_if_sparse(plan: Plan) -> tuple[Problem, ...]:
    """A warning if hardly anything is on a page."""
    if plan.fill >= SPARSE:
        return ()
    message = f"the page is only {100 * plan.fill:.0f} % full"
    hint = "there is nothing more to print; --verbose shows why lines were cut"
    return (Problem(message, hint=hint, level="warning"),)


def count_priced_lines(settings: Settings) -> int:
    """For how many of the cut lines the report says what bringing them back would cost."""
    if settings.html:
        return CUT_LINES_SHOWN
    return CUT_LINES_PRICED if settings.format == "text" and not settings.quiet else 0


def html_report(settings: Settings, outcome: Outcome, answers: Sequence[KeywordAnswer]) -> bytes:
    """The report as a web page, if one is wanted."""
    if not settings.html:
        return b""
    from tailor.cli.html_report import report_html

    return report_html(outcome, answers)


def other_forms(settings: Settings, outcome: Outcome) -> dict[str, bytes]:
    """The page as the other files that are wanted, by suffix."""
    if not settings.also:
        return {}
    from tailor.exporters import page_forms

    return page_forms(outcome.plan.resume, settings.also, settings.paper)


def target_before_reading(settings: Settings, master: Path) -> Target | None:
    """Where the result goes, if that can be said without the posting. Raises as `target`."""
    if names_posting(settings):
        return None
    return target_for(settings, Posting(""), master)


def names_posting(settings: Settings) -> bool:
    """Whether a file is to be called as the posting says."""
    return uses_posting_words(settings.output) or uses_posting_words(settings.html)


def target_for(settings: Settings, posting: Posting, master: Path) -> Target:
    """Where the result for a posting goes. Raises as `target`."""
    path = fill_pattern(settings.output, settings.job, posting)
    inputs, html = [master, Path(settings.job)], None
    if settings.html:
        report = fill_pattern(settings.html, settings.job, posting)
        filled, named = uses_posting_words(settings.html), settings.named_html()
        html = html_target_path(report, inputs, filled=filled, named=named)
    filled, named = uses_posting_words(settings.output), settings.named_output()
    also = tuple(settings.also)
    return target_paths(path, settings.job, inputs, html, filled=filled, named=named, also=also)


def recorded_meaning(settings: Settings, posting: Posting) -> Mapping[str, str]:
    """What the pins and excludes of a job stood for when its page was last made."""
    if not settings.pins and not settings.excludes:
        return {}
    with suppress(TailorError):
        return recorded_lines(target_for(settings, posting, find_master(settings.resume)).lock)
    return {}


def moved_lines(master: Resume, rules: Rules) -> tuple[Problem, ...]:
    """A warning for each key among pins and excludes that now stands for another line."""
    if not rules.meant:
        return ()
    ids, wanted = LineIds(master), (*rules.pins, *rules.excludes)
    pairs = ((ids.split_pin(pin)[0], rules.meant[pin]) for pin in wanted if pin in rules.meant)
    problems = (ids.moved_problem(reference, text) for reference, text in pairs)
    return tuple(problem for problem in problems if problem)


def warn_moved_lines(settings: Settings, master: Resume, rules: Rules) -> int:
    """Warns of keys that now stand for another line; returns how many there are."""
    moved = moved_lines(master, rules)
    if not settings.quiet:
        print_problems(*moved)
    return len(moved)


def page_options(settings: Settings, posting: Posting | None = None) -> Options:
    """What the pipeline needs to know: its options, and its rules, that have the name of a
    setting are that setting; with the posting also what pins and excludes meant before."""
    rules = Rules(**values_for(Rules, settings))
    if posting:
        rules = replace(rules, meant=recorded_meaning(settings, posting))
    return Options(**values_for(Options, settings), rules=rules)


def values_for(kind: type[Any], settings: Settings) -> dict[str, Any]:
    """The settings that have the name of a field of a dataclass, `kind`."""
    names = [field.name for field in fields(kind) if field.name in OPTIONS]
    return {name: getattr(settings, name) for name in names}


def find_page_faults(
    settings: Settings, outcome: Outcome, answers: tuple[KeywordAnswer, ...], warnings: int
) -> list[Problem]:
    """Why the page is not good enough to be written; nothing if it is."""
    warnings += len(outcome.judgement.problems)
    faults = find_failed_checks(settings, outcome.findings, warnings)
    must = must_coverage(answers)
    if must.percent < settings.min_coverage:
        share = f"{must.covered} of {must.of} keywords that count ({must.percent:.0f} %)"
        message = f"the page covers {share}, less than --min-coverage {settings.min_coverage:g}"
        faults.append(Problem(message, hint="the report names those that are missing"))
    return faults


def find_failed_checks(
    settings: Settings, findings: Sequence[Finding], warnings: int
) -> list[Problem]:
    """The checks that failed, and warnings if they are to."""
    warnings += sum(finding.level == "warn" for finding in findings)
    return check_failures(findings) + list(fail_on_warnings(settings.strict, warnings))


def check_failures(findings: Iterable[Finding]) -> list[Problem]:
    """The checks that failed, as faults."""
    return [
        Problem(f"{finding.check}: {finding.message}" + (finding.place and f" ({finding.place})"))
        for finding in findings
        if finding.level == "fail"
    ]


def make_report(
    settings: Settings,
    outcome: Outcome,
    answers: tuple[KeywordAnswer, ...],
    written: Target | None,
    master: Path,
) -> Report:
    """The report, once it is known how many seconds it all took."""
    if settings.format == "json":
        from tailor.cli.json_report import job_record, to_json

        return lambda seconds: to_json(job_record(outcome, answers, written, seconds))
    if settings.quiet:
        return lambda _: ()
    from tailor.cli.text_report import headline_rows, job_details, next_step_rows

    details = (
        *job_details(outcome, answers, settings.verbose),
        *next_step_rows(outcome, settings, written),
    )
    return lambda seconds: (*headline_rows(outcome, written, master, seconds), *details)
