"""The workbench without a browser: choices, undo, saving, the command, and every request."""

import json
import shlex
import socket
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st

from tailor.cli.app import app
from tailor.cli.choices import (
    Catalogue,
    Change,
    Choices,
    History,
    apply_change,
    choices_from,
    command_line,
    make_catalogue,
    make_change,
    options_not_saved,
    profile_choices,
    rebase,
    save_choices,
    settings_of_files,
    with_choices,
    with_profile,
)
from tailor.cli.commands.watch import Watch, WatchReporter, rebuild
from tailor.cli.config import Config, find_config
from tailor.cli.console import UsageError
from tailor.cli.file_watcher import ChangeEvent
from tailor.cli.live_preview import HEADERS, LONGEST_BODY, PreviewState, Server, serve_page
from tailor.cli.options import collect_settings, default_values, settings_for_job
from tailor.cli.settings import OPTIONS, Settings
from tailor.errors import InputError, TailorError
from tailor.loader import parse_resume, read_resume
from tailor.models import Resume
from tailor.optimizer.constraints import collect_constraints
from tailor.optimizer.explain import best_cuts
from tailor.optimizer.rules import Rules
from tailor.page_form import form_page
from tailor.pipeline import Options, tailor
from tailor.posting import parse_posting

MASTER = """
basics:
  name: Kim Adeyemi
  label: {text: Data Analyst, variants: [Analytics Engineer, Data Engineer]}
  email: kim@example.com
work:
- name: Alder Bay Ferries
  position: Data Analyst
  startDate: 2020-01
  highlights:
  - text: Built the SQL model behind all booking reports, used by 40 planners each week
    variants: [Built the SQL model behind all booking reports, Wrote SQL for reports]
  - Taught SQL to 25 planners in four half-day courses
  - Moved nightly jobs from cron to Airflow, which ended missed reports
- name: Copper Lane Books
  position: Clerk
  startDate: 2017-02
  endDate: 2019-12
  highlights:
  - Counted the stock of three shops each month
education:
- institution: Lakeside College
  studyType: BSc
  area: Mathematics
  endDate: 2016-06
skills:
- name: Data
  keywords: [SQL, Python, Airflow]
"""
POSTING = "Data Analyst\n\nRequirements\n- Strong SQL and Python\n- Experience with Airflow\n"
FIRST, SECOND = "work/0/highlights/0", "work/0/highlights/1"
SHORT = "Wrote SQL for reports"


@pytest.fixture(scope="module")
def master() -> Resume:
    return parse_resume(MASTER, "resume.yaml", "yaml")[0]


@pytest.fixture(scope="module")
def known(master: Resume) -> Catalogue:
    sections = tuple(one.key for one in master.sections)
    headlines = (master.label, *master.label_variants)
    return make_catalogue(master, Choices(), sections, frozenset(sections), headlines)


KNOWN = make_catalogue(
    parse_resume(MASTER, "resume.yaml", "yaml")[0],
    Choices(),
    ("work", "education", "skills"),
    frozenset({"work", "education", "skills"}),
    ("Data Analyst", "Analytics Engineer", "Data Engineer"),
)
ONE, CLERK, JOB = (KNOWN.ids.long_id_of(key) for key in (FIRST, "work/1", "work/0"))
"""What two entries and a line are called in tailor.toml."""
KEYS = st.sampled_from(sorted(KNOWN.ids.lines))
CHANGES = st.one_of(
    st.builds(Change, st.sampled_from(["pin", "exclude", "release"]), KEYS),
    st.builds(Change, st.just("prefer"), KEYS, KEYS),
    st.builds(Change, st.just("pin"), st.just(FIRST), st.sampled_from(KNOWN.wordings[FIRST])),
    st.builds(Change, st.just("headline"), st.just(""), st.sampled_from(KNOWN.headlines)),
    st.builds(Change, st.just("paper"), st.just(""), st.sampled_from(["letter", "a4"])),
    st.builds(Change, st.just("template"), st.just(""), st.sampled_from(KNOWN.templates)),
    st.builds(Change, st.sampled_from(["undo", "redo", "reset", "order"])),
    st.builds(Change, st.just("move"), st.sampled_from(["work", "skills"]), st.just("up")),
)


