"""The lines that head a degree: school, degree, grade, place."""

import re
from dataclasses import replace

from tailor.read.understand.headers import Header, unplace
from tailor.read.understand.values import Fields, Value
from tailor.read.understand.vocabulary import DEGREE, SCHOOL, SCORE, is_place


def degree(head: Header) -> tuple[Fields, list[Value]]:
    """institution, studyType, score, location; and the pieces left over."""
    fields: Fields = {}
    rest: list[Value] = []
    for piece in head.pieces:
        for part in graded(piece):
            text = part.text
            if SCORE.search(text) and re.search(r"\d", text) and not DEGREE.search(text):
                key = "score"
            elif is_place(text):
                key = "location"
            elif SCHOOL.search(text) and not ("institution" in fields and DEGREE.search(text)):
                key = "institution"
            elif DEGREE.search(text):
                key = "studyType"
            else:
                key = ""
            if key and key not in fields:
                fields[key] = part
            else:
                rest.append(part)
    for key in ("institution", "studyType"):
        if key not in fields and rest:
            fields[key] = rest.pop(0)
    return unplace(fields, "institution", "location"), rest


def graded(piece: Value) -> list[Value]:
    """A piece in which school, degree and grade stand together, cut at its commas."""
    text = piece.text
    both = SCHOOL.search(text) and DEGREE.search(text)
    grade = SCORE.search(text) and DEGREE.search(text) and re.search(r"\d", text)
    if not (both or grade):
        return [piece]
    cuts = [match.start() for match in re.finditer(r",\s+", text)]
    parts = [
        text[one:other].strip(", ") for one, other in zip([0, *cuts], [*cuts, None], strict=True)
    ]
    found: list[str] = []
    for part in parts:
        new = any(one.search(part) for one in (SCHOOL, DEGREE)) or (
            SCORE.search(part) and re.search(r"\d", part)
        )
        if found and not new:
            found[-1] += f", {part}"
        else:
            found.append(part)
    return [replace(piece, text=part) for part in found]
