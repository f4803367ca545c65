"""Number 1: hostile, broken and odd masters, postings and templates, each through a whole run."""

import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from multiprocessing import get_context

from benchmarks.trust import Line
from benchmarks.trust.cases import Case, cases, written
from benchmarks.trust.forks import forked, load
from benchmarks.trust.runs import ENDS, JOB, Ended, Site, site

LONGEST = 60
"""Seconds in which any input comes to an end."""
OLD = b"%PDF-1.4 an older result\n"
SCHEMES = ("http://", "https://", "mailto:")
SECRET = "root:x:"
"""How the list of users begins that TeX and templates are asked for."""


def run(quick: bool) -> Iterator[Line]:
    chosen = list(cases())[:: 12 if quick else 1]
    with get_context("spawn").Pool(2, initializer=load) as pool:
        faults = [fault for fault in pool.imap_unordered(judged, chosen) if fault]
    name = "hostile, broken and odd inputs: a page or a clear refusal; no harm, nothing lost"
    yield Line(name, len(chosen), len(faults), "; ".join(faults))


def judged(case: Case) -> str:
    """What is wrong with how one input was treated; "" if nothing."""
    with site() as here:
        here.keep(formats())
        path = written(case, here.work)
        (here.work / "out").mkdir()
        for end in ENDS:
            (here.work / f"out/page.{end}").write_bytes(OLD)
        before = {one.relative_to(here.work) for one in here.work.rglob("*")}
        done = forked(here, [*JOB, f"--{case.role}", str(path)], LONGEST)
        after = {one.relative_to(here.work) for one in here.work.rglob("*")}
        wrong = list(faults(case, done, here))
        left = sorted(map(str, (after - before) | set(here.scratch.iterdir())))
        wrong += [f"left {', '.join(left)}"] if left else []
        wrong += [f"runs on: {one}" for one in here.orphans()]
    return f"{case.name}: {', '.join(wrong)} ({done})" if wrong else ""


@cache
def formats() -> Mapping[str, bytes]:
    """What TeX dumps for a page, by name: it need not do so for every input."""
    with site() as here:
        here.make()
        return {path.name: path.read_bytes() for path in here.cache.glob("*.fmt")}


def faults(case: Case, done: Ended, here: Site) -> Iterator[str]:
    pages = here.results()
    if done.traced:
        yield "a traceback"
    if done.code not in case.codes:
        yield f"not exit {case.codes}"
    if done.code and "error: " not in done.err:
        yield "no error is told"
    if done.code and set(pages.values()) != {OLD}:
        yield "older results were touched"
    if SECRET in done.out + done.err:
        yield "a file was read"
    if len(done.err) > 100_000:
        yield "an error without end"
    if not done.code:
        yield from on_page(case, pages["pdf"])


def on_page(case: Case, pdf: bytes) -> Iterator[str]:
    """What is wrong with a page that was made."""
    from pypdf import PdfReader

    from tailor.pdf.text import pdfium_text

    text = flat(pdfium_text(pdf))
    for needle in case.needles:
        if flat(needle) not in text:
            yield f"not on the page: {needle}"
    for absent in (case.absent, SECRET):
        if flat(absent) in text:
            yield f"on the page: {absent}"
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for one in page.get("/Annots") or ():
            address = str(one.get_object().get("/A", {}).get("/URI", ""))
            if not address.startswith(SCHEMES) or address.count(":") > 8:
                yield f"a link to {address[:60]}"


QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "\u00ad": None})


def flat(text: str) -> str:
    """A text without what may differ between a master and a page: spaces and shapes of quotes."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text).translate(QUOTES))
