"""What the operating system can do: the only module that asks for it.

Every call that one of Linux, macOS and Windows lacks goes through here, and each function says
what happens where the system cannot do it (docs/systems.md). What can be asked of the running
Python (`hasattr`, an import) is asked; only what cannot is decided by the system's name.
"""

import os
import signal
import stat
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:  # Imported before signals are handled, so nothing else is loaded here.
    from collections.abc import Callable
    from types import FrameType

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]
try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

IS_WINDOWS = sys.platform == "win32"
IS_LINUX = sys.platform == "linux"
IS_MACOS = sys.platform == "darwin"
FILE_OPENER = "start" if IS_WINDOWS else "open" if IS_MACOS else "xdg-open"
"""The command that opens a file in the program for it."""

HAS_FILE_LOCKS = fcntl is not None
"""Whether the system can lock an open file, and undoes the lock when the program ends."""
HAS_FOLDER_HANDLES = (
    {os.open, os.mkdir, os.rename, os.unlink, os.stat} <= os.supports_dir_fd
    and hasattr(os, "O_DIRECTORY")
    and hasattr(os, "O_NOFOLLOW")
)
"""Whether files can be named relative to an open folder (openat(2))."""
REPLACES_OPEN_FILES = not IS_WINDOWS
"""Whether a file that a program has open can be replaced."""

NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
"""Flag of `os.open`: do not open a link."""
NO_WAIT = getattr(os, "O_NONBLOCK", 0)
"""Flag of `os.open`: do not wait for a writer of a named pipe."""
FOLDER_FLAGS = getattr(os, "O_PATH", os.O_RDONLY) | getattr(os, "O_DIRECTORY", 0)
"""Flags of `os.open`: open a folder, and nothing else, to look up names in it. With O_PATH (Linux)
that needs no right to list it."""
BINARY = getattr(os, "O_BINARY", 0)
"""Flag of `os.open`: Windows changes no line ends."""

END_OF_INPUT = "Ctrl-Z, then Enter," if IS_WINDOWS else "Ctrl-D"
"""What a person presses to end standard input."""


# Locks


def take_lock(handle: int, *, shared: bool = False, wait: bool = False) -> bool:
    """Locks an open file or folder until it is closed (flock(2)).

    Args:
        handle: the file descriptor.
        shared: whether others may share the lock; else nobody may.
        wait: whether to wait for it.

    Returns:
        Whether the lock is held; False where the system has no locks.
    """
    if fcntl is None:
        return False
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    try:
        fcntl.flock(handle, kind if wait else kind | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def is_locked(handle: int) -> bool:
    """Takes the lock if nobody has it; whether another program has it (False without locks)."""
    if fcntl is None:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # A file system without locks.
        return False
    return False


# Users


def user_id() -> int | None:
    """The number of the user who runs this program; None where users have none."""
    return os.geteuid() if hasattr(os, "geteuid") else None


def is_foreign(about: os.stat_result) -> bool:
    """Whether a file belongs to another user; False where that cannot be asked."""
    user = user_id()
    return user is not None and about.st_uid != user


def is_shared(about: os.stat_result) -> bool:
    """Whether other users may change a file or folder; False where modes say nothing of it.

    Windows reports mode 0777 for every folder; there the access list of the home folder decides.
    """
    return user_id() is not None and bool(about.st_mode & (stat.S_IWOTH | stat.S_IWGRP))


# Signals


def stop_signals() -> tuple[signal.Signals, ...]:
    """The signals that ask the program to end; SIGHUP says that the terminal was closed. Windows
    sends SIGBREAK for Ctrl-Break, and when its parent ends it in a group of its own; it never
    delivers SIGTERM from outside."""
    more = (getattr(signal, name, None) for name in ("SIGHUP", "SIGBREAK"))
    return (signal.SIGINT, signal.SIGTERM, *filter(None, more))


def exit_number(number: int) -> int:
    """The signal that an exit code names: SIGBREAK ends the program as SIGTERM does (143)."""
    return int(signal.SIGTERM) if number == getattr(signal, "SIGBREAK", None) else number


HAS_TIMER = hasattr(signal, "setitimer") and hasattr(signal, "SIGALRM")
"""Whether a signal can interrupt this program after some seconds."""


def on_timer(handler: "Callable[[int, FrameType | None], object]") -> None:
    """What is called when the timer of `set_timer` runs out. Nothing without `HAS_TIMER`."""
    if HAS_TIMER:
        signal.signal(signal.SIGALRM, handler)


def set_timer(seconds: float, interval: float = 0.0) -> None:
    """Interrupts this program after some seconds, and then at each interval (0: once; 0 seconds:
    never). Nothing without `HAS_TIMER`."""
    if HAS_TIMER:
        signal.setitimer(signal.ITIMER_REAL, seconds, interval)


# Processors and time


def processor_count() -> int:
    """The processors that this process may use; where that is not known, all of the machine."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


START_TIME = 19
"""Place of the start of a process, in clock ticks since the machine's, among the fields that follow
its name in /proc/PID/stat (proc(5))."""


def process_age() -> float | None:
    """Seconds since this process began; None where the system does not say (all but Linux)."""
    try:
        with open("/proc/self/stat", encoding="utf-8", errors="replace") as file:  # noqa: PTH123
            text = file.read()
        ticks = int(text.rpartition(")")[2].split()[START_TIME])
        return time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, AttributeError, ValueError, IndexError):
        return None


# Folders

TEMPORARY_FOLDERS = ("/tmp", "/var/tmp", "/usr/tmp") if os.name == "posix" else ()
"""Where temporary files are kept when no variable says it."""

FONT_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/usr/share/texmf/fonts",
    "/usr/share/texlive/texmf-dist/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "~/Library/Fonts",
    *((os.environ["WINDIR"] + "/Fonts",) if "WINDIR" in os.environ else ()),
)
"""Where fonts are installed, on any system."""


def has_screen() -> bool:
    """Whether there is a screen for a browser: those that run in a terminal would take ours."""
    names = ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY")
    return IS_WINDOWS or IS_MACOS or any(os.environ.get(name) for name in names)
