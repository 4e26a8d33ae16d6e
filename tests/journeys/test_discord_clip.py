"""What moderators type to change one clip, whole: the real table, a renderer that is a fake."""

import pytest

from tests.journeys.discord_world import read, text_of, until
from tests.servers.discord import INSTALLER_ID


async def test_a_trimmed_clip_is_a_new_card_and_the_old_one_leads_to_it(ready, guild):
    moderator = ready.discord.add_member(guild, "moderators")
    clip = await ready.add_clip()
    old = await ready.card(guild)
    seen = await ready.clip(clip)

    told = await read(ready, guild, moderator, "clip edit", clip=clip.id, start=-3.0, end=-1.5)

    new = await ready.card(guild, 2)
    cut = await ready.clip(clip)
    assert "its new card follows" in told
    assert cut.start_seconds == seen.start_seconds - 3.0
    assert cut.end_seconds == seen.end_seconds - 1.5
    await until(lambda: f"/{new}" in text_of(ready, old))


async def test_a_new_title_is_on_the_same_card_and_the_decision_waits(ready, guild):
    clip = await ready.add_clip()
    card = await ready.card(guild)

    told = await read(ready, guild, INSTALLER_ID, "clip edit", clip=clip.id, title="An *ace*")

    assert told == r"The clip is now called An \*ace\*."
    await until(lambda: r"### An \*ace\*" in text_of(ready, card))
    assert len(ready.discord.cards(guild)) == 1


async def test_a_clip_is_made_again_in_another_layout(ready, guild):
    clip = await ready.add_clip()
    await ready.card(guild)

    told = await read(ready, guild, INSTALLER_ID, "clip again", clip=clip.id, layout="fit")

    await ready.card(guild, 2)
    assert "made again" in told
    assert (await ready.clip(clip)).layout == "fit"


async def test_only_who_may_change_clips_is_offered_them(ready, guild):
    moderator = ready.discord.add_member(guild, "moderators")
    stranger = ready.discord.add_member(guild, "fans")
    clip = await ready.add_clip()
    await ready.card(guild)

    offered = await ready.discord.complete(guild, moderator, "clip edit", clip="mom")

    assert [choice["value"] for choice in offered] == [clip.id]
    assert await ready.discord.complete(guild, stranger, "clip edit", clip="") == []


@pytest.mark.parametrize(
    ("command", "options", "sentence"),
    [
        ("clip edit", {"end": -59.0}, "a clip lasts"),
        ("clip edit", {"title": "***"}, "at least one letter"),
        ("clip edit", {"title": "A moment"}, "already has that title"),
    ],
)
async def test_what_cannot_be_done_is_said_in_a_sentence(ready, guild, command, options, sentence):
    clip = await ready.add_clip()
    await ready.card(guild)
    seen = await ready.clip(clip)

    told = await read(ready, guild, INSTALLER_ID, command, clip=clip.id, **options)

    assert sentence in told
    assert await ready.clip(clip) == seen
