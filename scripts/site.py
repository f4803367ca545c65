"""What the site of `make docs` has besides docs/: files that stand elsewhere (a hook of MkDocs)."""

import re
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGES = {"CONTRIBUTING.md": "contributing.md", "CHANGELOG.md": "changelog.md"}
PICTURES = "templates/*/picture.png"


def on_files(files: Any, config: Any) -> Any:
    """Adds the pages and pictures that links of docs/ lead to."""
    from mkdocs.structure.files import File

    pictures = {f"pictures/{path.parent.name}.png": path for path in ROOT.glob(PICTURES)}
    pictures["pictures/sheet.png"] = ROOT / "templates" / "sheet.png"
    pages = {name: ROOT / source for source, name in PAGES.items()}
    for name, path in (pictures | pages).items():
        files.append(File.generated(config, name, abs_src_path=str(path)))
    return files


def on_page_markdown(text: str, **_: Any) -> str:
    """Links as they are in the site: what stands above docs/ in the repository is beside it."""
    text = re.sub(r"\]\(\.\./templates/(\w+)/picture\.png", r"](pictures/\1.png", text)
    text = text.replace("](../templates/sheet.png", "](pictures/sheet.png").replace("](docs/", "](")
    for source, name in PAGES.items():
        text = re.sub(rf"\]\((?:\.\./)?{re.escape(source)}", f"]({name}", text)
    return text
