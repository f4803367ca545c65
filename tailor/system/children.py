"""What the operating system can do with child processes: limit, watch, wait for and end them."""

import ctypes
import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tailor.system import IS_LINUX, IS_MACOS, IS_WINDOWS, stop_signals

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

HAS_FORK = hasattr(os, "fork") and not IS_WINDOWS
"""Whether a child process can run code of ours before it becomes another program."""
HAS_MEMORY_LIMIT = IS_LINUX and hasattr(resource, "RLIMIT_AS")
"""Whether the kernel limits the memory of a process.

macOS has RLIMIT_AS, but refuses any value below the address space that a process has when it
starts, which on Apple's processors is hundreds of gigabytes; it does not enforce RLIMIT_DATA and
RLIMIT_RSS (XNU, bsd/kern/kern_resource.c). There, and on Windows, `memory_used` is watched.
"""
HAS_CPU_LIMIT = hasattr(resource, "RLIMIT_CPU")
"""Whether the kernel limits the processor time of a process; elsewhere only the clock is left."""
LOOK_S = 0.25 if HAS_MEMORY_LIMIT else 0.05
"""Seconds between two looks at a child. What grows by 2 GB a second grows by 100 MB in 0.05."""
DIE_WITH_PARENT = 1
"""PR_SET_PDEATHSIG (linux/prctl.h)."""
POLL_S = 0.01
"""Seconds; so long a poll that says nothing is believed."""

Child = subprocess.Popen[bytes]


def start_options(
    before: Callable[[], None] | None, inherited: Sequence[int] = ()
) -> dict[str, Any]:
    """Arguments of `subprocess.Popen`: a group of its own, and what it does and inherits.

    Args:
        before: from `take_limits`.
        inherited: file descriptors that stay open in the child. Windows inherits none.
    """
    if HAS_FORK:
        return {"start_new_session": True, "pass_fds": tuple(inherited), "preexec_fn": before}
    flags = ("CREATE_NEW_PROCESS_GROUP", "CREATE_NO_WINDOW")
    return {"creationflags": sum(getattr(subprocess, flag, 0) for flag in flags)}


