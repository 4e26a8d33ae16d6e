"""Loudness of a video's sound, for each tenth of a second."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.adapters.video_files.containers import list_sounds, start_seconds
from core.adapters.video_files.opening import open_video
from core.adapters.video_files.sound_packets import demux_sound
from core.domain.signals.signals import LOUDNESS_STEP_SECONDS, SILENCE_DB

if TYPE_CHECKING:
    from av import AudioFrame, AudioStream
    from av.container import InputContainer
    from numpy import float64
    from numpy.typing import NDArray

    Power = NDArray[float64]

_BATCH = 64
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
    for batch in _batch_frames(decode_sound(container, sound, from_seconds, to_seconds)):
        starts, power = _measure_batch(batch)
        offsets = np.arange(power.shape[1]) / batch[0][1].sample_rate
        places = ((starts - from_seconds)[:, np.newaxis] + offsets) / LOUDNESS_STEP_SECONDS
        inside = (places >= 0) & (places < steps)
        indices = places[inside].astype(np.int64)
        energy += np.bincount(indices, weights=power[inside], minlength=steps)
        samples += np.bincount(indices, minlength=steps)
    return np.asarray(energy / np.maximum(samples, 1))


def _batch_frames(
    frames: Iterator[tuple[float, AudioFrame]],
) -> Iterator[list[tuple[float, AudioFrame]]]:
    """Yield frames of one form together: each by itself takes three times as long."""
    batch: list[tuple[float, AudioFrame]] = []
    for at_seconds, frame in frames:
        if batch and (len(batch) == _BATCH or not _is_alike(batch[0][1], frame)):
            yield batch
            batch = []
        batch.append((at_seconds, frame))
    if batch:
        yield batch


def _is_alike(one: AudioFrame, other: AudioFrame) -> bool:
    """Return whether two frames have as many samples, of one rate, in one format and layout."""
    return (one.samples, one.sample_rate, one.format.name, one.layout.name) == (
        other.samples,
        other.sample_rate,
        other.format.name,
        other.layout.name,
    )


def decode_sound(
    container: InputContainer, sound: AudioStream, from_seconds: float, to_seconds: float
) -> Iterator[tuple[float, AudioFrame]]:
    """Yield the frames of roughly this stretch, each with its time; broken packets are skipped."""
    from av import FFmpegError  # noqa: PLC0415 - only when there is a video to read

    start = start_seconds(container)
    for packet in demux_sound(container, sound, from_seconds - 0.5):
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


def _measure_batch(batch: Sequence[tuple[float, AudioFrame]]) -> tuple[Power, Power]:
    """Return each frame's time, and the power of its samples (mean square over its channels)."""
    import numpy as np  # noqa: PLC0415 - as above

    first = batch[0][1]
    raw = np.stack([frame.to_ndarray() for _, frame in batch])
    if not first.format.is_planar:
        raw = raw.reshape(len(batch), -1, len(first.layout.channels)).transpose(0, 2, 1)
    values = raw.astype(np.float64)
    if raw.dtype.kind == "u":
        values -= 128.0
    values /= _FULL_SCALE.get(raw.dtype.str[1:], 1.0)
    np.square(values, out=values)
    return np.array([at_seconds for at_seconds, _ in batch]), values.mean(axis=1)
