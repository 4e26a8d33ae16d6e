"""Every command, choice and button at once: who may, whose it is, how fast, and bad input."""

import asyncio
import sqlite3
from typing import Any

import pytest

from cogs.cards.message import name_button
from cogs.discord.answers import UNEXPECTED
from core.domain.review.review_card import Verdict, name_cut
from tests.fakes.media import FakeRenderer
from tests.journeys.discord_commands import NUMBER, STRING, Command, list_commands, until_told
from tests.journeys.discord_world import World, join, run_world, until, until_begun
from tests.servers.discord import INSTALLER_ID, Guild

pytestmark = pytest.mark.no_cover

COMMANDS = list_commands()
SHARES = 4
COMPLETED = [
    (command, option["name"])
    for command in COMMANDS
    for option in command.options
    if option.get("autocomplete")
]
SECRET = "Behind the curtain"
HOSTILE_TEXTS = (
    "",
    " ",
    "../../etc/passwd",
    "'; DROP TABLE items; --",
    "\u202e\u200b\x07\x00",
    "<@&1> @everyone <#1> `a` **b** ||c|| [d](https://e.example)",
    "CREATOR#eve",
    "01KJMMA3F8000000000000000100",
    "Z" * 28,
    "{0.__class__} %s ${HOME}",
    "😀" * 1500,
    "A" * 6000,
    "http://169.254.169.254/latest/meta-data/",
    "file:///etc/passwd",
    "99999999999999999999-1",
    "nan,inf,-1,0",
)
HOSTILE_NUMBERS = (-1, 0, 10**15, -(10**15), 2**53)


def read_table(world: World) -> list[str]:
    """Return every row of every table in the file."""
    with sqlite3.connect(world.folder / "truss.sqlite3") as table:
        return sorted(table.iterdump())


async def settle(world: World) -> list[str]:
    """Return what is stored when nobody works on anything any more."""
    before = None
    while before != (now := await asyncio.to_thread(read_table, world)):
        before = now
        await asyncio.sleep(0.3)
    return now


async def lay_out(world: World, guild: Guild, number: int = 1, **given: Any) -> tuple[Any, str]:
    clip = await world.add_clip(number, **given)
    card = await world.card(guild)
    await until(lambda: len(world.discord.reactions[card]) == 5)
    return await world.clip(clip), card


async def test_a_member_without_a_role_writes_nothing_by_any_command(ready, guild):
    stranger = ready.discord.add_member(guild, "fans")
    clip, _ = await lay_out(ready, guild)
    before = await settle(ready)

    told = {}
    for command in COMMANDS:
        for is_complete in (False, True):
            options = command.fill(guild, clip_id=clip.id, is_complete=is_complete)
            asked = await ready.discord.type_command(guild, stranger, command.name, **options)
            told[command.name, is_complete] = await until_told(asked)

    assert await settle(ready) == before
    assert [key for key, text in told.items() if UNEXPECTED in text] == []
    assert "Only the creator" in told["clip edit", True]


async def test_a_member_without_a_role_writes_nothing_by_any_button(ready, guild):
    stranger = ready.discord.add_member(guild, "fans")
    clip, card = await lay_out(ready, guild)
    before = await settle(ready)

    for verdict in Verdict:
        button = name_button(clip.id, name_cut(clip), verdict)
        pressed = await ready.discord.press_id(stranger, card, button)
        assert "Only the creator, an editor or a moderator" in await until_told(pressed)

    assert await settle(ready) == before


async def test_nobody_reaches_into_another_creators_server_by_any_command(ready, guild):
    """A moderator of both, and the owner of the other, type one creator's clip at the other's."""
    discord = ready.discord
    both = discord.add_member(guild, "moderators")
    other_owner = discord.new_id()
    other = await join(discord, owner_id=other_owner)
    other.members[both] = [other.roles["moderators"]]
    await ready.set_up(other, other_owner)
    clip, _ = await lay_out(ready, guild, title=SECRET)
    before = [row for row in await settle(ready) if "CREATOR#local" in row]

    for user in (both, other_owner):
        for command in COMMANDS:
            options = command.fill(other, clip_id=clip.id, is_complete=True)
            asked = await discord.type_command(other, user, command.name, **options)
            text = await until_told(asked)
            assert UNEXPECTED not in text, command.name
            assert SECRET not in str(asked.messages), command.name
            if "clip" in options:
                assert "no such clip" in text, command.name

    assert [row for row in await settle(ready) if "CREATOR#local" in row] == before


async def test_no_choice_of_any_command_crosses_between_creators(ready, guild):
    discord = ready.discord
    both = discord.add_member(guild, "moderators")
    other_owner = discord.new_id()
    other = await join(discord, owner_id=other_owner)
    other.members[both] = [other.roles["moderators"]]
    await ready.set_up(other, other_owner)
    clip, _ = await lay_out(ready, guild, title=SECRET)

    offered = {}
    for command, option in COMPLETED:
        for where, user in ((guild, both), (other, both), (other, other_owner)):
            given = command.fill(where, clip_id=clip.id, is_complete=False) | {option: ""}
            given[option] = given.pop(option)
            choices = await discord.complete(where, user, command.name, **given)
            offered[command.name, option, where.id] = str(choices)

    assert ("clip show", "clip", guild.id) in offered
    assert clip.id in offered["clip show", "clip", guild.id]
    crossed = [key for key, text in offered.items() if key[2] == other.id and clip.id in text]
    assert crossed == []


