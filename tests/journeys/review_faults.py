"""Faults that cards and jobs meet: an outage of Discord, a missing right, a pause."""

from __future__ import annotations

import asyncio
import signal
import time
from collections import Counter
from pathlib import Path
from typing import Final

from core.domain.clips.clip import ClipStatus
from tests.journeys.fault_lines import IS_LONG, Line, describe
from tests.journeys.fault_program import within
from tests.journeys.fault_world import FaultWorld, open_fault_world
from tests.servers.discord import Guild, list_buttons

OUTAGE_SECONDS: Final = 300 if IS_LONG else 60
PAUSE_SECONDS: Final = 90 if IS_LONG else 20


async def open_review(world: FaultWorld) -> Guild:
    guild = world.use_discord()
    await world.add_source()
    await world.open_sites()
    return guild


def count_cards(world: FaultWorld, guild: Guild, clips: int) -> str:
    """Say how many cards each clip has."""
    each = Counter(count_each(world, guild).values())
    cards = ", ".join(f"{number} with {count}" for count, number in sorted(each.items()))
    return f"{clips} clips in review; cards: {cards or 'none'}"


def count_each(world: FaultWorld, guild: Guild) -> Counter[str]:
    return Counter(
        next(
            button["custom_id"].split(":")[2]
            for button in list_buttons(card)
            if button.get("custom_id", "").startswith("review:")
        )
        for card in world.list_cards(guild)
        if list_buttons(card)
    )


def has_one_each(world: FaultWorld, guild: Guild, count: int) -> bool:
    each = count_each(world, guild)
    return len(each) == count and set(each.values()) == {1}


async def all_have_cards(
    world: FaultWorld, guild: Guild, count: int, seconds: float
) -> float | None:
    async def is_so() -> bool:
        return has_one_each(world, guild, count)

    return await within(seconds, is_so)


async def lose_discord(folder: Path) -> list[Line]:
    """Discord refuses connections while clips come into review."""
    async with open_fault_world(folder) as world:
        guild = await open_review(world)
        async with world.run() as program:
            await world.set_up(guild)
            await world.add_clip(1)
            await all_have_cards(world, guild, 1, 90)
            await world.close_site("discord")
            away = time.monotonic()
            for number in (2, 3, 4):
                await world.add_clip(number)
                await asyncio.sleep(3)
            await world.all_in_review(4)
            told = await within(30, lambda: program.says("Discord"))
            await asyncio.sleep(max(0.0, away + OUTAGE_SECONDS - time.monotonic()))
            was_away = time.monotonic() - away
            await world.sites["discord"].open()
            back = await all_have_cards(world, guild, 4, 300)
            well = await within(60, program.is_well)
            await asyncio.sleep(5)
            clips = await world.count_clips(ClipStatus.IN_REVIEW)
            still = program.is_alive
        return [
            Line(
                fault=f"Discord refuses connections for {was_away:.0f} s",
                expected="4 clips in review with 1 card each, health says so meanwhile",
                found=f"{count_cards(world, guild, clips)}, {describe(back)}; "
                f"told {describe(told)}, well {describe(well)}",
                is_ok=None not in (told, back, well)
                and clips == 4
                and has_one_each(world, guild, 4)
                and still,
            )
        ]


async def forbid_channel(folder: Path) -> list[Line]:
    """The review channel answers 403, and later the right is given back."""
    async with open_fault_world(folder) as world:
        guild = await open_review(world)
        async with world.run() as program:
            await world.set_up(guild)
            world.discord.forbidden_channels.add(guild.channels["review"])
            for number in (1, 2, 3):
                await world.add_clip(number)
            await world.all_in_review(3)
            told = await within(60, lambda: program.says("may not write"))
            await asyncio.sleep(40)  # longer than the tries of one job
            told_times = len(world.discord.told)
            world.discord.forbidden_channels.clear()
            await world.discord.change_role(guild, "moderators")
            back = await all_have_cards(world, guild, 3, 200)
            well = await within(60, program.is_well)
            clips = await world.count_clips(ClipStatus.IN_REVIEW)
        return [
            Line(
                fault="403 on the review channel, and back",
                expected="told once; then 3 clips in review with 1 card each",
                found=f"health {describe(told)}, told {told_times} times; "
                f"{count_cards(world, guild, clips)}, {describe(back)}; well {describe(well)}",
                is_ok=None not in (told, back, well) and told_times == 1 and clips == 3,
            )
        ]


async def pause(folder: Path) -> list[Line]:
    """The process is stopped for longer than its leases while it renders."""
    async with open_fault_world(folder) as world:
        guild = await open_review(world)
        async with world.run(lease_seconds=30 if IS_LONG else 5) as program:
            await world.set_up(guild)
            for number in range(1, 7):
                await world.add_clip(number)
            await asyncio.sleep(2)
            before = await world.count_clips(ClipStatus.IN_REVIEW)
            program.process.send_signal(signal.SIGSTOP)
            await asyncio.sleep(PAUSE_SECONDS)
            program.process.send_signal(signal.SIGCONT)
            back = await all_have_cards(world, guild, 6, 240)
            well = await within(60, program.is_well)
            await asyncio.sleep(5)
            clips = await world.count_clips(ClipStatus.IN_REVIEW)
            failed = await world.count_clips(ClipStatus.FAILED)
        return [
            Line(
                fault=f"stopped for {PAUSE_SECONDS} s with {6 - before} of 6 clips unmade",
                expected="6 clips in review with 1 card each, none failed",
                found=f"{count_cards(world, guild, clips)}, {describe(back)}, {failed} failed; "
                f"well {describe(well)}",
                is_ok=None not in (back, well)
                and (clips, failed) == (6, 0)
                and has_one_each(world, guild, 6),
            )
        ]
