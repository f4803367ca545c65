"""Scores as bytes, and the search for near-equal lines in a child process."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import astuple

from tailor.models import Hit, Score
from tailor.scoring.similarity import Pair, Wording, find_similar_wordings


def pack_scores(scores: Mapping[tuple[str, int], Score]) -> bytes:
    return json.dumps([astuple(score) for score in scores.values()]).encode()


def unpack_scores(data: bytes) -> dict[tuple[str, int], Score]:
    """What was packed, in its order."""
    return {
        (key, variant): Score(
            key,
            variant,
            value,
            tuple(Hit(*hit) for hit in hits),
            tuple((name, points) for name, points in extras),
            lead,
        )
        for key, variant, value, hits, extras, lead in json.loads(data)
    }


def encode_request(wordings: Sequence[Wording]) -> bytes:
    return json.dumps(wordings).encode()


def answer_request(data: bytes) -> bytes:
    """The pairs of near-equal wordings of a request."""
    return json.dumps(
        find_similar_wordings([(key, n, text) for key, n, text in json.loads(data)])
    ).encode()


def decode_pairs(output: bytes) -> tuple[Pair, ...]:
    """The pairs of an answer."""
    return tuple((a, its, b, others, near) for a, its, b, others, near in json.loads(output))
