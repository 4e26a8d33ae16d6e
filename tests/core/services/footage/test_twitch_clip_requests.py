from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.footage.live_moment import place_window
from core.domain.footage.twitch_clip import TwitchClipWish
from core.errors import (
    ExternalFailure,
    Forbidden,
    InvalidInput,
    NotFound,
    ReconnectRequired,
    RetryLater,
    StillSought,
    TokenRefused,
)
from tests.builders import NOON
from tests.core.services.footage.footage_world import (
    BROADCASTER,
    SPIKE,
    STREAM,
    FootageWorld,
    make_token,
)

WINDOW = place_window(STREAM, SPIKE)


@pytest.fixture
async def world(tmp_path):
    made = FootageWorld(tmp_path)
    await made.begin()
    return made


async def ask(world, spike=SPIKE):
    moment = await world.keeping.open_moment(STREAM, spike)
    return await world.asking.ask(STREAM, spike, moment, WINDOW)


async def test_a_clip_is_asked_for_that_begins_with_the_window(world):
    moment = await ask(world)

    (wish,) = world.twitch.wishes
    assert (wish.broadcaster_id, wish.title) == (BROADCASTER, "Blitz & more")
    assert wish.duration_seconds == 28.5  # from 103 to now, 131.5
    assert (moment.twitch_clip_id, moment.refusal) == ("clip-1", "")
    assert moment.asked_at == NOON + timedelta(seconds=131.5)


async def test_it_is_called_what_the_viewers_called_it(world):
    await ask(world, replace(SPIKE, asked_by="ann", asked_title="50% + 1 & #2"))

    assert world.twitch.wishes[0].title == "50% + 1 & #2"


async def test_the_place_is_marked_where_that_is_allowed(world):
    assert (await ask(world)).marked_seconds == 42.0
    assert world.twitch.marks == ["Truss: hype"]


async def test_a_marker_that_is_not_allowed_takes_nothing_from_the_clip(world):
    world.twitch.refusals["mark_stream"] = [ReconnectRequired("Missing scope.")]

    moment = await ask(world)

    assert (moment.twitch_clip_id, moment.marked_seconds, moment.refusal) == ("clip-1", None, "")


async def test_asked_again_nothing_is_asked_twice(world):
    first = await ask(world)

    assert await ask(world) == first
    assert len(world.twitch.wishes) == 1


@pytest.mark.parametrize(
    "error",
    [
        Forbidden("Clips are disabled for this channel."),
        NotFound("Clipping is not possible for an offline channel."),
        ReconnectRequired("Missing scope: clips:edit."),
        InvalidInput("The title failed AutoMod."),
    ],
)
async def test_twitchs_reason_is_kept_and_it_is_left_alone(world, error):
    world.twitch.refusals["create_clip"] = [error]

    moment = await ask(world)
    again = await ask(world)

    assert (moment.refusal, moment.twitch_clip_id) == (str(error), "")
    assert again == moment
    assert world.twitch.wishes == []
    assert world.twitch.marks == []


async def test_without_an_account_the_reason_says_what_to_do(world):
    world.tokens.tokens = []
    assert "linked" in (await ask(world)).refusal


async def test_without_an_application_nothing_is_asked(world):
    world.has_twitch = False

    assert (await ask(world)).refusal == "no Twitch application is set up"


async def test_another_account_of_the_creator_asks_where_the_channels_own_is_not_linked(world):
    world.tokens.tokens = [make_token("moderator")]

    assert (await ask(world)).twitch_clip_id == "clip-1"


async def test_where_twitch_asks_to_wait_it_is_asked_later(world):
    world.twitch.refusals["create_clip"] = [RetryLater("Twitch asks to wait.", seconds=12)]

    with pytest.raises(RetryLater):
        await ask(world)
    moment = await ask(world)

    assert moment.twitch_clip_id == "clip-1"
    assert len(world.twitch.wishes) == 1


