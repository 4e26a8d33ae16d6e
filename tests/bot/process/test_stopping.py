import asyncio
import subprocess
import sys
import time
from contextlib import asynccontextmanager

import pytest
from structlog.testing import capture_logs

from bot.process.stopping import CLOSING_SECONDS, STOP_SECONDS, closed_within

AFTER_THE_PARTS_SECONDS = 1.5
"""What is left to close connections and the table, in the worst case."""
HANDED_BACK_SECONDS = 20.0

HANGING = """
import asyncio, os, signal, threading, time
from bot.runner import stop_on_signals
from bot.process.stopping import StopLimit

async def main():
    with stop_on_signals(StopLimit(seconds=0.5).begin) as stop:
        print("up", flush=True)
        await stop.wait()
        {hang}

asyncio.run(main())
"""
HANGS = {
    "loop": "time.sleep(60)",
    "coroutine": "await asyncio.sleep(60)",
    "thread": "threading.Thread(target=time.sleep, args=(60,)).start()",
    "executor": "asyncio.get_running_loop().run_in_executor(None, time.sleep, 60)",
}


def test_the_waits_for_all_parts_together_are_within_the_limit():
    """A part that hangs takes nobody else's time: the sum is what the worst stop waits for."""
    assert sum(CLOSING_SECONDS.values()) + AFTER_THE_PARTS_SECONDS <= STOP_SECONDS
    assert STOP_SECONDS < HANDED_BACK_SECONDS


async def test_a_part_that_does_not_end_is_left_behind(monkeypatch):
    monkeypatch.setitem(CLOSING_SECONDS, "workers", 0.05)

    @asynccontextmanager
    async def hanging():
        try:
            yield
        finally:
            await asyncio.Event().wait()

    began = time.monotonic()
    with capture_logs() as logs:
        async with closed_within("workers", hanging()):
            pass

    assert time.monotonic() - began < 30
    assert [line["event"] for line in logs] == ["stop.left_behind"]


async def test_workers_that_swallow_one_cancellation_are_left_behind(monkeypatch):
    """A task group waits for its tasks, also while it is cancelled itself."""
    monkeypatch.setitem(CLOSING_SECONDS, "workers", 0.05)

    async def work():
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.Event().wait()

    @asynccontextmanager
    async def run():
        async with asyncio.TaskGroup() as group:
            task = group.create_task(work())
            await asyncio.sleep(0)
            try:
                yield
            finally:
                task.cancel()

    async with asyncio.timeout(10), closed_within("workers", run()):
        pass


async def test_what_fails_in_the_block_fails():
    @asynccontextmanager
    async def part():
        yield

    with pytest.raises(ZeroDivisionError):
        async with closed_within("page", part()):
            raise ZeroDivisionError


@pytest.mark.parametrize("hang", HANGS)
def test_a_process_ends_in_time_whatever_hangs(hang):
    program = subprocess.Popen(
        [sys.executable, "-c", HANGING.format(hang=HANGS[hang])],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "up\n"

    program.terminate()
    try:
        status = program.wait(30)
    finally:
        program.kill()
        program.stdout.close()

    assert status == 0
