"""Files that are saved while tailor works: what is said of a page is what it was made of."""

import json
from collections.abc import Callable
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tailor.cache import Cache
from tailor.cli import main
from tailor.cli.build import InputCache, remake_page
from tailor.cli.inputs import read_cached_master, read_cached_posting
from tailor.cli.settings import Settings
from tailor.posting.fetch import fetch_posting

NURSE = "Nurse\n\nRequirements\n- Triage and wound care\n- SQL\n"
PILOT = "Pilot\n\nRequirements\n- A licence for two engines\n- SQL and Tableau\n"
LINE, OTHER = "Taught SQL to 25 planners", "Taught SQL to 99 planners"


def hash_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def saving(call: Callable[..., Any], **files: str) -> Callable[..., Any]:
    """The same function, before which somebody saves files."""

    def saved(*words: Any, **options: Any) -> Any:
        for name, text in files.items():
            Path(name.replace("_", ".")).write_text(text, encoding="utf-8")
        return call(*words, **options)

    return saved


@pytest.fixture
def master(desk: Path) -> str:
    """A working folder with a master, whose text this is, and a posting."""
    Path("p.txt").write_text(NURSE, encoding="utf-8")
    text = (desk / "resume.yaml").read_text(encoding="utf-8")
    assert LINE in text
    return text


@pytest.mark.parametrize("save", ["master", "posting"])
@pytest.mark.parametrize(
    ("words", "place"),
    [
        (["-j", "p.txt"], "tailor.hash_inputs"),
        (["batch", "p.txt", "--workers", "1"], "batch.write_page"),
        (["batch", "p.txt", "--master-for-all", "--workers", "1"], "batch_shared.hash_page_inputs"),
        (["render"], "render.hash_page_inputs"),
    ],
)
def test_the_lock_file_tells_of_what_was_read(
    monkeypatch: pytest.MonkeyPatch, master: str, words: list[str], place: str, save: str
) -> None:
    room, name = place.split(".")
    module = import_module(f"tailor.cli.commands.{room}")
    files = {"resume_yaml": master + "\n"} if save == "master" else {"p_txt": PILOT}
    monkeypatch.setattr(module, name, saving(getattr(module, name), **files))
    assert main([*words, "-q"]) == 0
    (found,) = Path("out").glob("*.tailor.json")
    told = json.loads(found.read_text(encoding="utf-8"))
    assert told["master"]["sha256"] == hash_of(master)
    for one in [told["posting"]] if "posting" in told else told.get("postings", []):
        assert one["sha256"] == hash_of(NURSE)


def states(capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert main(["batch", "jobs", "--workers", "1", "--format", "json"]) == 0
    return [one["state"] for one in json.loads(capsys.readouterr().out)["postings"]]


def test_a_master_saved_during_a_batch_leaves_no_stale_page(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], master: str
) -> None:
    Path("jobs").mkdir()
    for number in range(3):
        Path(f"jobs/{number}.txt").write_text(NURSE.replace("Nurse", f"Nurse {number}"))
    changed = master.replace(LINE, OTHER)
    with monkeypatch.context() as patch:
        module = import_module("tailor.cli.commands.batch")
        patch.setattr(module, "finish_task", saving(module.finish_task, resume_yaml=changed))
        assert states(capsys) == ["made"] * 3
    assert states(capsys) == ["made"] * 3
    assert states(capsys) == ["current"] * 3
    for path in Path("out").glob("*.tex"):
        assert OTHER in path.read_text(encoding="utf-8")


@pytest.mark.usefixtures("master")
def test_a_posting_saved_and_put_back_during_a_batch_leaves_no_stale_page(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("jobs").mkdir()
    Path("jobs/0.txt").write_text(NURSE)
    with monkeypatch.context() as patch:
        module = import_module("tailor.cli.commands.batch")
        fetch = saving(module.fetch_job_posting, **{"jobs/0_txt": PILOT})
        patch.setattr(module, "fetch_job_posting", fetch)
        assert states(capsys) == ["made"]
    assert states(capsys) == ["current"]
    Path("jobs/0.txt").write_text(NURSE)
    assert states(capsys) == ["made"]


def test_a_posting_is_not_kept_under_the_text_of_another(tmp_path: Path) -> None:
    cache, path = Cache(tmp_path / "cache"), tmp_path / "p.txt"

    def late() -> Any:
        path.write_text(PILOT)
        return fetch_posting(str(path))

    path.write_text(NURSE)
    assert read_cached_posting(str(path), late, cache).title == "Pilot"
    path.write_text(NURSE)
    assert read_cached_posting(str(path), lambda: fetch_posting(str(path)), cache).title == "Nurse"


def test_a_cv_of_another_program_saved_while_it_is_read_is_of_no_known_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = "# Ada Example\n\nada@example.com\n\n## Skills\n\n- SQL\n"
    Path("cv.md").write_text(text)
    assert read_cached_master(Path("cv.md"))[1] == hash_of(text)
    bring = import_module("tailor.loader.isolated")
    monkeypatch.setattr(bring, "read_any", saving(bring.read_any, cv_md=text + "- Python\n"))
    assert read_cached_master(Path("cv.md"))[1] == ""


@pytest.mark.parametrize("save", ["master", "posting"])
def test_a_watch_does_not_take_an_undone_save_for_the_file(
    monkeypatch: pytest.MonkeyPatch, master: str, save: str
) -> None:
    """Somebody saves between the look at the file and the reading of it, and undoes that."""
    settings, desk = Settings("p.txt", output="out/p.pdf"), InputCache()
    before = {"resume_yaml": master, "p_txt": NURSE}
    after = {"resume_yaml": master.replace(LINE, OTHER), "p_txt": PILOT}
    name = "resume_yaml" if save == "master" else "p_txt"
    module = import_module("tailor.cli.build")
    with monkeypatch.context() as patch:
        reader = f"read_{save}"
        patch.setattr(module, reader, saving(getattr(module, reader), **{name: after[name]}))
        first = remake_page(settings, desk, str, lazy=False)
    assert first
    saving(lambda: None, **{name: before[name]})()
    second = remake_page(settings, desk, str, lazy=True)
    assert second
    text = Path("out/p.tex").read_text(encoding="utf-8")
    assert LINE in text
    assert second.outcome.posting.title == "Nurse"


def test_a_watch_reads_only_what_changed(monkeypatch: pytest.MonkeyPatch, master: str) -> None:
    read: list[str] = []
    module = import_module("tailor.cli.build")
    for name in ("read_master", "read_posting"):
        real = getattr(module, name)

        def counted(*words: Any, real: Any = real, name: str = name, **options: Any) -> Any:
            read.append(name)
            return real(*words, **options)

        monkeypatch.setattr(module, name, counted)
    settings, desk = Settings("p.txt", output="out/p.pdf"), InputCache()
    for text in (master, master, master + "\n"):
        Path("resume.yaml").write_text(text, encoding="utf-8")
        desk.master(Path("resume.yaml"), "")
        desk.posting(settings.job, False)
    assert read == ["read_master", "read_posting", "read_master"]
