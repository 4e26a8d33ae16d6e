from types import SimpleNamespace
from typing import Any

import discord
import pytest

from cogs.discord.setup import AS_IT_IS, AUTOMATIC, NEEDED, SetupForm, list_missing
from core.domain.clips.edit_plan import Layout
from core.errors import InvalidInput
from tests.builders import make_binding

BOT: Any = SimpleNamespace()


def make_guild(allowed: discord.Permissions) -> Any:
    """Return a server with a channel 11, as far as rights go."""
    channel = SimpleNamespace(permissions_for=lambda member: {"Truss": allowed}[member])
    return SimpleNamespace(me="Truss", get_channel={11: channel}.get)


def test_the_rights_that_lack_are_named_as_discord_names_them():
    allowed = discord.Permissions(NEEDED.value)
    allowed.update(attach_files=False, read_message_history=False)

    assert list_missing(make_guild(allowed), 11) == ["attach files", "read message history"]
    assert list_missing(make_guild(NEEDED), 11) == []


def test_of_a_channel_that_the_bot_does_not_know_nothing_is_said():
    assert list_missing(make_guild(NEEDED), 12) == []
    assert list_missing(None, 11) == []


async def test_a_form_shows_how_the_server_is_set_up_now():
    form = SetupForm(BOT, make_binding(approvals_needed=7)).to_dict()["components"]

    channel, role, approvals, *_ = (label["component"] for label in form)
    assert [each["id"] for each in channel["default_values"]] == ["11"]
    assert [each["id"] for each in role["default_values"]] == ["12"]
    assert [o["label"] for o in approvals["options"]] == ["1", "2", "3", "4", "5", "7"]
    assert [o["label"] for o in approvals["options"] if o.get("default")] == ["7"]


@pytest.mark.parametrize(("approvals", "chosen"), [(None, "1"), (3, "3")])
async def test_a_form_of_a_new_server_is_empty_but_for_what_was_typed(approvals, chosen):
    form = SetupForm(BOT, None, approvals=approvals).to_dict()["components"]

    channel, role, count, *_ = (label["component"] for label in form)
    assert not channel.get("default_values")
    assert not role.get("default_values")
    assert [o["label"] for o in count["options"] if o.get("default")] == [chosen]


async def test_a_form_leaves_the_creators_own_wishes_as_they_are_unless_somebody_says_more():
    form = SetupForm(BOT, None).to_dict()["components"]
    *_, twitch, layout = (label["component"] for label in form)

    assert twitch["required"] is False
    assert [o["value"] for o in layout["options"] if o.get("default")] == [AS_IT_IS]
    assert {o["value"] for o in layout["options"]} == {AS_IT_IS, AUTOMATIC, *Layout}


async def test_a_form_that_is_sent_empty_is_answered_by_a_sentence():
    """Discord asks for both, and yet a form without them has come."""
    with pytest.raises(InvalidInput, match="Choose a review channel"):
        SetupForm(BOT, None).read_wish()
