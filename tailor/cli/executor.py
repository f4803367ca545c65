"""Who does the work of a batch: this process, more of them, or a Dask cluster, through joblib."""

import os
import threading
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Thread
from typing import TypeVar

from tailor.cache import remove_unfinished
from tailor.cli.console import UsageError
from tailor.cli.signals import Stopped
from tailor.cli.user_cache import user_cache
from tailor.errors import LimitError, NetworkError, Problem
from tailor.sandbox.tempdirs import sweep_scratch
from tailor.streams import silence_libraries
from tailor.system import processor_count
from tailor.system.children import start_trackers, stops_held

Task = TypeVar("Task")
Result = TypeVar("Result")
TASKS_PER_WORKER = 3
"""How many pages must be for each process, or starting it costs more than it gains."""
TIMEOUT_S = 10
"""Seconds in which a scheduler must answer, and in which processes that were stopped must end."""
PARENT_POLL_S = 0.5
"""Seconds between two looks of a process at whether its parent is still there."""


@dataclass(frozen=True, slots=True)
class ExecutorConfig:
    """`backend` is local or dask; `workers` is a number of processes, 0 for as many as pay;
    `scheduler` is the address of a Dask cluster."""

    backend: str = "local"
    workers: int = 0
    scheduler: str = ""


def run_tasks(
    work: Callable[[Task], Result], tasks: Iterable[Task], total: int, crew: ExecutorConfig
) -> Iterator[tuple[Task, Result]]:
    """Each task with its result, as they are done, in any order.

    Args:
        work: a function of a module; it and the tasks must be such as can be pickled.
        tasks: taken one by one, a few ahead of those that are being done.
        most: there are not more tasks than this.
        crew: who does it.

    Raises:
        UsageError: Dask is not installed, or no scheduler is named.
        NetworkError: the scheduler does not answer.
        LimitError: a process was killed from outside, as by a system that runs out of memory.
    """
    workers = min(crew.workers or min(processor_count(), total // TASKS_PER_WORKER), total)
    if crew.backend != "dask" and workers < 2:
        for task in tasks:
            yield task, work(task)
        return
    from joblib import Parallel, delayed
    from joblib.externals.loky import BrokenProcessPool

    with dask_workers(crew) if crew.backend == "dask" else worker_processes(workers):
        parallel = Parallel(
            return_as="generator_unordered", pre_dispatch="2 * n_jobs", batch_size=1
        )
        try:
            yield from parallel(delayed(run_with_task)(work, task) for task in tasks)
        except BrokenProcessPool as error:
            message = "a process of this batch was killed; the pages that it made stay"
            hint = "run this again, with --workers 1 if memory is short"
            raise LimitError(Problem(message, hint=hint)) from error


def run_with_task(work: Callable[[Task], Result], task: Task) -> tuple[Task, Result]:
    return task, work(task)


@contextmanager
def worker_processes(workers: int) -> Iterator[None]:
    """Processes on this machine, which end with the batch, however it ends.

    They import nothing from the working folder.
    """
    from joblib import Parallel, delayed, parallel_config

    sweep_scratch()  # It settles where temporary files are, before joblib lets Python try.
    before = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"
    report_crash, threading.excepthook = threading.excepthook, report_thread_crash
    is_done = False
    try:
        with (
            parallel_config(
                backend="loky",
                n_jobs=workers,
                inner_max_num_threads=1,
                initializer=end_with_parent,
                initargs=(os.getpid(),),
            ),
            warnings.catch_warnings(),
        ):
            warnings.filterwarnings("ignore", "[0-9]+ tasks which were", UserWarning)
            with silence_libraries(messages=True):
                start_trackers()
            with stops_held():  # What is started now leaves Ctrl-C to us, from its first moment on.
                Parallel()([delayed(os.getpid)()])
            yield
        is_done = True
    finally:
        shut_down_workers() if is_done else kill_workers()
        if not Stopped.number:  # Else threads may still break on their way out.
            threading.excepthook = report_crash
        if before is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = before


def report_thread_crash(crash: threading.ExceptHookArgs) -> None:
    """Prints the traceback of a thread, unless the user has stopped the program.

    Killing the workers takes the tasks from under the thread of joblib that hands them out.
    """
    if not Stopped.number:
        threading.__excepthook__(crash)


def end_with_parent(parent: int) -> None:
    """Lets a process of a batch end soon after the program that started it, however that ends.

    Asking once a moment works on every system. PR_SET_PDEATHSIG would not do: it follows the thread
    that started the process, and joblib starts some from threads that end.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(PARENT_POLL_S)
        os._exit(1)

    Thread(target=watch, daemon=True).start()


def shut_down_workers(*, kill: bool = False) -> None:
    """Ends the processes, after what they do or at once."""
    from joblib.externals.loky import get_reusable_executor

    crew = get_reusable_executor(reuse=True, kill_workers=kill)
    crew.shutdown(wait=True, kill_workers=kill)


def kill_workers() -> None:
    """Ends the processes at once, whatever state they are in, and clears away what they leave."""
    last = Thread(target=lambda: shut_down_workers(kill=True), daemon=True)
    last.start()
    last.join(TIMEOUT_S)
    sweep_scratch()
    if folder := user_cache().folder:
        with suppress(OSError):
            remove_unfinished(os.scandir(folder))


@contextmanager
def dask_workers(crew: ExecutorConfig) -> Iterator[None]:
    """The workers of a Dask cluster. Raises as `run_tasks`."""
    if not crew.scheduler:
        raise UsageError(Problem("--backend dask needs --scheduler tcp://HOST:PORT"))
    try:
        from distributed import Client
    except ImportError as error:
        hint = "in the checkout of tailor: pip install '.[dask]'"
        raise UsageError(Problem("Dask is not installed", hint=hint)) from error
    from joblib import parallel_config

    try:
        client = Client(crew.scheduler, timeout=TIMEOUT_S)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        message = f"no Dask scheduler answers at {crew.scheduler}"
        raise NetworkError(Problem(message, hint="start one: dask scheduler")) from error
    with client, parallel_config(backend="dask", n_jobs=-1):
        yield
