"""A judge of the user's own choice: a language model that grades lines, and writes nothing.

It sees the posting and the lines of a master, and answers with a grade for each line. Of its
answer only known line ids, known grades, and words that are in the posting are used; so the worst
that it can do is to put a person's own lines in a bad order. docs/judge.md says what is sent.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tailor.cache import NOWHERE, Cache
from tailor.errors import NetworkError, Problem, TailorError
from tailor.judge.request import (
    GRADES,
    KEY_VARIABLE,
    ForbiddenServerError,
    RefusedRequestError,
    Wording,
    hash_question,
    lines_to_judge,
    make_requests,
    post_json,
    split_address,
)
from tailor.layout import Line
from tailor.models import Posting, Resume, Score

__all__ = [
    "GRADES",
    "KEY_VARIABLE",
    "Judge",
    "Judgement",
    "Verdict",
    "Wording",
    "hash_question",
    "join_judgement",
    "lines_to_judge",
    "split_address",
]

POINTS = {"must": 12.0, "good": 4.0, "neutral": -3.0, "no": -8.0}
"""Points that a grade adds to a line's own worth, of which 20 are a line that every expert would
print. Chosen with simulated judges (docs/judge.md); no real model was measured."""
LEADS = {"must": 0.3, "good": 0.1, "neutral": -0.1, "no": -0.3}
"""What a grade adds to a line's claim to be first in its job (`Score.lead`; no unit)."""
SECONDS = 120.0
"""What one request may take, by default."""
MOST_LINES = 600
"""Lines that are sent at all; those after them keep their own worth."""
RECORD_BYTES = 5_000_000
"""The largest file of recorded answers that is read."""
ENOUGH = 0.5
"""Share of the lines of a request that an answer must grade; with fewer it is not an answer."""
QUOTE_CHARACTERS = 200
"""The longest quote of the posting that is kept as what a line proves."""
TRIES = 2
"""How often a request is sent whose answer cannot be used."""
VERSION = 1
"""Of the file of recorded answers."""

Progress = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a judge says of one wording: a grade of `GRADES`, and the words of the posting that the
    line proves ("" if it names none)."""

    grade: str
    proves: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a judge says of the lines of a master for a posting.

    `asked` is the SHA-256 of model, posting and lines; `problems` are warnings, among them why
    there is no answer. Without `verdicts` the page is the program's own.
    """

    model: str = ""
    asked: str = ""
    verdicts: Mapping[Wording, Verdict] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def describe(self, key: str, variant: int) -> str:
        """Such as "the judge llama3.1 says must: it proves “ICU experience”"; "" if it says
        nothing of a wording."""
        verdict = self.verdicts.get((key, variant))
        if verdict is None:
            return ""
        proof = f": it proves “{verdict.proves}”" if verdict.proves else ""
        return f"the judge {self.model} says {verdict.grade}{proof}"

    def record(self) -> bytes:
        """The answers as a file (docs/judge.md), from which the same page is rebuilt; b"" if
        there are none."""
        if not self.verdicts:
            return b""
        lines = [
            {"key": key, "variant": variant, "grade": verdict.grade, "proves": verdict.proves}
            for (key, variant), verdict in sorted(self.verdicts.items())
        ]
        header = {"tailor": "judge", "version": VERSION, "model": self.model, "asked": self.asked}
        return (json.dumps(header | {"lines": lines}, indent=1) + "\n").encode()


