"""Makes tests/foreign_pdfs/*.pdf: the CV of one invented person as other programs print it.

    python -m scripts.foreign_pdfs [NAME]...

Needs Chromium, LibreOffice and a large TeX Live (moderncv, titlesec) on the PATH, and the packages
typst and weasyprint; what is lacking is left out and told. What is wrong with which of them is in
tests/test_ats_foreign.py.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from scripts.foreign_cv import (
    DEGREE,
    JOBS,
    MAIL,
    NAME,
    PAGES,
    PHONE,
    PLACE,
    SKILLS,
    latex_sources,
    typst_rows,
)

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "foreign_pdfs"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    asked = set(sys.argv[1:])
    for name, maker in makers():
        if not asked or name in asked:
            try:
                maker(FOLDER / f"{name}.pdf")
            except (OSError, ImportError) as error:
                print(f"{name}: left out, {error}")


def makers() -> Iterator[tuple[str, Callable[[Path], None]]]:
    for name, html in PAGES.items():
        tool = chromium if name.startswith("chromium") else weasyprint
        yield name, lambda path, tool=tool, html=html: tool(html, path)  # type: ignore[misc]
    yield "typst_rows", typeset
    for name, tex in latex_sources().items():
        yield name, lambda path, tex=tex: latex(tex, path)  # type: ignore[misc]
    yield "libreoffice_tabs", libreoffice


def chromium(html: str, path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "cv.html"
        source.write_text(html, encoding="utf-8")
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        profile, out = f"--user-data-dir={folder}/profile", f"--print-to-pdf={path}"
        command = ["chromium", *options, profile, out, source.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)


def weasyprint(html: str, path: Path) -> None:
    from weasyprint import HTML  # type: ignore[import-not-found,unused-ignore]

    HTML(string=html).write_pdf(path)


def typeset(path: Path) -> None:
    import typst  # type: ignore[import-not-found,unused-ignore]

    source = path.with_suffix(".typ")
    source.write_text(typst_rows(), encoding="utf-8")
    typst.compile(str(source), output=str(path))
    source.unlink()


def latex(tex: str, path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "cv.tex"
        source.write_text(tex, encoding="utf-8")
        command = ["pdflatex", "-interaction=nonstopmode", "cv.tex"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=180)
        shutil.copyfile(source.with_suffix(".pdf"), path)


def libreoffice(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "cv.docx"
        word(source)
        command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        shutil.copyfile(source.with_suffix(".pdf"), path)


def word(path: Path) -> None:
    """A Word file with the usual styles, its dates at a right tab."""
    from docx import Document
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Inches

    document = Document()
    document.add_heading(NAME, 0)
    document.add_paragraph(f"{PHONE} | {MAIL} | {PLACE}")
    for heading, entries in (("Work Experience", JOBS), ("Education", (DEGREE,))):
        document.add_heading(heading, 1)
        for one in entries:
            lines = ((one.organisation, one.place, True), (one.title, one.dates, False))
            for left, right, bold in lines:
                line = document.add_paragraph()
                line.paragraph_format.tab_stops.add_tab_stop(Inches(6), WD_TAB_ALIGNMENT.RIGHT)
                line.add_run(left).bold = bold
                line.add_run(f"\t{right}")
            for text in one.bullets:
                document.add_paragraph(text, "List Bullet")
    document.add_heading("Skills", 1)
    document.add_paragraph(", ".join(SKILLS))
    document.save(str(path))


if __name__ == "__main__":
    main()
