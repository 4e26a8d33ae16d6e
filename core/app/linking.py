"""How accounts on platforms are linked and kept fresh."""

from __future__ import annotations

from core.app.outside import Ports
from core.services.notifying import Notifying
from core.services.refreshing import Refreshing


def build_refreshing(ports: Ports) -> Refreshing:
    return Refreshing(
        clock=ports.clock,
        ids=ports.ids,
        tokens=ports.tokens,
        guilds=ports.guilds,
        oauth=ports.oauth,
    )


def build_notifying(ports: Ports) -> Notifying:
    return Notifying(tokens=ports.tokens, guilds=ports.guilds, notices=ports.notices)
