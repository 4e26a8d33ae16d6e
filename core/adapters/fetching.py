"""Fetching over HTTP, guarded against private networks.

A socket is only created for an address that the guard accepts. That holds for numeric addresses,
for whatever the DNS answers at that moment, and at every redirect: the address checked is the
address connected to.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from core.adapters.storage.folder import explain_disk_error
from core.domain.videos.file_signature import START_BYTES
from core.domain.videos.web_address import (
    IPNetwork,
    WebAddress,
    find_address_problem,
    read_web_address,
)
from core.errors import ExternalFailure, InvalidInput
from core.ports.videos import FetchedFile

REDIRECTS_MAX = 5
WRITE_BYTES = 1024**2
STAGE = "download"
_MOVED = frozenset({301, 302, 303, 307, 308})
_HEADERS = {"Accept": "video/*, */*;q=0.5", "Accept-Encoding": "identity", "User-Agent": "Truss/1"}
_REFUSED = {
    401: "That address requires a sign-in; give one that works without.",
    403: "That address refuses the download; give one that works without a sign-in.",
    404: "There is no file at that address (any more); check the address.",
    410: "There is no file at that address (any more); check the address.",
}
_ELSEWHERE = "That is not the address of a Discord attachment; attach the file again."


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchLimits:
    """Time limits in seconds: for a connection, for the next bytes, and for the whole file."""

    connect_seconds: float = 15.0
    silent_seconds: float = 30.0
    whole_seconds: float = 6 * 3600.0


class GuardedFetcher:
    """Fetches from public addresses, and from `allowed` networks.

    With `origins` (`scheme://host:port`) it fetches from these only, wherever they are: they come
    from the operator's settings, as for Discord's files.
    """

    def __init__(
        self,
        allowed: Sequence[IPNetwork] = (),
        *,
        origins: frozenset[str] = frozenset(),
        limits: FetchLimits | None = None,
    ) -> None:
        self._allowed = tuple(allowed)
        self._origins = origins
        self._limits = limits or FetchLimits()

    async def fetch_file(
        self,
        url: str,
        target: Path,
        *,
        size_bytes_max: int,
        check_start: Callable[[bytes], None] | None = None,
        on_progress: Callable[[float], None] | None = None,
    ) -> FetchedFile:
        address = self._check(url)
        try:
            async with (
                asyncio.timeout(self._limits.whole_seconds),
                self._open(address) as (answer, last),
            ):
                _check_answer(answer, size_bytes_max)
                writing = _Writing(target, size_bytes_max, check_start, on_progress)
                size_bytes = await writing.write(answer)
                return FetchedFile(size_bytes=size_bytes, file_name=_name(answer, last))
        except TimeoutError as error:
            raise _failure("That address took too long to answer; try again later.") from error
        except (aiohttp.ClientError, ConnectionError) as error:
            raise _failure(
                "The connection was lost before the whole file arrived; try again."
            ) from error

    def _check(self, url: str) -> WebAddress:
        address = read_web_address(url)
        if self._origins and address.origin not in self._origins:
            raise InvalidInput(_ELSEWHERE)
        return address

    @asynccontextmanager
    async def _open(
        self, address: WebAddress
    ) -> AsyncIterator[tuple[aiohttp.ClientResponse, WebAddress]]:
        """Yield the final answer after redirects, and the address it came from."""
        refusals: list[str] = []
        limits = self._limits
        connector = aiohttp.TCPConnector(
            resolver=ThreadedResolver(),
            use_dns_cache=False,
            force_close=True,
            socket_factory=None if self._origins else self._make_factory(refusals),
        )
        timeout = aiohttp.ClientTimeout(
            total=None, sock_connect=limits.connect_seconds, sock_read=limits.silent_seconds
        )
        async with aiohttp.ClientSession(
            connector=connector,
            timeout=timeout,
            headers=_HEADERS,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
        ) as session:
            for _ in range(REDIRECTS_MAX + 1):
                async with await _ask(session, address, refusals) as answer:
                    if answer.status not in _MOVED:
                        yield answer, address
                        return
                    address = self._check(_find_location(answer))
        raise InvalidInput("Too many redirects; give the address of the file itself.")

    def _make_factory(self, refusals: list[str]) -> Callable[[Any], socket.socket]:
        def make_socket(found: Any) -> socket.socket:
            family, kind, protocol, _, place = found
            problem = find_address_problem(str(place[0]), int(place[1]), self._allowed)
            if problem is not None:
                refusals.append(problem)
                raise OSError(problem)
            return socket.socket(family, kind, protocol)

        return make_socket


class _Writing:
    """Writes an answer to a file, in pieces large enough to be worth a thread."""

    def __init__(
        self,
        target: Path,
        size_bytes_max: int,
        check_start: Callable[[bytes], None] | None,
        on_progress: Callable[[float], None] | None,
    ) -> None:
        self._target = target
        self._size_bytes_max = size_bytes_max
        self._check_start = check_start
        self._on_progress = on_progress
        self._received = 0
        self._waiting = bytearray()

    async def write(self, answer: aiohttp.ClientResponse) -> int:
        """Return how many bytes arrived."""
        try:
            file = await asyncio.to_thread(self._target.open, "wb")
            try:
                async for chunk in answer.content.iter_any():
                    self._take(chunk, answer.content_length)
                    if len(self._waiting) >= WRITE_BYTES:
                        await asyncio.to_thread(file.write, self._look())
                await asyncio.to_thread(file.write, self._look())
            finally:
                await asyncio.to_thread(file.close)
        except (ConnectionError, TimeoutError, aiohttp.ClientError):
            raise
        except OSError as error:
            raise explain_disk_error(error) from error
        return self._received

    def _take(self, chunk: bytes, whole: int | None) -> None:
        self._received += len(chunk)
        if self._received > self._size_bytes_max:
            raise _too_large(self._size_bytes_max)
        self._waiting += chunk
        if self._check_start is not None and len(self._waiting) >= START_BYTES:
            self._look_at_start()
        if self._on_progress is not None and whole:
            self._on_progress(min(1.0, self._received / whole))

    def _look(self) -> bytearray:
        """Return the bytes to write now."""
        self._look_at_start()
        waiting, self._waiting = self._waiting, bytearray()
        return waiting

    def _look_at_start(self) -> None:
        if self._check_start is not None:
            self._check_start(bytes(self._waiting[:START_BYTES]))
            self._check_start = None


async def _ask(
    session: aiohttp.ClientSession, address: WebAddress, refusals: list[str]
) -> aiohttp.ClientResponse:
    """Return one address's answer, to be closed together with the session."""
    url = URL(address.url, encoded=address.url.isascii())
    try:
        return await session.get(url, allow_redirects=False)
    except aiohttp.ClientConnectorDNSError as error:
        raise InvalidInput("No server is found at that address; check the address.") from error
    except aiohttp.ClientConnectorCertificateError as error:
        raise InvalidInput(
            "The certificate of that address cannot be trusted; give another one."
        ) from error
    except aiohttp.ClientConnectorError as error:
        if refusals:
            raise InvalidInput(refusals[0]) from error
        raise _failure("Nothing answers at that address; check it, or try again later.") from error
    except (aiohttp.InvalidURL, ValueError) as error:
        raise InvalidInput("That is not a usable address; copy it again.") from error
    except TimeoutError:
        raise
    except aiohttp.ClientError as error:
        raise _failure(
            "That address does not answer like a web server; give another one."
        ) from error


