"""`python -m tailor.keywords`: answers a request of `tailor.keywords.apart` on standard input."""

from tailor.keywords.apart import answer
from tailor.reply import reply

if __name__ == "__main__":
    reply(answer)
