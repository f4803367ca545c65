"""Fetches a web page from addresses that were checked."""

import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, Any

import httpcore

from tailor.errors import LimitError, NetworkError, Place, Problem
from tailor.posting.blocked_page import SAVE, http_problem

if TYPE_CHECKING:
    import httpx


@dataclass(frozen=True, slots=True)
class Clock:
    """A moment after which nothing is waited for."""

    seconds: float
    start: float = field(default_factory=time.monotonic)

    def left(self) -> float:
        """Seconds, more than 0. Raises TimeoutError."""
        rest = self.start + self.seconds - time.monotonic()
        if rest <= 0:
            raise TimeoutError
        return rest


Resolve = Callable[[str, int], tuple[str, ...]]
"""A host and a port to its addresses as text; raises OSError if there are none."""
CLOSED = tuple(
    ip_network(block)
    for block in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3"),
        *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    )
)
"""What the IANA registries of special-purpose addresses do not call global, and the tunnels
(6to4, Teredo) that can lead there."""
OPEN_V6 = ip_network("2000::/3")
"""All unicast addresses of IPv6 that were ever given out; not NAT64, mapped or local ones."""
METADATA = tuple(
    ip_network(block)
    for block in (
        *("169.254.0.0/16", "fe80::/10", "fd00:ec2::/32"),
        *("100.100.100.200/32", "168.63.129.16/32", "192.0.0.192/32"),
    )
)
"""Link-local addresses, and those where clouds (Amazon, Google, Alibaba, Azure, Oracle) give a
machine its own keys: nobody keeps a posting there."""