def run(history: History, changes: list[Change]) -> Iterator[History]:
    for one in changes:
        try:
            history = make_change(history, one, KNOWN)
        except ValueError:
            assert one.action == "move", "only a section that is there already cannot go there"
        yield history


@settings(deadline=None)
@given(st.lists(CHANGES, max_size=12))
def test_choices_never_contradict_each_other(changes: list[Change]) -> None:
    """Whatever is clicked, the optimizer takes the pins and excludes."""
    resume = parse_resume(MASTER, "resume.yaml", "yaml")[0]
    for history in run(History(Choices(), Choices()), changes):
        now = history.now
        wanted = collect_constraints(resume, Rules(pins=now.pins, excludes=now.excludes))
        assert set(KNOWN.pinned_keys(now)) == wanted.pinned
        assert set(KNOWN.excluded_keys(now)) <= wanted.banned
        assert not now.headline or form_page(resume, (), headline=now.headline)


@settings(deadline=None)
@given(st.lists(CHANGES, max_size=12), st.integers(0, 12))
def test_undo_and_redo_lead_back_and_forth(changes: list[Change], steps: int) -> None:
    *_, history = [History(Choices(), Choices()), *run(History(Choices(), Choices()), changes)]
    found = [history]
    for _ in range(min(steps, len(history.past))):
        found.append(make_change(found[-1], Change("undo"), KNOWN))
    assert all(one.past == history.past[: len(one.past)] for one in found)
    back = found[-1]
    for expected in found[-2::-1]:
        back = make_change(back, Change("redo"), KNOWN)
        assert back.now == expected.now
    empty = History(Choices(), Choices())
    assert make_change(empty, Change("undo"), KNOWN) == empty


def test_what_changes_nothing_is_no_step() -> None:
    history = make_change(History(Choices(), Choices()), Change("pin", FIRST), KNOWN)
    assert make_change(history, Change("pin", FIRST), KNOWN) == history
    assert make_change(history, Change("paper", "", "letter"), KNOWN) == history


def test_a_line_below_what_was_left_out_comes_with_it() -> None:
    out = apply_change(Choices(), Change("exclude", "work/0"), KNOWN)
    assert apply_change(out, Change("pin", FIRST), KNOWN) == Choices(pins=(ONE,))
    kept = Choices(pins=(ONE, CLERK))
    assert apply_change(kept, Change("exclude", "work/0"), KNOWN) == Choices(
        pins=(CLERK,), excludes=(JOB,)
    )


def test_a_wording_is_named_by_as_few_words_as_tell_it_apart() -> None:
    long, middle, short = KNOWN.wordings[FIRST]
    assert apply_change(Choices(), Change("pin", FIRST, short), KNOWN).pins == (f"{ONE}={short}",)
    assert apply_change(Choices(), Change("pin", FIRST, middle), KNOWN).pins == (f"{ONE}={middle}",)
    begin = "Built the SQL model behind all booking reports,"
    assert apply_change(Choices(), Change("pin", FIRST, long), KNOWN).pins == (f"{ONE}={begin}",)


@pytest.mark.parametrize(
    "change",
    [
        Change("pin", "work/9"),
        Change("exclude", "../../etc/passwd"),
        Change("pin", ""),
        Change("pin", FIRST, "a wording that is not there"),
        Change("pin", SECOND, "it has one only"),
        Change("prefer", FIRST, "work/9"),
        Change("move", "nothing", "up"),
        Change("move", "work", "up"),
        Change("move", "work", "sideways"),
        Change("headline", "", "Astronaut"),
        Change("template", "", "../templates/classic"),
        Change("template", "", "/etc"),
        Change("paper", "", "a5"),
    ],
)
def test_what_is_not_there_cannot_be_chosen(change: Change) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        apply_change(Choices(), change, KNOWN)


