"""Menus and lists of other jobs that no tag and no class gives away."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html

from tailor.posting.structured_data import letters_and_digits
from tailor.posting.web_page import read_page, within_edges
from tests.postings.pages import ASKED, Advertised, adverts

MENU = (
    '<div class="x1"><ul><li><a href="/">Welcome to our pages</a></li>'
    "<li><a href=/all>Browse every vacancy</a></li></ul></div>"
)
COOKIES = "<div class=q7><p>We keep small files on your machine to learn how you read.</p></div>"
OTHERS = (
    '<div class="z8"><h3>More openings at this firm</h3><ul><li><a href=1>Accountant for the night'
    "</a> Leeds</li><li><a href=2>Senior tax adviser</a> York</li></ul></div>"
)
TEASERS = "".join(
    f"<div><a href={n}><h3>{job}</h3><p>Join us in a place of wonder as {job}.</p></a></div>"
    for n, job in enumerate(("Data Engineer in Bristol", "Sales Lead in Cardiff"))
)
FOOTER = "<p><a href=3>Imprint of the firm</a> | <a href=4>Data protection officer</a></p>"
LEGAL = "<div class=f><p>© 2026 Firm Ltd. All rights reserved everywhere</p></div>"
SHELLS = {
    "menu": (MENU, "", ("Welcome to our", "Browse every")),
    "cookies": (COOKIES, "", ("small files",)),
    "others": ("", OTHERS + LEGAL, ("More openings", "Accountant for", "tax adviser", "York")),
    "teasers": ("", TEASERS, ("Bristol", "Cardiff", "place of wonder")),
    "footer": (MENU, FOOTER, ("Browse every", "Imprint of", "protection officer")),
}
ADVERTS = adverts()


def page(advert: Advertised, above: str, below: str) -> bytes:
    parts = "".join(
        f"<h3>{part.heading}</h3><p>{part.prose}</p><ul>"
        + "".join(f"<li>{item}</li>" for item in part.items)
        + "</ul>"
        for part in advert.sections
    )
    head = f"<title>{advert.title} - {advert.company}</title>"
    middle = f"<div><h1>{advert.title}</h1><p>{advert.place}</p>{parts}</div>"
    return f"<html><head>{head}</head><body>{above}{middle}{below}</body></html>".encode()


@pytest.mark.parametrize("shell", SHELLS)
def test_what_stands_around_a_posting_goes_and_the_posting_stays(shell: str) -> None:
    above, below, junk = SHELLS[shell]
    for advert in ADVERTS:
        text = read_page(page(advert, above, below))
        assert not [words for words in junk if words in text]
        assert not [line for line in advert.said(*ASKED) if line not in text]


def test_links_inside_a_posting_stay() -> None:
    items = "".join(f"<li><a href=/tag/{n}>{n} in daily work</a></li>" for n in ("Go", "SQL", "R"))
    source = (
        "<h1>Data Engineer</h1><p>We move what the ferries count every night of the year.</p>"
        f"<h3>You know</h3><ul>{items}</ul><h3>You will</h3><ul><li>Load the counts of each "
        "harbour before the first boat leaves</li><li>Answer what the captains ask</li></ul>"
    )
    text = read_page(f"<html><body>{source}</body></html>".encode())
    assert [n for n in ("Go", "SQL", "R") if f"- {n} in daily work" in text] == ["Go", "SQL", "R"]
    assert text.rstrip().endswith("captains ask")


def test_short_last_items_stay() -> None:
    source = "<h1>Artist</h1><p>We draw towers for games.</p><ul><li>Houdini</li><li>C</li></ul>"
    text = read_page(f"<html><body>{source}</body></html>".encode())
    assert text.rstrip().endswith("- Houdini\n- C")


WORDS = st.text("abc xyz", max_size=30)
BLOCKS = st.lists(st.tuples(st.sampled_from(["p", "li", "a", "div", "h3"]), WORDS), max_size=12)


@given(BLOCKS)
@example([("p", "abc")] * 9 + [("p", "abcxyzabcxyzabc")])
def test_the_result_is_a_stretch_of_the_page(blocks: list[tuple[str, str]]) -> None:
    body = "".join(f"<{tag}>{words}</{tag}>" for tag, words in blocks)
    root = html.document_fromstring(f"<html><body>{body}</body></html>", ensure_head_body=True)
    whole = letters_and_digits(str(root.text_content()))
    found = within_edges(root, "abc")
    assert letters_and_digits(found) in whole
    assert not set("\ufdd0\ufdd1") & set(found)


@pytest.mark.parametrize("slogan", ["Bread that brings people together", "Come and bake with us!"])
def test_a_slogan_in_the_largest_letters_is_no_title(slogan: str) -> None:
    source = f"<h1>{slogan}</h1><p>Crumb Mills wants a Pastry Chef for its ovens in Leeds.</p>"
    assert "title:" not in read_page(source.encode())
    assert "title: Baker" in read_page(source.replace(slogan, "Baker").encode())
