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
from tailor.posting.apart import damaged, refuses, says
from tailor.posting.formats import READERS
from tailor.reply import begin, deliver
from tailor.resources import PACKAGE


def main(arguments: Sequence[str]) -> int:
    kind, *rest = arguments
    more = dict(argument.partition("=")[::2] for argument in rest)
    try:
        data = sys.stdin.buffer.read()
        text = READERS[kind](data, more.get("charset", ""), more.get("wanted", ""))
        answer = says(text)
    except TailorError as error:
        answer = refuses(error)
    except (RecursionError, MemoryError):
        answer = refuses(LimitError(Problem("the posting is nested too deep or too large")))
    except Exception as error:
        if is_ours(error):
            raise
        answer = refuses(damaged())
    deliver(answer + "\n")
    return 0


def is_ours(error: BaseException) -> bool:
    """Whether an error comes from this package, and not from a library that met a bad file."""
    *_, last = traceback.extract_tb(error.__traceback__)
    return Path(last.filename).is_relative_to(PACKAGE)


if __name__ == "__main__":
    begin()
    sys.exit(main(sys.argv[1:]))
