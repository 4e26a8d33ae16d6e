"""A card's own menu, the first words in a new server, and a token that two processes use."""

from bot.discord_client import TWIN_PART
from tests.journeys.discord_commands import until_told
from tests.journeys.discord_world import join, run_world, until
from tests.servers.discord import INSTALLER_ID, list_texts


async def test_the_menu_of_a_card_edits_explains_and_publishes(ready, guild):
    clip = await ready.add_clip()
    card = await ready.card(guild)
    moderator = ready.discord.add_member(guild, "moderators")

    form = await ready.discord.use_menu(moderator, card, "Edit")
    await until_told(form)
    why = await ready.discord.use_menu(moderator, card, "Why")
    await until_told(why)
    sent = await ready.discord.use_menu(moderator, card, "Publish now")

    assert (form.kind, form.messages[0]["title"]) == (9, "Edit the clip")
    assert "**Fake 61/100**" in "\n".join(list_texts(why.messages[-1]))
    assert await until_told(sent)
    await ready.until_status(clip, "approved")


async def test_strangers_and_other_messages_get_a_sentence(ready, guild):
    await ready.add_clip()
    card = await ready.card(guild)
    fan = ready.discord.add_member(guild, "fans")
    other = ready.discord.lay_message(guild.channels["chat"])

    for entry in ("Publish now", "Edit", "Why"):
        told = await until_told(await ready.discord.use_menu(fan, card, entry))
        assert "Only the creator, an editor or a moderator" in told
        told = await until_told(await ready.discord.use_menu(INSTALLER_ID, other, entry))
        assert "not the card of a clip" in told


async def test_truss_introduces_itself_once_where_it_is_invited(ready, guild):
    other = await join(ready.discord, owner_id=ready.discord.new_id())
    here = set(other.channels.values())

    def find():
        return [m for m in ready.discord.messages.values() if m["channel_id"] in here]

    await until(lambda: bool(find()))
    await ready.discord.announce(other)
    await ready.until_idle()

    (greeting,) = find()
    command = next(c for c in ready.discord.commands if c["name"] == "setup")
    assert greeting["content"].startswith("**Hello, I am Truss.**")
    assert f"</setup here:{command['id']}>" in greeting["content"]
    known = set(guild.channels.values())
    assert not [m for m in ready.discord.messages.values() if m["channel_id"] in known]


async def test_a_second_process_with_the_same_token_is_told_of(ready, guild, tmp_path_factory):
    async with run_world(ready.discord, tmp_path_factory.mktemp("second")) as second:
        asked = await ready.discord.type_command(guild, INSTALLER_ID, "help")
        await until_told(asked)

        def list_warned():
            parts = [
                *ready.app.work.health.list_troubles(),
                *second.app.work.health.list_troubles(),
            ]
            return [part.trouble for part in parts if part.name == TWIN_PART]

        await until(lambda: bool(list_warned()))

    assert "stop one of them" in list_warned()[0]
    assert len(asked.texts) == 1


async def test_before_the_last_sessions_are_gone_truss_waits_and_says_so(discord, guild, tmp_path):
    discord.sessions_left = 3
    async with run_world(discord, tmp_path, waits=False) as world:

        def list_told():
            return [p.trouble for p in world.app.work.health.list_parts() if "used up" in p.trouble]

        await until(lambda: bool(list_told()))
        assert "again in 4.0 h" in list_told()[0]
        assert discord.identifies == 0
        discord.sessions_left = 900
        await until(lambda: discord.identifies == 1)
