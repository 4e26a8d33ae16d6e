"""Review in Discord, whole: discord.py unmodified, Discord on loopback, the real table."""

import asyncio

import pytest

from core.domain.work.ids import CreatorId
from tests.journeys.discord_world import (
    join,
    labels_of,
    read,
    run_world,
    text_of,
    until,
    until_begun,
)
from tests.servers.discord import INSTALLER_ID, list_media

YES, NO = "✅", "❌"


async def test_a_clip_is_laid_before_the_moderators_with_its_video_inside(ready, guild):
    await ready.add_clip()

    message_id = await ready.card(guild)

    message = ready.discord.messages[message_id]
    (address,) = list_media(message)
    assert ready.discord.files[address]
    assert "clip.mp4" in address
    assert labels_of(ready, message_id) == [
        *("Approve", "Reject", "Why"),
        *("Edit", "⏪ 2 s", "2 s ⏩", "More", "Words"),
    ]
    text = text_of(ready, message_id)
    assert "**61 of 100** · May travel · 30 s · A stream at 2:08, <t:" in text
    assert "Goes to the folder of published clips soon after approval" in text
    assert message["allowed_mentions"] == {"parse": []}


async def test_a_moderators_reaction_approves_publishes_and_the_card_says_so(ready, guild):
    moderator = ready.discord.add_member(guild, "moderators")
    clip = await ready.add_clip()
    message_id = await ready.card(guild)

    await ready.discord.react(moderator, message_id, YES)

    decided = await ready.until_status(clip, "approved")
    assert decided.decided_by == f"discord:{moderator}"
    await until(lambda: f"Approved by <@{moderator}>" in text_of(ready, message_id))
    await until(lambda: "Published" in text_of(ready, message_id))
    assert await ready.publications() == ["published"]
    assert labels_of(ready, message_id) == ["Why"]
    assert list_media(ready.discord.messages[message_id]) == []


async def test_a_button_does_the_same_and_tells_whoever_pressed_it(ready, guild):
    moderator = ready.discord.add_member(guild, "moderators")
    clip = await ready.add_clip()
    message_id = await ready.card(guild)

    pressed = await ready.discord.press(moderator, message_id, "Approve")

    await asyncio.wait_for(pressed.answered.wait(), 30)
    assert pressed.texts == ["Approved. It goes out when the time to take it back is over."]
    assert (await ready.clip(clip)).decided_by == f"discord:{moderator}"


async def test_a_rejected_clip_goes_nowhere_and_the_card_says_who(ready, guild):
    moderator = ready.discord.add_member(guild, "moderators")
    clip = await ready.add_clip()
    message_id = await ready.card(guild)

    await ready.discord.react(moderator, message_id, NO)

    await ready.until_status(clip, "rejected")
    await until(lambda: f"Rejected by <@{moderator}>" in text_of(ready, message_id))
    assert await ready.publications() == []


async def test_a_stranger_changes_nothing_and_is_told_why(ready, guild):
    stranger = ready.discord.add_member(guild, "fans")
    clip = await ready.add_clip()
    message_id = await ready.card(guild)

    await ready.discord.react(stranger, message_id, YES)
    pressed = await ready.discord.press(stranger, message_id, "Reject")

    await asyncio.wait_for(pressed.answered.wait(), 30)
    assert "Only the creator, an editor or a moderator" in pressed.texts[0]
    await until(lambda: len(ready.discord.cards(guild)) == 2)
    word = ready.discord.cards(guild)[1]
    assert word["content"].startswith(f"<@{stranger}> Only the creator")
    assert word["allowed_mentions"] == {"parse": []}
    assert (await ready.clip(clip)).status == "in_review"


async def test_the_second_of_two_moderators_is_told_what_the_first_decided(ready, guild):
    first = ready.discord.add_member(guild, "moderators")
    second = ready.discord.add_member(guild, "moderators")
    clip = await ready.add_clip()
    message_id = await ready.card(guild)

    await ready.discord.react(first, message_id, NO)
    await ready.until_status(clip, "rejected")
    await ready.discord.react(second, message_id, YES)

    await until(lambda: len(ready.discord.cards(guild)) == 2)
    told = ready.discord.cards(guild)[1]["content"]
    assert told == f"<@{second}> This clip was already rejected by <@{first}>."
    assert (await ready.clip(clip)).status == "rejected"