def test_sections_move_and_only_those_that_must_are_named() -> None:
    up = apply_change(Choices(), Change("move", "skills", "up"), KNOWN)
    assert up.section_order == ("work", "skills")
    first = Catalogue(**{
        **{name: getattr(KNOWN, name) for name in KNOWN.__slots__},
        "sections": ("work", "skills", "education"),
    })  # fmt: skip
    assert apply_change(up, Change("move", "skills", "up"), first).section_order == ("skills",)
    assert apply_change(up, Change("order"), first).section_order == ()


def test_an_edit_of_the_settings_keeps_what_was_chosen_otherwise() -> None:
    before, after = Choices(paper="letter"), Choices(paper="a4", template="modern")
    history = make_change(History(before, before), Change("template", "", "classic"), KNOWN)
    history = make_change(history, Change("pin", FIRST), KNOWN)
    found = rebase(history, before, after)
    assert found.saved == after
    assert found.now == Choices(pins=(ONE,), paper="a4", template="modern")


# Saving


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("TAILOR_PAPER", "TAILOR_TEMPLATE", "TAILOR_HEADLINE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


WANTED = Choices((SECOND, f"{FIRST}={SHORT}"), ("work/1",), ("skills",), "Data E", "modern", "a4")
FILE = """\
# My settings.
paper = "a4"  # here

[[jobs]]  # the first
posting = "jobs/one.txt"
pins = [
  "work/1",  # not any more
  "work/0/highlights/1",  # stays, and so does this comment
]
template = "compact"

[[jobs]]
posting = "two.txt"  # another
min-coverage = 50

[weights]
must = 2  # twice
"""


def test_saving_keeps_comments_and_everything_else(folder: Path) -> None:
    (folder / "tailor.toml").write_text(FILE, encoding="utf-8")
    assert save_choices(WANTED, "jobs/one.txt") == Path("tailor.toml")
    text = (folder / "tailor.toml").read_text(encoding="utf-8")
    comments = ("My settings.", "here", "the first", "stays, and so does", "another", "twice")
    assert all(f"# {one}" in text for one in comments)
    assert "not any more" not in text
    assert choices_from(settings_of_files("jobs/one.txt")) == WANTED
    found, old = tomllib.loads(text), tomllib.loads(FILE)
    assert found["jobs"][1] == old["jobs"][1]
    assert (found["weights"], found["paper"]) == (old["weights"], old["paper"])
    assert "paper" not in found["jobs"][0], "it is the same for all"


def test_saving_again_what_is_usual_leaves_nothing(folder: Path) -> None:
    (folder / "tailor.toml").write_text(FILE, encoding="utf-8")
    save_choices(Choices(paper="a4"), "jobs/one.txt")
    found = tomllib.loads((folder / "tailor.toml").read_text(encoding="utf-8"))
    assert found["jobs"][0] == {"posting": "jobs/one.txt"}


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=9
)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(TEXT, max_size=3, unique=True), st.lists(TEXT, max_size=3, unique=True), TEXT,
    st.sampled_from(["a.txt", "jobs/ü b.txt", 'q"u.txt', "https://example.com/jobs?id=1"]),
    st.sampled_from(["", FILE, "# only a comment", 'jobs = [{posting = "a.txt"}]\n']),
)  # fmt: skip
def test_what_is_saved_is_what_holds(
    tmp_path_factory: pytest.TempPathFactory, pins: list[str], excludes: list[str], headline: str,
    job: str, before: str,
) -> None:  # fmt: skip
    wanted = Choices(tuple(pins), tuple(excludes), ("skills", "work"), headline, "modern", "letter")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("saved"))
        if before:
            Path("tailor.toml").write_text(before, encoding="utf-8")
        save_choices(wanted, job)
        assert choices_from(settings_of_files(job)) == wanted
        once = Path("tailor.toml").read_bytes()
        save_choices(wanted, job)
        assert Path("tailor.toml").read_bytes() == once


