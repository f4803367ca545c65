"""Which addresses of the network a posting may be fetched from."""

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from tailor.errors import NetworkError, Problem


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
    return any(one in block for one in forms for block in METADATA if block.version == one.version)


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


def allowed(host: str, port: int, resolve: Resolve, *, local: bool) -> tuple[str, ...]:
    """The addresses of a host; all of them must be public unless `local`.

    Raises NetworkError (no such host, an address that is not public, or one of a cloud's own).
    """
    try:
        found = resolve(host, port)
    except TimeoutError:
        raise
    except (OSError, UnicodeError) as error:
        hint = "check the address, and whether this computer is online"
        raise NetworkError(Problem(f"{host} cannot be found", hint=hint)) from error
    for address in found:
        if local and is_metadata(address):
            message = f"{host} is an address from which no posting is fetched ({address})"
            raise NetworkError(Problem(message, hint="open the page, and save it as a file"))
        if not local and not is_public(address):
            message = f"{host} is an address inside a private network ({address})"
            hint = "if you trust it, name this very host, with --allow-local"
            raise NetworkError(Problem(message, hint=hint))
    return found


def resolver(clock: Clock) -> Resolve:
    """The system's resolver, which is given up when the clock has run down."""

    def resolve(host: str, port: int) -> tuple[str, ...]:
        answers: list[tuple[str, ...]] = []

        def ask() -> None:
            try:
                found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
                answers.append(tuple(dict.fromkeys(str(one[4][0]) for one in found)))
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
