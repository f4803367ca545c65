"""Makes this Linux look like another system to tailor, in every process of it.

Python loads this file at its start if its folder is on PYTHONPATH; the variable SIMULATED names
the system: macos, windows, or plain-linux (an old kernel in a container without /proc). What a
system lacks is hidden from the modules of tailor only, for the standard library of a Linux needs
it; what a system does otherwise (refuse a limit, an open file, a name) is done to all.

Simulated is what the documentation of each system says: XNU's setrlimit(2) and poll(2); MoveFileEx,
CreateFile and "Naming Files, Paths, and Namespaces" of Windows; Python's own documentation of what
there is where. A real system may differ.
"""

import builtins
import io
import os
import sys
from types import ModuleType
from typing import Any

SYSTEM = os.environ.get("SIMULATED", "")
PLATFORMS = {"macos": "darwin", "windows": "win32", "plain-linux": "linux"}
UNMODULES = {"windows": {"fcntl", "resource", "termios", "pwd", "grp"}}
"""Modules that a system lacks."""
LINUX_ONLY = {
    "os": {"sched_getaffinity", "sched_setaffinity", "pidfd_open", "O_PATH", "O_TMPFILE"},
    "time": {"CLOCK_BOOTTIME"},
    "signal": set[str](),
    "select": {"epoll"},
}
POSIX_ONLY = {
    "os": LINUX_ONLY["os"]
    | {"fork", "killpg", "setsid", "geteuid", "getuid", "getpgid", "fchmod", "mkfifo", "O_NOFOLLOW"}
    | {"O_DIRECTORY", "O_NONBLOCK", "O_CLOEXEC", "set_blocking", "sysconf", "wait4"},
    "time": {"clock_gettime", "CLOCK_BOOTTIME"},
    "signal": {"SIGALRM", "SIGHUP", "SIGKILL", "SIGXCPU", "setitimer", "ITIMER_REAL", "alarm"},
    "select": {"epoll", "poll"},
}
HIDDEN = {"macos": LINUX_ONLY, "windows": POSIX_ONLY, "plain-linux": {"os": {"pidfd_open"}}}
RESERVED = {"con", "prn", "aux", "nul"} | {f"{n}{i}" for n in ("com", "lpt") for i in range(1, 10)}
IN_USE = "The process cannot access the file because it is being used by another process"


class Lacking(ModuleType):
    """A module as another system has it."""

    def __init__(self, real: ModuleType, hidden: set[str], other: dict[str, object]) -> None:
        super().__init__(real.__name__)
        self.__dict__.update(_real=real, _hidden=hidden, **other)

    def __getattr__(self, name: str) -> Any:
        if name in self.__dict__["_hidden"]:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        return getattr(self.__dict__["_real"], name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self.__dict__["_real"], name, value)


def is_ours(scope: Any) -> bool:
    """Whether code is tailor's; the TeX engine of this machine is one for Linux."""
    scope = scope or {}
    package = str(scope.get("__package__") or "").partition(".")[0]
    return package == "tailor" and scope.get("__name__") != "tailor.latex.engine"


def hide_modules() -> None:
    """Modules that the system lacks, and names that they lack, cannot be imported by tailor."""
    real = builtins.__import__

    def imported(
        name: str, globals: Any = None, locals: Any = None, fromlist: Any = (), level: int = 0
    ) -> Any:
        ours = not level and is_ours(globals)
        if ours and name in UNMODULES.get(SYSTEM, ()):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        found = real(name, globals, locals, fromlist, level)
        return OTHERS.get(name, found) if ours else found

    builtins.__import__ = imported


def hide_proc() -> None:
    """No /proc."""
    for name in ("stat", "open", "scandir", "listdir", "readlink", "lstat"):
        real = getattr(os, name)
        setattr(os, name, without_proc(real))
        for able in (os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks):
            able |= {getattr(os, name)} if real in able else set()  # Both have open folders.
    io.open = builtins.open = without_proc(io.open)


def without_proc(real: Any) -> Any:
    def called(path: Any = ".", *rest: Any, **more: Any) -> Any:
        if isinstance(path, str | os.PathLike) and os.fspath(path).startswith("/proc"):
            raise FileNotFoundError(2, "No such file or directory", str(path))
        return real(path, *rest, **more)

    return called


def refuse_memory_limit() -> None:
    """XNU: EINVAL for an RLIMIT_AS below the space in use, which Python tells as a ValueError."""
    import resource

    real = resource.setrlimit

    def setrlimit(kind: int, tops: tuple[int, int]) -> None:
        if kind in (resource.RLIMIT_AS, resource.RLIMIT_DATA):
            raise ValueError("current limit exceeds maximum limit")
        real(kind, tops)

    resource.setrlimit = setrlimit


def silent_poll() -> type:
    """XNU: POLLHUP is not reported to who asked for no event at all."""
    import select

    class Poll:
        def __init__(self) -> None:
            self.real = select.poll()
            self.asked = 0

        def register(self, handle: int, events: int = 7) -> None:
            if events:
                self.asked += 1
                self.real.register(handle, events)

        def poll(self, milliseconds: float | None = None) -> Any:
            return self.real.poll(milliseconds)

    return Poll


