"""Clips whose answer was lost, on a Twitch that answers, lists and delays as its documents say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from core.adapters.helix import Helix
from core.domain.footage.live_moment import FootageStatus, place_window, to_ms
from core.domain.work.platform import Platform
from core.errors import ExternalFailure, ReconnectRequired, StillSought
from core.services.footage.lost_clips import AWAY_SECONDS_MAX
from tests.builders import CREATOR, NOON, make_publication
from tests.core.services.footage.footage_world import BROADCASTER, SPIKE, STREAM, FootageWorld
from tests.servers.twitch import BOT_SCOPES, CREATOR_SCOPES, run_twitch
from tests.servers.twitch_state import CLIENT_ID, CLIENT_SECRET

NEXT = replace(
    SPIKE, detected_at_seconds=135.0, start_seconds=106.3, peak_seconds=131.0, end_seconds=136.0
)
"""Another moment, four seconds after the first."""
SECONDS_A_LOOK = 3.0
CREATE = ("POST", "/clips")


class Killed(BaseException):
    """The process ends here; nothing of it is left but what it had stored and sent."""


class Deadly:
    """Lets a process live through so many effects: each of them dies before and after it."""

    def __init__(self, breaths):
        self.breaths = breaths

    def breathe(self):
        if self.breaths == 0:
            raise Killed
        self.breaths -= 1

    def around(self, call):
        async def called(*args, **given):
            self.breathe()
            answer = await call(*args, **given)
            self.breathe()
            return answer

        return called


class Loopback:
    """A live stream with two moments, whose clips are asked for on the loopback Twitch."""

    world: Any
    helix: Any

    def __init__(self, tmp_path, twitch, http):
        self.twitch, self.world = twitch, FootageWorld(tmp_path)
        self.clock = self.world.clock
        twitch.now, twitch.clip_polls = self.clock.now, 0
        self.channel = twitch.add_channel("streamer", channel_id=BROADCASTER)
        self.channel.title = STREAM.title
        twitch.issue_token(
            BROADCASTER,
            BOT_SCOPES | CREATOR_SCOPES,
            value=f"access-{BROADCASTER}",
            seconds=10**9,
        )
        self.helix = Helix(
            http,
            api_url=twitch.api_url,
            auth_url=twitch.auth_url,
            client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET,
            clock=self.clock,
        )
        self.world.twitch = self.helix
        self.list_own_clips, self.create_clip = self.helix.list_own_clips, self.helix.create_clip
        self.moments: Any = self.world.stores.live_moments
        self.save_moment = self.moments.save_moment
        self.helix.list_own_clips = self.look

    async def look(self, *args, **given):
        """Each look takes the time that the next one waits for."""
        self.clock.advance(SECONDS_A_LOOK)
        return await self.list_own_clips(*args, **given)

    async def begin(self):
        await self.twitch.go_live(self.channel, started_at=NOON)
        await self.world.begin()
        await self.world.stores.spikes.add_spike(STREAM, NEXT)

    def die_after(self, breaths):
        deadly = Deadly(breaths)
        self.helix.create_clip = deadly.around(self.create_clip)
        self.moments.save_moment = deadly.around(self.save_moment)

    def revive(self):
        self.helix.create_clip = self.create_clip
        self.moments.save_moment = self.save_moment

    async def ask(self, spike=SPIKE):
        moment = await self.world.keeping.open_moment(STREAM, spike)
        return await self.world.asking.ask(STREAM, spike, moment, place_window(STREAM, spike))

    async def settle(self, spike=SPIKE):
        """Ask as its job does, again and again, until it is known what became of the clip."""
        for _ in range(60):
            try:
                return await self.ask(spike)
            except StillSought as sought:
                self.clock.advance(sought.again_seconds or 0)
            except ExternalFailure:
                self.clock.advance(5)
        raise AssertionError("it is looked for without end")

    async def lose(self, spike=SPIKE):
        """Ask for a clip whose answer never arrives."""
        self.twitch.lost_answers.append(CREATE)
        with pytest.raises(ExternalFailure):
            await self.ask(spike)

    def add_clip(self, user_id, *, seconds=30.0, title=STREAM.title):
        token = self.twitch.issue_token(user_id)
        return self.twitch.helix.clips.add_clip(token, self.channel, title, seconds)

    def count_asked(self):
        return len([r for r in self.twitch.requests_to(*CREATE) if r.status == 202])

    async def moment(self, spike=SPIKE):
        return await self.world.stores.live_moments.find_moment(
            CREATOR, STREAM.id, to_ms(spike.detected_at_seconds)
        )


@pytest.fixture
async def loopback(tmp_path):
    async with run_twitch() as twitch, aiohttp.ClientSession() as http:
        made = Loopback(tmp_path, twitch, http)
        await made.begin()
        yield made


@pytest.mark.parametrize("listed_after", [0, 45, 200])
@pytest.mark.parametrize("breaths", range(9))
async def test_wherever_the_process_dies_the_clip_is_its_moments_and_there_is_one(
    loopback, breaths, listed_after
):
    """Opened, noted, asked, stored: it dies before and after each, and comes back half a minute on.

    Or it was dead for an hour, which is when one look must not be taken for a no.
    """
    loopback.twitch.clip_seconds = listed_after
    loopback.die_after(breaths)
    try:
        await loopback.ask()
    except Killed:
        loopback.clock.advance(3600 if breaths % 2 else 30)
    loopback.revive()

    moment = await loopback.settle()

    assert loopback.count_asked() <= 1
    assert [moment.twitch_clip_id] == (list(loopback.twitch.clips) or [""])
    assert bool(moment.refusal) == (not loopback.twitch.clips)
    assert await loopback.settle() == moment, "and nothing is asked again"
    assert loopback.count_asked() <= 1


async def test_an_answer_that_is_lost_on_the_wire_is_found_however_late_twitch_lists_it(loopback):
    loopback.twitch.clip_seconds = 250
    await loopback.lose()

    moment = await loopback.settle()

    assert [moment.twitch_clip_id] == list(loopback.twitch.clips)


async def test_two_moments_within_seconds_get_each_its_own_and_no_viewers(loopback):
    viewer = loopback.twitch.add_channel("viewer").id
    await loopback.lose()
    loopback.add_clip(viewer, seconds=28.5)
    loopback.clock.advance(4)
    await loopback.lose(NEXT)
    loopback.add_clip(viewer, seconds=29.2)
    first, second = (c for c in loopback.twitch.clips.values() if c.creator_id == BROADCASTER)
    first.listed_at = loopback.clock.now() + timedelta(seconds=90)

    moments = [await loopback.settle(NEXT), await loopback.settle()]

    assert [moment.twitch_clip_id for moment in moments] == [second.id, first.id]


async def test_a_clip_that_was_never_made_is_not_replaced_by_the_next_moments(loopback):
    """The first wish never arrived; the second one's answer is still under way."""
    loopback.die_after(4)
    with pytest.raises(Killed):
        await loopback.ask()
    loopback.revive()
    loopback.clock.advance(4)
    await loopback.lose(NEXT)

    first = await loopback.settle()
    second = await loopback.settle(NEXT)

    assert (first.twitch_clip_id, first.is_unsure) == ("", False)
    assert [second.twitch_clip_id] == list(loopback.twitch.clips)


