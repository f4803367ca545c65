"""`tailor watch`: a new page after each save."""

import gc
import json
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from ctypes import ArgumentError
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import FrameType
from typing import TYPE_CHECKING, Any

from tailor.cli import live_preview
from tailor.cli.atomic import write_files
from tailor.cli.build import InputCache, WatchBuild, preload_libraries, remake_page
from tailor.cli.choices import Choices, History, choices_from, with_choices, with_profile
from tailor.cli.config import place_in_config
from tailor.cli.console import (
    Row,
    UsageError,
    is_ascii_only,
    print_note,
    print_problems,
    print_result,
    print_rows,
    report_width,
    show_progress,
    strip_controls,
)
from tailor.cli.error_handler import problem_json, problems_of
from tailor.cli.file_watcher import ChangeEvent, Stamps, take_stamps, wait_for_saves, watched_paths
from tailor.cli.inputs import find_master, posting_warnings, warn_few_keywords
from tailor.cli.json_report import VERSION, Record, output_record
from tailor.cli.live_preview import PreviewState, announce_server
from tailor.cli.lockfile import PageFacts
from tailor.cli.report_rows import KINDS, job_label, shorten
from tailor.cli.settings import Settings
from tailor.cli.signals import Stopped, stop_again
from tailor.errors import FileError, NetworkError, Problem
from tailor.pipeline import Progress
from tailor.posting.sources import load_source as load_posting
from tailor.resume.reading import load_bytes
from tailor.scoring.coverage import count_coverage
from tailor.streams import result_stream
from tailor.system import HAS_TIMER, on_timer, set_timer
from tailor.typesetter import find_any_template

if TYPE_CHECKING:
    from tailor.report.pages import RenderedPdf

SIGNS = (("came", "+", "green"), ("went", "−", "red"), ("reworded", "~", "yellow"))
LEAST = 16
"""Columns; a text that is shown in fewer says nothing."""


@dataclass(frozen=True, slots=True)
class Change:
    """The printed texts that were not on the page before, that are not any more, and that are
    where another wording of theirs was."""

    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()
    reworded: tuple[str, ...] = ()


