"""Streams: the channels that are watched."""

from __future__ import annotations

from core.app.outside import Ports
from core.services.streams.channel_connections import ChannelConnections


class Streams:
    """The services for streams."""

    def __init__(self, ports: Ports) -> None:
        self.connections = ChannelConnections(
            clock=ports.clock,
            bindings=ports.stores.bindings,
            directory=ports.stores.directory,
            finder=ports.streams.finder,
        )
