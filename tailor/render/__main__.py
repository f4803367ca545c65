"""`python -m tailor.render`: prints one template; see `tailor.render.environment`."""

from tailor.render.environment import answer_request
from tailor.sandbox.worker import serve_request

if __name__ == "__main__":
    serve_request(answer_request)
