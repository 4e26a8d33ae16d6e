"""A workspace in memory, with a page."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.web.visitors import COOKIE, SECURE_COOKIE
from core.domain.chat.chat_histogram import HistogramCounter
from core.domain.chat.chat_spike import ChatSpike
from core.domain.clips.clip import Clip, ClipStatus
from core.domain.people.actor import Actor, Role
from core.domain.people.member import Member
from core.domain.streams.stream import Stream, StreamStatus
from core.domain.work.ids import StreamId
from core.domain.work.job import JobStatus
from tests.builders import (
    CREATOR,
    NOON,
    make_actor,
    make_clip,
    make_job,
    make_score,
    make_stream,
    make_test_clip_id,
    make_test_ulid,
)
from tests.fakes.app import make_app
from tests.fakes.storage import FakeStorage
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock

VIDEO = bytes(range(256)) * 40
PICTURE = b"\xff\xd8 a picture"
SHEET = b"\xff\xd8 ten frames"
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class World:
    """The app on fakes, and short ways to fill it."""

    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock()
        self.stores = FakeStores(self.clock)
        self.storage = FakeStorage(folder)
        self._folder = folder
        self.app = make_app(
            folder,
            clock=self.clock,
            streams=self.stores.streams,
            spikes=self.stores.spikes,
            histograms=self.stores.histograms,
            assets=self.stores.assets,
            clips=self.stores.clips,
            publications=self.stores.publications,
            jobs=self.stores.jobs,
            queue=self.stores.queue,
            workspace=self.stores.workspace,
            storage=self.storage,
        )

    async def sign_in(self, actor: Actor | None = None) -> dict[str, str]:
        """Sign somebody in as who they are, and return the cookie that their browser has then.

        Whoever has a role at a creator is a member there; the owner of `CREATOR` runs the program.
        """
        actor = await self.add_member(actor or make_actor())
        link = await self.app.people.sign_in.make_login_link(replace(actor, role=Role.OWNER))
        visit = await self.app.people.sign_in.use_login_link(link.url.rpartition("/")[2])
        return {COOKIE: visit.token, SECURE_COOKIE: visit.token}

    async def add_member(self, actor: Actor) -> Actor:
        """Store somebody's role, and return them under the name by which they have it."""
        if actor == make_actor():
            return actor
        user_id = actor.person_id.removeprefix("discord:")
        if user_id == actor.person_id:
            user_id = f"{actor.person_id}-{actor.role.value}"
        await self.app.ports.stores.members.add_member(
            Member(user_id=user_id, creator_id=actor.creator_id, role=actor.role, created_at=NOON)
        )
        return replace(actor, person_id=f"discord:{user_id}")

    async def add_stream(self, **given: Any) -> Stream:
        """Add a stream of ten minutes with a message every other second and a burst at 2:08."""
        ended = {"status": StreamStatus.ENDED, "duration_seconds": 600.0}
        stream = make_stream(**(ended | given))
        await self.stores.streams.add_stream(stream)
        counter = HistogramCounter(stream.id, stream.started_at)
        for second in range(0, 600, 2):
            for number in range(12 if 126 <= second < 140 else 1):
                row = counter.count(float(second), f"chatter{number}")
                if row:
                    await self.stores.histograms.put_histogram(stream.creator_id, row)
        await self.stores.histograms.put_histogram(stream.creator_id, counter.open_row())
        return stream

    async def add_spike(self, stream: Stream, spike: ChatSpike) -> None:
        await self.stores.spikes.add_spike(stream, spike)

    async def add_clip(self, *, number: int = 1, **given: Any) -> Clip:
        """Add a clip in review, as a worker leaves it; `given` overrides its fields."""
        clip_id = make_test_clip_id(number)
        key = f"creators/{CREATOR}/clips/{clip_id}"
        reviewed = {
            "id": clip_id,
            "status": ClipStatus.IN_REVIEW,
            "title": "Chat goes wild",
            "score": make_score(20, 18, 15, 14, 11),
            "object_key": f"{key}/clip.mp4",
            "thumbnail_key": f"{key}/thumbnail.jpg",
            "sheet_key": f"{key}/sheet.jpg",
            "duration_seconds": 29.97,
            "size_bytes": len(VIDEO),
            "loudness_lufs": -14.1,
            "version": 3,
        }
        clip = make_clip(**(reviewed | given))
        await self._store(clip.object_key, VIDEO)
        await self._store(clip.thumbnail_key, PICTURE)
        await self._store(clip.sheet_key, SHEET)
        stream = await self.stores.streams.get_stream(
            clip.creator_id, clip.stream_id or StreamId("")
        )
        assert clip.spike
        job = make_job(subject_id=clip.id, id=make_test_ulid(100 + number))
        await self.stores.spikes.add_spike(stream, clip.spike, clip=clip, job=job)
        return clip

    async def work_on(self, clip: Clip, *, progress: float, stage: str) -> None:
        """Add a running job of the clip."""
        page = await self.stores.jobs.list_jobs(clip.creator_id, JobStatus.QUEUED)
        (job,) = (job for job in page.items if job.subject_id == clip.id)
        running = job.move_to(JobStatus.RUNNING, at=NOON + timedelta(seconds=1))
        await self.stores.jobs.save_job(replace(running, progress=progress, stage=stage))

    async def finish(self, clip: Clip) -> Clip:
        """Give the clip its video, as a worker does at the end."""
        ready = replace(clip, object_key="made/clip.mp4", thumbnail_key="made/thumbnail.jpg")
        await self._store(ready.object_key, VIDEO)
        await self._store(ready.thumbnail_key, PICTURE)
        return await self.stores.clips.save_clip(ready)

    async def _store(self, object_key: str | None, content: bytes) -> None:
        if object_key is None:
            return
        source = self._folder / f"source{Path(object_key).suffix}"
        source.write_bytes(content)
        await self.storage.put_file(object_key, source)


def find_token(page: str) -> str:
    """Return the CSRF token in a page's first form."""
    found = _TOKEN.search(page)
    assert found, "the page has no form"
    return found[1]
