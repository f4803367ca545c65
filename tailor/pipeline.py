"""The whole program: read -> fetch -> extract -> score -> fit -> render -> typeset -> check.

`tailor` is all of it, from a master that was read and a posting that was fetched; its two halves
are `matched` (what the posting asks for, what every line is worth) and `best_page`.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from tailor.analysis import Analysis, extract_cached, require_keywords, start_analysis
from tailor.cache import NOWHERE, Cache
from tailor.errors import FileError, LimitError, Place, Problem, UnfitError
from tailor.files import save_file
from tailor.i18n import choose_translation
from tailor.judge import Judge, Judgement, join_judgement
from tailor.keywords.credentials import required_entries
from tailor.line_ids import LineIds
from tailor.models import KINDS, Document, Finding, Keyword, Plan, Posting, Resume, Score
from tailor.optimizer.explain import best_cuts
from tailor.optimizer.problem import build_page
from tailor.optimizer.rules import Rules
from tailor.optimizer.selection import ForcingCost, forcing_costs, select_page
from tailor.optimizer.tags import TagEffect, emphasise_tags, tag_effect, without_tags
from tailor.page_form import Form, form_page
from tailor.render.style import PageStyle
from tailor.render.templates import Template
from tailor.scoring import apply_weights, score_lines
from tailor.scoring.coverage import Coverage, KeywordAnswer, answer_keywords, count_coverage
from tailor.scoring.explain import answering_words
from tailor.scoring.similarity import Pair
from tailor.typesetter import find_any_template, make_typesetter

PATIENCE = 2.0
"""Seconds that the price of one cut line may take."""

Progress = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Options:
    """What the user may choose.

    `template` is a shipped name, a folder or a file; `paper` letter or a4; `accent` a colour for
    `tailor.render.style.parse_colour`; with `bold_keywords` the words that answer the posting
    are in bold; `section_order` are kinds or keys of sections, first to last
    (`tailor.keywords.section_order`); `headline` is how the headline begins that is wanted, "" for
    the nearest.
    What the `priced` best of the cut lines would cost is found while the page is typeset.
    """

    template: str = "classic"
    paper: str = "letter"
    accent: str = ""
    bold_keywords: bool = False
    section_order: tuple[str, ...] = ()
    headline: str = ""
    rules: Rules = field(default_factory=Rules)
    priced: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """What a posting asks for, and what every line of a master is worth for it; `required` are
    the keys of the licences, certificates and degrees that it asks for, `judgement` what a judge
    said, if one was asked."""

    master: Resume
    posting: Posting
    keywords: tuple[Keyword, ...]
    scores: Mapping[tuple[str, int], Score]
    required: tuple[str, ...] = ()
    judgement: Judgement = field(default_factory=Judgement)

    @property
    def answers(self) -> tuple[KeywordAnswer, ...]:
        """What the whole master has for each keyword, in their order."""
        return answer_keywords(self.keywords, self.master, self.scores, None)

    @property
    def coverage(self) -> dict[str, Coverage]:
        """How many keywords the whole master answers, by kind: must, nice, context."""
        return {kind: count_coverage(self.answers, kind) for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything that one run found out, in the order in which it did.

    `cost` tells what the page would lose if each of some keys, one at a time, had to be on it;
    None where no such page can be made. `meant` are the texts that pins and excludes stand for,
    `tags` says what tags did to the page.
    """

    master: Resume
    posting: Posting
    keywords: tuple[Keyword, ...]
    scores: Mapping[tuple[str, int], Score]
    plan: Plan
    cost: Callable[[Sequence[str]], tuple[ForcingCost | None, ...]]
    document: Document
    findings: tuple[Finding, ...]
    template: Template
    paper: str
    seconds: float
    form: Form
    judgement: Judgement = field(default_factory=Judgement)
    meant: Mapping[str, str] = field(default_factory=dict)
    tags: TagEffect = field(default_factory=TagEffect)

    @property
    def answers(self) -> tuple[KeywordAnswer, ...]:
        """What the page and the master have for each keyword, in their order."""
        return answer_keywords(self.keywords, self.master, self.scores, self.plan)

    @property
    def coverage(self) -> dict[str, Coverage]:
        """How many keywords the page answers, by kind: must, nice, context."""
        return {kind: count_coverage(self.answers, kind) for kind in KINDS}

    @property
    def pdf(self) -> bytes:
        """The page."""
        return self.document.pdf

    def save(self, path: str | Path) -> Path:
        """Writes the PDF, and its LaTeX source next to it as `.tex`; returns the path of the PDF.

        Files that are there are replaced, each as a whole. Raises FileError.
        """
        pdf = Path(path)
        try:
            save_file(pdf.with_suffix(".tex"), self.document.tex.encode())
            save_file(pdf, self.document.pdf)
        except (OSError, ValueError) as error:
            reason = (getattr(error, "strerror", None) or str(error)).lower()
            raise FileError(Problem(f"cannot be written: {reason}", Place(str(pdf)))) from error
        return pdf


