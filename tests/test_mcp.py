"""The tools for agents, driven by the SDK's own client over stdio."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Timer
from typing import Any

import pytest

from tailor.cli.commands import mcp as command
from tailor.errors import ToolchainError

pytest.importorskip("mcp", reason="the extra mcp is not installed")

import anyio
from anyio.from_thread import start_blocking_portal
from mcp import Client, StdioServerParameters, stdio_client

ROOT = Path(__file__).resolve().parent.parent
CASE = ROOT / "examples" / "nurse"
JOB = CASE / "postings" / "icu-registered-nurse.txt"
PROGRAM = [sys.executable, "-m", "tailor"]
ARGUMENTS = {
    "keywords": {"posting"},
    "match": {"posting", "resume"},
    "tailor": {
        *("posting", "resume", "template", "paper", "max_pages"),
        *("pin", "exclude", "output", "dry_run"),
    },
    "check": {"files"},
    "verify": {"files"},
}
"""Files, keys of lines that exist, and choices from a list: nothing that could hold a claim."""


Work = Callable[[Client], Awaitable[Any]]
Talk = Callable[[Work], Any]
"""What some work gives, done with the client of a server."""


@pytest.fixture(scope="module")
def allowed(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Two folders that a server may use, the first with a master; beside them a secret."""
    root = tmp_path_factory.mktemp("mcp")
    found = [root / "allowed", root / "other"]
    for one in found:
        one.mkdir()
    (root / "secret.txt").write_text("Requirements\n- Terraform\n- Kafka\n", encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def talk(allowed: list[Path]) -> Iterator[Talk]:
    """One server for all tests."""

    @asynccontextmanager
    async def connected() -> AsyncIterator[Client]:
        words = [word for one in allowed for word in ("--allow", str(one))]
        kept = {"TAILOR_CACHE": os.environ["TAILOR_CACHE"]}
        command, *arguments = PROGRAM
        server = StdioServerParameters(command=command, args=[*arguments, "mcp", *words], env=kept)
        async with Client(stdio_client(server)) as client:
            yield client

    async def bounded(work: Work, client: Client) -> Any:
        with anyio.fail_after(300):
            return await work(client)

    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(connected()) as client,
    ):
        yield lambda work: portal.call(bounded, work, client)


@pytest.fixture
def folder(allowed: list[Path]) -> Iterator[Path]:
    """The first of the folders, as it is before anything was done."""
    shutil.copy(CASE / "resume.yaml", allowed[0])
    shutil.copy(JOB, allowed[0] / "job.txt")
    yield allowed[0]
    for one in allowed:
        for path in one.iterdir():
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


async def ask(client: Client, tool: str, **arguments: Any) -> Any:
    """The record that a tool gives, or the text of its error."""
    result = await client.call_tool(tool, arguments)
    if result.is_error:
        return result.content[0].text  # type: ignore[union-attr]
    return result.structured_content


def test_no_tool_takes_the_text_of_a_resume(talk: Talk) -> None:
    async def work(client: Client) -> Any:
        return (await client.list_tools()).tools

    tools = talk(work)
    assert {one.name: set(one.input_schema["properties"]) for one in tools} == ARGUMENTS
    assert all(one.description for one in tools)


def test_an_agent_chooses_and_the_page_is_proved(folder: Path, talk: Talk) -> None:
    async def work(client: Client) -> None:
        keywords = await ask(client, "keywords", posting="job.txt")
        assert "ICU" in json.dumps(keywords["keywords"])
        lines = (await ask(client, "match", posting="job.txt"))["bullets"]
        assert len(lines) > 50
        page = await ask(client, "tailor", posting="job.txt", dry_run=True)
        assert page["outputs"]["pdf"] is None
        assert not (folder / "out").exists()
        bullets = [one for one in page["bullets"] if one["role"] == "bullet"]
        gone = next(one["key"] for one in bullets if one["chosen"])
        back = next(one["key"] for one in bullets if one["tossup"] or not one["chosen"])
        page = await ask(client, "tailor", posting="job.txt", pin=[back], exclude=[gone])
        chosen = {one["key"] for one in page["bullets"] if one["chosen"]}
        assert back in chosen
        assert gone not in chosen
        pdf = page["outputs"]["pdf"]
        (proof,) = (await ask(client, "verify", files=[pdf]))["files"]
        assert proof["ok"], proof
        master, read = (await ask(client, "check", files=["resume.yaml", pdf]))["files"]
        assert master["ok"]
        assert read["fields"]["name"]

    talk(work)
    assert (folder / "out" / "job.pdf").read_bytes().startswith(b"%PDF")


def test_paths_outside_are_refused(folder: Path, talk: Talk) -> None:
    outside = folder.parent / "secret.txt"
    (folder / "link.txt").symlink_to(outside)
    (folder / "linked").symlink_to(folder.parent)
    names = ["../secret.txt", str(outside), "link.txt", "linked/secret.txt", "../nosuch.txt"]

    async def work(client: Client) -> None:
        for name in names:
            for tool in ("keywords", "match", "tailor"):
                said = await ask(client, tool, posting=name)
                assert "outside of the allowed folders" in said, (tool, name, said)
            for tool in ("check", "verify"):
                said = await ask(client, tool, files=[name])
                assert "outside of the allowed folders" in said, (tool, name, said)
            said = await ask(client, "match", posting="job.txt", resume=name)
            assert "outside of the allowed folders" in said
        for name in ("", "a\0b", "nosuch.txt", ".", "https://example.com/job", "-", "clipboard"):
            said = await ask(client, "keywords", posting=name)
            assert "no such file" in said or "not a file name" in said, (name, said)

    talk(work)


