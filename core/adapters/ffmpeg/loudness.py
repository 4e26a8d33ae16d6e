"""Levelling: which gain brings a window's sound to the target, and how loud it is then."""

from __future__ import annotations

import asyncio
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from core.adapters.ffmpeg.command import loudness_arguments
from core.adapters.ffmpeg.graph import (
    LIMIT,
)
from core.adapters.ffmpeg.process import run_ffmpeg
from core.adapters.ffmpeg.sound_look import look_at_sound
from core.domain.clips.edit_plan import TARGET_LUFS, EditPlan
from core.domain.clips.frame_plan import choose_gain_db
from core.domain.clips.made.source_look import FIRST_SOUND, SoundTaken

_STAGE = "loudness"
_TIME_LIMIT_SECONDS = 300.0
_NEAR_LU = 0.15
_FAR_LU = 0.5
_GAIN_DB_MAX = 60.0
# How much more than the plain gain is tried where the limiter takes off the peaks: a few gains at
# once, first those that mostly do, then far apart, and then close to where the target lies between.
_FIRST_DB, _FAR_DB = (0.0, 1.5), (4.0, 8.0)
_FINE_DB = (-0.7, 0.0, 0.7)
_CLOSE_DB = 2.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What to do with a window's sound, and the loudness after that; None without sound."""

    gain_db: float | None = None
    lufs: float | None = None
    taken: SoundTaken = FIRST_SOUND


async def find_level(executable: Path, video: Path, plan: EditPlan, *, taken: SoundTaken) -> Level:
    """Return the gain that meets the target despite what the limiter takes off the peaks.

    Without a peak that reaches the limiter it is plain arithmetic. Otherwise the sound is measured
    after the limiter, for several gains at once. Where a smooth limiter takes away what any gain
    adds, as with claps, one that acts at once is used. Silence is left as it is.
    """
    look = await asyncio.to_thread(
        look_at_sound,
        video,
        start_seconds=plan.start_seconds,
        duration_seconds=plan.duration_seconds,
        tracks=taken.tracks,
    )
    if look is None:
        return Level(taken=taken)
    taken = replace(taken, only_side=look.only_side)
    gain = choose_gain_db(look.lufs)
    if gain is None:
        return Level(lufs=look.lufs, taken=taken)
    if look.peak * 10 ** (gain / 20) <= LIMIT:
        return Level(gain_db=gain, lufs=TARGET_LUFS, taken=taken)
    smooth = await _close_in(executable, video, plan, gain, taken)
    if abs(TARGET_LUFS - (smooth.lufs or 0)) <= _FAR_LU:
        return smooth
    return await _close_in(executable, video, plan, gain, replace(taken, is_peaky=True))


async def _close_in(
    executable: Path, video: Path, plan: EditPlan, gain: float, taken: SoundTaken
) -> Level:
    heard: dict[float, float] = {}
    best = gain
    for steps in (_FIRST_DB, _FAR_DB, _FINE_DB):
        if is_closed_in(heard):
            middle = choose_between(heard)
            return Level(gain_db=round(middle, 2), lufs=TARGET_LUFS, taken=taken)
        middle = choose_between(heard) if steps is _FINE_DB and heard else gain
        gains = [min(_GAIN_DB_MAX, round(middle + step, 2)) for step in steps]
        heard |= await measure_limited(executable, video, plan, gains, taken=taken)
        best = min(heard, key=lambda tried: abs(TARGET_LUFS - heard[tried]), default=gain)
        if abs(TARGET_LUFS - heard.get(best, TARGET_LUFS)) <= _NEAR_LU:
            break
    return Level(gain_db=best, lufs=heard.get(best), taken=taken)


async def measure_limited(
    executable: Path,
    video: Path,
    plan: EditPlan,
    gains_db: Sequence[float],
    *,
    taken: SoundTaken,
) -> dict[float, float]:
    """Return the loudness of a plan's window after each gain and the limiter, in one process."""
    gains = sorted(set(gains_db))
    said = await run_ffmpeg(
        executable,
        loudness_arguments(
            video,
            start_seconds=plan.start_seconds,
            duration_seconds=plan.duration_seconds,
            gains_db=gains,
            taken=taken,
        ),
        stage=_STAGE,
        time_limit_seconds=_TIME_LIMIT_SECONDS,
    )
    return {gains[index]: lufs for index, lufs in parse_lufs(said).items()}


def parse_lufs(said: str) -> dict[int, float]:
    """Return the integrated loudness that each numbered meter printed in its summary."""
    found = re.findall(r"ebur128@m(\d+).{0,80}?I:\s*(-?\d+(?:\.\d+)?) LUFS", said, re.DOTALL)
    return {int(index): float(lufs) for index, lufs in found}


def is_closed_in(heard: Mapping[float, float]) -> bool:
    """Return whether the target lies between gains so close that a line between them is exact.

    A limiter bends it by less than .1 LU over two and a half dB.
    """
    return any(
        below <= TARGET_LUFS <= above and high - low <= _CLOSE_DB
        for (low, below), (high, above) in pairwise(sorted(heard.items()))
    )


def choose_between(heard: Mapping[float, float]) -> float:
    """Return the gain at which the target lies on the line between its two neighbours.

    Beyond the loudest, the line through the last two goes on, by 12 dB at most.
    """
    points = sorted(heard.items())
    if points[0][1] >= TARGET_LUFS or len(points) == 1:
        return points[0][0] + TARGET_LUFS - points[0][1]
    for (low, below), (high, above) in pairwise(points):
        if below <= TARGET_LUFS <= above:
            return low + (high - low) * (TARGET_LUFS - below) / max(0.01, above - below)
    (low, below), (high, above) = points[-2:]
    slope = max((above - below) / (high - low), 0.05)
    return min(_GAIN_DB_MAX, high + min(12.0, math.ceil((TARGET_LUFS - above) / slope)))
