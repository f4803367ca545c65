"""`python -m tailor.score`: answers a request of `tailor.score.apart` on standard input."""

from tailor.reply import reply
from tailor.score.apart import answer

if __name__ == "__main__":
    reply(answer)
