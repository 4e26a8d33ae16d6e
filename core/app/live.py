"""How live chat is heard: channels connected, broadcasts listened to."""

from __future__ import annotations

from core.app.outside import Ports
from core.services.connecting import Connecting
from core.services.listening import Listening
from core.services.stream_opening import StreamOpening
from core.services.watching import Watching


def build_connecting(ports: Ports) -> Connecting:
    return Connecting(
        clock=ports.clock,
        bindings=ports.bindings,
        directory=ports.directory,
        finder=ports.finder,
    )


def build_listening(ports: Ports, watching: Watching) -> Listening:
    return Listening(
        clock=ports.clock,
        opening=StreamOpening(clock=ports.clock, streams=ports.streams, watching=watching),
        watching=watching,
    )
