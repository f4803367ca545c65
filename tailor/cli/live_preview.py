"""The workbench in the browser: it follows each save and takes changes of the page."""

import errno
import hmac
import json
import re
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import Any

from tailor.cli.choices import (
    Catalogue,
    Change,
    Choices,
    History,
    choices_from,
    command_line,
    make_change,
    options_not_saved,
    parse_change,
    rebase,
    save_choices,
    with_choices,
    with_profile,
)
from tailor.cli.console import UsageError, print_note, strip_controls
from tailor.cli.json_report import Record
from tailor.cli.settings import Settings
from tailor.cli.workbench_view import bench_record
from tailor.errors import Problem, TailorError
from tailor.models import Resume
from tailor.system import IS_WINDOWS, has_screen


@dataclass(frozen=True, slots=True)
class PreviewSnapshot:
    """`state` is making, good, failed or ended; `errors` say why it failed.

    `page` numbers the last good page (0: there is none yet); `line`, `when` and `changes` (came,
    went or reworded, and a text) are about it, `page_view` is what `tailor.cli.workbench_view`
    tells of it, `printed` is what is on it, `pictures` are PNGs of its pages, `html` the
    report about it (empty as long as it is not made). `history` are the choices, `known` is what
    may be chosen; `settings` are those of the page without them. `number` grows with every change,
    `revision` with every change of the choices.
    """

    number: int = 0
    state: str = "making"
    title: str = ""
    line: str = ""
    when: str = ""
    errors: str = ""
    changes: Sequence[tuple[str, str]] = ()
    page: int = 0
    html: bytes = field(default=b"", repr=False)
    pdf: bytes = field(default=b"", repr=False)
    pictures: tuple[bytes, ...] = field(default=(), repr=False)
    page_view: Record = field(default_factory=dict, repr=False)
    printed: Resume | None = field(default=None, repr=False)
    history: History | None = None
    known: Catalogue | None = field(default=None, repr=False)
    settings: Settings | None = field(default=None, repr=False)
    revision: int = 0

    def record(self) -> dict[str, Any]:
        """What is sent to a browser at each change."""
        return {
            "state": self.state,
            "title": self.title,
            "line": self.line,
            "when": self.when,
            "errors": self.errors,
            "changes": self.changes,
            "page": self.page,
            "bench": bench_record(self.history, self.known),
        }


@dataclass(slots=True)
class PreviewState:
    """The view as it is now, for one thread that changes it and many that wait for changes."""

    view: PreviewSnapshot = PreviewSnapshot()
    changed: threading.Condition = field(default_factory=threading.Condition)
    """Its lock is one that a thread may take twice."""

    def show(self, **changes: Any) -> None:
        """Changes the view; new `pictures` are a new page, about which there is no report yet."""
        with self.changed:
            if "pictures" in changes:
                changes = {"html": b"", "page": self.view.page + 1} | changes
            self.view = replace(self.view, number=self.view.number + 1, **changes)
            self.changed.notify_all()

    def wait_for_report(self, seconds: float) -> bytes:
        """The report of the page, as soon as it is made; empty if it is not in some seconds."""
        with self.changed:
            self.changed.wait_for(lambda: self.view.html, seconds)
            return self.view.html

    def follow(self, settings: Settings, before: Choices | None) -> History:
        """The choices, after the settings became what they are now; `before` are the choices that
        the settings held last."""
        with self.changed:
            now, history = choices_from(settings), self.view.history
            if history is None or before is None:
                history = History(now, now)
            elif now != before:
                history = rebase(history, before, now)
            if (history, settings) != (self.view.history, self.view.settings):
                self.show(history=history, settings=settings)
            return history

    def decide(self, change: Change) -> None:
        """Changes the choices. Raises ValueError if that cannot be done."""
        with self.changed:
            history, catalogue = self.view.history, self.view.known
            if history is None or catalogue is None:
                raise ValueError("there is no page yet")
            after = make_change(history, change, catalogue)
            if after != history:
                self.show(history=after, revision=self.view.revision + 1)

    def save(self) -> Record:
        """Writes the choices into a file; its name, and the options of the command line that are
        not in it. Raises as `save_choices`."""
        with self.changed:
            history, settings = self.view.history, self.view.settings
            if history is None or settings is None:
                raise UsageError(Problem("there is no page yet"))
            path = save_choices(history.now, settings.job)
            saved = replace(history, saved=history.now)
            self.show(history=saved, revision=self.view.revision + 1)
            return {"saved": str(path), "still": options_not_saved(settings, history.now)}

    def command(self) -> str:
        """The command line that makes the page of the choices. Raises as `command_line`."""
        history, settings = self.view.history, self.view.settings
        if history is None or settings is None:
            raise UsageError(Problem("there is no page yet"))
        wanted = with_profile(settings, history.now.profile)
        return command_line(with_choices(wanted, history.now))

    def wait_for_later(self, number: int, seconds: float) -> PreviewSnapshot:
        """The view as soon as it is a later one than `number`, or as it is after some seconds."""
        with self.changed:
            self.changed.wait_for(lambda: self.view.number > number, seconds)
            return self.view