def _find_location(answer: aiohttp.ClientResponse) -> str:
    location = answer.headers.get("Location", "")
    try:
        return str(answer.url.join(URL(location, encoded=location.isascii())))
    except ValueError:
        raise InvalidInput(
            "That address redirects to an unusable one; give the address of the file itself."
        ) from None


def _check_answer(answer: aiohttp.ClientResponse, size_bytes_max: int) -> None:
    if answer.status == 429 or answer.status >= 500:
        raise _failure(f"That address cannot deliver the file right now ({answer.status}).")
    if answer.status != 200:
        sentence = f"That address does not deliver the file ({answer.status}); give another one."
        raise InvalidInput(_REFUSED.get(answer.status, sentence))
    if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise InvalidInput(
            "The server compresses the download, which Truss does not support; "
            "give another address."
        )
    if (answer.content_length or 0) > size_bytes_max:
        raise _too_large(size_bytes_max)


def _name(answer: aiohttp.ClientResponse, address: WebAddress) -> str:
    disposition = answer.content_disposition
    return (disposition.filename if disposition else None) or address.file_name


def _too_large(size_bytes_max: int) -> InvalidInput:
    return InvalidInput(
        f"That file is larger than {size_bytes_max / 1024**2:,.0f} MiB; give a smaller rendition."
    )


def _failure(sentence: str) -> ExternalFailure:
    return ExternalFailure(sentence, retryable=True, stage=STAGE)
