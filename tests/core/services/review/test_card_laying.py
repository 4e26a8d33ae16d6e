from dataclasses import replace

import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.publishing.posting_slot import PostingSlots, read_slots
from core.domain.work.ids import CreatorId
from core.domain.work.job import JobKind, JobStatus, Queue
from core.errors import ExternalFailure, PlaceRefused
from core.services.review import card_laying
from tests.builders import (
    CREATOR,
    make_actor,
    make_asset,
    make_binding,
    make_clip,
    make_spike,
    make_stream,
    make_test_clip_id,
)
from tests.core.services.review.review_desk import ReviewDesk
from tests.fakes.app import make_app
from tests.fakes.people import FakeBoard
from tests.fakes.time_and_ids import FakeClock

REFUSED = PlaceRefused("Give Truss the right.", stage="card")


class Desk:
    """A creator with a server and clips in review whose cards were lost."""

    def __init__(self, folder):
        self.board = FakeBoard()
        self.clock = FakeClock()
        self.app = make_app(folder, board=self.board, clock=self.clock)
        self.stores = self.app.ports.stores
        self.folder = folder

    async def fill(self, *, count=1):
        source = self.folder / "a file"
        source.write_bytes(b"a video")
        for key in ("made/clip.mp4", "made/clip.jpg"):
            await self.app.ports.storage.put_file(key, source)
        await self.stores.assets.add_asset(make_asset())
        stream = make_stream()
        await self.stores.streams.add_stream(stream)
        for number in range(1, count + 1):
            clip = make_clip(
                id=make_test_clip_id(number),
                status=ClipStatus.IN_REVIEW,
                object_key="made/clip.mp4",
                thumbnail_key="made/clip.jpg",
                size_bytes=7,
            )
            spike = replace(make_spike(), detected_at_seconds=100.0 + number)
            await self.stores.spikes.add_spike(stream, spike, clip=clip)
        await self.stores.guilds.add_guild(make_binding())

    async def lay(self):
        self.clock.advance(120)
        return await self.app.cards.laying.lay_missing()

    async def lay_due(self, *, after_seconds=180):
        self.clock.advance(after_seconds)
        return await self.app.cards.laying.lay_due()

    async def work(self):
        while await self.app.work.runner.work_once(Queue.DISCORD):
            pass

    def list_shown(self, guild_id="10"):
        return [m for m in self.board.messages.values() if m.guild_id == guild_id]


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


async def test_each_clip_in_review_that_lacks_a_card_gets_one_once(desk):
    await desk.fill(count=3)

    assert await desk.lay() == 3
    assert await desk.lay() == 0  # they are under way
    await desk.work()
    assert await desk.lay() == 0

    assert len(desk.list_shown()) == 3


async def test_a_card_that_is_out_of_date_is_brought_up_to_date(desk):
    await desk.fill()
    await desk.lay()
    await desk.work()
    (card,) = await desk.stores.cards.list_cards(CREATOR, make_test_clip_id(1))
    await desk.stores.cards.save_card(replace(card, clip_version=card.clip_version - 1))

    assert await desk.lay() == 1
    await desk.work()

    (message,) = desk.list_shown()
    assert len(message.shown) == 2


async def test_a_card_whose_slot_is_over_names_the_next_one(desk):
    slots = PostingSlots(creator_id=CREATOR, slots=read_slots("Mon 18:00, Tue 18:00"))
    await desk.stores.slots.save_slots(slots)
    await desk.fill()
    await desk.lay()
    await desk.work()
    assert await desk.lay() == 0
    (message,) = desk.list_shown()
    first = message.shown[-1].planned[0].at

    desk.clock.advance((first - desk.clock.now()).total_seconds())
    assert await desk.lay() == 1
    await desk.work()

    assert message.shown[-1].planned[0].at > first
    assert await desk.lay() == 0


async def test_a_new_review_channel_gets_every_clip_that_waits_and_the_old_one_points_there(desk):
    await desk.fill(count=2)
    await desk.lay()
    await desk.work()
    place = await desk.stores.guilds.find_guild("10")
    await desk.stores.guilds.save_guild(replace(place, review_channel_id="99"))

    assert await desk.lay() == 2
    await desk.work()

    assert len(desk.list_shown()) == 4
    cards = await desk.stores.cards.list_cards(CREATOR, make_test_clip_id(1))
    assert {card.channel_id: card.is_closed for card in cards} == {"11": True, "99": False}
    assert await desk.lay() == 0


async def test_a_server_that_refuses_keeps_no_card_from_another_and_is_asked_with_one(desk):
    await desk.fill(count=3)
    await desk.stores.guilds.add_guild(make_binding(guild_id="50", review_channel_id="51"))
    desk.board.failing["10"] = REFUSED

    await desk.lay()
    await desk.work()

    assert (len(desk.list_shown("10")), len(desk.list_shown("50"))) == (0, 3)
    (part,) = desk.app.work.health.list_troubles()
    assert part.trouble == str(REFUSED)
    assert await desk.lay() == 1  # one of three is enough to see whether it still refuses
    await desk.work()

    desk.board.failing.clear()
    for _ in range(2):
        await desk.lay()
        await desk.work()

    assert len(desk.list_shown("10")) == 3
    assert desk.app.work.health.list_troubles() == ()


