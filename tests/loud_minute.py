"""A minute of a test picture with a quiet tone that is loud twice, drawn once for whoever asks."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from core.adapters.ffmpeg.supply import choose_executable
from tests.made_once import make_once


def find_loud_minute(factory: pytest.TempPathFactory) -> Path:
    """Return a video that is loud from 10 to 14 and from 40 to 45 s."""
    return make_once(factory, "loud-minute", _draw) / "stream.mp4"


def _draw(folder: Path) -> None:
    loud = "volume='if(between(t,10,14)+between(t,40,45),0.9,0.02)':eval=frame"
    subprocess.run(
        [
            choose_executable(None),
            # Of fewer than ten frames a second, clips would be made at thirty.
            *("-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=10:duration=60"),
            *("-f", "lavfi", "-i", f"sine=frequency=440:duration=60,{loud}"),
            *("-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", "-shortest"),
            str(folder / "stream.mp4"),
        ],
        check=True,
    )
