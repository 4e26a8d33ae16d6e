"""Sound as a speech model wants it: mono, 16 kHz, each sample at its own time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from core.adapters.audio import decode_sound
from core.adapters.ffmpeg.containers import find_sound, open_video

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    Samples = NDArray[float32]

SAMPLE_RATE: Final = 16_000
_GAP_SECONDS: Final = 0.05


def read_samples(video: Path, *, from_seconds: float, to_seconds: float) -> Samples | None:
    """Return the sound of a stretch in mono, at 16 kHz from -1 to 1; None without sound.

    Each sample is at its own time: gaps are filled with silence.
    """
    import numpy as np  # noqa: PLC0415 - a tenth of a second to import

    length = max(0, round((to_seconds - from_seconds) * SAMPLE_RATE))
    samples = np.zeros(length, dtype=np.float32)
    end: int | None = None
    has_sound = False
    for at_seconds, part in _resample(video, from_seconds, to_seconds):
        place = round((at_seconds - from_seconds) * SAMPLE_RATE)
        if end is not None and abs(place - end) <= _GAP_SECONDS * SAMPLE_RATE:
            place = end
        end = place + len(part)
        first, last = max(0, place), min(length, end)
        if first < last:
            has_sound = True
            samples[first:last] = part[first - place : last - place]
    return samples if has_sound else None


def _resample(
    video: Path, from_seconds: float, to_seconds: float
) -> Iterator[tuple[float, Samples]]:
    """Yield the sound of roughly this stretch in pieces, each with its time."""
    from av import AudioResampler  # noqa: PLC0415 - only when there is sound to read

    with open_video(video) as container:
        sound = find_sound(container)
        if sound is None:
            return
        resampler = AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)
        for at_seconds, frame in decode_sound(container, sound, from_seconds, to_seconds):
            for part in resampler.resample(frame):
                yield at_seconds, part.to_ndarray()[0]
