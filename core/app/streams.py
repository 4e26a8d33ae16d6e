"""Streams: the channels that are watched."""

from __future__ import annotations

from dataclasses import dataclass

from core.app.outside import Ports
from core.services.streams.channel_connections import ChannelConnections


@dataclass(frozen=True, slots=True, kw_only=True)
class Streams:
    """The services for streams."""

    connections: ChannelConnections


def build_streams(ports: Ports) -> Streams:
    return Streams(
        connections=ChannelConnections(
            clock=ports.clock,
            bindings=ports.stores.bindings,
            directory=ports.stores.directory,
            finder=ports.streams.finder,
        )
    )