@dataclass(frozen=True, slots=True)
class Judge:
    """A server that speaks the OpenAI chat format, and the model that it is to ask.

    Args:
        address: such as "http://127.0.0.1:11434/v1#llama3.1"; "#llama3.1" has no server and uses
            recorded answers only.
        allow_remote: whether the server may be another computer than this one.
        show_employers: whether the names of employers and schools are sent.
        seconds: what one request may take.
        key: sent as a bearer token; never stored or printed.
        recorded: a file of answers that `Judgement.record` made; used instead of the server if it
            is about this model, posting and master.
    """

    address: str
    allow_remote: bool = False
    show_employers: bool = False
    seconds: float = SECONDS
    key: str = field(default="", repr=False)
    recorded: bytes = field(default=b"", repr=False)

    @property
    def model(self) -> str:
        return split_address(self.address)[1]

    def grade(
        self, resume: Resume, posting: Posting, progress: Progress = str, cache: Cache = NOWHERE
    ) -> Judgement:
        """The grades of the lines of a master for a posting.

        A server that does not answer, or badly, gives a judgement without verdicts, and a warning.

        Raises ForbiddenServerError (a NetworkError): the server may not be asked.
        """
        lines = lines_to_judge(resume)
        question = hash_question(self.model, posting, lines)
        if self.recorded:
            recorded = read_record(self.recorded, question, posting, lines)
            if recorded:
                return Judgement(self.model, question, recorded)
        url, _ = split_address(self.address)
        if not url:
            message = "there are no recorded answers of the judge for this posting and master"
            return Judgement(self.model, question, problems=(warn_unused(message),))
        try:
            verdicts = self.ask(url, resume, posting, lines[:MOST_LINES], progress, cache)
        except ForbiddenServerError:
            raise
        except TailorError as error:
            faults = tuple(warn_unused(problem.message, problem.hint) for problem in error.problems)
            return Judgement(self.model, question, problems=faults)
        return Judgement(self.model, question, verdicts, tuple(warn_about_rest(lines)))

    def ask(
        self,
        url: str,
        resume: Resume,
        posting: Posting,
        lines: Sequence[Line],
        progress: Progress,
        cache: Cache,
    ) -> dict[Wording, Verdict]:
        """Asks the server in batches. Raises NetworkError or LimitError."""
        requests = make_requests(self.model, resume, posting, lines, self.show_employers)
        verdicts: dict[Wording, Verdict] = {}
        for number, (body, ids) in enumerate(requests, start=1):
            part = f", part {number} of {len(requests)}" if len(requests) > 1 else ""
            progress(f"asking the judge {self.model}{part}")
            answer = self.ask_cached(url, body, ids, posting, cache)
            verdicts |= answer
        return verdicts

    def ask_cached(
        self,
        url: str,
        body: Mapping[str, Any],
        ids: Mapping[str, Wording],
        posting: Posting,
        cache: Cache,
    ) -> dict[Wording, Verdict]:
        """The answer to one request, kept under its content. Raises as `ask`."""
        text = json.dumps(body, ensure_ascii=False, sort_keys=True)

        def decode(data: bytes) -> dict[Wording, Verdict]:
            return read_answer(data, ids, posting)

        stored = cache.get_bytes("judge", url, text, decode=decode)
        if stored is None:
            stored = self.ask_server(url, body, decode)
            cache.put_bytes(stored, "judge", url, text)
        return decode(stored)

    def ask_server(
        self, url: str, body: Mapping[str, Any], decode: Callable[[bytes], object]
    ) -> bytes:
        """An answer that can be decoded. Raises as `ask`."""
        for tries_left in reversed(range(TRIES)):
            try:
                answer = post_json(self, url, body)
                decode(answer)
                return answer
            except (UnreadableAnswerError, RefusedRequestError) as error:
                if not tries_left:
                    raise
                if isinstance(error, RefusedRequestError):  # Some servers know no schemas.
                    body = {
                        name: value for name, value in body.items() if name != "response_format"
                    }
        raise AssertionError("unreachable")


class UnreadableAnswerError(NetworkError):
    """A server answered, and the answer grades no lines."""


