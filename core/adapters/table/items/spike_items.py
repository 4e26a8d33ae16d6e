"""Chat spikes as items, and as the evidence inside a clip."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from core.adapters.table import keys
from core.adapters.table.items.values import SCHEMA_VERSION, expiry, instant, number
from core.adapters.table.table import Item
from core.domain.chat.chat_spike import ChatLine, ChatSpike
from core.domain.chat.reaction import Reaction
from core.domain.streams.stream import Stream

SPIKE_KEPT_DAYS = 90


def spike_item(
    stream: Stream, spike: ChatSpike, *, at: datetime, days: int = SPIKE_KEPT_DAYS
) -> Item:
    """Return the item of a spike that is stored at `at`."""
    detected_at = stream.started_at + timedelta(seconds=spike.detected_at_seconds)
    return {
        "PK": keys.creator_pk(stream.creator_id),
        "SK": keys.spike_sk(detected_at, stream.id),
        "type": "spike",
        "schemaVersion": SCHEMA_VERSION,
        "streamId": stream.id,
        "createdAt": instant(at),
        "updatedAt": instant(at),
        "ttl": expiry(at, days=days),
        "spike": spike_map(spike),
    }


def read_spike_item(item: Mapping[str, Any]) -> ChatSpike:
    return read_spike_map(item["spike"])


def spike_map(spike: ChatSpike) -> Item:
    asked = {} if spike.asked_by is None else {"askedBy": spike.asked_by}
    if spike.asked_title:
        asked["askedTitle"] = spike.asked_title
    return asked | {
        "detectedAtSeconds": number(spike.detected_at_seconds),
        "startSeconds": number(spike.start_seconds),
        "endSeconds": number(spike.end_seconds),
        "peakSeconds": number(spike.peak_seconds),
        "score": number(spike.score),
        "threshold": number(spike.threshold),
        "messages": spike.messages,
        "chatters": spike.chatters,
        "usualChatters": number(spike.usual_chatters),
        "reacting": spike.reacting,
        "reaction": spike.reaction.value,
        "strongest": [
            [number(line.offset_seconds), line.chatter, line.text] for line in spike.strongest
        ],
        "tokens": [[token, people] for token, people in spike.tokens],
    }


def read_spike_map(stored: Mapping[str, Any]) -> ChatSpike:
    return ChatSpike(
        detected_at_seconds=float(stored["detectedAtSeconds"]),
        start_seconds=float(stored["startSeconds"]),
        end_seconds=float(stored["endSeconds"]),
        peak_seconds=float(stored["peakSeconds"]),
        score=float(stored.get("score", 0)),
        threshold=float(stored.get("threshold", 0)),
        messages=stored.get("messages", 0),
        chatters=stored.get("chatters", 0),
        usual_chatters=float(stored.get("usualChatters", 0)),
        reacting=stored.get("reacting", 0),
        reaction=Reaction(stored.get("reaction", Reaction.MIXED)),
        strongest=tuple(
            ChatLine(offset_seconds=float(offset), chatter=chatter, text=text)
            for offset, chatter, text in stored.get("strongest", ())
        ),
        tokens=tuple((token, people) for token, people in stored.get("tokens", ())),
        asked_by=stored.get("askedBy"),
        asked_title=stored.get("askedTitle", ""),
    )
