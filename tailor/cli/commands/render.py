"""`render`: the whole master as it is."""

from pathlib import Path

from tailor.cli.commands.tailor import STDOUT, find_failed_checks, page_options
from tailor.cli.console import UsageError, print_bytes, print_rows, show_progress
from tailor.cli.inputs import find_master, read_master
from tailor.cli.json_report import finding_records, output_record, print_json
from tailor.cli.lockfile import hash_page_inputs, whole_master_facts, write_page
from tailor.cli.outputs import Target, target_paths
from tailor.cli.report_rows import check_rows, pluralize
from tailor.cli.settings import Settings
from tailor.cli.user_cache import cache_for
from tailor.errors import Problem, UnfitError
from tailor.models import Document, Finding
from tailor.pipeline import render
from tailor.project import NOTHING, named_file


def typeset_whole(settings: Settings, output: Path | None) -> int:
    """Writes the whole master as PDF and .tex, with a lock file; returns 0."""
    if output is not None and str(output) == STDOUT:
        return print_whole(settings)
    master = find_master(settings.resume)
    named = named_file(output) if output else NOTHING
    goal = target_paths(output, str(master), [master], named=named)
    inputs = read_master(master, settings.quiet, settings.language, cache_for(settings))
    hashed = hash_page_inputs(settings, master, inputs.sha256, goal)
    with show_progress(settings.quiet) as step:
        step("typesetting")
        document, findings = render(inputs.resume, page_options(settings), cache_for(settings))
    faults = find_failed_checks(settings, findings, len(inputs.warnings))
    if not faults:
        facts = whole_master_facts(inputs.resume, document)
        write_page(goal, hashed, facts, document)
    report_whole_master(settings, inputs.resume.name, document, findings, None if faults else goal)
    if faults:
        raise UnfitError(*faults)
    return 0


def print_whole(settings: Settings) -> int:
    """Prints the PDF of the whole master on standard output and writes no file; returns 0."""
    if settings.format == "json":
        raise UsageError(Problem("--output - cannot be combined with a report in JSON"))
    inputs = read_master(settings.resume, settings.quiet, settings.language, cache_for(settings))
    document, findings = render(inputs.resume, page_options(settings), cache_for(settings))
    if faults := find_failed_checks(settings, findings, len(inputs.warnings)):
        raise UnfitError(*faults)
    print_bytes(document.pdf, "a PDF")
    return 0


def report_whole_master(
    settings: Settings,
    name: str,
    document: Document,
    findings: tuple[Finding, ...],
    written: Target | None,
) -> None:
    if settings.format == "json":
        page = {
            "pages": document.pages,
            "paper": settings.paper,
            "template": settings.template,
            "engine": document.engine,
        }
        data = {
            "page": page,
            "findings": finding_records(findings),
            "outputs": output_record(written),
        }
        print_json(data)
    elif not settings.quiet:
        pages = pluralize(document.pages, "page")
        result = "nothing was written"
        if written:
            result = f"{written.pdf}, with {written.tex.name} beside it"
        print_rows([((f"{name}: {pages} · {result}", "bold"),), *check_rows(findings)])
