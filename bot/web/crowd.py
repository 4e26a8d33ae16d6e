"""The crowd: who is connected to the page, and whose place is taken when there are too many."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_network
from itertools import islice
from typing import Any, Final

from bot.log import Tally
from bot.web.idle_timeout import PatientHandler, Phase

_LOOKED_AT: Final = 64
_GIVEN_UP_AT_ONCE: Final = (Phase.QUIET, Phase.HEAD)
_GIVEN_UP_IF_SLOW: Final = (Phase.BODY, Phase.STALLED)


class _Group:
    """Connections by what they wait for, those that wait longest first."""

    def __init__(self) -> None:
        self._members: set[PatientHandler] = set()
        self._by_phase: dict[Phase, dict[PatientHandler, None]] = {phase: {} for phase in Phase}

    @property
    def count(self) -> int:
        return len(self._members)

    def __contains__(self, handler: PatientHandler) -> bool:
        return handler in self._members

    def add(self, handler: PatientHandler) -> None:
        self._members.add(handler)
        self._by_phase[handler.phase][handler] = None

    def move(self, handler: PatientHandler, phase: Phase) -> None:
        del self._by_phase[handler.phase][handler]
        self._by_phase[phase][handler] = None

    def remove(self, handler: PatientHandler) -> None:
        self._members.discard(handler)
        del self._by_phase[handler.phase][handler]

    def find_dispensable(self) -> PatientHandler | None:
        """Return who is missed least: whoever asks for nothing, else whoever is too slow."""
        for phase in _GIVEN_UP_AT_ONCE:
            for handler in self._by_phase[phase]:
                return handler
        for phase in _GIVEN_UP_IF_SLOW:
            for handler in islice(self._by_phase[phase], _LOOKED_AT):
                if handler.is_too_slow():
                    return handler
        return None


class Crowd:
    """Keeps connections to `most` in all and `most_a_peer` from one address.

    Above that, somebody new takes the place of a connection that is doing nothing, so that idle
    ones keep nobody out, even where all come through one proxy. With none of these it is refused.
    """

    def __init__(self, *, most: int, most_a_peer: int, tally: Tally) -> None:
        self._most = most
        self._most_a_peer = most_a_peer
        self._tally = tally
        self._all = _Group()
        self._peers: dict[str, _Group] = {}

    @property
    def count(self) -> int:
        return self._all.count

    def note(self, what: str) -> None:
        """Count something of which a line each would fill the log."""
        self._tally.note(what)

    def make_room(self, peer: str) -> bool:
        """Return whether there is a place for somebody from `peer`."""
        group = self._peers.get(peer)
        if group is not None and group.count >= self._most_a_peer and not self._dismiss(group):
            return False
        return self._all.count < self._most or self._dismiss(self._all)

    def dismiss_one(self) -> bool:
        """Hang up on whoever is missed least; False if everybody is at work."""
        return self._dismiss(self._all)

    def add(self, handler: PatientHandler) -> None:
        self._all.add(handler)
        self._peers.setdefault(handler.peer, _Group()).add(handler)

    def move(self, handler: PatientHandler, phase: Phase) -> None:
        """Take that a connection is about to wait for something else."""
        if (group := self._group_of(handler)) is not None:
            self._all.move(handler, phase)
            group.move(handler, phase)

    def remove(self, handler: PatientHandler) -> None:
        """Forget a connection; a no-op if it is forgotten."""
        if (group := self._group_of(handler)) is None:
            return
        self._all.remove(handler)
        group.remove(handler)
        if not group.count:
            del self._peers[handler.peer]

    def _group_of(self, handler: PatientHandler) -> _Group | None:
        return self._peers.get(handler.peer) if handler in self._all else None

    def _dismiss(self, group: _Group) -> bool:
        handler = group.find_dispensable()
        if handler is None:
            self.note("refused")
            return False
        self.note("dismissed")
        self.remove(handler)
        handler.hang_up()
        return True


def name_peer(address: Any) -> str:
    """Return who an address belongs to: a network of IPv6 that one customer gets is one peer."""
    host = str(address[0]).partition("%")[0]
    if ":" not in host:
        return host
    mapped = IPv6Address(host).ipv4_mapped
    return str(mapped) if mapped else str(ip_network((host, 64), strict=False))
