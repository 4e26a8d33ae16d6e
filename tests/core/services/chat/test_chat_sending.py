from dataclasses import replace

import pytest

from core.domain.chat.chat_answer import SENT_MAX
from core.domain.work.platform import Platform
from core.errors import Forbidden, TokenRefused
from core.services.chat.chat_sending import ChatSending
from tests.builders import CREATOR
from tests.core.services.chat.test_live_chat import CHANNEL, World
from tests.fakes.accounts import FakeFreshTokens
from tests.fakes.twitch import FakeTwitch
from tests.plan_builders import make_token


@pytest.fixture
def world():
    return World()


@pytest.fixture
def twitch():
    return FakeTwitch()


@pytest.fixture
def chat_sending(world, twitch):
    return make_speaking(world, twitch)


def make_speaking(world, voice):
    return ChatSending(
        clock=world.clock,
        live_chat=world.live_chat,
        spike_detection=world.live_chat._spike_detection,
        tokens=FakeFreshTokens(make_token(creator_id=CREATOR, platform=Platform.TWITCH)),
        voice=voice,
        speaker_id=CREATOR,
    )


async def test_a_line_is_said_in_the_channel(chat_sending, twitch):
    assert await chat_sending.say("7", "hello")

    assert twitch.said == [("7", "hello")]


async def test_an_account_keeps_to_twitchs_limit_wherever_it_speaks(world, chat_sending, twitch):
    """Beyond it, Twitch would silence the account for half an hour."""
    for number in range(60):
        world.live_chat.add_channel(replace(CHANNEL, broadcaster_id=f"c{number}"))

    said = [await chat_sending.say(f"c{number}", "hello") for number in range(60)]

    assert sum(said) == SENT_MAX
    world.clock.advance(30.0)
    assert await chat_sending.say("c0", "hello")


async def test_one_channel_gets_one_line_a_second(world, chat_sending):
    assert [await chat_sending.say("7", "hello") for _ in range(3)] == [True, False, False]
    world.clock.advance(1.0)
    assert await chat_sending.say("7", "hello")


async def test_where_the_creator_wants_silence_nothing_is_said(world, chat_sending, twitch):
    world.live_chat.add_channel(replace(CHANNEL, is_silent=True))

    assert not await chat_sending.say("7", "hello")
    assert not await chat_sending.say("unknown", "hello")
    assert twitch.said == []


async def test_where_chat_is_fast_nothing_is_said(world, chat_sending):
    await world.say()
    assert await chat_sending.say("7", "hello")
    for number in range(60):
        world.clock.advance(0.1)
        await world.say("so fast", chatter=f"viewer{number}")

    assert not await chat_sending.say("7", "hello")


async def test_without_an_application_nothing_is_said(world):
    assert not await make_speaking(world, None).say("7", "hello")


async def test_what_twitch_does_not_show_is_not_said(chat_sending, twitch):
    twitch.failing = Forbidden("Only followers may write.")

    assert not await chat_sending.say("7", "hello")


async def test_a_token_that_was_refused_is_replaced_once(world, twitch, monkeypatch):
    chat_sending = make_speaking(world, twitch)
    say, tries = twitch.say, []

    async def refuse_once(token, **given):
        tries.append(token)
        if len(tries) == 1:
            raise TokenRefused("Twitch did not take the token.")
        await say(token, **given)

    monkeypatch.setattr(twitch, "say", refuse_once)

    assert await chat_sending.say("7", "hello")
    assert len(tries) == 2
