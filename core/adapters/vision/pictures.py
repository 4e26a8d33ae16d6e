"""Pictures of a video as a viewer sees them: a few spread out, or all of a stretch.

Upright and with square pixels, whatever the file says about rotation and pixel shape. Only local
files are opened, and nothing is read after a deadline (monotonic seconds).
"""

from __future__ import annotations

import time
from collections.abc import Collection, Generator, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from core.adapters.video_files.containers import find_picture, start_seconds
from core.adapters.video_files.opening import open_video

if TYPE_CHECKING:
    from av import VideoFrame, VideoStream
    from av.container import InputContainer
    from numpy import uint8
    from numpy.typing import NDArray

    Pixels = NDArray[uint8]

SAMPLE_ROWS, COLOUR_ROWS = 90, 45
_PACKETS_A_SEEK_MAX = 2000
_BROKEN_MAX = 200
# Containers without an index seek by time only, and may land between two keyframes.
_UNINDEXED = frozenset({"mpegts", "mpeg", "ogg", "asf"})
_REACH_SECONDS = 5.0
_LATE_SECONDS = 0.15
_PLAIN_COLOURS = frozenset({"yuv420p", "yuvj420p", "yuv422p", "yuvj422p", "yuv444p"})
_PLAIN_LUMA = frozenset({"yuv420p", "yuvj420p", "nv12", "yuv422p", "yuvj422p", "yuv444p", "gray"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenFrame:
    """One decoded frame; `width` and `height` are those a viewer sees."""

    at_seconds: float
    width: int
    height: int
    decoded: VideoFrame

    def shrink(self, width: int) -> Pixels:
        """Return it as rows x columns x BGR, at most `width` columns wide."""
        return self._turn(*self._fit(width), "bgr24")

    def sample(self) -> Pixels:
        """Return the brightness at a coarse grid of points, not rotated: cheap, not smooth."""
        if self.decoded.format.name not in _PLAIN_LUMA:
            height = min(SAMPLE_ROWS, self.decoded.height)
            width = max(1, self.decoded.width * height // self.decoded.height)
            return self._turn(width, height, "gray", turned=False)
        import numpy as np  # noqa: PLC0415 - a tenth of a second to import

        plane = self.decoded.planes[0]
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        step = max(1, self.decoded.height // SAMPLE_ROWS)
        picture = rows[: self.decoded.height, : self.decoded.width]
        points: Pixels = picture[step // 2 :: step, step // 2 :: step].copy()
        return points

    def sample_colours(self) -> Pixels:
        """Return the two colour differences at a coarser grid of points, not rotated."""
        import numpy as np  # noqa: PLC0415 - as above

        if self.decoded.format.name == "gray":
            return np.zeros((0, 0, 2), np.uint8)
        if self.decoded.format.name not in _PLAIN_COLOURS:
            height = min(COLOUR_ROWS, self.decoded.height)
            width = max(1, self.decoded.width * height // self.decoded.height)
            small = self.decoded.reformat(width=width, height=height, format="yuv444p")
            return np.ascontiguousarray(small.to_ndarray()[1:].transpose(1, 2, 0))
        planes = []
        for plane in self.decoded.planes[1:3]:
            rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
            step = max(1, plane.height // COLOUR_ROWS)
            planes.append(rows[step // 2 : plane.height : step, step // 2 : plane.width : step])
        return np.dstack(planes)

    def _fit(self, width: int) -> tuple[int, int]:
        factor = min(1.0, width / self.width)
        return max(2, round(self.width * factor)), max(2, round(self.height * factor))

    def _turn(self, width: int, height: int, layout: str, *, turned: bool = True) -> Pixels:
        import numpy as np  # noqa: PLC0415 - as above

        quarters = (self.decoded.rotation // 90) % 4 if turned else 0
        size = (height, width) if quarters % 2 else (width, height)
        shrunk = self.decoded.reformat(
            width=size[0], height=size[1], format=layout, interpolation="AREA"
        )
        pixels: Pixels = np.rot90(shrunk.to_ndarray(), quarters)
        return np.ascontiguousarray(pixels)


def read_spread(
    video: Path,
    *,
    start_seconds: float,
    end_seconds: float,
    count: int,
    deadline: float,
    places: Iterable[int] | None = None,
    known: Collection[float] = (),
) -> Generator[SeenFrame]:
    """Yield the keyframes nearest before `count` evenly spread times, each once.

    With `places`, only those of some of the times, which are counted from 0. Those that are
    `known`, by their times, are not decoded again.
    """
    with open_video(video) as container:
        stream = prepare(container)
        if stream is None:
            return
        stream.codec_context.skip_frame = "NONKEY"
        step = (end_seconds - start_seconds) / count
        last = -1.0
        for index in range(count) if places is None else places:
            if time.monotonic() > deadline:
                return
            at_seconds = start_seconds + (index + 0.5) * step
            found = _decode_keyframe(container, stream, at_seconds, after=last, known=known)
            if found is not None and found.at_seconds > last:
                last = found.at_seconds
                yield found


def read_stretch(
    video: Path,
    *,
    start_seconds: float,
    end_seconds: float,
    deadline: float,
    is_rough: bool = False,
    is_sparse: bool = False,
) -> Generator[SeenFrame]:
    """Yield every frame of a stretch in order, skipping broken ones.

    Where the next frame comes late, as in screen recordings, the one still shown at the start comes
    first.

    Rough frames keep the codec's block edges, which saves a fifth of the decoding time. Sparse ones
    are those that others are made from, half of them in most recordings.
    """
    with open_video(video) as container:
        stream = prepare(container)
        if stream is None:
            return
        if is_rough:
            stream.codec_context.options = {"skip_loop_filter": "all"}
        if is_sparse:
            stream.codec_context.skip_frame = "NONREF"
        unindexed = not _UNINDEXED.isdisjoint(container.format.name.split(","))
        reaches = (_REACH_SECONDS, start_seconds) if unindexed else (0.0,)
        for reach in reaches:
            _seek(container, start_seconds - reach)
            frames = _decode(container, stream)
            first = next(frames, None)
            # Long after the last frame a seek by time finds none, so all is read.
            if first is not None:
                frames = chain([first], frames)
                yield from _begin_with_shown(frames, start_seconds, end_seconds, deadline)
                return


def _begin_with_shown(
    frames: Iterator[SeenFrame], start_seconds: float, end_seconds: float, deadline: float
) -> Iterator[SeenFrame]:
    """Yield a stretch, and before it the frame shown at its start if the next one is late.

    After the last frame of a video that is the only one.
    """
    shown: SeenFrame | None = None
    for frame in frames:
        if time.monotonic() > deadline:
            return
        if frame.at_seconds < start_seconds - 1e-6:
            shown = frame
            continue
        if shown is not None and frame.at_seconds > start_seconds + _LATE_SECONDS:
            yield replace(shown, at_seconds=start_seconds)
        shown = None
        if frame.at_seconds >= end_seconds:
            return
        yield frame
    if shown is not None:
        yield replace(shown, at_seconds=start_seconds)


def prepare(container: InputContainer) -> VideoStream | None:
    """Return the picture, to be decoded in this thread; None where there is none."""
    stream = find_picture(container)
    if stream is not None:
        stream.thread_type = "NONE"
        stream.codec_context.thread_count = 1
    return stream


def _seek(container: InputContainer, at_seconds: float) -> None:
    from av import FFmpegError  # noqa: PLC0415 - half a second to import

    try:
        container.seek(int((max(0.0, at_seconds) + start_seconds(container)) * 1_000_000))
    except FFmpegError:
        container.seek(0)


def _decode_keyframe(
    container: InputContainer,
    stream: VideoStream,
    at_seconds: float,
    *,
    after: float,
    known: Collection[float],
) -> SeenFrame | None:
    """Return the keyframe that a seek leads to, unless it is known or comes no later than `after`.

    Where keyframes are rarer than the times that are looked at, several seeks lead to the same.
    """
    from av import FFmpegError  # noqa: PLC0415 - as above

    try:
        _seek(container, at_seconds)
        for count, packet in enumerate(container.demux(stream)):
            if count > _PACKETS_A_SEEK_MAX:
                return None
            if not packet.is_keyframe:
                continue
            if packet.pts is not None and packet.time_base is not None:
                shown_at = float(packet.pts * packet.time_base) - start_seconds(container)
                if shown_at <= after or shown_at in known:
                    return None
            frames = packet.decode() or stream.codec_context.decode(None)
            return see_frame(frames[0], container, stream) if frames else None
    except FFmpegError:
        return None
    return None


def _decode(container: InputContainer, stream: VideoStream) -> Iterator[SeenFrame]:
    from av import FFmpegError  # noqa: PLC0415 - as above

    broken = 0
    for packet in container.demux(stream):
        try:
            frames = packet.decode()
        except FFmpegError:
            broken += 1
            if broken > _BROKEN_MAX:
                return
            continue
        for frame in frames:
            seen = see_frame(frame, container, stream)
            if seen is not None:
                yield seen


def see_frame(
    frame: VideoFrame, container: InputContainer, stream: VideoStream
) -> SeenFrame | None:
    """Return a decoded frame as a viewer sees it; None for one without a time, or a broken one."""
    if frame.pts is None or stream.time_base is None or frame.is_corrupt:
        return None
    width, height = frame.width, frame.height
    if aspect := stream.sample_aspect_ratio:
        width = max(1, round(width * float(aspect)))
    if frame.rotation % 180 == 90:
        width, height = height, width
    return SeenFrame(
        at_seconds=float(frame.pts * stream.time_base) - start_seconds(container),
        width=width,
        height=height,
        decoded=frame,
    )
