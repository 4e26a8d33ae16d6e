"""Making a spike: the window of chat, and what is usual, become the evidence of a moment."""

from __future__ import annotations

from core.domain.chat.chat_spike import ChatSpike
from core.domain.chat.hearing.usual_chat import UsualChat
from core.domain.chat.recent_chat import ChatWindow
from core.domain.chat.spike_evidence import name_reaction, pick_strongest, rank_tokens


def make_spike(
    window: ChatWindow,
    usual: UsualChat,
    *,
    detected_at: float,
    score: float,
    threshold: float,
    lead_seconds: float,
    tail_seconds: float,
    earlier_seconds: float,
) -> ChatSpike:
    """Return the spike that the window makes; all times are offsets into the stream."""
    end = detected_at + tail_seconds - earlier_seconds
    lines = window.lines()
    return ChatSpike(
        detected_at_seconds=detected_at,
        start_seconds=max(0.0, end - tail_seconds - lead_seconds),
        end_seconds=max(0.0, end),
        peak_seconds=window.peak_offset_seconds() if lines else detected_at,
        score=score,
        threshold=threshold,
        messages=window.messages,
        chatters=window.chatters.long,
        usual_chatters=usual.chatters,
        reacting=window.reacting.long,
        reaction=name_reaction(lines),
        strongest=pick_strongest(lines),
        tokens=rank_tokens(lines),
    )
