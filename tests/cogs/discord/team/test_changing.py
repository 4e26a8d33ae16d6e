"""What the commands of a team do is walked through in tests/journeys/test_discord_team.py."""

from typing import Any

import discord
import pytest

from cogs.discord.team.changing import NO_BOTS, NO_ROLE_SAID, NOTHING_SAID, check_wish
from core.errors import InvalidInput

STATE: Any = None


def make_user(*, bot=False):
    data: Any = {"id": "2", "username": "ada", "discriminator": "0", "avatar": None, "bot": bot}
    return discord.User(state=STATE, data=data)


@pytest.mark.parametrize(
    ("who", "says_role", "sentence"),
    [
        (None, True, NOTHING_SAID),
        (make_user(), False, NO_ROLE_SAID),
        (make_user(bot=True), True, NO_BOTS),
    ],
)
def test_half_a_command_is_answered_by_what_lacks(who, says_role, sentence):
    with pytest.raises(InvalidInput, match=sentence):
        check_wish(who, says_role=says_role)


def test_a_whole_command_and_a_bare_one_pass():
    check_wish(None, says_role=False)
    check_wish(make_user(), says_role=True)
