"""The streamer's voice: lines spoken once by a synthesiser, and when each of them is heard.

`voice.opus` was drawn with Piper and its voice en_US-joe-medium, whose data set is CC0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

VOICE_FILE: Final = Path(__file__).with_name("voice.opus")

Wave = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenLine:
    """A line of the story at `offset_seconds`, and where it lies in the file."""

    offset_seconds: float
    from_seconds: float
    seconds: float
    text: str


LINES: Final = (
    SpokenLine(
        offset_seconds=150.0,
        from_seconds=0.0,
        seconds=3.346,
        text="Okay, we are in the top ten. No resets today.",
    ),
    SpokenLine(
        offset_seconds=187.5,
        from_seconds=3.646,
        seconds=3.349,
        text="This corner is so tight. I can make it, I can make it.",
    ),
    SpokenLine(
        offset_seconds=203.2,
        from_seconds=7.295,
        seconds=3.696,
        text="No way! I hit the wall. That was my best lap ever.",
    ),
    SpokenLine(
        offset_seconds=209.5,
        from_seconds=11.291,
        seconds=2.398,
        text="Look at the ship. There is nothing left of it.",
    ),
    SpokenLine(
        offset_seconds=232.0,
        from_seconds=13.989,
        seconds=3.353,
        text="Here comes the boss. Keep shooting, do not stop.",
    ),
    SpokenLine(
        offset_seconds=249.4,
        from_seconds=17.643,
        seconds=3.014,
        text="Yes! The boss is down! Did you see that?",
    ),
    SpokenLine(
        offset_seconds=255.0,
        from_seconds=20.956,
        seconds=2.761,
        text="I cannot believe it. That took forty tries.",
    ),
    SpokenLine(
        offset_seconds=279.0,
        from_seconds=24.017,
        seconds=3.264,
        text="I am too fast. I am way too fast for this.",
    ),
    SpokenLine(
        offset_seconds=295.3,
        from_seconds=27.582,
        seconds=2.916,
        text="What a save! I have no idea how I did that.",
    ),
    SpokenLine(
        offset_seconds=301.5,
        from_seconds=30.797,
        seconds=2.691,
        text="Clip that, please. My hands are shaking.",
    ),
    SpokenLine(
        offset_seconds=325.0,
        from_seconds=33.788,
        seconds=2.474,
        text="Last lap. He is right behind me.",
    ),
    SpokenLine(
        offset_seconds=341.3,
        from_seconds=36.562,
        seconds=3.043,
        text="We won! We won by nothing! Thank you, chat!",
    ),
    SpokenLine(
        offset_seconds=347.5,
        from_seconds=39.906,
        seconds=2.459,
        text="Grand champion. I am going to cry.",
    ),
)


def read_voice(sample_rate: int) -> Iterator[tuple[float, Wave]]:
    """Yield when each line begins, with its sound."""
    voice = _decode(sample_rate)
    for line in LINES:
        start = round(line.from_seconds * sample_rate)
        yield line.offset_seconds, voice[start : start + round(line.seconds * sample_rate)]


def _decode(sample_rate: int) -> Wave:
    from av import AudioResampler  # noqa: PLC0415 - only the demo speaks
    from av import open as open_sound  # noqa: PLC0415

    resampler = AudioResampler(format="flt", layout="mono", rate=sample_rate)
    with open_sound(str(VOICE_FILE)) as container:
        frames = [*container.decode(audio=0), None]
        parts = [part.to_ndarray()[0] for frame in frames for part in resampler.resample(frame)]
    return np.concatenate(parts).astype(np.float32)