ADDRESS = "127.0.0.1"
HOSTS = (ADDRESS, "localhost")
"""Names of this machine."""
FRIENDS = ("none", "same-origin")
"""Who may lead a browser here (Fetch Metadata, Sec-Fetch-Site): its user, or our own page."""
POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
SHELL = POLICY + "script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:"
REPORT = POLICY + "script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"
"""The report's own policy names its style and script by their hashes; both policies hold."""
HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
STATIC = {
    "": ("live.html", "text/html"),
    "live.css": ("live.css", "text/css"),
    "live.js": ("live.js", "text/javascript"),
    "review.js": ("review.js", "text/javascript"),
}
FORM_TYPES = {
    "page.docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "page.md": "text/plain",
    "page.txt": "text/plain",
    "page.json": "application/json",
}
"""The page in other forms, made when they are asked for."""
PICTURE = re.compile(r"page-([1-9]\d?)\.png")
CHANGING = ("choices", "save")
"""Addresses that take POST, and only that."""
LONGEST_BODY = 50_000
"""Bytes of a request's body."""
REPORT_S = 20.0
"""Seconds that a request for the report waits for it."""
HEARTBEAT = 5.0
"""Seconds; so often a browser without news is written to, to find out whether it still listens."""
POLL = 0.1
"""Seconds within which the server ends."""
MOST_CONNECTIONS = 32
"""Each has a thread; a browser opens six to one place."""
IDLE_S = 5.0
"""Seconds in which a connection must have sent a whole request."""


class Server(ThreadingHTTPServer):
    """`path` begins every address; `codes` are for one use each, and stand for it."""

    daemon_threads = True
    request_queue_size = MOST_CONNECTIONS  # Where the queue is full, a browser waits a second.
    allow_reuse_address = not IS_WINDOWS  # There a second program could take the same port.

    def __init__(
        self, port: int, screen: PreviewState, handler: "type[Handler] | None" = None
    ) -> None:
        super().__init__((ADDRESS, port), handler or Handler)
        self.screen = screen
        self.path = f"/{secrets.token_urlsafe(24)}/"
        self.codes = {secrets.token_urlsafe(24)}
        self.open: dict[socket.socket, float] = {}
        """Connections, each with the moment until which it may take to send its request."""
        self.changed = threading.Condition()

    def verify_request(self, request: Any, client_address: object) -> bool:  # noqa: ARG002
        """Whether there is room for one more connection; those that are slow make some."""
        with self.changed:
            if len(self.open) >= MOST_CONNECTIONS:
                waiting = min(self.open, key=self.open.__getitem__)
                self.drop(waiting, float("inf"))
                if not self.changed.wait_for(lambda: len(self.open) < MOST_CONNECTIONS, POLL):
                    return False
            self.open[request] = time.monotonic() + IDLE_S
            return True

    def service_actions(self) -> None:
        """Drops the connections that have not asked for anything in time."""
        with self.changed:
            for connection in tuple(self.open):
                self.drop(connection, time.monotonic())

    def drop(self, connection: socket.socket, moment: float) -> None:
        """Ends a connection whose time is over at a moment; its thread then ends it by itself."""
        if self.open[connection] < moment:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def has_asked(self, request: Any) -> None:
        """From now on a connection may take the time that it needs."""
        with self.changed:
            self.open[request] = float("inf")

    def shutdown_request(self, request: Any) -> None:
        super().shutdown_request(request)
        with self.changed:
            self.open.pop(request, None)
            self.changed.notify_all()

    @property
    def root(self) -> str:
        return f"http://{ADDRESS}:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away in the middle is not reported."""


