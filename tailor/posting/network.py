"""A web page by its address: bounded in time, size and redirects, and never from inside a private
network. Every host is resolved once, checked, and connected to at the address that was checked."""

import ssl
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tailor.errors import LimitError, NetworkError, Place, Problem
from tailor.posting.addresses import Clock, Resolve, allowed, resolver
from tailor.posting.walls import SAVE, refused

if TYPE_CHECKING:
    import httpx

LONGEST_ADDRESS = 2_000
REDIRECTS = (301, 302, 303, 307, 308)
TYPES = "text/html,application/xhtml+xml,application/json,text/plain,application/pdf,*/*;q=0.5"


@dataclass(frozen=True, slots=True)
class Bounds:
    """Most redirects, bytes (also after decompression) and seconds of one posting."""

    redirects: int = 5
    size: int = 10_000_000
    seconds: float = 20


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent: `type` is its Content-Type, `url` where it came from in the end."""

    data: bytes
    type: str
    url: str


def get(
    url: str,
    *,
    local: bool = False,
    bounds: Bounds = Bounds(),
    resolve: Resolve | None = None,
    trust: ssl.SSLContext | None = None,
) -> Answer:
    """The page at an address, without cookies, credentials or a proxy.

    Args:
        url: http or https.
        local: whether the host that `url` names may have a private address; one that it redirects
            to may not.
        bounds: what is too much.
        resolve: finds addresses; the system's resolver by default.
        trust: whose certificates are believed; those of certifi by default.

    Raises:
        NetworkError: it cannot be had; the message says why and what to do.
        LimitError: it is larger or slower than `bounds`, or redirected more often.
    """
    clock = Clock(bounds.seconds)
    find = resolve or resolver(clock)
    here, first = url, ""
    try:
        for _ in range(bounds.redirects + 1):
            goal = parsed(here)
            first = first or goal.host
            is_local = local and goal.host == first
            answer, there = visit(goal, clock, bounds, find, is_local, trust)
            if there is None:
                return answer
            here = there
    except TimeoutError as error:
        raise too_much(url, f"did not arrive within {bounds.seconds:g} seconds") from error
    except NetworkError as error:
        raise NetworkError(*(placed(problem, here) for problem in error.problems)) from error
    raise too_much(url, f"was redirected more than {bounds.redirects} times")


def parsed(url: str) -> "httpx.URL":
    """The address if it is one that may be asked for. Raises NetworkError."""
    import httpx

    try:
        found = httpx.URL(url)
        host = found.host  # It is decoded (IDNA) when it is asked for, which may fail.
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise NetworkError(Problem("this is not a web address")) from error
    odd = len(url) > LONGEST_ADDRESS or not 0 < (found.port or 80) < 65_536
    if found.scheme not in ("http", "https") or not host or odd:
        raise NetworkError(Problem("only web addresses (http, https) are fetched"))
    if found.userinfo:
        hint = "leave out what stands before the @"
        raise NetworkError(Problem("the address contains a name or password", hint=hint))
    return found


def visit(
    url: "httpx.URL",
    clock: Clock,
    bounds: Bounds,
    resolve: Resolve,
    local: bool,
    trust: ssl.SSLContext | None,
) -> tuple[Answer, str | None]:
    """One request: the answer, and the address that it points to, if that is elsewhere."""
    import httpcore

    from tailor.posting.pinned import Backend

    port = url.port or (443 if url.scheme == "https" else 80)
    addresses = allowed(url.host, port, resolve, local=local)
    try:
        with (
            httpcore.ConnectionPool(trust, network_backend=Backend(addresses, clock)) as pool,
            pool.stream("GET", str(url.copy_with(fragment=None)), headers=headers(url)) as response,
        ):
            names = {name.lower(): value.decode("latin-1") for name, value in response.headers}
            location = names.get(b"location")
            if response.status in REDIRECTS and location:
                return Answer(b"", "", ""), joined(url, location)
            encoding = names.get(b"content-encoding", "")
            data = body(response.iter_stream(), encoding, bounds.size, str(url))
            text = data[:20_000].decode("latin-1")
            if problem := refused(response.status, url.host, text):
                raise NetworkError(problem)
            return Answer(data, names.get(b"content-type", ""), str(url)), None
    except (httpcore.TimeoutException, httpcore.NetworkError, ssl.SSLError) as error:
        clock.left()
        raise NetworkError(Problem(f"{url.host} does not answer: {reason(error)}")) from error
    except httpcore.ProtocolError as error:
        raise NetworkError(Problem(f"{url.host} does not speak HTTP as it should")) from error


def joined(url: "httpx.URL", location: str) -> str:
    """Where a redirect leads. Raises NetworkError."""
    import httpx

    try:
        return str(url.join(location))
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise NetworkError(Problem(f"{url.host} redirects to what is no web address")) from error


def reason(error: Exception) -> str:
    text = str(error).lower()
    return "its certificate is not valid" if "certificate" in text else text[:200] or "no reason"


def headers(url: "httpx.URL") -> list[tuple[bytes, bytes]]:
    """What is said of us: what we are, and nothing about the user."""
    from tailor.version import __version__

    agent = f"tailor-cv/{__version__} (one page at a user's request)"
    return [
        (b"Host", url.netloc),
        (b"User-Agent", agent.encode()),
        (b"Accept", TYPES.encode()),
        (b"Accept-Language", b"en, *;q=0.5"),
        (b"Accept-Encoding", b"gzip"),
        (b"Connection", b"close"),
    ]


def body(chunks: Iterable[bytes], encoding: str, most: int, url: str) -> bytes:
    """The content, unpacked; never more than `most` bytes are held, packed or not.

    Raises NetworkError (an encoding that nobody asked for, broken data), LimitError.
    """
    if encoding.lower() not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise NetworkError(Problem(f"it is packed as {encoding[:20]!r}, which was not asked for"))
    unpack = zlib.decompressobj(47) if encoding.lower() not in ("", "identity") else None
    data = bytearray()
    seen = 0
    try:
        for chunk in chunks:
            seen += len(chunk)
            data += unpack.decompress(chunk, most + 1 - len(data)) if unpack else chunk
            if max(seen, len(data)) > most:
                raise too_much(url, f"is larger than {most:,} bytes")
    except zlib.error as error:
        raise NetworkError(Problem("it is packed in a way that cannot be undone")) from error
    if unpack and seen and not unpack.eof:
        raise NetworkError(Problem("it ends before its end"))
    return bytes(data)


def too_much(url: str, what: str) -> LimitError:
    return LimitError(Problem(f"the page {what}", Place(url[:200]), hint=SAVE))


def placed(problem: Problem, url: str) -> Problem:
    return replace(problem, place=Place(url[:200]), hint=problem.hint or SAVE)
