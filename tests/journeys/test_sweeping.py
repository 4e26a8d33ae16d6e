"""Many sweepers and two workers over what is due: each goes out once, and at the next sweep."""

import asyncio
import random
from collections import Counter
from contextlib import AsyncExitStack
from datetime import timedelta

import pytest

from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.stores import open_stores
from core.domain.clips.clip import ClipStatus
from core.domain.publishing.publication import PublicationStatus
from core.domain.work.ids import ClipId, CreatorId, PublicationId
from core.domain.work.job import Queue
from core.domain.work.platform import Platform
from tests.builders import (
    NOON,
    make_actor,
    make_clip,
    make_publication,
    make_spike,
    make_stream,
    make_test_clip_id,
    make_test_ulid,
)
from tests.fakes.app import make_app
from tests.fakes.publishing import FakePublisher
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_ids import FakeClock

CREATORS = 25
SWEEP_SECONDS = 5.0
SPREAD_SECONDS = 60.0


class Recorder(FakePublisher):
    """Remembers which publications went out, and how long after they were due."""

    def __init__(self, clock):
        super().__init__()
        self._clock = clock
        self.sent: Counter[str] = Counter()
        self.late_seconds: list[float] = []

    async def advance(self, order, files):
        publication = order.publication
        self.sent[publication.id] += 1
        self.late_seconds.append((self._clock.now() - publication.due_at).total_seconds())
        return await super().advance(order, files)


async def _open_app(stack, folder, clock, publisher, storage):
    """Open a process of its own on the one table."""
    table = await SqliteTable.open(folder / "truss.sqlite3")
    stack.push_async_callback(table.close)
    stores = open_stores(table, cursor_secret=b"a secret of the tests", clock=clock)
    return make_app(
        folder,
        clock=clock,
        clips=stores.clips,
        spikes=stores.spikes,
        publications=stores.publications,
        jobs=stores.jobs,
        queue=stores.queue,
        due=stores.due,
        claims=stores.claims,
        targets=stores.targets,
        slots=stores.slots,
        storage=storage,
        publishers={Platform.FOLDER: publisher},
    )


async def _fill(app, folder, count):
    """Store approved clips with publications that are due within a minute."""
    source = folder / "in"
    source.write_bytes(b"a film")
    for name in ("clip.mp4", "thumbnail.jpg"):
        await app.ports.storage.put_file(f"creators/ada/clips/1/{name}", source)
    chance = random.Random(count)
    creators = [CreatorId(f"creator-{n}") for n in range(CREATORS)]
    for number, creator in enumerate(creators):
        clip = make_clip(
            id=ClipId(make_test_clip_id(number + 1)),
            creator_id=creator,
            status=ClipStatus.APPROVED,
            object_key="creators/ada/clips/1/clip.mp4",
            thumbnail_key="creators/ada/clips/1/thumbnail.jpg",
            size_bytes=6,
        )
        publications = [
            make_publication(
                id=PublicationId(make_test_ulid(1000 * number + place)),
                creator_id=creator,
                clip_id=clip.id,
                account_id=f"account-{place}",
                due_at=NOON + timedelta(seconds=chance.uniform(0, SPREAD_SECONDS)),
            )
            for place in range(count // CREATORS)
        ]
        await app.ports.stores.spikes.add_spike(
            make_stream(creator_id=creator), make_spike(), clip=clip
        )
        await app.ports.stores.clips.save_clip(clip, publications=publications)
    return creators


async def _work(app):
    """Work as a worker does: who finds nothing, or is outrun, looks again a little later."""
    async with asyncio.timeout(60):
        while await app.ports.stores.queue.list_waiting(Queue.PUBLISHING):
            if not await app.work.runner.work_once(Queue.PUBLISHING):
                await asyncio.sleep(0.01)


@pytest.mark.parametrize("count", [100, pytest.param(500, marks=pytest.mark.soak)])
async def test_what_is_due_goes_out_once_and_with_the_next_sweep(tmp_path, count):
    clock = FakeClock(NOON)
    publisher = Recorder(clock)
    storage = FakeStorage(tmp_path)
    async with AsyncExitStack() as stack:
        apps = [await _open_app(stack, tmp_path, clock, publisher, storage) for _ in range(2)]
        creators = await _fill(apps[0], tmp_path, count)
        claimed = 0
        while clock.now() <= NOON + timedelta(seconds=SPREAD_SECONDS + SWEEP_SECONDS):
            sweepers = [apps[n % 2].publishing.sweep.sweep_due() for n in range(8)]
            claimed += sum(await asyncio.gather(*sweepers))
            await asyncio.gather(*(_work(app) for app in apps for _ in range(4)))
            clock.advance(SWEEP_SECONDS)
        stored = []
        for creator in creators:
            actor = make_actor(creator_id=creator)
            page = await apps[1].publishing.sending.list_publications(actor, limit=count)
            stored += page.items

    assert claimed == count
    assert len(publisher.sent) == count
    assert set(publisher.sent.values()) == {1}
    assert max(publisher.late_seconds) <= SWEEP_SECONDS
    assert min(publisher.late_seconds) >= 0
    assert Counter(p.status for p in stored) == {PublicationStatus.PUBLISHED: count}
