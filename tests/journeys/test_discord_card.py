"""What a card opens and takes, whole: forms, private answers, other emojis, a change of mind."""

import asyncio

import pytest

from cogs.discord.review import Review
from core.domain.clips.clip import ClipStatus
from core.domain.publishing.publish_target import PublishTarget
from core.domain.work.platform import Platform
from tests.fakes.media import FakeRenderer
from tests.journeys.discord_commands import until_told
from tests.journeys.discord_world import LOCAL, actor_of, labels_of, run_world, text_of, until
from tests.servers.discord import INSTALLER_ID, list_media


async def lay_card(ready, guild):
    clip = await ready.add_clip()
    card = await ready.card(guild)
    await until(lambda: len(ready.discord.reactions[card]) == 5)
    return clip, card


async def test_edit_asks_by_a_form_that_holds_what_is_there(ready, guild):
    moderator = ready.discord.add_member(guild, "moderators")
    clip, old = await lay_card(ready, guild)

    asked = await ready.discord.press(moderator, old, "Edit")
    await asyncio.wait_for(asked.answered.wait(), 30)
    fields = [label["component"] for label in asked.messages[-1]["components"]]
    assert [field.get("value") for field in fields[:3]] == ["A moment", "1:43", "2:13"]
    sent = await ready.discord.submit(
        asked, moderator, title="An ace", start="1:41.5", end="2:13", layout="fit"
    )
    told = await until_told(sent)

    await ready.card(guild, 2)
    cut = await ready.clip(clip)
    assert "now called An ace" in told
    assert "to 2:13; its new card follows" in told
    assert (cut.title, cut.start_seconds, cut.end_seconds) == ("An ace", 101.5, 133.0)
    assert cut.layout == "fit"


async def test_edit_says_what_is_no_time_and_what_changes_nothing(ready, guild):
    clip, card = await lay_card(ready, guild)

    for values, sentence in (
        ({"start": "soon"}, "as in 1:43"),
        ({"title": "A moment", "start": "1:43", "end": "2:13"}, "Nothing would change"),
    ):
        asked = await ready.discord.press(INSTALLER_ID, card, "Edit")
        await asyncio.wait_for(asked.answered.wait(), 30)
        sent = await ready.discord.submit(asked, INSTALLER_ID, **values)
        assert sentence in await until_told(sent)

    assert (await ready.clip(clip)).status is ClipStatus.IN_REVIEW


async def test_why_tells_all_parts_and_what_chat_wrote_to_whoever_asks_alone(ready, guild):
    moderator = ready.discord.add_member(guild, "moderators")
    _, card = await lay_card(ready, guild)

    asked = await ready.discord.press(moderator, card, "Why")
    text = await until_told(asked)

    answer = asked.messages[-1]
    assert answer["flags"] & 64
    assert "**Fake 61/100** It was told so" in text
    assert "31 people wrote 40 lines" in text
    assert "NO WAY" in text
    assert list_media(answer)


async def test_more_puts_first_and_publishes_to_some_places_alone(ready, guild):
    moderator = ready.discord.add_member(guild, "moderators")
    settings = ready.app.publishing.settings
    channel = guild.channels["chat"]
    await settings.set_target(
        actor_of(LOCAL), PublishTarget(platform=Platform.DISCORD, account_id=channel)
    )
    clip, card = await lay_card(ready, guild)

    more = await ready.discord.press(moderator, card, "More")
    assert "What else" in await until_told(more)
    first = await ready.discord.press_on(more, moderator, "Put first")
    assert "before others" in await until_told(first)
    assert (await ready.clip(clip)).priority == 1
    now = await ready.discord.press_on(more, moderator, "Publish now")
    assert "goes to" in await until_told(now)

    await ready.until_status(clip, "approved")


@pytest.mark.parametrize("emoji", ["\u2714\ufe0f", "\u2714", "\u2611\ufe0f", "\u2611"])
async def test_other_marks_approve_with_and_without_a_selector(ready, guild, emoji):
    moderator = ready.discord.add_member(guild, "moderators")
    clip, card = await lay_card(ready, guild)

    await ready.discord.react(moderator, card, emoji)

    await ready.until_status(clip, "approved")


