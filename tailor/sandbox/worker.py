"""What a child process does that is asked one thing: it answers, and ends."""

import gc
import os
import sys
from collections.abc import Callable
from typing import NoReturn

from tailor.streams import STDOUT, null_stream, result_stream, take_streams


def isolate_output() -> None:
    """Keeps standard output for the answer, whatever the libraries of this process print."""
    take_streams()
    sys.stdout = null_stream(STDOUT)


def write_answer(answer: bytes | str) -> None:
    """Writes the answer on standard output; a text is written as UTF-8."""
    stream = result_stream()
    stream.buffer.write(answer if isinstance(answer, bytes) else answer.encode())
    stream.flush()


def serve_request(answer: Callable[[bytes], bytes]) -> NoReturn:
    """Answers the request on standard input on standard output, and ends the process with 0.

    What `answer` raises comes through.
    """
    isolate_output()
    gc.disable()
    write_answer(answer(sys.stdin.buffer.read()))
    os._exit(0)  # To take the language libraries down would take a tenth of the time.