async def test_a_new_cut_is_a_new_card_and_the_old_one_decides_nothing(ready, guild):
    """What goes out is what was seen."""
    moderator = ready.discord.add_member(guild, "moderators")
    clip = await ready.add_clip()
    old = await ready.card(guild)
    await ready.discord.react(moderator, old, "⏪")
    new = await ready.card(guild, 2)

    await until(lambda: f"/{new}" in text_of(ready, old))
    await ready.discord.react(moderator, old, YES)

    await until(lambda: len(ready.discord.cards(guild)) == 3)
    assert "older cut" in ready.discord.cards(guild)[2]["content"]
    assert (await ready.clip(clip)).status == "in_review"
    await ready.discord.react(moderator, new, YES)
    await ready.until_status(clip, "approved")


async def test_fifty_reactions_in_a_second_are_one_decision_and_one_publication(ready, guild):
    moderators = [ready.discord.add_member(guild, "moderators") for _ in range(10)]
    clip = await ready.add_clip()
    message_id = await ready.card(guild)

    for _ in range(5):
        for moderator in moderators:
            await ready.discord.react(moderator, message_id, YES)

    decided = await ready.until_status(clip, "approved")
    await until(lambda: "Published" in text_of(ready, message_id))
    await asyncio.sleep(0.3)
    assert await ready.publications() == ["published"]
    assert (await ready.clip(clip)).version == decided.version


async def test_a_reaction_taken_back_in_time_undoes_the_approval(discord, guild, tmp_path):
    async with run_world(discord, tmp_path, grace_seconds=60) as world:
        await world.set_up(guild, INSTALLER_ID)
        moderator = discord.add_member(guild, "moderators")
        clip = await world.add_clip()
        message_id = await world.card(guild)
        await discord.react(moderator, message_id, YES)
        await world.until_status(clip, "approved")
        await until(lambda: "Take back" in labels_of(world, message_id))
        assert "Take ✅ away before it goes out" in text_of(world, message_id)

        await discord.unreact(moderator, message_id, YES)

        await world.until_status(clip, "in_review")
        await until(lambda: "Approve" in labels_of(world, message_id))
        assert await world.publications() == ["cancelled"]
        await world.until_bound(clip, message_id)
        await discord.react(moderator, message_id, YES)
        await world.until_status(clip, "approved")
        assert sorted(await world.publications()) == ["cancelled", "scheduled"]


async def test_nothing_goes_out_early_where_the_bot_restarts_within_the_grace(
    discord, guild, tmp_path
):
    async with run_world(discord, tmp_path, grace_seconds=60) as world:
        await world.set_up(guild, INSTALLER_ID)
        moderator = discord.add_member(guild, "moderators")
        clip = await world.add_clip()
        await discord.react(moderator, await world.card(guild), YES)
        await world.until_status(clip, "approved")

    async with run_world(discord, tmp_path, grace_seconds=60) as world:
        await asyncio.sleep(0.5)
        assert await world.publications() == ["scheduled"]


async def test_a_reaction_given_while_the_bot_was_away_counts_once(discord, guild, tmp_path):
    moderator = discord.add_member(guild, "moderators")
    async with run_world(discord, tmp_path) as world:
        await world.set_up(guild, INSTALLER_ID)
        clip = await world.add_clip()
        message_id = await world.card(guild)

    await discord.react(moderator, message_id, YES)

    async with run_world(discord, tmp_path) as world:
        decided = await world.until_status(clip, "approved")
        await until(lambda: "Published" in text_of(world, message_id))
        assert decided.decided_by == f"discord:{moderator}"
        assert await world.publications() == ["published"]
    async with run_world(discord, tmp_path) as world:
        await asyncio.sleep(0.5)
        assert await world.publications() == ["published"]
        assert len(discord.cards(guild)) == 1


async def test_a_button_works_after_a_restart(discord, guild, tmp_path):
    moderator = discord.add_member(guild, "moderators")
    async with run_world(discord, tmp_path) as world:
        await world.set_up(guild, INSTALLER_ID)
        clip = await world.add_clip()
        message_id = await world.card(guild)

    async with run_world(discord, tmp_path) as world:
        await discord.press(moderator, message_id, "Approve")
        await world.until_status(clip, "approved")


async def test_a_dropped_gateway_is_resumed_and_nothing_is_lost(ready, guild):
    moderator = ready.discord.add_member(guild, "moderators")
    clip = await ready.add_clip()
    message_id = await ready.card(guild)

    await ready.discord.drop()
    await ready.discord.react(moderator, message_id, YES)

    await ready.until_status(clip, "approved")
    assert ready.discord.resumes == 1


