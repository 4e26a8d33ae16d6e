"""A look at a source where a window begins: what ffmpeg must be told to read it correctly."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.adapters.ffmpeg.containers import find_picture, open_video, start_seconds
from core.adapters.ffmpeg.graph import SourceLook
from core.errors import ExternalFailure

if TYPE_CHECKING:
    from av import VideoFrame, VideoStream
    from av.container import InputContainer

_UNINDEXED = {"mpegts", "mpeg", "ogg", "asf"}
_REACHES_SECONDS = (5.0, 20.0)
_MARGIN_SECONDS = 0.5
_PACKETS_MAX = 4000
# ITU-T H.273, transfer characteristics: perceptual quantiser, and hybrid log-gamma.
_HDR_TRANSFERS = {16: "smpte2084", 18: "arib-std-b67"}


def look_at_source(video: Path, at_seconds: float) -> SourceLook:
    """Return what to correct; ExternalFailure if the video can no longer be read."""
    from av import FFmpegError  # noqa: PLC0415 - only when there is a video to read

    try:
        with open_video(video) as container:
            stream = find_picture(container)
            if stream is None:
                return SourceLook(start_seconds=at_seconds)
            start = _find_frame_seconds(container, stream, at_seconds)
            lead = _find_lead_seconds(container, stream, start)
            frame = _decode_near(container, stream, start)
    except FFmpegError as error:
        raise ExternalFailure(
            f"{video.name} can no longer be read; add the video again.", stage="render"
        ) from error
    return SourceLook(
        start_seconds=start,
        lead_seconds=lead,
        is_interlaced=bool(frame and frame.interlaced_frame),
        transfer=_HDR_TRANSFERS.get(int(frame.color_trc)) if frame else None,
    )


def _find_frame_seconds(container: InputContainer, stream: VideoStream, at_seconds: float) -> float:
    """Return the time of the frame nearest to `at_seconds`, if within half a frame.

    A window that begins between two frames would hold its first frame for too long.
    """
    start = start_seconds(container)
    half = 0.5 / float(stream.average_rate or 30)
    best: float | None = None
    container.seek(int((at_seconds + start) * 1_000_000))
    for count, packet in enumerate(container.demux(stream)):
        if packet.pts is None:
            continue
        packet_seconds = float(packet.pts * packet.time_base) - start
        if packet_seconds > at_seconds + 1 or count > _PACKETS_MAX:
            break
        distance = abs(packet_seconds - at_seconds)
        if distance <= half and (best is None or distance < abs(best - at_seconds)):
            best = packet_seconds
    return at_seconds if best is None else max(0.0, round(best, 6))


def _find_lead_seconds(container: InputContainer, stream: VideoStream, at_seconds: float) -> float:
    """Return how much earlier ffmpeg must seek to reach a keyframe before `at_seconds`.

    0 for containers with an index, which find the keyframe themselves. Transport streams and the
    like seek by time only, and would start decoding in the middle.
    """
    if not _UNINDEXED & set(container.format.name.split(",")):
        return 0.0
    for reach_seconds in _REACHES_SECONDS:
        keyframe = _last_keyframe_before(container, stream, at_seconds, reach_seconds)
        if keyframe is not None:
            return min(at_seconds, at_seconds - keyframe + _MARGIN_SECONDS)
    return at_seconds


def _last_keyframe_before(
    container: InputContainer, stream: VideoStream, at_seconds: float, reach_seconds: float
) -> float | None:
    start, found = start_seconds(container), None
    container.seek(int((max(0.0, at_seconds - reach_seconds) + start) * 1_000_000))
    for packet in container.demux(stream):
        if packet.pts is None:
            continue
        packet_seconds = float(packet.pts * packet.time_base) - start
        if packet_seconds > at_seconds + 1:
            break
        if packet.is_keyframe and packet_seconds <= at_seconds:
            found = packet_seconds
    return found


def _decode_near(
    container: InputContainer, stream: VideoStream, at_seconds: float
) -> VideoFrame | None:
    from av import FFmpegError  # noqa: PLC0415 - as above

    stream.codec_context.skip_frame = "NONKEY"
    container.seek(int((at_seconds + start_seconds(container)) * 1_000_000))
    for count, packet in enumerate(container.demux(stream)):
        if count > _PACKETS_MAX:
            break
        try:
            frames = packet.decode()
        except FFmpegError:
            continue
        if frames:
            return frames[0]
    return None