def join_judgement(
    scores: Mapping[Wording, Score], judgement: Judgement, factor: float = 1.0
) -> dict[Wording, Score]:
    """The scores, each with the points of its grade as the extra "judge"; `factor` multiplies
    them. A line without a verdict keeps its score."""
    joined = dict(scores)
    for wording, verdict in judgement.verdicts.items():
        score, points = joined.get(wording), round(factor * POINTS[verdict.grade], 4)
        if score and points:
            joined[wording] = replace(
                score,
                value=score.value + points,
                extras=(*score.extras, ("judge", points)),
                lead=score.lead + factor * LEADS[verdict.grade],
            )
    return joined


# What comes back


def read_answer(
    data: bytes, ids: Mapping[str, Wording], posting: Posting
) -> dict[Wording, Verdict]:
    """The verdicts in an answer; everything else in it is ignored.

    Raises UnreadableAnswerError: it grades too few of the lines.
    """
    verdicts: dict[Wording, Verdict] = {}
    for item in answer_items(data):
        wording = ids.get(item["id"]) if isinstance(item.get("id"), str) else None
        if wording and wording not in verdicts and (verdict := read_verdict(item, posting)):
            verdicts[wording] = verdict
    if len(verdicts) < max(1, ENOUGH * len(ids)):
        summary = f"it grades {len(verdicts)} of {len(ids)} lines"
        raise UnreadableAnswerError(
            Problem(f"the answer of the model cannot be used: {summary}", hint="try another model")
        )
    return verdicts


def answer_items(data: bytes) -> list[dict[str, Any]]:
    """The objects in the list `lines` of what the model said; [] if it has none."""
    try:
        content = json.loads(data)["choices"][0]["message"]["content"]
        text = content.rpartition("</think>")[2]  # Some models think aloud first.
        answer, _ = json.JSONDecoder().raw_decode(text, text.index("{"))
        return [item for item in answer["lines"] if isinstance(item, dict)]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return []


def read_verdict(item: Mapping[str, Any], posting: Posting) -> Verdict | None:
    """What an item of an answer or of a record says; None if it has no known grade."""
    grade, proves = item.get("grade"), item.get("proves")
    if grade not in GRADES:
        return None
    return Verdict(str(grade), find_quote(posting, proves) if isinstance(proves, str) else "")


def find_quote(posting: Posting, words: str) -> str:
    """The words as written in the posting, on one line; "" if they are not in it."""
    wanted = " ".join(words.split()).lower().strip(" .,;:")
    if not 3 <= len(wanted) <= QUOTE_CHARACTERS:
        return ""
    text = " ".join(f"{posting.title}\n{posting.text}".split())
    lowered = text.lower()
    position = lowered.find(wanted)
    if position < 0:
        return ""
    same = len(lowered) == len(text)  # Lower case is longer for a few letters.
    return text[position : position + len(wanted)] if same else wanted


def read_record(
    data: bytes, question: str, posting: Posting, lines: Sequence[Line]
) -> dict[Wording, Verdict]:
    """The verdicts in a file of recorded answers; {} if it is about something else, or is none."""
    try:
        record = json.loads(data) if len(data) <= RECORD_BYTES else {}
        if record["version"] != VERSION or record["asked"] != question:
            return {}
        items = [item for item in record["lines"] if isinstance(item, dict)]
    except (ValueError, LookupError, TypeError, RecursionError):
        return {}
    wordings = {(line.key, line.variant) for line in lines}
    verdicts = {}
    for item in items:
        wording = (item.get("key"), item.get("variant"))
        if all(isinstance(part, str | int) for part in wording) and wording in wordings:
            verdict = read_verdict(item, posting)
            if verdict:
                verdicts[wording] = verdict
    return verdicts


# Warnings


def warn_unused(message: str, hint: str = "") -> Problem:
    """Why a page is the program's own, though a judge was wanted."""
    return Problem(f"the judge was not used: {message}", hint=hint, level="warning")


def warn_about_rest(lines: Sequence[Line]) -> Iterator[Problem]:
    if len(lines) > MOST_LINES:
        message = f"the judge was asked about the first {MOST_LINES} of {len(lines)} lines only"
        yield Problem(message, level="warning")
