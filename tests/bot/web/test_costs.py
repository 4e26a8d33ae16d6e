"""What the page's actions cost in the table, and that it does not grow with what lies there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.web.visitors import COOKIE, make_token
from core.adapters.table.formats import settle
from core.adapters.table.items.clip_items import clip_item
from core.adapters.table.items.publication_items import clips_publication_item, publication_item
from core.adapters.table.items.stream_items import stream_item
from core.adapters.table.sqlite import SqliteTable
from core.adapters.table.stores import open_stores
from core.app import App
from core.domain.chat.chat_message import ChatHistogram
from core.domain.clips.clip import Clip, ClipStatus
from core.domain.publishing.publication import PublicationStatus
from core.domain.review.ballot import make_ballot
from core.domain.review.card_terms import CardCause, CardChange
from core.domain.review.review_card import Verdict
from core.domain.streams.stream import StreamStatus
from core.domain.work.job import Job, Queue
from core.services.review.card_laying import COUNTED_MAX
from core.services.work.job_handlers import JobProgress
from core.services.work.recent_reads import CLOCKS_APART
from tests.builders import (
    CREATOR,
    NOON,
    make_actor,
    make_asset,
    make_binding,
    make_clip,
    make_person,
    make_posted_card,
    make_publication,
    make_score,
    make_spike,
    make_stream,
    make_test_clip_id,
    make_test_ulid,
)
from tests.fakes.app import make_limits, make_ports
from tests.fakes.metered_table import Units, UnitTable
from tests.fakes.page import make_page
from tests.fakes.secrets import FakeCipher
from tests.fakes.time_and_ids import FakeClock

_S = PublicationStatus
STATUSES = (ClipStatus.IN_REVIEW, ClipStatus.APPROVED, ClipStatus.REJECTED, ClipStatus.IN_REVIEW)
LINES: list[str] = []
"""What was measured, for whoever runs this by hand."""
PAGES = {
    "/": 30,
    "/clips": 30,
    "/clips?status=in_review": 30,
    "/clips?status=in_review&score=90": 30,
    "/clips?place=folder": 30,
    "/review": 30,
    "/streams": 30,
    "/streams/latest": 30,
    "/clips/{clip}": 30,
    "/clips/{clip}/edit": 30,
    "/clips/{clip}/send": 30,
    "/videos": 30,
    "/jobs": 30,
    "/analytics": 30,
    "/plan": 30,
    "/targets": 30,
    "/settings": 30,
}


@asynccontextmanager
async def open_world(
    folder: Path, clips: int, *, is_counted: bool = True
) -> AsyncIterator[tuple[App, UnitTable]]:
    """Yield an app on the real table, filled with so many clips of one stream and their posts.

    Counting units takes time of its own, which who times a page does without.
    """
    clock = FakeClock()
    plain = await SqliteTable.open(folder / "truss.db")
    table = UnitTable(plain)
    used = table if is_counted else plain
    stores = open_stores(used, cursor_secret=b"s" * 32, clock=clock, cipher=FakeCipher())
    ports = replace(make_ports(folder, clock), stores=stores)
    app = App(ports, make_limits(folder))
    try:
        await fill(table, stores, clips)
        yield app, table
    finally:
        await table.close()


async def fill(table, stores, clips):
    stream = make_stream(status=StreamStatus.ENDED, duration_seconds=4 * 3600.0)
    await stores.streams.add_stream(stream)
    await stores.assets.add_asset(make_asset())
    for number in range(24):
        at = stream.started_at + timedelta(minutes=10 * number)
        row = ChatHistogram(stream_id=stream.id, starts_at=at, messages=(40,) * 120, chatters=99)
        await stores.histograms.put_histogram(CREATOR, row)
    items = []
    for number in range(1, clips + 1):
        clip = make_clip(
            id=make_test_clip_id(number),
            status=STATUSES[number % 4],
            score=make_score(20, 18, 15, 14, number % 12),
            object_key=f"k/{number}/clip.mp4",
            spike=make_spike(detected_at_seconds=20.0 * number),
            created_at=stream.started_at + timedelta(seconds=number),
        )
        items.append(clip_item(clip))
        if clip.status is ClipStatus.APPROVED:
            made = make_publication(
                id=make_test_ulid(10_000 + number),
                clip_id=clip.id,
                status=PublicationStatus.PUBLISHED if number % 8 else PublicationStatus.SCHEDULED,
                due_at=NOON + timedelta(minutes=number),
            )
            items += [publication_item(made), clips_publication_item(made)]
        if number <= 500:
            await stores.spikes.add_spike(stream, clip.spike)
    # Older streams, of which lists must not read all.
    items += [
        stream_item(make_stream(id=make_test_ulid(number, NOON - timedelta(days=number))), at=NOON)
        for number in range(1, clips // 10)
    ]
    for start in range(0, len(items), 25):
        await table.batch_put(items[start : start + 25])


async def sign_in(app):
    link = await app.people.sign_in.make_login_link(make_actor())
    visit = await app.people.sign_in.use_login_link(link.url.rpartition("/")[2])
    return visit.token


async def measure(table, action):
    """Return what the second time costs: the first one may complete what is done once for ever."""
    await action()
    table.empty()
    size = await action()
    return table.units, size


@pytest.mark.parametrize("clips", [600])
async def test_no_page_costs_more_than_its_budget(tmp_path, aiohttp_client, clips):
    async with open_world(tmp_path, clips) as (app, table):
        page = await aiohttp_client(
            make_page(app, allowed_hosts=frozenset({"127.0.0.1"})),
            cookies={COOKIE: await sign_in(app)},
        )
        over, sizes = {}, {}
        for pattern, budget in PAGES.items():
            # The newest clip that was approved.
            address = pattern.format(clip=make_test_clip_id(clips - 3))

            async def look(address=address):
                answer = await page.get(address)
                assert answer.status == 200, address
                return len(await answer.read())

            units, size = await measure(table, look)
            LINES.append(f"{pattern:34} {units.reads:5g} RU {units.calls:3} calls {size:7,} bytes")
            if units.reads > budget:
                over[pattern] = units.reads
            if size > 150_000:
                sizes[pattern] = size

        assert (over, sizes) == ({}, {})


class CardsOfTheWorld:
    """A server's cards, each drawn by a job of its own, an hour after anything before."""

    def __init__(self, app: App, table: UnitTable) -> None:
        self.app, self.table, self.number = app, table, 0
        self.stores = app.ports.stores
        assert isinstance(app.ports.clock, FakeClock)
        self.clock = app.ports.clock

    async def open(self, folder: Path, *, approvals_needed: int = 1) -> None:
        await self.stores.guilds.add_guild(make_binding(approvals_needed=approvals_needed))
        await self.app.publishing.settings.set_slots(make_actor(), "Mon 18:00, Tue 18:00")
        self.picture = folder / "a picture"
        self.picture.write_bytes(b"a picture")
        await self.app.ports.storage.put_file("k/clip.jpg", self.picture)

    async def lay(self, number: int, **changes: Any) -> Units:
        """Post the first card of a clip that waits; what is completed once for ever is then."""
        await self.app.ports.storage.put_file(f"k/{number}/clip.mp4", self.picture)
        await self.change(number, thumbnail_key="k/clip.jpg", **changes)
        return await self.draw(number)

    async def change(self, number: int, **changes: Any) -> Clip:
        clip = await self.stores.clips.get_clip(CREATOR, make_test_clip_id(number))
        return await self.stores.clips.save_clip(replace(clip, **changes))

    async def draw(self, number: int, change: CardChange = CardChange.CLIP) -> Units:
        (job,) = await self.queue(number, change)
        self.clock.advance(3600.0)
        return await self.perform(job)

    async def queue(self, number: int, change: CardChange) -> tuple[Job, ...]:
        self.number += 1
        clip_id, make = make_test_clip_id(number), self.app.clips.card_jobs.make
        ballot = await self.stores.ballots.find_ballot(CREATOR, clip_id)
        is_vote = ballot is not None and change is CardChange.BALLOT
        cause = CardCause(change=change, version=ballot.version if ballot and is_vote else None)
        return await make(CREATOR, clip_id, str(self.number), cause=cause)

    async def perform(self, job: Job) -> Units:
        self.table.empty()
        await self.app.cards.posting.post_card(job, JobProgress())
        return self.table.units

    async def follow(self, number: int) -> Units:
        """Perform the job that the clip's last change brought with it."""
        self.clock.advance(3600.0)
        jobs = []
        while lease := await self.stores.queue.receive(Queue.DISCORD, lease_seconds=60):
            jobs.append(await self.stores.jobs.get_job(lease.creator_id, lease.job_id))
        return await self.perform(
            [j for j in jobs if j.subject_id == make_test_clip_id(number)][-1]
        )

    async def vote(self, number: int, person: str) -> None:
        clip_id = make_test_clip_id(number)
        (card,) = await self.stores.cards.list_cards(CREATOR, clip_id)
        stored = await self.stores.ballots.find_ballot(CREATOR, clip_id)
        await self.stores.ballots.save_ballot(make_ballot(card, stored=stored).approve(person))

    async def publish(self, number: int) -> AsyncIterator[PublicationStatus]:
        """Take what was approved through all that it becomes until it is out."""
        clip_id = make_test_clip_id(number)
        (made,) = await self.stores.publications.list_publications_of_clip(CREATOR, clip_id)
        for status in (_S.CLAIMED, _S.UPLOADING, _S.PUBLISHED):
            moved = replace(made.move_to(status, at=self.clock.now()), post_id="v1")
            made = await self.stores.publications.save_publication(moved)
            yield status


