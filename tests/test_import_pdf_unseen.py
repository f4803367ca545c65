"""Text of a PDF that no viewer shows, and files that are no PDF. All people are invented."""

from pathlib import Path

import pytest

from tailor.errors import InputError
from tailor.loader import import_cv

SEEN = """BT /F1 20 Tf 72 740 Td (Nora Quist) Tj ET
BT /F1 11 Tf 72 720 Td (nora@example.com) Tj ET
BT /F1 14 Tf 72 690 Td (Skills) Tj ET
BT /F1 11 Tf 72 670 Td (Go, SQL) Tj ET
"""
TEXT = "BT /F1 11 Tf {x} 640 Td (Rust) Tj ET"


def pdf(content: str, page: str = "", catalog: str = "", seen: str = SEEN) -> bytes:
    """A PDF of one page; L is a layer, S a set of it, X a form that clips and begins a layer."""
    drawn, form = seen + content, "0 0 9 9 re W n /OC /L BDC"
    look = "/Resources<</Font<</F1 5 0 R>>/Properties<</L 6 0 R/S 8 0 R>>/XObject<</X 7 0 R>>>>"
    objects = [
        f"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]{page}/Contents 4 0 R{look}>>",
        f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        "<</Type/OCG/Name(hidden)>>",
        f"<</Type/XObject/Subtype/Form/BBox[0 0 612 792]/Length {len(form)}>>"
        f"stream\n{form}\nendstream",
        "<</Type/OCMD/OCGs[6 0 R]>>",
    ]
    made, starts = "%PDF-1.7\n", []
    for number, text in enumerate(objects, 1):
        starts.append(len(made))
        made += f"{number} 0 obj\n{text}\nendobj\n"
    rows = "".join(f"{start:010} 00000 n \n" for start in starts)
    count = len(objects) + 1
    table = f"xref\n0 {count}\n0000000000 65535 f \n{rows}trailer\n<</Root 1 0 R/Size {count}>>\n"
    return f"{made}{table}startxref\n{len(made)}\n%%EOF\n".encode()


OFF = "/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]>>>>"
NONE_ON = "/OCProperties<</OCGs[6 0 R]/D<</BaseState/OFF>>>>"
ON = "/OCProperties<</OCGs[6 0 R]/D<</BaseState/OFF/ON[6 0 R]>>>>"
INSIDE = TEXT.format(x=72)
CLIPPED = f"q 0 0 9 9 re W n {INSIDE} Q"


@pytest.mark.parametrize(
    "note",
    ["/FreeText/DA(/F1 11 Tf 0 g)", "/Text", "/Highlight/QuadPoints[9 9 99 9 9 40 99 40]", "/Zzz"],
)
def test_a_note_that_is_not_drawn_is_told(tmp_path: Path, note: str) -> None:
    words = f"/Annots[<</Type/Annot/Subtype{note}/Contents(Asked for Rust)/Rect[9 9 99 40]/F 4>>]"
    (tmp_path / "cv.pdf").write_bytes(pdf("", page=words))
    found = import_cv(tmp_path / "cv.pdf")
    assert "not read: the note “Asked for Rust”" in [one.message for one in found.problems]


