"""What the language libraries say of a posting and of a master: kept, and found side by side.

spaCy and scikit-learn take longer to load than the rest of a run takes. So their answers are kept
by content, and where there is none yet each is asked in a process of its own while this one goes
on with everything else.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from threading import Thread

from tailor import scoring
from tailor.cache import NOWHERE, Cache, Decode
from tailor.errors import InputError, Place, Problem
from tailor.keywords import worker as extraction
from tailor.models import Keyword, Posting, Resume, Score
from tailor.optimizer.solver import load_solver
from tailor.pdf.text import load_readers
from tailor.posting.identity import is_job
from tailor.sandbox.process import child_environment, module_command, start_program
from tailor.scoring import worker as comparison

LOADED = 1.0
"""Seconds in which the readers are loaded: a thread that Python ends in the midst of it crashes."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a room is asked (`data`), how it answers, the library that it needs for that, and what
    makes values of the answer."""

    room: str
    data: bytes
    answer: Callable[[bytes], bytes]
    library: str
    decode: Decode

    def answered(self, cache: Cache) -> bytes:
        """The answer, found in this process if it is not kept."""
        return cache.kept(lambda: self.answer(self.data), self.room, self.data, decode=self.decode)


@dataclass(frozen=True, slots=True)
class Analysis:
    """Answers on a posting and a master, waited for when they are asked for."""

    resume: Resume
    posting: Posting
    cache: Cache
    first: Callable[[], bytes]
    second: Callable[[], bytes]

    def keywords(self) -> tuple[Keyword, ...]:
        """What the posting asks for, best first."""
        return extraction.decode_keywords(self.first())

    def repeats(self) -> tuple[scoring.Pair, ...]:
        """The pairs of near-equal wordings in the master."""
        return comparison.decode_pairs(self.second())

    def scores(
        self, keywords: Sequence[Keyword], factors: Mapping[str, float]
    ) -> dict[tuple[str, int], Score]:
        """What every line of the master is worth, as `tailor.scoring.score_lines`."""

        repeats = self.repeats()

        def found() -> bytes:
            every = scoring.score_lines(self.resume, keywords, self.posting, factors, repeats)
            return comparison.pack_scores(every)

        about = (self.resume, self.posting, tuple(keywords), sorted(factors.items()), repeats)
        kept = self.cache.kept(found, "scores", *map(repr, about), decode=comparison.unpack_scores)
        return comparison.unpack_scores(kept)


@contextmanager
def start_analysis(
    resume: Resume, posting: Posting, cache: Cache = NOWHERE, *, apart: bool = False
) -> Iterator[Analysis]:
    """Begins to analyse a posting and a master; in the end nothing of it goes on.

    With `apart`, what is not kept and needs a library that is not loaded has a process of its own;
    meanwhile what later steps need is loaded here.
    """
    asked = extraction_request(posting)
    wordings = comparison.encode_request(scoring.repeatable_wordings(resume))
    repeated = Question(
        "scoring", wordings, comparison.answer_request, "sklearn", comparison.decode_pairs
    )
    with ExitStack() as stack:
        first, second = (start_request(one, cache, apart, stack) for one in (asked, repeated))
        if apart and not cache.has(asked.room, asked.data):
            load_solver()
            scoring.preload_data(resume)
            load_readers()
        elif apart:  # A signal may leave this thread stuck, so it is not waited for without end.
            loading = Thread(target=load_readers, daemon=True)
            loading.start()
            stack.callback(loading.join, LOADED)
        yield Analysis(resume, posting, cache, first, second)


def extract_cached(posting: Posting, cache: Cache = NOWHERE) -> tuple[Keyword, ...]:
    """What a posting asks for, best first."""
    return extraction.decode_keywords(extraction_request(posting).answered(cache))


def extraction_request(posting: Posting) -> Question:
    about = extraction.encode_request(posting)
    return Question(
        "keywords", about, extraction.answer_request, "spacy", extraction.decode_keywords
    )


def start_request(
    question: Question, cache: Cache, apart: bool, stack: ExitStack
) -> Callable[[], bytes]:
    """A function that waits for the answer."""
    loaded = question.library in sys.modules
    if not apart or loaded or cache.has(question.room, question.data):
        return lambda: question.answered(cache)
    command = module_command(f"tailor.{question.room}")
    program = stack.enter_context(start_program(command, None, child_environment(), question.data))

    def outside() -> bytes:
        ended = program.ended()
        return ended.output if ended.code == 0 else question.answer(question.data)

    return lambda: cache.kept(outside, question.room, question.data, decode=question.decode)


def require_keywords(keywords: tuple[Keyword, ...], posting: Posting) -> tuple[Keyword, ...]:
    """The keywords; there may be none if the title names a job: then it decides with its
    occupation. Raises InputError if nothing is known."""
    if keywords or is_job(posting.title):
        return keywords
    hint = "give the part that says what the job is and what it needs"
    place = Place(posting.source) if posting.source else None
    message = "the posting asks for nothing that can be recognised"
    raise InputError(Problem(message, place, hint=hint))
