"""`python -m tailor.show`: opens the PDF on standard input and writes what is in it as JSON."""

import sys

from tailor.show.apart import answer

if __name__ == "__main__":
    sys.stdout.write(answer(sys.stdin.buffer.read()))
