"""Attempts: how often something may be tried, by one peer and by all together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address

from aiohttp import web

from core.errors import Forbidden
from core.ports.work import Clock

IPNetwork = IPv4Network | IPv6Network
_TOO_MANY = "That was tried too often; wait a few minutes, then try again."


class Attempts:
    """Counts attempts in windows of time, and refuses those over the limit without looking.

    The peer is whoever holds the connection. What a header says of others is believed of `proxies`
    alone; behind any other one all are one peer.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        peer_max: int,
        all_max: int,
        seconds: int,
        proxies: Sequence[IPNetwork] = (),
    ) -> None:
        self._clock = clock
        self._proxies = tuple(proxies)
        self._peer_max = peer_max
        self._all_max = all_max
        self._seconds = seconds
        self._window = 0
        self._counts: Counter[str] = Counter()

    def take(self, request: web.Request) -> str:
        """Count an attempt and return its peer; HTTPTooManyRequests over the limit."""
        window = int(self._clock.now().timestamp()) // self._seconds
        if window != self._window:
            self._window = window
            self._counts.clear()
        peer = name_peer(find_peer(request, self._proxies))
        if self._counts[peer] >= self._peer_max or self._counts.total() >= self._all_max:
            raise web.HTTPTooManyRequests(text=_TOO_MANY)
        self._counts[peer] += 1
        return peer

    @contextmanager
    def guess(self, request: web.Request) -> Iterator[None]:
        """Count what the block tries; where it succeeds, it was no guess.

        It is counted before it is known, so that many at once are not let through together.
        """
        peer = self.take(request)
        try:
            yield
        except Forbidden:
            raise
        except BaseException:
            self._give_back(peer)
            raise
        self._give_back(peer)

    def _give_back(self, peer: str) -> None:
        if self._counts[peer] > 0:
            self._counts[peer] -= 1


def find_peer(request: web.Request, proxies: Sequence[IPNetwork]) -> str:
    """Return who asks: the nearest in the row of hops that is no proxy of ours."""
    peer = request.remote or ""
    told = ",".join(request.headers.getall("X-Forwarded-For", ()))
    for hop in reversed([part.strip() for part in told.split(",") if part.strip()]):
        if not _is_one_of(peer, proxies):
            break
        peer = hop
    return peer


def _is_one_of(address: str, networks: Sequence[IPNetwork]) -> bool:
    try:
        found = ip_address(name_peer(address) if "." in address else address.partition("%")[0])
    except ValueError:
        return False
    return any(found in network for network in networks)


def name_peer(address: str) -> str:
    """Return whose attempts are counted together: an IPv4 address, or the /64 of an IPv6 one."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(IPv6Address(int(found) >> 64 << 64))
    return str(found)
