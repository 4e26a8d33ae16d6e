"""One demo run in its own process, on the real table and fake media: made to be killed.

    python -m tests.journeys.rehearsal HOME

prints the clips as JSON when the run comes to its end.
"""

from __future__ import annotations

import asyncio
import json
import sys
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from bot.bootstrap import Adapt, open_connected, open_local
from bot.bootstrap.ports import DEMO_SEED, DEMO_STARTED_AT
from bot.commands.demo import OWNER
from bot.runner import run_workers
from config.settings import Settings, load_settings
from core.adapters.clock import SeededClock
from core.adapters.ids import SeededIds
from core.app import App
from core.domain.clips.clip import IN_THE_MAKING
from tests.fakes.demo import FakeDemoStream
from tests.fakes.media import FakeAnalyst, FakeProber, FakeRenderer, FakeSignalReader
from tests.fakes.ports import with_ports
from tests.fakes.vision import FakeFacecamFinder, FakeSubjectTracker


class SlowRenderer(FakeRenderer):
    """Takes a moment, so that some kills happen during a render."""

    async def render(self, *given, **named):
        await asyncio.sleep(0.05)
        return await super().render(*given, **named)


def _open(settings: Settings, home: Path, fakes: Adapt) -> AbstractAsyncContextManager[App]:
    """Open the demo's app, in AWS if the settings name a table there."""
    folder = home / "published"
    if not settings.table:
        return open_local(settings, home=home, publish_folder=folder, is_seeded=True, adapt=fakes)
    seeded = with_ports(clock=SeededClock(DEMO_STARTED_AT), ids=SeededIds(DEMO_SEED))
    return open_connected(settings, publish_folder=folder, adapt=lambda ports: fakes(seeded(ports)))


async def rehearse(home: Path) -> list[dict[str, object]]:
    settings = load_settings(home=home)
    fakes = with_ports(
        demo=FakeDemoStream(),
        prober=FakeProber(),
        signals=FakeSignalReader(),
        renderer=SlowRenderer(),
        analyst=FakeAnalyst(),
        facecams=FakeFacecamFinder(),
        tracker=FakeSubjectTracker(),
    )
    async with _open(settings, home, fakes) as app:
        await app.demo.prepare(OWNER)
        video = await app.demo.make_video(on_progress=lambda _: None)
        await app.demo.play(OWNER, video, on_progress=lambda _: None)
        async with run_workers(app, count=2):
            clips = await app.demo.list_clips(OWNER)
            while any(clip.status in IN_THE_MAKING for clip in clips):
                await asyncio.sleep(0.02)
                clips = await app.demo.list_clips(OWNER)
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
