"""`python -m tailor.keywords`: answers a request of `tailor.keywords.apart` on standard input."""

import gc
import os
import sys

from tailor.keywords.apart import answer

if __name__ == "__main__":
    gc.disable()
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read()))
    sys.stdout.flush()
    os._exit(0)  # To take the libraries down would take a tenth of the time.
