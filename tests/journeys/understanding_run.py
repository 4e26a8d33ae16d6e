"""A worker that analyses one video in its own process, and kills itself where a test says.

    python -m tests.journeys.understanding_run HOME PORT METHOD WHEN

Table, queue and leases are real. `WHEN` is `before` or `after` the call of a port's method; with
`- - -` the run comes to its end and prints what there is then as JSON. Each window that the model
is asked for is a line of `asked.txt` in the home.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from bot.bootstrap import open_connected
from bot.runner import run_workers
from config.settings import load_settings
from core.app import App
from core.domain.people.actor import Actor, Role
from core.domain.videos.model_tuning import ModelTuning
from core.domain.videos.spoken_word import Word
from core.domain.videos.understanding import (
    Category,
    Criterion,
    Mark,
    Rubric,
    SeenChapter,
    SeenMoment,
    Understanding,
)
from core.domain.work.ids import AssetId, CreatorId
from core.domain.work.job import JobKind, JobStatus
from core.ports.understanding import WindowAnswer
from tests.fakes.media import FakeAnalyst, FakeProber, FakeRenderer, FakeSignalReader
from tests.fakes.ports import find_port, with_ports
from tests.fakes.understanding import USE, FakeVideoAnalyst
from tests.fakes.vision import FakeFacecamFinder, FakeSubjectTracker

OWNER = Actor(person_id="web", creator_id=CreatorId("local"), role=Role.OWNER)
# The video of 360 s is three windows: (360 - 15) / 135 = 2.6.
TUNING = ModelTuning(window_seconds=150.0, overlap_seconds=15.0)
RUBRIC = Rubric(marks=tuple(Mark(criterion=c, points=9, sentence="Good.") for c in Criterion))


class WritingAnalyst(FakeVideoAnalyst):
    """Finds one moment in each window, and records what it was asked."""

    def __init__(self, log: Path) -> None:
        super().__init__()
        self._log = log

    async def understand(self, material):
        await asyncio.to_thread(self._write, f"{material.window.number}\n")
        start = material.window.start_seconds + 40.0
        moment = SeenMoment(
            start_seconds=start,
            peak_seconds=start + 8.0,
            end_seconds=start + 16.0,
            category=Category.WIN,
            title=f"Moment {material.window.number}",
            quote="",
            visual="",
            rubric=RUBRIC,
        )
        understanding = Understanding(
            chapters=(SeenChapter(start_seconds=start, title="A part"),),
            moments=(moment,),
            words=(Word(text="go", start_seconds=start, end_seconds=start + 0.5),),
        )
        return WindowAnswer(understanding=understanding, use=USE)

    def _write(self, line: str) -> None:
        with self._log.open("a") as log:
            log.write(line)


def make_deadly(port: Any, method: str, when: str) -> None:
    """Make a port kill this process before or after one of its methods."""
    real = getattr(port, method)

    async def call(*given: Any, **named: Any) -> Any:
        if when == "after":
            await real(*given, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(port, method, call)


async def run(home: Path, port: str, method: str, when: str) -> dict[str, Any]:
    settings = load_settings(home=home, gemini=TUNING)
    instead: dict[str, Any] = {
        "prober": FakeProber(),
        "signals": FakeSignalReader(loud_at_seconds=(44.0, 300.0)),
        "renderer": FakeRenderer(),
        "analyst": FakeAnalyst(),
        "facecams": FakeFacecamFinder(),
        "tracker": FakeSubjectTracker(),
        "video_analyst": WritingAnalyst(home / "asked.txt"),
    }
    async with open_connected(
        settings, publish_folder=home / "published", adapt=with_ports(**instead)
    ) as app:
        await _find_or_request(app, home)
        if method != "-":
            make_deadly(find_port(app.ports, port), method, when)
        async with run_workers(app, count=1):
            while await app.videos.list.list_jobs(OWNER, JobStatus.QUEUED, JobStatus.RUNNING):  # noqa: ASYNC110 - it is a table
                await asyncio.sleep(0.02)
        return await _tell(app)


async def _find_or_request(app: App, home: Path) -> None:
    """Request the analysis in the first run; later runs only resume it."""
    if (await app.videos.list.list_videos(OWNER)).items:
        return
    video = home / "video.mp4"
    await asyncio.to_thread(video.write_bytes, b"a long video")
    asset = await app.videos.imports.import_video(
        OWNER, video, title="A long video", published_at=app.ports.clock.now()
    )
    await app.work.requests.request_analysis(OWNER, asset.id)


async def _tell(app: App) -> dict[str, Any]:
    ended = await app.videos.list.list_jobs(OWNER, JobStatus.DONE, JobStatus.FAILED)
    (job,) = (job for job in ended if job.kind is JobKind.ANALYSE_ASSET)
    clips = await app.review.clips.list_clips(OWNER, limit=100)
    analysis = (await app.videos.list.report_video(OWNER, AssetId(job.subject_id))).analysis
    assert analysis is not None
    return {
        "status": job.status.value,
        "clips": sorted((clip.title, clip.status.value) for clip in clips.items),
        "drafts": sorted(clip_id for clip_id in analysis.clip_ids if clip_id),
        "ids": sorted(clip.id for clip in clips.items),
        "cost": analysis.cost_micro_dollars,
    }


def main(folder: str, port: str, method: str, when: str) -> None:
    sys.stdout.write(json.dumps(asyncio.run(run(Path(folder), port, method, when))) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
