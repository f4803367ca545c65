"""Extraction in a process of its own, so that spaCy works beside everything else that a run does.

`request` and `answered` are the parent's side, `answer` the child's (`python -m tailor.keywords`).
How a child is started is the caller's business.
"""

import json
from dataclasses import asdict, replace

from tailor.keywords import extract
from tailor.models import Keyword, Passage, Posting


def encode_request(posting: Posting) -> bytes:
    """All that extraction depends on."""
    return json.dumps(asdict(replace(posting, sha256=""))).encode()


def answer_request(data: bytes) -> bytes:
    """What the posting of a request asks for, best first."""
    record = json.loads(data)
    passages = tuple(Passage(**one) for one in record.pop("passages"))
    notes = tuple(record.pop("notes"))
    found = extract(Posting(**record, passages=passages, notes=notes))
    return json.dumps([asdict(keyword) for keyword in found]).encode()


def decode_keywords(output: bytes) -> tuple[Keyword, ...]:
    """The keywords of an answer."""
    return tuple(
        Keyword(
            one["term"],
            one["kind"],
            one["weight"],
            tuple(one["variants"]),
            tuple(one["quotes"]),
            tuple((start, end) for start, end in one["spans"]),
            tuple(one["choice"]),
        )
        for one in json.loads(output)
    )