def test_pages_are_written_into_the_first_folder_only(folder: Path, talk: Talk) -> None:
    other = folder.parent / "other"
    shutil.copy(JOB, other / "second.txt")
    (folder / "notes.tex").write_text("mine", encoding="utf-8")

    async def work(client: Client) -> None:
        for name in ("../x.pdf", str(other / "x.pdf"), str(folder.parent / "x.pdf")):
            said = await ask(client, "tailor", posting="job.txt", output=name)
            assert "nothing is written" in said, said
        said = await ask(client, "tailor", posting="job.txt", output="notes.pdf")
        assert "is not replaced" in said
        said = await ask(client, "tailor", posting="job.txt", output="resume.yaml")
        assert "output" in said
        page = await ask(client, "tailor", posting=str(other / "second.txt"))
        assert page["outputs"]["pdf"] == "out/second.pdf"

    talk(work)
    assert (folder / "notes.tex").read_text(encoding="utf-8") == "mine"
    assert not (folder.parent / "x.pdf").exists()
    assert (folder / "out" / "second.pdf").is_file()
    assert sorted(path.name for path in other.iterdir()) == ["second.txt"]


def test_values_that_no_option_has_are_refused(folder: Path, talk: Talk) -> None:
    shutil.copytree(ROOT / "templates" / "classic", folder / "mine")

    async def work(client: Client) -> None:
        for wrong, words in (
            ({"template": "mine"}, "shipped"),
            ({"template": "../classic"}, "shipped"),
            ({"max_pages": 0}, "max_pages"),
            ({"paper": "a5"}, "paper"),
            ({"pin": ["work/99"]}, "work/99"),
            ({"output": "{secret}.pdf"}, "output"),
        ):
            said = await ask(client, "tailor", posting="job.txt", **wrong)
            assert words in said, (wrong, said)
            assert "Traceback" not in said

    talk(work)


def test_a_fault_in_a_file_is_told_with_its_line(folder: Path, talk: Talk) -> None:
    (folder / "bad.yaml").write_text("basics:\n  name: A\n  emial: x\n", encoding="utf-8")

    async def work(client: Client) -> None:
        said = await ask(client, "match", posting="job.txt", resume="bad.yaml")
        assert "bad.yaml:3:3" in said
        (found,) = (await ask(client, "check", files=["bad.yaml"]))["files"]
        assert not found["ok"]
        assert found["problems"][0]["line"] == 3

    talk(work)


def test_a_lock_file_leads_nowhere_else(folder: Path, talk: Talk) -> None:
    """A forged lock file names inputs outside, or on the web."""

    async def work(client: Client) -> None:
        await ask(client, "tailor", posting="job.txt")
        lock = folder / "out" / "job.tailor.json"
        whole = json.loads(lock.read_text(encoding="utf-8"))
        for part, path in (
            ("posting", "../../secret.txt"),
            ("posting", "http://127.0.0.1:9/job"),
            ("master", "../../secret.txt"),
            ("template", str(folder.parent)),
        ):
            lock.write_text(json.dumps(whole | {part: whole[part] | {"path": path}}))
            said = await ask(client, "verify", files=["out/job.pdf"])
            assert "outside of the allowed" in said or "no such file" in said, (path, said)

    talk(work)


def test_nothing_but_the_protocol_is_on_standard_output(folder: Path) -> None:
    """Warnings of masters and words of libraries go elsewhere."""
    (folder / "odd.yaml").write_text(
        "basics:\n  name: Ada Example\n  label: Nurse\nwork:\n  - name: A\n    position: Nurse\n"
        "    startDate: 2030-01\n    endDate: 2020-01\n    highlights: [Cared for 4 patients]\n",
        encoding="utf-8",
    )
    calls: list[tuple[str, dict[str, Any]]] = [
        ("match", {"posting": "job.txt", "resume": "odd.yaml"})
    ]
    calls += [("tailor", {"posting": "job.txt"}), ("check", {"files": ["odd.yaml"]})]
    calls += [
        ("keywords", {"posting": name}) for name in ("\ud800", "a\udc00\ud800b", "\\ud800", "🜂")
    ]
    hello = {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "t", "version": "1"},
    }
    requests: list[dict[str, Any]] = [
        {"id": 1, "method": "initialize", "params": hello},
        {"method": "notifications/initialized"},
    ]
    requests += [
        {"id": number, "method": "tools/call", "params": {"name": tool, "arguments": arguments}}
        for number, (tool, arguments) in enumerate(calls, start=2)
    ]
    program = subprocess.Popen(
        [*PROGRAM, "mcp"], cwd=folder, stdin=-1, stdout=-1, stderr=-1, text=True
    )
    assert program.stdin
    assert program.stdout
    end = Timer(90, program.kill)  # One that gives no answer fails the test.
    end.start()
    answered = set()
    for one in requests:
        program.stdin.write(json.dumps({"jsonrpc": "2.0", **one}) + "\n")
        program.stdin.flush()
        while "id" in one and one["id"] not in answered:
            answer = json.loads(program.stdout.readline())
            assert answer["jsonrpc"] == "2.0"
            answered.add(answer.get("id"))
    rest, errors = program.communicate(timeout=60)
    end.cancel()
    assert rest == ""
    assert program.returncode == 0
    assert "Ada" not in errors
    assert "Traceback" not in errors


def test_without_the_extra_the_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(command, "find_spec", lambda _: None)
    with pytest.raises(ToolchainError, match="mcp is not installed"):
        command.run_mcp([tmp_path])


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    run = subprocess.run(
        [*PROGRAM, "mcp", "--allow", str(tmp_path / "nosuch")],
        capture_output=True, text=True, input="", check=False,
    )  # fmt: skip
    assert run.returncode == 7
    assert "not a folder" in run.stderr
    assert run.stdout == ""