def test_the_table_of_pyproject_is_used_where_that_is_what_counts(folder: Path) -> None:
    (folder / "pyproject.toml").write_text('[project]\nname = "x"\n[tool.tailor]\npaper = "a4"\n')
    assert save_choices(WANTED, "one.txt") == Path("pyproject.toml")
    assert choices_from(settings_of_files("one.txt")) == WANTED
    assert not (folder / "tailor.toml").exists()


def test_windows_line_ends_and_a_byte_order_mark_stay(folder: Path) -> None:
    (folder / "tailor.toml").write_bytes(b'\xef\xbb\xbfpaper = "a4"\r\n')
    save_choices(WANTED, "one.txt")
    assert (folder / "tailor.toml").read_bytes().startswith(b'\xef\xbb\xbfpaper = "a4"\r\n')
    assert choices_from(settings_of_files("one.txt")) == WANTED


PROFILE = """[profiles.research]
template = "academic"
pins = ["work/1"]
"""


def test_what_is_saved_with_a_profile_holds_with_it(folder: Path) -> None:
    """The profile of the command line is written into the table, and the choices win over it."""
    (folder / "tailor.toml").write_text(PROFILE, encoding="utf-8")
    wanted = replace(WANTED, profile="research")
    save_choices(wanted, "one.txt")
    assert choices_from(settings_of_files("one.txt")) == wanted
    assert settings_of_files("one.txt").profile == "research"
    same = Choices(pins=("work/1",), template="academic", profile="research")
    save_choices(same, "two.txt")
    found = tomllib.loads((folder / "tailor.toml").read_text(encoding="utf-8"))
    assert found["jobs"][1] == {"posting": "two.txt", "profile": "research"}
    assert choices_from(settings_of_files("two.txt")) == same


def test_the_command_line_with_a_profile(folder: Path) -> None:
    (folder / "tailor.toml").write_text(PROFILE, encoding="utf-8")
    named = Settings("one.txt", profile="research", named=frozenset({"profile"}))
    words = command_line(with_choices(named, Choices(template="classic", profile="research")))
    assert words == "tailor --job one.txt --template classic --pin '' --profile research"


TAGGED = """
basics: {name: Ada Example}
work:
  - name: Ferry Works
    position: Engineer
    startDate: 2020
    highlights:
      - {text: Wrote the timetable., tags: [planning]}
      - {text: Taught nine apprentices., tags: [teaching, people]}
"""


def test_tags_profiles_and_other_forms_are_chosen(folder: Path) -> None:
    (folder / "tailor.toml").write_text(PROFILE + "[profiles.plain]\n", encoding="utf-8")
    settings = Settings("one.txt", accent="navy", named=frozenset({"accent"}))
    master, _ = parse_resume(TAGGED, "resume.yaml", "yaml")
    known = make_catalogue(master, Choices(), ("work",), frozenset(), (), profile_choices(settings))
    assert known.tags == ("people", "planning", "teaching")
    now = apply_change(Choices(paper="a4"), Change("tag", "teaching", "prefer"), known)
    assert now == Choices(paper="a4", emphasise=("teaching",))
    assert apply_change(now, Change("tag", "teaching", "hide"), known).hide_tags == ("teaching",)
    assert apply_change(now, Change("tag", "teaching"), known) == Choices(paper="a4")
    strong = replace(now, emphasise=("teaching=3",))
    assert apply_change(strong, Change("tag", "teaching", "prefer"), known) == strong
    now = apply_change(now, Change("also", "txt", "on"), known)
    now = apply_change(now, Change("also", "docx", "on"), known)
    assert now.also == ("docx", "txt")
    now = apply_change(now, Change("profile", "", "research"), known)
    assert (now.template, now.pins, now.paper) == ("academic", ("work/1",), "a4")
    wanted = with_choices(with_profile(settings, now.profile), now)
    assert (wanted.accent, wanted.template) == ("navy", "academic")
    words = command_line(wanted)
    assert "--profile research" in words
    assert "--template" not in words
    save_choices(now, "one.txt")
    assert choices_from(settings_of_files("one.txt")) == now
    back = apply_change(now, Change("profile", "", "plain"), known)
    assert (back.template, back.pins, back.emphasise) == ("classic", (), ("teaching",))
    for bad in (
        Change("tag", "x", "hide"),
        Change("tag", "people", "x"),
        Change("also", "exe", "on"),
    ):
        with pytest.raises(ValueError, match="there is no such"):
            apply_change(now, bad, known)
    with pytest.raises(ValueError, match="there is no such profile"):
        apply_change(now, Change("profile", "", "x"), known)


