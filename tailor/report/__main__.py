"""`python -m tailor.report`: opens the PDF on standard input and writes what is in it as JSON."""

import sys

from tailor.report.pages import answer_request
from tailor.sandbox.worker import isolate_output, write_answer

if __name__ == "__main__":
    isolate_output()
    write_answer(answer_request(sys.stdin.buffer.read()))
