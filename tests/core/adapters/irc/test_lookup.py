from __future__ import annotations

import pytest

from core.adapters.irc import IrcFinder
from core.errors import ExternalFailure
from core.ports.streams import ChannelFinder
from tests.servers.irc import run_irc

_: type[ChannelFinder] = IrcFinder


async def test_a_channels_id_is_known_by_joining_it() -> None:
    async with run_irc() as irc:
        irc.room_ids["streamer"] = "1337"
        irc.suspended.add("gone")
        finder = IrcFinder(url=irc.url, answer_seconds=0.2)

        found = await finder.find_channel("streamer")

        assert found is not None
        assert (found.broadcaster_id, found.login) == ("1337", "streamer")
        assert await finder.find_channel("gone") is None


async def test_a_chat_that_does_not_answer_is_no_word_on_the_channel() -> None:
    """A server that is silent for a while said "there is none" of every channel."""
    async with run_irc() as irc:
        irc.unknown.add("streamer")
        finder = IrcFinder(url=irc.url, answer_seconds=0.2)

        with pytest.raises(ExternalFailure, match="did not answer") as failure:
            await finder.find_channel("streamer")
        irc.unknown.clear()

        assert failure.value.retryable
        assert await finder.find_channel("streamer") is not None


async def test_a_chat_that_is_away_may_be_asked_again() -> None:
    with pytest.raises(ExternalFailure, match="cannot be reached") as failure:
        await IrcFinder(url="ws://127.0.0.1:1/").find_channel("streamer")

    assert failure.value.retryable
