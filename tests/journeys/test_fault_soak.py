"""The running program under faults; a line for each says what was expected, and what was found.

`SOAK_FAULTS=discord,403` meets only these, `SOAK_LONG=1` makes outages and pauses last as long as
real ones.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from tests.journeys.chat_faults import lock_table, meet_silence
from tests.journeys.clock_faults import set_clock_back
from tests.journeys.fault_lines import Fault, Line
from tests.journeys.outage_faults import lose_gemini, lose_twitch, lose_youtube, refuse_key
from tests.journeys.process_faults import kill_the_owner, lose_table, stop_the_owner
from tests.journeys.reach_faults import meet_nobody_at_start, refuse_intents, start_a_second
from tests.journeys.review_faults import forbid_channel, lose_discord, pause
from tests.journeys.role_faults import kill_roles
from tests.journeys.spike_faults import EVENT_SUB, IRC, meet_spikes

AT_ONCE = int(os.environ.get("SOAK_AT_ONCE", "3"))
SKEWS = (-60.0, 5.0, 120.0)
MINUTES_MAX = 40
FAULTS: dict[str, Fault] = {
    "nobody": meet_nobody_at_start,
    "4014": refuse_intents,
    **{
        f"{by.lower()}-x{speed:g}{skew:+g}": meet_spikes(by, skew=skew, speed=speed)
        for by in (IRC, EVENT_SUB)
        for speed in (1.0, 4.0)
        for skew in SKEWS
    },
    "silence": meet_silence,
    "discord": lose_discord,
    "twitch": lose_twitch,
    "gemini": lose_gemini,
    "gemini-key": refuse_key,
    "youtube": lose_youtube,
    "403": forbid_channel,
    "locked": lock_table,
    "pause": pause,
    "second": start_a_second,
    "clock": set_clock_back,
    "killed": kill_the_owner,
    "stopped": stop_the_owner,
    "table": lose_table,
    "roles": kill_roles,
}


def choose() -> dict[str, Fault]:
    named = os.environ.get("SOAK_FAULTS", "")
    names = named.split(",") if named else list(FAULTS)
    return {name: FAULTS[name] for name in names}


async def meet(name: str, fault: Fault, folder: Path, turn: asyncio.Semaphore) -> list[Line]:
    async with turn:
        try:
            async with asyncio.timeout(60 * MINUTES_MAX):
                lines = await fault(folder / name)
        except Exception as error:  # noqa: BLE001 - the other faults are still to be met
            found = f"{type(error).__name__}: {error}"
            lines = [Line(fault=name, expected="to be met", found=found, is_ok=False)]
    return lines


@pytest.mark.soak
async def test_the_running_program_meets_each_fault_as_its_line_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    turn, failed = asyncio.Semaphore(AT_ONCE), list[str]()
    print_now("fault | expected | found | ok", capsys)
    for met in asyncio.as_completed(
        [meet(name, fault, tmp_path, turn) for name, fault in choose().items()]
    ):
        for line in await met:
            print_now(line, capsys)
            failed += [] if line.is_ok else [str(line)]

    assert failed == []


def print_now(line: object, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        print(line, flush=True)  # noqa: T201 - its report
