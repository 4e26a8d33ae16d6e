"""A start, measured: CPU seconds of `trussbot run` until /readyz answers, and of short commands.

Run `python -m tests.bench.bench_start [--rounds N] [--source]`. The whole set of roles starts with
nothing configured, and with Discord and Twitch on loopback, which are also waited for. Python's
byte code is kept, as it is wherever a command runs a second time; `--source` starts without any of
Truss's. It fails where the whole set with both takes more than 2.5 CPU seconds until it is ready.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Final

import aiohttp

from tests.bench.measured_run import run_measured
from tests.journeys.fault_program import Program, within
from tests.journeys.fault_world import FaultWorld, open_fault_world
from tests.servers.hls import make_clock_video

READY_MAX: Final = 2.5
WAIT_SECONDS: Final = 240.0
TRUSSBOT: Final = [sys.executable, "-m", "bot"]
Spent = dict[str, list[float]]


async def _is_ready(program: Program) -> bool:
    assert program.is_alive, program.read_log()
    limit = aiohttp.ClientTimeout(total=30)
    try:
        async with (
            aiohttp.ClientSession(timeout=limit) as http,
            http.get(f"{program.page}/readyz") as answer,
        ):
            return answer.status == 200
    except (aiohttp.ClientError, TimeoutError):
        return False


async def start(
    world: FaultWorld, spent: Spent, name: str, is_there: Callable[[], bool] | None = None
) -> None:
    """Start Truss once; note what it has spent when it is ready, and when all is connected."""

    async def is_connected() -> bool:
        return is_there is not None and is_there()

    async def note(after: str, is_so: Callable[[], Awaitable[bool]]) -> None:
        assert await within(WAIT_SECONDS, is_so) is not None, program.read_log()
        spent.setdefault(f"{name}, {after}", []).append(program.count_cpu_seconds())

    async with world.run() as program:
        await note("ready", lambda: _is_ready(program))
        if is_there is not None:
            await note("connected", is_connected)


async def start_alone(folder: Path, spent: Spent, environment: Mapping[str, str]) -> None:
    """Start with nothing configured."""
    async with open_fault_world(folder) as world:
        world.environment |= environment
        await start(world, spent, "nothing configured")


async def start_connected(folder: Path, spent: Spent, environment: Mapping[str, str]) -> None:
    """Start with a bot's token and a linked account, whose channel is watched."""
    async with open_fault_world(folder) as world:
        world.environment |= environment
        world.use_discord()
        world.use_irc()
        await world.use_twitch()
        await world.connect_channel()
        await world.open_sites()

        def is_there() -> bool:
            heard = world.twitch.eventsub.subscriptions
            return world.discord.identifies > 0 and bool(world.discord.commands) and bool(heard)

        await start(world, spent, "Discord and Twitch", is_there)


async def run_commands(folder: Path, spent: Spent, environment: Mapping[str, str]) -> None:
    """Run what ends at once: the help, and a clip of one second."""
    video = folder / "source.mp4"
    if not video.exists():
        await asyncio.to_thread(make_clock_video, video, first_second=0, seconds=4)
    cut = ["clip", str(video), *("--start", "1", "--end", "2", "--layout", "fit")]
    commands = {"--help": ["--help"], "clip of 1 s": [*cut, "--out", str(folder / "out.mp4")]}
    for name, words in commands.items():
        run = await run_measured([*TRUSSBOT, *words], environment)
        spent.setdefault(name, []).append(run.cpu_seconds)


async def measure(rounds: int, *, from_source: bool) -> Spent:
    spent: Spent = {}
    with tempfile.TemporaryDirectory() as base:
        kept = {"PYTHONPYCACHEPREFIX": f"{base}/code", "PYTHONDONTWRITEBYTECODE": ""}
        # A folder for byte code that stays empty: what `make` compiled is not looked at.
        nothing = {"PYTHONPYCACHEPREFIX": f"{base}/none", "PYTHONDONTWRITEBYTECODE": "1"}
        environment = nothing if from_source else kept
        # The first round compiles, and does not count.
        for number in range(rounds if from_source else rounds + 1):
            counted: Spent = {} if not from_source and number == 0 else spent
            folder = Path(base) / str(number)
            for part, work in enumerate((start_alone, start_connected, run_commands)):
                (folder / str(part)).mkdir(parents=True)
                await work(folder / str(part), counted, environment)
    return spent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--source", action="store_true")
    given = parser.parse_args()
    spent = asyncio.run(measure(given.rounds, from_source=given.source))
    for name, taken in spent.items():
        each = " ".join(f"{seconds:.2f}" for seconds in taken)
        sys.stdout.write(f"{name:32}{statistics.median(taken):6.2f} CPU s of {each}\n")
    sys.stdout.write(f"Load: {os.getloadavg()[0]:.1f}.\n")
    return int(statistics.median(spent["Discord and Twitch, ready"]) > READY_MAX)


if __name__ == "__main__":
    sys.exit(main())
