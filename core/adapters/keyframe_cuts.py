"""Keyframe cuts: where the picture changes, found by decoding keyframes only."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from core.adapters.video_files.containers import find_picture, start_seconds
from core.adapters.video_files.opening import open_video

if TYPE_CHECKING:
    from av import Packet, VideoFrame, VideoStream
    from av.container import InputContainer
    from numpy import float32
    from numpy.typing import NDArray

    Picture = NDArray[float32]

_WIDTH, _HEIGHT = 64, 36
_GAP_SECONDS = 0.2
_DIFFERENCE = 0.155
_HISTOGRAM_DIFFERENCE = 0.5


def find_cuts(video: Path, *, from_seconds: float, to_seconds: float) -> tuple[float, ...]:
    """Return the offsets of keyframes whose picture differs from the one before."""
    cuts: list[float] = []
    with open_video(video) as container:
        stream = find_picture(container)
        if stream is None:
            return ()
        before: Picture | None = None
        for at_seconds, picture in _decode_keyframes(container, stream, from_seconds, to_seconds):
            if before is not None and from_seconds < at_seconds and _differs(before, picture):
                cuts.append(round(at_seconds, 3))
            before = picture
    return tuple(cuts)


def _decode_keyframes(
    container: InputContainer, stream: VideoStream, from_seconds: float, to_seconds: float
) -> Iterator[tuple[float, Picture]]:
    """Yield the time and the small grey picture (36x64, 0 to 1) of each keyframe."""
    from av import FFmpegError  # noqa: PLC0415 - only when there is a video to read

    start = start_seconds(container)
    stream.codec_context.skip_frame = "NONKEY"
    # What would smooth a picture is lost on 36 rows, and takes a quarter of the decoding.
    stream.codec_context.options = {"skip_loop_filter": "all"}
    container.seek(max(0, int((from_seconds + start) * 1_000_000)))
    for packet in _thin_out(container.demux(stream)):
        if packet.pts is not None and float(packet.pts * packet.time_base) - start > to_seconds + 5:
            return
        try:
            frames = packet.decode()
        except FFmpegError:
            continue
        for frame in frames:
            if frame.time is not None and frame.time - start < to_seconds:
                yield frame.time - start, _shrink(frame)


def _thin_out(packets: Iterator[Packet[VideoStream]]) -> Iterator[Packet[VideoStream]]:
    """Skip keyframes that follow each other closely, as where every frame is one."""
    last_seconds: float | None = None
    after_key = False
    for packet in packets:
        if packet.is_keyframe and packet.pts is not None:
            at_seconds = float(packet.pts * packet.time_base)
            if after_key and last_seconds is not None and at_seconds < last_seconds + _GAP_SECONDS:
                continue
            last_seconds = at_seconds
        after_key = packet.is_keyframe
        yield packet


def _shrink(frame: VideoFrame) -> Picture:
    import numpy as np  # noqa: PLC0415 - a tenth of a second to import

    small = frame.reformat(width=_WIDTH, height=_HEIGHT, format="gray")
    return small.to_ndarray().astype(np.float32) / 255.0


def _differs(before: Picture, after: Picture) -> bool:
    """Return whether two pictures differ both pixel by pixel and in their overall shades."""
    import numpy as np  # noqa: PLC0415 - as above

    if float(np.abs(before - after).mean()) < _DIFFERENCE:
        return False
    shades = [np.histogram(p, bins=16, range=(0.0, 1.0))[0] / p.size for p in (before, after)]
    return float(np.abs(shades[0] - shades[1]).sum()) >= _HISTOGRAM_DIFFERENCE
