"""`python -m tailor.sandbox MODULE:FUNCTION`: a child process; see `tailor.sandbox.worker`."""

import sys

from tailor.sandbox.worker import serve_call

if __name__ == "__main__":
    serve_call(sys.argv[1], *map(int, sys.argv[2:]))
