"""`python -m tailor.keywords`: answers a request of `tailor.keywords.worker` on standard input."""

from tailor.keywords.worker import answer_request
from tailor.sandbox.worker import serve_request

if __name__ == "__main__":
    serve_request(answer_request)
