"""The lines that head a degree: school, degree, grade, place."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from tailor.resume.cv_words import DEGREE, SCHOOL
from tailor.resume_parser.entry_headings import Header, fields_by_role, is_short, split_off_place
from tailor.resume_parser.values import Fields, Value
from tailor.resume_parser.vocabulary import (
    HONOURS,
    NAMED,
    SCORE,
    STATES,
    is_organisation,
    is_place,
    is_town,
)

CUT = re.compile(r",\s+|;\s+|\s{1,3}[–—-]\s+")
NOTED = re.compile(r"^(.+?)\s{0,9}\(([^()]+)\)$")
FINISHED = re.compile(
    r"^(?:diploma|behaald|completed|conclu|obtenu|obtained|ukończ|afgerond|niet afgerond|abgeschl|"
    r"unfinished|not finished|ongoing|in progress|en cours|en curso|em andamento|in corso|abgebr|"
    r"met diploma|terminé|finaliz)",
    re.IGNORECASE,
)
"""How a remark behind a school begins that says whether the degree was reached."""
FRACTION = re.compile(r"\d+(?:[.,]\d+)?\s*/\s*\d")


def parse_degree(head: Header) -> tuple[Fields, list[Value]]:
    """institution, studyType, score, location; and the pieces left over."""
    fields: Fields = {}
    rest: list[Value] = []
    if any(piece.role for piece in head.pieces):
        return parse_degree_by_role(head)
    for piece in head.pieces:
        for part in split_degree(piece):
            text = part.text
            key = "" if part.role == "remark" else field_of(text, "institution" in fields)
            if key and key not in fields:
                fields[key] = part
            else:
                rest.append(part)
    remarks = [part for part in rest if part.role == "remark"]
    rest = [part for part in rest if part.role != "remark"]
    short = [part for part in rest if is_short(part.text)]
    full = {"institution", "studyType"} <= fields.keys()
    if full and short and "location" not in fields:
        fields["location"] = short[0]
        rest.remove(short[0])
    for key in ("institution", "studyType"):
        if key not in fields and rest:
            fields[key] = rest.pop(0)
    fields, rest = add_area(split_off_place(fields, "institution", "location"), rest)
    return fields, [*rest, *remarks]


def exchange_degree(fields: Fields) -> Fields:
    """The fields of a degree: one that holds the school as well is cut, and both are exchanged if
    their words say so, whatever those of the others do."""
    school, study = fields.get("institution"), fields.get("studyType")
    only = school if study is None else study if school is None else None
    if isinstance(only, Value) and DEGREE.match(only.text):
        parts = [replace(only, text=part.strip()) for part in CUT.split(only.text, maxsplit=2)]
        is_school_next = (
            parts[1:] and parts[1].text[:1].isupper() and not HONOURS.match(parts[1].text)
        )
        if is_school_next and (only is school or (len(parts) > 2 and is_town(parts[2].text))):
            keys = ("studyType", "institution", "location")
            return {**fields, **dict(zip(keys, parts, strict=False))}
    if not isinstance(school, Value) or not isinstance(study, Value):
        return fields
    is_degree = DEGREE.match(school.text) and not SCHOOL.search(school.text)
    is_school = SCHOOL.search(study.text) or is_organisation(study.text)
    if not is_degree or not is_school or DEGREE.search(study.text):
        return fields
    changed = fields | {"institution": study, "studyType": school}
    return split_off_place(changed, "institution", "location")


def parse_degree_by_role(head: Header) -> tuple[Fields, list[Value]]:
    """As `parse_degree`, for a heading whose pieces have roles."""
    parts = ((piece, split_degree(piece)) for piece in head.pieces)
    pieces = tuple(
        part
        if not index or part.role == "remark"
        else replace(part, role="score" if field_of(part.text, True) == "score" else "")
        for piece, cut in parts
        for index, part in enumerate(cut)
    )
    fields, rest = fields_by_role(
        replace(head, pieces=pieces), ("institution", "studyType", "location")
    )
    for piece in list(rest):
        scored = piece.role == "score" or field_of(piece.text, True) == "score"
        if scored and "score" not in fields:
            fields["score"] = piece
            rest.remove(piece)
    return add_area(fields, rest)


BARE = re.compile(
    r"(?:(?:bachelor|master|doctor) of (?:science|arts|philosophy|engineering|technology)|"
    r"bachelor|master|doctor(?:ate)?|ph\.?d\.?|diplom[ae]?|degree|b\.?sc?\.?|m\.?sc?\.?|"
    r"b\.?a\.?|m\.?a\.?|licence|licenciatura|laurea|grado|(?:bachelor|master)['’]?s(?: degree)?)",
    re.IGNORECASE,
)
"""A degree without its subject."""


def add_area(fields: Fields, rest: list[Value]) -> tuple[Fields, list[Value]]:
    """The fields with the subject of a degree that is named apart from it."""
    kind = fields.get("studyType")
    if isinstance(kind, Value) and BARE.fullmatch(kind.text.strip()) and "area" not in fields:
        free = [piece for piece in rest if is_subject(piece.text)]
        place = fields.get("location")
        if (
            not free
            and isinstance(place, Value)
            and not (is_place(place.text) or is_town(place.text))
        ):
            free, fields = [place], {k: v for k, v in fields.items() if k != "location"}
        if free:
            rest = [piece for piece in rest if piece is not free[0]]
            fields = {**fields, "area": replace(free[0], role="")}
    return fields, rest


def is_subject(text: str) -> bool:
    """Whether what is left over can be the name of a subject."""
    few = len(text.split()) <= 5 and re.fullmatch(r"[^\W\d][^\d:;()\[\]]*", text)
    return bool(few) and not is_place(text)


def field_of(text: str, schooled: bool) -> str:
    """The field that a piece is for, or ""; `schooled`: the school is known."""
    scored = SCORE.search(text) and re.search(r"\d", text) and not DEGREE.search(text)
    if scored or HONOURS.match(text) or FRACTION.match(text) or re.fullmatch(r"\d[\d.,]*", text):
        return "score"
    if is_place(text) or is_town(text):
        return "location"
    if SCHOOL.search(text) and not (schooled and DEGREE.search(text)):
        return "institution"
    return "studyType" if DEGREE.search(text) else ""


def is_bracket_closed(text: str) -> bool:
    return text.count("(") <= text.count(")")


def split_degree(piece: Value) -> list[Value]:
    """A piece in which school, degree and grade are together, cut at its commas."""
    noted = NOTED.match(piece.text)
    if noted and (
        FINISHED.search(noted[2])
        or SCORE.search(noted[2])
        or re.match(r"[\d.,/ ]+$", noted[2])
        or HONOURS.match(noted[2])
    ):
        remark = FINISHED.search(noted[2]) and not SCORE.search(noted[2])
        role = "remark" if remark else piece.role
        return [
            *split_degree(replace(piece, text=noted[1])),
            replace(piece, text=noted[2], role=role),
        ]
    text = piece.text
    both = SCHOOL.search(text) and DEGREE.search(text)
    grade = SCORE.search(text) and DEGREE.search(text) and re.search(r"\d", text)
    cuts = [
        match.start() for match in CUT.finditer(text) if is_bracket_closed(text[: match.start()])
    ]
    label = SCHOOL.search(text) and re.match(r"[^,;:]{3,40}(?=:\s)", text)
    if label and not SCORE.search(label[0]) and is_bracket_closed(label[0]):
        cuts = [label.end(), *cuts]
    if not (both or grade):
        return split_around_school(piece, cuts)
    parts = [
        text[start:end].strip(",;: –—")
        for start, end in zip([0, *cuts], [*cuts, None], strict=True)
    ]
    grouped: list[str] = []
    for part in parts:
        new = any(pattern.search(part) for pattern in (SCHOOL, DEGREE) if part not in STATES) or (
            SCORE.search(part) and re.search(r"\d", part)
        )
        if grouped and not new:
            grouped[-1] += f", {part}"
        else:
            grouped.append(part)
    return [replace(piece, text=part) for part in grouped]


def split_around_school(piece: Value, cuts: Sequence[int]) -> list[Value]:
    """A piece cut before and behind the school in it: what was learned, the school, the town.

    No piece is cut in which each part or none is a school.
    """
    text = piece.text
    edges = [0, *cuts, len(text)]
    parts = [text[start:end].strip(",;: –—") for start, end in pairwise(edges)]
    named = [bool(SCHOOL.search(part)) for part in parts]
    if sum(named) != 1 or len(parts) < 2 or re.search(r"\bof$", parts[0]):
        return [piece]
    index = named.index(True)
    before, after = ", ".join(parts[:index]), ", ".join(parts[index + 1 :])
    if not before and (NAMED.match(parts[index]) or not (is_place(after) or is_town(after))):
        return [piece]
    return [replace(piece, text=part) for part in (before, parts[index], after) if part]
