"""Sound tracks: which one of a file's people are meant to hear.

Recorders write the game and the microphone as tracks of their own. A player takes the default one;
where that is silent, nobody would hear anything, so the first audible one is taken instead. Who
never has a track of everything can have all that are audible mixed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from core.adapters.video_files.opening import open_video

if TYPE_CHECKING:
    from av import AudioStream
    from av.container import InputContainer

_PLACES = 12
_SECONDS_A_PLACE = 2.0
_AUDIBLE_DB = -60.0
_KNOWN_FILES = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundTrack:
    """The track taken, counted from 0 among `count`, and whether those before it are silent.

    `others` are mixed into it.
    """

    index: int
    count: int
    is_second_choice: bool = False
    others: tuple[int, ...] = ()

    @property
    def indexes(self) -> tuple[int, ...]:
        """All tracks that are heard."""
        return (self.index, *self.others)


def choose_sound_track(container: InputContainer, *, is_mixed: bool = False) -> SoundTrack | None:
    """Return the track to take: the default one, else the first that is not silent.

    If the sound `is_mixed`, all others that are not silent come with it. None without any. The
    choice is that of the whole file, so that all of its clips agree.
    """
    count = len(container.streams.audio)
    if count < 2:
        return SoundTrack(index=0, count=1) if count else None
    path = Path(container.name.removeprefix("file:"))
    status = path.stat()
    return (_choose_mix if is_mixed else _choose)(path, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=_KNOWN_FILES)
def _choose_mix(path: Path, size: int, changed: int) -> SoundTrack:
    chosen = _choose(path, size, changed)
    with open_video(path) as container:
        tracks = container.streams.audio
        others = tuple(
            index
            for index, track in enumerate(tracks)
            if index != chosen.index
            and track.codec_context is not None
            and _is_audible(container, track)
        )
    return replace(chosen, others=others)


@lru_cache(maxsize=_KNOWN_FILES)
def _choose(path: Path, _size: int, _changed: int) -> SoundTrack:
    with open_video(path) as container:
        tracks = container.streams.audio
        order = sorted(range(len(tracks)), key=lambda i: (not _is_default(tracks[i]), i))
        usable = [i for i in order if tracks[i].codec_context is not None] or order
        for place, index in enumerate(usable):
            if _is_audible(container, tracks[index]):
                return SoundTrack(index=index, count=len(tracks), is_second_choice=place > 0)
        return SoundTrack(index=usable[0], count=len(tracks))


def _is_default(track: AudioStream) -> bool:
    from av.stream import Disposition  # noqa: PLC0415 - only when there is a video to read

    return bool(track.disposition & Disposition.default)


def _is_audible(container: InputContainer, track: AudioStream) -> bool:
    """Return whether anything can be heard at a dozen places of a track."""
    from av import FFmpegError  # noqa: PLC0415 - as above

    seconds = (container.duration or 0) / 1_000_000
    start = (container.start_time or 0) / 1_000_000
    for place in range(_PLACES):
        try:
            container.seek(int((start + seconds * place / _PLACES) * 1_000_000))
            if _is_heard_here(container, track):
                return True
        except FFmpegError:
            continue
    return False


def _is_heard_here(container: InputContainer, track: AudioStream) -> bool:
    from av import AudioResampler, FFmpegError  # noqa: PLC0415 - as above

    resampler = AudioResampler(format="flt", layout="mono", rate=8000)
    heard = 0
    for packet in container.demux(track):
        try:
            frames = packet.decode()
        except FFmpegError:
            continue
        for frame in frames:
            for part in resampler.resample(frame):
                samples = part.to_ndarray()
                if samples.size and float((samples**2).mean()) > 10 ** (_AUDIBLE_DB / 10):
                    return True
                heard += samples.size
        if heard >= _SECONDS_A_PLACE * 8000:
            return False
    return False
