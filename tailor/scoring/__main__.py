"""`python -m tailor.scoring`: answers a request of `tailor.scoring.worker` on standard input."""

from tailor.sandbox.worker import serve_request
from tailor.scoring.worker import answer_request

if __name__ == "__main__":
    serve_request(answer_request)
