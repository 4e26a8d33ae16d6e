from dataclasses import replace
from typing import Any

import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.people.actor import Role
from core.domain.people.card_habits import HabitsWish
from core.domain.people.member import Member
from core.domain.review.card_due import make_notice_due
from core.errors import ExternalFailure, Forbidden
from tests.builders import (
    CREATOR,
    NOON,
    make_binding,
    make_clip,
    make_person,
    make_posted_card,
    make_test_clip_id,
)
from tests.fakes.app import make_app
from tests.fakes.people import FakeNotices
from tests.fakes.time_and_ids import FakeClock

OWNER = make_person(user_id="1", role_ids=frozenset())


class World:
    def __init__(self, folder):
        self.clock = FakeClock()
        self.notices = FakeNotices()
        self.app = make_app(folder, clock=self.clock, notices=self.notices)
        self.stores = self.app.ports.stores
        self.waiting = self.app.cards.waiting

    async def want(self, **given: Any):
        return await self.waiting.change_habits(OWNER, HabitsWish(**given))

    async def add_card(self, number: int, *, guild_id="10"):
        now = self.clock.now()
        clip = make_clip(id=make_test_clip_id(number), status=ClipStatus.IN_REVIEW, updated_at=now)
        await self.stores.clips.add_clip(clip)
        card = make_posted_card(
            clip, message_id=str(1000 + number), guild_id=guild_id, created_at=now, updated_at=now
        )
        await self.stores.cards.add_card(card)
        await self.stores.due.add_due(make_notice_due(CREATOR, now))

    async def pass_minutes(self, minutes):
        self.clock.advance(60.0 * minutes)
        return await self.waiting.tell_waiting()

    def counts(self):
        return [notice.count for _, notice in self.notices.waiting]


@pytest.fixture
async def world(tmp_path):
    world = World(tmp_path)
    owner = Member(user_id="1", creator_id=CREATOR, role=Role.OWNER, created_at=NOON)
    await world.stores.members.add_member(owner)
    await world.stores.guilds.add_guild(make_binding())
    await world.stores.profiles.save_profile(await world.stores.profiles.get_profile(CREATOR))
    return world


async def test_who_wants_nothing_is_told_nothing(world):
    await world.add_card(1)

    assert await world.pass_minutes(1) == 0
    assert world.notices.waiting == []


async def test_three_clips_are_one_ping_and_the_next_comes_after_so_many_minutes(world):
    await world.want(ping_minutes=30)
    for number in (1, 2, 3):
        await world.add_card(number)

    assert await world.pass_minutes(1) == 1
    await world.add_card(4)
    assert await world.pass_minutes(28) == 0
    assert await world.pass_minutes(2) == 1
    assert world.counts() == [3, 4]
    assert [notice.first_message_id for _, notice in world.notices.waiting] == ["1001", "1004"]
    assert world.notices.waiting[1][0].notice_id == "notice-1"


async def test_nothing_new_is_nothing_to_tell(world):
    await world.want(ping_minutes=5)
    await world.add_card(1)
    await world.pass_minutes(1)

    assert await world.pass_minutes(600) == 0


async def test_in_quiet_hours_nobody_is_told_and_afterwards_once(world):
    await world.want(ping_minutes=5, quiet="12-15")
    await world.add_card(1)
    assert await world.pass_minutes(60) == 0
    await world.add_card(2)

    assert await world.pass_minutes(120) == 1
    assert world.counts() == [2]


async def test_quiet_hours_are_those_of_the_creators_day(world):
    profile = await world.stores.profiles.get_profile(CREATOR)
    await world.stores.profiles.save_profile(replace(profile, time_zone="Asia/Tokyo"))
    await world.want(ping_minutes=5, quiet="20-22")
    await world.add_card(1)

    assert await world.pass_minutes(1) == 0


async def test_a_digest_opens_a_thread_and_tells_without_a_ping(world):
    binding = await world.want(has_digest=True)
    await world.add_card(1)

    assert await world.pass_minutes(1) == 1
    assert binding.cards_channel_id == binding.digest_thread_id == "91"
    assert world.notices.opened == ["10"]
    assert world.notices.waiting[0][0].habits.ping_minutes == 0
    assert (await world.want(has_digest=False)).cards_channel_id == "11"


async def test_a_thread_that_cannot_be_opened_changes_nothing(world):
    world.notices.failing = ExternalFailure("Discord is not connected.", retryable=True)

    with pytest.raises(ExternalFailure):
        await world.want(has_digest=True)
    assert not (await world.stores.guilds.find_guild("10")).habits.has_digest


async def test_what_could_not_be_told_is_told_in_the_next_round(world):
    await world.want(ping_minutes=60)
    await world.add_card(1)
    world.notices.failing = ExternalFailure("Discord is away.", retryable=True)
    assert await world.pass_minutes(1) == 0
    world.notices.failing = None

    assert await world.pass_minutes(1) == 1


async def test_moderators_read_it_and_change_nothing(world):
    moderator = make_person()
    assert (await world.waiting.read_habits(moderator)).habits.ping_minutes == 0

    with pytest.raises(Forbidden):
        await world.waiting.change_habits(moderator, HabitsWish(ping_minutes=5))
    with pytest.raises(Forbidden):
        await world.waiting.read_habits(make_person(role_ids=frozenset()))


async def test_a_digest_keeps_its_thread_until_it_is_turned_off_and_on(world):
    await world.want(has_digest=True)
    await world.want(has_digest=True, ping_minutes=5)
    assert world.notices.opened == ["10"]

    await world.want(has_digest=False)
    await world.want(has_digest=True)

    assert world.notices.opened == ["10", "10"]
