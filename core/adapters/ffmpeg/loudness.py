"""Loudness by EBU R128: how loud a stretch is, and which gain really brings it to the target."""

from __future__ import annotations

import re
from pathlib import Path

from core.adapters.ffmpeg.command import loudness_arguments
from core.adapters.ffmpeg.process import run_ffmpeg
from core.domain.edit_plan import TARGET_LUFS, EditPlan
from core.errors import ExternalFailure

_STAGE = "loudness"
_TIME_LIMIT_SECONDS = 300.0
_NEAR_LU = 0.3
_PASSES_MAX = 5
_GAIN_DB_MAX = 60.0


async def measure_lufs(
    executable: Path,
    video: Path,
    *,
    start_seconds: float,
    duration_seconds: float,
    gain_db: float | None = None,
) -> float | None:
    """Return the integrated loudness as a viewer hears it in stereo; None where no sound is.

    With `gain_db`, that of the sound after this gain and the limiter. Silence measures -70.
    """
    try:
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
    except ExternalFailure as failure:
        if "matches no streams" in str(failure):
            return None
        raise
    return parse_lufs(said)


def parse_lufs(said: str) -> float | None:
    """Return the integrated loudness of ffmpeg's summary; None where it holds none."""
    found = re.findall(r"^\s*I:\s*(-?\d+(?:\.\d+)?) LUFS", said, re.MULTILINE)
    return float(found[-1]) if found else None


async def refine_gain_db(executable: Path, video: Path, plan: EditPlan) -> float | None:
    """Return the gain that meets the target although the limiter takes its share of the peaks.

    A plan's gain is exact where no peak reaches the limiter; elsewhere the sound is measured
    behind the limiter and what is missing is added, a few times at most.
    """
    gain = plan.gain_db
    if gain is None:
        return None
    for _ in range(_PASSES_MAX):
        heard = await measure_lufs(
            executable,
            video,
            start_seconds=plan.start_seconds,
            duration_seconds=plan.duration_seconds,
            gain_db=gain,
        )
        if heard is None or abs(TARGET_LUFS - heard) <= _NEAR_LU:
            break
        gain = min(_GAIN_DB_MAX, gain + TARGET_LUFS - heard)
    return gain