def test_a_first_page_that_fails_offers_the_lines_that_stand_in_its_way(folder: Path) -> None:
    lines = "".join(f"      - Line {n} {'of many words ' * 20}\n" for n in range(60))
    (folder / "resume.yaml").write_text(f"{TAGGED}{lines}", encoding="utf-8")
    (folder / "one.txt").write_text("Teacher\n\nRequirements\n- SQL\n", encoding="utf-8")
    pins = tuple(f"work/0/highlights/{n}" for n in range(60))
    wanted, screen = Settings("one.txt", pins=pins), PreviewState()
    watch = Watch(lambda: wanted, wanted, screen, WatchReporter(wanted, screen))
    rebuild(watch, ChangeEvent(("one.txt",), 0.0, {}, dict), served=True)
    assert screen.view.state == "failed"
    assert "too tall" in screen.view.errors
    told = screen.view.record()["bench"]
    assert set(told["pins"]) == set(pins)
    rows = [row for one in screen.view.page_view["sections"] for row in one["lines"]]
    assert {row["key"] for row in rows} >= set(pins)
    screen.decide(Change("release", pins[0]))
    assert pins[0] not in screen.view.record()["bench"]["pins"]


def test_options_that_are_not_saved_are_told() -> None:
    named = Settings("one.txt", accent="navy", paper="a4", named=frozenset({"accent", "paper"}))
    assert options_not_saved(named, Choices(paper="a4")) == ["--accent"]
    assert options_not_saved(named, Choices(paper="letter")) == ["--paper", "--accent"]


def test_what_cannot_be_saved(folder: Path) -> None:
    with pytest.raises(UsageError, match="a posting without a file cannot be saved"):
        save_choices(WANTED, "-")
    (folder / "tailor.toml").write_text("paper = [", encoding="utf-8")
    with pytest.raises(InputError, match=r"tailor\.toml:1"):
        save_choices(WANTED, "one.txt")
    assert (folder / "tailor.toml").read_text(encoding="utf-8") == "paper = ["