@pytest.mark.usefixtures("quick_sessions")
async def test_what_happened_during_a_lost_session_is_picked_up(ready, guild):
    moderator = ready.discord.add_member(guild, "moderators")
    clip = await ready.add_clip()
    message_id = await ready.card(guild)
    ready.discord.forgets_sessions = True

    await ready.discord.drop()
    await ready.discord.react(moderator, message_id, YES)

    await ready.until_status(clip, "approved")
    assert ready.discord.identifies == 2


async def test_a_rate_limit_on_every_route_loses_and_doubles_nothing(discord, guild, tmp_path):
    discord.limits_each_route_once = True
    moderator = discord.add_member(guild, "moderators")
    async with run_world(discord, tmp_path) as world:
        await world.set_up(guild, INSTALLER_ID)
        await world.add_clip()
        message_id = await world.card(guild)
        await discord.react(moderator, message_id, YES)
        await until(lambda: "Published" in text_of(world, message_id))

    assert len(discord.cards(guild)) == 1


async def test_a_video_too_large_for_the_server_is_linked_to(ready, guild):
    await ready.add_clip()
    first = await ready.card(guild)
    ready.discord.file_bytes_max = 20
    await ready.add_clip(2)

    second = await ready.card(guild, 2)

    assert "clip.mp4" in list_media(ready.discord.messages[first])[0]
    assert "clip.jpg" in list_media(ready.discord.messages[second])[0]
    assert "larger than this server takes" in text_of(ready, second)


async def test_servers_of_two_creators_do_not_cross(ready, guild):
    """A moderator of both decides in each on what is that creator's alone."""
    discord = ready.discord
    moderator = discord.add_member(guild, "moderators")
    other_owner = discord.new_id()
    other = await join(discord, owner_id=other_owner)
    other.members[moderator] = [other.roles["moderators"]]
    other.members[INSTALLER_ID] = []
    told = await ready.set_up(other, other_owner)
    assert "decides" in told.texts[0]
    theirs = CreatorId(f"discord-{other_owner}")

    mine = await ready.add_clip(1)
    foreign = await ready.add_clip(2, creator_id=theirs)
    my_card, their_card = await ready.card(guild), await ready.card(other)

    assert len(discord.cards(guild)) == len(discord.cards(other)) == 1
    await discord.react(moderator, their_card, YES)
    await ready.until_status(foreign, "approved")
    assert (await ready.clip(mine)).status == "in_review"
    await discord.react(moderator, my_card, NO)
    await ready.until_status(mine, "rejected")
    refused = await ready.set_up(other, INSTALLER_ID)
    assert "Only somebody who may manage this server" in refused.texts[0]


async def test_a_server_that_is_not_set_up_says_so(world, guild):
    stranger = world.discord.add_member(guild)

    told = await world.set_up(guild, stranger)

    assert "Only somebody who may manage this server" in told.texts[0]


async def test_a_clip_that_waited_before_the_setup_is_laid_before_people_after_it(world, guild):
    clip = await world.add_clip()
    await world.until_status(clip, "in_review")

    told = await world.set_up(guild, INSTALLER_ID)

    assert "wait for a decision: 1" in told.texts[0]
    await world.card(guild)


async def test_all_that_is_typed_or_pressed_is_answered_in_time_with_a_slow_table(
    discord, guild, tmp_path
):
    """Half a second an operation."""
    async with run_world(discord, tmp_path) as world:
        await world.set_up(guild, INSTALLER_ID)
        clip = await world.add_clip()
        message_id = await world.card(guild)
        world.slow_down(seconds=0.5)
        asked = [
            await discord.type_command(guild, INSTALLER_ID, "clip list"),
            await discord.type_command(guild, INSTALLER_ID, "clip list", text="moment"),
            await discord.type_command(guild, INSTALLER_ID, "clip show", clip=clip.id),
            await discord.type_command(guild, INSTALLER_ID, "stream list"),
            await discord.type_command(guild, INSTALLER_ID, "jobs"),
            await discord.type_command(guild, INSTALLER_ID, "help"),
            await discord.press(INSTALLER_ID, message_id, "Approve"),
        ]
        asked.append(await discord.ask_choices(guild, INSTALLER_ID, "clip show", clip=""))
        for each in asked:
            await until_begun(each)
        world.slow_down(seconds=0)  # or what is left to do would take long
        for each in asked:
            await asyncio.wait_for(each.answered.wait(), 30)


