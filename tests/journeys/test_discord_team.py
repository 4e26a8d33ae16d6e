"""The team of a server's creator: by person, by role, handed over, and the server left."""

from tests.journeys.discord_commands import until_told
from tests.journeys.discord_world import LOCAL, read
from tests.servers.discord import INSTALLER_ID


async def test_an_editor_is_made_by_person_and_by_role_and_may_change_settings(ready, guild):
    person = ready.discord.add_member(guild)
    fan = ready.discord.add_member(guild, "fans")
    refused = await read(ready, guild, fan, "settings", sensitivity=4.0)
    assert "Only the creator, an editor or a moderator" in refused

    told = await read(ready, guild, INSTALLER_ID, "setup team", person=person, become="editor")
    assert f"<@{person}> may change settings" in told
    role = guild.roles["fans"]
    await read(ready, guild, INSTALLER_ID, "setup team", role=role, become="editor")

    for user_id in (person, fan):
        assert "4 spikes an hour" in await read(ready, guild, user_id, "settings", sensitivity=4.0)
    listed = await read(ready, guild, INSTALLER_ID, "setup team")
    assert f"whoever has <@&{role}>, <@{person}>" in listed

    await read(ready, guild, INSTALLER_ID, "setup team", role=role, become="nobody")
    assert "Only the creator" in await read(ready, guild, fan, "settings", sensitivity=5.0)


async def test_ownership_goes_over_only_after_it_was_asked_for_once_more(ready, guild):
    heir = ready.discord.add_member(guild)
    asked = await ready.discord.type_command(
        guild, INSTALLER_ID, "setup team", person=heir, become="owner"
    )
    assert "Is that what you want?" in await until_told(asked)
    stores = ready.app.ports.stores
    assert await stores.members.find_member(heir, LOCAL) is None

    pressed = await ready.discord.press_on(asked, INSTALLER_ID, "Hand over")

    assert f"<@{heir}> is the owner now." in await until_told(pressed)
    again = await read(ready, guild, INSTALLER_ID, "setup team", person=heir, become="nobody")
    assert again == "Only the creator may do this; ask them."
    assert (await stores.members.find_member(heir, LOCAL)).role == "owner"


async def test_everything_goes_after_the_data_were_handed_out_and_the_words_typed(ready, guild):
    clip = await ready.add_clip()
    await ready.card(guild)
    editor = ready.discord.add_member(guild)
    await read(ready, guild, INSTALLER_ID, "setup team", person=editor, become="editor")
    refused = await read(ready, guild, editor, "setup remove", everything=True)
    assert refused == "Only the creator may do this; ask them."

    asked = await ready.discord.type_command(guild, INSTALLER_ID, "setup remove", everything=True)
    assert "Attached are all your data" in await until_told(asked)
    form = await ready.discord.press_on(asked, INSTALLER_ID, "Delete everything")
    await form.answered.wait()
    wrong = await ready.discord.submit(form, INSTALLER_ID, words="yes")
    assert "Nothing was deleted" in await until_told(wrong)
    await ready.app.ports.stores.clips.get_clip(LOCAL, clip.id)

    form = await ready.discord.press_on(asked, INSTALLER_ID, "Delete everything")
    await form.answered.wait()
    done = await ready.discord.submit(form, INSTALLER_ID, words=f"delete {LOCAL}")

    assert "Everything is deleted" in await until_told(done)
    stores = ready.app.ports.stores
    assert (await stores.clips.list_clips(LOCAL)).items == ()
    assert await stores.guilds.find_guild(guild.id) is None
    assert await ready.app.ports.storage.list_files(f"creators/{LOCAL}/") == ()


async def test_an_editor_hands_nothing_over(ready, guild):
    editor = ready.discord.add_member(guild)
    await read(ready, guild, INSTALLER_ID, "setup team", person=editor, become="editor")

    told = await read(ready, guild, editor, "setup team", person=editor, become="owner")

    assert told == "Only the creator may do this; ask them."


async def test_cards_move_to_another_channel_and_the_server_is_left(ready, guild):
    clip = await ready.add_clip()
    await ready.card(guild)
    chat = guild.channels["chat"]

    told = await read(ready, guild, INSTALLER_ID, "setup move", review_channel=chat)

    assert told.startswith(f"Cards go to <#{chat}>")
    await ready.until_status(clip, "in_review")
    asked = await ready.discord.type_command(guild, INSTALLER_ID, "setup remove")
    assert "Is that what you want?" in await until_told(asked)
    pressed = await ready.discord.press_on(asked, INSTALLER_ID, "Remove")
    assert await until_told(pressed) == "Truss is no longer set up in this server."
    assert "not set up yet" in await read(ready, guild, INSTALLER_ID, "clip list")
