"""An hour of everything at once, under kills and faults of every service: the counts agree.

`SOAK_MINUTES` (60) says how long, `SOAK_REPORT` names the file that the report is written to,
`SOAK_QUEUE_PREFIX` lets jobs go by SQS, `SOAK_KILL_EVERY=0` kills nobody and `SOAK_TROUBLES=0`
brings no faults. The report of the last hour is docs/soak.md.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from tests.contracts.ministack import Unavailable
from tests.journeys.long_soak.run import run_soak
from tests.journeys.long_soak.tuning import MINUTES

SLOPE_MAX = 40.0
"""MB an hour; less is the noise of processes that are killed every few minutes."""
TELLS_OF_SLOPE_MINUTES = 30.0


@pytest.mark.soak
async def test_an_hour_of_everything_loses_nothing_and_does_nothing_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with capsys.disabled():
        try:
            report = await run_soak(tmp_path)
        except Unavailable as reason:
            pytest.skip(str(reason))
        print(report.write(), flush=True)  # noqa: T201 - its report
    if path := os.environ.get("SOAK_REPORT"):
        await asyncio.to_thread(Path(path).write_text, report.write(), "utf-8")

    assert report.faults == []
    if MINUTES >= TELLS_OF_SLOPE_MINUTES:
        assert report.steepest() <= SLOPE_MAX
