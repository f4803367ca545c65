"""Makes templates/*/picture.png and templates/sheet.png: a page of each template (needs Pillow).

python scripts/pictures.py
"""

from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from tailor.files import data_folder
from tailor.loader import read_resume
from tailor.pipeline import Options, tailor
from tailor.posting import parse_posting
from tailor.render.templates import SHEET, shipped_templates

ROOT = Path(__file__).resolve().parent.parent
PAGES = {
    "classic": ("software-engineer", "backend-payments.txt"),
    "modern": ("software-engineer", "ml-platform.md"),
    "compact": ("nurse", "community-clinic-educator.md"),
    "engineer": ("software-engineer", "backend-payments.txt"),
    "academic": ("academic", "battery-research-scientist.txt"),
    "plain": ("nurse", "icu-registered-nurse.txt"),
}
DPI, COLOURS, GAP = 84, 24, 24


def main() -> None:
    pages = []
    for template in shipped_templates():
        page = picture(template.name, *PAGES[template.name])
        page.save(template.folder / "picture.png", optimize=True)
        pages.append(page)
    sheet(pages).save(data_folder("templates") / SHEET, optimize=True)


def picture(template: str, case: str, posting: str) -> Image.Image:
    """A tailored page in few colours."""
    from pypdfium2 import PdfDocument

    folder = ROOT / "examples" / case
    master, _ = read_resume(folder / "resume.yaml")
    text = (folder / "postings" / posting).read_text(encoding="utf-8")
    outcome = tailor(master, parse_posting(text), Options(template))
    page = PdfDocument(outcome.document.pdf)[0]
    whole: Image.Image = page.render(scale=DPI / 72).to_pil().convert("RGB")
    return whole.quantize(COLOURS, Image.Quantize.MAXCOVERAGE)


def sheet(pages: Sequence[Image.Image]) -> Image.Image:
    """The pages side by side, smaller, on grey."""
    small = [page.convert("RGB") for page in pages]
    small = [page.resize((page.width * 2 // 5, page.height * 2 // 5)) for page in small]
    width = sum(page.width + GAP for page in small) + GAP
    whole = Image.new("RGB", (width, small[0].height + 2 * GAP), "#C8CCD2")
    left = GAP
    for page in small:
        whole.paste(page, (left, GAP))
        left += page.width + GAP
    return whole.quantize(COLOURS // 2, Image.Quantize.MAXCOVERAGE)


if __name__ == "__main__":
    main()