def test_a_link_that_leads_out_of_the_folder_is_not_written_through(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("elsewhere") / "theirs.toml"
    other.write_text('paper = "a4"\n', encoding="utf-8")
    (folder / "tailor.toml").symlink_to(other)
    with pytest.raises(TailorError, match="points outside"):
        save_choices(WANTED, "one.txt")
    assert other.read_text(encoding="utf-8") == 'paper = "a4"\n'


# The command


def parsed(words: str, config: Config) -> Settings:
    """What the program takes of a command line in a folder with some settings."""

    command: Any = typer.main.get_command(app)
    name, *rest = shlex.split(words)
    assert name == "tailor"
    context = command.make_context("tailor", rest, obj=config, default_map=default_values(config))
    values = {name: context.params[name] for name in OPTIONS}
    return settings_for_job(collect_settings(values, context), context.params["job"], context)


@settings(max_examples=25, deadline=None)
@given(st.lists(CHANGES, max_size=8), st.sampled_from(["", FILE]))
def test_the_command_line_says_the_same(
    tmp_path_factory: pytest.TempPathFactory, changes: list[Change], file: str
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.mktemp("command"))
        Path("tailor.toml").write_text(file, encoding="utf-8")
        plain = settings_of_files("jobs/one.txt")
        start = History(choices_from(plain), choices_from(plain))
        for history in run(start, changes):
            words = command_line(with_choices(plain, history.now))
            assert choices_from(parsed(words, find_config(Path()))) == history.now


def test_the_command_line_names_what_was_named(folder: Path) -> None:
    (folder / "tailor.toml").write_text('pins = ["work/1"]\n', encoding="utf-8")
    named = Settings("a b.txt", Path("me.yaml"), max_pages=2, named=frozenset({"resume"}))
    assert command_line(named) == "tailor --job 'a b.txt' --resume me.yaml --max-pages 2 --pin ''"


# A wording and a headline in the optimizer


def test_a_pinned_wording_is_the_one_that_is_printed(master: Resume) -> None:
    posting = parse_posting(POSTING)
    for text in KNOWN.wordings[FIRST]:
        pin = apply_change(Choices(), Change("pin", FIRST, text), KNOWN).pins
        plan = tailor(master, posting, Options(rules=Rules(pins=pin), headline="Data E")).plan
        assert text in [one.text for one in plan.resume.sections[0].entries[0].bullets]
        assert plan.resume.label == "Data Engineer"


@pytest.mark.parametrize(
    ("pin", "message"),
    [
        (f"{FIRST}=Nothing", "no wording of work/0/highlights/0 begins with “Nothing”"),
        (f"{FIRST}=Built", "several wordings of work/0/highlights/0 begin with “Built”"),
        ("work/0=Built", "no wording of work/0 begins with “Built”"),
    ],
)
def test_a_wording_that_is_not_one_is_an_error(master: Resume, pin: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        collect_constraints(master, Rules(pins=(pin,)))
    assert caught.value.problems[0].hint


def test_a_headline_that_is_not_one_is_an_error(master: Resume) -> None:
    with pytest.raises(InputError, match="no headline of the master begins with “Chef”"):
        form_page(master, (), headline="Chef")
    with pytest.raises(InputError, match="several headlines"):
        form_page(master, (), headline="Data")


# Requests


@pytest.fixture
def screen(folder: Path) -> PreviewState:
    """What a server in that folder shows."""
    assert not list(folder.iterdir())
    screen = PreviewState()
    screen.follow(Settings("one.txt"), None)
    screen.show(pictures=(b"png",), pdf=b"%PDF-", page_view={"score": 1}, known=KNOWN)
    return screen


@pytest.fixture
def server(screen: PreviewState) -> Iterator[Server]:
    with serve_page(0, screen) as running:
        yield running


def post(server: Server, name: str, body: bytes, *without: str, **headers: str) -> HTTPResponse:
    """Sends a change as our own page does, with some headers otherwise or left out."""
    host = f"127.0.0.1:{server.server_port}"
    usual = {"Host": host, "Origin": f"http://{host}", "Content-Type": "application/json"}
    usual |= {"Content-Length": str(len(body))}
    usual |= {one.replace("_", "-"): value for one, value in headers.items()}
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    path = name if name.startswith("/") else server.path + name
    connection.putrequest("POST", path, skip_host=True, skip_accept_encoding=True)
    for one, value in usual.items():
        if one not in without:
            connection.putheader(one, value)
    connection.endheaders(body)
    return connection.getresponse()


PIN = json.dumps({"action": "pin", "key": FIRST}).encode()


def now(screen: PreviewState) -> Choices:
    assert screen.view.history
    return screen.view.history.now


def test_a_change_is_made_told_and_undone(server: Server, screen: PreviewState) -> None:
    assert post(server, "choices", PIN).status == 200
    assert now(screen) == Choices(pins=(ONE,))
    assert screen.view.record()["bench"] | {"command": ""} == {
        "pins": {FIRST: ""}, "excludes": [], "order": False, "headline": "", "undo": 1, "redo": 0,
        "template": "classic", "paper": "letter", "saved": False, "command": "",
        "tags": {}, "profile": "", "also": [],
    }  # fmt: skip
    revision = screen.view.revision
    assert post(server, "choices", b'{"action": "undo"}').status == 200
    assert now(screen) == Choices()
    assert screen.view.revision == revision + 1, "the page is made again"


def test_saving_writes_the_file_of_the_project(server: Server, screen: PreviewState) -> None:
    post(server, "choices", PIN)
    reply = post(server, "save", b"{}")
    assert (reply.status, json.loads(reply.read())) == (200, {"saved": "tailor.toml", "still": []})
    assert choices_from(settings_of_files("one.txt")) == Choices(pins=(ONE,))
    assert screen.view.history is not None
    assert screen.view.history.is_saved


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "127.0.0.1"}, 403),
        ({"Host": "evil.example.com"}, 403),
        ({"Host": "localhost:1"}, 403),
        ({"Origin": "http://evil.example.com"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://127.0.0.1"}, 403),
        ({"Origin": "https://127.0.0.1:{port}"}, 403),
        ({"Origin": "http://localhost:{port}"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content_Length": "-1"}, 411),
        ({"Content_Length": "x"}, 411),
        ({"Content_Length": "²"}, 411),
        ({"Content_Length": "9" * 5000}, 413),
        ({"Content_Length": str(LONGEST_BODY + 1)}, 413),
        ({"Host": "localhost:{port}", "Origin": "http://localhost:{port}"}, 200),
    ],
)
@pytest.mark.parametrize("name", ["choices", "save"])
def test_a_change_that_is_not_from_our_page_is_refused(
    server: Server, screen: PreviewState, headers: dict[str, str], status: int, name: str
) -> None:
    port = str(server.server_port)
    sent = {one: value.replace("{port}", port) for one, value in headers.items()}
    before = screen.view.history
    reply = post(server, name, PIN if name == "choices" else b"{}", **sent)
    assert reply.status == status
    assert all(reply.headers[one] for one in (*HEADERS, "Content-Security-Policy"))
    if status != 200:
        assert screen.view.history == before
        assert not Path("tailor.toml").exists()


@pytest.mark.parametrize("missing", ["Host", "Origin", "Content-Type", "Content-Length"])
def test_a_change_without_a_header_is_refused(
    server: Server, screen: PreviewState, missing: str
) -> None:
    assert post(server, "choices", PIN, missing).status in (403, 411, 415)
    assert now(screen) == Choices()


@pytest.mark.parametrize(
    "name",
    ["/choices", "/x/choices", "/{short}/choices", "choices/", "choices/../save", "../save",
     "%63hoices", "choices%00", "", "view", "events", "live.js", "page.pdf", "//choices"],
)  # fmt: skip
def test_a_change_goes_to_its_own_address_with_the_token(
    server: Server, screen: PreviewState, name: str
) -> None:
    path = name.replace("{short}", server.path[1:-2])
    assert post(server, path, PIN).status in (404, 405)
    assert now(screen) == Choices()


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("name", ["choices", "save"])
def test_only_post_changes_anything(server: Server, method: str, name: str) -> None:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    connection.request(method, server.path + name)
    assert connection.getresponse().status == 405


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b"1", b'"pin"', b"\xff", b"[" * 20_000, b"9" * 9_000,
        b'{"action": "run"}', b'{"action": 1}', b'{"key": "work/0"}',
        b'{"action": "pin", "key": ["work/0"]}', b'{"action": "pin", "key": null}',
        b'{"action": "pin", "key": "work/0", "file": "/etc/passwd"}',
        b'{"action": "pin", "key": "work/77"}', b'{"action": "pin", "key": "../resume.yaml"}',
        b'{"action": "template", "value": "/tmp"}', b'{"action": "template", "value": ".."}',
        b'{"action": "paper", "value": "A0"}', b'{"action": "headline", "value": "King"}',
        b'{"action": "pin", "key": "' + b"a" * 20_000 + b'"}',
        b'{"action": "move", "key": "work", "value": "out"}',
    ],
)  # fmt: skip
def test_what_is_no_change_is_refused(server: Server, screen: PreviewState, body: bytes) -> None:
    reply = post(server, "choices", body)
    assert reply.status == 422
    assert json.loads(reply.read())["error"]
    assert now(screen) == Choices()


