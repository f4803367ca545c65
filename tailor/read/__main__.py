"""`python -m tailor.read FILE`: reads one CV in any format and writes it as one JSON object.

It is for a child process with limits, because files from elsewhere can crash the libraries
that read them, or make them take memory and time without end. The exit code is 0, or that of
the error, which is then written as JSON in place of the master.
"""

import sys

from tailor.errors import LimitError, Place, Problem, TailorError
from tailor.read import bring
from tailor.read.imports import dumps, refusal
from tailor.reply import begin, deliver


def main(path: str) -> int:
    place = Place(path)
    try:
        text, code = dumps(bring(path)), 0
    except TailorError as error:
        text, code = refusal(error.problems, error.exit_code), error.exit_code
    except RecursionError:
        message = "the file is nested too deeply"
        text, code = refusal([Problem(message, place)], LimitError.exit_code), LimitError.exit_code
    except MemoryError:
        message = "the file takes too much memory to read"
        text, code = refusal([Problem(message, place)], LimitError.exit_code), LimitError.exit_code
    deliver(text + "\n")
    return code


if __name__ == "__main__":
    begin()
    sys.exit(main(sys.argv[1]))
