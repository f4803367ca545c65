"""The live page of `tailor watch`: who may see it, and what a browser shows of it."""

import base64
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tailor.cli.choices import Catalogue, Choices, History
from tailor.cli.live_preview import HEADERS, MOST_CONNECTIONS, PreviewState, Server, serve_page
from tailor.line_ids import LineIds
from tailor.models import Resume, Section

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

PATIENCE = 20.0
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


@pytest.fixture
def screen() -> PreviewState:
    return PreviewState()


@pytest.fixture
def server(screen: PreviewState) -> Iterator[Server]:
    with serve_page(0, screen) as running:
        yield running


def ask(server: Server, path: str, method: str = "GET", **headers: str) -> HTTPResponse:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    connection.putrequest(method, path, skip_host="Host" in headers)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    return connection.getresponse()


def test_it_listens_on_this_machine_only(server: Server) -> None:
    assert server.server_address[0] == "127.0.0.1"
    listening = Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()
    port = f":{server.server_port:04X} "
    own = [row.split()[1] for row in listening if port in row and row.split()[3] == "0A"]
    assert own == [f"0100007F{port.strip()}"]
    everywhere = Path("/proc/net/tcp6").read_text(encoding="ascii")
    assert not any(port in row and row.split()[3] == "0A" for row in everywhere.splitlines())


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:{port}", 200),
        ("localhost:{port}", 200),
        ("127.0.0.1", 403),
        ("localhost:1", 403),
        ("rebound.example.com:{port}", 403),
        ("rebound.example.com", 403),
        ("rebound.example.com:80", 403),
        ("127.0.0.1.example.com", 403),
        ("", 403),
    ],
)
def test_a_name_that_is_not_this_machines_is_refused(
    server: Server, host: str, status: int
) -> None:
    host = host.format(port=server.server_port)
    assert ask(server, server.path, Host=host).status == status


@pytest.mark.parametrize(
    "path",
    ["/", "", "/nothing/", "/favicon.ico", "/events", "//", "/../", "{short}", "/open/", "/open/x",
     "{path}live.py", "{path}../say.py", "{path}%2e%2e/say.py", "{path}live/", "{path}report",
     "{path}page.pdf", "{path}view", "{path}page-1.png", "{path}page-0.png", "{path}page-.png",
     "{path}page-1.png/../x", "{path}?/..//"],
)  # fmt: skip
def test_what_is_not_served_is_not_found(server: Server, path: str) -> None:
    """There is no report yet; a query changes nothing."""
    wanted = path.format(path=server.path, short=server.path[:-2])
    assert ask(server, wanted).status == (200 if "?" in path else 404)


def test_only_get_is_answered_and_no_other_site_may_lead_here(server: Server) -> None:
    for method in ("HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "BREW"):
        reply = ask(server, server.path, method)
        assert (reply.status, reply.headers["Allow"]) == (405, "GET")
    assert ask(server, server.path, Sec_Fetch_Site="cross-site").status == 403
    assert ask(server, server.path, Sec_Fetch_Site="same-site").status == 403
    assert ask(server, server.path, Sec_Fetch_Site="same-origin").status == 200


def test_nothing_is_kept_and_nothing_foreign_is_run(server: Server, screen: PreviewState) -> None:
    screen.show(pictures=(PICTURE,), pdf=b"%PDF-", page_view={})
    screen.show(html=b"<p>report</p>")
    for name in ("", "report", "page.pdf", "page-1.png", "view", "command", "nothing"):
        path = server.path + name
        headers = ask(server, path).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; ")
        assert headers["Access-Control-Allow-Origin"] is None
    assert "unsafe" not in ask(server, server.path).headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "sent",
    [
        "GET /\r\n\r\n",
        "GET {path}\r\n\r\n",
        "nonsense\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "GET / HTTP/x\r\n\r\n",
        "GET / a b HTTP/1.1\r\n\r\n",
        "POST {path}\r\n\r\n",
        "GET / HTTP/1.1\r\n" + "a: b\r\n" * 200 + "\r\n",
        "GET /" + "a" * 70_000 + " HTTP/1.1\r\n\r\n",
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nHost: evil.example.com\r\n\r\n",
        "GET {path} HTTP/1.1\r\n\r\n",
    ],
)
def test_answers_to_what_is_no_request_have_all_headers(server: Server, sent: str) -> None:
    text = sent.replace("{path}", server.path).replace("{port}", str(server.server_port))
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=5) as one:
        one.sendall(text.encode())
        reply = HTTPResponse(one)
        reply.begin()
    assert reply.status in (400, 403, 405, 414, 431, 505)
    assert reply.read() == b""
    for name in (*HEADERS, "Content-Security-Policy"):
        assert reply.headers[name], name


