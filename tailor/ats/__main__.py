"""`python -m tailor.ats FILE`: inspects one PDF and writes the inspection as one JSON object.
Without FILE it answers a request of `tailor.ats.worker` on standard input.

It is for a child process with limits, because PDFs can crash the libraries that read them.
Standard input may hold a JSON object of further readings (reader name -> text). The exit code
is 0, or that of the error, which is then written as JSON in place of the inspection.
"""

import json
import sys
from pathlib import Path

from tailor.ats.inspect import dumps, error_json, inspect_pdf
from tailor.ats.worker import answer_request
from tailor.errors import FileError, Problem, TailorError
from tailor.sandbox.worker import isolate_output, write_answer


def main(path: str) -> int:
    try:
        given = "" if sys.stdin.isatty() else sys.stdin.read()
        text, code = dumps(inspect_pdf(read_pdf_bytes(path), json.loads(given or "{}"))), 0
    except TailorError as error:
        text, code = error_json(error), error.exit_code
    write_answer(text + "\n")
    return code


def read_pdf_bytes(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise FileError(Problem(f"{path} cannot be read: {error.strerror}")) from error


if __name__ == "__main__":
    isolate_output()
    if not sys.argv[1:]:
        write_answer(answer_request(sys.stdin.buffer.read()))
        sys.exit()
    sys.exit(main(sys.argv[1]))
