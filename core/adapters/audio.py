"""Loudness of a video's sound, for each tenth of a second."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from core.adapters.ffmpeg.containers import list_sounds, start_seconds
from core.adapters.ffmpeg.video_files import open_video
from core.domain.signals.signals import LOUDNESS_STEP_SECONDS, SILENCE_DB

if TYPE_CHECKING:
    from av import AudioFrame, AudioStream
    from av.container import InputContainer
    from numpy import float64
    from numpy.typing import NDArray

    Power = NDArray[float64]

_FULL_SCALE = {"u1": 128.0, "i2": 2.0**15, "i4": 2.0**31, "i8": 2.0**63}


def read_loudness(
    video: Path, *, from_seconds: float, to_seconds: float, is_mixed: bool = False
) -> tuple[float, ...]:
    """Return the RMS level in dBFS of each tenth of a second, empty without sound.

    Only this stretch is decoded. A tenth without samples counts as silent. Tracks that are mixed
    are measured each, and their powers added.
    """
    import numpy as np  # noqa: PLC0415 - a tenth of a second to import

    steps = max(0, round((to_seconds - from_seconds) / LOUDNESS_STEP_SECONDS))
    with open_video(video) as container:
        sounds = list_sounds(container, is_mixed=is_mixed)
        if not sounds or not steps:
            return ()
        stretch = (from_seconds, to_seconds, steps)
        mean = np.sum([_measure_power(container, sound, *stretch) for sound in sounds], axis=0)
    floor = 10 ** (SILENCE_DB / 10)
    levels = 10 * np.log10(np.maximum(mean, floor))
    return tuple(round(float(level), 2) for level in levels)


def _measure_power(
    container: InputContainer,
    sound: AudioStream,
    from_seconds: float,
    to_seconds: float,
    steps: int,
) -> Power:
    """Return the mean power of one track in each tenth of a second."""
    import numpy as np  # noqa: PLC0415 - as above

    energy, samples = np.zeros(steps), np.zeros(steps)
    for at_seconds, rate, power in _decode_power(container, sound, from_seconds, to_seconds):
        places = (at_seconds - from_seconds + np.arange(len(power)) / rate) / LOUDNESS_STEP_SECONDS
        inside = (places >= 0) & (places < steps)
        indices = places[inside].astype(np.int64)
        energy += np.bincount(indices, weights=power[inside], minlength=steps)
        samples += np.bincount(indices, minlength=steps)
    return np.asarray(energy / np.maximum(samples, 1))


def _decode_power(
    container: InputContainer, sound: AudioStream, from_seconds: float, to_seconds: float
) -> Iterator[tuple[float, int, Power]]:
    """Yield each decoded frame's time, sample rate and power (mean square over its channels)."""
    for at_seconds, frame in decode_sound(container, sound, from_seconds, to_seconds):
        yield at_seconds, frame.sample_rate, _mean_power(frame)


def decode_sound(
    container: InputContainer, sound: AudioStream, from_seconds: float, to_seconds: float
) -> Iterator[tuple[float, AudioFrame]]:
    """Yield the frames of roughly this stretch, each with its time; broken packets are skipped."""
    from av import FFmpegError  # noqa: PLC0415 - only when there is a video to read

    start = start_seconds(container)
    container.seek(max(0, int((from_seconds + start - 0.5) * 1_000_000)))
    for packet in container.demux(sound):
        try:
            frames = packet.decode()
        except FFmpegError:
            continue
        for frame in frames:
            if frame.time is None:
                continue
            at_seconds = frame.time - start
            if at_seconds >= to_seconds:
                return
            yield at_seconds, frame


def _mean_power(frame: AudioFrame) -> Power:
    import numpy as np  # noqa: PLC0415 - as above

    raw = frame.to_ndarray()
    if not frame.format.is_planar:
        raw = raw.reshape(-1, len(frame.layout.channels)).T
    values = raw.astype(np.float64)
    if raw.dtype.kind == "u":
        values -= 128.0
    values /= _FULL_SCALE.get(raw.dtype.str[1:], 1.0)
    return np.asarray((values**2).mean(axis=0))
