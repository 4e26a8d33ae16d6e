"""How a server wants its cards: pinged in batches, in a thread, decided by thumbs."""

import pytest

from tests.journeys.discord_world import join, read, run_world, until, until_true
from tests.servers.discord import INSTALLER_ID


def list_notices(world, guild):
    told = [m for m in world.discord.messages.values() if "for a decision" in m["content"]]
    return [m for m in told if m["channel_id"] == guild.channels["review"]]


async def test_moderators_are_pinged_once_for_all_that_waits(ready, guild):
    told = await read(ready, guild, INSTALLER_ID, "setup cards", ping=30, quiet="none")
    assert f"<@&{guild.roles['moderators']}> is pinged at most every 30 minutes" in told
    await ready.add_clip(1)
    await ready.add_clip(2)
    await ready.card(guild, 2)

    await ready.app.cards.waiting.tell_waiting()
    await ready.app.cards.waiting.tell_waiting()

    (notice,) = list_notices(ready, guild)
    assert notice["content"].startswith(f"<@&{guild.roles['moderators']}> 2 clips wait")
    assert notice["allowed_mentions"] == {
        "parse": [],
        "roles": [guild.roles["moderators"]],
    }


async def test_a_digest_lays_cards_in_a_thread_which_wakes_for_an_edit(ready, guild):
    await read(ready, guild, INSTALLER_ID, "setup cards", digest=True)
    thread = guild.channels["Clips to decide on"]
    clip = await ready.add_clip()

    def find():
        found = [m for m in ready.discord.messages.values() if m["channel_id"] == thread]
        return [m for m in found if len(ready.discord.reactions[m["id"]]) >= 5]

    await until(lambda: bool(find()))
    ready.discord.archived[thread] = True
    (card,) = find()
    await ready.until_bound(clip, card["id"])
    await ready.discord.react(INSTALLER_ID, card["id"], "✅")
    await ready.until_status(clip, "approved")

    await until(lambda: ready.discord.archived[thread] is False)
    await ready.app.cards.waiting.tell_waiting()
    assert not [m for m in ready.discord.cards(guild) if m["components"]]


async def test_thumbs_decide_only_where_a_server_wants_them(ready, guild):
    clip = await ready.add_clip()
    card = await ready.card(guild)
    await ready.until_bound(clip, card)
    moderator = ready.discord.add_member(guild, "moderators")
    await ready.discord.react(moderator, card, "👍")
    assert (await ready.clip(clip)).status == "in_review"

    await read(ready, guild, INSTALLER_ID, "setup cards", thumbs=True)
    await ready.discord.react(moderator, card, "👍🏽")

    await ready.until_status(clip, "approved")


@pytest.mark.parametrize("wants_thumbs", [True, False])
async def test_thumbs_given_while_truss_was_away_are_picked_up(
    discord, guild, tmp_path, wants_thumbs
):
    async with run_world(discord, tmp_path) as world:
        await world.set_up(guild, INSTALLER_ID)
        await read(world, guild, INSTALLER_ID, "setup cards", thumbs=wants_thumbs)
        clip = await world.add_clip()
        card = await world.card(guild)
        await world.until_bound(clip, card)
    discord.reactions[card]["👎"] = [INSTALLER_ID]

    async with run_world(discord, tmp_path) as world:
        wanted = "rejected" if wants_thumbs else "in_review"

        async def is_so():
            return (await world.clip(clip)).status == wanted

        await until_true(is_so)


async def test_who_may_not_change_it_is_told(ready, guild):
    moderator = ready.discord.add_member(guild, "moderators")
    other = await join(ready.discord, owner_id=ready.discord.new_id())

    assert "ask one of them" in await read(ready, guild, moderator, "setup cards", ping=30)
    assert "say nothing" in await read(ready, guild, moderator, "setup cards")
    assert "not set up yet" in await read(ready, other, other.owner_id, "setup cards", ping=30)
    assert "22-7" in await read(ready, guild, INSTALLER_ID, "setup cards", quiet="late")