def tailor(
    resume: Resume,
    posting: Posting,
    options: Options = Options(),
    progress: Progress = str,
    cache: Cache = NOWHERE,
    *,
    apart: bool = False,
    judge: Judge | None = None,
) -> Outcome:
    """The best page of a master for a posting.

    Args:
        resume: the master, from `tailor.loader.read_resume`.
        posting: from `tailor.posting.fetch.fetch_posting` or `tailor.posting.parse_posting`.
        options: template, paper and rules.
        progress: called with the name of each step when it begins.
        cache: where answers are kept that another run may need again.
        apart: whether spaCy and scikit-learn, where they are needed, work in processes of
            their own, which is faster for a single page.
        judge: a language model whose grades join the worth of the lines. If it does not answer, the
            page is as without it, and `Outcome.judgement.problems` says why.

    Raises:
        InputError: the posting asks for nothing that can be recognised, and its title names no job.
        UnfitError: what must stay does not fit on the page.
        TemplateError, ToolchainError, LimitError: the page cannot be made.
    """
    start = time.perf_counter()
    resume = choose_translation(resume, posting.language)
    # Whether the readers of PDFs will be needed, no more: what they found is kept by itself.
    about = tuple(map(repr, (resume, posting, options)))
    preload = not (apart and cache.has_answer("seen", *about))
    with start_analysis(resume, posting, cache, apart=apart, preload=preload) as analysis:
        # What needs no keywords comes first: another process may still be reading the posting.
        find_any_template(options.template).load()
        form = choose_form(resume, (posting,), options, cache)
        matched = score_keywords(analysis, progress, options.rules.weights)
        if judge:
            matched = ask_judge(matched, judge, options.rules.weights, progress, cache)
        outcome = best_page(matched, analysis.repeats(), form, options, progress, cache, start)
    if apart and preload:
        cache.put_bytes(b"", "seen", *about)
    return outcome


def ask_judge(
    matched: Match, judge: Judge, weights: Mapping[str, float], progress: Progress, cache: Cache
) -> Match:
    """The scores with the grades of a judge; the weight "judge" multiplies their points."""
    judgement = judge.grade(matched.master, matched.posting, progress, cache)
    scores = join_judgement(matched.scores, judgement, weights.get("judge", 1.0))
    return replace(matched, scores=scores, judgement=judgement)


def tailor_for_all(
    resume: Resume,
    demands: Sequence[tuple[Posting, Sequence[Keyword]]],
    options: Options = Options(),
    progress: Progress = str,
    cache: Cache = NOWHERE,
) -> Outcome:
    """The one page of a master that serves several postings best: no other has a greater mean of
    what it is worth for each.

    `demands` are the postings with the keywords of each (`posting_keywords`). Raises as `tailor`.
    """
    from tailor.keywords.extraction import merge_keywords

    start = time.perf_counter()
    progress("scoring every line of the master")
    weights = options.rules.weights
    keywords = merge_keywords([apply_weights(keywords, weights) for _, keywords in demands])
    extras = {name: factor for name, factor in weights.items() if name not in KINDS}
    whole = Posting("", title=f"{len(demands)} postings")
    resume = choose_translation(resume, demands[0][0].language)
    with start_analysis(resume, whole, cache) as its:
        repeats = its.repeats()
        postings, keyword_lists = (
            [posting for posting, _ in demands],
            [keywords for _, keywords in demands],
        )
        scores = score_lines(resume, keywords, postings, extras, repeats, keyword_lists)
        required = dict.fromkeys(
            key for posting in postings for key in required_entries(posting, resume)
        )
        matched = Match(resume, whole, keywords, scores, tuple(required))
        form = choose_form(resume, postings, options, cache)
        return best_page(matched, repeats, form, options, progress, cache, start)


def choose_form(
    resume: Resume, postings: Sequence[Posting], options: Options, cache: Cache
) -> Form:
    """The headline and the order of the sections. Raises as `form_page`."""
    order, keep = options.section_order, options.rules.keep_order
    return form_page(resume, postings, order, keep, options.headline, cache)


