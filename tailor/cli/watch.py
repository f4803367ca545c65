"""`watch`: stays, and makes the page anew at each save."""

import gc
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from types import FrameType

from tailor.cli import Stopped, stop
from tailor.cli.live import served
from tailor.cli.remake import Desk, remake, warm
from tailor.cli.say import UsageError, note, progress
from tailor.cli.screen import Screen
from tailor.cli.settings import Settings
from tailor.cli.watch_files import Save, saves, sources, stamps
from tailor.cli.watch_tell import Teller, announce, publish
from tailor.errors import FileError, NetworkError
from tailor.pipeline import Progress
from tailor.press import find

GRACE = 0.25
"""Seconds that a fault is kept back: the file may be half written, or gone for a moment."""
LONG, AGAIN = 2.0, 3
"""When something is saved meanwhile, a page is given up between two of its steps, but no more than
`AGAIN` in a row; and wherever it is, if it takes longer than `LONG` seconds."""
FOR_GOOD = (UsageError, FileError, NetworkError)
"""Faults of the command line: at the beginning they end the program, for no save will mend them."""


class Superseded(BaseException):
    """Something was saved while a page was being made; no handler of errors catches it."""


@dataclass(slots=True)
class Watch:
    """A running watch.

    `latest` gives the settings as tailor.toml says at the moment, `settings` are those that were
    good last. `whole`: the page that was written last is told and shown too. `warm`: all libraries
    are loaded. `given_up`: so many pages in a row were.
    """

    latest: Callable[[], Settings]
    settings: Settings
    screen: Screen
    teller: Teller
    desk: Desk = field(default_factory=Desk)
    whole: bool = False
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
    find(settings.template)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, stop)
    gc.disable()  # It would strike while somebody waits; `rest` collects when nobody does.
    screen = Screen()
    watch = Watch(latest, settings, screen, Teller(settings, screen))
    serving = open or port is not None
    try:
        with served(port or 0, screen) if serving else nullcontext() as server:
            if server:
                announce(server, open)
            for save in saves(lambda: stamps(sources(watch.settings)), heed_stop):
                attend(watch, save, shown=serving)
                rest(watch, save)
    except Stopped:
        if sys.stderr.isatty():
            note("")
        raise
    finally:
        gc.enable()
    return 0


def rest(watch: Watch, save: Save) -> None:
    """What can be done while nobody waits: what the first page left in memory is there to stay."""
    if watch.whole and not watch.warm and not save.is_stale():
        warm(watch.desk)
        watch.warm = True
        gc.freeze()
    gc.collect()


def heed_stop() -> None:
    """Ends the program if a library held back that it was to end."""
    if Stopped.number:
        raise Stopped


def attend(watch: Watch, save: Save, shown: bool) -> None:
    """Makes the page after a save, tells of it, and shows it."""
    made = None
    try:
        with interrupted(save), progress(watch.settings.quiet or bool(save.files)) as step:
            watch.screen.show(state="making")
            watch.settings = watch.latest()
            watch.teller.begin(watch.settings)
            lazy = watch.whole and bool(save.files)
            made = remake(watch.settings, watch.desk, stepping(watch, save, step), lazy)
        watch.teller.tell(made, save)
        if made and shown:
            with interrupted(save):
                publish(made, watch.screen)
        watch.whole, watch.given_up = True, 0
    except Superseded:
        watch.whole = False
        watch.given_up += 1
    except Exception as error:
        heed_stop()
        watch.whole = watch.whole and not made
        if not save.files and isinstance(error, FOR_GOOD):
            raise
        if not (save.files and save.is_stale_within(GRACE)):
            watch.teller.complain(error, save, made)


def stepping(watch: Watch, save: Save, status: Progress) -> Progress:
    """What the pipeline calls at each step: it goes no further with files that are old."""

    def step(name: str) -> None:
        status(name)
        watch.teller.step(name)
        if watch.given_up < AGAIN and save.is_stale():
            raise Superseded

    return step


@contextmanager
def interrupted(save: Save) -> Iterator[None]:
    """Raises `Superseded` inside, if that takes long and something is saved meanwhile.

    It is raised wherever the program is, even while it waits for TeX.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return

    def look(_number: int, _frame: FrameType | None) -> None:
        if save.is_stale():
            signal.setitimer(signal.ITIMER_REAL, 0)
            raise Superseded

    signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, LONG, GRACE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
