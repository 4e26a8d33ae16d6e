"""What people say on cards, and take back: votes, priorities, small cuts, also while away."""

import asyncio

import pytest

from core.domain.clips.clip import ClipStatus
from core.errors import ExternalFailure, InvalidInput
from tests.fakes.media import FakeRenderer
from tests.fakes.publishing import FakePublisher
from tests.journeys.discord_world import (
    actor_of,
    bring_due,
    labels_of,
    run_world,
    text_of,
    until,
)
from tests.servers.discord import INSTALLER_ID, list_buttons

YES, NO, EARLIER, LATER, FIRST = "✅", "❌", "⏪", "⏩", "⏫"


def words(world, guild):
    """Return what was said to people in the review channel, apart from the cards."""
    return [m["content"] for m in world.discord.cards(guild) if m["content"]]


async def set_up_for(world, guild, approvals):
    asked = await world.discord.type_command(
        guild,
        INSTALLER_ID,
        "setup here",
        review_channel=guild.channels["review"],
        moderator_role=guild.roles["moderators"],
        approvals=approvals,
    )
    await asyncio.wait_for(asked.answered.wait(), 30)
    return asked.texts[0]


async def test_a_card_offers_its_reactions_in_the_order_of_their_buttons(ready, guild):
    await ready.add_clip()
    card = await ready.card(guild)

    await until(lambda: list(ready.discord.reactions[card]) == [YES, NO, EARLIER, LATER, FIRST])

    assert labels_of(ready, card)[:2] == ["Approve", "Reject"]
    assert labels_of(ready, card)[3:] == ["Edit", "⏪ 2 s", "2 s ⏩", "More", "Words"]


async def test_a_reaction_moves_the_clip_and_only_for_the_cut_that_was_seen(ready, guild):
    moderator = ready.discord.add_member(guild, "moderators")
    clip = await ready.add_clip()
    old = await ready.card(guild)
    seen = await ready.clip(clip)

    await ready.discord.react(moderator, old, LATER)
    new = await ready.card(guild, 2)
    moved = await ready.clip(clip)
    assert moved.start_seconds == seen.start_seconds + 2
    await until(lambda: f"/{new}" in text_of(ready, old))
    await ready.discord.react(moderator, old, EARLIER)

    await until(lambda: len(words(ready, guild)) == 1)
    assert "older cut" in words(ready, guild)[0]
    assert (await ready.clip(clip)).start_seconds == moved.start_seconds


async def test_another_bot_decides_nothing_whatever_its_role(discord, guild, tmp_path):
    machine = discord.add_member(guild, "moderators")
    discord.bots.add(machine)
    async with run_world(discord, tmp_path) as world:
        await world.set_up(guild, INSTALLER_ID)
        clip = await world.add_clip()
        card = await world.card(guild)
        await discord.react(machine, card, YES)
        await asyncio.sleep(0.3)
        assert (await world.clip(clip)).status == "in_review"

    async with run_world(discord, tmp_path) as world:
        await asyncio.sleep(0.3)
        assert (await world.clip(clip)).status == "in_review"
        assert words(world, guild) == []


async def test_ten_who_want_it_earlier_at_once_move_it_once(ready, guild):
    moderators = [ready.discord.add_member(guild, "moderators") for _ in range(10)]
    clip = await ready.add_clip()
    old = await ready.card(guild)
    seen = await ready.clip(clip)

    await asyncio.gather(*(ready.discord.react(m, old, EARLIER) for m in moderators))

    await ready.card(guild, 2)
    assert (await ready.clip(clip)).start_seconds == seen.start_seconds - 2
    await until(lambda: len(words(ready, guild)) == 9)