@pytest.mark.parametrize("approvals_needed", [1, 2])
async def test_a_job_that_draws_one_card_again_reads_at_most_5_units(tmp_path, approvals_needed):
    """Whatever the clip is, and an hour after anything was read."""
    async with open_world(tmp_path, 600) as (app, table):
        cards, spent = CardsOfTheWorld(app, table), {}
        await cards.open(tmp_path, approvals_needed=approvals_needed)
        await cards.lay(600)
        spent["waits"] = await cards.draw(600)
        await cards.change(600, title="Another")
        spent["waits under another title"] = await cards.follow(600)
        await cards.lay(596, stream_id=None, spike=None)
        spent["waits, of a video"] = await cards.draw(596)
        if approvals_needed > 1:
            await cards.vote(600, "discord:20")
            spent["was voted for"] = await cards.draw(600, CardChange.BALLOT)
            spent["was voted for before"] = await cards.draw(600)
            await cards.vote(600, "discord:21")
        clip = await cards.stores.clips.get_clip(CREATOR, make_test_clip_id(600))
        await app.review.clips.approve(make_actor(), clip.id, seen_version=clip.version)
        spent["was just approved"] = await cards.follow(600)
        spent["is scheduled"] = await cards.draw(600)
        async for status in cards.publish(600):
            spent[f"is {status}"] = await cards.draw(600)
        await cards.vote(600, "discord:22")
        spent["is out, and voted for"] = await cards.draw(600, CardChange.BALLOT)
        LINES.extend(f"card: {name:26} {units}" for name, units in spent.items())

        assert {name: units.reads for name, units in spent.items() if units.reads > 5} == {}
        assert {units.writes for units in spent.values()} == {1.0}
        assert max(units.calls for units in spent.values()) <= 8


