"""`python -m tailor.score`: answers a request of `tailor.score.apart` on standard input."""

import sys

from tailor.score.apart import answer

if __name__ == "__main__":
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read()))
