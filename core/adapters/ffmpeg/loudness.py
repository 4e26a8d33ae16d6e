"""Loudness by EBU R128: how loud a stretch is, and which gain brings it to the target."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from pathlib import Path

from core.adapters.ffmpeg.command import loudness_arguments
from core.adapters.ffmpeg.containers import has_sound
from core.adapters.ffmpeg.process import run_ffmpeg
from core.domain.clips.edit_plan import TARGET_LUFS, EditPlan
from core.errors import ExternalFailure

_STAGE = "loudness"
_TIME_LIMIT_SECONDS = 300.0
_NEAR_LU = 0.3
_TRIES_MAX = 10
_GAIN_DB_MAX = 60.0


async def measure_lufs(
    executable: Path,
    video: Path,
    *,
    start_seconds: float,
    duration_seconds: float,
    gain_db: float | None = None,
) -> float | None:
    """Return the integrated loudness as heard in stereo; None without sound.

    With `gain_db`, the loudness after this gain and the limiter. Silence measures -70.
    """
    if not await asyncio.to_thread(_has_sound, video):
        return None
    said = await run_ffmpeg(
        executable,
        loudness_arguments(
            video,
            start_seconds=start_seconds,
            duration_seconds=duration_seconds,
            gain_db=gain_db,
        ),
        stage=_STAGE,
        time_limit_seconds=_TIME_LIMIT_SECONDS,
    )
    return parse_lufs(said)


def _has_sound(video: Path) -> bool:
    from av import FFmpegError  # noqa: PLC0415 - only when there is a video to read

    try:
        return has_sound(video)
    except FFmpegError as error:
        raise ExternalFailure(
            f"{video.name} can no longer be read; add the video again.", stage=_STAGE
        ) from error


def parse_lufs(said: str) -> float | None:
    """Return the integrated loudness from ffmpeg's summary; None if there is none."""
    found = re.findall(r"^\s*I:\s*(-?\d+(?:\.\d+)?) LUFS", said, re.MULTILINE)
    return float(found[-1]) if found else None


async def refine_gain_db(executable: Path, video: Path, plan: EditPlan) -> float | None:
    """Return the gain that meets the target despite what the limiter takes off the peaks.

    A plan's gain is exact if no peak reaches the limiter; otherwise the sound is measured after the
    limiter, a few times at most, until it is near the target.
    """
    gain = plan.gain_db
    tries: dict[float, float] = {}
    while gain is not None and len(tries) < _TRIES_MAX:
        heard = await measure_lufs(
            executable,
            video,
            start_seconds=plan.start_seconds,
            duration_seconds=plan.duration_seconds,
            gain_db=gain,
        )
        if heard is None:
            return gain
        tries[gain] = heard
        gain = choose_next_gain_db(tries)
    return choose_best_gain_db(tries)


def choose_next_gain_db(tries: Mapping[float, float]) -> float | None:
    """Return the gain to try next, None once one is near enough.

    `tries` maps gains to the loudness measured with them. The shortfall is added, twice over from
    the second try on because the limiter absorbs part of it, until one gain is too low and one too
    high; then the interval is halved.
    """
    misses = {gain: TARGET_LUFS - heard for gain, heard in tries.items()}
    if any(abs(miss) <= _NEAR_LU for miss in misses.values()):
        return None
    low = max((gain for gain, miss in misses.items() if miss > 0), default=None)
    high = min((gain for gain, miss in misses.items() if miss < 0), default=None)
    if low is not None and high is not None:
        return round((low + high) / 2, 2)
    edge = low if low is not None else high
    factor = 1 if len(tries) == 1 else 2
    return None if edge is None else round(min(_GAIN_DB_MAX, edge + factor * misses[edge]), 2)


def choose_best_gain_db(tries: Mapping[float, float]) -> float | None:
    """Return the gain whose loudness came nearest to the target; None without any try."""
    return min(tries, key=lambda gain: abs(TARGET_LUFS - tries[gain]), default=None)
