"""`python -m tailor.show`: opens the PDF on standard input and writes what is in it as JSON."""

import sys

from tailor.reply import begin, deliver
from tailor.show.apart import answer

if __name__ == "__main__":
    begin()
    deliver(answer(sys.stdin.buffer.read()))