@pytest.mark.parametrize(
    ("data", "hidden"),
    [
        (pdf(INSIDE), False),
        (pdf(TEXT.format(x=900)), True),
        (pdf(TEXT.format(x=400), page="/CropBox[0 0 300 792]"), True),
        (pdf(TEXT.format(x=400), page="/CropBox[0 0 0 0]"), False),
        (pdf(f"/OC /L BDC {INSIDE} EMC", catalog=OFF), True),
        (pdf(f"/OC /L BDC {INSIDE} EMC", catalog=NONE_ON), True),
        (pdf(f"/OC /L BDC {INSIDE} EMC", catalog=ON), False),
        (pdf(f"/OC /S BDC {INSIDE} EMC", catalog=OFF), True),
        (pdf(f"/OC /L BDC EMC {INSIDE}", catalog=OFF), False),
        (pdf(f"/X Do {INSIDE}", catalog=OFF), False),
        (pdf(CLIPPED), True),
        (pdf(f"q 0 0 9 9 re W n Q {INSIDE}"), False),
        (pdf(f"q 60 630 99 30 re W n {INSIDE} Q"), False),
        (pdf(f"q 0 0 9 9 re n {INSIDE} Q"), False),
        (pdf(f"3 Tr {INSIDE}"), True),
        (pdf(f"1 g {INSIDE}"), True),
        (pdf(f"q 0 0 .4 rg 60 639 99 9 re f Q 1 g {INSIDE}"), False),  # A bar lower than letters.
        (pdf(f"0 g 60 630 99 30 re f {INSIDE}"), True),
        (pdf(f".9 0 0 rg 60 630 99 30 re f .9 0 .05 rg {INSIDE}"), True),
        (pdf(f"{INSIDE} 1 g 60 630 99 30 re f"), True),
        (pdf(f"q 60 640 m 60 640 l W n {INSIDE} Q"), True),
        (pdf(f"4 Tz {INSIDE}"), True),  # As wide as a hair.
        (pdf(f"50 Tz {INSIDE}"), False),
        (pdf(f"q .001 0 0 1 72 0 cm {INSIDE} Q"), True),
        (pdf(INSIDE).replace(b"[0 0 612 792]", b"[612 792 0 0]"), False),
        (pdf(INSIDE).replace(b"[0 0 612 792]", b"[0 792 612 0]"), False),
        (pdf(f".95 g {INSIDE}"), True),
        (pdf(f"0 g 60 630 99 30 re f 1 g {INSIDE}"), False),
        (pdf(f"q 0 0 .4 rg 60 600 99 9 re f Q 1 g {INSIDE}"), True),
    ],
)
def test_what_no_viewer_shows_is_left_out_and_told(
    tmp_path: Path, data: bytes, hidden: bool
) -> None:
    (tmp_path / "cv.pdf").write_bytes(data)
    found = import_cv(tmp_path / "cv.pdf")
    words = [word for skill in found.master["skills"] for word in skill["keywords"]]
    told = [one.message for one in found.problems if "hidden" in one.message]
    assert ("Rust" in words) is not hidden
    assert told == ["hidden text was left out: `Rust`"] * hidden


@pytest.mark.parametrize(
    ("matrix", "page"), [("0 1 -1 0 792 0", "/Rotate 90"), ("0 -1 1 0 -140 792", "")]
)
def test_a_page_of_turned_text_is_read_along_its_lines(
    tmp_path: Path, matrix: str, page: str
) -> None:
    (tmp_path / "cv.pdf").write_bytes(pdf("", page, seen=f"q {matrix} cm {SEEN} Q"))
    found = import_cv(tmp_path / "cv.pdf").master
    assert found["basics"] == {"name": "Nora Quist", "email": "nora@example.com"}
    assert found["skills"] == [{"keywords": ["Go", "SQL"]}]


@pytest.mark.parametrize("matrix", ["0 1 -1 0 40 200", "0 -1 1 0 580 700"])
def test_text_that_runs_up_or_down_beside_the_rest_is_reported(tmp_path: Path, matrix: str) -> None:
    text = f"q {matrix} cm BT /F1 11 Tf (Harbour award 2019) Tj ET Q"
    (tmp_path / "cv.pdf").write_bytes(pdf(text, ""))
    found = import_cv(tmp_path / "cv.pdf")
    told = [one.message for one in found.problems]
    assert "not read: up or down the page: “Harbour award 2019”" in told
    assert not any("hidden" in one for one in told)
    assert not any("understood" in one for one in told)
    assert found.master["skills"] == [{"keywords": ["Go", "SQL"]}]


@pytest.mark.parametrize(
    ("data", "message", "hint"),
    [
        (
            b"%PDF-1.7\nnothing",
            "not a PDF that can be read",
            "open it in a viewer and print it to a new PDF",
        ),
        (b"PK\x03\x04 a", "a Word document, not a PDF", "rename it so that it ends in .docx"),
    ],
)
def test_what_is_no_pdf_is_refused_with_a_hint(
    tmp_path: Path, data: bytes, message: str, hint: str
) -> None:
    (tmp_path / "cv.pdf").write_bytes(data)
    with pytest.raises(InputError, match=message) as caught:
        import_cv(tmp_path / "cv.pdf")
    assert [one.hint for one in caught.value.problems] == [hint]


LOOK = "BT /F1 11 Tf 0 3 Td (Rust) Tj ET"