def no_landlock() -> None:
    import ctypes

    real = ctypes.CDLL

    class Library:
        def __init__(self, name: str | None, *given: Any, **more: Any) -> None:
            self.real = real(name, *given, **more)

        def __getattr__(self, name: str) -> Any:
            if name == "syscall":
                return lambda *_: -1
            if name == "prctl" and SYSTEM == "macos":
                raise AttributeError("symbol not found: prctl")
            return getattr(self.real, name)

    def opened(name: str | None, *given: Any, **more: Any) -> Any:
        return real(name, *given, **more) if name else Library(name, *given, **more)

    ctypes.CDLL = opened  # type: ignore[misc, assignment]


def open_files() -> set[tuple[int, int]]:
    found = set()
    for name in LISTDIR("/proc/self/fd"):
        try:
            about = os.fstat(int(name))
        except OSError:
            continue
        found.add((about.st_dev, about.st_ino))
    return found


LISTDIR = os.listdir


STAT, OPEN, FILE_OPEN, MKDIR = os.stat, os.open, io.open, os.mkdir


def refuse_odd_name(path: Any) -> None:
    """Names of devices, colons, and dots or blanks at the end."""
    for part in str(os.fspath(path)).split("/"):
        name = part.partition(".")[0].lower()
        odd = part not in ("", ".", "..") and part.endswith((".", " "))
        if name in RESERVED or odd or set('<>:"|?*') & set(part):
            raise OSError(22, "Invalid argument", str(path))


def refuse_open(path: Any) -> None:
    try:
        about = STAT(path, follow_symlinks=False)
    except OSError:
        return
    if (about.st_dev, about.st_ino) in open_files():
        raise PermissionError(13, IN_USE, str(path))


def refuse_handles(given: dict[str, Any]) -> None:
    if any(value is not None for key, value in given.items() if "dir_fd" in key):
        raise NotImplementedError("dir_fd unavailable on this platform")


def replacing(real: Any) -> Any:
    def called(old: Any, new: Any, **more: Any) -> None:
        refuse_handles(more)
        refuse_open(old)
        refuse_open(new)
        refuse_odd_name(new)
        real(old, new)

    return called


def removing(real: Any) -> Any:
    def called(path: Any, **more: Any) -> None:
        refuse_handles(more)
        refuse_open(path)
        real(path)

    return called


def os_open(path: Any, flags: int, *rest: Any, **more: Any) -> int:
    refuse_handles(more)
    if flags & os.O_CREAT:
        refuse_odd_name(path)
    if flags & os.O_TMPFILE != os.O_TMPFILE and os.path.isdir(path):  # noqa: PTH112
        raise PermissionError(13, "Permission denied", str(path))
    return OPEN(path, flags, *rest)


def file_open(file: Any, mode: str = "r", *rest: Any, **more: Any) -> Any:
    if set("wxa+") & set(mode) and not isinstance(file, int):
        refuse_odd_name(file)
    return FILE_OPEN(file, mode, *rest, **more)


def os_mkdir(path: Any, *rest: Any, **more: Any) -> None:
    refuse_handles(more)
    refuse_odd_name(path)
    MKDIR(path, *rest)


def os_stat(path: Any, **more: Any) -> os.stat_result:
    """Every folder seems to be everybody's."""
    found = STAT(path, **more)
    if isinstance(path, int) or not found.st_mode & 0o040000:
        return found
    names = ("st_atime_ns", "st_mtime_ns", "st_ctime_ns", "st_atime", "st_mtime", "st_ctime")
    times = {name: getattr(found, name) for name in names}
    return os.stat_result((found.st_mode | 0o777, *found[1:]), times)


def windows_files() -> None:
    """No open file is replaced or removed, no folder opened, no odd name made."""
    import shutil

    shutil._use_fd_functions = False  # type: ignore[attr-defined]
    os.supports_dir_fd.clear()
    os.supports_fd.clear()
    for name in ("replace", "rename"):
        setattr(os, name, replacing(getattr(os, name)))
    for name in ("unlink", "remove"):
        setattr(os, name, removing(getattr(os, name)))
    os.mkdir, os.open, os.stat = os_mkdir, os_open, os_stat
    io.open = builtins.open = file_open


def windows_children() -> None:
    import subprocess

    real = subprocess.Popen.__init__

    def started(self: Any, *given: Any, **more: Any) -> None:
        if more.get("preexec_fn") is not None:
            raise ValueError("preexec_fn is not supported on Windows platforms")
        if more.pop("pass_fds", ()):
            raise ValueError("pass_fds not supported on Windows.")
        more.pop("start_new_session", None)
        real(self, *given, **more)

    subprocess.Popen.__init__ = started  # type: ignore[method-assign]


OTHERS: dict[str, ModuleType] = {}


def simulate() -> None:
    import select
    import signal
    import time

    hidden = HIDDEN[SYSTEM]
    real = {"os": os, "signal": signal, "select": select, "time": time, "sys": sys}
    more: dict[str, dict[str, object]] = {"sys": {"platform": PLATFORMS[SYSTEM]}}
    if SYSTEM == "macos":
        more["select"] = {"poll": silent_poll()}
        refuse_memory_limit()
        no_landlock()
        hide_proc()
    elif SYSTEM == "plain-linux":
        no_landlock()
        hide_proc()
    else:
        more["signal"] = {"SIGBREAK": signal.SIGUSR1}
        more["os"] = {"name": "nt"}
        windows_files()
        windows_children()
    for name, module in real.items():
        OTHERS[name] = Lacking(module, hidden.get(name, set()), more.get(name, {}))
    hide_modules()


if SYSTEM:
    simulate()
