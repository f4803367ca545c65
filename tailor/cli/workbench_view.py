"""What the workbench shows of a page, as JSON for its script."""

from collections.abc import Iterator, Mapping, Sequence

from tailor.cli.choices import (
    PAPERS,
    Catalogue,
    History,
    choices_from,
    make_catalogue,
    profile_choices,
    tag_use,
)
from tailor.cli.json_report import Record, job_record
from tailor.cli.outputs import FORMS
from tailor.cli.settings import Settings
from tailor.layout import scorable_lines
from tailor.models import Entry, Plan, Posting, Resume, Section
from tailor.optimizer.explain import best_cuts
from tailor.pipeline import Outcome
from tailor.report.annotate import Leaf, place_lines
from tailor.report.pages import RenderedPdf
from tailor.report.posting_view import posting_blocks, term_mentions
from tailor.report.view_model import Keyword, Line, coverage_bars, view_keywords, view_lines
from tailor.scoring.coverage import KeywordAnswer

MOST_TIES = 5
"""How many toss-ups are offered at once."""
KEPT = {
    "pinned": "must be on the page: you or your master say so",
    "the highest degree": "always on the page: your highest degree",
    "the posting asks for it": "always on the page: the posting asks for it",
    "no gap of more than a year": "always on the page: without it there is a gap of over a year",
}
"""What is said of a line that must be printed, by the reason that the optimizer gives."""
SIZE = 1
"""Digits of places on the picture, in points."""


def page_catalogue(outcome: Outcome, settings: Settings) -> Catalogue:
    """What may be chosen for the master of a page."""
    choices, profiles = choices_from(settings), profile_choices(settings)
    keys = outcome.form.order.keys or tuple(section.key for section in outcome.master.sections)
    printed = frozenset(section.key for section in outcome.plan.resume.sections)
    return make_catalogue(outcome.master, choices, keys, printed, outcome.form.headlines, profiles)


def master_catalogue(master: Resume, settings: Settings) -> Catalogue:
    """What may be chosen for a master of which no page could be made yet."""
    keys = tuple(section.key for section in master.sections)
    choices = choices_from(settings)
    return make_catalogue(master, choices, keys, frozenset(), (), profile_choices(settings))


def master_view(master: Resume, posting: Posting, catalogue: Catalogue) -> Record:
    """The same as `page_view` for a master of which no page could be made yet: every line, none of
    them printed."""
    lines = {
        line.key: {
            "key": line.key,
            "id": catalogue.ids.id_of(line.key),
            "role": line.role,
            "text": heading_text(line.role, line.text),
            "printed": False,
            "wordings": list(catalogue.wordings.get(line.key, ())),
            "wording": None,
            "why": "",
            "score": 0.0,
            "tie": False,
            "answers": [],
        }
        for line in scorable_lines(master)
        if not line.variant
    }
    sections = [
        section_record(
            section,
            [
                lines[key]
                for entry in section.entries
                for key in dict.fromkeys(entry_keys(entry))
                if key in lines
            ],
            False,
        )
        for section in master.sections
    ]
    return {
        "author": master.name,
        "sheets": [],
        "fill": 0.0,
        "score": 0.0,
        "proven": False,
        "coverage": [],
        "keywords": [],
        "posting": posting_record(posting, ()),
        "sections": sections,
        "headline": master.label,
        "ties": [],
        "warnings": [],
        "since": None,
    } | choice_record(catalogue)


def choice_record(catalogue: Catalogue) -> Record:
    """What there is to choose from, besides the lines."""
    return {
        "headlines": list(catalogue.headlines),
        "templates": list(catalogue.templates),
        "papers": list(PAPERS),
        "tags": list(catalogue.tags),
        "profiles": list(catalogue.profiles),
        "forms": list(FORMS),
    }


def page_view(
    outcome: Outcome,
    answers: Sequence[KeywordAnswer],
    drawn: RenderedPdf,
    catalogue: Catalogue,
    before: Record | None,
) -> Record:
    """All of a page: its lines and where they are, the posting with what is answered, the whole
    master line by line, and what has changed since the view `before`.

    Keys of lines are those of the master; numbers of keywords are places in `keywords`.
    """
    report = job_record(outcome, answers, None, outcome.seconds)
    keywords = view_keywords(report)
    lines = view_lines(report, keywords)
    leaves = place_lines(drawn.sheets, lines)
    keys = [line.key for line in lines]
    view = {
        "author": drawn.author,
        "sheets": [sheet_record(leaf) for leaf in leaves],
        "fill": outcome.plan.fill,
        "score": round(outcome.plan.objective, 2),
        "proven": outcome.plan.proven,
        "coverage": [[bar.kind, bar.covered, bar.of] for bar in coverage_bars(report, keywords)],
        "keywords": [keyword_record(keyword, keys) for keyword in keywords],
        "posting": posting_record(outcome.posting, keywords),
        "sections": list(section_records(outcome, lines, catalogue)),
        "headline": outcome.plan.resume.label,
        "ties": list(tie_records(outcome, lines)),
        "warnings": [finding.message for finding in outcome.findings if finding.level == "warn"],
    }
    return view | choice_record(catalogue) | {"since": compare_views(view, before)}


def sheet_record(leaf: Leaf) -> Record:
    """A page: its size in points, its text, and boxes (x, y, width, height) of each line."""
    return {
        "size": [round(leaf.width, SIZE), round(leaf.height, SIZE)],
        "text": leaf.text,
        "spots": [
            {
                "key": spot.line.key,
                "boxes": [
                    [round(side, SIZE) for side in (box.x, box.y, box.width, box.height)]
                    for box in spot.rects
                ],
            }
            for spot in leaf.spots
        ],
    }


