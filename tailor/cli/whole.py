"""`render`: the whole master as it stands."""

from pathlib import Path

from tailor.cli.job import faulty, options_of
from tailor.cli.lock import facts_of_whole, lock, made_of
from tailor.cli.memory import memory
from tailor.cli.outputs import Target, target
from tailor.cli.record import VERSION, as_json, findings, outputs
from tailor.cli.rows import checks, counted
from tailor.cli.say import progress, say, show
from tailor.cli.settings import Settings
from tailor.cli.sources import find_master, read_master
from tailor.errors import UnfitError
from tailor.model import Document, Finding
from tailor.pipeline import render
from tailor.project import NOTHING, named_file


def typeset_whole(settings: Settings, output: Path | None) -> int:
    """Writes the whole master as PDF and .tex, with a lock file; returns 0."""
    master = find_master(settings.resume)
    named = named_file(output) if output else NOTHING
    goal = target(output, str(master), [master], named=named)
    inputs = read_master(master, settings.quiet, settings.language, memory(settings))
    used = made_of(settings, master, inputs.sha256, goal, {})
    with progress(settings.quiet) as step:
        step("typesetting")
        document, found = render(inputs.resume, options_of(settings), memory(settings))
    faults = faulty(settings, found, len(inputs.warnings))
    if not faults:
        goal.write(document, lock(used, facts_of_whole(inputs.resume, document), document))
    tell(settings, inputs.resume.name, document, found, None if faults else goal)
    if faults:
        raise UnfitError(*faults)
    return 0


def tell(
    settings: Settings,
    name: str,
    document: Document,
    found: tuple[Finding, ...],
    written: Target | None,
) -> None:
    if settings.format == "json":
        page = {
            "pages": document.pages,
            "paper": settings.paper,
            "template": settings.template,
            "engine": document.engine,
        }
        told = {"page": page, "findings": findings(found), "outputs": outputs(written)}
        say(as_json({"version": VERSION, **told}))
    elif not settings.quiet:
        pages = counted(document.pages, "page")
        result = "nothing was written"
        if written:
            result = f"{written.pdf}, with {written.tex.name} beside it"
        show([((f"{name}: {pages} · {result}", "bold"),), *checks(found)])