async def test_clips_streams_and_jobs_are_listed_and_a_clip_is_shown(ready, guild):
    discord = ready.discord
    reader = discord.add_member(guild, "moderators")
    clip = await ready.add_clip()
    card = await ready.card(guild)
    await ready.until_idle()
    (choice,) = await discord.complete(guild, reader, "clip show", clip="mom")
    assert choice == {"name": "61: A moment", "value": clip.id}

    told = {
        command: await read(ready, guild, reader, command, **options)
        for command, options in {
            "clip list": {"text": "MOMENT"},
            "clip show": {"clip": clip.id},
            "stream list": {},
            "jobs": {},
            "help": {},
        }.items()
    }

    assert told["clip list"] == await read(ready, guild, reader, "clip list")
    assert told["clip list"] == r"- 61\: A moment (in review)"
    assert "61 of 100" in told["clip show"]
    assert f"/{card}" in told["clip show"]
    assert "A stream" in told["stream list"]
    assert "Nothing is being worked on" in told["jobs"]
    assert "`/clip again|edit|list|now|publish|schedule|show`" in told["help"]
    assert "/setup" in told["help"]


async def test_lists_go_on_page_by_page_by_status_and_by_score(ready, guild):
    for number in range(1, 13):
        await ready.add_clip(number)
    await ready.card(guild, 12)

    for options in ({}, {"status": "in_review"}, {"score": 50}):
        asked = await ready.discord.type_command(guild, INSTALLER_ID, "clip list", **options)
        await asyncio.wait_for(asked.answered.wait(), 30)
        more = await ready.discord.press_on(asked, INSTALLER_ID, "More")
        await asyncio.wait_for(more.answered.wait(), 30)
        assert [text.count("A moment") for text in (asked.texts[0], more.texts[0])] == [10, 2]

    assert "No clip matches" in await read(ready, guild, INSTALLER_ID, "clip list", score=99)


async def test_another_creators_clip_is_not_there(ready, guild):
    discord = ready.discord
    other_owner = discord.new_id()
    other = await join(discord, owner_id=other_owner)
    await ready.set_up(other, other_owner)
    clip = await ready.add_clip()

    assert await discord.complete(other, other_owner, "clip show", clip="") == []
    assert "no such clip" in await read(ready, other, other_owner, "clip show", clip=clip.id)
    assert "No clip matches" in await read(ready, other, other_owner, "clip list")


async def test_every_command_in_a_server_that_is_not_set_up_is_a_sentence(world, guild):
    for text in ("clip list", "stream list", "jobs"):
        assert "/setup" in await read(world, guild, INSTALLER_ID, text)


async def test_a_card_that_discord_refuses_for_a_moment_is_posted_later_and_once(ready, guild):
    ready.discord.refusals["POST", "/channels/*/messages"] = 503

    await ready.add_clip()

    await ready.card(guild)
    await asyncio.sleep(0.3)
    assert len(ready.discord.cards(guild)) == 1


async def test_a_card_goes_without_reactions_where_discord_forbids_them(ready, guild):
    ready.discord.refusals["PUT", "/channels/*/messages/*/reactions/✅/@me"] = 403
    clip = await ready.add_clip()
    await until(lambda: len(ready.discord.cards(guild)) == 1)
    message_id = ready.discord.cards(guild)[0]["id"]
    await ready.until_bound(clip, message_id)

    pressed = await ready.discord.press(INSTALLER_ID, message_id, "Reject")

    await asyncio.wait_for(pressed.answered.wait(), 30)
    assert pressed.texts == ["Rejected. Nothing goes out."]


async def test_a_card_deleted_while_the_bot_was_away_stops_nothing(discord, guild, tmp_path):
    moderator = discord.add_member(guild, "moderators")
    async with run_world(discord, tmp_path) as world:
        await world.set_up(guild, INSTALLER_ID)
        await world.add_clip()
        gone = await world.card(guild)
        second = await world.add_clip(2)
        kept = await world.card(guild, 2)
    del discord.messages[gone]
    await discord.react(moderator, kept, YES)

    async with run_world(discord, tmp_path) as world:
        await world.until_status(second, "approved")


async def test_the_reaction_of_somebody_who_left_counts_no_more(discord, guild, tmp_path):
    moderator = discord.add_member(guild, "moderators")
    async with run_world(discord, tmp_path) as world:
        await world.set_up(guild, INSTALLER_ID)
        clip = await world.add_clip()
        message_id = await world.card(guild)
    await discord.react(moderator, message_id, YES)
    del guild.members[moderator]

    async with run_world(discord, tmp_path) as world:
        await until(lambda: len(discord.cards(guild)) == 2)
        assert "cannot see your roles" in discord.cards(guild)[1]["content"]
        assert (await world.clip(clip)).status == "in_review"