async def test_a_button_of_one_server_does_nothing_in_another(ready, guild):
    """The message is the other's, the id in it names the first one's clip."""
    discord = ready.discord
    both = discord.add_member(guild, "moderators")
    other_owner = discord.new_id()
    other = await join(discord, owner_id=other_owner)
    other.members[both] = [other.roles["moderators"]]
    await ready.set_up(other, other_owner)
    clip, _ = await lay_out(ready, guild)
    await discord.chat(other, "review", "a message of the other server")
    foreign = discord.cards(other)[-1]["id"]

    buttons = [name_button(clip.id, name_cut(clip), verdict) for verdict in Verdict]
    presses = [await discord.press_id(both, foreign, button) for button in buttons]
    for pressed in presses:
        assert "Nothing is known of this card" in await until_told(pressed)

    assert await ready.clip(clip) == clip


async def test_all_is_answered_in_time_with_a_slow_table_and_a_render_running(
    discord, guild, tmp_path
):
    """Half a second an operation; Discord waits three."""
    gate = asyncio.Event()
    gate.set()
    renderer = FakeRenderer(gate=gate)
    async with run_world(discord, tmp_path, renderer=renderer) as world:
        await world.set_up(guild, INSTALLER_ID)
        clip, card = await lay_out(world, guild)
        gate.clear()
        await world.add_clip(2)
        await until(lambda: len(renderer.plans) == 2)
        world.slow_down(seconds=0.5)

        asked = []
        for command in COMMANDS:
            options = command.fill(guild, clip_id=clip.id, is_complete=True)
            sent = await discord.type_command(guild, INSTALLER_ID, command.name, **options)
            asked.append((command.name, sent))
        for verdict in Verdict:
            button = name_button(clip.id, name_cut(clip), verdict)
            pressed = await discord.press_id(INSTALLER_ID, card, button)
            asked.append((verdict.value, pressed))
        for _, each in asked:
            await until_begun(each)
        world.slow_down(seconds=0)  # or what is left to do would take long
        for _, each in asked:
            await until_told(each, seconds=30)
        gate.set()

    assert len(asked) == len(COMMANDS) + len(Verdict)


async def test_every_choice_is_answered_in_time_with_a_slow_table(ready, guild):
    """Two seconds an operation: whoever types gets no choices, and may type the id itself."""
    clip, _ = await lay_out(ready, guild)

    async def ask(command, option):
        given = command.fill(guild, clip_id=clip.id, is_complete=False)
        given.pop(option, None)
        sent = await ready.discord.ask_choices(
            guild, INSTALLER_ID, command.name, **given, **{option: ""}
        )
        await until_told(sent)
        return sent.choices

    ready.slow_down(seconds=2.0)
    offered = await asyncio.gather(*(ask(command, option) for command, option in COMPLETED))
    ready.slow_down(seconds=0.2)
    # One alone: a loaded machine takes longer over all at once than anybody has to answer in.
    shown = next(asked for asked in COMPLETED if asked[0].name == "clip show")

    assert len(offered) == len(COMPLETED)
    assert any(choice["value"] == clip.id for choice in await ask(*shown))
    ready.slow_down(seconds=0)  # or its end would take long


@pytest.mark.parametrize("share", range(SHARES))
async def test_whatever_is_typed_is_answered_by_a_sentence(ready, guild, share):
    """Several commands are typed into one server, since starting the bot takes longer than most."""
    clip, _ = await lay_out(ready, guild)

    for command in COMMANDS[share::SHARES]:
        await type_all(ready, guild, clip, command)


async def type_all(ready: World, guild: Guild, clip: Any, command: Command) -> None:
    name = command.name
    for option in command.list_free():
        numbers = HOSTILE_NUMBERS if option["type"] != NUMBER else (*HOSTILE_NUMBERS, 1e308)
        values = HOSTILE_TEXTS if option["type"] == STRING else numbers
        for value in values:
            options = command.fill(guild, clip_id=clip.id, is_complete=False)
            options.pop(option["name"], None)
            options[option["name"]] = value
            asked = await ready.discord.type_command(guild, INSTALLER_ID, name, **options)
            text = await until_told(asked)
            assert UNEXPECTED not in text, (name, option["name"], value)
            assert "Traceback" not in text, (name, option["name"], value)
            is_form = asked.kind == 9
            assert is_form or 0 < len(text) <= 4000, (name, option["name"], value)
            if option.get("autocomplete"):
                assert isinstance(
                    await ready.discord.complete(guild, INSTALLER_ID, name, **options), list
                )
