"""What Discord says of a member is believed for seconds; the rest is in the journeys."""

import asyncio

import pytest

from bot import discord_roster
from bot.discord_posts.board import DiscordBoard
from bot.discord_roster import DiscordRoster
from core.errors import ExternalFailure
from core.ports.people import Roster

_: type[Roster] = DiscordRoster


class Http:
    def __init__(self):
        self.asked = 0

    async def get_member(self, guild_id, user_id):
        self.asked += 1
        await asyncio.sleep(0.01)
        return {"roles": [guild_id, user_id]}


class Board(DiscordBoard):
    """A board whose client has nothing but `http`."""

    def __init__(self, http):
        super().__init__()
        self.http = http

    async def get_client(self):
        return self


async def test_many_who_ask_at_once_are_one_question(monkeypatch):
    monkeypatch.setattr(discord_roster, "BELIEVED_SECONDS", 0.2)
    http = Http()
    roster = DiscordRoster(Board(http))

    found = await asyncio.gather(*(roster.find_roles("1", "2") for _ in range(20)))
    assert set(found) == {frozenset({"1", "2"})}
    assert http.asked == 1

    await asyncio.sleep(0.25)
    await roster.find_roles("1", "2")
    assert http.asked == 2


async def test_a_board_that_is_not_connected_tells_no_roles():
    with pytest.raises(ExternalFailure):
        await DiscordRoster(DiscordBoard()).find_roles("1", "2")