async def test_a_card_drawn_from_everything_costs_little_among_others(tmp_path):
    """As all that wait are when slots change, which writes one job; and as each is first."""
    async with open_world(tmp_path, 600) as (app, table):
        cards = CardsOfTheWorld(app, table)
        await cards.open(tmp_path)
        await cards.lay(600)
        alone = await cards.lay(596)
        jobs = [*await cards.queue(600, CardChange.ALL), *await cards.queue(596, CardChange.ALL)]
        cards.clock.advance(CLOCKS_APART.total_seconds() + 1.0)
        _, among = [await cards.perform(job) for job in jobs]
        table.empty()
        waiting = await app.cards.laying.lay_waiting(make_actor())
        LINES.append(f"first card {alone}, card among others {among}; set up {table.units}")

        # What it shares with others is read once for all that one change had made.
        assert (among.reads, among.calls) == (5.0, 6)
        assert alone.reads <= 14.5
        assert waiting > COUNTED_MAX
        assert table.units.writes <= 10
        assert table.units.reads <= 10


@pytest.mark.parametrize(
    ("slots", "is_settled", "most"),
    [("none", True, 20), ("Mon 18:00, Tue 18:00", True, 20), ("none", False, 26)],
)
async def test_approving_costs_at_most_15_reads_and_20_writes(
    tmp_path, aiohttp_client, slots, is_settled, most
):
    """Of a server that is connected the clip's cards follow, whoever decides wherever.

    While a former version may be about, a card's job has a record, which costs 6 writes more.
    """
    async with open_world(tmp_path, 600) as (app, table):
        await app.ports.stores.guilds.add_guild(make_binding())
        if is_settled:
            await settle(table, now=app.ports.clock.now())
        await app.publishing.settings.set_slots(make_actor(), slots)
        token = await sign_in(app)
        page = await aiohttp_client(
            make_page(app, allowed_hosts=frozenset({"127.0.0.1"})), cookies={COOKIE: token}
        )

        async def approve(number: int) -> None:
            form = {"csrf_token": make_token(token), "seen_version": "1", "back": "/clips"}
            address = f"/clips/{make_test_clip_id(number)}/approve"
            answer = await page.post(address, data=form, allow_redirects=False)
            assert answer.status == 303, await answer.text()

        async def react(number: int) -> None:
            clip = await app.ports.stores.clips.get_clip(CREATOR, make_test_clip_id(number))
            card = make_posted_card(clip, message_id=str(number))
            await app.ports.stores.cards.add_card(card)
            table.empty()
            assert await app.review.reactions.hear(make_person(), card.message_id, Verdict.APPROVE)

        await approve(600)
        table.empty()
        await approve(599)
        by_page = table.units
        await react(596)
        by_reaction = table.units
        LINES.append(f"approve by page {by_page}, by reaction {by_reaction}")

        assert max(by_page.reads, by_reaction.reads) <= 15
        assert max(by_page.writes, by_reaction.writes) <= most
