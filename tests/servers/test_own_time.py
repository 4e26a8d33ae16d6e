"""Own time: waiting and computing count, being kept waiting by others does not."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time

from tests.servers.own_time import OwnTime, count_own_time


async def test_waiting_counts():
    own = OwnTime()

    # On a loaded machine some of it is lost to others, so that it takes longer.
    async with count_own_time(own), asyncio.timeout(30):
        while own.now() < 0.3:  # noqa: ASYNC110 - it is waiting that counts
            await asyncio.sleep(0.02)


async def test_keeping_the_event_loop_counts():
    own = OwnTime()

    async with count_own_time(own):
        await asyncio.sleep(0)
        began = time.process_time()
        while time.process_time() - began < 0.4:
            pass
        await asyncio.sleep(0)

    assert own.now() >= 0.4


STOPPED = """
import asyncio, sys
from tests.servers.own_time import OwnTime, count_own_time

async def main():
    own = OwnTime()
    async with count_own_time(own):
        await asyncio.sleep(0.1)
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        await asyncio.sleep(0.1)
    print(own.now())

asyncio.run(main())
"""


def test_a_process_that_others_stop_does_not_count_it():
    with subprocess.Popen(
        [sys.executable, "-c", STOPPED], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        began = time.monotonic()
        os.kill(process.pid, signal.SIGSTOP)
        time.sleep(2.0)
        os.kill(process.pid, signal.SIGCONT)
        process.stdin.write("\n")
        process.stdin.flush()
        counted = float(process.stdout.readline())
        passed = time.monotonic() - began

    assert passed - counted > 1.0