async def test_what_was_published_there_is_not_taken_for_a_moments_clip(loopback):
    published = loopback.add_clip(BROADCASTER, seconds=28.5)
    publication = make_publication(platform=Platform.TWITCH, post_id=published.id)
    loopback.world.stores.memory.publications[CREATOR, publication.id] = publication
    await loopback.lose()

    moment = await loopback.settle()

    assert moment.twitch_clip_id not in {"", published.id}


async def test_the_streamers_own_clip_of_the_time_is_told_of_where_ours_never_came(loopback):
    loopback.die_after(4)
    with pytest.raises(Killed):
        await loopback.ask()
    loopback.revive()
    by_hand = loopback.add_clip(BROADCASTER, seconds=55.0)

    moment = await loopback.settle()

    assert (moment.twitch_clip_id, moment.is_unsure) == ("", True)
    assert moment.untied == (f"https://clips.twitch.tv/{by_hand.id}",)
    assert "is not certain" in moment.refusal


async def test_a_clip_is_found_after_its_moment_was_cut_from_our_own_footage(loopback):
    loopback.world.fill_ring(100, 136)
    loopback.twitch.clip_seconds = 120
    loopback.twitch.lost_answers.append(CREATE)
    with pytest.raises(ExternalFailure):
        await loopback.world.catch()
    assert (await loopback.moment()).footage is FootageStatus.CAUGHT

    moment = await loopback.settle()

    assert [moment.twitch_clip_id] == list(loopback.twitch.clips)
    assert len(await loopback.world.clips()) == 1


