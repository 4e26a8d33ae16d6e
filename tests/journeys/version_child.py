"""A process of one version on a table that another version works on as well.

It is run out of its own version's sources, and imports only what both have. Each line that it reads
is a step, `<name> [argument]`, and each line that it writes what came of it, as JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from core.adapters.aws import make_client, make_session
from core.adapters.clock import SystemClock
from core.adapters.ids import RandomIds
from core.adapters.storage.folder import FolderStorage
from core.adapters.table.dynamodb import DynamoTable
from core.adapters.table.stores import open_stores
from core.domain.clips.clip import ClipStatus
from core.domain.publishing.publish_target import PublishTarget, PublishTargets
from core.domain.work.job import JobStatus, Queue
from core.domain.work.platform import Platform
from tests.builders import (
    CREATOR,
    NOON,
    make_actor,
    make_asset,
    make_binding,
    make_clip,
    make_job,
    make_spike,
    make_stream,
    make_test_clip_id,
    make_test_ulid,
)
from tests.fakes.app import make_app
from tests.fakes.secrets import FakeCipher
from tests.fakes.time_and_ids import FakeClock

START = NOON.replace(year=2036)  # DynamoDB's double deletes what has expired by its own clock
LEASE_SECONDS = 60.0
ANSWER = "= "
"""What lines of the log do not begin with."""


class Process:
    def __init__(self, table: Any, folder: Path, holder: str) -> None:
        self.clock = FakeClock(START)
        self.folder = folder
        self.storage = FolderStorage(folder / "objects")
        cipher = FakeCipher()
        self.stores = open_stores(
            table,
            cursor_secret=b"a secret of the tests",
            clock=self.clock,
            cipher=cipher,
            storage=self.storage,
            is_shared=True,
        )
        home = folder / holder
        home.mkdir(exist_ok=True)
        self.app = make_app(
            home,
            clock=self.clock,
            ids=RandomIds(),
            stores=self.stores,
            storage=self.storage,
            cipher=cipher,
            limits={"is_shared": True, "holder": holder, "lease_seconds": LEASE_SECONDS},
        )

    async def prepare(self) -> None:
        source = self.folder / "source.mp4"
        await asyncio.to_thread(source.write_bytes, b"a film")
        asset = make_asset()
        await self.storage.put_file(asset.object_key, source)
        await self.stores.assets.add_asset(asset)
        await self.stores.guilds.add_guild(make_binding())
        target = PublishTarget(platform=Platform.FOLDER, account_id="")
        await self.stores.targets.save_targets(
            PublishTargets(creator_id=CREATOR, targets=(target,))
        )

    async def hear(self, numbers: str) -> None:
        """Store a moment for each number, as the chat's reader does."""
        for number in map(int, numbers.split("-")):
            clip = make_clip(id=make_test_clip_id(number), created_at=START, updated_at=START)
            job = make_job(
                id=make_test_ulid(1000 + number),
                subject_id=clip.id,
                created_at=START,
                updated_at=START,
            )
            spike = make_spike(detected_at_seconds=131.0 + 100 * number)
            await self.stores.spikes.add_spike(make_stream(), spike, clip=clip, job=job)

    async def lease(self) -> None:
        await self.app.work.owned.tend()

    async def advance(self, seconds: str) -> None:
        self.clock.advance(float(seconds))

    async def work(self, name: str) -> int:
        """Do what waits in a queue now; return how many jobs."""
        count = 0
        while await self.app.work.runner.work_once(Queue(name)):
            count += 1
        return count

    async def approve(self) -> int:
        clips = await self._list(ClipStatus.IN_REVIEW)
        for clip in clips:
            await self.app.review.clips.approve(make_actor(), clip.id, seen_version=clip.version)
        return len(clips)

    async def sweep(self) -> int:
        return await self.app.publishing.sweep.sweep_due()

    async def state(self) -> dict[str, Any]:
        """Say what lies in the table, and what is late in it."""
        jobs: Counter[str] = Counter()
        for status in JobStatus:
            found = (await self.stores.jobs.list_jobs(CREATOR, status, limit=100)).items
            jobs.update(f"{job.kind.value} {status.value}" for job in found)
        publications = (await self.stores.publications.list_publications(CREATOR)).items
        waiting = [await self.stores.queue.list_waiting(queue) for queue in Queue]
        clips = (await self.stores.clips.list_clips(CREATOR, limit=100)).items
        return {
            "clips": Counter(clip.status.value for clip in clips),
            "publications": Counter(one.status.value for one in publications),
            "jobs": jobs,
            "waiting": sum(map(len, waiting)),
            "late_cards": sum([await self._is_late(clip) for clip in clips]),
        }

    async def _is_late(self, clip: Any) -> bool:
        """Say whether the clip's card shows another version than the table has."""
        cards = await self.stores.cards.list_cards(CREATOR, clip.id)
        return not any(card.clip_version == clip.version for card in cards)

    async def _list(self, status: ClipStatus) -> list[Any]:
        page = await self.stores.clips.list_clips_by_status(CREATOR, status, limit=100)
        return list(page.items)


def open_table(name: str) -> DynamoTable:
    session = make_session(now=SystemClock().now)
    return DynamoTable(make_client(session, "dynamodb", resends=False), name)


async def main(table: str, folder: Path, holder: str) -> None:
    process = Process(open_table(table), folder, holder)
    while line := await asyncio.to_thread(sys.stdin.readline):
        name, *given = line.split()
        outcome = await getattr(process, name)(*given)
        sys.stdout.write(f"{ANSWER}{json.dumps(outcome)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]), sys.argv[3]))
