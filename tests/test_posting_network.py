"""Every guard of the fetch, against a server on 127.0.0.1 or a resolver of our own."""

import gzip
import io
import socket
import ssl
import time
import tracemalloc
import zlib
from http.server import BaseHTTPRequestHandler

import pytest

from tailor.errors import LimitError, NetworkError, TailorError
from tailor.posting import fetch as fetching
from tailor.posting.fetch import fetch_posting
from tailor.posting.http import (
    Bounds,
    Resolve,
    checked_addresses,
    connection_problem,
    fetch_page,
    is_public,
    read_body,
)
from tailor.posting.job_boards import interface_url
from tests.postings.pages import adverts, page
from tests.postings.server import CERTIFICATE, HTML, Answer, send, served

SHORT = Bounds(redirects=2, size=100_000, seconds=1.0)
PAGE = page("company.html", adverts()[0]).data


def test_a_page_is_fetched_and_read() -> None:
    with served(job=send(PAGE)) as (url, asked):
        posting = fetch_posting(f"{url}/job?id=41#top", allow_local=True)
    assert (posting.title, posting.company) == ("Senior Backend Engineer", "Alder Bay Ferries")
    assert posting.source == f"{url}/job?id=41#top"
    [(path, headers)] = asked
    assert path == "/job?id=41"
    assert headers["User-Agent"].startswith("tailor-cv/0.")
    assert headers["Host"] == url.removeprefix("http://")
    assert {"Cookie", "Authorization", "Referer"}.isdisjoint(headers)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.9.10", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255"),
        *("192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1"),
        *("198.51.100.7", "203.0.113.9", "192.88.99.1", "224.0.0.1", "240.0.0.1"),
        *("255.255.255.255", "::1", "::", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1"),
        *("64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:1::1", "fc00::1", "fd12::1"),
        *("fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "2001:db8::1", "3fff::1", "100::1"),
        *("5f00::1", "no address", ""),
    ],
)
def test_an_address_inside_is_refused_and_nothing_is_asked(address: str) -> None:
    assert not is_public(address)
    with served(index=send(PAGE)) as (url, asked):
        for others in ((), ("93.184.216.34",)):
            with pytest.raises(NetworkError, match="inside a private network") as caught:
                fetch_page(
                    url.replace("127.0.0.1", "jobs.example.com"),
                    resolve=lambda *_, more=others: (*more, address),
                )
            assert "--allow-local" in str(caught.value)
    assert asked == []


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1"])
def test_a_public_address_is_not(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "localhost", "[::1]"]
)
def test_other_names_of_this_computer_are_refused(host: str) -> None:
    with pytest.raises(NetworkError, match=r"private network|cannot be found|not a web address"):
        fetch_page(f"http://{host}:9/")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://me:secret@127.0.0.1/", "name or password"),
        ("http://me@127.0.0.1/", "name or password"),
        ("http:///path", "only web addresses"),
        ("http://" + "a" * 3000, "only web addresses|not a web address"),
        ("http://[::1", "not a web address"),
        ("http://127.0.0.1:99999/", "only web addresses"),
        ("http://xn--/", "not a web address"),
        ("http://xn--a.example.com/", "not a web address"),
    ],
)
def test_odd_addresses(url: str, words: str) -> None:
    with pytest.raises(NetworkError, match=words) as caught:
        fetch_page(url, local=True)
    assert "secret" not in caught.value.problems[0].message


@pytest.mark.parametrize("scheme", ["file", "ftp", "gopher", "data", "javascript"])
def test_other_schemes_are_refused_also_after_a_redirect(scheme: str) -> None:
    elsewhere = send(b"", status=302, Location=f"{scheme}:///etc/passwd")
    with served(index=elsewhere) as (url, _), pytest.raises(NetworkError, match="only web"):
        fetch_page(url, local=True)
    with pytest.raises(TailorError):
        fetch_posting(f"{scheme}:///etc/passwd")


def test_a_redirect_is_followed_and_checked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def checked(host: str, port: int, resolve: Resolve, *, local: bool) -> tuple[str, ...]:
        return checked_addresses(host, port, resolve, local=local or host == "127.0.0.1")

    def resolve(host: str, _: int) -> tuple[str, ...]:
        return ("10.0.0.1",) if host == "inside.example.com" else ("127.0.0.1",)

    inside = send(b"", status=302, Location="http://inside.example.com/")
    with served(a=send(b"", status=301, Location="/b?x=1"), b=send(PAGE), c=inside) as (url, asked):
        assert fetch_page(f"{url}/a", local=True).url == f"{url}/b?x=1"
        assert [path for path, _ in asked] == ["/a", "/b?x=1"]
        monkeypatch.setattr("tailor.posting.http.checked_addresses", checked)
        with pytest.raises(NetworkError, match="private network"):
            fetch_page(f"{url}/c", resolve=resolve)