def is_metadata(address: str) -> bool:
    """Whether an address is one that is never asked, not even with --allow-local."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return True
    forms: list[IPv4Address | IPv6Address] = [parsed]
    if isinstance(parsed, IPv6Address):
        forms += [parsed.sixtofour or parsed, IPv4Address(int(parsed) & 0xFFFF_FFFF)]
    return any(
        form in block for form in forms for block in METADATA if block.version == form.version
    )


def is_public(address: str) -> bool:
    """True if the address belongs to a computer that anyone may reach."""
    try:
        parsed: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return False
    if parsed.version == 6 and parsed not in OPEN_V6:
        return False
    closed = any(parsed in block for block in CLOSED if block.version == parsed.version)
    return parsed.is_global and not parsed.is_multicast and not closed


def checked_addresses(host: str, port: int, resolve: Resolve, *, local: bool) -> tuple[str, ...]:
    """The addresses of a host; all of them must be public unless `local`.

    Raises NetworkError (no such host, an address that is not public, or one of a cloud's own).
    """
    try:
        addresses = resolve(host, port)
    except TimeoutError:
        raise
    except (OSError, UnicodeError) as error:
        hint = "check the address, and whether this computer is online"
        raise NetworkError(Problem(f"{host} cannot be found", hint=hint)) from error
    for address in addresses:
        if local and is_metadata(address):
            message = f"{host} is an address from which no posting is fetched ({address})"
            raise NetworkError(Problem(message, hint="open the page, and save it as a file"))
        if not local and not is_public(address):
            detail = "" if address == host else f" ({address})"
            message = f"{host} is inside a private network{detail}"
            hint = "if you trust it, give exactly this host, with --allow-local"
            raise NetworkError(Problem(message, hint=hint))
    return addresses


def make_resolver(clock: Clock) -> Resolve:
    """The system's resolver, which is given up when the clock has run down."""

    def resolve(host: str, port: int) -> tuple[str, ...]:
        answers: list[tuple[str, ...]] = []

        def ask() -> None:
            try:
                infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
                answers.append(tuple(dict.fromkeys(str(info[4][0]) for info in infos)))
            except (OSError, UnicodeError):
                answers.append(())

        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        thread.join(clock.left())
        clock.left()
        if not answers or not answers[0]:
            raise OSError(f"no address for {host}")
        return answers[0]

    return resolve


class Stream(httpcore.NetworkStream):
    """A stream of which no step waits longer than the clock allows, however it is asked."""

    def __init__(self, inner: httpcore.NetworkStream, clock: Clock) -> None:
        self.inner, self.clock = inner, clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self.inner.read(max_bytes, self.clock.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self.inner.write(buffer, self.clock.left())

    def close(self) -> None:
        self.inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        inner = self.inner.start_tls(ssl_context, server_hostname, self.clock.left())
        return Stream(inner, self.clock)

    def get_extra_info(self, info: str) -> Any:
        return self.inner.get_extra_info(info)


class Backend(httpcore.NetworkBackend):
    """Connects to the first of some addresses that answers; the host's name is not looked at."""

    def __init__(self, addresses: tuple[str, ...], clock: Clock) -> None:
        self.addresses, self.clock = addresses, clock

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002
        port: int,
        timeout: float | None = None,  # noqa: ARG002
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Raises httpcore.ConnectError or ConnectTimeout, as the last address did."""
        failure: Exception = httpcore.ConnectError("it has no address")
        for number, address in enumerate(self.addresses):
            share = self.clock.left() / (len(self.addresses) - number)
            try:
                inner = httpcore.SyncBackend().connect_tcp(
                    address, port, share, local_address, socket_options
                )
                return Stream(inner, self.clock)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure


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


def fetch_page(
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
    find = resolve or make_resolver(clock)
    address, first = url, ""
    try:
        for _ in range(bounds.redirects + 1):
            goal = parse_url(address)
            first = first or goal.host
            is_local = local and goal.host == first
            answer, next_address = send_request(goal, clock, bounds, find, is_local, trust)
            if next_address is None:
                return answer
            address = next_address
    except TimeoutError as error:
        raise size_error(url, f"did not arrive within {bounds.seconds:g} seconds") from error
    except NetworkError as error:
        raise NetworkError(*(with_url(problem, address) for problem in error.problems)) from error
    raise size_error(url, f"was redirected more than {bounds.redirects} times")


def parse_url(url: str) -> "httpx.URL":
    """The address if it is one that may be asked for. Raises NetworkError."""
    import httpx

    try:
        parsed = httpx.URL(url)
        host = parsed.host  # It is decoded (IDNA) when it is asked for, which may fail.
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise NetworkError(Problem("this is not a web address")) from error
    odd = len(url) > LONGEST_ADDRESS or not 0 < (parsed.port or 80) < 65_536
    if parsed.scheme not in ("http", "https") or not host or odd:
        raise NetworkError(Problem("only web addresses (http, https) are fetched"))
    if parsed.userinfo:
        hint = "leave out the part before the @"
        raise NetworkError(Problem("the address contains a name or password", hint=hint))
    return parsed


def send_request(
    url: "httpx.URL",
    clock: Clock,
    bounds: Bounds,
    resolve: Resolve,
    local: bool,
    trust: ssl.SSLContext | None,
) -> tuple[Answer, str | None]:
    """One request: the answer, and the address that it points to, if that is elsewhere."""
    import httpcore

    port = url.port or (443 if url.scheme == "https" else 80)
    addresses = checked_addresses(url.host, port, resolve, local=local)
    try:
        with (
            httpcore.ConnectionPool(trust, network_backend=Backend(addresses, clock)) as pool,
            pool.stream(
                "GET", str(url.copy_with(fragment=None)), headers=request_headers(url)
            ) as response,
        ):
            names = {name.lower(): value.decode("latin-1") for name, value in response.headers}
            location = names.get(b"location")
            if response.status in REDIRECTS and location:
                return Answer(b"", "", ""), resolve_redirect(url, location)
            encoding = names.get(b"content-encoding", "")
            data = read_body(response.iter_stream(), encoding, bounds.size, str(url))
            text = data[:20_000].decode("latin-1")
            if problem := http_problem(response.status, url.host, text):
                raise NetworkError(problem)
            return Answer(data, names.get(b"content-type", ""), str(url)), None
    except (httpcore.TimeoutException, httpcore.NetworkError, ssl.SSLError) as error:
        clock.left()
        raise NetworkError(
            Problem(f"{url.host} does not answer: {connection_problem(error)}")
        ) from error
    except httpcore.ProtocolError as error:
        raise NetworkError(Problem(f"{url.host} does not answer with valid HTTP")) from error


def resolve_redirect(url: "httpx.URL", location: str) -> str:
    """Where a redirect leads. Raises NetworkError."""
    import httpx

    try:
        return str(url.join(location))
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise NetworkError(
            Problem(f"{url.host} redirects to something that is not a web address")
        ) from error


def connection_problem(error: Exception) -> str:
    text = re.sub(r"^\[errno -?[0-9]+\] ", "", str(error).lower())
    return "its certificate is not valid" if "certificate" in text else text[:200] or "no reason"


def request_headers(url: "httpx.URL") -> list[tuple[bytes, bytes]]:
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


def read_body(chunks: Iterable[bytes], encoding: str, most: int, url: str) -> bytes:
    """The content, unpacked; never more than `most` bytes are held, packed or not.

    Raises NetworkError (an encoding that nobody asked for, broken data), LimitError.
    """
    if encoding.lower() not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise NetworkError(Problem(f"it is packed as {encoding[:20]!r}, which was not requested"))
    unpack = zlib.decompressobj(47) if encoding.lower() not in ("", "identity") else None
    data = bytearray()
    seen = 0
    try:
        for chunk in chunks:
            seen += len(chunk)
            data += unpack.decompress(chunk, most + 1 - len(data)) if unpack else chunk
            if max(seen, len(data)) > most:
                raise size_error(url, f"is larger than {most:,} bytes")
    except zlib.error as error:
        raise NetworkError(Problem("it cannot be unpacked")) from error
    if unpack and seen and not unpack.eof:
        raise NetworkError(Problem("it ends too early"))
    return bytes(data)


def size_error(url: str, what: str) -> LimitError:
    return LimitError(Problem(f"the page {what}", Place(url[:200]), hint=SAVE))


def with_url(problem: Problem, url: str) -> Problem:
    return replace(problem, place=Place(url[:200]), hint=problem.hint or SAVE)
