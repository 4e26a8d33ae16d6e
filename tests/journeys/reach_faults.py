"""Faults of platforms that cannot be reached at the start, or refuse the bot."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

from tests.journeys.fault_lines import Line, describe, shorten
from tests.journeys.fault_program import find_free_port, within
from tests.journeys.fault_world import CREATOR, open_fault_world


async def meet_nobody_at_start(folder: Path) -> list[Line]:
    """Discord, Twitch and Gemini refuse connections; then they are there. A clip waits."""
    async with open_fault_world(folder) as world:
        world.use_discord()
        world.use_irc()
        world.use_gemini()
        await world.add_source()
        clip = await world.add_clip(1)
        await world.use_twitch()
        await world.connect_channel()
        async with world.run() as program:
            up = await program.wait_until_up()
            cpu = program.count_cpu_seconds()
            both = await within(30, lambda: program.says("Discord", "Twitch"))
            made = await world.all_in_review(1)
            await asyncio.sleep(10)  # the model is asked as soon as the clip is made
            status, text = await program.health()
            names_gemini = await program.says("Gemini")
            await world.open_sites()
            well = await within(120, program.is_well)

            async def is_read() -> bool:
                return bool(world.twitch.eventsub.subscribed("channel.chat.message"))

            read = await within(60, is_read)

            async def is_judged() -> bool:
                judged = await world.stores.clips.get_clip(CREATOR, clip.id)
                return judged.judgement is not None and bool(world.gemini.requests)

            judged = await within(200, is_judged)
            still = program.is_alive
    return [
        Line(
            fault="Discord and Twitch unreachable at start",
            expected="page up within 5 s, 503 that names both; well without a restart",
            found=f"page up {describe(up)} ({cpu:.1f} s of CPU), {status} that names both "
            f"{describe(both)}; well {describe(well)}, chat read {describe(read)}",
            # Where other programs take the processors, what it took of them tells.
            is_ok=None not in (up, both, well, read)
            and min(up or 0.0, cpu) <= 5.0
            and status == 503
            and still,
        ),
        Line(
            fault="Gemini unreachable while a clip is made",
            expected="the clip comes into review, and is shown to Gemini later",
            found=f"in review {describe(made)}, shown {describe(judged)}",
            is_ok=made is not None and judged is not None,
        ),
        Line(
            fault="Gemini unreachable while a clip is made: health meanwhile",
            expected="Gemini is named",
            found="named" if names_gemini else f"not named in: {shorten(text)}",
            is_ok=names_gemini,
        ),
    ]


async def refuse_intents(folder: Path) -> list[Line]:
    """The gateway closes with 4014 at the first identify, and later does not."""
    async with open_fault_world(folder) as world:
        world.use_discord()
        world.discord.refuses_identify_with = 4014
        await world.open_sites()
        async with world.run() as program:
            await program.wait_until_up()
            told = await within(60, lambda: program.says("Privileged Gateway Intents"))
            await asyncio.sleep(5)
            world.discord.refuses_identify_with = None
            well = await within(180, program.is_well)
            still = program.is_alive
    return [
        Line(
            fault="gateway closes 4014 at identify, then allows it",
            expected="health names the intents; well without a restart",
            found=f"named {describe(told)}; well {describe(well)}",
            is_ok=told is not None and well is not None and still,
        )
    ]


async def start_a_second(folder: Path) -> list[Line]:
    """Somebody starts the program twice on one home."""
    async with open_fault_world(folder) as world:
        async with world.run() as program:
            await program.wait_until_up()
            second = await asyncio.to_thread(world.start, web_port=find_free_port())
            try:
                status = await asyncio.to_thread(second.process.wait, 60)
            finally:
                second.process.kill()
                await asyncio.to_thread(second.process.wait)
            well = await program.is_well()
        last = program.read_log().strip().splitlines()[-1:]
        has_trace = "Traceback" in program.read_log()
        return [
            Line(
                fault="a second process on the same home",
                expected="it ends with a sentence, the first goes on",
                found=f"status {status}, traceback {has_trace}, first well {well}; {last}",
                is_ok=status not in (0, -signal.SIGKILL) and well and not has_trace,
            )
        ]