@pytest.mark.parametrize("location", ["http://xn--/", "//xn--a/", "http://[::1"])
def test_a_redirect_to_what_is_no_address(location: str) -> None:
    elsewhere = send(b"", status=302, Location=location)
    with served(index=elsewhere) as (url, _), pytest.raises(NetworkError, match="web address"):
        fetch_page(url, local=True)


def test_only_the_host_that_was_named_may_be_local() -> None:
    """A page in the private network leads no further into it; a public one leads nowhere in it."""
    hosts = ("named.example.com", "other.example.com", "127.0.0.1")
    answers = dict.fromkeys(hosts, "127.0.0.1")
    with served(a=send(PAGE), index=send(b"", status=302)) as (url, asked):
        here = url.replace("127.0.0.1", "named.example.com")
        resolve = lambda host, _: (answers[host],)  # noqa: E731
        assert fetch_page(f"{here}/a", local=True, resolve=resolve).data == PAGE
        asked.clear()
        for there in (url, url.replace("127.0.0.1", "other.example.com")):
            elsewhere = send(b"", status=302, Location=f"{there}/a")
            with served(index=elsewhere) as (first, _):
                named = first.replace("127.0.0.1", "named.example.com")
                with pytest.raises(NetworkError, match="private network"):
                    fetch_page(named, local=True, resolve=resolve)
        assert asked == []


