"""`watch`: stays, and makes the page anew at each save."""

import gc
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from ctypes import ArgumentError
from dataclasses import dataclass, field
from types import FrameType

from tailor.cli import live
from tailor.cli.remake import Desk, Remade, remake, warm
from tailor.cli.say import UsageError, note, progress
from tailor.cli.screen import Screen
from tailor.cli.settings import Settings
from tailor.cli.signals import Stopped, stop, stop_anew
from tailor.cli.sources import find_master
from tailor.cli.watch_files import Save, saves, sources, stamps
from tailor.cli.watch_tell import Teller, announce, publish
from tailor.errors import FileError, NetworkError
from tailor.pipeline import Progress
from tailor.posting import load as load_posting
from tailor.press import find
from tailor.read.files import load
from tailor.system import HAS_TIMER, hang_up_signal, on_timer, set_timer

GRACE = 0.25
"""Seconds that a fault is kept back: the file may be half written, or gone for a moment."""
LONG, SOON, AGAIN = 2.0, 0.2, 3
"""When something is saved meanwhile, a page is given up between two of its steps, but no more than
`AGAIN` in a row; and wherever it is, if it takes longer than `LONG` seconds, or the report about it
longer than `SOON`."""
FOR_GOOD = (UsageError, FileError, NetworkError)
"""Faults of the command line: at the beginning they end the program, for no save will mend them."""


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
    screen: Screen
    teller: Teller
    desk: Desk = field(default_factory=Desk)
    made: Remade | None = None
    shown: bool = False
    warm: bool = False
    given_up: int = 0


def run_watch(latest: Callable[[], Settings], open: bool, port: int | None) -> int:
    """Makes the page at each save until the program is stopped.

    Args:
        latest: the settings; raises what is wrong with tailor.toml.
        open: whether a browser shall show the live page.
        port: that of the live page, 0 for a free one; None for no live page, unless `open`.

    Raises what is wrong at the beginning and no save will mend.
    """
    settings = latest()
    refuse(settings)
    hang_up = hang_up_signal()
    if hang_up is not None and signal.getsignal(hang_up) != signal.SIG_IGN:
        signal.signal(hang_up, stop)
    sys.unraisablehook = raise_anew
    gc.disable()  # It would strike while somebody waits; `rest` collects when nobody does.
    screen = Screen()
    watch = Watch(latest, settings, screen, Teller(settings, screen))
    serving = open or port is not None
    try:
        with live.served(port or 0, screen) if serving else nullcontext() as server:
            if server:
                announce(server, open)
            for save in saves(lambda: stamps(sources(watch.settings)), heed_stop):
                attend(watch, save, served=serving)
                rest(watch, save)
    except Stopped:
        if sys.stderr.isatty():
            note("")
        raise
    finally:
        gc.enable()
    return 0


def refuse(settings: Settings) -> None:
    """Raises what is wrong with the command line, before anything is opened."""
    find(settings.template)
    load(find_master(settings.resume))
    if settings.job in sources(settings):
        load_posting(settings.job)


def is_hopeless(watch: Watch, error: Exception) -> bool:
    """Whether no save will mend a fault of the first page, one of a posting in no file too."""
    told = "posting" in watch.desk.known or "master" not in watch.desk.known
    in_file = watch.settings.job in sources(watch.settings)
    return isinstance(error, FOR_GOOD) or not (told or in_file)


def rest(watch: Watch, save: Save) -> None:
    """What can be done while nobody waits: what the first page left in memory is there to stay."""
    if watch.made and not watch.warm and not save.is_stale():
        warm(watch.desk)
        watch.warm = True
        gc.freeze()
    gc.collect()


def heed_stop() -> None:
    """Ends the program if a library held back that it was to end."""
    if Stopped.number:
        raise Stopped


def attend(watch: Watch, save: Save, served: bool) -> None:
    """Makes the page after a save, tells of it, and shows it."""
    last, watch.made = watch.made, None
    try:
        with interrupted(save), progress(watch.settings.quiet or bool(save.files)) as step:
            watch.screen.show(state="making")
            watch.settings = watch.latest()
            watch.teller.begin(watch.settings)
            new = remake(watch.settings, watch.desk, stepping(watch, save, step), last is not None)
        watch.made, watch.shown = new or last, watch.shown and not new
        watch.teller.tell(new, save)
        if watch.made and not watch.shown:
            with interrupted(save, SOON if watch.given_up < AGAIN else LONG):
                publish(watch.made, watch.screen, served, stepping(watch, save, str))
            watch.teller.tell_stages()
        watch.shown, watch.given_up = True, 0
    except Superseded:
        watch.given_up += 1
    except Exception as error:
        heed_stop()
        if is_superseded(error):
            watch.given_up += 1
            return
        if not save.files and is_hopeless(watch, error):
            raise
        if not (save.files and save.is_stale_within(GRACE)):
            watch.teller.complain(error, save, watch.made)
        watch.made = watch.made or last


def is_superseded(error: Exception) -> bool:
    """Whether a newer save ended a call into C: ctypes puts an error of its own in the place of one
    that is raised while it converts an argument."""
    return isinstance(error, ArgumentError) and Superseded.__name__ in str(error)


def stepping(watch: Watch, save: Save, status: Progress) -> Progress:
    """What the pipeline calls at each step: it goes no further with files that are old."""

    def step(name: str) -> None:
        status(name)
        watch.teller.step(name)
        if watch.given_up < AGAIN and save.is_stale():
            raise Superseded

    return step


@contextmanager
def interrupted(save: Save, patience: float = LONG) -> Iterator[None]:
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


def raise_anew(lost: "sys.UnraisableHookArgs") -> None:
    """Has `Superseded` raised again a moment later if it came where Python lets nothing through."""
    if isinstance(lost.exc_value, Superseded):
        set_timer(GRACE, GRACE)
    else:
        stop_anew(lost)