async def test_a_token_that_was_refused_is_replaced_once(world):
    world.twitch.refusals["create_clip"] = [TokenRefused("Expired.")]
    world.twitch.refusals["mark_stream"] = [TokenRefused("Expired.")]

    moment = await ask(world)

    assert (moment.twitch_clip_id, moment.marked_seconds) == ("clip-1", 42.0)
    assert len(world.tokens.replaced) == 2


async def test_an_answer_that_never_came_is_looked_for_and_not_asked_for_again(world):
    """The wish may have arrived; a second one would make a second clip."""
    gone = ExternalFailure("Twitch cannot be reached.", retryable=True)
    world.twitch.refusals["create_clip"] = [gone]
    with pytest.raises(ExternalFailure):
        await ask(world)

    with pytest.raises(StillSought):
        await ask(world)
    world.clock.advance(300)
    moment = await ask(world)

    assert world.twitch.wishes == []
    assert moment.refusal == "Twitch's answer was lost, and it lists no clip of the moment"


async def test_killed_between_asked_and_saved_the_clip_is_found(world):
    opened = await world.keeping.open_moment(STREAM, SPIKE)
    await world.stores.live_moments.save_moment(replace(opened, asked_at=world.clock.now()))
    await world.twitch.create_clip(make_token(), _wish())
    world.twitch.comes_after = 2  # Twitch does not list it at once

    moment = await world.asking.ask(STREAM, SPIKE, await world.moment(), WINDOW)

    assert moment.twitch_clip_id == "clip-1"
    assert len(world.twitch.wishes) == 1


async def test_the_clip_of_the_next_moment_is_not_taken_for_it(world):
    opened = await world.keeping.open_moment(STREAM, SPIKE)
    await world.stores.live_moments.save_moment(replace(opened, asked_at=world.clock.now()))
    world.clock.advance(40)
    await world.twitch.create_clip(make_token(), _wish())
    world.clock.advance(300)

    moment = await world.asking.ask(STREAM, SPIKE, await world.moment(), WINDOW)

    assert (moment.twitch_clip_id, bool(moment.refusal)) == ("", True)


async def test_a_moment_that_is_long_over_is_not_clipped(world):
    """Back after an hour, Twitch would clip what is live now."""
    world.clock.advance(3600)

    moment = await ask(world)

    assert "was over before Twitch could be asked" in moment.refusal
    assert world.twitch.wishes == []


async def test_a_late_clip_is_waited_for(world):
    world.twitch.comes_after = 3

    moment, clip = await world.asking.await_clip(await ask(world))

    assert moment.twitch_clip_url == "https://clips.twitch.tv/clip-1"
    assert moment.twitch_clip_title == "Blitz & more"
    assert clip is not None


async def test_a_clip_that_never_comes_is_no_clip(world):
    world.twitch.comes_after = None

    moment, clip = await world.asking.await_clip(await ask(world))

    assert (clip, moment.twitch_clip_url) == (None, "")
    assert moment.refusal == "Twitch took the wish for a clip and never made one"


async def test_a_problem_while_looking_is_not_taken_for_a_no(world):
    world.twitch.refusals["find_clip"] = [ExternalFailure("503", retryable=True)]

    moment, clip = await world.asking.await_clip(await ask(world))

    assert clip is not None
    assert moment.refusal == ""


async def test_a_clip_that_was_seen_once_is_not_called_missing_later(world):
    moment, _ = await world.asking.await_clip(await ask(world))
    world.twitch.clips.clear()

    later, clip = await world.asking.await_clip(moment)

    assert (later, clip) == (moment, None)


async def test_a_download_that_is_not_allowed_is_none(world):
    moment = await ask(world)
    world.twitch.downloads["clip-1"] = "https://assets.example/clip.mp4"

    assert await world.asking.find_download(STREAM, moment) == "https://assets.example/clip.mp4"
    world.twitch.refusals["find_download"] = [ReconnectRequired("Missing scope.")]
    assert await world.asking.find_download(STREAM, moment) is None
    world.has_twitch = False
    assert await world.asking.find_download(STREAM, moment) is None


def _wish():
    return TwitchClipWish(broadcaster_id=BROADCASTER)
