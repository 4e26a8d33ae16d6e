"""A bot that publishes to loopback platforms and dies where a test wants it to.

The stores are in memory and the platforms real servers, so one crash costs milliseconds: a test
can have one at every write and at every request. What a crash leaves behind is what was stored.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.adapters.publishers.tiktok import TikTokPublisher
from core.adapters.publishers.youtube import YouTubePublisher
from core.adapters.upload_http import open_upload_http
from core.app import App
from core.domain.accounts.platform_token import PlatformToken
from core.domain.clips.clip import Clip, ClipStatus
from core.domain.publishing.publication import OUT, WAITING, Publication, PublicationStatus
from core.domain.publishing.publish_target import (
    PostChoices,
    Privacy,
    PublishTarget,
    PublishTargets,
)
from core.domain.work.ids import PublicationId
from core.domain.work.job import Queue
from core.domain.work.platform import Platform
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
from tests.servers.tiktok import TikTokServer, run_tiktok
from tests.servers.youtube import UNIT, YouTubeServer, run_youtube

TIKTOK_CHUNK = 100_000
PLATFORMS = (Platform.YOUTUBE, Platform.TIKTOK)
QUEUES = (Queue.YOUTUBE, Queue.TIKTOK)
_ROUNDS_MAX = 400
_CONTENT = bytes(range(256)) * ((UNIT + UNIT // 2) // 256)
DIGEST = hashlib.sha256(_CONTENT).hexdigest()


class Crash(BaseException):
    """The process has died: nothing catches this, and nothing happens after it."""


class Fuse:
    """Crashes at the n-th of the points that it guards."""

    def __init__(self) -> None:
        self.left = -1
        self.burnt = 0

    def arm(self, points: int) -> None:
        self.left = points
        self.burnt = 0

    def burn(self) -> None:
        self.burnt += 1
        if self.left == 0:
            self.left = -1
            raise Crash
        self.left -= 1

    def guard(self, thing: Any, *names: str) -> None:
        for name in names:
            setattr(thing, name, self._wrap(getattr(thing, name)))

    def _wrap(self, call: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def guarded(*given: Any, **named: Any) -> Any:
            self.burn()
            result = await call(*given, **named)
            self.burn()
            return result

        return guarded


@dataclass(kw_only=True)
class CrashWorld:
    """The bot, its platforms, and the fuse in between."""

    app: App
    youtube: YouTubeServer
    tiktok: TikTokServer
    fuse: Fuse
    count: int = 0

    async def add(self, platform: Platform) -> Publication:
        """Schedule an approved clip to a platform, due now."""
        self.count += 1
        now = self.app.ports.clock.now()
        clip = make_clip(
            id=make_test_clip_id(self.count),
            title=f"Clip {self.count}",
            status=ClipStatus.APPROVED,
            object_key="creators/ada/clips/1/clip.mp4",
            thumbnail_key="creators/ada/clips/1/thumbnail.jpg",
            size_bytes=len(_CONTENT),
            duration_seconds=30.0,
        )
        spike = make_spike(detected_at_seconds=float(self.count))
        await self.app.ports.stores.spikes.add_spike(make_stream(), spike, clip=clip)
        publication = make_publication(
            id=PublicationId(make_test_ulid(1000 + self.count)),
            clip_id=clip.id,
            platform=platform,
            due_at=now,
            created_at=now,
        )
        await self.app.ports.stores.clips.save_clip(clip, publications=[publication])
        return publication

    async def run_until_settled(self) -> int:
        """Sweep and work until nothing waits any more; return how often the process died."""
        crashes = 0
        for _ in range(_ROUNDS_MAX):
            try:
                if not await self._do_a_round():
                    return crashes
            except Crash:
                crashes += 1
                for queue in Queue:
                    await self.app.ports.stores.queue.release_all(queue)
        raise AssertionError(f"nothing settles: {await self.list_publications()}")

    async def _do_a_round(self) -> bool:
        """Do what is due, then move the clock to what is due next; False if nothing is."""
        await self.app.publishing.sweep.sweep_due()
        while any([await self.app.work.runner.work_once(queue) for queue in QUEUES]):
            pass
        waiting = [p.wakes_at for p in await self.list_publications() if p.is_waiting]
        queue = self.app.ports.stores.queue
        held = frozenset().union(*[await queue.list_waiting(name) for name in QUEUES])
        clock: Any = self.app.ports.clock
        if waiting:
            clock.advance(max(0.0, (min(waiting) - clock.now()).total_seconds()) + 0.001)
        elif held:
            clock.advance(60)
        return bool(waiting or held)

    async def list_publications(self) -> list[Publication]:
        page = await self.app.publishing.sending.list_publications(make_actor(), limit=100)
        return list(page.items)

    async def clip_of(self, publication: Publication) -> Clip:
        return await self.app.review.clips.get_clip(make_actor(), publication.clip_id)

    def count_day(self, platform: Platform) -> int:
        """Return how many uploads count for the platform's days so far."""
        counts: Any = self.app.ports.stores.daily_counts
        return sum(n for (name, _, _), n in counts.counts.items() if name == platform)

    async def find_faults(self, publication: Publication, *, may_fail: bool = False) -> list[str]:
        """Return what is wrong with how a publication ended, ideally nothing."""
        stored = await self.app.ports.stores.publications.get_publication(CREATOR, publication.id)
        title = (await self.clip_of(stored)).title
        server = self.youtube if stored.platform is Platform.YOUTUBE else self.tiktok
        count = server.count_of(title)
        faults = []
        if count > 1:
            faults.append(f"{title} is {count} times on {stored.platform}")
        if stored.status in OUT and count != 1:
            faults.append(f"{title} is {stored.status}, and {count} times on {stored.platform}")
        if stored.status in OUT and self._digest_of(stored.platform, title) != DIGEST:
            faults.append(f"{title} did not arrive as it was sent")
        if stored.status in WAITING | {PublicationStatus.CLAIMED, PublicationStatus.UPLOADING}:
            faults.append(f"{title} is left {stored.status}")
        if stored.status not in OUT and not (may_fail and stored.reason):
            faults.append(f"{title} is {stored.status}: {stored.reason}")
        if stored.status is PublicationStatus.FAILED and count:
            faults.append(f"{title} is called failed, and is on {stored.platform}")
        return faults

    def _digest_of(self, platform: Platform, title: str) -> str:
        if platform is Platform.YOUTUBE:
            found = [v.digest for v in self.youtube.videos.values() if v.title == title]
        else:
            found = [post.digest for post in self.tiktok.visible if post.title == title]
        return found[0] if found else ""