def noted(kind: str, text: str, look: str) -> bytes:
    """A page with a note that shows a text, such as a field of a form; perhaps without its look."""
    font = "/DR<</Font<</F1 5 0 R>>>>/DA(/F1 11 Tf 0 g)"
    form = "/AcroForm<</NeedAppearances true/Fields[9 0 R]" + font + ">>"
    data = pdf("", page="/Annots[9 0 R]", catalog=form if kind == "Widget" else "")
    drawn = "/AP<</N 10 0 R>>" if look else ""
    field = (
        f"/FT/Tx/T(skill)/V({text})/DA(/F1 11 Tf 0 g)" if kind == "Widget" else f"/Contents({text})"
    )
    note = f"<</Type/Annot/Subtype/{kind}/Rect[72 635 300 652]/F 4/P 3 0 R{field}{drawn}>>"
    font = "/Resources<</Font<</F1 5 0 R>>>>"
    shown = f"<</Subtype/Form/BBox[0 0 228 17]{font}/Length {len(look)}>>stream\n{look}\nendstream"
    more = f"9 0 obj\n{note}\nendobj\n10 0 obj\n{shown}\nendobj\n".encode()
    begin = data.index(b"xref\n0 ")
    return data[:begin] + more + b"trailer\n<</Root 1 0 R/Size 11>>\n%%EOF\n"


@pytest.mark.parametrize(
    ("kind", "look"), [("Widget", LOOK), ("Widget", ""), ("FreeText", LOOK), ("Stamp", LOOK)]
)
def test_fields_of_forms_and_notes_are_read_where_they_stand(
    tmp_path: Path, kind: str, look: str
) -> None:
    (tmp_path / "cv.pdf").write_bytes(noted(kind, "Rust", look))
    found = import_cv(tmp_path / "cv.pdf")
    words = [word for skill in found.master["skills"] for word in skill["keywords"]]
    assert words == ["Go", "SQL", "Rust"]


def test_text_in_a_form_object_is_read(tmp_path: Path) -> None:
    data = pdf("/X Do").replace(b"0 0 9 9 re W n /OC /L BDC", INSIDE.encode())
    length = f"/Length {len('0 0 9 9 re W n /OC /L BDC')}>>".encode()
    font = f"/Resources<</Font<</F1 5 0 R>>>>/Length {len(INSIDE)}>>".encode()
    (tmp_path / "cv.pdf").write_bytes(data.replace(length, font))
    found = import_cv(tmp_path / "cv.pdf")
    words = [word for skill in found.master["skills"] for word in skill["keywords"]]
    assert words == ["Go", "SQL", "Rust"]


def pages(*texts: str) -> bytes:
    """A PDF with these contents of pages, in one font."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(texts)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(texts)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for number, text in enumerate(texts):
        look = (
            f"/MediaBox[0 0 612 792]/Contents {5 + 2 * number} 0 R/Resources<</Font<</F1 3 0 R>>>>"
        )
        objects.append(f"<</Type/Page/Parent 2 0 R{look}>>")
        objects.append(f"<</Length {len(text)}>>stream\n{text}\nendstream")
    made = "".join(f"{number} 0 obj\n{text}\nendobj\n" for number, text in enumerate(objects, 1))
    return f"%PDF-1.7\n{made}trailer\n<</Root 1 0 R/Size {len(objects) + 1}>>\n%%EOF\n".encode()


def row(y: int, text: str, size: int = 11) -> str:
    return f"BT /F1 {size} Tf 72 {y} Td ({text}) Tj ET\n"


def test_running_heads_are_no_text_of_a_job(tmp_path: Path) -> None:
    foot, top = row(30, "Private and confidential", 9), row(770, "N. Quist", 9)
    first = SEEN + row(640, "Experience", 14) + row(620, "Planner, Tern Works Ltd, Leeds")
    first += row(604, "2014 - 2017") + row(588, "- Set out the wall of a quay")
    second = row(700, "- Drew the plans of nine houses") + row(
        660, "Drafter, Crane Works Ltd, York"
    )
    second += row(644, "2012 - 2014") + row(628, "- Drew bridges")
    third = row(700, "- Drew a lock")
    (tmp_path / "cv.pdf").write_bytes(pages(first + foot, top + second + foot, top + third + foot))
    master = import_cv(tmp_path / "cv.pdf").master
    planner, drafter = master["work"]
    assert planner["highlights"] == [
        *("Set out the wall of a quay", "Drew the plans of nine houses"),
    ]
    assert drafter["highlights"] == ["Drew bridges", "Drew a lock"]
    assert "N. Quist" not in str(master["work"])
    assert "confidential" not in str(master)
