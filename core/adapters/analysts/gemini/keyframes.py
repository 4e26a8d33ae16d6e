"""Keyframes of a window: whether they lie close enough together to be all that a model sees."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from core.adapters.ffmpeg.frame_times import list_frame_times
from core.adapters.video_files.containers import find_picture, start_seconds
from core.adapters.video_files.opening import open_video
from core.domain.videos.understanding import AnalysisWindow

if TYPE_CHECKING:
    from av.container import InputContainer

GAP_SECONDS_MAX: Final = 2.1
"""Streaming services ask for a keyframe every 2 s. A picture is then at most 1 s from its time."""
_SAMPLE_SECONDS: Final = 20.0
_PACKETS_MAX: Final = 5_000
_TRIED: Final = 6
"""Of fewer, a decoder gives out all of them, even where it is lost."""


def find_keyframe_gap(video: Path, window: AnalysisWindow) -> float | None:
    """Return the seconds between keyframes, where they are close in every sample; None otherwise.

    The beginning, the middle and the end of the window are looked at, and a few are decoded.
    """
    from av import FFmpegError  # noqa: PLC0415 - only when there is a video to read

    last = max(window.start_seconds, window.end_seconds - _SAMPLE_SECONDS)
    starts = {window.start_seconds, (window.start_seconds + last) / 2, last}
    try:
        with open_video(video) as container:
            gaps = [gap for at in sorted(starts) for gap in _list_gaps(container, at)]
            widest = max(gaps, default=GAP_SECONDS_MAX + 1)
            is_close = widest <= GAP_SECONDS_MAX
            return (
                widest if is_close and all(_stand_alone(container, at) for at in starts) else None
            )
    except FFmpegError:
        return None


def find_shown_before(video: Path, window: AnalysisWindow) -> float | None:
    """Return how long before a window its only picture came; None where one comes within it."""
    from av import FFmpegError  # noqa: PLC0415 - as above

    start = window.start_seconds
    try:
        with open_video(video) as container:
            stream = find_picture(container)
            if stream is None:
                return None
            for end in (min(window.end_seconds, start + 1.0), window.end_seconds):
                times = list_frame_times(container, stream, start, end)
                if len(times) != 1 or times[0] > start:
                    return None
    except FFmpegError:
        return None
    return start - times[0]


def _list_gaps(container: InputContainer, from_seconds: float) -> Iterator[float]:
    """Yield the gaps between keyframes of a sample; that to its end counts where it is wider."""
    stream = find_picture(container)
    if stream is None:
        return
    start = start_seconds(container)
    container.seek(int((from_seconds + start) * 1_000_000))
    key: float | None = None
    for count, packet in enumerate(container.demux(stream)):
        if packet.pts is None:
            continue
        at = float(packet.pts * packet.time_base) - start
        if key is not None and (packet.is_keyframe or at - key > GAP_SECONDS_MAX):
            yield at - key
        if packet.is_keyframe:
            key = at
        if at > from_seconds + _SAMPLE_SECONDS or count > _PACKETS_MAX:
            return


def _stand_alone(container: InputContainer, from_seconds: float) -> bool:
    """Say whether the next keyframes can be decoded without the frames between them.

    In an open group of pictures a container calls a frame so that H.264 only recovers at.
    """
    stream = find_picture(container)
    if stream is None:
        return False
    container.seek(int((from_seconds + start_seconds(container)) * 1_000_000))
    stream.codec_context.skip_frame = "NONKEY"
    packets = islice(container.demux(stream), _PACKETS_MAX)
    tried = list(islice((packet for packet in packets if packet.is_keyframe), _TRIED))
    shown = sum(len(stream.decode(packet)) for packet in [*tried, None])
    return shown == len(tried)
