"""Telling what `watch` does: in the terminal, and on the live page."""

import time
import traceback
from dataclasses import dataclass, field

from tailor.cli.failure import faults
from tailor.cli.live import Server, browse, can_browse
from tailor.cli.lock import Lock
from tailor.cli.outputs import write
from tailor.cli.record import job_record
from tailor.cli.remake import Remade
from tailor.cli.rows import aim
from tailor.cli.say import complain, note, safe, say, show
from tailor.cli.screen import Screen
from tailor.cli.settings import Settings
from tailor.cli.sources import few, oddities
from tailor.cli.watch_files import Save
from tailor.cli.watch_rows import (
    change,
    clock,
    event,
    failed_record,
    labelled,
    made_record,
    made_row,
    one_line,
    stage_row,
    summary,
)
from tailor.errors import Problem
from tailor.pipeline import Progress

NO_REPORT = "the page was made, but no report about it"


@dataclass(slots=True)
class Teller:
    """Tells what became of each save; `last` are the facts of the page that was told last."""

    settings: Settings
    screen: Screen
    last: Lock | None = None
    warnings: tuple[Problem, ...] = ()
    steps: list[tuple[str, float]] = field(default_factory=list)

    def begin(self, settings: Settings) -> None:
        """Begins with a page, of which nothing is known yet."""
        self.settings = settings
        self.steps.clear()

    def step(self, name: str) -> None:
        """Notes when a step began."""
        self.steps.append((name, time.perf_counter()))

    def tell(self, made: Remade | None, save: Save) -> None:
        """That a page was made, or (None) that the last one is up to date."""
        self.step("")  # So that the last one has an end too.
        if made is None:
            self.current(save)
            return
        seconds = time.perf_counter() - save.moment
        told = made.facts["chosen"]
        changed = change(self.last["chosen"] if self.last else told, told)
        first, self.last = self.last is None, made.facts
        self.warn(made)
        when = clock()
        if self.settings.format == "json":
            say(one_line(made_record(made, save.files, changed, seconds)))
        elif not self.settings.quiet:
            show([made_row(when, made, changed, seconds)])
            self.tell_stages()
            if first:
                note(beginning(made))
        posting = made.outcome.posting
        title = aim(posting.title, posting.company)
        line = summary(made, seconds)
        changes = tuple(labelled(changed))
        self.screen.show(
            state="good", errors="", title=title, line=line, when=when, changes=changes
        )

    def current(self, save: Save) -> None:
        if self.settings.format == "json":
            say(one_line(event("current", save.files)))
        elif not self.settings.quiet:
            show([((f"{clock()}  ", "dim"), ("the page is up to date", ""))])
        self.screen.show(state="good", errors="")

    def tell_stages(self) -> None:
        """How long each step took since this was told last, if that is wanted."""
        pairs = tuple(zip(self.steps, self.steps[1:], strict=False))
        if pairs and self.settings.verbose and self.settings.format == "text":
            show([stage_row([(name, end - start) for (name, start), (_, end) in pairs])])
        self.steps.clear()

    def warn(self, made: Remade) -> None:
        """Shows warnings about the inputs, unless they are the same as the last time."""
        outcome = made.outcome
        odd = (*oddities(outcome.posting), *few(outcome.posting.source, outcome.keywords))
        found = (*made.inputs.warnings, *odd)
        if found != self.warnings and not self.settings.quiet:
            complain(*found)
        self.warnings = found

    def complain(self, error: Exception, save: Save, made: Remade | None) -> None:
        """That no page was made, and why; or if one was `made`, that there is no report of it."""
        code, problems = faults(error)
        if code == 1:
            note("".join(traceback.format_exception(error)).rstrip())
        if self.settings.format == "json":
            say(one_line(failed_record(problems, save.files)))
        stays = ", the last one stays" if self.last else ""
        note(f"{clock()}  {NO_REPORT if made else f'no page was made{stays}'}:")
        complain(*problems)
        self.screen.show(state="failed", errors=safe("\n".join(map(str, problems))))


def beginning(made: Remade) -> str:
    """What is told once: what is watched, and where the page is."""
    job, master = made.settings.job, made.inputs.path
    page = f"; the page is {made.written.pdf}" if made.written else ""
    return f"watching {master} and {job}{page}; Ctrl-C ends it"


def announce(server: Server, open: bool) -> None:
    """Says where the live page is, and opens it if that is wanted and there is a screen."""
    note(f"live page: {server.root}{server.path}")
    if open and can_browse():
        browse(server)
    elif open:
        note("there is no screen here to open it on")


def publish(made: Remade, screen: Screen, served: bool, step: Progress) -> None:
    """Makes the report, for the live page if that is `served`, and as a file if one is wanted.

    The live page shows it as soon as it can be shown, and again when the prices of the cut lines
    are known too. `step` is called with the name of each step when it begins.
    """
    from tailor.cli.web import as_page, web_page

    outcome, html = made.outcome, b""
    file = made.written.html if made.written else None
    if served:
        step("making the report")
        told = job_record(outcome, made.found, made.written, outcome.seconds)
        html = as_page(told, outcome)
        screen.show(html=html, pdf=outcome.document.pdf)
    if served or file:
        step("pricing what was cut")
        priced = web_page(outcome, made.found)
        step("")
        if served and priced != html:
            screen.show(html=priced)
        if file:
            write([(file, priced)], made.settings.named_html())
