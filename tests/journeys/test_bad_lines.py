"""From spikes to publications over a table that throttles, conflicts and loses answers.

What comes of it is what comes of it where nothing goes wrong: no clip has failed, nothing went out
twice, and every count is exact.
"""

import asyncio
import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pytest
import stamina

from core.adapters.table.stores import open_stores
from core.domain.clips.clip import ClipStatus
from core.domain.publishing.publication import PublicationStatus
from core.domain.publishing.publish_target import PublishTarget, PublishTargets
from core.domain.videos.model_spend import TokenUse
from core.domain.work.job import JobStatus, Queue
from core.domain.work.meters import Meters
from core.domain.work.platform import Platform
from core.ports.paging import collect
from core.services.chat.spike_storage import SpikeStorage
from tests.builders import CREATOR, NOON, make_actor, make_asset, make_spike, make_stream
from tests.contracts.lossy import open_lossy_dynamo, open_lossy_sqlite
from tests.fakes.app import make_app
from tests.fakes.publishing import FakePublisher
from tests.fakes.secrets import FakeCipher
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_ids import FakeClock, FakeIds
from tests.plan_builders import MONTH, make_magic_link, make_token
from tests.servers.dynamodb import Faults

pytestmark = pytest.mark.no_cover

WORKERS = 8
ACCOUNT = "UC1"
DAYS_UPLOADS = 100
PATIENCE_SECONDS = 60.0
ACTOR = make_actor()
START = NOON.replace(year=2036)  # DynamoDB's double deletes what has expired by its own clock
TODAY = START.date()
LATER = START + timedelta(hours=2)


@dataclass(frozen=True, kw_only=True)
class Came:
    """What came of a run, but for the moments at which things happened."""

    clips: list[tuple[str, ClipStatus, int, str | None]]
    publications: list[tuple[str, PublicationStatus, str, int, str | None]]
    jobs: Counter[tuple[str, JobStatus, int, int]]
    sent: Counter[str]
    uploads_left: int
    spent: tuple[int, int]
    links: list[bool]


QUEUES = (Queue.WORK, Queue.YOUTUBE, Queue.PUBLISHING)


class Recorder(FakePublisher):
    def __init__(self):
        super().__init__(Platform.YOUTUBE)
        self.sent: Counter[str] = Counter()

    async def advance(self, order, files):
        self.sent[order.clip.id] += 1
        return await super().advance(order, files)


