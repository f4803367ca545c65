"""Connections to addresses that were checked, whatever a name means by then, and until a moment."""

import ssl
from collections.abc import Iterable
from typing import Any

import httpcore

from tailor.posting.addresses import Clock


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