@pytest.mark.parametrize(
    "address",
    [
        *("169.254.169.254", "169.254.1.1", "fe80::1", "fe80::1%eth0", "fd00:ec2::254"),
        *("100.100.100.200", "168.63.129.16", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe"),
        *("2002:a9fe:a9fe::1", "no address"),
    ],
)
def test_addresses_of_a_cloud_are_never_asked(address: str) -> None:
    with pytest.raises(NetworkError, match="from which no posting is fetched"):
        fetch_page("http://meta.example.com/", local=True, resolve=lambda *_: (address,))


def test_too_many_redirects() -> None:
    with served(index=send(b"", status=302, Location="/")) as (url, asked):
        with pytest.raises(LimitError, match="more than 2 times"):
            fetch_page(url, local=True, bounds=SHORT)
        assert len(asked) == 3


def test_a_host_is_resolved_once_and_the_checked_address_is_used() -> None:
    answers = iter([("127.0.0.1",), ("10.0.0.1",)])
    asked: list[str] = []

    def resolve(host: str, _: int) -> tuple[str, ...]:
        asked.append(host)
        return next(answers)

    with served(index=send(PAGE)) as (url, _):
        there = url.replace("127.0.0.1", "jobs.example.com")
        assert fetch_page(there, local=True, resolve=resolve).data == PAGE
    assert asked == ["jobs.example.com"]


def test_the_next_address_is_tried() -> None:
    with served(index=send(PAGE)) as (url, _):
        there = url.replace("127.0.0.1", "jobs.example.com")
        assert (
            fetch_page(there, local=True, resolve=lambda *_: ("127.0.0.9", "127.0.0.1")).data
            == PAGE
        )


@pytest.mark.parametrize(
    ("data", "headers"),
    [
        (b"x" * 100_001, {}),
        (gzip.compress(b"x" * 50_000_000), {"Content_Encoding": "gzip"}),
        (zlib.compress(b"x" * 50_000_000), {"Content_Encoding": "deflate"}),
    ],
)
def test_too_many_bytes(data: bytes, headers: dict[str, str]) -> None:
    with (
        served(index=send(data, HTML, 200, **headers)) as (url, _),
        pytest.raises(LimitError, match="larger than 100,000 bytes"),
    ):
        fetch_page(url, local=True, bounds=SHORT)


def test_a_bomb_is_never_unpacked_whole() -> None:
    packed = gzip.compress(b"x" * 50_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(LimitError):
            read_body(iter([packed]), "gzip", 100_000, "https://jobs.example.com")
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_packed_content() -> None:
    packed = send(gzip.compress(PAGE), Content_Encoding="gzip")
    broken = send(b"not gzip at all", Content_Encoding="gzip")
    unasked = send(PAGE, Content_Encoding="br")
    with served(a=packed, b=broken, c=unasked) as (url, _):
        assert fetch_page(f"{url}/a", local=True).data == PAGE
        for path, words in (("b", "cannot be unpacked"), ("c", "packed as 'br'")):
            with pytest.raises(NetworkError, match=words):
                fetch_page(f"{url}/{path}", local=True)


def drip(before: bytes) -> Answer:
    """An answer that never ends: a byte now and then."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(before)
        for _ in range(100):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.1)

    return answer


@pytest.mark.parametrize(
    "answer",
    [
        drip(b"HTTP/1.1 200 OK\r\nX-Odd: "),
        drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"),
        lambda _: time.sleep(3),
    ],
)
def test_too_slow(answer: Answer) -> None:
    start = time.monotonic()
    with (
        served(index=answer) as (url, _),
        pytest.raises(LimitError, match=r"within 1 seconds"),
    ):
        fetch_page(url, local=True, bounds=SHORT)
    assert time.monotonic() - start < 3


def test_a_resolver_that_never_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    def asleep(*_: object, **__: object) -> list[object]:
        time.sleep(2)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", asleep)
    with pytest.raises(LimitError, match=r"within 0\.3 seconds"):
        fetch_page("http://jobs.example.com", bounds=Bounds(seconds=0.3))


def test_a_host_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror("no")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(NetworkError, match=r"jobs\.example\.com cannot be found"):
        fetch_page("http://jobs.example.com")


def test_nobody_listens_or_it_is_not_http() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        with pytest.raises(NetworkError, match="does not answer"):
            fetch_page(f"http://127.0.0.1:{port}", local=True)
    rude = lambda handler: handler.wfile.write(b"220 smtp ready\r\n" * 3)  # noqa: E731
    with served(index=rude) as (url, _), pytest.raises(NetworkError, match="valid HTTP"):
        fetch_page(url, local=True)


def test_certificates_are_for_the_name_and_not_for_the_address() -> None:
    def here(*_: object) -> tuple[str, ...]:
        return ("127.0.0.1",)

    trust = ssl.create_default_context(cafile=CERTIFICATE)
    with served(tls=True, index=send(PAGE)) as (url, asked):
        port = url.rpartition(":")[2]
        good = f"https://jobs.example.com:{port}/"
        assert fetch_page(good, local=True, resolve=here, trust=trust).data == PAGE
        wrong = (f"https://other.example.com:{port}/", trust), (good, None)
        for there, believed in wrong:
            with pytest.raises(NetworkError, match="certificate is not valid"):
                fetch_page(there, local=True, resolve=here, trust=believed)
    assert [headers["Host"] for _, headers in asked] == [f"jobs.example.com:{port}"]


def test_a_server_without_tls_is_not_believed() -> None:
    with served(index=send(PAGE)) as (url, _), pytest.raises(NetworkError):
        fetch_page(url.replace("http:", "https:"), local=True, trust=ssl.create_default_context())


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (401, b"", "wants you to sign in"),
        (403, b"", "does not give this page to programs"),
        (403, b"<title>Just a moment...</title>", "checks for robots"),
        (404, b"", "no such page"),
        (410, b"", "taken this posting down"),
        (429, b"", "too many requests"),
        (500, b"", r"answered with an error \(500\)"),
        (503, b"Checking your browser before accessing", "checks for robots"),
        (999, b"", r"\(999\)"),
        (304, b"", "error"),
    ],
)
def test_errors_are_explained(status: int, body: bytes, words: str) -> None:
    with (
        served(index=send(body, status=status)) as (url, _),
        pytest.raises(NetworkError, match=words) as caught,
    ):
        fetch_posting(url, allow_local=True)
    problem = caught.value.problems[0]
    assert caught.value.exit_code == 8
    assert problem.place is not None
    assert problem.place.path.startswith("http://127.0.0.1:")
    assert "clipboard" in problem.hint


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<h1>Sign in to continue</h1>", "asks to sign in"),
        ("<h1>Verify you are human</h1>", "check for robots"),
        ("<div id=root></div><script src=a.js></script>", "JavaScript"),
        ("<p>This job is no longer available.</p>", "no longer open"),
        ("<noscript>Please enable JavaScript</noscript><div>Loading...</div>", "JavaScript"),
    ],
)
def test_walls_with_a_good_status(body: str, words: str) -> None:
    html = f"<html><head><title>Baker</title></head><body>{body}</body></html>".encode()
    with served(index=send(html)) as (url, _), pytest.raises(NetworkError, match=words):
        fetch_posting(url, allow_local=True)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PAGE, "text/html"),
        (PAGE, "application/octet-stream"),
        (PAGE, "text/plain"),
        (page("printed.pdf", adverts()[0]).data, "application/pdf"),
        (page("styled.docx", adverts()[0]).data, "application/octet-stream"),
        (page("greenhouse.json", adverts()[0]).data, "application/json; charset=utf-8"),
        (page("personio.xml", adverts()[0]).data, "text/xml"),
        (page("labelled.txt", adverts()[0]).data, "text/plain; charset=utf-8"),
        (page("html.eml", adverts()[0]).data, "message/rfc822"),
    ],
)
def test_kinds_of_content(data: bytes, kind: str) -> None:
    with served(index=send(data, kind)) as (url, _):
        posting = fetch_posting(url, allow_local=True)
    assert (posting.title, posting.company) == ("Senior Backend Engineer", "Alder Bay Ferries")


def test_a_picture_is_no_posting() -> None:
    with (
        served(index=send(b"\x89PNG", "image/png")) as (url, _),
        pytest.raises(TailorError, match="not a web page but image/png"),
    ):
        fetch_posting(url, allow_local=True)


BOARDS = {
    "https://boards.greenhouse.io/acme/jobs/4012?gh_jid=4012": (
        "https://boards-api.greenhouse.io/v1/boards/acme/jobs/4012"
    ),
    "https://job-boards.greenhouse.io/acme/jobs/4012": (
        "https://boards-api.greenhouse.io/v1/boards/acme/jobs/4012"
    ),
    "https://jobs.lever.co/acme/00000000-0000-4000-8000-000000000001/apply": (
        "https://api.lever.co/v0/postings/acme/00000000-0000-4000-8000-000000000001?mode=json"
    ),
    "https://jobs.ashbyhq.com/acme/c0ffee00-0000-4000-8000-000000000001": (
        "https://api.ashbyhq.com/posting-api/job-board/acme#c0ffee00-0000-4000-8000-000000000001"
    ),
    "https://acme.wd5.myworkdayjobs.com/en-US/External/job/Leeds/Cook_R-10?source=x": (
        "https://acme.wd5.myworkdayjobs.com/wday/cxs/acme/External/job/Leeds/Cook_R-10"
    ),
    "https://jobs.smartrecruiters.com/Acme/743999-cook": (
        "https://api.smartrecruiters.com/v1/companies/Acme/postings/743999"
    ),
    "https://acme.recruitee.com/o/head-chef": "https://acme.recruitee.com/api/offers/head-chef",
    "https://acme.jobs.personio.de/job/41?language=de": "https://acme.jobs.personio.de/xml#41",
    "https://jobs.example.com/acme/jobs/4012": "",
}


@pytest.mark.parametrize(("url", "data"), BOARDS.items())
def test_where_boards_give_data(url: str, data: str) -> None:
    assert interface_url(url) == data


def test_a_board_is_asked_again_for_data(monkeypatch: pytest.MonkeyPatch) -> None:
    empty = b"<html><body><div id=root></div><script src=app.js></script></body></html>"
    data = page("ashby.json", adverts()[0]).data
    two = data.replace(b'"jobs": [', b'"jobs": [{"id": "0", "title": "Cook", '
                       b'"descriptionHtml": "<p>Soup and bread</p>"}, ')  # fmt: skip
    with served(job=send(empty), api=send(two, "application/json")) as (url, asked):
        there = f"{url}/api#c0ffee00-0000-4000-8000-000000000001"
        monkeypatch.setattr(fetching, "interface_url", lambda _: there)
        posting = fetch_posting(f"{url}/job", allow_local=True)
    assert [path for path, _ in asked] == ["/job", "/api"]
    assert (posting.title, posting.source) == ("Senior Backend Engineer", f"{url}/job")


def test_standard_input_of_any_format() -> None:
    for shell in ("company.html", "printed.pdf", "styled.docx"):
        posting = fetch_posting("-", io.BytesIO(page(shell, adverts()[0]).data))
        assert posting.company == "Alder Bay Ferries"


def test_why_there_is_no_connection_is_said_without_a_number() -> None:
    assert connection_problem(OSError(111, "Connection refused")) == "connection refused"