class Journey:
    """A creator's day on one table."""

    def __init__(self, table, folder, *, clips, patience_seconds):
        folder.mkdir()
        self._patience_seconds = patience_seconds
        self._folder = folder
        self._count = clips
        self._clock = FakeClock(START)
        self._publisher = Recorder()
        self._storage = FakeStorage(folder)
        cipher = FakeCipher()
        self._stores = open_stores(
            table,
            cursor_secret=b"a secret of the tests",
            clock=self._clock,
            cipher=cipher,
            storage=self._storage,
        )
        self._app = make_app(
            folder,
            clock=self._clock,
            stores=self._stores,
            storage=self._storage,
            cipher=cipher,
            publishers={Platform.YOUTUBE: self._publisher},
        )

    async def prepare(self):
        source = self._folder / "source"
        await asyncio.to_thread(source.write_bytes, b"a film")
        asset = make_asset()
        await self._storage.put_file(asset.object_key, source)
        await self._stores.assets.add_asset(asset)
        await self._stores.tokens.link_account(
            make_token(platform=Platform.YOUTUBE, account_id=ACCOUNT, expires_at=LATER)
        )
        await self._stores.targets.save_targets(
            PublishTargets(
                creator_id=CREATOR,
                targets=(PublishTarget(platform=Platform.YOUTUBE, account_id=ACCOUNT),),
            )
        )

    async def hear(self):
        """Keep a spike for each clip, which is then rendered and lies in review."""
        keeping = SpikeStorage(
            meters=Meters(),
            clock=self._clock,
            ids=FakeIds(),
            spikes=self._stores.spikes,
            clips=self._stores.clips,
            profiles=self._stores.profiles,
        )
        await asyncio.gather(*(self._keep(keeping, number) for number in range(self._count)))
        await self._work()

    async def _keep(self, keeping, number):
        at_seconds = 40.0 + 4 * number
        spike = make_spike(
            start_seconds=at_seconds,
            peak_seconds=at_seconds + 25,
            end_seconds=at_seconds + 28,
            detected_at_seconds=at_seconds + 29,
        )
        stream = make_stream()
        await keeping.store_moment(stream, keeping.draft_moment(stream, make_asset(), spike))
        use = TokenUse(prompt=10, answer=2)
        await self._stores.spends.add_spend(CREATOR, MONTH, use, 7)

    async def publish(self):
        """Approve every clip, each by somebody who came with a link, and let them go out."""
        clips = await self._list_clips()
        self._links = await asyncio.gather(*(self._approve(clip) for clip in clips))
        self._clock.advance(3600)
        await asyncio.gather(*(self._app.publishing.sweep.sweep_due() for _ in range(3)))
        await self._work()

    async def _approve(self, clip):
        await self._stores.links.add_magic_link(clip.id, make_magic_link(expires_at=LATER))
        uses = [await self._stores.links.use_magic_link(clip.id) for _ in range(2)]
        if clip.status is ClipStatus.IN_REVIEW:
            await self._app.review.clips.approve(ACTOR, clip.id, seen_version=clip.version)
        return [used is not None for used in uses]

    async def _work(self):
        await asyncio.gather(*(self._work_alone() for _ in range(WORKERS)))

    async def _work_alone(self):
        async with asyncio.timeout(self._patience_seconds):
            while waiting := [q for q in QUEUES if await self._stores.queue.list_waiting(q)]:
                done = [await self._app.work.runner.work_once(queue) for queue in waiting]
                if not any(done):
                    await asyncio.sleep(0.05)

    async def _list_clips(self):
        return await collect(lambda cursor: self._stores.clips.list_clips(CREATOR, cursor=cursor))

    async def _list_jobs(self):
        return [
            job for status in JobStatus for job in await collect(partial(self._list_of, status))
        ]

    async def _list_of(self, status, cursor):
        return await self._stores.jobs.list_jobs(CREATOR, status, cursor=cursor)

    async def tell(self):
        publications = await collect(
            lambda cursor: self._stores.publications.list_publications(CREATOR, cursor=cursor)
        )
        spent = await self._stores.spends.get_spend(CREATOR, MONTH)
        return Came(
            clips=[(c.id, c.status, c.version, c.failed_reason) for c in await self._list_clips()],
            publications=sorted(
                (p.clip_id, p.status, p.link or "", p.tries, p.reason) for p in publications
            ),
            jobs=Counter(
                (j.kind.value, j.status, j.attempts, j.failures) for j in await self._list_jobs()
            ),
            sent=self._publisher.sent,
            uploads_left=await self._count_uploads_left(),
            spent=(spent.requests, spent.cost_micro_dollars),
            links=sorted(used for uses in self._links for used in uses),
        )

    async def _count_uploads_left(self):
        left = 0
        while await self._stores.daily_counts.take_upload(
            Platform.YOUTUBE, "", on=TODAY, at_most=DAYS_UPLOADS, name=f"left {left}"
        ):
            left += 1
        return left


THROTTLED = {"throttled": 0.05, "conflicting": 0.02, "undone": 0.3}


async def _run(opened, folder, clips, *, delay_seconds=0.0, is_faulty=False):
    patience_seconds = PATIENCE_SECONDS + clips * 60 * delay_seconds
    journey = Journey(opened.table, folder, clips=clips, patience_seconds=patience_seconds)
    await journey.prepare()
    for lost, part in ((0.01, journey.hear), (0.06, journey.publish)):
        if is_faulty:
            opened.losses.faults = Faults(lost=lost, delay_seconds=delay_seconds, **THROTTLED)
        await part()
    opened.losses.faults = Faults()
    return await journey.tell()


@pytest.mark.parametrize(
    ("clips", "delay_seconds"),
    [(8, 0.002), pytest.param(64, 0.3, marks=pytest.mark.soak)],
)
async def test_a_bad_line_to_the_table_changes_nothing_of_what_comes_out(
    aws_endpoint, tmp_path, clips, delay_seconds
):
    async with open_lossy_sqlite(tmp_path) as opened:
        calm = await _run(opened, tmp_path / "calm", clips)
    with stamina.set_testing(False):
        async with open_lossy_dynamo(aws_endpoint, f"bad-{uuid.uuid4().hex}") as opened:
            bad = await _run(
                opened, tmp_path / "bad", clips, delay_seconds=delay_seconds, is_faulty=True
            )
            met = opened.losses.counts

    assert bad == calm
    assert {status for _, status, *_ in bad.clips} == {ClipStatus.APPROVED}
    assert len(bad.sent) == clips
    assert set(bad.sent.values()) == {1}
    assert bad.uploads_left == DAYS_UPLOADS - clips
    assert bad.links.count(True) == clips
    assert min(met[name] for name in ("throttled", "conflicting", "lost")) > 0
