"""The played length: how long a player shows a file's picture, or holds its last frame to be heard.

Screen recorders and phones write a frame only when there is a new one, so sound may go on for long
after the last one. Only what is really in the file counts, whatever its index says.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.adapters.video_files.containers import start_seconds
from core.adapters.video_files.sound_packets import demux_sound

if TYPE_CHECKING:
    from av import AudioStream, Packet, VideoStream
    from av.container import InputContainer

_TAIL_SECONDS = 10.0
# Less than a second of sound more is how encoders and recorders end most files: nothing is said in
# it, and a last frame that is held for it looks as if the clip had stopped.
_SHORT_SECONDS = 1.0
# As many packets of sound as are decoded to see that there is some: a second of most codecs.
_DECODED_MAX = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """The seconds of a file's picture, and those that a player plays: as many, or more."""

    picture_seconds: float
    played_seconds: float


def measure_length(
    video: Path,
    container: InputContainer,
    stream: VideoStream,
    sounds: Sequence[AudioStream],
    deadline: float,
) -> Length:
    """Return how long the picture is that is really there, and the sound that goes on after it.

    An MP4's index may describe frames beyond the end of a truncated file: what is heard after a
    picture that was cut off is left out. Other containers are read at their end, and completely if
    that tells nothing.
    """
    declared = _declared_seconds(container, stream)
    entries = len(stream.index_entries)
    if "mp4" in container.format.name.split(",") and entries:
        present = _count_present(stream, video.stat().st_size)
        if present < entries:
            shown = _entry_seconds(container, stream, present)
            return Length(picture_seconds=shown, played_seconds=shown)
        shown, claimed = declared, (container.duration or 0) / 1_000_000 if sounds else 0.0
    else:
        shown, claimed = _read_ends(container, stream, sounds, declared, deadline)
    if not shown or claimed < shown + _SHORT_SECONDS:
        return Length(picture_seconds=shown, played_seconds=shown)
    ends = (_find_heard_end(container, sound, shown, deadline) for sound in sounds)
    heard = min(claimed, max(ends))
    played = heard if heard >= shown + _SHORT_SECONDS else shown
    return Length(picture_seconds=shown, played_seconds=played)


def _read_ends(
    container: InputContainer,
    stream: VideoStream,
    sounds: Sequence[AudioStream],
    declared: float,
    deadline: float,
) -> tuple[float, float]:
    """Return where the last packet of the picture ends, and where the last one of its sound."""
    tail = max(0.0, declared - _TAIL_SECONDS)
    shown, heard = _last_packet_ends(container, stream, sounds, tail, deadline)
    if not declared or not shown or max(shown, heard) < declared - _SHORT_SECONDS:
        ends = _last_packet_ends(container, stream, sounds, 0.0, deadline)
        shown, heard = max(shown, ends[0]), max(heard, ends[1])
    return shown, heard


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


def _last_packet_ends(
    container: InputContainer,
    stream: VideoStream,
    sounds: Sequence[AudioStream],
    from_seconds: float,
    deadline: float,
) -> tuple[float, float]:
    """Return where the last packets of picture and sound after a time end, 0 without any."""
    from av import FFmpegError  # noqa: PLC0415 - only when there is a video to read

    start = start_seconds(container)
    frame_seconds = float(1 / stream.average_rate) if stream.average_rate else 0.0
    ends = [0.0, 0.0]
    try:
        container.seek(int((from_seconds + start) * 1_000_000))
        for packet in container.demux(stream, *sounds):
            if packet.pts is not None:
                is_sound = packet.stream.index != stream.index
                length = float((packet.duration or 0) * packet.time_base)
                if not is_sound:
                    length = length or frame_seconds
                end = float(packet.pts * packet.time_base) + length - start
                ends[is_sound] = max(ends[is_sound], end)
            if time.monotonic() > deadline:
                break
    except FFmpegError:
        pass
    return ends[0], ends[1]


def _find_heard_end(
    container: InputContainer, sound: AudioStream, from_seconds: float, deadline: float
) -> float:
    """Return where the last sound ends that can be decoded, 0 without any.

    It is looked for from a time on; only the last packets are decoded.
    """
    from av import FFmpegError  # noqa: PLC0415 - as above

    start, end = start_seconds(container), 0.0
    for packet in _list_last_packets(container, sound, from_seconds, deadline):
        try:
            frames = packet.decode()
        except FFmpegError:
            continue
        for frame in frames:
            if frame.time is not None and frame.sample_rate:
                end = max(end, frame.time + frame.samples / frame.sample_rate - start)
    return end


def _list_last_packets(
    container: InputContainer, sound: AudioStream, from_seconds: float, deadline: float
) -> Sequence[Packet[AudioStream]]:
    from av import FFmpegError  # noqa: PLC0415 - as above

    last: deque[Packet[AudioStream]] = deque(maxlen=_DECODED_MAX)
    try:
        for packet in demux_sound(container, sound, from_seconds):
            if packet.size:
                last.append(packet)
            if time.monotonic() > deadline:
                break
    except FFmpegError:
        pass
    return last
