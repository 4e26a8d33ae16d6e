"""Mending, measured: what a clip costs at first, and once more with another word, look or list.

Run `python -m tests.bench.bench_mend [VIDEO] [--start 38] [--seconds 15]`. A job is run as a worker
does it, with listening, thumbnail, contact sheet and the renditions for platforms; what counts is
CPU time, user and system, of the program and ffmpeg. Half of it, on a machine with two idle cores,
is about what a person waits for. A mend that takes more than half of the first cut fails.
"""

from __future__ import annotations

import argparse
import asyncio
import resource
import sys
import tempfile
import time
from collections.abc import Awaitable
from datetime import UTC, datetime
from pathlib import Path

from bot.bootstrap import open_local
from config.settings import load_settings
from core.app import App
from core.domain.clips.clip import Clip, ClipStatus
from core.domain.work.ids import make_clip_id
from core.domain.work.job import JobKind, Queue
from core.services.clips.framing_preferences import WordsWish
from core.services.work.new_jobs import NewJobs
from tests.bench.bench_clip import FOOTAGE
from tests.builders import make_actor

MOST = 0.5
ACTOR = make_actor(creator_id="local")


def read_cpu() -> float:
    own, others = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


class Bench:
    """One clip, and what each of its cuts took."""

    def __init__(self, app: App, clip: Clip) -> None:
        self.app, self.clip = app, clip

    async def measure(self, name: str) -> float:
        """Run the waiting job, and return its CPU seconds."""
        cpu, wall = read_cpu(), time.monotonic()
        while await self.app.work.runner.work_once(Queue.WORK):
            pass
        spent = read_cpu() - cpu
        clip = await self.app.ports.stores.clips.get_clip(ACTOR.creator_id, self.clip.id)
        if clip.status is not ClipStatus.IN_REVIEW:
            raise SystemExit(f"{name}: {clip.failed_stage}: {clip.failed_reason}")
        self.clip = clip
        print(  # noqa: T201
            f"{name:<24} {spent:6.2f} s CPU, {time.monotonic() - wall:6.1f} s by the clock; "
            f"{clip.cut_layout}, {(clip.size_bytes or 0) / 1e6:.1f} MB"
        )
        return spent

    async def change(self, name: str, wish: Awaitable[object] | None, text: str = "") -> float:
        if wish is not None:
            await wish
        seen = self.clip.version
        if text:
            words = self.app.review.words
            await words.mend_words(ACTOR, self.clip.id, text, seen_version=seen)
        else:
            await self.app.review.editing.caption_anew(ACTOR, self.clip.id, seen_version=seen)
        return await self.measure(name)


async def begin(app: App, video: Path, start: float, seconds: float) -> Clip:
    """Import the video, and put the job of one clip into the queue."""
    asset = await app.videos.imports.import_video(
        ACTOR, video, title="Bench", published_at=datetime(2026, 3, 1, tzinfo=UTC)
    )
    now = app.ports.clock.now()
    clip = Clip(
        id=make_clip_id(app.ports.ids.new_ulid(now, "clip")),
        creator_id=ACTOR.creator_id,
        asset_id=asset.id,
        start_seconds=start,
        end_seconds=start + seconds,
        title="A moment",
        created_at=now,
        updated_at=now,
    )
    jobs = NewJobs(clock=app.ports.clock, ids=app.ports.ids)
    job = jobs.make(JobKind.RENDER_CLIP, clip.creator_id, clip.id, at=now)
    await app.ports.stores.clips.add_clip(clip, jobs=(job,))
    return clip


async def run(video: Path, start: float, seconds: float, home: Path) -> bool:
    settings = load_settings(home=home)
    async with open_local(settings, home=home, publish_folder=home / "published") as app:
        bench = Bench(app, await begin(app, video, start, seconds))
        first = await bench.measure("first cut")
        text = await app.review.words.read_words(ACTOR, bench.clip.id)
        said = text.split(" ")
        if len(said) < 3:
            print("nobody says anything in this window: left out")  # noqa: T201
            return True
        print(f"  heard: {text!r}")  # noqa: T201
        said[len(said) // 2] = "Kassadin"
        mended = await bench.change("a word mended", None, " ".join(said))
        large = app.clips.framing.set_words(ACTOR, WordsWish(look="large"))
        await bench.change("larger captions", large)
        bleeps = app.clips.framing.set_words(ACTOR, WordsWish(unwanted="Kassadin", has_bleeps=True))
        await bench.change("a word bleeped", bleeps)
    print(f"mend / first cut: {mended / first:.2f} (at most {MOST})")  # noqa: T201
    return mended <= MOST * first


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("video", nargs="?", type=Path, default=FOOTAGE / "streamA.mp4")
    parser.add_argument("--start", type=float, default=38.0)
    parser.add_argument("--seconds", type=float, default=15.0)
    given = parser.parse_args()
    if not given.video.exists():
        print("no footage to cut: left out")  # noqa: T201
        return 0
    with tempfile.TemporaryDirectory() as home:
        passed = asyncio.run(run(given.video, given.start, given.seconds, Path(home)))
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
