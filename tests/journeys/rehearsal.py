"""One demo run in a process of its own, on the real table and fake media: made to be killed.

    python -m tests.journeys.rehearsal HOME

prints the clips as JSON when the run comes to its end.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from bot.bootstrap import open_app
from bot.commands.demo import JUDGE
from bot.runner import run_workers
from config.settings import load_settings
from core.services.demo.demo_run import UNFINISHED
from tests.fakes.demo import FakeDemoStream
from tests.fakes.media import FakeAnalyst, FakeProber, FakeRenderer, FakeSignalReader
from tests.fakes.vision import FakeFacecamFinder, FakeSubjectTracker


class SlowRenderer(FakeRenderer):
    """Takes a moment, so that kills fall into renders too."""

    async def render(self, video, plan, out, *, on_progress):
        await asyncio.sleep(0.05)
        return await super().render(video, plan, out, on_progress=on_progress)


async def rehearse(home: Path) -> list[dict[str, object]]:
    settings = load_settings(home=home)
    async with open_app(
        settings,
        home=home,
        publish_folder=home / "published",
        is_seeded=True,
        demo=FakeDemoStream(),
        prober=FakeProber(),
        signals=FakeSignalReader(),
        renderer=SlowRenderer(),
        analyst=FakeAnalyst(),
        facecams=FakeFacecamFinder(),
        tracker=FakeSubjectTracker(),
    ) as app:
        await app.demo_run.prepare(JUDGE)
        video = await app.demo_run.make_video(on_progress=lambda _: None)
        await app.demo_run.play(JUDGE, video, on_progress=lambda _: None)
        async with run_workers(app, count=2):
            clips = await app.demo_run.list_clips(JUDGE)
            while any(clip.status in UNFINISHED for clip in clips):
                await asyncio.sleep(0.02)
                clips = await app.demo_run.list_clips(JUDGE)
    return [
        {
            "id": clip.id,
            "window": [clip.start_seconds, clip.end_seconds],
            "score": clip.score and clip.score.value,
            "status": clip.status.value,
        }
        for clip in clips
    ]


def main(home: str) -> None:
    print(json.dumps(asyncio.run(rehearse(Path(home)))))  # noqa: T201 - its only output


if __name__ == "__main__":
    main(*sys.argv[1:])
