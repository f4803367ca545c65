"""Makes templates/*/picture.png and templates/sheet.png: a page of each template (needs Pillow).

python scripts/pictures.py
"""

from collections.abc import Mapping
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

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
COLUMNS, CAPTION = 3, 32
"""Pages beside each other on the sheet, and pixels for the name above each."""


def main() -> None:
    pages = {}
    for template in shipped_templates():
        page = picture(template.name, *PAGES[template.name])
        page.save(template.folder / "picture.png", optimize=True)
        pages[template.name] = page
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


def sheet(pages: Mapping[str, Image.Image]) -> Image.Image:
    """The pages in rows on grey, each below its name."""
    small = [page.convert("RGB") for page in pages.values()]
    small = [page.resize((page.width * 7 // 10, page.height * 7 // 10)) for page in small]
    across, down = small[0].width + GAP, small[0].height + GAP + CAPTION
    rows = -(-len(small) // COLUMNS)
    whole = Image.new("RGB", (COLUMNS * across + GAP, rows * down + GAP), "#C8CCD2")
    writer, font = ImageDraw.Draw(whole), ImageFont.load_default(CAPTION - 8)
    for number, (name, page) in enumerate(zip(pages, small, strict=True)):
        left, top = GAP + number % COLUMNS * across, GAP + number // COLUMNS * down
        writer.text((left, top), name, "#1A1D21", font)
        whole.paste(page, (left, top + CAPTION))
    return whole.quantize(COLOURS // 2, Image.Quantize.MAXCOVERAGE)


if __name__ == "__main__":
    main()
