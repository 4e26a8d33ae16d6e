"""A look at a source where a window begins: what ffmpeg must be told to read it correctly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from core.adapters.ffmpeg.frame_times import list_frame_times
from core.adapters.video_files.containers import find_picture, start_seconds
from core.adapters.video_files.opening import open_video
from core.adapters.video_files.sound_tracks import SoundTrack, choose_sound_track
from core.domain.clips.edit_plan import EditPlan
from core.domain.clips.made.source_look import (
    EARLIER_SECONDS,
    HOLD_SPARE_SECONDS,
    SoundTaken,
    SourceLook,
)
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
# ITU-T H.273, matrix coefficients: not said.
_UNSAID = 2
_HIGH_DEFINITION_ROWS = 720
# A face before a wall has steps of .2 to .9, a game of .8 to 2.3, slides of 3 to 7.
_SMOOTH_STEPS = 0.95
_PLAIN_BITS = 8


def look_at_source(video: Path, plan: EditPlan, *, is_mixed: bool = False) -> SourceLook:
    """Return what to correct for a plan, and its sound: that of all tracks if it `is_mixed`.

    Raises ExternalFailure if the video can no longer be read.
    """
    from av import FFmpegError  # noqa: PLC0415 - only when there is a video to read

    try:
        with open_video(video) as container:
            sound = _take_sound(choose_sound_track(container, is_mixed=is_mixed))
            stream = find_picture(container)
            if stream is None:
                return SourceLook(start_seconds=plan.start_seconds, sound=sound)
            return replace(_look_at_picture(container, stream, plan), sound=sound)
    except FFmpegError as error:
        raise ExternalFailure(
            f"{video.name} can no longer be read; add the video again.", stage="render"
        ) from error


def _take_sound(track: SoundTrack | None) -> SoundTaken:
    if track is None:
        return SoundTaken()
    return SoundTaken(
        track=track.index, is_second_choice=track.is_second_choice, others=track.others
    )


def _look_at_picture(container: InputContainer, stream: VideoStream, plan: EditPlan) -> SourceLook:
    end = plan.start_seconds + plan.duration_seconds
    times = list_frame_times(container, stream, plan.start_seconds, end)
    start = choose_start(times, plan.start_seconds, plan.frame_rate)
    lead = max(
        find_lead_to_shown(times, start, plan.frame_rate),
        _find_lead_seconds(container, stream, start),
    )
    # Without an index, a window that begins after the last keyframe has one only in its lead.
    frame = _decode_near(container, stream, [start, max(0.0, start - lead)])
    return SourceLook(
        start_seconds=start,
        lead_seconds=min(start, lead),
        hold_seconds=HOLD_SPARE_SECONDS + max(0.0, end - max(times, default=end)),
        is_interlaced=bool(frame and frame.interlaced_frame),
        is_smooth=bool(frame and measure_detail(frame) < _SMOOTH_STEPS),
        assumed_matrix=_assume_matrix(frame) if frame else None,
        transfer=_HDR_TRANSFERS.get(int(frame.color_trc)) if frame else None,
    )


def measure_detail(frame: VideoFrame) -> float:
    """Return the mean step of brightness from a pixel to the next, of 255."""
    import numpy as np  # noqa: PLC0415 - a tenth of a second to import

    plane = frame.planes[0]
    if frame.format.components[0].bits != _PLAIN_BITS or frame.format.is_rgb:
        return _SMOOTH_STEPS
    rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    grey = rows[: frame.height : 4, : frame.width].astype(np.int16)
    return float(np.abs(np.diff(grey, axis=1)).mean())


def _assume_matrix(frame: VideoFrame) -> str | None:
    """Return the colours that players assume where a file says nothing: they go by its size."""
    if int(frame.colorspace) != _UNSAID or frame.format.is_rgb:
        return None
    return "bt709" if frame.height >= _HIGH_DEFINITION_ROWS else "smpte170m"


def choose_start(times: Sequence[float], at_seconds: float, rate: float) -> float:
    """Return the time of the frame nearest to `at_seconds`, if within half a frame.

    A window that begins between two frames would hold its first frame for too long.
    """
    nearest = min(times, key=lambda time: abs(time - at_seconds), default=at_seconds)
    if abs(nearest - at_seconds) > 0.5 / rate:
        return at_seconds
    return max(0.0, round(nearest, 6))


def find_lead_to_shown(times: Sequence[float], start: float, rate: float) -> float:
    """Return how much earlier the frame that is still shown at the start came, if it did.

    0 where the next frame comes within one of the clip's own, as in any even recording.
    """
    shown = max((time for time in times if time <= start + 1e-6), default=None)
    if shown is None or start - shown <= 1e-3:
        return 0.0
    follows = min((time for time in times if time > start), default=start + 1)
    return 0.0 if follows - start <= 0.5 / rate else start - shown + EARLIER_SECONDS


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
    container: InputContainer, stream: VideoStream, places: Sequence[float]
) -> VideoFrame | None:
    """Return a frame near the first place that has one: the first whole one, from this thread.

    Several threads would decode the next few keyframes as well before the first came out.
    """
    stream.thread_type, stream.codec_context.thread_count = "NONE", 1
    stream.codec_context.skip_frame = "NONKEY"
    start = start_seconds(container)
    for at_seconds in dict.fromkeys(places):
        container.seek(int((at_seconds + start) * 1_000_000))
        frame = _decode_keyframe(container, stream)
        if frame is not None:
            return frame
    return None


def _decode_keyframe(container: InputContainer, stream: VideoStream) -> VideoFrame | None:
    from av import FFmpegError  # noqa: PLC0415 - as above

    codec = stream.codec_context
    for count, packet in enumerate(container.demux(stream)):
        if count > _PACKETS_MAX:
            break
        try:
            frames = packet.decode()
            if packet.is_keyframe and not frames:
                frames = codec.decode(None)
                codec.flush_buffers()
        except FFmpegError:
            continue
        if frames:
            return frames[0]
    return None
