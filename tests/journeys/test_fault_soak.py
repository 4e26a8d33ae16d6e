"""The running program under faults; a line for each says what was expected, and what was found.

`SOAK_FAULTS=outage,403` meets only these, `SOAK_LONG=1` makes outages and pauses last as long as
real ones.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from tests.journeys.chat_faults import lock_table, meet_silence, meet_skew
from tests.journeys.fault_lines import Fault, Line
from tests.journeys.reach_faults import meet_nobody_at_start, refuse_intents, start_a_second
from tests.journeys.review_faults import forbid_channel, lose_discord, pause

AT_ONCE = 3
FAULTS: dict[str, Fault] = {
    "nobody": meet_nobody_at_start,
    "4014": refuse_intents,
    "skew-60": meet_skew(-60),
    "skew+5": meet_skew(5),
    "skew+120": meet_skew(120),
    "silence": meet_silence,
    "outage": lose_discord,
    "403": forbid_channel,
    "locked": lock_table,
    "pause": pause,
    "second": start_a_second,
}


def choose() -> dict[str, Fault]:
    named = os.environ.get("SOAK_FAULTS", "")
    names = named.split(",") if named else list(FAULTS)
    return {name: FAULTS[name] for name in names}


async def meet(name: str, fault: Fault, folder: Path, turn: asyncio.Semaphore) -> list[Line]:
    async with turn:
        try:
            async with asyncio.timeout(900):
                return await fault(folder / name)
        except Exception as error:  # noqa: BLE001 - the other faults are still to be met
            found = f"{type(error).__name__}: {error}"
            return [Line(fault=name, expected="to be met", found=found, is_ok=False)]


@pytest.mark.soak
async def test_the_running_program_meets_each_fault_as_its_line_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    turn = asyncio.Semaphore(AT_ONCE)
    met = await asyncio.gather(
        *(meet(name, fault, tmp_path, turn) for name, fault in choose().items())
    )
    lines = [line for several in met for line in several]
    with capsys.disabled():
        print("", "fault | expected | found | ok", *lines, sep="\n")  # noqa: T201 - its report

    assert [str(line) for line in lines if not line.is_ok] == []