class Handler(BaseHTTPRequestHandler):
    """Answers one request."""

    server: Server
    server_version = "tailor"
    sys_version = ""
    timeout = 30.0
    policy = POLICY
    changing: tuple[str, ...] = CHANGING

    def parse_request(self) -> bool:
        """As the library; HTTP/0.9, whose answers have no headers, is refused."""
        is_good = super().parse_request()
        if self.command != "POST":  # Of a change the whole body is waited for no longer either.
            self.server.has_asked(self.request)
        if is_good and self.request_version == "HTTP/0.9":
            self.send_error(HTTPStatus.HTTP_VERSION_NOT_SUPPORTED)
            return False
        return is_good

    def send_error(self, code: int, *_: object, **__: object) -> None:
        """How the library refuses a malformed request: like any other, with all headers."""
        self.request_version = self.protocol_version
        self.refuse(HTTPStatus(code))

    def do_GET(self) -> None:
        if self.is_foreign():
            self.refuse(HTTPStatus.FORBIDDEN)
            return
        path = self.path.partition("?")[0]
        if path.startswith("/open/"):
            self.redeem_code(path.removeprefix("/open/"))
            return
        name = self.asked_name()
        if name is None:
            self.refuse(HTTPStatus.NOT_FOUND)
        elif name in self.changing:
            self.refuse(HTTPStatus.METHOD_NOT_ALLOWED, "POST")
        else:
            self.serve(name)

    def asked_name(self) -> str | None:
        """What is asked for, below the token; None if the token is not there."""
        path, root = self.path.partition("?")[0], self.server.path
        if not hmac.compare_digest(path[: len(root)].encode(), root.encode()):
            return None
        return path[len(root) :]

    def do_POST(self) -> None:
        """Takes a change: as JSON, from our own page (its Origin), and with the token."""
        name = self.asked_name()
        if name not in self.changing:
            self.refuse(HTTPStatus.METHOD_NOT_ALLOWED if name is not None else HTTPStatus.NOT_FOUND)
        elif self.is_foreign() or self.headers.get_all("Origin", []) != [self.own_origin()]:
            self.refuse(HTTPStatus.FORBIDDEN)
        elif self.headers.get("Content-Type") != "application/json":
            self.refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        else:
            self.change(name)

    def own_origin(self) -> str:
        """The origin of our page, by the name that the browser called us."""
        return f"http://{self.headers.get('Host')}"

    def change(self, name: str) -> None:
        """Reads a change and makes it, or saves."""
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()):
            self.refuse(HTTPStatus.LENGTH_REQUIRED)
            return
        if len(length) > 9 or int(length) > LONGEST_BODY:
            self.refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return
        body = self.rfile.read(int(length))
        self.server.has_asked(self.request)
        try:
            self.reply(HTTPStatus.OK, self.apply(name, json.loads(body)))
        except (ValueError, RecursionError) as error:
            self.reply(HTTPStatus.UNPROCESSABLE_ENTITY, {"error": str(error)})
        except TailorError as error:
            self.reply(HTTPStatus.CONFLICT, {"error": strip_controls(str(error))})

    def apply(self, name: str, data: Any) -> Record:
        """Makes a change, or saves. Raises ValueError, TailorError."""
        if name == "choices":
            self.server.screen.decide(parse_change(data))
            return {}
        if data != {}:
            raise ValueError("saving takes nothing but {}")
        return self.server.screen.save()

    def reply(self, status: HTTPStatus, record: Record) -> None:
        """An answer as JSON."""
        self.answer(json.dumps(record).encode(), "application/json", POLICY, status)

    def __getattr__(self, name: str) -> Callable[[], None]:
        """Every other method is refused."""
        if name.startswith("do_"):
            return lambda: self.refuse(HTTPStatus.METHOD_NOT_ALLOWED)
        raise AttributeError(name)

    def is_foreign(self) -> bool:
        """Whether the browser means another machine, or was led here by another site's page."""
        hosts = {f"{host}:{self.server.server_port}" for host in HOSTS}
        names = self.headers.get_all("Host", [])
        return (
            len(names) != 1
            or names[0] not in hosts
            or self.headers.get("Sec-Fetch-Site", "none") not in FRIENDS
        )

    def redeem_code(self, code: str) -> None:
        """Leads a browser that was started by us to the page: other users of the machine may have
        seen the code among the words that it was started with, but it works only once."""
        if code not in self.server.codes:
            self.refuse(HTTPStatus.NOT_FOUND)
            return
        self.server.codes.discard(code)
        self.send_response(HTTPStatus.SEE_OTHER)
        self.send_header("Location", self.server.path)
        self.end_headers()

    def serve(self, name: str) -> None:
        view = self.server.screen.view
        picture = PICTURE.fullmatch(name)
        if name in STATIC:
            source, kind = STATIC[name]
            self.answer((files("tailor.cli") / "live" / source).read_bytes(), kind, SHELL)
        elif name == "events":
            self.stream()
        elif name == "view" and view.page_view:
            self.reply(HTTPStatus.OK, {"page": view.page} | view.page_view)
        elif picture and int(picture[1]) <= len(view.pictures):
            self.answer(view.pictures[int(picture[1]) - 1], "image/png", POLICY)
        elif name == "report" and view.page:
            self.tell_report()
        elif name == "page.pdf" and view.page:
            self.answer(view.pdf, "application/pdf", POLICY)
        elif name in FORM_TYPES and view.printed and view.settings:
            self.answer(self.other_form(name, view), FORM_TYPES[name], POLICY)
        elif name == "command":
            self.tell_command()
        else:
            self.refuse(HTTPStatus.NOT_FOUND)

    def other_form(self, name: str, view: PreviewSnapshot) -> bytes:
        """The page as Word, Markdown, text or JSON Resume."""
        from tailor.exporters import page_forms

        form = name.rpartition(".")[2]
        paper = view.history.now.paper if view.history else "letter"
        return page_forms(view.printed or Resume(""), (form,), paper)[form]

    def tell_report(self) -> None:
        """The report, as soon as it is made."""
        html = self.server.screen.wait_for_report(REPORT_S)
        if html:
            self.answer(html, "text/html", REPORT)
        else:
            self.refuse(HTTPStatus.SERVICE_UNAVAILABLE)

    def tell_command(self) -> None:
        try:
            self.reply(HTTPStatus.OK, {"command": self.server.screen.command()})
        except TailorError as error:
            self.reply(HTTPStatus.CONFLICT, {"error": strip_controls(str(error))})

    def answer(
        self, body: bytes, kind: str, policy: str, status: HTTPStatus = HTTPStatus.OK
    ) -> None:
        self.send_response(status)
        text = kind.startswith("text/")
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if text else kind)
        self.send_header("Content-Length", str(len(body)))
        self.policy = policy
        self.end_headers()
        self.wfile.write(body)

    def refuse(self, status: HTTPStatus, allowed: str = "GET") -> None:
        self.close_connection = True
        self.send_response(status)
        self.send_header("Content-Length", "0")
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Allow", allowed)
        self.end_headers()

    def stream(self) -> None:
        """Every view from now on, as server-sent events (HTML Standard, 9.2)."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.end_headers()
        number = -1
        while True:
            view = self.server.screen.wait_for_later(number, HEARTBEAT)
            news = view.number > number
            number = view.number
            text = f"data: {json.dumps(view.record())}\n\n" if news else ":\n\n"
            self.wfile.write(text.encode())
            if view.state == "ended":
                return

    def end_headers(self) -> None:
        for name, value in (*HEADERS.items(), ("Content-Security-Policy", self.policy)):
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Prints nothing: the terminal is for the messages of `watch`."""


