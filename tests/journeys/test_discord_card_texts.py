"""Cards in the language of a creator, and answers in that of whoever asks."""

import asyncio

from core.services.people.creator_settings import SettingsWish
from tests.journeys.discord_commands import until_told
from tests.journeys.discord_world import LOCAL, actor_of, labels_of, text_of, until
from tests.servers.discord import list_buttons


async def test_a_card_is_german_where_the_creator_is_and_answers_follow_who_asks(ready, guild):
    """The card, its form and its reasons, a refusal, a reaction's answer and what is decided."""
    discord = ready.discord
    await ready.app.people.settings.change_settings(actor_of(LOCAL), SettingsWish(language="de"))
    moderator, fan = discord.add_member(guild, "moderators"), discord.add_member(guild, "fans")
    clip = await ready.add_clip()
    card = await ready.card(guild)
    await until(lambda: len(discord.reactions[card]) == 5)

    assert labels_of(ready, card)[:4] == ["Freigeben", "Ablehnen", "Warum", "Ändern"]
    assert "61 von 100" in text_of(ready, card)
    assert "### A moment" in text_of(ready, card)

    form = await discord.press(moderator, card, "Ändern")
    await asyncio.wait_for(form.answered.wait(), 30)
    assert form.messages[-1]["title"] == "Clip ändern"
    assert [each["label"] for each in form.messages[-1]["components"]] == [
        *("Titel", "Anfang", "Ende", "Layout"),
    ]
    sent = await discord.submit(form, moderator, titel="Approved", anfang="1:43", ende="2:13")
    assert await until_told(sent) == "Der Clip heißt jetzt Approved."
    await until(lambda: "### Approved" in text_of(ready, card))

    why = await until_told(await discord.press(moderator, card, "Warum"))
    assert "31 Personen schrieben binnen Sekunden 40 Zeilen" in why
    more = await discord.press(moderator, card, "Mehr")
    assert await until_told(more) == "Was soll mit diesem Clip noch geschehen?"
    assert [b["label"] for b in list_buttons(more.messages[-1])] == [
        "Zuerst bringen",
        "Jetzt veröffentlichen",
    ]
    refused = await until_told(await discord.press(fan, card, "Freigeben"))
    assert refused.startswith("Nur der Creator, ein Editor oder ein Moderator darf")
    await discord.react(fan, card, "✅")
    await until(lambda: len(discord.cards(guild)) == 2)
    assert discord.cards(guild)[1]["content"].startswith(f"<@{fan}> Nur der Creator, ein Editor")

    approved = await until_told(await discord.press(moderator, card, "Freigeben"))
    assert approved.startswith("Freigegeben.")
    await ready.until_status(clip, "approved")
    await until(lambda: "Freigegeben von" in text_of(ready, card))


async def test_in_an_english_server_only_the_answers_to_a_german_are_german(ready, guild):
    moderator, other = (discord_member(ready, guild) for _ in range(2))
    ready.discord.locales[moderator] = "de"
    await ready.add_clip()
    card = await ready.card(guild)

    assert labels_of(ready, card)[:2] == ["Approve", "Reject"]
    german = await until_told(await ready.discord.press(moderator, card, "Reject"))
    english = await until_told(await ready.discord.press(other, card, "Reject"))

    assert german == "Abgelehnt. Nichts geht hinaus."
    assert english.startswith("This clip was already rejected by <@")


def discord_member(ready, guild):
    return ready.discord.add_member(guild, "moderators")
