"""The demo's whole story as a film, drawn once at one picture a second for whoever plays it."""

from __future__ import annotations

import asyncio
import json
import subprocess
from pathlib import Path

import pytest

from core.adapters.demo.stream import GeneratedStream
from core.adapters.ffmpeg.supply import choose_executable
from core.ports.work import OnProgress
from tests.made_once import make_once

PICTURES_A_SECOND = 1


def find_story(factory: pytest.TempPathFactory) -> Path:
    """Return a folder of `demo.mp4`, its progress as `shares.json`, its files as `names.json`."""
    return make_once(factory, "story", _draw)


def _draw(folder: Path) -> None:
    shares: list[float] = []
    stream = GeneratedStream(
        ffmpeg=str(choose_executable(None)), frames_per_second=PICTURES_A_SECOND
    )
    asyncio.run(stream.make_video(folder / "demo.mp4", on_progress=shares.append))
    names = sorted(path.name for path in folder.iterdir())
    (folder / "names.json").write_text(json.dumps(names))
    (folder / "shares.json").write_text(json.dumps(shares))


class DrawnStream(GeneratedStream):
    """The demo's stream, drawn already: each picture is shown until the next one, as it was drawn.

    The demo doubles its picture's size, which would take most of the time.

    Of fewer than ten frames a second, clips would be made at thirty.
    """

    def __init__(self, film: Path, *, frames_per_second: int) -> None:
        self._drawer = str(choose_executable(None))
        super().__init__(ffmpeg=self._drawer, frames_per_second=frames_per_second)
        self._film = film
        self._rate = frames_per_second

    async def make_video(self, out: Path, *, on_progress: OnProgress) -> None:
        await asyncio.to_thread(self._repeat, out)
        on_progress(1.0)

    def _repeat(self, out: Path) -> None:
        subprocess.run(
            [
                *(self._drawer, "-v", "error", "-nostdin", "-y", "-i", str(self._film)),
                *(
                    "-vf",
                    f"scale=640:360:flags=neighbor,fps={self._rate}",
                    "-c:v",
                    "libx264",
                    "-preset",
                    "ultrafast",
                ),
                *("-qp", "30", "-g", "20", "-c:a", "copy", "-movflags", "+faststart", str(out)),
            ],
            check=True,
        )
