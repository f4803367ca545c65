"""What the language libraries say of a posting and of a master: kept, and found side by side.

spaCy and scikit-learn take longer to load than the rest of a run takes. So their answers are kept
by content, and where there is none yet each is asked in a process of its own while this one goes
on with everything else.
"""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from functools import cache as once
from threading import Thread
from typing import Generic, TypeVar, get_type_hints

from tailor import scoring
from tailor.cache import NOWHERE, Cache
from tailor.codec import encode
from tailor.errors import InputError, Place, Problem
from tailor.keywords import extract
from tailor.models import Keyword, Posting, Resume, Score
from tailor.optimizer.solver import load_solver
from tailor.sandbox.process import Limits
from tailor.sandbox.worker import EarlyChild, WorkerError, WorkerKilledError, start_call
from tailor.scoring.similarity import FEW, find_similar_wordings

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")
LOADED = 1.0
"""Seconds in which the readers are loaded: a thread that Python ends in the midst of it crashes."""


@dataclass(frozen=True, slots=True)
class Question(Generic[Asked, Answer]):
    """A function of a language library, what it is asked, and the `kind` of its cached answers."""

    kind: str
    function: Callable[[Asked], Answer]
    asked: Asked
    library: str

    def compute(self) -> Answer:
        return self.function(self.asked)

    def answer(self, cache: Cache, compute: Callable[[], Answer] | None = None) -> Answer:
        """The answer that is cached, else the one that `compute` finds, in this process if None."""
        returned = get_type_hints(self.function)["return"]
        return cache.get_or_compute(
            compute or self.compute, returned, self.kind, encode(self.asked)
        )

    def is_cached(self, cache: Cache) -> bool:
        return cache.has_answer(self.kind, encode(self.asked))


@dataclass(frozen=True, slots=True)
class Analysis:
    """Answers on a posting and a master; `keywords` (best first) and `repeats` (the pairs of
    near-equal wordings in the master) are waited for when they are called. `about` says all of
    both, for keys of the cache."""

    resume: Resume
    posting: Posting
    cache: Cache
    keywords: Callable[[], tuple[Keyword, ...]]
    repeats: Callable[[], tuple[scoring.Pair, ...]]
    about: tuple[str, str]

    def required(self) -> tuple[str, ...]:
        """The keys of the entries that the page should not be without, as `required_entries`."""

        def compute() -> tuple[str, ...]:
            from tailor.keywords.credentials import required_entries

            return required_entries(self.posting, self.resume)

        return self.cache.get_or_compute(compute, tuple[str, ...], "required", *self.about)

    def scores(
        self, keywords: Sequence[Keyword], factors: Mapping[str, float]
    ) -> dict[tuple[str, int], Score]:
        """What every line of the master is worth, as `tailor.scoring.score_lines`."""
        repeats = self.repeats()

        def compute() -> tuple[Score, ...]:
            every = scoring.score_lines(self.resume, keywords, self.posting, factors, repeats)
            return tuple(every.values())

        about = *self.about, *map(repr, (tuple(keywords), sorted(factors.items()), repeats))
        scores = self.cache.get_or_compute(compute, tuple[Score, ...], "scores", *about)
        return {(score.key, score.variant): score for score in scores}


@contextmanager
def start_analysis(
    resume: Resume,
    posting: Posting,
    cache: Cache = NOWHERE,
    *,
    apart: bool = False,
    preload: bool = True,
) -> Iterator[Analysis]:
    """Begins to analyse a posting and a master; at the end, no process of it is left.

    With `apart`, what is not kept and needs a library that is not loaded has a process of its own;
    meanwhile what later steps need is loaded here, unless `preload` says that it will not be.
    """
    question = extraction_question(posting)
    wordings = scoring.repeatable_wordings(resume)
    repeated = Question("repeats", find_similar_wordings, wordings, "sklearn")
    with ExitStack() as stack:
        keywords = start_question(question, cache, apart, stack)
        repeats = start_question(repeated, cache, apart, stack)
        if apart and not question.is_cached(cache):
            load_solver()
            scoring.preload_data(resume, posting)
            preload_checks()
        elif apart and preload:
            # A signal may leave this thread stuck, so it is not waited for without end.
            loading = Thread(target=preload_checks, daemon=True)
            loading.start()
            stack.callback(loading.join, LOADED)
        about = (repr(resume), repr(posting))
        yield Analysis(resume, posting, cache, once(keywords), once(repeats), about)


def preload_checks() -> None:
    """Loads what reading the page back needs."""
    from tailor.ats.inspect import preload

    preload()


def extract_cached(posting: Posting, cache: Cache = NOWHERE) -> tuple[Keyword, ...]:
    """What a posting asks for, best first."""
    return extraction_question(posting).answer(cache)


def extraction_question(posting: Posting) -> Question[Posting, tuple[Keyword, ...]]:
    return Question("keywords", extract, replace(posting, sha256=""), "spacy")


def start_question(
    question: Question[Asked, Answer], cache: Cache, apart: bool, stack: ExitStack
) -> Callable[[], Answer]:
    """A function that waits for the answer."""
    if not apart or question.library in sys.modules or question.is_cached(cache):
        if question.library == "spacy":
            EarlyChild.end()
        return lambda: question.answer(cache)
    if question.library == "sklearn" and len(question.asked) <= FEW:  # type: ignore[arg-type]
        answer = question.answer(cache)
        return lambda: answer
    call = stack.enter_context(start_call(Limits(), question.function, question.asked))

    def compute() -> Answer:
        try:
            return call.result()
        except (WorkerKilledError, WorkerError):
            return question.compute()

    return lambda: question.answer(cache, compute)


def require_keywords(keywords: tuple[Keyword, ...], posting: Posting) -> tuple[Keyword, ...]:
    """The keywords; there may be none if the title names a job: then it decides with its
    occupation. Raises InputError if nothing is known."""
    from tailor.posting.identity import is_job

    if keywords or is_job(posting.title):
        return keywords
    hint = "give the part that says what the job is and what it needs"
    place = Place(posting.source) if posting.source else None
    message = "the posting asks for nothing that can be recognised"
    raise InputError(Problem(message, place, hint=hint))
