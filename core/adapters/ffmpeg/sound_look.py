"""A look at a window's sound: how loud it is (ITU-R BS.1770), its peak, and a silent side.

The window is decoded once, and measured without a process of its own: that would cost more than
the measurement.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from core.adapters.video_files.containers import find_sound, start_seconds
from core.adapters.video_files.opening import open_video
from core.adapters.video_files.sound_packets import demux_sound
from core.errors import ExternalFailure

if TYPE_CHECKING:
    from numpy import complex64, float32, float64
    from numpy.typing import NDArray

    Samples = NDArray[float32]
    Powers = NDArray[float64]
    Spectrum = NDArray[complex64]

SILENT_LUFS = -70.0
_RATE = 48_000
_GAP_SECONDS = 0.05
_STEP = _RATE // 10
_PIECE_STEPS = 100
_WARM_UP_STEPS = 5
_ONE_SIDED = 10 ** (-30 / 10)
_HEARD = 10 ** (-60 / 10)
# The two filters of BS.1770-4 at 48 kHz: a high shelf, and a high pass.
_SHELF = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (
        1.0,
        -1.69065929318241,
        0.73248077421585,
    ),
)
_PASS = (1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621)


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundLook:
    """A window's sound in stereo; `peak` is its largest sample, 1 at full scale.

    `only_side` is 0 (left) or 1 (right) where the other side is silent; loudness and peak are then
    those of this side on both.
    """

    lufs: float
    peak: float
    only_side: int | None = None


def look_at_sound(
    video: Path,
    *,
    start_seconds: float,
    duration_seconds: float,
    tracks: Sequence[int] = (),
) -> SoundLook | None:
    """Return what a window of these tracks together sounds like; None without sound.

    Without tracks, the one is taken that is meant to be heard. Raises ExternalFailure if the video
    can no longer be read.
    """
    import numpy as np  # noqa: PLC0415 - a tenth of a second to import
    from av import FFmpegError  # noqa: PLC0415 - only when there is a video to read

    try:
        samples = _mix(video, start_seconds, duration_seconds, tracks)
    except FFmpegError as error:
        raise ExternalFailure(
            f"{video.name} can no longer be read; add the video again.", stage="loudness"
        ) from error
    if samples is None:
        return None
    side = find_only_side(samples)
    heard = samples if side is None else np.stack([samples[side]] * 2)
    peak = float(np.abs(heard).max()) if heard.size else 0.0
    return SoundLook(lufs=measure_loudness(heard), peak=peak, only_side=side)


def _mix(video: Path, from_seconds: float, seconds: float, tracks: Sequence[int]) -> Samples | None:
    mixed: Samples | None = None
    for track in tracks or (None,):
        samples = read_stereo(video, from_seconds, seconds, track=track)
        if samples is not None:
            mixed = samples if mixed is None else mixed + samples
    return mixed


def read_stereo(
    video: Path, from_seconds: float, seconds: float, *, track: int | None = None
) -> Samples | None:
    """Return a stretch's sound as 2 x samples at 48 kHz, each sample at its own time.

    Without a track, it is that of the one that is meant to be heard.
    """
    import numpy as np  # noqa: PLC0415 - as above

    length = max(0, round(seconds * _RATE))
    samples = np.zeros((2, length), np.float32)
    end: int | None = None
    has_sound = False
    for at_seconds, part in _decode_stereo(video, from_seconds, from_seconds + seconds, track):
        place = round((at_seconds - from_seconds) * _RATE)
        if end is not None and abs(place - end) <= _GAP_SECONDS * _RATE:
            place = end
        end = place + part.shape[1]
        first, last = max(0, place), min(length, end)
        has_sound = True
        if first < last:
            samples[:, first:last] = part[:, first - place : last - place]
    return samples if has_sound else None


def _decode_stereo(
    video: Path, from_seconds: float, to_seconds: float, track: int | None
) -> Iterator[tuple[float, Samples]]:
    import numpy as np  # noqa: PLC0415 - as above
    from av import AudioResampler, FFmpegError  # noqa: PLC0415 - as above

    with open_video(video) as container:
        tracks = container.streams.audio
        known = None if track is None else tracks[track] if track < len(tracks) else None
        sound = find_sound(container) if track is None else known
        if sound is None or sound.codec_context is None:
            return
        resampler = AudioResampler(format="fltp", layout="stereo", rate=_RATE)
        start = start_seconds(container)
        for packet in demux_sound(container, sound, from_seconds - 0.5):
            try:
                frames = packet.decode()
            except FFmpegError:
                continue
            for frame in frames:
                if frame.time is None or frame.time - start < from_seconds - 1:
                    continue
                if frame.time - start >= to_seconds:
                    return
                for part in resampler.resample(frame):
                    at_seconds = part.time if part.time is not None else frame.time
                    yield at_seconds - start, part.to_ndarray().astype(np.float32, copy=False)


def find_only_side(samples: Samples) -> int | None:
    """Return the side that is heard where the other one is silent beside it."""
    left, right = (float((side**2).mean()) if side.size else 0.0 for side in samples)
    if max(left, right) < _HEARD or min(left, right) > _ONE_SIDED * max(left, right):
        return None
    return 0 if left > right else 1


def measure_loudness(samples: Samples) -> float:
    """Return the integrated loudness in LUFS of stereo samples at 48 kHz; -70 for silence."""
    import numpy as np  # noqa: PLC0415 - as above

    powers = _measure_powers(samples)
    if len(powers) < 4:
        powers = np.pad(powers, (0, 4 - len(powers)))
    sums = np.concatenate([[0.0], np.cumsum(powers)])
    blocks = (sums[4:] - sums[:-4]) / 4
    loud = blocks[blocks > _power(SILENT_LUFS)]
    if not len(loud):
        return SILENT_LUFS
    loud = loud[loud > loud.mean() / 10]
    return max(SILENT_LUFS, round(-0.691 + 10 * float(np.log10(loud.mean())), 2))


def _power(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))


def _measure_powers(samples: Samples) -> Powers:
    """Return the weighted power of each tenth of a second, summed over both sides."""
    import numpy as np  # noqa: PLC0415 - as above

    steps = samples.shape[1] // _STEP
    found = [np.zeros(0)]
    for first in range(0, steps, _PIECE_STEPS):
        before = min(first, _WARM_UP_STEPS)
        last = min(steps, first + _PIECE_STEPS)
        weighted = _weigh(samples[:, (first - before) * _STEP : last * _STEP])[:, before * _STEP :]
        squares = (weighted.reshape(2, -1, _STEP) ** 2).mean(axis=2, dtype=np.float64)
        found.append(squares.sum(axis=0))
    return np.concatenate(found)


def _choose_size(least: int) -> int:
    """Return a number of samples, at least so many, that a Fourier transform is fast for."""
    power = 1 << max(0, least.bit_length() - 4)
    return next(factor * power for factor in (8, 9, 10, 12, 15, 16) if factor * power >= least)


@lru_cache(maxsize=2)
def _answer(size: int) -> Spectrum:
    """Return what the ear's filters do to each frequency; pieces of a length share it."""
    import numpy as np  # noqa: PLC0415 - as above

    turn = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    answer = np.ones_like(turn)
    for above, below in (_SHELF, _PASS):
        answer *= np.polyval(above[::-1], turn) / np.polyval(below[::-1], turn)
    # As precise as the samples, so that nothing is reckoned in twice as many bits as they have.
    precise: Spectrum = answer.astype(np.complex64)
    return precise


def _weigh(samples: Samples) -> Samples:
    """Return the samples as the ear weighs them, filtered in the frequency domain."""
    import numpy as np  # noqa: PLC0415 - as above

    size = _choose_size(samples.shape[1] + _STEP)
    spectrum = np.fft.rfft(samples, size, axis=1) * _answer(size)
    filtered = np.fft.irfft(spectrum, size, axis=1)[:, : samples.shape[1]]
    return filtered.astype(np.float32, copy=False)
