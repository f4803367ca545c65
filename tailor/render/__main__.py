"""`python -m tailor.render`: prints one template; see `tailor.render.child`."""

from tailor.render.child import answer
from tailor.reply import reply

if __name__ == "__main__":
    reply(answer)
