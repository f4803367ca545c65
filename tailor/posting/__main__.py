"""`python -m tailor.posting FORMAT [charset=LABEL] [wanted=ID] < FILE`: the text of one posting.

FORMAT is a suffix, such as .html. What is written is a JSON object: `text`, or `code` and
`problems`. It is for a child process with limits, because pages, PDFs and Word documents can make
the libraries that read them hang, grow or crash.
"""

import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from tailor.errors import LimitError, Problem, TailorError
from tailor.files import PACKAGE
from tailor.posting.fetch import damaged_file_error, encode_error, encode_text
from tailor.posting.formats import READERS
from tailor.sandbox.worker import isolate_output, write_answer


def main(arguments: Sequence[str]) -> int:
    kind, *rest = arguments
    more = dict(argument.partition("=")[::2] for argument in rest)
    try:
        data = sys.stdin.buffer.read()
        text = READERS[kind](data, more.get("charset", ""), more.get("wanted", ""))
        answer = encode_text(text)
    except TailorError as error:
        answer = encode_error(error)
    except (RecursionError, MemoryError):
        answer = encode_error(LimitError(Problem("the posting is nested too deep or too large")))
    except Exception as error:
        if is_ours(error):
            raise
        answer = encode_error(damaged_file_error())
    write_answer(answer + "\n")
    return 0


def is_ours(error: BaseException) -> bool:
    """Whether an error comes from this package, and not from a library that met a bad file."""
    *_, last = traceback.extract_tb(error.__traceback__)
    return Path(last.filename).is_relative_to(PACKAGE)


if __name__ == "__main__":
    isolate_output()
    sys.exit(main(sys.argv[1:]))
