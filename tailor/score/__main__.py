"""`python -m tailor.score`: answers a request of `tailor.score.apart` on standard input."""

import gc
import os
import sys

from tailor.score.apart import answer

if __name__ == "__main__":
    gc.disable()
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read()))
    sys.stdout.flush()
    os._exit(0)  # To take the libraries down would take a tenth of the time.
