"""What the page's actions cost in the table, and that it does not grow with what lies there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

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
from core.domain.clips.clip import ClipStatus
from core.domain.publishing.publication import PublicationStatus
from core.domain.review.review_card import Verdict
from core.domain.streams.stream import StreamStatus
from core.domain.work.job import Job
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


async def test_a_card_costs_the_same_among_any_many_and_setting_up_writes_one_job(tmp_path):
    async with open_world(tmp_path, 600) as (app, table):
        stores, clip_id, clock = app.ports.stores, make_test_clip_id(600), app.ports.clock
        assert isinstance(clock, FakeClock)
        await stores.guilds.add_guild(make_binding())
        await app.publishing.settings.set_slots(make_actor(), "Mon 18:00, Tue 18:00")
        picture = tmp_path / "a picture"
        picture.write_bytes(b"a picture")
        clip = replace(await stores.clips.get_clip(CREATOR, clip_id), thumbnail_key="k/clip.jpg")
        await stores.clips.save_clip(clip)
        for key in ("k/600/clip.mp4", "k/clip.jpg"):
            await app.ports.storage.put_file(key, picture)

        async def post(name: str, *, after_seconds: float = 2.0) -> Units:
            (job,) = await app.clips.card_jobs.make(CREATOR, clip_id, name)
            clock.advance(after_seconds)
            return await perform(job)

        async def perform(job: Job) -> Units:
            table.empty()
            await app.review.cards.post_card(job, JobProgress())
            return table.units

        await post("the first, which completes what is done once for ever")
        alone = await post("again, much later", after_seconds=3600.0)
        (job,) = await app.clips.card_jobs.make(CREATOR, clip_id, "one of many")
        clock.advance(CLOCKS_APART.total_seconds() + 1.0)
        await perform(job)
        among = await perform(job)
        table.empty()
        waiting = await app.review.laying.lay_waiting(make_actor())
        LINES.append(f"card alone {alone}, among others {among}; set up {table.units}")

        # What it shares with others is read once for all that one change had made.
        assert (among.reads, among.calls) == (5.0, 5)
        assert alone.reads <= 12
        assert alone.calls <= 14
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
