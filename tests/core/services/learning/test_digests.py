from datetime import UTC, datetime
from typing import Any

import pytest

from core.domain.people.preferences import EVERYBODY, Digest
from core.domain.people.voice import Tone
from core.errors import ExternalFailure
from core.services.people.personal_preferences import PersonalWish
from tests.builders import CREATOR
from tests.core.services.learning.learning_world import EDITOR, OWNER, LearningWorld
from tests.fakes.people import FakeNotices


@pytest.fixture
async def world(tmp_path):
    """It is Sunday noon, 1 March 2026."""
    world = LearningWorld(tmp_path)
    await world.add_server()
    await world.insights.digests.arrange(CREATOR)
    return world


def set_clock(world, *at: Any):
    world.clock.at = datetime(*at).replace(tzinfo=UTC)  # noqa: DTZ001 - UTC comes next


async def test_the_channel_is_told_on_monday_at_nine_once_a_week(world):
    assert await world.insights.digests.sweep() == 0

    set_clock(world, 2026, 3, 2, 9)
    await sweep_all(world)
    assert await world.insights.digests.sweep() == 0
    set_clock(world, 2026, 3, 9, 9)
    await sweep_all(world)

    assert [guild for guild, _ in world.notices.letters.values()] == ["10", "10"]


async def test_arranging_twice_tells_once(world):
    await world.insights.digests.arrange(CREATOR)
    await world.insights.digests.arrange_digest(CREATOR, EVERYBODY)

    set_clock(world, 2026, 3, 2, 9, 5)
    await world.insights.digests.sweep()

    assert len(world.notices.letters) == 1


async def test_who_has_left_the_team_is_told_nothing(world):
    await world.insights.wants.change(EDITOR, PersonalWish(digest=Digest.WEEKLY))
    await world.insights.digests.arrange_digest(CREATOR, EDITOR.person_id)
    member = await world.stores.members.find_member("2", CREATOR)
    await world.stores.members.remove_member(member)

    set_clock(world, 2026, 3, 2, 9)
    await world.insights.digests.sweep()
    assert world.notices.written == []

    await world.stores.members.add_member(member)
    set_clock(world, 2026, 3, 9, 9)
    await world.insights.digests.sweep()
    assert len(world.notices.written) == 1


async def test_a_person_is_told_at_their_own_hour_in_their_zone_and_tone(world):
    wish = PersonalWish(
        tone=Tone.BRUTAL, time_zone="Asia/Tokyo", digest=Digest.DAILY, digest_hour=7
    )
    await world.insights.wants.change(EDITOR, wish)
    await world.insights.digests.arrange_digest(CREATOR, EDITOR.person_id)

    set_clock(world, 2026, 3, 1, 21, 59)
    assert await world.insights.digests.sweep() == 0
    set_clock(world, 2026, 3, 1, 22)
    assert await world.insights.digests.sweep() == 1

    ((user, letter),) = world.notices.written
    assert user == "2"
    assert letter.paragraphs[0] == ("Your week. No sugar.",)


async def test_quiet_hours_are_kept_even_when_the_program_was_down(world):
    await world.insights.wants.change(OWNER, PersonalWish(quiet_hours="22-7"), for_all=True)

    set_clock(world, 2026, 3, 2, 23)
    await world.insights.digests.sweep()
    assert world.notices.letters == {}
    set_clock(world, 2026, 3, 3, 7)
    await world.insights.digests.sweep()
    assert len(world.notices.letters) == 1


async def test_an_older_hour_is_forgotten_when_another_one_is_wanted(world):
    await world.insights.wants.change(OWNER, PersonalWish(digest_hour=18), for_all=True)
    await world.insights.digests.arrange_digest(CREATOR, EVERYBODY)

    set_clock(world, 2026, 3, 2, 9)
    await world.insights.digests.sweep()
    assert world.notices.letters == {}
    set_clock(world, 2026, 3, 2, 18)
    await world.insights.digests.sweep()
    assert len(world.notices.letters) == 1