@contextmanager
def serve_page(
    port: int, screen: PreviewState, handler: type[Handler] = Handler
) -> Iterator[Server]:
    """A running server; port 0 is any that is free.

    Raises UsageError if the port cannot be had.
    """
    try:
        server = Server(port, screen, handler)
    except OSError as error:
        is_taken = error.errno == errno.EADDRINUSE
        reason = "is taken" if is_taken else f"cannot be used: {(error.strerror or '').lower()}"
        hint = "without --port, a free one is used"
        raise UsageError(Problem(f"--port: port {port} {reason}", hint=hint)) from error
    threading.Thread(target=server.serve_forever, args=(POLL,), daemon=True).start()
    try:
        yield server
    finally:
        screen.show(state="ended")
        with suppress(OSError):
            server.shutdown()
            server.server_close()


def announce_server(server: Server, open: bool, what: str = "live page") -> None:
    """Says where the page is, and opens it if that is wanted and there is a screen."""
    print_note(f"{what}: {server.root}{server.path}")
    if open and has_screen():
        open_browser(server)
    elif open:
        print_note("no browser can be opened here")


def open_browser(server: Server) -> None:
    """Shows the page in the user's browser, without waiting for that."""
    import webbrowser

    url = f"{server.root}/open/{next(iter(server.codes))}"
    threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