async def test_the_clip_that_people_want_first_is_listed_first_until_they_take_it_back(
    ready, guild
):
    moderator = ready.discord.add_member(guild, "moderators")
    clips = [await ready.add_clip(number) for number in (1, 2)]
    cards = {}
    await ready.card(guild, 2)
    for message in ready.discord.cards(guild):
        bound = await ready.app.review.decisions.find_card(message["id"])
        cards[bound.clip_id] = message["id"]

    async def list_waiting():
        page = await ready.app.review.clips.list_clips(
            actor_of(clips[0].creator_id), status=ClipStatus.IN_REVIEW
        )
        return [clip.id for clip in page.items]

    usual = await list_waiting()
    last = cards[usual[1]]
    await ready.discord.react(moderator, last, FIRST)
    await until(lambda: "⏫ goes first" in text_of(ready, last))
    assert await list_waiting() == usual[::-1]

    await ready.discord.unreact(moderator, last, FIRST)

    await until(lambda: "⏫" not in text_of(ready, last))
    assert await list_waiting() == usual
    await ready.discord.react(moderator, last, YES)
    await until(lambda: "Approved by" in text_of(ready, last))


async def test_two_of_two_approve_and_the_card_counts(world, guild):
    assert "2 approvals" in await set_up_for(world, guild, 2)
    first, second = (world.discord.add_member(guild, "moderators") for _ in range(2))
    clip = await world.add_clip()
    card = await world.card(guild)
    assert "Approved by 0 of 2" in text_of(world, card)

    await world.discord.react(first, card, YES)
    await until(lambda: f"Approved by 1 of 2: <@{first}>" in text_of(world, card))
    await world.discord.unreact(first, card, YES)
    await until(lambda: "Approved by 0 of 2" in text_of(world, card))
    pressed = await world.discord.press(second, card, "Approve")
    await asyncio.wait_for(pressed.answered.wait(), 30)
    assert pressed.texts == ["Your approval counts: 1 of 2."]
    assert (await world.clip(clip)).status == "in_review"
    await world.discord.react(first, card, YES)

    await world.until_status(clip, "approved")
    await until(lambda: "Published" in text_of(world, card))
    assert f"Approved by <@{second}> and <@{first}>" in text_of(world, card)
    assert await world.publications() == ["published"]


async def test_fifty_reactions_where_it_takes_two_are_one_decision(world, guild):
    await set_up_for(world, guild, 2)
    moderators = [world.discord.add_member(guild, "moderators") for _ in range(10)]
    clip = await world.add_clip()
    card = await world.card(guild)

    for _ in range(5):
        await asyncio.gather(*(world.discord.react(m, card, YES) for m in moderators))

    decided = await world.until_status(clip, "approved")
    await until(lambda: "Published" in text_of(world, card))
    await asyncio.sleep(0.3)
    assert await world.publications() == ["published"]
    assert (await world.clip(clip)).version == decided.version
    assert all("already approved" in word for word in words(world, guild))


async def test_a_vote_given_while_the_bot_was_away_counts_and_one_taken_away_does_not(
    discord, guild, tmp_path
):
    first, second, third = (discord.add_member(guild, "moderators") for _ in range(3))
    async with run_world(discord, tmp_path) as world:
        await set_up_for(world, guild, 2)
        clip = await world.add_clip()
        card = await world.card(guild)
        await discord.react(first, card, YES)
        await until(lambda: "Approved by 1 of 2" in text_of(world, card))

    await discord.unreact(first, card, YES)
    await discord.react(second, card, YES)

    async with run_world(discord, tmp_path) as world:
        await until(lambda: f"Approved by 1 of 2: <@{second}>" in text_of(world, card))
        assert (await world.clip(clip)).status == "in_review"
        await discord.react(third, card, YES)
        await world.until_status(clip, "approved")
        await until(lambda: f"<@{second}> and <@{third}>" in text_of(world, card))


async def test_an_approval_taken_away_while_the_bot_was_away_is_undone_within_the_grace(
    discord, guild, tmp_path
):
    moderator = discord.add_member(guild, "moderators")
    async with run_world(discord, tmp_path, grace_seconds=60) as world:
        await world.set_up(guild, INSTALLER_ID)
        clip = await world.add_clip()
        card = await world.card(guild)
        await discord.react(moderator, card, YES)
        await world.until_status(clip, "approved")
        await until_heard(world, card)

    await discord.unreact(moderator, card, YES)

    async with run_world(discord, tmp_path, grace_seconds=60) as world:
        await world.until_status(clip, "in_review")
        assert await world.publications() == ["cancelled"]
        await until(lambda: "Approve" in labels_of(world, card))


