"""The load of `bench_twitch`: a process that sends two lines a second in each channel."""

from __future__ import annotations

import asyncio
import sys
import time

from tests.servers.irc import run_irc
from tests.servers.twitch import BOT_SCOPES, run_twitch

TICKS_A_SECOND = 20


async def read_line() -> str:
    return str(await asyncio.to_thread(sys.stdin.readline)).strip()


def tell(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


async def serve_irc(channels: int, seconds: float) -> None:
    async with run_irc() as irc:
        irc.join_seconds = 0.0
        names = [f"channel{number}" for number in range(channels)]
        tell(irc.url)
        await read_line()
        await say_everywhere(channels, seconds, lambda n, text: irc.say(names[n], f"v{n}", text))
        await read_line()


async def serve_conduit(channels: int, seconds: float) -> None:
    async with run_twitch() as twitch:
        twitch.points_a_minute = 1_000_000
        bot = twitch.add_channel("trussbot", channel_id="1")
        token = twitch.issue_token(bot.id, BOT_SCOPES).value
        known = [twitch.add_channel(f"c{n}", channel_id=str(5000 + n)) for n in range(channels)]
        for channel in known:
            twitch.grants[channel.id].add("channel:bot")
        tell(twitch.url, token)
        await read_line()
        await say_everywhere(channels, seconds, lambda n, text: twitch.say(known[n], f"v{n}", text))
        await read_line()


async def say_everywhere(channels: int, seconds: float, say: object) -> None:
    """Send one line in each channel at once; then, when told, two a second, spread evenly.

    Tells how late we were.
    """
    for number in range(channels):
        await say(number, "the first line")  # type: ignore[operator]
    tell("opened")
    await read_line()
    began, count, a_tick = time.monotonic(), 0, 2 * channels // TICKS_A_SECOND
    worst = 0.0
    for tick in range(int(seconds * TICKS_A_SECOND)):
        due = began + tick / TICKS_A_SECOND
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        worst = max(worst, time.monotonic() - due)
        for _ in range(a_tick):
            await say(count % channels, f"what a line {count}")  # type: ignore[operator]
            count += 1
    tell("said", count, f"{worst:.2f}", f"{time.monotonic() - began:.1f}")


if __name__ == "__main__":
    work = serve_irc if sys.argv[1] == "irc" else serve_conduit
    asyncio.run(work(int(sys.argv[2]), float(sys.argv[3])))
