"""What an outage, a missing right or a restart of Discord's connection may not lose or let out."""

import asyncio
from dataclasses import replace
from typing import Any

from core.domain.clips.clip import ClipStatus
from core.domain.work.ids import StreamId
from core.domain.work.platform import Platform
from tests.builders import (
    make_clip,
    make_posted_card,
    make_spike,
    make_stream,
    make_test_clip_id,
    make_test_ulid,
)
from tests.fakes.publishing import FakePublisher
from tests.journeys.discord_world import (
    LOCAL,
    bring_due,
    labels_of,
    run_world,
    text_of,
    until,
    until_true,
)
from tests.servers.discord import INSTALLER_ID

YES, NO = "✅", "❌"


async def is_told(world, word):
    return any(word in part.trouble for part in world.app.work.health.list_troubles())


async def approve(world, guild, user_id):
    clip = await world.add_clip()
    card = await world.card(guild)
    await world.discord.react(user_id, card, YES)
    await world.until_status(clip, "approved")
    await world.until_bound(clip, card)
    return clip, card


async def test_what_was_taken_back_while_away_does_not_go_out_and_what_stands_does(
    discord, guild, tmp_path
):
    moderator = discord.add_member(guild, "moderators")
    async with run_world(discord, tmp_path, grace_seconds=600) as world:
        await world.set_up(guild, INSTALLER_ID)
        clip, card = await approve(world, guild, moderator)
    discord.reactions[card][YES].remove(moderator)
    discord.refuses_identify_with = 4014  # for long after the publication is due
    await bring_due(tmp_path)

    publisher = FakePublisher()
    publishers = {Platform.FOLDER: publisher}
    async with run_world(discord, tmp_path, waits=False, publishers=publishers) as world:
        await until_true(lambda: is_told(world, "Privileged Gateway Intents"))
        await asyncio.sleep(1)  # several sweeps
        assert publisher.calls == 0

        discord.refuses_identify_with = None

        await world.until_status(clip, "in_review")
        assert await world.publications() == ["cancelled"]
        assert not await is_told(world, "intents")


async def test_what_nobody_took_back_goes_out_as_soon_as_that_is_known(discord, guild, tmp_path):
    moderator = discord.add_member(guild, "moderators")
    async with run_world(discord, tmp_path, grace_seconds=600) as world:
        await world.set_up(guild, INSTALLER_ID)
        await approve(world, guild, moderator)
    await bring_due(tmp_path)

    async with run_world(discord, tmp_path) as world:

        async def is_out():
            return await world.publications() == ["published"]

        await until_true(is_out)


async def test_a_super_reaction_counts_as_one_also_after_a_restart(discord, guild, tmp_path):
    moderator = discord.add_member(guild, "moderators")
    async with run_world(discord, tmp_path, grace_seconds=600) as world:
        await world.set_up(guild, INSTALLER_ID)
        clip = await world.add_clip()
        card = await world.card(guild)
        await discord.super_react(moderator, card, YES)
        await world.until_status(clip, "approved")

    async with run_world(discord, tmp_path, grace_seconds=600) as world:
        await asyncio.sleep(0.5)

        assert (await world.clip(clip)).status == "approved"


async def test_approved_taken_back_and_approved_again_can_be_taken_back(discord, guild, tmp_path):
    moderator = discord.add_member(guild, "moderators")
    async with run_world(discord, tmp_path, grace_seconds=600) as world:
        await world.set_up(guild, INSTALLER_ID)
        clip, card = await approve(world, guild, moderator)
        await discord.unreact(moderator, card, YES)
        await world.until_status(clip, "in_review")
        await world.until_bound(clip, card)
        await discord.react(moderator, card, YES)
        await world.until_status(clip, "approved")

        await until(lambda: labels_of(world, card) == ["Take back", "Why"])


async def test_a_card_survives_an_outage_and_the_bot_comes_back(ready, guild, discord):
    await discord.go_down()
    clip = await ready.add_clip()
    await ready.until_status(clip, "in_review")
    await until_true(lambda: is_told(ready, "Discord"))
    await asyncio.sleep(2)  # more tries than there once were: they began with 0.05 s

    discord.is_down = False

    await ready.card(guild)
    await until_true(lambda: _is_well(ready))


async def _is_well(world):
    return world.app.work.health.list_troubles() == ()


async def test_a_channel_without_rights_is_told_of_once_and_gets_its_cards_later(
    ready, guild, discord
):
    discord.forbidden_channels.add(guild.channels["review"])
    for number in (1, 2):
        await ready.add_clip(number)
    await until_true(lambda: is_told(ready, "Truss may not write in #review"))
    await until(lambda: len(discord.told) == 1)
    await ready.until_idle()
    discord.forbidden_channels.clear()

    await discord.change_role(guild, "moderators")

    await ready.card(guild, 1)
    await ready.app.cards.laying.lay_missing()  # as the timer does
    await ready.card(guild, 2)
    assert [user for user, _ in discord.told] == [INSTALLER_ID]
    await until_true(lambda: _is_well(ready))


