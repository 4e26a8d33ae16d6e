"""Quiet windows: what their keyframes show is what they show, so nothing else need be decoded.

Between two keyframes that look alike there is no cut, unless one led away and another back. A new
shot has to be encoded anew, and takes about as many bytes as a keyframe does.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from core.adapters.video_files.containers import start_seconds as begin_of
from core.adapters.video_files.opening import open_video
from core.adapters.vision.frame_look import look_at_frame, measure_change, measure_unlikeness
from core.adapters.vision.pictures import SeenFrame, prepare, see_frame

if TYPE_CHECKING:
    from av import Packet, VideoStream
    from av.container import InputContainer

GAP_SECONDS_MAX = 2.2
_EDGE_SECONDS = 0.5
_PACKETS_MAX = 20_000
_ALIKE = 0.025
_LEAST = 0.03
_STANDS_OUT = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyframes:
    """A window's keyframes, close together, and whether nothing is cut between them."""

    frames: tuple[SeenFrame, ...]
    is_quiet: bool


def read_keyframes(
    video: Path, *, start_seconds: float, end_seconds: float, deadline: float
) -> Keyframes | None:
    """Return the keyframes from a window's start to its end; None where they are too far apart."""
    frames: list[SeenFrame] = []
    # The bytes of each keyframe, and the most of any frame between it and the next one.
    sizes: list[tuple[int, int]] = []
    with open_video(video) as container:
        stream = prepare(container)
        if stream is None:
            return None
        stream.codec_context.skip_frame = "NONKEY"
        begin = begin_of(container)
        container.seek(int((max(0.0, start_seconds) + begin) * 1_000_000))
        for packet in _until(container.demux(stream), deadline):
            if packet.is_keyframe and packet.size:
                seen = _decode(packet, container, stream)
                if seen is None or not _is_near(frames, seen, start_seconds):
                    return None
                frames.append(seen)
                sizes.append((packet.size, 0))
                if seen.at_seconds >= end_seconds - _EDGE_SECONDS:
                    return Keyframes(frames=tuple(frames), is_quiet=_is_quiet(frames, sizes))
            elif sizes:
                sizes[-1] = (sizes[-1][0], max(sizes[-1][1], packet.size))
    return None


def _until(
    packets: Iterator[Packet[VideoStream]], deadline: float
) -> Iterator[Packet[VideoStream]]:
    for count, packet in enumerate(packets):
        if count > _PACKETS_MAX or time.monotonic() > deadline:
            return
        yield packet


def _is_near(frames: Sequence[SeenFrame], seen: SeenFrame, start_seconds: float) -> bool:
    """Return whether a keyframe follows the last one, or the window's start, closely enough."""
    if not frames:
        return seen.at_seconds <= start_seconds + _EDGE_SECONDS
    return 0 < seen.at_seconds - frames[-1].at_seconds <= GAP_SECONDS_MAX


def _decode(
    packet: Packet[VideoStream], container: InputContainer, stream: VideoStream
) -> SeenFrame | None:
    from av import FFmpegError  # noqa: PLC0415 - half a second to import

    try:
        frames = packet.decode() or stream.codec_context.decode(None)
        stream.codec_context.flush_buffers()
    except FFmpegError:
        return None
    return see_frame(frames[0], container, stream) if frames else None


def _is_quiet(frames: Sequence[SeenFrame], sizes: Sequence[tuple[int, int]]) -> bool:
    looks = [look_at_frame(frame) for frame in frames]
    alike = all(
        (measure_unlikeness(a, b) + _LEAST) * (measure_change(a, b) + _LEAST) < _ALIKE
        for a, b in pairwise(looks)
    )
    return alike and all(
        most < _STANDS_OUT * min(size, after) for (size, most), (after, _) in pairwise(sizes)
    )
