"""The lines that head a degree: school, degree, grade, place."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from tailor.resume.cv_words import DEGREE, SCHOOL
from tailor.resume_parser.entry_headings import Header, by_role, is_short, split_off_place
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


def degree(head: Header) -> tuple[Fields, list[Value]]:
    """institution, studyType, score, location; and the pieces left over."""
    fields: Fields = {}
    rest: list[Value] = []
    if any(piece.role for piece in head.pieces):
        return by_role_of_degree(head)
    for piece in head.pieces:
        for part in graded(piece):
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
    fields, rest = with_area(split_off_place(fields, "institution", "location"), rest)
    return fields, [*rest, *remarks]


def exchange_degree(fields: Fields) -> Fields:
    """The fields of a degree: one that holds the school as well is cut, and both are exchanged if
    their words say so, whatever those of the others do."""
    school, study = fields.get("institution"), fields.get("studyType")
    only = school if study is None else study if school is None else None
    if isinstance(only, Value) and DEGREE.match(only.text):
        parts = [replace(only, text=one.strip()) for one in CUT.split(only.text, maxsplit=2)]
        able = parts[1:] and parts[1].text[:1].isupper() and not HONOURS.match(parts[1].text)
        if able and (only is school or (len(parts) > 2 and is_town(parts[2].text))):
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


def by_role_of_degree(head: Header) -> tuple[Fields, list[Value]]:
    """As `degree`, of a heading of which it is known what its pieces are."""
    parts = ((piece, graded(piece)) for piece in head.pieces)
    pieces = tuple(
        one
        if not at or one.role == "remark"
        else replace(one, role="score" if field_of(one.text, True) == "score" else "")
        for piece, cut in parts
        for at, one in enumerate(cut)
    )
    fields, rest = by_role(replace(head, pieces=pieces), ("institution", "studyType", "location"))
    for piece in list(rest):
        scored = piece.role == "score" or field_of(piece.text, True) == "score"
        if scored and "score" not in fields:
            fields["score"] = piece
            rest.remove(piece)
    return with_area(fields, rest)


BARE = re.compile(
    r"(?:bachelor|master|doctor(?:ate)?|ph\.?d\.?|diplom[ae]?|degree|b\.?sc?\.?|m\.?sc?\.?|"
    r"b\.?a\.?|m\.?a\.?|licence|licenciatura|laurea|grado|(?:bachelor|master)['’]?s(?: degree)?)",
    re.IGNORECASE,
)
"""A degree without its subject."""


def with_area(fields: Fields, rest: list[Value]) -> tuple[Fields, list[Value]]:
    """The fields with the subject of a degree that is named apart from it."""
    kind = fields.get("studyType")
    if isinstance(kind, Value) and BARE.fullmatch(kind.text.strip()) and "area" not in fields:
        free = [one for one in rest if is_short(one.text) and not is_place(one.text)]
        place = fields.get("location")
        if (
            not free
            and isinstance(place, Value)
            and not (is_place(place.text) or is_town(place.text))
        ):
            free, fields = [place], {k: v for k, v in fields.items() if k != "location"}
        if free:
            rest = [one for one in rest if one is not free[0]]
            fields = {**fields, "area": replace(free[0], role="")}
    return fields, rest


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


def closed(text: str) -> bool:
    return text.count("(") <= text.count(")")


def graded(piece: Value) -> list[Value]:
    """A piece in which school, degree and grade stand together, cut at its commas."""
    noted = NOTED.match(piece.text)
    if noted and (
        FINISHED.search(noted[2])
        or SCORE.search(noted[2])
        or re.match(r"[\d.,/ ]+$", noted[2])
        or HONOURS.match(noted[2])
    ):
        remark = FINISHED.search(noted[2]) and not SCORE.search(noted[2])
        role = "remark" if remark else piece.role
        return [*graded(replace(piece, text=noted[1])), replace(piece, text=noted[2], role=role)]
    text = piece.text
    both = SCHOOL.search(text) and DEGREE.search(text)
    grade = SCORE.search(text) and DEGREE.search(text) and re.search(r"\d", text)
    cuts = [at.start() for at in CUT.finditer(text) if closed(text[: at.start()])]
    label = SCHOOL.search(text) and re.match(r"[^,;:]{3,40}(?=:\s)", text)
    if label and not SCORE.search(label[0]) and closed(label[0]):
        cuts = [label.end(), *cuts]
    if not (both or grade):
        return beside_school(piece, cuts)
    parts = [
        text[one:other].strip(",;: –—")
        for one, other in zip([0, *cuts], [*cuts, None], strict=True)
    ]
    found: list[str] = []
    for part in parts:
        new = any(one.search(part) for one in (SCHOOL, DEGREE) if part not in STATES) or (
            SCORE.search(part) and re.search(r"\d", part)
        )
        if found and not new:
            found[-1] += f", {part}"
        else:
            found.append(part)
    return [replace(piece, text=part) for part in found]


def beside_school(piece: Value, cuts: Sequence[int]) -> list[Value]:
    """A piece cut before and behind the school in it: what was learned, the school, the town.

    No piece is cut in which each part or none is a school.
    """
    text = piece.text
    edges = [0, *cuts, len(text)]
    parts = [text[one:other].strip(",;: –—") for one, other in pairwise(edges)]
    named = [bool(SCHOOL.search(part)) for part in parts]
    if sum(named) != 1 or len(parts) < 2 or re.search(r"\bof$", parts[0]):
        return [piece]
    at = named.index(True)
    before, behind = ", ".join(parts[:at]), ", ".join(parts[at + 1 :])
    if not before and (NAMED.match(parts[at]) or not (is_place(behind) or is_town(behind))):
        return [piece]
    return [replace(piece, text=one) for one in (before, parts[at], behind) if one]