async def test_a_new_review_channel_gets_the_cards_and_the_old_ones_point_there(
    ready, guild, discord
):
    clip = await ready.add_clip()
    old = await ready.card(guild)

    asked = await discord.type_command(
        guild,
        INSTALLER_ID,
        "setup here",
        review_channel=guild.channels["chat"],
        moderator_role=guild.roles["moderators"],
    )
    await asyncio.wait_for(asked.answered.wait(), 30)

    def list_new():
        return [m for m in discord.messages.values() if m["channel_id"] == guild.channels["chat"]]

    await until(lambda: len(list_new()) == 1)
    (new,) = list_new()
    await until(lambda: "The card is here now: " in text_of(ready, old))
    moderator = discord.add_member(guild, "moderators")
    await until(lambda: len(discord.reactions[new["id"]]) == 5)
    await discord.react(moderator, new["id"], YES)
    await ready.until_status(clip, "approved")


async def test_a_gateway_that_refuses_the_token_later_is_noticed_and_tried_again(
    ready, guild, discord
):
    discord.refuses_identify_with = 4004

    await discord.drop(code=4004)

    await until_true(lambda: is_told(ready, "TRUSS_DISCORD_TOKEN"))
    discord.refuses_identify_with = None
    await until_true(lambda: _is_well(ready))
    await ready.add_clip()
    await ready.card(guild)


async def test_without_its_history_a_channel_lets_nothing_out(discord, guild, tmp_path):
    """A list of messages is empty there, as if the card were gone."""
    moderator = discord.add_member(guild, "moderators")
    async with run_world(discord, tmp_path, grace_seconds=600) as world:
        await world.set_up(guild, INSTALLER_ID)
        clip, card = await approve(world, guild, moderator)
    discord.reactions[card][YES].remove(moderator)
    discord.without_history.add(guild.channels["review"])
    await bring_due(tmp_path)

    async with run_world(discord, tmp_path, waits=False) as world:
        await until_true(lambda: is_told(world, "read its history"))
        await asyncio.sleep(1)
        assert await world.publications() == ["scheduled"]

        discord.without_history.clear()

        await world.until_status(clip, "in_review")
        assert await world.publications() == ["cancelled"]


async def fill(world, guild, *, count):
    """Store clips in review whose cards hang in the channel, as they would after weeks."""
    stores, discord = world.app.ports.stores, world.discord
    stream = make_stream(id=StreamId(make_test_ulid(8)), creator_id=LOCAL)
    await stores.streams.add_stream(stream)
    cards = []
    for number in range(1, count + 1):
        clip = make_clip(
            id=make_test_clip_id(number),
            creator_id=LOCAL,
            status=ClipStatus.IN_REVIEW,
            object_key="made/clip.mp4",
            thumbnail_key="made/clip.jpg",
            size_bytes=7,
        )
        spike = replace(make_spike(), detected_at_seconds=100.0 + number)
        await stores.spikes.add_spike(stream, spike, clip=clip)
        message_id = discord.lay_message(guild.channels["review"], YES, NO, "⏪", "⏩", "⏫")
        now = world.app.ports.clock.now()
        place = {"guild_id": guild.id, "channel_id": guild.channels["review"], "created_at": now}
        await stores.cards.add_card(make_posted_card(clip, message_id=message_id, **place))
        cards.append((clip, message_id))
    return cards


class WatchfulPublisher(FakePublisher):
    """Notes of each clip whether its card had been compared when it went out."""

    def __init__(self, cards):
        super().__init__()
        self._cards = cards
        self.gate: Any = None
        self.seen: dict[str, bool] = {}

    async def advance(self, order, files):
        self.seen[order.clip.id] = self.gate.is_compared(self._cards[order.clip.id])
        return await super().advance(order, files)


async def approve_for_later(world, guild, moderator, *, count):
    """Approve some clips whose publications wait."""
    cards = {}
    for number in range(1, count + 1):
        clip = await world.add_clip(300 + number)
        cards[clip.id] = card = await world.card(guild, number)
        await world.discord.react(moderator, card, YES)
        await world.until_status(clip, "approved")
        await world.until_bound(clip, card)
    await world.until_idle()
    return cards


async def test_a_start_with_250_waiting_cards_makes_at_most_300_requests(discord, guild, tmp_path):
    """Of four that are due, two were taken back meanwhile: nothing goes out before it is known."""
    moderator = discord.add_member(guild, "moderators")
    async with run_world(discord, tmp_path, grace_seconds=600) as world:
        await world.set_up(guild, INSTALLER_ID)
        cards = await fill(world, guild, count=250)
        approved = await approve_for_later(world, guild, moderator, count=4)
    for _, message_id in cards[::25]:
        discord.reactions[message_id][YES].append(moderator)
    taken_back = list(approved)[::2]
    for clip_id in taken_back:
        discord.reactions[approved[clip_id]][YES].remove(moderator)
    await bring_due(tmp_path)
    discord.requests.clear()

    publisher = WatchfulPublisher(approved)
    publishers = {Platform.FOLDER: publisher}
    async with run_world(
        discord, tmp_path, publishers=publishers, waits=False, grace_seconds=600
    ) as world:
        publisher.gate = gate = world.app.publishing.gate
        all_cards = [*(message_id for _, message_id in cards), *approved.values()]
        await until(lambda: all(map(gate.is_compared, all_cards)))

        for clip, _ in cards[::25]:
            await world.until_status(clip, "approved")
        await until(lambda: len(publisher.seen) == 2)
        await world.until_idle()
        assert publisher.seen == dict.fromkeys(list(approved)[1::2], True)
        assert sorted(await world.publications())[:2] == ["cancelled", "cancelled"]
        assert len(discord.requests) <= 300, len(discord.requests)
        reading = [path for method, path in discord.requests if method == "GET"]
        assert len([path for path in reading if path.endswith("/messages")]) <= 8