async def test_whoever_wants_none_gets_none(world):
    await world.insights.wants.change(OWNER, PersonalWish(digest=Digest.NEVER), for_all=True)

    set_clock(world, 2026, 3, 2, 9)
    await world.insights.digests.sweep()

    assert world.notices.letters == {}


async def test_the_posts_are_looked_at_a_week_later_and_weekly(world):
    set_clock(world, 2026, 3, 8, 12)
    await world.insights.digests.sweep()
    first = await world.insights.lessons.read(OWNER)
    set_clock(world, 2026, 3, 15, 12)
    await world.insights.digests.sweep()
    second = await world.insights.lessons.read(OWNER)

    assert first.looked_on == datetime(2026, 3, 8, 12, tzinfo=UTC)
    assert second.looked_on == datetime(2026, 3, 15, 12, tzinfo=UTC)


class ShutBoard(FakeNotices):
    """A board that refuses for a while, or for good."""

    is_retryable = True

    is_away = True

    async def post_letter(self, place, letter, *, nonce):
        if self.is_away and place.guild_id == "10":
            raise ExternalFailure("Discord is away.", retryable=self.is_retryable)
        await super().post_letter(place, letter, nonce=nonce)


@pytest.fixture
def board(world):
    world.app.insights.digests._notices = board = ShutBoard()
    return board


async def test_what_cannot_be_sent_waits_for_discord_within_its_week(world, board):
    """A row that is due waits, whoever restarts meanwhile; it is sent outside of quiet hours."""
    await world.insights.wants.change(OWNER, PersonalWish(quiet_hours="22-7"), for_all=True)
    set_clock(world, 2026, 3, 2, 9)
    await sweep_all(world)
    set_clock(world, 2026, 3, 7, 12)
    await sweep_all(world)
    assert board.letters == {}

    board.is_away = False
    set_clock(world, 2026, 3, 7, 23)
    await sweep_all(world)
    assert board.letters == {}
    set_clock(world, 2026, 3, 8, 7)
    await sweep_all(world)
    assert len(board.letters) == 1

    set_clock(world, 2026, 3, 9, 9)
    await sweep_all(world)
    await sweep_all(world)
    assert len(board.letters) == 2


async def test_a_week_that_is_over_gives_way_to_the_next_one(world, board):
    set_clock(world, 2026, 3, 2, 9)
    await sweep_all(world)
    board.is_away = False
    set_clock(world, 2026, 3, 9, 10)
    await sweep_all(world)
    await sweep_all(world)

    assert len(board.letters) == 1


async def test_a_server_that_is_away_delays_no_other_and_repeats_none(world, board):
    await world.add_place("11")
    set_clock(world, 2026, 3, 2, 9)
    await sweep_all(world)
    set_clock(world, 2026, 3, 2, 10)
    await sweep_all(world)
    assert [guild for guild, _ in board.letters.values()] == ["11"]

    board.is_away = False
    set_clock(world, 2026, 3, 2, 11)
    await sweep_all(world)
    assert [guild for guild, _ in board.letters.values()] == ["11", "10"]


async def test_discord_is_not_asked_at_every_sweep(world, board):
    set_clock(world, 2026, 3, 2, 9)
    await sweep_all(world)
    board.is_away = False
    set_clock(world, 2026, 3, 2, 9, 4)
    await sweep_all(world)
    assert board.letters == {}


async def test_what_will_never_be_sent_is_let_go(world, board):
    board.is_retryable = False
    set_clock(world, 2026, 3, 2, 9)
    await sweep_all(world)
    board.is_away = False
    set_clock(world, 2026, 3, 3, 9)
    await sweep_all(world)

    assert board.letters == {}


async def test_after_three_weeks_off_one_digest_is_sent(world):
    set_clock(world, 2026, 3, 26, 12)
    for _ in range(4):
        await world.insights.digests.sweep()
    assert len(world.notices.letters) == 1
    set_clock(world, 2026, 3, 30, 9)
    await sweep_all(world)
    assert len(world.notices.letters) == 2


async def sweep_all(world):
    """Sweep until nothing changes: what was overtaken makes room for what came next."""
    for _ in range(2):
        await world.insights.digests.sweep()
