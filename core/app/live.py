"""How live chat is heard: channels connected, broadcasts listened to, and chat answered."""

from __future__ import annotations

from core.app.outside import Limits, Ports
from core.ports.accounts import FreshTokens
from core.services.answering import Answering
from core.services.connecting import Connecting
from core.services.listening import Listening
from core.services.moment_linking import ClipLinks
from core.services.speaking import Speaking
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


def build_speaking(
    ports: Ports, limits: Limits, listening: Listening, watching: Watching, tokens: FreshTokens
) -> Speaking:
    return Speaking(
        clock=ports.clock,
        listening=listening,
        watching=watching,
        tokens=tokens,
        voice=ports.chat_voice,
        speaker_id=limits.home_creator_id,
    )


def build_answering(ports: Ports, listening: Listening, speaking: Speaking) -> Answering:
    """Build what answers chat, and let it follow what is heard."""
    answering = Answering(
        clock=ports.clock,
        ids=ports.ids,
        jobs=ports.jobs,
        streams=ports.streams,
        spikes=ports.spikes,
        links=ClipLinks(
            clips=ports.clips, publications=ports.publications, moments=ports.live_moments
        ),
        words=ports.chat_words,
        speaking=speaking,
    )
    listening.add_follower(answering)
    return answering