async def test_it_is_undone_though_the_grace_ended_while_the_bot_was_away(discord, guild, tmp_path):
    """Nothing goes out before the bot knows what was taken back."""
    moderator = discord.add_member(guild, "moderators")
    async with run_world(discord, tmp_path, grace_seconds=600) as world:
        await world.set_up(guild, INSTALLER_ID)
        clip = await world.add_clip()
        card = await world.card(guild)
        await discord.react(moderator, card, YES)
        await world.until_status(clip, "approved")
        await until_heard(world, card)
    await discord.unreact(moderator, card, YES)
    await bring_due(tmp_path)

    async with run_world(discord, tmp_path, grace_seconds=4) as world:
        await world.until_status(clip, "in_review")
        await asyncio.sleep(0.5)
        assert await world.publications() == ["cancelled"]


async def test_an_approval_taken_away_too_late_is_answered_when_the_bot_is_back(
    discord, guild, tmp_path
):
    moderator = discord.add_member(guild, "moderators")
    async with run_world(discord, tmp_path) as world:
        await world.set_up(guild, INSTALLER_ID)
        await world.add_clip()
        card = await world.card(guild)
        await discord.react(moderator, card, YES)
        await until(lambda: "Published" in text_of(world, card))

    await discord.unreact(moderator, card, YES)

    async with run_world(discord, tmp_path) as world:
        await until(lambda: len(words(world, guild)) == 1)
        assert words(world, guild)[0] == (
            f"<@{moderator}> This clip is already on its way and can no longer be taken back."
        )
        assert await world.publications() == ["published"]
    async with run_world(discord, tmp_path) as world:
        await asyncio.sleep(0.3)
        assert len(words(world, guild)) == 1


async def test_a_restart_does_not_repeat_what_a_button_has_undone(discord, guild, tmp_path):
    """The reaction still hangs there; it was heard before."""
    first, second = (discord.add_member(guild, "moderators") for _ in range(2))
    async with run_world(discord, tmp_path, grace_seconds=60) as world:
        await world.set_up(guild, INSTALLER_ID)
        clip = await world.add_clip()
        card = await world.card(guild)
        await discord.react(first, card, YES)
        await world.until_status(clip, "approved")
        await until(lambda: "Take back" in labels_of(world, card))
        await discord.press(second, card, "Take back")
        await world.until_status(clip, "in_review")

    async with run_world(discord, tmp_path, grace_seconds=60) as world:
        await asyncio.sleep(0.5)
        assert (await world.clip(clip)).status == "in_review"


async def test_a_clip_that_fails_says_where_and_is_tried_again_from_its_card(
    discord, guild, tmp_path
):
    renderer = FakeRenderer(failures=[ExternalFailure("The disk is full.", stage="render")])
    async with run_world(discord, tmp_path, renderer=renderer) as world:
        await world.set_up(guild, INSTALLER_ID)
        moderator = discord.add_member(guild, "moderators")
        stranger = discord.add_member(guild, "fans")
        await world.add_clip()
        await until(lambda: len(discord.cards(guild)) == 1)
        (failed,) = discord.cards(guild)
        assert r"Could not be made \(render\)\: The disk is full\." in text_of(world, failed["id"])
        assert [button["label"] for button in list_buttons(failed)] == ["Try again"]
        assert discord.reactions[failed["id"]] == {}
        await until_kept(world, failed["id"])

        refused = await discord.press(stranger, failed["id"], "Try again")
        await asyncio.wait_for(refused.answered.wait(), 30)
        assert "Only the creator" in refused.texts[0]
        pressed = await discord.press(moderator, failed["id"], "Try again")

        new = await world.card(guild, 2)
        assert "tried again" in pressed.texts[0]
        await until(lambda: f"/{new}" in text_of(world, failed["id"]))


