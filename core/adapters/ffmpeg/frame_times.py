"""Frame times: when a video's frames are shown, from its packets and without decoding."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from core.adapters.video_files.containers import start_seconds

if TYPE_CHECKING:
    from av import VideoStream
    from av.container import InputContainer

_PLACES = 12
_FRAMES_A_PLACE = 240
_PACKETS_MAX = 20_000
_REORDERED_SECONDS = 1.0
# From such a place the seek goes to a keyframe, and to the place itself where there is no index.
_UNINDEXED_REACH_SECONDS = 5.0
_REACH_FACTOR = 4


def sample_frame_times(
    container: InputContainer, stream: VideoStream, seconds: float, deadline: float
) -> list[list[float]]:
    """Return the times of consecutive frames at a dozen places of the video."""
    entries = stream.index_entries
    if "mp4" in container.format.name.split(",") and len(entries):
        return list(_sample_index(stream))
    blocks: list[list[float]] = []
    for place in range(_PLACES):
        if time.monotonic() > deadline:
            break
        times = _read_block(container, stream, seconds * place / _PLACES)
        if blocks and times and times[0] <= blocks[-1][-1]:
            continue
        if times:
            blocks.append(times)
    return blocks


def _sample_index(stream: VideoStream) -> Iterator[list[float]]:
    entries, base = stream.index_entries, float(stream.time_base or 0)
    step = max(_FRAMES_A_PLACE, len(entries) // _PLACES)
    for first in range(0, len(entries), step):
        last = min(len(entries), first + _FRAMES_A_PLACE)
        yield sorted(entries[index].timestamp * base for index in range(first, last))


def _read_block(container: InputContainer, stream: VideoStream, at_seconds: float) -> list[float]:
    from av import FFmpegError  # noqa: PLC0415 - only when there is a video to read

    times: list[float] = []
    try:
        container.seek(int((at_seconds + start_seconds(container)) * 1_000_000))
        for packet in container.demux(stream):
            if packet.pts is not None:
                times.append(float(packet.pts * packet.time_base))
            if len(times) >= _FRAMES_A_PLACE:
                break
    except FFmpegError:
        pass
    return sorted(times)


def list_frame_times(
    container: InputContainer, stream: VideoStream, from_seconds: float, to_seconds: float
) -> list[float]:
    """Return when the frames of a stretch are shown, in order, and of the one shown at its start.

    Only packets are read. In a file without an index, the search for that one begins 5 s earlier,
    and ever earlier if it is not found, as long after the last frame.
    """
    start = start_seconds(container)
    times: list[float] = []
    container.seek(int((from_seconds + start) * 1_000_000))
    for count, packet in enumerate(container.demux(stream)):
        if packet.pts is None:
            continue
        at_seconds = float(packet.pts * packet.time_base) - start
        if at_seconds > to_seconds + _REORDERED_SECONDS or count > _PACKETS_MAX:
            break
        times.append(at_seconds)
    earlier, reach = from_seconds, _UNINDEXED_REACH_SECONDS
    while (not times or min(times) > from_seconds) and earlier > 0:
        earlier = max(0.0, from_seconds - reach)
        times.extend(_list_before(container, stream, earlier, from_seconds))
        reach *= _REACH_FACTOR
    before = [at for at in times if at <= from_seconds]
    inside = {at for at in times if from_seconds < at < to_seconds}
    return sorted({*([max(before)] if before else []), *inside})


def _list_before(
    container: InputContainer, stream: VideoStream, from_seconds: float, to_seconds: float
) -> list[float]:
    start = start_seconds(container)
    times = []
    container.seek(int((from_seconds + start) * 1_000_000))
    for packet in container.demux(stream):
        if packet.pts is None:
            continue
        at_seconds = float(packet.pts * packet.time_base) - start
        if at_seconds > to_seconds:
            break
        times.append(at_seconds)
    return times