def best_page(
    matched: Match,
    near: Sequence[Pair],
    form: Form,
    options: Options,
    progress: Progress,
    cache: Cache,
    start: float,
) -> Outcome:
    """The best page by some scores: fit -> render -> typeset -> check.

    `near` are pairs of near-equal lines, `form` is its headline and the order of its sections;
    `start` is when the run began, by `time.perf_counter`.
    """
    template, plain = find_any_template(options.template), matched.scores
    matched = replace(matched, scores=emphasise_tags(plain, matched.master, options.rules))
    resume, chosen = form.resume, replace(options.rules, sections=form.order.keys)
    progress("measuring and choosing the page")
    bold = answering_words(matched.keywords, matched.scores) if options.bold_keywords else ()
    machine = make_typesetter(
        resume, template, PageStyle(options.paper, options.accent, bold), cache
    )
    sizes = machine.measurer(resume)
    hasty = replace(chosen, seconds=min(chosen.seconds, PATIENCE))

    def cost(keys: Sequence[str]) -> tuple[ForcingCost | None, ...]:
        return forcing_costs(
            keys, plan, resume, matched.scores, sizes, near, hasty, cache, matched.required, page
        )

    page = build_page(resume, matched.scores, sizes, near, chosen, matched.required)
    plan = select_page(resume, matched.scores, sizes, near, chosen, cache, matched.required, page)

    def effect_of_tags() -> TagEffect:
        if not (chosen.emphasise or chosen.only_tags or chosen.hide_tags):
            return TagEffect()
        other = None
        with suppress(UnfitError, LimitError):
            bare = without_tags(hasty)
            other = select_page(resume, plain, sizes, near, bare, cache, matched.required)
        return tag_effect(matched.master, chosen, plan, other)

    with ThreadPoolExecutor(1) as aside:
        likely = [cut.key for cut in best_cuts(plan, resume, options.priced)]
        prices, tagged = aside.submit(cost, likely), aside.submit(effect_of_tags)
        progress("typesetting")
        document = machine.print(plan.resume)
        progress("reading the page back")
        findings = machine.check(document, plan.resume, options.rules.max_pages)
    costs = dict(zip(likely, prices.result(), strict=True))

    def price(keys: Sequence[str]) -> tuple[ForcingCost | None, ...]:
        rest = [key for key in keys if key not in costs]
        answers = costs | dict(zip(rest, cost(rest), strict=True))
        return tuple(answers[key] for key in keys)

    seconds = time.perf_counter() - start
    inputs = matched.master, matched.posting, matched.keywords, matched.scores
    paper = options.paper
    meant = LineIds(matched.master).texts((*chosen.pins, *chosen.excludes))
    return Outcome(
        *(*inputs, plan, price, document, findings, template, paper, seconds, form),
        judgement=matched.judgement,
        meant=meant,
        tags=tagged.result(),
    )


def match(
    resume: Resume,
    posting: Posting,
    progress: Progress = str,
    weights: Mapping[str, float] | None = None,
    cache: Cache = NOWHERE,
    judge: Judge | None = None,
) -> Match:
    """The part of `tailor` that needs no page; `weights` are those of its rules.

    Raises:
        InputError: the posting asks for nothing that can be recognised, and its title names no job.
    """
    resume = choose_translation(resume, posting.language)
    with start_analysis(resume, posting, cache) as analysis:
        matched = score_keywords(analysis, progress, weights or {})
    return ask_judge(matched, judge, weights or {}, progress, cache) if judge else matched


def score_keywords(analysis: Analysis, progress: Progress, weights: Mapping[str, float]) -> Match:
    """extract -> score. Raises as `match`."""
    progress("reading the posting")
    required = analysis.required()
    keywords = require_keywords(analysis.keywords(), analysis.posting)
    progress("scoring every line of the master")
    return Match(
        analysis.resume,
        analysis.posting,
        keywords,
        analysis.scores(keywords, weights),
        required,
    )


def posting_keywords(posting: Posting, cache: Cache = NOWHERE) -> tuple[Keyword, ...]:
    """What a posting asks for, best first. Raises as `match`."""
    return require_keywords(extract_cached(posting, cache), posting)


def render(
    resume: Resume, options: Options = Options(), cache: Cache = NOWHERE
) -> tuple[Document, tuple[Finding, ...]]:
    """The whole master, untailored, on as many pages as it takes, and what reading it back found.

    Raises as `tailor`.
    """
    look = PageStyle(options.paper, options.accent)
    machine = make_typesetter(resume, find_any_template(options.template), look, cache)
    document = machine.print(resume)
    return document, machine.check(document, resume, document.pages)
