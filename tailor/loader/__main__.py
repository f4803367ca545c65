"""`python -m tailor.loader FILE`: reads one CV in any format and writes it as one JSON object.

It is for a child process with limits, because files from elsewhere can crash the libraries
that read them, or make them take memory and time without end. The exit code is 0, or that of
the error, which is then written as JSON in place of the master.
"""

import sys

from tailor.errors import LimitError, Place, Problem, TailorError
from tailor.importers import encode_import, encode_problems
from tailor.loader import import_cv
from tailor.sandbox.worker import isolate_output, write_answer


def main(path: str) -> int:
    place = Place(path)
    try:
        text, code = encode_import(import_cv(path)), 0
    except TailorError as error:
        text, code = encode_problems(error.problems, error.exit_code), error.exit_code
    except RecursionError:
        message = "the file is nested too deeply"
        text, code = (
            encode_problems([Problem(message, place)], LimitError.exit_code),
            LimitError.exit_code,
        )
    except MemoryError:
        message = "the file takes too much memory to read"
        text, code = (
            encode_problems([Problem(message, place)], LimitError.exit_code),
            LimitError.exit_code,
        )
    write_answer(text + "\n")
    return code


if __name__ == "__main__":
    isolate_output()
    sys.exit(main(sys.argv[1]))
