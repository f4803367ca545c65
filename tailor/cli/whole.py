"""`render`: the whole master as it stands."""

from pathlib import Path

from tailor.cli.job import failures
from tailor.cli.options import Format
from tailor.cli.outputs import target
from tailor.cli.record import NOWHERE, VERSION, as_json, findings
from tailor.cli.rows import checks, counted
from tailor.cli.say import progress, say, show
from tailor.cli.sources import find_master, read_master, strictly
from tailor.errors import UnfitError
from tailor.pipeline import Options, render


def typeset_whole(
    resume: Path | None,
    options: Options,
    language: str,
    output: Path | None,
    format: Format,
    quiet: bool,
    strict: bool,
) -> int:
    """Writes the whole master as PDF and .tex; returns 0."""
    master = find_master(resume)
    goal = target(output, str(master), [master])
    inputs = read_master(master, quiet, language)
    with progress(quiet) as step:
        step("typesetting")
        document, found = render(inputs.resume, options)
    faults = failures(found)
    warnings = len(inputs.warnings) + sum(finding.level == "warn" for finding in found)
    faults += strictly(strict, warnings)
    if not faults:
        goal.write(document)
    if format == "json":
        page = {"pages": document.pages, "paper": options.paper, "template": options.template}
        files = NOWHERE if faults else {"pdf": str(goal.pdf), "tex": str(goal.tex)}
        page["engine"] = document.engine
        record = {"version": VERSION, "page": page, "findings": findings(found), "outputs": files}
        say(as_json(record))
    elif not quiet:
        pages = counted(document.pages, "page")
        result = "nothing was written" if faults else f"{goal.pdf}, with {goal.tex.name} beside it"
        show([((f"{inputs.resume.name}: {pages} · {result}", "bold"),), *checks(found)])
    if faults:
        raise UnfitError(*faults)
    return 0
