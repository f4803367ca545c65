"""`python -m tailor.keywords`: answers a request of `tailor.keywords.apart` on standard input."""

import sys

from tailor.keywords.apart import answer

if __name__ == "__main__":
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read()))
