"""The clock of the running process is set back by an hour: nothing waits for that hour."""

from __future__ import annotations

import asyncio
import shutil
import struct
import subprocess
from pathlib import Path
from typing import Final

from core.domain.publishing.publication import PublicationStatus
from tests.journeys.fault_lines import Line, describe
from tests.journeys.fault_program import Program, within
from tests.journeys.fault_world import FaultWorld, open_fault_world
from tests.journeys.outage_faults import approve_all
from tests.journeys.review_faults import all_have_cards, open_review

SOURCE: Final = Path(__file__).with_name("settable_clock.c")
HOUR: Final = 3600


class SettableClock:
    """The clock of a world's programs, which a test can set while they run."""

    def __init__(self, world: FaultWorld) -> None:
        self._file = world.folder / "added-seconds"
        self.set_by(0)
        library = world.folder / "settable_clock.so"
        compiler = shutil.which("cc") or "gcc"
        command = [compiler, "-shared", "-fPIC", "-o", str(library), str(SOURCE), "-ldl"]
        subprocess.run(command, check=True, capture_output=True)
        world.environment |= {"LD_PRELOAD": str(library), "SETTABLE_CLOCK": str(self._file)}

    def set_by(self, seconds: int) -> None:
        mode = "r+b" if self._file.exists() else "wb"
        with self._file.open(mode) as file:
            file.write(struct.pack("q", seconds))


async def set_clock_back(folder: Path) -> list[Line]:
    """Jobs lie in the queue, and clips are approved, when the clock goes back an hour."""
    async with open_fault_world(folder) as world:
        clock = await asyncio.to_thread(SettableClock, world)
        guild = await open_review(world)
        async with world.run(grace_seconds=1) as program:
            await world.set_up(guild)
            await world.add_clip(1)
            await all_have_cards(world, guild, 1, 120)
            for number in (2, 3):
                await world.add_clip(number)
            clock.set_by(-HOUR)
            made = await all_have_cards(world, guild, 3, 200)
            await approve_all(world, guild)

            async def are_out() -> bool:
                return await world.count_publications(PublicationStatus.PUBLISHED) == 3

            out = await within(200, are_out)
            told = await within(60, lambda: _is_told(program))
            published = await world.count_publications(PublicationStatus.PUBLISHED)
    return [
        Line(
            fault="the clock goes back an hour with jobs in the queue",
            expected="3 clips get their cards, and go out when approved, within minutes",
            found=(
                f"cards {describe(made)}, {published} out {describe(out)}; "
                f"well, or the clock named, {describe(told)}"
            ),
            is_ok=None not in (made, out, told) and published == 3,
        )
    ]


async def _is_told(program: Program) -> bool:
    """True if all is well, or the clock is named, which differs from Discord's by an hour."""
    status, text = await program.health()
    return status == 200 or (status == 503 and "clock" in text)