def compare_pages(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> Change:
    """What differs between what two pages say (the `chosen` of their lock files).

    Texts are compared, not keys: a bullet that is put in moves the keys of those after it.
    """
    old, new = (
        {line["text"]: line["key"] for line in before},
        {line["text"]: line["key"] for line in after},
    )
    came = {text: key for text, key in new.items() if text not in old}
    went = {text: key for text, key in old.items() if text not in new}
    both = set(came.values()) & set(went.values())
    return Change(
        tuple(text for text, key in came.items() if key not in both),
        tuple(text for text, key in went.items() if key not in both),
        tuple(text for text, key in came.items() if key in both),
    )


def time_of_day() -> str:
    """The time of day, to the second."""
    return datetime.now().strftime("%H:%M:%S")


def coverage_shares(build: WatchBuild) -> str:
    """How many keywords of each kind that counts are covered: must 9/12, nice 2/4."""
    rows = ((name, count_coverage(build.found, kind)) for kind, name in KINDS if kind != "context")
    return ", ".join(f"{name} {share.covered}/{share.of}" for name, share in rows if share.of)


def page_summary(build: WatchBuild, seconds: float) -> str:
    """How good the page is, and how long it took from the save to the PDF."""
    plan, pages = build.outcome.plan, build.outcome.document.pages
    facts = [f"{100 * plan.fill:.1f} % full", coverage_shares(build), f"{1000 * seconds:.0f} ms"]
    if pages > 1:
        facts.insert(0, f"{pages} pages")
    return " · ".join(fact for fact in facts if fact)


def made_row(when: str, build: WatchBuild, changed: Change, seconds: float) -> Row:
    """One row that is no wider than the terminal."""
    note = "" if build.written else "  not saved"
    head = f"{when}  {page_summary(build, seconds)}"
    return (
        (f"{when}  ", "dim"),
        (head[len(when) + 2 :], "bold"),
        (note, "yellow"),
        *change_texts(changed, len(head) + len(note)),
    )


def change_texts(changed: Change, used: int) -> Iterator[tuple[str, str]]:
    """The texts that came, went and changed, as long as there is room; numbers for the rest."""
    kinds = [(sign, style, getattr(changed, name)) for name, sign, style in SIGNS]
    kinds = [kind for kind in kinds if kind[2]]
    width = (report_width() - used) // max(len(kinds), 1)
    for sign, style, texts in kinds:
        more = f" ({len(texts)})" if len(texts) > 1 else ""
        room = width - len(f"  {sign}“”{more}")
        text = f"“{shorten(texts[0], room)}”{more}" if room >= LEAST else str(len(texts))
        yield f"  {sign}{text}", style


def label_changes(changed: Change) -> Iterator[tuple[str, str]]:
    """Each text with what became of it."""
    for name, _, _ in SIGNS:
        for text in getattr(changed, name):
            yield name, text


def stage_row(stages: Iterable[tuple[str, float]]) -> Row:
    """How many milliseconds each step took."""
    text = ", ".join(f"{name} {1000 * seconds:.0f}" for name, seconds in stages)
    return ((f"          ms: {text}", "dim"),)


def made_record(build: WatchBuild, saved: Sequence[str], changed: Change, seconds: float) -> Record:
    """A page that was made, for machines."""
    facts = build.facts.record()
    summary = {name: facts[name] for name in ("title", "company", "page", "coverage", "missing")}
    return {
        **watch_event("made", saved),
        "seconds": round(seconds, 3),
        **summary,
        "came": list(changed.came),
        "went": list(changed.went),
        "reworded": list(changed.reworded),
        "outputs": output_record(build.written),
    }


def failed_record(problems: Iterable[Problem], saved: Sequence[str]) -> Record:
    """What prevents a page, for machines."""
    return {**watch_event("failed", saved), "errors": list(map(problem_json, problems))}


def watch_event(name: str, saved: Sequence[str]) -> Record:
    when = datetime.now().astimezone().isoformat(timespec="milliseconds")
    return {"version": VERSION, "event": name, "at": when, "saved": list(filter(None, saved))}


def to_one_line(record: Record) -> str:
    """JSON without line ends, for a reader that takes one event a line."""
    return json.dumps(record, ensure_ascii=is_ascii_only(result_stream()))


NO_REPORT = "the page was made, but its report was not"


@dataclass(slots=True)
class WatchReporter:
    """Tells what became of each save; `last` are the facts of the page that was told last, and
    `news` is what the workbench shows with its picture."""

    settings: Settings
    screen: PreviewState
    last: PageFacts | None = None
    warnings: tuple[Problem, ...] = ()
    steps: list[tuple[str, float]] = field(default_factory=list)
    news: Record = field(default_factory=dict)

    def begin(self, settings: Settings) -> None:
        """Begins with a page, of which nothing is known yet."""
        self.settings = settings
        self.steps.clear()

    def step(self, name: str) -> None:
        """Notes when a step began."""
        self.steps.append((name, time.perf_counter()))

    def tell(self, build: WatchBuild | None, save: ChangeEvent) -> None:
        """That a page was made, or (None) that the last one is up to date."""
        self.step("")  # So that the last one has an end too.
        if build is None:
            self.current(save)
            return
        seconds = time.perf_counter() - save.moment
        chosen = build.facts.record()["chosen"]
        changed = compare_pages(self.last.record()["chosen"] if self.last else chosen, chosen)
        first, self.last = self.last is None, build.facts
        self.warn(build)
        when = time_of_day()
        if self.settings.format == "json":
            print_result(to_one_line(made_record(build, save.files, changed, seconds)))
        elif not self.settings.quiet:
            print_rows([made_row(when, build, changed, seconds)])
            self.tell_stages()
            if first:
                print_note(first_message(build))
        posting = build.outcome.posting
        title = job_label(posting.title, posting.company)
        line = page_summary(build, seconds)
        changes = tuple(label_changes(changed))
        self.news = {"title": title, "line": line, "when": when, "changes": changes}
        self.news |= {"state": "good", "errors": ""}

    def current(self, save: ChangeEvent) -> None:
        if self.settings.format == "json":
            print_result(to_one_line(watch_event("current", save.files)))
        elif not self.settings.quiet:
            print_rows([((f"{time_of_day()}  ", "dim"), ("the page is up to date", ""))])
        self.screen.show(state="good", errors="")

    def tell_stages(self) -> None:
        """How long each step took since the last report, if that is wanted."""
        pairs = tuple(zip(self.steps, self.steps[1:], strict=False))
        if pairs and self.settings.verbose and self.settings.format == "text":
            print_rows([stage_row([(name, end - start) for (name, start), (_, end) in pairs])])
        self.steps.clear()

    def warn(self, build: WatchBuild) -> None:
        """Shows warnings about the inputs, unless they are the same as the last time."""
        outcome = build.outcome
        odd = (
            *posting_warnings(outcome.posting),
            *warn_few_keywords(outcome.posting.source, outcome.keywords),
            *outcome.judgement.problems,
        )
        warnings = (*build.inputs.warnings, *odd)
        if warnings != self.warnings and not self.settings.quiet:
            print_problems(*warnings)
        self.warnings = warnings

    def complain(self, error: Exception, save: ChangeEvent, build: WatchBuild | None) -> None:
        """That no page was made, and why; or if one was `build`, that there is no report of it."""
        code, problems = problems_of(error)
        problems = place_in_config(problems, self.settings)
        if code == 1:
            print_note("".join(traceback.format_exception(error)).rstrip())
        if self.settings.format == "json":
            print_result(to_one_line(failed_record(problems, save.files)))
        failed = "not rebuilt; keeping the last good page" if self.last else "no page was made"
        print_note(f"{time_of_day()}  {NO_REPORT if build else failed}:")
        print_problems(*problems)
        self.screen.show(state="failed", errors=strip_controls("\n".join(map(str, problems))))


def first_message(build: WatchBuild) -> str:
    """The first message: what is watched, and where the page is."""
    job, master = build.settings.job, build.inputs.path
    page = f"; the page is {build.written.pdf}" if build.written else ""
    return f"watching {master} and {job}{page}; Ctrl-C ends it"


def show_page(watch: "Watch", build: WatchBuild, step: Progress) -> "RenderedPdf":
    """Shows a page on the workbench; its pictures. `step` is called when drawing begins."""
    from tailor.cli.html_report import draw_page
    from tailor.cli.workbench_view import page_catalogue, page_view

    step("drawing the page")
    outcome, screen = build.outcome, watch.screen
    drawn = draw_page(outcome)
    catalogue = page_catalogue(outcome, build.settings)
    before = screen.view.page_view if screen.view.page else None
    view = page_view(outcome, build.found, drawn, catalogue, before)
    step("")
    screen.show(
        pictures=tuple(sheet.picture for sheet in drawn.sheets),
        pdf=outcome.document.pdf,
        page_view=view,
        printed=outcome.plan.resume,
        known=catalogue,
        **watch.teller.news,
    )
    return drawn


def offer_choices(watch: "Watch") -> None:
    """Shows the lines of the master on the workbench when no page could be made of them yet, so
    that what prevents it can be changed."""
    from tailor.cli.workbench_view import master_catalogue, master_view

    screen, inputs = watch.screen, watch.desk.known
    if screen.view.page or "master" not in inputs or "posting" not in inputs:
        return
    master = inputs["master"][1].resume
    catalogue = master_catalogue(master, watch.settings)
    screen.show(known=catalogue, page_view=master_view(master, inputs["posting"][1], catalogue))


REPORT_DELAY_S = 1.0
"""So long nothing must have been changed before the report for the workbench is made."""


def publish_report(
    build: WatchBuild, screen: PreviewState, drawn: "RenderedPdf | None", step: Progress
) -> None:
    """Makes the report with the prices of the cut lines, for the workbench (if the page was
    `drawn` for it), and as a file if one is wanted."""
    from tailor.cli.html_report import report_html

    step("computing what cut lines would cost")
    html = report_html(build.outcome, build.found, drawn)
    step("")
    if drawn:
        screen.show(html=html)
    if build.written and build.written.html:
        write_files([(build.written.html, html)], build.settings.named_html())


GRACE = 0.25
"""Seconds that a fault is kept back: the file may be half written, or gone for a moment."""
LONG, SOON, AGAIN = 2.0, 0.2, 3
"""When something is saved meanwhile, a page is given up between two of its steps, but no more than
`AGAIN` in a row; and wherever it is, if it takes longer than `LONG` seconds, or the report about it
longer than `SOON`."""
FOR_GOOD = (UsageError, FileError, NetworkError)
"""Faults of the command line: at the beginning they end the program, for no save will fix them."""


class Superseded(BaseException):
    """Something was saved while a page was being made; no handler of errors catches it."""


@dataclass(slots=True)
class Watch:
    """A running watch.

    `latest` gives the settings as tailor.toml says at the moment, `settings` are those that were
    good last. `made` is the page that is in its files now, if that is sure, and `shown` tells
    whether all of its report is made too; `warm`, whether all libraries are loaded; `given_up`, how
    many pages in a row were.
    """

    latest: Callable[[], Settings]
    settings: Settings
    screen: PreviewState
    teller: WatchReporter
    desk: InputCache = field(default_factory=InputCache)
    made: WatchBuild | None = None
    shown: bool = False
    warm: bool = False
    given_up: int = 0
    chosen: Choices | None = None
    """What the settings say of what the workbench changes, without its changes."""

    def files(self) -> Stamps:
        """The files that the page is made of, and under "" how often the choices have changed."""
        view = self.screen.view
        wanted = with_choices(self.settings, view.history.now) if view.history else self.settings
        return {**take_stamps(watched_paths(wanted)), "": (view.revision, 1, 0)}

    def follow_settings(self) -> History:
        """Takes the settings as they are now, and the choices of the workbench for them. What is
        not saved makes a page that is not written."""
        settings = self.latest()
        history = self.screen.follow(settings, self.chosen)
        self.chosen = choices_from(settings)
        dry = settings.dry_run or not history.is_saved
        wanted = with_profile(settings, history.now.profile)
        self.settings = replace(with_choices(wanted, history.now), dry_run=dry)
        return history


def run_watch(latest: Callable[[], Settings], open: bool, port: int | None) -> int:
    """Makes the page at each save until the program is stopped.

    Args:
        latest: the settings; raises what is wrong with tailor.toml.
        open: whether a browser shall show the live page.
        port: that of the live page, 0 for a free one; None for no live page, unless `open`.

    Raises what is wrong at the beginning and no save will fix.
    """
    settings = latest()
    refuse_settings(settings)
    sys.unraisablehook = raise_again
    gc.disable()  # It would strike while somebody waits; `rest` collects when nobody does.
    screen = PreviewState()
    watch = Watch(latest, settings, screen, WatchReporter(settings, screen))
    serving = open or port is not None
    try:
        with live_preview.serve_page(port or 0, screen) if serving else nullcontext() as server:
            if server:
                announce_server(server, open)
            for save in wait_for_saves(watch.files, raise_pending_stop):
                rebuild(watch, save, served=serving)
                collect_garbage_when_idle(watch, save)
    except Stopped:
        if sys.stderr.isatty():
            print_note("")
        raise
    finally:
        gc.enable()
    return 0


def refuse_settings(settings: Settings) -> None:
    """Raises what is wrong with the command line, before anything is opened."""
    find_any_template(settings.template)
    load_bytes(find_master(settings.resume))
    if settings.job in watched_paths(settings):
        load_posting(settings.job)


def is_hopeless(watch: Watch, error: Exception) -> bool:
    """Whether no save will fix a fault of the first page, one of a posting in no file too."""
    is_read = "posting" in watch.desk.known or "master" not in watch.desk.known
    in_file = watch.settings.job in watched_paths(watch.settings)
    return isinstance(error, FOR_GOOD) or not (is_read or in_file)


def collect_garbage_when_idle(watch: Watch, save: ChangeEvent) -> None:
    """What can be done while nobody waits: what the first page left in memory is there to stay."""
    if watch.made and not watch.warm and not save.is_stale():
        preload_libraries(watch.desk)
        watch.warm = True
        gc.freeze()
    gc.collect()


def raise_pending_stop() -> None:
    """Ends the program if a library held back that it was to end."""
    if Stopped.number:
        raise Stopped


def rebuild(watch: Watch, save: ChangeEvent, served: bool) -> None:
    """Makes the page after a save, reports it, and shows it."""
    last, watch.made = watch.made, None
    try:
        with (
            interrupt_when_superseded(save),
            show_progress(watch.settings.quiet or bool(save.files)) as step,
        ):
            watch.screen.show(state="making")
            history = watch.follow_settings()
            watch.teller.begin(watch.settings)
            is_same = last is not None and choices_from(last.settings) == history.now
            new = remake_page(watch.settings, watch.desk, step_callback(watch, save, step), is_same)
        watch.made, watch.shown = new or last, watch.shown and not new
        watch.teller.tell(new, save)
        if watch.made and not watch.shown:
            with interrupt_when_superseded(save, SOON if watch.given_up < AGAIN else LONG):
                report_page(watch, watch.made, save, served)
            watch.teller.tell_stages()
        watch.shown, watch.given_up = True, 0
    except Superseded:
        watch.given_up += 1
    except Exception as error:
        raise_pending_stop()
        if is_superseded(error):
            watch.given_up += 1
            return
        if not save.files and is_hopeless(watch, error):
            raise
        if not (save.files and save.is_stale_within(GRACE)):
            if served:
                offer_choices(watch)
            watch.teller.complain(error, save, watch.made)
        watch.made = watch.made or last


def report_page(watch: Watch, build: WatchBuild, save: ChangeEvent, served: bool) -> None:
    """Shows a page if the workbench is `served`, then makes the report about it. While somebody
    tries one thing after the other, no report is made for the workbench."""
    step = step_callback(watch, save, str)
    drawn = show_page(watch, build, step) if served else None
    is_wanted = bool(build.written and build.written.html)
    if is_wanted or (drawn and not save.is_stale_within(REPORT_DELAY_S)):
        publish_report(build, watch.screen, drawn, step)


def is_superseded(error: Exception) -> bool:
    """Whether a newer save ended a call into C: ctypes puts an error of its own in the place of one
    that is raised while it converts an argument."""
    return isinstance(error, ArgumentError) and Superseded.__name__ in str(error)


def step_callback(watch: Watch, save: ChangeEvent, status: Progress) -> Progress:
    """What the pipeline calls at each step: it goes no further with files that are old."""

    def step(name: str) -> None:
        status(name)
        watch.teller.step(name)
        if watch.given_up < AGAIN and save.is_stale():
            raise Superseded

    return step


@contextmanager
def interrupt_when_superseded(save: ChangeEvent, patience: float = LONG) -> Iterator[None]:
    """Raises `Superseded` inside, if that takes longer than `patience` in seconds and something is
    saved meanwhile: wherever the program is, even while it waits for TeX."""
    if not HAS_TIMER:
        yield
        return

    armed = True

    def look(_number: int, _frame: FrameType | None) -> None:
        if armed and save.is_stale():
            set_timer(0)
            raise Superseded

    on_timer(look)
    set_timer(patience, GRACE)
    try:
        yield
    finally:
        armed = False
        set_timer(0)


def raise_again(lost: "sys.UnraisableHookArgs") -> None:
    """Has `Superseded` raised again a moment later if it came where Python lets nothing through."""
    if isinstance(lost.exc_value, Superseded):
        set_timer(GRACE, GRACE)
    else:
        stop_again(lost)