async def test_a_channel_that_opens_again_is_found_by_the_clock_alone(desk):
    await desk.fill(count=3)
    desk.board.failing["10"] = REFUSED
    await desk.lay()
    await desk.work()
    for _ in range(3):
        assert await desk.lay_due() == 1
        await desk.work()

    desk.board.failing.clear()
    for _ in range(4):
        await desk.lay_due()
        await desk.work()

    assert len(desk.list_shown("10")) == 3
    assert await desk.lay_due() == 0


async def test_a_slot_that_is_over_is_due_by_itself(desk):
    slots = PostingSlots(creator_id=CREATOR, slots=read_slots("Mon 18:00, Tue 18:00"))
    await desk.stores.slots.save_slots(slots)
    await desk.fill()
    await desk.lay()
    await desk.work()
    (message,) = desk.list_shown()
    first = message.shown[-1].planned[0].at

    assert await desk.lay_due() == 0
    after = (first - desk.clock.now()).total_seconds()
    assert await desk.lay_due(after_seconds=after) == 1
    await desk.work()

    assert message.shown[-1].planned[0].at > first


async def test_a_card_that_somebody_deleted_comes_back(desk):
    await desk.fill()
    await desk.lay()
    await desk.work()
    desk.board.messages.clear()
    clip = await desk.stores.clips.get_clip(CREATOR, make_test_clip_id(1))
    await desk.app.ports.stores.clips.save_clip(replace(clip, title="Another"))
    for job in await desk.app.clips.card_jobs.make(CREATOR, clip.id, "again"):
        await desk.stores.jobs.add_job(job)
    await desk.work()

    assert await desk.lay_due() == 1
    await desk.work()
    assert len(desk.list_shown()) == 1


async def test_a_look_at_all_that_failed_is_made_up_for_by_the_clock(desk, monkeypatch):
    """Nothing is due of a card whose job was lost: only the look at all finds it."""
    await desk.fill()

    async def fail(*_args, **_options):
        raise ExternalFailure("The table is away.", stage="table")

    with monkeypatch.context() as patch:
        patch.setattr(desk.stores.jobs, "list_jobs", fail)
        with pytest.raises(ExternalFailure):
            await desk.lay()

    assert await desk.lay_due() == 1
    assert await desk.lay_due() == 0


async def test_with_nothing_due_two_thousand_creators_cost_as_much_as_none(tmp_path):
    world = await ReviewDesk(tmp_path).fill()
    for number in range(2_000):
        await world.stores.assets.add_asset(make_asset(creator_id=CreatorId(f"c{number}")))
    await world.app.cards.laying.lay_missing()
    await world.app.cards.waiting.tell_waiting()  # which looks at all once after a start
    world.calls.clear()

    await world.app.cards.laying.lay_due()
    await world.app.cards.waiting.tell_waiting()

    assert dict(world.calls) == {"list_due": 2 * world.stores.due.shards}


async def test_setting_up_writes_one_job_however_many_clips_wait(desk):
    await desk.fill(count=30)
    before = len((await desk.stores.jobs.list_jobs(CREATOR, JobStatus.QUEUED)).items)

    assert await desk.app.cards.laying.lay_waiting(make_actor()) == 30

    after = len((await desk.stores.jobs.list_jobs(CREATOR, JobStatus.QUEUED)).items)
    assert after - before == 1
    await desk.work()
    assert len(desk.list_shown()) == 30


async def test_what_waits_is_counted_to_one_more_than_is_said(desk, monkeypatch):
    await desk.fill(count=4)
    monkeypatch.setattr(card_laying, "COUNTED_MAX", 2)

    assert await desk.app.cards.laying.lay_waiting(make_actor()) == 3

    await desk.work()
    assert len(desk.list_shown()) == 4


async def test_a_clip_of_which_no_card_can_be_made_is_not_tried_for_ever(desk):
    await desk.fill()
    desk.board.failing["10"] = ExternalFailure("Discord refused the card (400: no).")
    await desk.lay()
    await desk.work()

    assert await desk.lay() == 0


async def test_an_outage_of_any_length_ends_no_job(desk):
    await desk.fill()
    desk.board.failing["10"] = ExternalFailure("Discord cannot be reached.", retryable=True)
    await desk.lay()
    for _ in range(12):
        await desk.work()
        desk.clock.advance(200)
    (job,) = (await desk.stores.jobs.list_jobs(CREATOR, JobStatus.QUEUED)).items
    assert (job.kind, job.failures) == (JobKind.POST_CARD, 12)
    assert (job.next_at - job.updated_at).total_seconds() == 120

    desk.board.failing.clear()
    await desk.work()

    assert len(desk.list_shown()) == 1
    assert desk.app.work.health.list_troubles() == ()


async def test_a_server_that_is_set_up_late_gets_what_still_waits(desk):
    await desk.fill(count=2)

    assert await desk.app.cards.laying.lay_waiting(make_actor()) == 2

    await desk.work()
    assert len(desk.list_shown()) == 2
