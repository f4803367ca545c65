"""SIGHUP, SIGINT and SIGTERM end the program cleanly, with exit code 129, 130 or 143."""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType, TracebackType


class Stopped(BaseException):
    """The user or the system asked the program to end; `number` is the signal (0: not yet)."""

    number = 0


def end_quietly(
    kind: "type[BaseException]", error: BaseException, trace: "TracebackType | None"
) -> None:
    """Lets a signal that comes before `main` or after it end the program without a traceback."""
    if issubclass(kind, (KeyboardInterrupt, Stopped)):
        os._exit(128 + (Stopped.number or 2))
    sys.__excepthook__(kind, error, trace)


def install_signal_handlers() -> None:
    """Lets the signals that ask for it unwind the program, once: later ones do not disturb that."""
    import signal

    from tailor.system import stop_signals

    Stopped.number = 0
    cancel_solvers(False)
    for number in stop_signals():
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, stop_program)
    sys.unraisablehook = stop_again


def stop_program(number: int, _frame: "FrameType | None") -> None:
    import signal

    from tailor.system import exit_number, stop_signals

    for other in stop_signals():
        signal.signal(other, signal.SIG_IGN)
    Stopped.number = exit_number(number)
    cancel_solvers(True)
    raise Stopped


def exit_at_once_on_signals() -> None:
    """Lets these signals end the program without unwinding: all that is left is to exit."""
    import signal

    from tailor.system import exit_number, stop_signals

    for number in stop_signals():
        if signal.getsignal(number) is stop_program:
            signal.signal(number, lambda number, _: os._exit(128 + exit_number(number)))


def cancel_solvers(all_of_it: bool) -> None:
    """Ends what other threads solve, for nothing else would; or lets them solve again."""
    # It may not be loaded, or not wholly.
    if cancel := getattr(sys.modules.get("tailor.optimizer.solver"), "cancel_all", None):
        cancel(all_of_it)


def stop_again(lost: "sys.UnraisableHookArgs") -> None:
    """Stops a moment later if the signal came where Python lets nothing through."""
    from tailor.system import on_timer, set_timer

    if not isinstance(lost.exc_value, Stopped):
        if not Stopped.number:  # What it breaks on its way out needs no report.
            sys.__unraisablehook__(lost)
    else:
        number = Stopped.number
        on_timer(lambda *_: stop_program(number, None))
        set_timer(0.01)
