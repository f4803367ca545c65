"""Scores as bytes and back, to be kept."""

import json
from collections.abc import Mapping
from dataclasses import astuple

from tailor.model import Hit, Score


def packed(scores: Mapping[tuple[str, int], Score]) -> bytes:
    return json.dumps([astuple(score) for score in scores.values()]).encode()


def unpacked(data: bytes) -> dict[tuple[str, int], Score]:
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