def test_saving_takes_no_name_and_no_path(server: Server) -> None:
    assert post(server, "save", b'{"path": "/tmp/x.toml"}').status == 422
    assert not Path("tailor.toml").exists()


def test_a_file_that_cannot_be_saved_is_told(server: Server) -> None:
    Path("tailor.toml").write_text("paper = [", encoding="utf-8")
    post(server, "choices", PIN)
    reply = post(server, "save", b"{}")
    assert reply.status == 409
    assert "tailor.toml:1" in json.loads(reply.read())["error"]


@pytest.mark.usefixtures("folder")
def test_a_change_before_there_is_a_page_is_refused() -> None:
    with serve_page(0, PreviewState()) as server:
        reply = post(server, "choices", PIN)
        assert (reply.status, json.loads(reply.read())) == (422, {"error": "there is no page yet"})
        assert post(server, "save", b"{}").status == 409


def begin_post(server: Server, length: int) -> bytes:
    """The head of a request whose body is still to come; its length in bytes is given."""
    host = f"127.0.0.1:{server.server_port}"
    head = (
        f"POST {server.path}choices HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    )
    return head.encode()


def test_a_body_that_does_not_come_ends_with_its_connection(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It holds a thread no longer than any other idle connection."""
    monkeypatch.setattr("tailor.cli.live_preview.Handler.timeout", 0.3)
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=20) as one:
        one.sendall(begin_post(server, 100))
        assert one.recv(1) == b""


def test_a_body_that_comes_byte_by_byte_ends_with_its_connection(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often it sends something: all of a request must come in time."""
    monkeypatch.setattr("tailor.cli.live_preview.IDLE_S", 0.5)
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=0.1) as one:
        one.sendall(begin_post(server, 1000))
        for _ in range(200):
            try:
                one.sendall(b" ")
                if one.recv(1) == b"":
                    break
            except TimeoutError:
                continue
            except OSError:
                break
        else:
            pytest.fail("it is held")


def test_the_command_is_told(server: Server) -> None:
    post(server, "choices", PIN)
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    connection.request("GET", f"{server.path}command")
    reply = connection.getresponse()
    assert json.loads(reply.read()) == {"command": f"tailor --job one.txt --pin {ONE}"}


def test_what_is_offered_instead_costs_no_more_than_it_says() -> None:
    """A line that could as well be printed, in the place of the line that is named with it."""
    case = Path(__file__).resolve().parent.parent / "examples" / "software-engineer"
    resume = read_resume(case / "resume.yaml")[0]
    posting = parse_posting((case / "postings" / "backend-payments.txt").read_text("utf-8"))
    plan = tailor(resume, posting).plan
    cuts = [cut for cut in best_cuts(plan, resume, 40) if cut.loss is not None and cut.instead]
    assert cuts
    printed = {key for key, _ in plan.chosen}
    for cut in cuts[:3]:
        assert printed.issuperset(cut.instead)
        rules = Rules(pins=(cut.key,), excludes=cut.instead)
        other = tailor(resume, posting, Options(rules=rules)).plan
        assert plan.objective - other.objective <= (cut.loss or 0.0) + 0.001
