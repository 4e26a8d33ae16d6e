"""Containers: the picture and the sounds in an opened file, and the boxes that it consists of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from core.adapters.video_files.opening import open_video
from core.adapters.video_files.sound_tracks import choose_sound_track

if TYPE_CHECKING:
    from av import AudioStream, VideoStream
    from av.container import InputContainer

_BOXES_MAX = 10_000


def find_picture(container: InputContainer) -> VideoStream | None:
    """Return the first video stream that is not cover art, as ffmpeg's `0:V:0` does."""
    from av.stream import Disposition  # noqa: PLC0415 - as above

    for stream in container.streams.video:
        if not stream.disposition & Disposition.attached_pic:
            return stream
    return None


def find_sound(container: InputContainer) -> AudioStream | None:
    """Return the audio stream that is meant to be heard, if it can be decoded."""
    track = choose_sound_track(container)
    sound = container.streams.audio[track.index] if track else None
    return sound if sound is not None and sound.codec_context is not None else None


def start_seconds(container: InputContainer) -> float:
    """Return the timestamp that ffmpeg's `-ss 0` stands for in this file."""
    return (container.start_time or 0) / 1_000_000


def list_sounds(container: InputContainer, *, is_mixed: bool = False) -> tuple[AudioStream, ...]:
    """Return the audio streams heard together that can be decoded: one, unless it `is_mixed`."""
    track = choose_sound_track(container, is_mixed=is_mixed)
    sounds = [container.streams.audio[index] for index in track.indexes] if track else []
    return tuple(sound for sound in sounds if sound.codec_context is not None)


def list_tracks(path: Path, *, is_mixed: bool = False) -> tuple[int, ...]:
    """Return which audio tracks of a file are heard, counted from 0; none if it is unreadable."""
    from av import FFmpegError  # noqa: PLC0415 - half a second to import

    try:
        with open_video(path) as container:
            track = choose_sound_track(container, is_mixed=is_mixed)
    except FFmpegError:
        return ()
    return track.indexes if track else ()


def has_sound(path: Path) -> bool:
    """Return whether there is decodable audio."""
    with open_video(path) as container:
        return find_sound(container) is not None


def list_boxes(path: Path) -> tuple[str, ...]:
    """Return the names of an MP4 file's outermost boxes in order, as far as they are readable."""
    names: list[str] = []
    with path.open("rb") as file:
        while len(names) < _BOXES_MAX and len(head := file.read(8)) == 8:
            size = int.from_bytes(head[:4], "big")
            names.append(head[4:].decode("latin-1"))
            if size == 1:
                size = int.from_bytes(file.read(8), "big")
                head += b"12345678"
            if size < len(head):
                break
            file.seek(size - len(head), 1)
    return tuple(names)