def test_it_holds_few_connections_and_none_that_asks_for_nothing(server: Server) -> None:
    before = threading.active_count()
    opened = [
        socket.create_connection(("127.0.0.1", server.server_port), timeout=5)
        for _ in range(MOST_CONNECTIONS + 8)
    ]
    for one in opened[:MOST_CONNECTIONS]:
        one.sendall(b"GET / HTTP/1.1\r\nHost: ")
    assert ask(server, server.path).status == 200
    assert len(server.open) <= MOST_CONNECTIONS
    assert threading.active_count() - before <= MOST_CONNECTIONS
    streams = [ask(server, f"{server.path}events") for _ in range(3)]
    assert all(one.status == 200 for one in streams)
    for one in opened:
        one.close()
    until(lambda: len(server.open) <= len(streams))


def test_a_connection_that_sends_nothing_is_dropped(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tailor.cli.live_preview.IDLE_S", 0.2)
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=PATIENCE) as one:
        one.sendall(b"GET / HTTP/1.1\r\n")
        assert one.recv(1) == b""


def test_the_code_that_the_browser_is_started_with_works_once(server: Server) -> None:
    path = f"/open/{next(iter(server.codes))}"
    reply = ask(server, path)
    assert (reply.status, reply.headers["Location"]) == (303, server.path)
    assert ask(server, path).status == 404
    with serve_page(0, PreviewState()) as other:
        assert other.path != server.path
        assert other.codes.isdisjoint(server.codes)


def test_news_come_as_they_happen_until_the_end(screen: PreviewState) -> None:
    with serve_page(0, screen) as server:
        stream = ask(server, f"{server.path}events")
        assert stream.headers["Content-Type"] == "text/event-stream; charset=utf-8"
        assert heard(stream)["state"] == "making"
        screen.show(state="failed", errors="a\nb\n\ndata: c")
        assert heard(stream)["errors"] == "a\nb\n\ndata: c"
    assert heard(stream)["state"] == "ended"
    assert stream.read() == b"\n"


def heard(stream: HTTPResponse) -> dict[str, Any]:
    """The next event, heartbeats aside."""
    while not (line := stream.readline()).startswith(b"data: "):
        assert line in (b"\n", b":\n")
    found: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
    return found


