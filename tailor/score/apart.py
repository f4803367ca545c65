"""Near-equal wordings found in a process of its own, so that scikit-learn works beside everything
else that a run does; as `tailor.keywords.apart`, for `python -m tailor.score`.
"""

import json
from collections.abc import Sequence

from tailor.score.near import Pair, Wording, similar


def request(wordings: Sequence[Wording]) -> bytes:
    return json.dumps(wordings).encode()


def answer(data: bytes) -> bytes:
    """The pairs of near-equal wordings of a request."""
    return json.dumps(similar([(key, n, text) for key, n, text in json.loads(data)])).encode()


def answered(output: bytes) -> tuple[Pair, ...]:
    """The pairs of an answer."""
    return tuple((a, its, b, others, near) for a, its, b, others, near in json.loads(output))
