"""Probing: a video's facts, or one sentence on why it cannot be cut."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import TYPE_CHECKING

from core.adapters.ffmpeg.frame_times import sample_frame_times
from core.adapters.ffmpeg.played_length import measure_length
from core.adapters.ffmpeg.ts_clock import restarts_clock
from core.adapters.video_files.containers import find_picture, find_sound, list_boxes, list_sounds
from core.adapters.video_files.opening import PIXELS_MAX, open_video
from core.domain.videos.asset import VideoFacts
from core.domain.videos.busy_rate import measure_busy_rate
from core.errors import InvalidInput

if TYPE_CHECKING:
    from av import VideoFrame, VideoStream
    from av.container import InputContainer

_PACKETS_MAX = 500
_ANOTHER = "give a video file such as MP4, MOV, MKV, WebM, FLV, AVI or TS."


class VideoProber:
    """Probes local video files with PyAV; `is_mixed` hears all sound tracks."""

    def __init__(self, *, is_mixed: bool = False, time_limit_seconds: float = 30.0) -> None:
        self._is_mixed = is_mixed
        self._time_limit_seconds = time_limit_seconds

    async def probe(self, video: Path) -> VideoFacts:
        """Return the facts; InvalidInput, with what to do, if the video cannot be cut."""
        deadline = time.monotonic() + self._time_limit_seconds
        try:
            async with asyncio.timeout(self._time_limit_seconds * 1.5):
                return await asyncio.to_thread(
                    probe_video, video, deadline=deadline, is_mixed=self._is_mixed
                )
        except TimeoutError:
            raise InvalidInput(
                f"{video.name} could not be read within {self._time_limit_seconds:.0f} s: "
                "record or download it again."
            ) from None


def probe_video(video: Path, *, deadline: float, is_mixed: bool = False) -> VideoFacts:
    """Return a file's facts; stops reading a broken one after `deadline` (monotonic seconds)."""
    from av import FFmpegError  # noqa: PLC0415 - only when there is a video to read

    _require_file(video)
    try:
        with open_video(video) as container:
            return _read_facts(video, container, deadline, is_mixed=is_mixed)
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


def _read_facts(
    video: Path, container: InputContainer, deadline: float, *, is_mixed: bool
) -> VideoFacts:
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
    length = measure_length(
        video, container, stream, list_sounds(container, is_mixed=is_mixed), deadline
    )
    if length.picture_seconds <= 0:
        raise InvalidInput(f"{video.name} is 0 s long: record or download it again.")
    width, height = _seen_size(frame, stream)
    return VideoFacts(
        duration_seconds=round(length.played_seconds, 3),
        width=width,
        height=height,
        frame_rate=_measure_rate(container, stream, length.picture_seconds, deadline),
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