def test_a_reader_that_is_slow_or_talks_nonsense_stops_nobody(
    server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    idle = [socket.create_connection(("127.0.0.1", server.server_port)) for _ in range(20)]
    idle[0].sendall(b"\x16\x03\x01 nonsense\r\n\r\n")
    idle[1].sendall(b"GET " + server.path.encode() + b"events HTTP/1.0\r\nHost: localhost\r\n\r\n")
    for one in idle[1:3]:
        one.close()
    assert ask(server, server.path).status == 200
    for one in idle[3:]:
        one.close()
    assert capsys.readouterr().err == ""


def until(
    found: Callable[[], Any], what: str = "it", said: Path | None = None, seconds: float = PATIENCE
) -> Any:
    """What is found, as soon as it is something. `said` is a file with what tailor printed."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := found():
            return value
        time.sleep(0.02)
    printed = f"; tailor said: {said.read_text(encoding='utf-8')}" if said else ""
    raise AssertionError(f"{what} did not happen in time{printed}")


def text_of(browser: "Chrome", name: str) -> str:
    return str(browser.execute_script(f"return document.getElementById('{name}').innerText"))


def page_says(browser: "Chrome", words: str) -> bool:
    """Whether the page that is shown has some words, and its picture is there."""
    shown = browser.execute_script("return document.body.dataset.page && view.page")
    return bool(shown) and words in str(
        browser.execute_script("return document.getElementById('text').textContent")
    )


def show_page(screen: PreviewState, text: str, **more: Any) -> None:
    """A page with one line."""
    line: dict[str, Any] = {
        **{"key": "work/0", "role": "bullet", "text": text, "printed": True, "wordings": []},
        **{"wording": 0, "why": "", "score": 1.0, "tie": False, "answers": []},
    }
    section = {"key": "work", "title": "Work", "kind": "work", "printed": True, "lines": [line]}
    posting = {"title": "Analyst", "company": "", "language": "en", "blocks": []}
    view = {
        **{"author": "", "fill": 1.0, "score": 1.0, "proven": True, "coverage": [], "ties": []},
        **{"keywords": [], "posting": posting, "sections": [section], "headline": ""},
        **{"headlines": [], "templates": ["classic"], "papers": ["letter"], "since": None},
        **{"tags": [], "profiles": [], "forms": []},
        "sheets": [{"size": [100, 100], "text": text, "spots": []}],
    }
    ids = LineIds(Resume("Kim", sections=(Section("work", "Work", "work"),)))
    known = Catalogue(ids, {}, (), frozenset(), (), ("classic",))
    usual = {"state": "good", "title": "Analyst", "when": "10:00:00", "line": "99 % full"}
    history = screen.view.history or History(Choices(), Choices())
    screen.show(**{
        **usual, "pictures": (PICTURE,), "pdf": b"%PDF-", "page_view": view,
        "known": known, "history": history, **more,
    })  # fmt: skip


def test_a_browser_shows_each_page_in_the_place_of_the_last(
    chromium: "Chrome", server: Server, screen: PreviewState
) -> None:
    chromium.get(f"{server.root}/open/{next(iter(server.codes))}")
    assert chromium.current_url == server.root + server.path
    assert text_of(chromium, "line") == "Making the page …"
    show_page(screen, "first", changes=[("came", "<b>new</b>"), ("went", "old")])
    until(lambda: page_says(chromium, "first"))
    assert text_of(chromium, "line") == "99 % full"
    assert chromium.title == "✓ Analyst"
    chromium.execute_script("window.marked = true; document.querySelector('#sections li').focus()")
    show_page(screen, "<i>second</i>", line="98 % full")
    until(lambda: page_says(chromium, "<i>second</i>"))
    focus = "return document.activeElement.dataset.key"
    assert chromium.execute_script(focus) == "work/0", "the focus stays on the line"
    assert text_of(chromium, "line") == "98 % full"
    assert chromium.execute_script("return window.marked"), "it was not reloaded"
    assert chromium.execute_script("return document.querySelectorAll('#sheets img').length") == 1


def test_errors_stand_above_the_last_good_page_until_they_are_fixed(
    chromium: "Chrome", server: Server, screen: PreviewState
) -> None:
    show_page(screen, "good")
    chromium.get(server.root + server.path)
    until(lambda: page_says(chromium, "good"))
    screen.show(state="failed", errors="resume.yaml:3:1: error: <script>window.hit = 1</script>")
    until(lambda: text_of(chromium, "errors"))
    assert text_of(chromium, "errors").endswith("error: <script>window.hit = 1</script>")
    assert "The page below was made at 10:00:00." in text_of(chromium, "note")
    assert chromium.execute_script("return window.hit") is None
    assert chromium.title.startswith("✗")
    assert page_says(chromium, "good")
    screen.show(state="making")
    until(lambda: "Making the page" in text_of(chromium, "note"))
    assert text_of(chromium, "errors")
    screen.show(state="good", errors="")
    until(lambda: not text_of(chromium, "note"))
    assert text_of(chromium, "line") == "99 % full"


def test_the_page_tells_when_the_watch_has_ended(chromium: "Chrome", screen: PreviewState) -> None:
    with serve_page(0, screen) as server:
        show_page(screen, "good")
        chromium.get(server.root + server.path)
        until(lambda: page_says(chromium, "good"))
    until(lambda: "has ended" in text_of(chromium, "note"))
    assert page_says(chromium, "good")
    assert chromium.execute_script("return document.getElementById('pdf').hidden")


def test_the_workbench_runs_nothing_but_its_own_script(
    chromium: "Chrome", server: Server, screen: PreviewState
) -> None:
    show_page(screen, "good")
    chromium.get(server.root + server.path)
    until(lambda: page_says(chromium, "good"))
    logged(chromium)
    code = "const one = document.createElement('script'); one.textContent = 'window.hit = 1'; "
    chromium.execute_script(code + "document.body.append(one)")
    assert chromium.execute_script("return window.hit") is None
    assert "Content Security Policy" in logged(chromium)


def logged(browser: "Chrome") -> str:
    """What the browser complained of since it was asked last."""
    return str(browser.get_log("browser"))  # type: ignore[no-untyped-call]