@asynccontextmanager
async def open_crash_world(folder: Path) -> AsyncIterator[CrashWorld]:
    """Open the bot and both platforms; TikTok posts as a person has chosen."""
    fuse = Fuse()
    async with AsyncExitStack() as stack:
        youtube = await stack.enter_async_context(run_youtube())
        tiktok = await stack.enter_async_context(run_tiktok())
        tiktok.chunk_least = TIKTOK_CHUNK // 2
        http = await stack.enter_async_context(open_upload_http(timeout_seconds=10))
        publishers: dict[Platform, Any] = {
            Platform.YOUTUBE: YouTubePublisher(http=http, api_url=youtube.url, chunk_bytes=UNIT),
            Platform.TIKTOK: TikTokPublisher(
                http=http, api_url=tiktok.url, chunk_bytes=TIKTOK_CHUNK
            ),
        }
        app = make_app(folder, publishers=publishers)
        await _prepare(app, folder)
        for publisher in publishers.values():
            fuse.guard(publisher, "advance", "look")
        fuse.guard(app.ports.stores.publications, "save_publication", "note_progress")
        fuse.guard(app.ports.stores.claims, "claim_publication")
        fuse.guard(app.ports.stores.daily_counts, "take_upload", "give_back")
        fuse.guard(app.ports.stores.jobs, "save_job")
        fuse.guard(app.ports.stores.queue, "receive", "delete", "release")
        yield CrashWorld(app=app, youtube=youtube, tiktok=tiktok, fuse=fuse)


async def _prepare(app: App, folder: Path) -> None:
    source = folder / "source.mp4"
    source.write_bytes(_CONTENT)
    await app.ports.storage.put_file("creators/ada/clips/1/clip.mp4", source)
    await app.ports.storage.put_file("creators/ada/clips/1/thumbnail.jpg", source)
    choices = PostChoices(privacy=Privacy.PUBLIC, chosen_by="web", chosen_at=NOON)
    target = PublishTarget(platform=Platform.TIKTOK, choices=choices)
    await app.ports.stores.targets.save_targets(
        PublishTargets(creator_id=CREATOR, targets=(target,))
    )
    for platform in PLATFORMS:
        token = PlatformToken(
            creator_id=CREATOR,
            platform=platform,
            account_id=f"{platform}-1",
            account_name="ada",
            access_token="access",
            created_at=NOON,
            updated_at=NOON,
        )
        await app.ports.stores.tokens.link_account(token)
