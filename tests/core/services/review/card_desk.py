"""A clip in review on its card, for tests of what draws it again."""

from contextlib import asynccontextmanager
from dataclasses import replace

from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.stores import open_stores
from core.app import App
from core.domain.clips.clip import ClipStatus
from core.domain.review.ballot import make_ballot
from core.domain.review.card_terms import CardCause, CardChange
from core.domain.work.job import Job
from core.services.work.job_handlers import JobProgress
from tests.builders import (
    CREATOR,
    make_actor,
    make_asset,
    make_binding,
    make_clip,
    make_score,
    make_spike,
    make_stream,
)
from tests.contracts.stale_table import StaleTable
from tests.fakes.app import make_limits, make_ports
from tests.fakes.secrets import FakeCipher
from tests.fakes.time_and_ids import FakeClock

CLIP_ID = make_clip().id


class Desk:
    """A clip in review on its card, in a table whose cheap reads stand still until told."""

    def __init__(self, app, table):
        self.app, self.table, self.stores = app, table, app.ports.stores
        self.board, self.clock = app.ports.review.board, app.ports.clock
        self.queued: list[Job] = []
        self.number = 0

    async def fill(self, folder, **binding):
        picture = folder / "a picture"
        picture.write_bytes(b"a picture")
        for key in ("k/clip.mp4", "k/clip.jpg", "k/new.mp4"):
            await self.app.ports.storage.put_file(key, picture)
        clip = make_clip(
            status=ClipStatus.IN_REVIEW,
            score=make_score(),
            object_key="k/clip.mp4",
            thumbnail_key="k/clip.jpg",
        )
        await self.stores.streams.add_stream(make_stream())
        await self.stores.assets.add_asset(make_asset())
        await self.stores.spikes.add_spike(make_stream(), make_spike(), clip=clip)
        await self.stores.guilds.add_guild(make_binding(**binding))
        await self.app.publishing.settings.set_slots(make_actor(), "Mon 18:00")
        await self.draw(CardChange.ALL)
        await self.table.catch_up()
        return self

    async def queue(self, change=CardChange.CLIP, *, added=()):
        self.number += 1
        cause = CardCause(change=change)
        if added is not None:
            cause = replace(cause, version=await self._find_version(change), added=added)
        self.queued += await self.app.clips.card_jobs.make(
            CREATOR, CLIP_ID, str(self.number), cause=cause
        )

    async def _find_version(self, change):
        """Return the version that a change made, as whoever makes the job knows it."""
        if change is CardChange.CLIP:
            return (await self.get_clip()).version
        ballot = await self.stores.ballots.find_ballot(CREATOR, CLIP_ID)
        return ballot.version if ballot else None

    async def draw(self, change=CardChange.CLIP, *, added=()):
        await self.queue(change, added=added)
        await self.perform(self.queued.pop())

    async def perform(self, job):
        await self.app.cards.posting.post_card(job, JobProgress())

    async def vote(self, person):
        ballot = await self.stores.ballots.find_ballot(CREATOR, CLIP_ID)
        cut = (await self.list_cards())[-1]
        ballot = make_ballot(cut, stored=ballot)
        await self.stores.ballots.save_ballot(ballot.approve(person))

    async def change_clip(self, **changes):
        clip = await self.get_clip()
        return await self.app.ports.stores.clips.save_clip(replace(clip, **changes))

    async def get_clip(self):
        return await self.stores.clips.get_clip(CREATOR, CLIP_ID)

    async def list_cards(self):
        return await self.stores.cards.list_cards(CREATOR, CLIP_ID)

    @property
    def shown(self):
        """What stands on the newest message."""
        return list(self.board.messages.values())[-1].shown[-1]

    async def read_whole(self):
        return await self.app.cards.news.read(await self.get_clip())


@asynccontextmanager
async def open_desk(folder, **binding):
    clock = FakeClock()
    (folder / "ahead").mkdir()
    (folder / "behind").mkdir()
    ahead = await SqliteTable.open(folder / "ahead" / "truss.db")
    behind = await SqliteTable.open(folder / "behind" / "truss.db")
    table = StaleTable(ahead, behind)
    stores = open_stores(table, cursor_secret=b"s" * 32, clock=clock, cipher=FakeCipher())
    app = App(replace(make_ports(folder, clock), stores=stores), make_limits(folder))
    try:
        yield await Desk(app, table).fill(folder, **binding)
    finally:
        await ahead.close()
        await behind.close()


def tell_times(news):
    return [one.at.hour for one in news.planned]