async def test_a_super_reaction_counts_like_any_other(ready, guild):
    moderator = ready.discord.add_member(guild, "moderators")
    clip, card = await lay_card(ready, guild)

    await ready.discord.super_react(moderator, card, "\u274e")

    await ready.until_status(clip, "rejected")


async def test_a_rejected_clip_is_asked_back_by_button_and_by_reaction(ready, guild):
    moderator = ready.discord.add_member(guild, "moderators")
    clip, card = await lay_card(ready, guild)

    await ready.discord.press(moderator, card, "Reject")
    await ready.until_status(clip, "rejected")
    await until(lambda: labels_of(ready, card) == ["Take back", "Why"])
    assert list_media(ready.discord.messages[card]) == []
    await ready.until_bound(clip, card)
    back = await ready.discord.press(moderator, card, "Take back")
    assert "waits for a decision again" in await until_told(back)
    await ready.until_status(clip, "in_review")
    await until(lambda: "Approve" in labels_of(ready, card))
    assert list_media(ready.discord.messages[card])

    await ready.until_bound(clip, card)
    await ready.discord.react(moderator, card, "❌")
    await ready.until_status(clip, "rejected")
    await ready.discord.unreact(moderator, card, "❌")
    await ready.until_status(clip, "in_review")


async def test_a_rejection_taken_back_while_the_bot_was_away_is_undone(discord, guild, tmp_path):
    moderator = discord.add_member(guild, "moderators")
    async with run_world(discord, tmp_path) as world:
        await world.set_up(guild, INSTALLER_ID)
        clip, card = await lay_card(world, guild)
        await discord.react(moderator, card, "❌")
        await world.until_status(clip, "rejected")
    discord.reactions[card]["❌"].remove(moderator)

    async with run_world(discord, tmp_path) as world:
        await world.until_status(clip, "in_review")


async def test_while_a_new_cut_is_made_title_score_and_video_stay_and_are_marked(
    discord, guild, tmp_path
):
    gate = asyncio.Event()
    gate.set()
    renderer = FakeRenderer(gate=gate)
    async with run_world(discord, tmp_path, renderer=renderer) as world:
        await world.set_up(guild, INSTALLER_ID)
        _, card = await lay_card(world, guild)
        head = text_of(world, card).splitlines()[:2]
        gate.clear()

        await discord.press(INSTALLER_ID, card, "⏪ 2 s")
        await until(lambda: "A new cut is being made" in text_of(world, card))

        assert text_of(world, card).splitlines()[:2] == head
        assert "(1:41 to 2:11)" in text_of(world, card)
        assert list_media(world.discord.messages[card])
        assert labels_of(world, card) == []
        gate.set()
        new = await world.card(guild, 2)
        await until(lambda: f"/{new}" in text_of(world, card))


async def test_a_reaction_that_is_refused_is_told_once_and_for_a_minute(ready, guild, monkeypatch):
    monkeypatch.setattr(Review, "said_seconds", 0.5)
    stranger = ready.discord.add_member(guild, "fans")
    _, card = await lay_card(ready, guild)

    await ready.discord.react(stranger, card, "✅")
    await until(lambda: len(ready.discord.cards(guild)) == 2)
    assert f"<@{stranger}>" in ready.discord.cards(guild)[1]["content"]

    await until(lambda: len(ready.discord.cards(guild)) == 1)
    await ready.discord.unreact(stranger, card, "✅")
    await ready.discord.react(stranger, card, "✅")
    await asyncio.sleep(0.3)
    assert len(ready.discord.cards(guild)) == 1


async def test_a_slot_is_named_on_the_card(ready, guild):
    await ready.app.publishing.settings.set_slots(actor_of(LOCAL), "Mon 18:00, Thu 18:00")

    _, card = await lay_card(ready, guild)

    assert "Goes to the folder of published clips <t:" in text_of(ready, card)
