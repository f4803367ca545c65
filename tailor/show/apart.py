"""A PDF opened in another process: what a template of the user's own puts into a page can make the
library that draws it loop, swell or crash.

`answer` is the child's side (`python -m tailor.show`), `answered` the parent's. How a child is
started is the caller's business.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import astuple
from typing import Any

from tailor.show.sheet import Letter, Paper, Rect, Sheet, opened


def answer(pdf: bytes) -> str:
    """A PDF, opened, as JSON; what the library raises comes through."""
    paper = opened(pdf)
    sheets = [
        {
            "size": [sheet.width, sheet.height],
            "picture": b64encode(sheet.picture).decode(),
            "letters": [[letter.text, *astuple(letter.box)] for letter in sheet.letters],
        }
        for sheet in paper.sheets
    ]
    return json.dumps({"author": paper.author, "sheets": sheets})


def answered(output: bytes) -> Paper:
    """The PDF that a child opened."""
    found = json.loads(output)
    return Paper(found["author"], tuple(map(sheet, found["sheets"])))


def sheet(found: Mapping[str, Any]) -> Sheet:
    width, height = found["size"]
    letters = (Letter(text, Rect(*box)) for text, *box in found["letters"])
    return Sheet(width, height, b64decode(found["picture"]), tuple(letters))
