"""A newcomer's walk over the loopback: from the invitation to the first published clip."""

import asyncio

import pytest

from tests.journeys.discord_commands import until_told
from tests.journeys.discord_world import LOCAL, join, labels_of, run_world, text_of, until
from tests.servers.discord import INSTALLER_ID

INTERACTIONS_MAX = 6


@pytest.mark.no_cover
async def test_from_the_invitation_to_the_first_published_clip_in_four_interactions(
    discord, tmp_path
):
    """A form, its sending, where clips go, and the decision."""
    said = []
    async with run_world(discord, tmp_path) as world:
        guild = await join(discord, owner_id=INSTALLER_ID)

        form = await discord.type_command(guild, INSTALLER_ID, "setup here")
        await asyncio.wait_for(form.answered.wait(), 30)
        said.append(form.messages[-1]["title"])
        sent = await discord.submit(
            form,
            INSTALLER_ID,
            review=guild.channels["review"],
            moderator=guild.roles["moderators"],
        )
        said.append(await until_told(sent))
        assert "☐ Approved clips go to a folder" in said[-1]
        places = await discord.type_command(
            guild,
            INSTALLER_ID,
            "where add",
            platform="discord",
            account=guild.channels["chat"],
        )
        said.append(await until_told(places))

        await world.add_clip(creator_id=LOCAL)  # chat erupts
        card = await world.card(guild)
        assert "Goes to Discord soon after approval" in text_of(world, card)
        pressed = await discord.press(INSTALLER_ID, card, "Approve")
        said.append(await until_told(pressed))
        await until(lambda: "https://discord.com/channels/" in text_of(world, card))

        assert labels_of(world, card) == ["Why"]
    assert len(said) <= INTERACTIONS_MAX
