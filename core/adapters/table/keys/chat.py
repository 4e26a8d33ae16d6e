"""Keys of streams, of what was heard in their chats, and of Twitch channels."""

from __future__ import annotations

from datetime import datetime

from core.adapters.table.keys.parts import LAST, name_part, time_part
from core.domain.work.ids import StreamId

STREAM_PREFIX = "STREAM#"
OPEN_STREAM_PREFIX = "OPEN_STREAM#"
TWITCH_PREFIX = "TWITCH#"
LIVE_MOMENT_PREFIX = "LIVE_MOMENT#"
TUNING_PREFIX = "TUNING#"
SPIKE_PREFIX = "LIVE_CHAT_SPIKE#"


def stream_sk(stream_id: StreamId) -> str:
    return f"{STREAM_PREFIX}{name_part(stream_id)}"


def open_stream_prefix(broadcaster_id: str) -> str:
    return f"{OPEN_STREAM_PREFIX}{name_part(broadcaster_id)}#"


def open_stream_sk(broadcaster_id: str, stream_id: StreamId) -> str:
    """`OPEN_STREAM#<broadcasterId>#<streamId>`: finds what a channel's restart goes on with."""
    return f"{open_stream_prefix(broadcaster_id)}{name_part(stream_id)}"


def spike_sk(detected_at: datetime, stream_id: StreamId) -> str:
    """`LIVE_CHAT_SPIKE#<iso-ms>#<streamId>`: two streams at one moment stay two spikes."""
    return f"{SPIKE_PREFIX}{time_part(detected_at)}#{name_part(stream_id)}"


def spike_range(first_at: datetime, last_at: datetime | None) -> tuple[str, str]:
    """Both ends of the spikes of a stretch of time; no end where `last_at` is None."""
    last = LAST if last_at is None else time_part(last_at) + LAST
    return f"{SPIKE_PREFIX}{time_part(first_at)}", f"{SPIKE_PREFIX}{last}"


def live_moment_sk(stream_id: StreamId, detected_ms: int) -> str:
    return f"{LIVE_MOMENT_PREFIX}{name_part(stream_id)}#{detected_ms:010d}"


def histogram_prefix(stream_id: StreamId) -> str:
    return f"LIVE_CHAT_HIST#{name_part(stream_id)}#"


def histogram_sk(stream_id: StreamId, starts_at: datetime) -> str:
    """`LIVE_CHAT_HIST#<streamId>#<yyyy-mm-ddThh:m0>`: one row for ten minutes."""
    return f"{histogram_prefix(stream_id)}{time_part(starts_at)[:15]}0"


def memory_sk(stream_id: StreamId) -> str:
    return f"LIVE_CHAT_MEMORY#{name_part(stream_id)}"


def tuning_sk(broadcaster_id: str) -> str:
    return f"{TUNING_PREFIX}{name_part(broadcaster_id)}"


def twitch_pk(broadcaster_id: str) -> str:
    return f"{TWITCH_PREFIX}{name_part(broadcaster_id)}"
