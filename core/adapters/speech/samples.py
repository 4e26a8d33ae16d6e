"""Sound as a speech model wants it: mono, 16 kHz, each sample at its own time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from core.adapters.audio import decode_sound
from core.adapters.video_files.containers import list_sounds
from core.adapters.video_files.opening import open_video

if TYPE_CHECKING:
    from av import AudioFrame
    from numpy import float32
    from numpy.typing import NDArray

    Samples = NDArray[float32]

SAMPLE_RATE: Final = 16_000
_GAP_SECONDS: Final = 0.05


def read_samples(
    video: Path, *, from_seconds: float, to_seconds: float, is_mixed: bool = False
) -> Samples | None:
    """Return the sound of a stretch in mono, at 16 kHz from -1 to 1; None without sound.

    Each sample is at its own time: gaps are filled with silence.
    """
    import numpy as np  # noqa: PLC0415 - a tenth of a second to import

    length = max(0, round((to_seconds - from_seconds) * SAMPLE_RATE))
    samples = np.zeros(length, dtype=np.float32)
    has_sound = False
    for pieces in _resample_tracks(video, from_seconds, to_seconds, is_mixed):
        has_sound |= _add(samples, pieces, from_seconds)
    return np.clip(samples, -1.0, 1.0, out=samples) if has_sound else None


def _add(samples: Samples, pieces: Iterator[tuple[float, Samples]], from_seconds: float) -> bool:
    """Add a track's pieces to what is heard, and return whether there were any."""
    length = len(samples)
    end: int | None = None
    has_sound = False
    for at_seconds, part in pieces:
        place = round((at_seconds - from_seconds) * SAMPLE_RATE)
        if end is not None and abs(place - end) <= _GAP_SECONDS * SAMPLE_RATE:
            place = end
        end = place + len(part)
        first, last = max(0, place), min(length, end)
        if first < last:
            has_sound = True
            samples[first:last] += part[first - place : last - place]
    return has_sound


def _resample_tracks(
    video: Path, from_seconds: float, to_seconds: float, is_mixed: bool
) -> Iterator[Iterator[tuple[float, Samples]]]:
    """Yield each track of roughly this stretch in pieces, each with its time."""
    with open_video(video) as container:
        for sound in list_sounds(container, is_mixed=is_mixed):
            yield _resample(decode_sound(container, sound, from_seconds, to_seconds))


def _resample(frames: Iterator[tuple[float, AudioFrame]]) -> Iterator[tuple[float, Samples]]:
    from av import AudioResampler  # noqa: PLC0415 - only when there is sound to read

    resampler = AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)
    for at_seconds, frame in frames:
        for part in resampler.resample(frame):
            yield at_seconds, part.to_ndarray()[0]
