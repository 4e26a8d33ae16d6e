"""How live chat is heard: channels connected, broadcasts listened to, and chat answered."""

from __future__ import annotations

from core.app.outside import Limits, Ports
from core.ports.accounts import FreshTokens
from core.services.chat.chat_answers import ChatAnswers
from core.services.chat.chat_sending import ChatSending
from core.services.chat.live_chat import LiveChat
from core.services.chat.moment_links import ClipLinks
from core.services.chat.spike_detection import SpikeDetection
from core.services.streams.channel_connections import ChannelConnections
from core.services.streams.stream_opening import StreamOpening
from core.services.streams.stream_storage import StreamStorage


def build_channel_connections(ports: Ports) -> ChannelConnections:
    return ChannelConnections(
        clock=ports.clock,
        bindings=ports.bindings,
        directory=ports.directory,
        finder=ports.finder,
    )


def build_live_chat(
    ports: Ports, spike_detection: SpikeDetection, stream_storage: StreamStorage
) -> LiveChat:
    return LiveChat(
        clock=ports.clock,
        opening=StreamOpening(
            clock=ports.clock, streams=ports.streams, stream_storage=stream_storage
        ),
        spike_detection=spike_detection,
    )


def build_chat_sending(
    ports: Ports,
    limits: Limits,
    live_chat: LiveChat,
    spike_detection: SpikeDetection,
    tokens: FreshTokens,
) -> ChatSending:
    return ChatSending(
        clock=ports.clock,
        live_chat=live_chat,
        spike_detection=spike_detection,
        tokens=tokens,
        voice=ports.chat_voice,
        speaker_id=limits.home_creator_id,
    )


def build_chat_answers(ports: Ports, live_chat: LiveChat, chat_sending: ChatSending) -> ChatAnswers:
    """Build what answers chat, and let it follow what is heard."""
    chat_answers = ChatAnswers(
        clock=ports.clock,
        ids=ports.ids,
        jobs=ports.jobs,
        streams=ports.streams,
        spikes=ports.spikes,
        links=ClipLinks(
            clips=ports.clips, publications=ports.publications, moments=ports.live_moments
        ),
        words=ports.chat_words,
        chat_sending=chat_sending,
    )
    live_chat.add_follower(chat_answers)
    return chat_answers