async def test_a_card_that_was_posted_and_not_written_down_is_found_again(
    discord, guild, tmp_path, monkeypatch
):
    """Killed between post and save, and away for longer than a nonce lives."""
    async with run_world(discord, tmp_path) as world:
        await world.set_up(guild, INSTALLER_ID)

        async def die(_card):
            raise asyncio.CancelledError

        monkeypatch.setattr(world.app.ports.stores.cards, "add_card", die)
        clip = await world.add_clip()
        await until(lambda: len(discord.cards(guild)) == 1)
        await asyncio.sleep(0.2)
    discord.forget_nonces()
    for _ in range(150):
        await discord.chat(guild, "review", "we talk and talk")

    async with run_world(discord, tmp_path) as world:
        card = discord.cards(guild)[0]["id"]
        await until_kept(world, card)
        moderator = discord.add_member(guild, "moderators")
        await until(lambda: len(discord.reactions[card]) == 5)
        await discord.react(moderator, card, YES)
        await world.until_status(clip, "approved")
        assert sum(bool(m["components"]) for m in discord.cards(guild)) == 1


async def until_heard(world, card):
    """Wait until the reactions on a card are noted as heard."""

    async def is_so():
        bound = await world.app.review.decisions.find_card(card)
        ballot = await world.app.ports.stores.ballots.find_ballot(bound.creator_id, bound.clip_id)
        return bool(ballot and ballot.heard)

    async with asyncio.timeout(60):
        while not await is_so():  # noqa: ASYNC110 - it lies in a table
            await asyncio.sleep(0.02)


async def until_shown(world, card):
    """Wait until the card shows the clip as it is."""
    bound = await world.app.review.decisions.find_card(card)
    clip = await world.app.ports.stores.clips.get_clip(bound.creator_id, bound.clip_id)
    await world.until_bound(clip, card)


async def until_kept(world, card):
    async with asyncio.timeout(60):
        while await world.app.review.decisions.find_card(card) is None:  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.02)


async def test_what_could_not_go_out_says_so_and_is_published_again_from_its_card(
    discord, guild, tmp_path
):
    publisher = FakePublisher(failures=[InvalidInput("The folder is gone.")])
    async with run_world(discord, tmp_path, publishers={publisher.platform: publisher}) as world:
        await world.set_up(guild, INSTALLER_ID)
        moderator = discord.add_member(guild, "moderators")
        await world.add_clip()
        card = await world.card(guild)
        await discord.react(moderator, card, YES)
        await until(lambda: "The folder is gone" in text_of(world, card))
        assert labels_of(world, card) == ["Publish again", "Why"]
        await until_shown(world, card)

        pressed = await discord.press(moderator, card, "Publish again")

        await until(lambda: "https://folder.example/" in text_of(world, card))
        assert "published again" in pressed.texts[0]
        assert await world.publications() == ["published"]
        assert publisher.calls == 2


@pytest.mark.usefixtures("quick_sessions")
async def test_votes_survive_rate_limits_a_dropped_gateway_and_a_lost_session(
    discord, guild, tmp_path
):
    """Nothing lost, nothing twice."""
    discord.limits_each_route_once = True
    first, second, third = (discord.add_member(guild, "moderators") for _ in range(3))
    async with run_world(discord, tmp_path) as world:
        await set_up_for(world, guild, 3)
        clip = await world.add_clip()
        card = await world.card(guild)
        await discord.react(first, card, YES)
        await discord.drop()
        await discord.react(second, card, YES)
        await until(lambda: "Approved by 2 of 3" in text_of(world, card))
        assert discord.resumes == 1

        discord.forgets_sessions = True
        await discord.drop()
        await discord.unreact(first, card, YES)
        await discord.react(third, card, YES)
        await until(lambda: f"2 of 3: <@{second}> and <@{third}>" in text_of(world, card))
        assert discord.identifies == 2
        assert (await world.clip(clip)).status == "in_review"

        await discord.react(first, card, YES)
        await until(lambda: "Published" in text_of(world, card))
        assert await world.publications() == ["published"]
        assert len(discord.cards(guild)) == 1
