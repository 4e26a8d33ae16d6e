"""A bot that publishes, in its own process, on the real table: made to be killed.

    python -m tests.journeys.publishing_child HOME YOUTUBE_URL TIKTOK_URL STARTED_AT

reads numbers. For each it forks a bot that lets so many clips in all go out to YouTube, TikTok and
a folder. The bot says its `pid`, `working` when it begins, and `settled` with what has become of
all publications when none of them waits any more; `ended` comes when it is gone, however. Its clock
runs 200 times as fast as others, from STARTED_AT (an epoch second) on.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog

from core.adapters.cipher import LocalCipher, read_keys
from core.adapters.home import hold_home
from core.adapters.publishers.folder import FolderPublisher
from core.adapters.publishers.tiktok import TikTokPublisher
from core.adapters.publishers.youtube import YouTubePublisher
from core.adapters.storage.folder import FolderStorage
from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.stores import open_stores
from core.adapters.upload_http import open_upload_http
from core.app import App
from core.domain.accounts.platform_token import PlatformToken
from core.domain.clips.clip import ClipStatus
from core.domain.publishing.publication import Publication
from core.domain.publishing.publish_target import (
    PostChoices,
    Privacy,
    PublishTarget,
    PublishTargets,
)
from core.domain.work.ids import PublicationId
from core.domain.work.job import Queue
from core.domain.work.platform import Platform
from core.ports.paging import collect
from core.ports.stores import Stores
from tests.builders import (
    CREATOR,
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
from tests.fakes.outgoing import FakeDailyCounts
from tests.servers.youtube import UNIT

FASTER = 200
TIKTOK_CHUNK = 100_000
PLATFORMS = (Platform.YOUTUBE, Platform.TIKTOK, Platform.FOLDER)
QUEUES = (Queue.YOUTUBE, Queue.TIKTOK, Queue.PUBLISHING)
CONTENT = bytes(range(256)) * ((UNIT + UNIT // 2) // 256)
_CLIP = "creators/ada/clips/1/clip.mp4"
_THUMBNAIL = "creators/ada/clips/1/thumbnail.jpg"


class NoCaps(FakeDailyCounts):
    """No daily limits: these tests are not about them."""

    async def take_upload(self, *_given: Any, **_named: Any) -> bool:
        return True


class FastClock:
    """A clock that runs faster, and continues where a killed process stopped."""

    def __init__(self, started_at: float) -> None:
        self._started_at = started_at

    def now(self) -> datetime:
        passed = time.time() - self._started_at
        return datetime.fromtimestamp(self._started_at + passed * FASTER, UTC)

    def steady_seconds(self) -> float:
        return time.monotonic() * FASTER


async def run(home: Path, youtube_url: str, tiktok_url: str, clock: FastClock, clips: int) -> str:
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(hold_home(home))
        table = await SqliteTable.open(home / "truss.sqlite3")
        stack.push_async_callback(table.close)
        storage = FolderStorage(home / "objects")
        stores = open_stores(
            table,
            cursor_secret=b"a secret of the tests",
            clock=clock,
            cipher=LocalCipher(await read_keys(home)),
        )
        http = await stack.enter_async_context(open_upload_http(timeout_seconds=10))
        publishers: dict[Platform, Any] = {
            Platform.FOLDER: FolderPublisher(home / "published"),
            Platform.YOUTUBE: YouTubePublisher(http=http, api_url=youtube_url, chunk_bytes=UNIT),
            Platform.TIKTOK: TikTokPublisher(
                http=http, api_url=tiktok_url, chunk_bytes=TIKTOK_CHUNK
            ),
        }
        ports = _ports(stores, clock, storage, publishers)
        app = make_app(home, **ports, cipher=LocalCipher(await read_keys(home)))
        await _fill(app, home, clips)
        print("working", flush=True)  # noqa: T201 - the parent waits for it
        return await _work_until_settled(app)


def _ports(stores: Stores, clock: FastClock, storage: Any, publishers: Any) -> dict[str, Any]:
    return {
        "clock": clock,
        "clips": stores.clips,
        "spikes": stores.spikes,
        "publications": stores.publications,
        "jobs": stores.jobs,
        "queue": stores.queue,
        "due": stores.due,
        "claims": stores.claims,
        "targets": stores.targets,
        "slots": stores.slots,
        "tokens": stores.tokens,
        "daily_counts": NoCaps(),
        "storage": storage,
        "publishers": publishers,
    }


async def _fill(app: App, home: Path, clips: int) -> None:
    """Store what is not stored yet; after a kill the next start does the rest."""
    source = home / "source"
    await asyncio.to_thread(source.write_bytes, CONTENT)
    for key in (_CLIP, _THUMBNAIL):
        await app.ports.storage.put_file(key, source)
    await _choose(app)
    for queue in QUEUES:
        await app.ports.stores.queue.release_all(queue)
    for number in range(1, clips + 1):
        await _add(app, number)


async def _choose(app: App) -> None:
    targets = await app.ports.stores.targets.get_targets(CREATOR)
    if targets.version:
        return
    choices = PostChoices(privacy=Privacy.PUBLIC, chosen_by="web", chosen_at=NOON)
    for platform in (Platform.YOUTUBE, Platform.TIKTOK):
        token = PlatformToken(
            creator_id=CREATOR,
            platform=platform,
            account_id="one",
            account_name="ada",
            access_token="access",
            created_at=NOON,
            updated_at=NOON,
        )
        await app.ports.stores.tokens.link_account(token)
    tiktok = PublishTarget(platform=Platform.TIKTOK, choices=choices)
    await app.ports.stores.targets.save_targets(
        PublishTargets(creator_id=CREATOR, targets=(tiktok,))
    )


async def _add(app: App, number: int) -> None:
    """Schedule an approved clip to every platform, unless it is scheduled already."""
    now = app.ports.clock.now()
    clip = make_clip(
        id=make_test_clip_id(number),
        title=f"Clip {number}",
        status=ClipStatus.APPROVED,
        object_key=_CLIP,
        thumbnail_key=_THUMBNAIL,
        size_bytes=len(CONTENT),
        duration_seconds=30.0,
    )
    spike = make_spike(detected_at_seconds=float(number))
    await app.ports.stores.spikes.add_spike(make_stream(), spike, clip=clip)
    stored = await app.review.clips.get_clip(make_actor(), clip.id)
    if stored.version > clip.version:
        return
    publications = [
        make_publication(
            id=PublicationId(make_test_ulid(10 * number + place)),
            clip_id=clip.id,
            platform=platform,
            due_at=now,
            created_at=now,
        )
        for place, platform in enumerate(PLATFORMS)
    ]
    await app.ports.stores.clips.save_clip(clip, publications=publications)


async def _work_until_settled(app: App) -> str:
    workers = [
        asyncio.ensure_future(app.work.runner.run(queue)) for queue in QUEUES for _ in range(2)
    ]
    try:
        while True:
            await app.publishing.sweep.sweep_due()
            publications = await _list(app)
            queue = app.ports.stores.queue
            held = [job for name in QUEUES for job in await queue.list_waiting(name)]
            if not held and not any(p.is_waiting for p in publications):
                break
            await asyncio.sleep(0.02)
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
    return json.dumps([_describe(p) for p in await _list(app)])


async def _list(app: App) -> list[Publication]:
    return await collect(
        lambda cursor: app.publishing.sending.list_publications(make_actor(), cursor=cursor)
    )


def _describe(publication: Publication) -> dict[str, str]:
    return {
        "clip_id": publication.clip_id,
        "platform": publication.platform.value,
        "status": publication.status.value,
        "reason": publication.reason or "",
        "link": publication.link or "",
    }


def _be_quiet() -> None:
    """Discard the log: the output is for the parent."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())


def _serve(home: Path, youtube_url: str, tiktok_url: str, clock: FastClock) -> None:
    """Fork a bot for each line of the input, so that imports are done only once."""
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            print(f"pid {os.getpid()}", flush=True)  # noqa: T201
            said = asyncio.run(run(home, youtube_url, tiktok_url, clock, int(line)))
            print(f"settled {said}", flush=True)  # noqa: T201
            os._exit(0)
        os.waitpid(pid, 0)
        print("\nended", flush=True)  # noqa: T201


if __name__ == "__main__":
    _be_quiet()
    _serve(Path(sys.argv[1]), sys.argv[2], sys.argv[3], FastClock(float(sys.argv[4])))
