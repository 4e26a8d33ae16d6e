"""The channel of a stream: on which Twitch channel a broadcast was, where that is known."""

from __future__ import annotations

from core.domain.work.ids import CreatorId, StreamId
from core.errors import NotFound
from core.ports.streams import StreamStore


async def find_channel(
    streams: StreamStore, creator_id: CreatorId, stream_id: StreamId | None
) -> str | None:
    """Return the broadcaster's id; None where there is no stream, or none on Twitch."""
    if stream_id is None:
        return None
    try:
        stream = await streams.get_stream(creator_id, stream_id)
    except NotFound:
        return None
    return stream.broadcaster_id