def take_limits(
    cpu_s: int, file_bytes: int, memory_bytes: int, confine: Callable[[], None] | None = None
) -> Callable[[], None] | None:
    """What a child does before it becomes another program: takes its limits, and dies with us.

    A limit that the system refuses is not taken. Where no code of ours runs in the child (Windows)
    there are no limits but those that the parent watches, and this is None.

    Args:
        cpu_s: seconds of processor time.
        file_bytes: of each file that it writes.
        memory_bytes: of address space (Linux; elsewhere see `memory_used`).
        confine: called last.
    """
    if not HAS_FORK:
        return None
    library = ctypes.CDLL(None) if IS_LINUX else None
    die_with_parent = getattr(library, "prctl", None)
    parent = os.getpid()
    wanted = {
        "RLIMIT_CPU": (cpu_s, cpu_s + 1),
        "RLIMIT_FSIZE": (file_bytes, file_bytes),
        "RLIMIT_AS": (memory_bytes, memory_bytes),
        "RLIMIT_CORE": (0, 0),
    }
    limits = [
        (getattr(resource, name), *values)
        for name, values in wanted.items()
        if hasattr(resource, name)
    ]

    def before() -> None:
        if die_with_parent is not None:
            die_with_parent(DIE_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
        for kind, soft, hard in limits:
            with suppress(ValueError, OSError):
                take_limit(kind, soft, hard)
        if confine is not None:
            confine()

    return before


def take_limit(kind: int, soft: int, hard: int) -> None:
    """Sets a limit of this process, never above what it has. Raises ValueError, OSError."""
    most = resource.getrlimit(kind)[1]
    if most != resource.RLIM_INFINITY:
        soft, hard = min(soft, most), min(hard, most)
    resource.setrlimit(kind, (soft, hard))


@contextmanager
def stops_held() -> Iterator[None]:
    """Keeps signals that ask for an end waiting until this is over; programs that are started
    meanwhile never get any. Windows cannot do that."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, stop_signals())
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def start_trackers() -> None:
    """Starts the processes that clear away what Python and joblib may leave behind.

    They must run before the workers of a batch start: up to Python 3.13, starting one lets signals
    through again, to whatever is started next. Silence them: where Ctrl-C ends a program while it
    exits, they report whatever they clear away, with a traceback of their own.
    """
    from multiprocessing import resource_tracker

    from joblib.externals.loky.backend import resource_tracker as joblib_tracker

    with stops_held():
        joblib_tracker.ensure_running()
        resource_tracker.ensure_running()


def wait_for_exit(process: Child, seconds: float) -> bool:
    """Whether a program ends within some seconds; where the kernel can, it says so at once."""
    if hasattr(os, "pidfd_open") and process.returncode is None:
        with suppress(OSError, ValueError):  # More descriptors than `select` takes.
            handle = os.pidfd_open(process.pid)
            try:
                if not select.select([handle], [], [], seconds)[0]:
                    return False
            finally:
                os.close(handle)
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
        return True
    return False


def end_with_group(process: Child) -> None:
    """Ends a program and the group that it was started in; on Windows the program alone."""
    if HAS_FORK:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    process.wait()


def memory_used(process: Child) -> int | None:
    """Bytes of memory that a running program holds now; None if the system does not say."""
    with suppress(OSError, AttributeError, ValueError, IndexError):
        if IS_WINDOWS:
            return committed_on_windows(int(process._handle))  # type: ignore[attr-defined]
        if IS_MACOS:
            return footprint_on_macos(process.pid)
        pages = Path(f"/proc/{process.pid}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    return None


class MacosUsage(ctypes.Structure):
    """`struct rusage_info_v0` (XNU, bsd/sys/resource.h)."""

    _fields_ = (
        ("uuid", ctypes.c_uint8 * 16),
        ("user_time", ctypes.c_uint64),
        ("system_time", ctypes.c_uint64),
        ("idle_wakeups", ctypes.c_uint64),
        ("interrupt_wakeups", ctypes.c_uint64),
        ("page_ins", ctypes.c_uint64),
        ("wired_bytes", ctypes.c_uint64),
        ("resident_bytes", ctypes.c_uint64),
        ("footprint_bytes", ctypes.c_uint64),
        ("started", ctypes.c_uint64),
        ("ended", ctypes.c_uint64),
    )


def footprint_on_macos(pid: int) -> int | None:
    """What Activity Monitor calls memory (proc_pid_rusage(3))."""
    usage = MacosUsage()
    failed = ctypes.CDLL(None).proc_pid_rusage(pid, 0, ctypes.byref(usage))
    return None if failed else int(usage.footprint_bytes)


class WindowsCounters(ctypes.Structure):
    """`PROCESS_MEMORY_COUNTERS` (psapi.h)."""

    _fields_ = (
        ("size", ctypes.c_uint32),
        ("page_faults", ctypes.c_uint32),
        ("peak_working_set", ctypes.c_size_t),
        ("working_set", ctypes.c_size_t),
        ("peak_paged_pool", ctypes.c_size_t),
        ("paged_pool", ctypes.c_size_t),
        ("peak_non_paged_pool", ctypes.c_size_t),
        ("non_paged_pool", ctypes.c_size_t),
        ("committed", ctypes.c_size_t),
        ("peak_committed", ctypes.c_size_t),
    )


def committed_on_windows(handle: int) -> int | None:
    """Bytes that a process has committed (GetProcessMemoryInfo)."""
    counters = WindowsCounters(size=ctypes.sizeof(WindowsCounters))
    library: Any = getattr(ctypes, "WinDLL")("kernel32")  # noqa: B009 (it is on Windows only)
    ask = library.K32GetProcessMemoryInfo
    ask.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_uint32)
    worked = ask(handle, ctypes.byref(counters), counters.size)
    return int(counters.committed) if worked else None


# Programs that a child leaves behind in a session of their own, where no signal reaches them


def can_find_holders() -> bool:
    """Whether the system says which process has a pipe open (Linux: /proc)."""
    return HAS_FORK and Path("/proc/self/fd").is_dir()


def find_holders(reader: int) -> Iterator[int]:
    """The processes, except this one, that have the pipe of a file descriptor open."""
    pipe = f"pipe:[{os.fstat(reader).st_ino}]"
    for folder in Path("/proc").glob("[1-9]*/fd"):
        process = int(folder.parent.name)
        with suppress(OSError):
            links = {str(link.readlink()) for link in folder.iterdir()}
            if process != os.getpid() and pipe in links:
                yield process


def is_hung_up(reader: int, seconds: float) -> bool:
    """Whether nobody has the other end of a pipe open, waiting for that for some seconds.

    Only the end of the file is believed: macOS reports no POLLHUP to who asks for nothing else, and
    a program may write into the pipe.
    """
    os.set_blocking(reader, False)
    end = time.monotonic() + seconds
    while True:
        with suppress(BlockingIOError):
            if not os.read(reader, 65_536):
                return True
        left = end - time.monotonic()
        if left <= 0:
            return False
        with suppress(OSError, ValueError):  # More descriptors than `select` takes.
            select.select([reader], [], [], min(left, POLL_S))
