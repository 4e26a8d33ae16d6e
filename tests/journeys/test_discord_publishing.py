"""What people type to send clips out, over the loopback: the real table, a folder."""

from core.domain.accounts.platform_token import PlatformToken
from core.domain.work.platform import Platform
from tests.journeys.discord_world import actor_of, read, until_true
from tests.servers.discord import INSTALLER_ID


async def _statuses(ready):
    return sorted(await ready.publications())


async def _until(ready, *statuses):
    async def is_so():
        return await _statuses(ready) == sorted(statuses)

    await until_true(is_so)


async def test_a_clip_is_published_by_a_command_and_approved_by_that(ready, guild):
    clip = await ready.add_clip()
    await ready.card(guild)

    told = await read(
        ready, guild, INSTALLER_ID, "clip publish", clip=clip.id, title="Mine", tags="a,b"
    )

    assert "goes to " in told
    await _until(ready, "published")
    assert (await ready.clip(clip)).status == "approved"
    again = await read(ready, guild, INSTALLER_ID, "clip publish", clip=clip.id)
    assert "goes there already" in again


async def test_a_clip_is_scheduled_moved_and_called_off(ready, guild):
    clip = await ready.add_clip()
    await ready.card(guild)

    no_slots = await read(ready, guild, INSTALLER_ID, "clip schedule", clip=clip.id)
    slots = await read(ready, guild, INSTALLER_ID, "when slots", slots="mon 18:00, Fri 9:30")
    told = await read(ready, guild, INSTALLER_ID, "clip schedule", clip=clip.id)
    listed = await read(ready, guild, INSTALLER_ID, "when list")
    (choice,) = await ready.discord.complete(
        guild, INSTALLER_ID, "when cancel", publication="folder"
    )
    far = await read(
        ready,
        guild,
        INSTALLER_ID,
        "when move",
        publication=choice["value"],
        at="2099-01-01 8:00",
    )
    wrong = await read(
        ready, guild, INSTALLER_ID, "when move", publication=choice["value"], at="soon"
    )
    gone = await read(ready, guild, INSTALLER_ID, "when cancel", publication=choice["value"])

    assert "no posting slots" in no_slots
    assert slots == "Posting slots: Mon 18:00, Fri 09:30."
    assert "<t:" in told
    assert "goes out <t:" in listed
    assert "more than a year" in far
    assert "2026-11-30 18:00" in wrong
    assert gone == "It is called off."
    assert await _statuses(ready) == ["cancelled"]


async def _link(ready, *platforms):
    now = ready.app.ports.clock.now()
    for platform in platforms:
        token = PlatformToken(
            creator_id=await _creator(ready),
            platform=platform,
            account_id="one",
            access_token="access",
            created_at=now,
            updated_at=now,
        )
        await ready.app.ports.stores.tokens.link_account(token)


async def test_a_place_that_is_not_the_creators_is_refused_with_what_to_do(ready, guild):
    unlinked = await read(ready, guild, INSTALLER_ID, "where add", platform="youtube")
    foreign = await read(
        ready, guild, INSTALLER_ID, "where add", platform="discord", account="987654321987654321"
    )

    assert "link it with </account link:" in unlinked
    assert "none of this creator's servers" in foreign
    kept = await ready.app.publishing.settings.get_targets(actor_of(await _creator(ready)))
    assert kept.version == 0


async def test_a_time_that_is_over_is_refused_and_nothing_goes_out(ready, guild):
    clip = await ready.add_clip()
    await ready.card(guild)

    told = await read(
        ready, guild, INSTALLER_ID, "clip schedule", clip=clip.id, at="2020-01-01 8:00"
    )

    assert "That time is over" in told
    assert await _statuses(ready) == []


async def test_targets_are_chosen_and_what_tiktok_asks_is_asked_in_a_form(ready, guild):
    await _link(ready, Platform.YOUTUBE, Platform.TIKTOK)
    added = await read(
        ready,
        guild,
        INSTALLER_ID,
        "where add",
        platform="youtube",
        privacy="unlisted",
        tags="ace",
    )
    asked = await ready.discord.type_command(guild, INSTALLER_ID, "where tiktok")
    await until_true(lambda: _is_asked(asked))
    sent = await ready.discord.submit(asked, INSTALLER_ID, privacy="friends")
    await until_true(lambda: _is_asked(sent))
    removed = await read(ready, guild, INSTALLER_ID, "where remove", platform="youtube")

    assert "YouTube: unlisted, with #ace" in added
    assert "TikTok: posted for friends" in removed
    assert "YouTube" not in removed
    kept = await ready.app.publishing.settings.get_targets(actor_of(await _creator(ready)))
    assert kept.targets[0].choices.chosen_by == f"discord:{INSTALLER_ID}"


async def test_the_channels_of_this_server_are_offered_where_an_id_would_be_typed(ready, guild):
    stranger = ready.discord.add_member(guild, "fans")
    typed = {"platform": "discord", "account": ""}

    offered = await ready.discord.complete(guild, INSTALLER_ID, "where add", **typed)
    narrowed = await ready.discord.complete(
        guild, INSTALLER_ID, "clip publish", clip="", platform="discord", account="revi"
    )
    of_tiktok = await ready.discord.complete(guild, INSTALLER_ID, "where tiktok", account="")

    assert {choice["value"] for choice in offered} == set(guild.channels.values())
    assert [choice["value"] for choice in narrowed] == [guild.channels["review"]]
    assert of_tiktok == []
    assert await ready.discord.complete(guild, stranger, "where add", **typed) == []


async def test_who_may_not_is_told_so(ready, guild):
    stranger = ready.discord.add_member(guild, "fans")
    moderator = ready.discord.add_member(guild, "moderators")
    clip = await ready.add_clip()
    await ready.card(guild)

    refused = await read(ready, guild, stranger, "clip publish", clip=clip.id)
    slots = await read(ready, guild, moderator, "when slots", slots="mon 18:00")

    assert "Only the creator, an editor or a moderator" in refused
    assert "Only the creator or an editor" in slots
    assert await ready.discord.complete(guild, stranger, "when retry", publication="") == []
    assert await _statuses(ready) == []


async def _is_asked(asked):
    return bool(asked.messages)


async def _creator(ready):
    (binding,) = await ready.app.ports.stores.guilds.list_guilds("local")
    return binding.creator_id