async def test_an_outage_of_hours_is_outlasted_and_one_without_end_is_told(loopback):
    await loopback.lose()
    loopback.twitch.helix_status = 503
    with pytest.raises(StillSought) as soon:
        await loopback.ask()
    loopback.clock.advance(2 * 3600)
    with pytest.raises(StillSought) as late:
        await loopback.ask()
    assert (soon.value.again_seconds, late.value.again_seconds) == (20.0, 300.0)

    loopback.clock.advance(AWAY_SECONDS_MAX)
    moment = await loopback.ask()

    assert moment.is_unsure
    assert "whether it made a clip of the moment is unknown" in moment.refusal


async def test_an_account_that_was_unlinked_meanwhile_leaves_it_unknown(loopback):
    await loopback.lose()
    loopback.world.tokens.failing = ReconnectRequired("Twitch forgot us.")

    moment = await loopback.settle()

    assert (moment.is_unsure, moment.twitch_clip_id) == (True, "")


async def test_given_up_for_another_reason_it_is_looked_for_once_more(loopback):
    await loopback.lose()

    await loopback.world.give_up("the disk is full")

    moment = await loopback.moment()
    assert [moment.twitch_clip_id] == list(loopback.twitch.clips)
    assert (moment.refusal, moment.footage) == ("", FootageStatus.MISSING)


async def test_the_answer_takes_the_place_of_a_clip_that_was_taken_for_it(loopback):
    """With its id go the address and the name of the other one."""

    async def create(*args):
        clip_id = await loopback.create_clip(*args)
        stored = await loopback.moment()
        other = {"twitch_clip_id": "Other", "twitch_clip_url": "https://t/o", "refusal": ""}
        await loopback.save_moment(replace(stored, twitch_clip_title="Other", **other))
        return clip_id

    loopback.helix.create_clip = create

    moment = await loopback.ask()

    assert [moment.twitch_clip_id] == list(loopback.twitch.clips)
    assert (moment.twitch_clip_url, moment.twitch_clip_title) == ("", "")


async def test_a_moment_that_twitch_refused_takes_no_clip_of_another(loopback):
    loopback.twitch.helix_status = 403
    refused = await loopback.ask()
    loopback.twitch.helix_status = 0
    assert refused.refusal

    await loopback.lose(NEXT)
    found = await loopback.settle(NEXT)

    assert [found.twitch_clip_id] == list(loopback.twitch.clips)


async def test_given_up_while_twitch_is_away_it_is_told_that_one_may_be_left(loopback):
    await loopback.lose()
    loopback.twitch.helix_status = 503

    await loopback.world.give_up("the disk is full")

    moment = await loopback.moment()
    assert (moment.refusal, moment.is_unsure) == ("the disk is full", True)


async def test_an_answer_outweighs_what_another_process_made_of_the_moment_meanwhile(loopback):
    """Another process took the moment over, and gave the clip up, while the answer was coming."""

    async def create(*args):
        clip_id = await loopback.create_clip(*args)
        stored = await loopback.moment()
        await loopback.save_moment(replace(stored, refusal="given up"))
        return clip_id

    loopback.helix.create_clip = create

    moment = await loopback.ask()

    assert [moment.twitch_clip_id] == list(loopback.twitch.clips)
    assert moment.refusal == ""
