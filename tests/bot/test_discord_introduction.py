from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import discord

from bot.discord_introduction import choose_channel, was_invited_lately


def make_channel(name: str, *, may: bool) -> Any:
    permissions = discord.Permissions(view_channel=True, send_messages=may)
    return SimpleNamespace(name=name, permissions_for=lambda member: permissions)


def make_guild(*channels: Any, system: Any = None, age: timedelta = timedelta()) -> Any:
    me = SimpleNamespace(joined_at=discord.utils.utcnow() - age)
    return SimpleNamespace(me=me, system_channel=system, text_channels=list(channels))


def test_newcomers_are_greeted_where_the_server_greets_and_one_may_write():
    open_one, closed = make_channel("a", may=True), make_channel("b", may=False)
    system = make_channel("system", may=True)

    assert choose_channel(make_guild(closed, open_one, system=system)) is system
    assert choose_channel(make_guild(closed, open_one, system=closed)) is open_one
    assert choose_channel(make_guild(closed)) is None


def test_an_invitation_is_new_for_a_day():
    assert was_invited_lately(make_guild(age=timedelta(hours=3)))
    assert not was_invited_lately(make_guild(age=timedelta(days=2)))
