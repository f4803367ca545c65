"""`python -m tailor.render`: prints one template; see `tailor.render.child`."""

import sys

from tailor.render.child import answer

if __name__ == "__main__":
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read()))
