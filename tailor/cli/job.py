"""The main job: read, tailor, judge, write, report."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from tailor.cli.clock import elapsed
from tailor.cli.coverage import Answer, answers, needs
from tailor.cli.lock import facts, ingredients, lock
from tailor.cli.memory import memory
from tailor.cli.names import tells
from tailor.cli.outputs import Target, filled, html_target, kept, target
from tailor.cli.say import complain, progress, say, show
from tailor.cli.settings import CUTS, PRICED, Settings
from tailor.cli.sources import few, find_master, read_master, read_posting, strictly
from tailor.errors import Problem, UnfitError
from tailor.fit import Rules
from tailor.model import Finding, Plan, Posting, Resume
from tailor.pipeline import Options, Outcome, tailor

SPARSE = 0.5
"""Share of the page under which it is told how little is on it."""


def make(settings: Settings) -> int:
    """Makes the page for one posting; returns 0. Raises what stands in its way."""
    master = find_master(settings.resume)
    early = early_target(settings, master)
    inputs = read_master(master, settings.quiet, settings.language, memory(settings))
    posting = read_posting(settings.job, settings.quiet, settings.allow_local, memory(settings))
    goal = early or target_for(settings, posting, master)
    used = ingredients(settings, master, inputs.sha256, goal, posting)
    outcome, found = tailored(settings, inputs.resume, posting)
    faults = judged(settings, outcome, found, len(inputs.warnings))
    written = None if faults or settings.dry_run else goal
    tell = report(settings, outcome, found, written, master)
    if written:
        locked = lock(used, facts(outcome, found), outcome.document)
        html = as_html(settings, outcome, found)
        written.write(outcome.document, locked, kept(posting), html)
    tell(elapsed())
    if faults:
        raise UnfitError(*faults)
    return 0


def tailored(
    settings: Settings, master: Resume, posting: Posting
) -> tuple[Outcome, tuple[Answer, ...]]:
    """The page for a posting and what it answers; warns if the posting asks for little."""
    options, cache = replace(options_of(settings), priced=priced(settings)), memory(settings)
    with progress(settings.quiet) as step:
        outcome = tailor(master, posting, options, step, cache, apart=True)
    if not settings.quiet:
        complain(*few(settings.job, outcome.keywords), *sparse(outcome.plan))
    return outcome, answers(outcome.keywords, outcome.master, outcome.scores, outcome.plan)


def sparse(plan: Plan) -> tuple[Problem, ...]:
    """A warning if hardly anything is on a page."""
    if plan.fill >= SPARSE:
        return ()
    message = f"the page is only {100 * plan.fill:.0f} % full"
    hint = "there is nothing more to print: see what --verbose says of the lines that were cut"
    return (Problem(message, hint=hint, level="warning"),)


def priced(settings: Settings) -> int:
    """For how many of the cut lines the report says what bringing them back would cost."""
    if settings.html:
        return CUTS
    return PRICED if settings.format == "text" and not settings.quiet else 0


def as_html(settings: Settings, outcome: Outcome, found: Sequence[Answer]) -> bytes:
    """The report as a web page, if one is wanted."""
    if not settings.html:
        return b""
    from tailor.cli.web import web_page

    return web_page(outcome, found)


def early_target(settings: Settings, master: Path) -> Target | None:
    """Where the result goes, if that can be said without the posting. Raises as `target`."""
    if names_posting(settings):
        return None
    return target_for(settings, Posting(""), master)


def names_posting(settings: Settings) -> bool:
    """Whether a file is to be called as the posting says."""
    return tells(settings.output) or tells(settings.html)


def target_for(settings: Settings, posting: Posting, master: Path) -> Target:
    """Where the result for a posting goes. Raises as `target`."""
    path = filled(settings.output, settings.job, posting)
    inputs, html = [master, Path(settings.job)], None
    if settings.html:
        named = filled(settings.html, settings.job, posting)
        chosen = settings.named_html()
        html = html_target(named, inputs, told=tells(settings.html), named=chosen)
    told, chosen = tells(settings.output), settings.named_output()
    return target(path, settings.job, inputs, html, told=told, named=chosen)


def options_of(settings: Settings) -> Options:
    rules = Rules(
        max_pages=settings.max_pages,
        keep_order=settings.keep_order,
        pins=tuple(settings.pins),
        excludes=tuple(settings.excludes),
        weights=settings.weights,
    )
    return Options(
        template=settings.template,
        paper=settings.paper,
        accent=settings.accent,
        bold_keywords=settings.bold_keywords,
        section_order=tuple(settings.section_order),
        rules=rules,
    )


def judged(
    settings: Settings, outcome: Outcome, found: tuple[Answer, ...], warnings: int
) -> list[Problem]:
    """Why the page is not good enough to be written; nothing if it is."""
    faults = faulty(settings, outcome.findings, warnings)
    asked = needs(found)
    if asked.percent < settings.min_coverage:
        share = f"{asked.covered} of {asked.of} keywords that count ({asked.percent:.0f} %)"
        message = f"the page covers {share}, less than --min-coverage {settings.min_coverage:g}"
        faults.append(Problem(message, hint="the report names those that are missing"))
    return faults


def faulty(settings: Settings, findings: Sequence[Finding], warnings: int) -> list[Problem]:
    """The checks that failed, and warnings if they are to."""
    warnings += sum(finding.level == "warn" for finding in findings)
    return failures(findings) + list(strictly(settings.strict, warnings))


def failures(findings: Iterable[Finding]) -> list[Problem]:
    """The checks that failed, as faults."""
    return [
        Problem(f"{finding.check}: {finding.message}" + (finding.place and f" ({finding.place})"))
        for finding in findings
        if finding.level == "fail"
    ]


def report(
    settings: Settings,
    outcome: Outcome,
    found: tuple[Answer, ...],
    written: Target | None,
    master: Path,
) -> Callable[[float], None]:
    """What prints the report, once it is known how many seconds it all took."""
    if settings.format == "json":
        from tailor.cli.record import as_json, job_record

        return lambda seconds: say(as_json(job_record(outcome, found, written, seconds)))
    if settings.quiet:
        return lambda _: None
    from tailor.cli.report import headline, job_details

    details = tuple(job_details(outcome, found, settings.verbose))
    return lambda seconds: show((*headline(outcome, written, master, seconds), *details))
