"""Probing: a video's facts, or one sentence on why it cannot be cut."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING

from core.adapters.ffmpeg.frame_times import sample_frame_times
from core.adapters.ffmpeg.ts_clock import restarts_clock
from core.adapters.video_files.containers import find_picture, find_sound, list_boxes, start_seconds
from core.adapters.video_files.opening import PIXELS_MAX, open_video
from core.domain.videos.asset import VideoFacts
from core.domain.videos.busy_rate import measure_busy_rate
from core.errors import InvalidInput

if TYPE_CHECKING:
    from av import VideoFrame, VideoStream
    from av.container import InputContainer

_PACKETS_MAX = 500
_TAIL_SECONDS = 10.0
_SHORT_SECONDS = 1.0
_ANOTHER = "give a video file such as MP4, MOV, MKV, WebM, FLV, AVI or TS."


class VideoProber:
    """Probes local video files with PyAV."""

    def __init__(self, *, time_limit_seconds: float = 30.0) -> None:
        self._time_limit_seconds = time_limit_seconds

    async def probe(self, video: Path) -> VideoFacts:
        """Return the facts; InvalidInput, with what to do, if the video cannot be cut."""
        deadline = time.monotonic() + self._time_limit_seconds
        try:
            async with asyncio.timeout(self._time_limit_seconds * 1.5):
                return await asyncio.to_thread(probe_video, video, deadline=deadline)
        except TimeoutError:
            raise InvalidInput(
                f"{video.name} could not be read within {self._time_limit_seconds:.0f} s: "
                "record or download it again."
            ) from None


def probe_video(video: Path, *, deadline: float) -> VideoFacts:
    """Return a file's facts; stops reading a broken one after `deadline` (monotonic seconds)."""
    from av import FFmpegError  # noqa: PLC0415 - only when there is a video to read

    _require_file(video)
    try:
        with open_video(video) as container:
            return _read_facts(video, container, deadline)
    except (FFmpegError, UnicodeDecodeError, MemoryError) as error:
        raise _explain_unreadable(video) from error


def _require_file(video: Path) -> None:
    if not video.exists():
        raise InvalidInput(f"There is no file at {video}: check the path.")
    if not video.is_file():
        raise InvalidInput(f"{video} is not a file: {_ANOTHER}")
    if video.stat().st_size == 0:
        raise InvalidInput(f"{video.name} is empty: {_ANOTHER}")


def _explain_unreadable(video: Path) -> InvalidInput:
    boxes = list_boxes(video)
    if boxes[:1] == ("ftyp",) and "moov" not in boxes:
        return InvalidInput(
            f"{video.name} is cut off before its index was written: record or download it again."
        )
    return InvalidInput(f"{video.name} is not a readable video: {_ANOTHER}")


def _read_facts(video: Path, container: InputContainer, deadline: float) -> VideoFacts:
    stream = find_picture(container)
    if stream is None:
        raise InvalidInput(f"{video.name} has no moving picture: {_ANOTHER}")
    if stream.codec_context.width * stream.codec_context.height > PIXELS_MAX:
        raise InvalidInput(f"{video.name} is larger than 8K: give a smaller rendition of it.")
    _require_one_clock(video, container)
    frame = _decode_first(container, stream, deadline)
    if frame is None:
        raise InvalidInput(
            f"{video.name} has no frame that can be decoded: record or download it again."
        )
    seconds = measure_readable_seconds(video, container, stream, deadline)
    if seconds <= 0:
        raise InvalidInput(f"{video.name} is 0 s long: record or download it again.")
    width, height = _seen_size(frame, stream)
    return VideoFacts(
        duration_seconds=round(seconds, 3),
        width=width,
        height=height,
        frame_rate=_measure_rate(container, stream, seconds, deadline),
        has_audio=find_sound(container) is not None,
    )


