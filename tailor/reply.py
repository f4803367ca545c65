"""What a child process does that is asked one thing: it answers, and ends."""

import gc
import os
import sys
from collections.abc import Callable
from typing import NoReturn

from tailor.shield import STDOUT, sink
from tailor.streams import output, own


def begin() -> None:
    """Keeps standard output for the answer, whatever the libraries of this process print."""
    own()
    sys.stdout = sink(STDOUT)


def deliver(answer: bytes | str) -> None:
    """Writes the answer on standard output; a text is written as UTF-8."""
    stream = output()
    stream.buffer.write(answer if isinstance(answer, bytes) else answer.encode())
    stream.flush()


def reply(answer: Callable[[bytes], bytes]) -> NoReturn:
    """Answers the request on standard input on standard output, and ends the process with 0.

    What `answer` raises comes through.
    """
    begin()
    gc.disable()
    deliver(answer(sys.stdin.buffer.read()))
    os._exit(0)  # To take the language libraries down would take a tenth of the time.
