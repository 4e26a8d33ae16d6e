"""What deleting a creator does is walked through in tests/journeys/test_discord_team.py."""

from types import SimpleNamespace
from typing import Any

from cogs.discord.team.deleting import Deletion, DeletionForm
from core.domain.people.actor import Role
from tests.builders import CREATOR, make_actor

BOT: Any = SimpleNamespace()
OWNER = make_actor(role=Role.OWNER)


async def test_the_button_is_a_dangerous_one():
    (row,) = Deletion(BOT, OWNER).to_components()

    assert [button["style"] for button in row["components"]] == [4]


async def test_the_form_says_which_words_delete():
    (label,) = DeletionForm(BOT, OWNER).to_dict()["components"]

    assert label["description"] == f"type: delete {CREATOR}"