def _require_one_clock(video: Path, container: InputContainer) -> None:
    if "mpegts" in container.format.name.split(",") and restarts_clock(video):
        raise InvalidInput(
            f"{video.name} was continued after a reconnect, and its times start again there: write "
            f"it anew with `ffmpeg -i {video.name} -c copy {video.stem}.mkv`, and give that."
        )


def _measure_rate(
    container: InputContainer, stream: VideoStream, seconds: float, deadline: float
) -> float:
    average = float(stream.average_rate or stream.guessed_rate or 0)
    blocks = sample_frame_times(container, stream, seconds, deadline)
    return measure_busy_rate(blocks, average)


def _seen_size(frame: VideoFrame, stream: VideoStream) -> tuple[int, int]:
    """Return width and height as a viewer sees them: square pixels, upright."""
    width, height = frame.width, frame.height
    if aspect := stream.sample_aspect_ratio:
        width = max(1, round(width * float(aspect)))
    return (height, width) if frame.rotation % 180 == 90 else (width, height)


def _decode_first(
    container: InputContainer, stream: VideoStream, deadline: float
) -> VideoFrame | None:
    from av import FFmpegError  # noqa: PLC0415 - as above

    for count, packet in enumerate(container.demux(stream)):
        if count >= _PACKETS_MAX or time.monotonic() > deadline:
            break
        try:
            frames = packet.decode()
        except FFmpegError:
            continue
        if frames:
            return frames[0]
    return None


def measure_readable_seconds(
    video: Path, container: InputContainer, stream: VideoStream, deadline: float
) -> float:
    """Return the duration of the picture that is really there.

    An MP4's index may describe frames beyond the end of a truncated file. Other containers are read
    at their end, and completely if that tells nothing.
    """
    declared = _declared_seconds(container, stream)
    entries = len(stream.index_entries)
    if "mp4" in container.format.name.split(",") and entries:
        present = _count_present(stream, video.stat().st_size)
        return declared if present == entries else _entry_seconds(container, stream, present)
    end = _last_packet_end(container, stream, max(0.0, declared - _TAIL_SECONDS), deadline)
    if end < declared - _SHORT_SECONDS or not declared:
        end = max(end, _last_packet_end(container, stream, 0.0, deadline))
    return end


def _declared_seconds(container: InputContainer, stream: VideoStream) -> float:
    start = start_seconds(container)
    if stream.duration and stream.time_base:
        end = ((stream.start_time or 0) + stream.duration) * stream.time_base
        return float(end) - start
    return (container.duration or 0) / 1_000_000


def _count_present(stream: VideoStream, file_bytes: int) -> int:
    """Return how many frames of the index lie completely within the file."""
    low, high = 0, len(stream.index_entries)
    while low < high:
        middle = (low + high) // 2
        entry = stream.index_entries[middle]
        if entry.pos + entry.size <= file_bytes:
            low = middle + 1
        else:
            high = middle
    return low


def _entry_seconds(container: InputContainer, stream: VideoStream, index: int) -> float:
    first, entry = stream.index_entries[0], stream.index_entries[index]
    ticks = entry.timestamp - first.timestamp
    return float(ticks * (stream.time_base or 0)) - max(0.0, start_seconds(container))


def _last_packet_end(
    container: InputContainer, stream: VideoStream, from_seconds: float, deadline: float
) -> float:
    """Return where the last packet after `from_seconds` ends, 0 if there is none."""
    from av import FFmpegError  # noqa: PLC0415 - as above

    start = start_seconds(container)
    end = 0.0
    frame_seconds = float(1 / stream.average_rate) if stream.average_rate else 0.0
    try:
        container.seek(int((from_seconds + start) * 1_000_000))
        for packet in container.demux(stream):
            if packet.pts is not None:
                length = float((packet.duration or 0) * packet.time_base) or frame_seconds
                end = max(end, float(packet.pts * packet.time_base) + length - start)
            if time.monotonic() > deadline:
                break
    except FFmpegError:
        return end
    return end