def keyword_record(keyword: Keyword, keys: Sequence[str]) -> Record:
    return {
        "term": keyword.term,
        "kind": keyword.kind,
        "state": keyword.state,
        "instead": keyword.instead,
        "printed": [keys[number] for number in keyword.printed],
        "others": [keys[number] for number in keyword.others],
    }


def posting_record(posting: Posting, keywords: Sequence[Keyword]) -> Record:
    """The posting as blocks of rows of pieces, each a text with numbers of keywords."""
    spans = {
        keyword.number: keyword.spans or term_mentions(posting, keyword.term, keyword.quotes)
        for keyword in keywords
    }
    blocks = [
        {
            "kind": block.kind,
            "quiet": block.quiet,
            "rows": [[[piece.text, *piece.keywords] for piece in row] for row in block.rows],
        }
        for block in posting_blocks(posting, spans)
    ]
    return {
        "title": posting.title,
        "company": posting.company,
        "language": posting.language,
        "blocks": blocks,
    }


def section_records(
    outcome: Outcome, lines: Sequence[Line], catalogue: Catalogue
) -> Iterator[Record]:
    """Every section of the master in the order of the page, with its entries and lines."""
    rows = {line.key: line for line in lines}
    plan = outcome.plan
    wordings = dict(plan.chosen)
    if summary := outcome.master.summary:
        row = line_record(rows[summary.key], catalogue, wordings, plan)
        yield section_record(Section("", "Summary", "summary"), [row], plan.resume.summary)
    sections = {section.key: section for section in outcome.master.sections}
    for key in catalogue.sections:
        section = sections[key]
        records = [
            line_record(rows[inner], catalogue, wordings, plan)
            for entry in section.entries
            for inner in dict.fromkeys(entry_keys(entry))
            if inner in rows
        ]
        yield section_record(section, records, key in catalogue.printed)


def section_record(section: Section, rows: Sequence[Record], printed: object) -> Record:
    return {
        "key": section.key,
        "title": section.title,
        "kind": section.kind,
        "printed": bool(printed),
        "lines": list(rows),
    }


def entry_keys(entry: Entry) -> Iterator[str]:
    """The keys of an entry and of what is in it, in the order of the master."""
    yield entry.key
    if entry.summary:
        yield entry.summary.key
    for group in entry.groups:
        yield group.key
        yield from (bullet.key for bullet in group.bullets)


def line_record(
    line: Line, catalogue: Catalogue, wordings: Mapping[str, int], plan: Plan
) -> Record:
    """A line of the master. `wording` is the number of its printed text, if one is printed."""
    reasons = dict(plan.kept)
    return {
        "key": line.key,
        "id": catalogue.ids.id_of(line.key),
        "role": line.role,
        "text": heading_text(line.role, line.text),
        "printed": line.chosen,
        "wordings": list(catalogue.wordings.get(line.key, ())),
        "wording": wordings.get(line.key),
        "why": KEPT.get(reasons.get(line.key, ""), "") if line.chosen else cut_reason(line),
        "score": round(line.score, 1),
        "tie": line.tossup,
        "answers": list(line.answers),
    }


def heading_text(role: str, text: str) -> str:
    """A line as it is shown; title and organisation of a heading are on one line."""
    return text.replace(". ", ", ", 1) if role == "heading" else text


def cut_reason(line: Line) -> str:
    return "left out: you or your master say so" if line.reason == "excluded" else line.reason


def tie_records(outcome: Outcome, lines: Sequence[Line]) -> Iterator[Record]:
    """The cut lines whose return costs next to nothing, each with the line that would go for it;
    none if there is room for both."""
    plan, texts = outcome.plan, {line.key: line.text for line in lines}
    for cut in best_cuts(plan, outcome.master, MOST_TIES):
        if plan.is_toss_up(cut.loss) and len(cut.instead) < 2:
            replaced = next(iter(cut.instead), "")
            yield {
                "key": cut.key,
                "text": cut.text,
                "other": replaced,
                "other_text": texts.get(replaced, ""),
                "loss": round(cut.loss or 0.0, 2),
            }


def compare_views(view: Record, before: Record | None) -> Record | None:
    """What changed between two views of a page: points, and keywords that count."""
    if before is None:
        return None
    now, then = (
        {item["term"] for item in some["keywords"] if item["state"] in ("proved", "listed")}
        for some in (view, before)
    )
    counted = {keyword["term"] for keyword in view["keywords"] if keyword["kind"] != "context"}
    return {
        "points": round(view["score"] - before["score"], 2),
        "gained": sorted((now - then) & counted),
        "lost": sorted((then - now) & counted),
    }


def bench_record(history: History | None, catalogue: Catalogue | None) -> Record | None:
    """The choices as the script needs them; None as long as there is nothing to choose."""
    if history is None or catalogue is None:
        return None
    now = history.now
    return {
        "pins": catalogue.pinned_keys(now),
        "excludes": catalogue.excluded_keys(now),
        "order": bool(now.section_order),
        "headline": now.headline,
        "template": now.template,
        "paper": now.paper,
        "tags": {tag: tag_use(now, tag) for tag in catalogue.tags},
        "profile": now.profile,
        "also": list(now.also),
        "undo": len(history.past),
        "redo": len(history.future),
        "saved": history.is_saved,
    }
