"""The soak itself: set up, let everything happen at once, let it settle, and count."""

from __future__ import annotations

import asyncio
import pickle
import re
import time
from collections import Counter
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from core.background import stop
from tests.journeys.fault_program import within
from tests.journeys.long_soak.aws_world import open_aws_world
from tests.journeys.long_soak.chatting import Chatter
from tests.journeys.long_soak.counting import (
    count_cards,
    count_clips,
    count_jobs,
    count_platforms,
    count_publications,
    count_spikes,
    count_streams,
)
from tests.journeys.long_soak.crew import Crew
from tests.journeys.long_soak.ledger import read_books
from tests.journeys.long_soak.moderating import Moderators
from tests.journeys.long_soak.platforms import Creator, Platforms, connect_all, open_platforms
from tests.journeys.long_soak.report import Report
from tests.journeys.long_soak.troubles import Troubles
from tests.journeys.long_soak.tuning import (
    HAS_FAULTS,
    HAS_KILLS,
    MINUTES,
    SETTLES_SECONDS,
    STREAMERS,
)
from tests.journeys.long_soak.uploading import Uploader

START_SECONDS: Final = 300.0
READ_WITHIN_SECONDS: Final = 400.0
_CALM_SECONDS: Final = 12.0
_LOOK_SECONDS: Final = 6.0
_LOOKS: Final = 5


def say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)  # noqa: T201 - it takes an hour


@dataclass(slots=True, kw_only=True)
class Soak:
    """All who take part."""

    platforms: Platforms
    crew: Crew
    chatter: Chatter
    moderators: Moderators
    uploaders: list[Uploader]
    troubles: Troubles


async def run_soak(folder: Path) -> Report:
    """Run all of it in a folder of its own, and return what came of it."""
    async with open_aws_world(folder) as aws:
        platforms = await open_platforms(folder, aws)
        crew = Crew(platforms.world)
        uploaders = [Uploader(platforms, crew, one) for one in platforms.creators[STREAMERS:]]
        soak = Soak(
            platforms=platforms,
            crew=crew,
            chatter=Chatter(platforms),
            moderators=Moderators(platforms),
            uploaders=uploaders,
            troubles=Troubles(platforms),
        )
        talking = _start(soak.chatter.talk())
        try:
            await _set_up(soak)
            began = time.monotonic()
            settled = await _live_through(soak, folder)
            crew.sample()
            lasted = (time.monotonic() - began) / 60
            await _end(talking)
        finally:
            await crew.close()
            await _close(platforms)
        return await _count(soak, folder, settled, lasted)


async def _set_up(soak: Soak) -> None:
    platforms = soak.platforms
    say("starting the processes")
    await soak.crew.start_all()

    async def is_there() -> bool:
        discord = platforms.world.discord
        return bool(discord.commands) and discord.identifies > 0

    assert await within(START_SECONDS, is_there) is not None
    say("typing /setup in each server")
    for creator in platforms.creators:
        await _type_setup(platforms, creator)
    await connect_all(platforms)

    say("waiting until every channel is read")

    async def are_read() -> bool:
        if soak.chatter.count_unread():
            return False
        await asyncio.sleep(_LOOK_SECONDS)
        return count_streams(platforms, await read_books(platforms)).agrees

    read = await within(READ_WITHIN_SECONDS, are_read)
    say(f"{soak.chatter.count_unread()} channels unread after {read} s")
    assert read is not None


async def _type_setup(platforms: Platforms, creator: Creator) -> None:
    guild = creator.guild
    asked = await platforms.world.discord.type_command(
        guild,
        creator.owner_id,
        "setup here",
        review_channel=guild.channels["review"],
        moderator_role=guild.roles["moderators"],
    )
    await asyncio.wait_for(asked.answered.wait(), START_SECONDS)


async def _live_through(soak: Soak, folder: Path) -> float | None:
    """Let it all happen, then end the harm, and return how long it took to settle."""
    seeing = _start(
        soak.moderators.keep_deciding(),
        soak.chatter.keep_listening(),
        soak.crew.keep_alive(),
        soak.crew.keep_sampling(),
        _keep_telling(soak),
    )
    planting = _start(
        soak.chatter.erupt(),
        *(one.keep_uploading(folder, number=n) for n, one in enumerate(soak.uploaders)),
    )
    harming = _start(
        *([soak.crew.keep_killing()] if HAS_KILLS else []),
        *([soak.troubles.keep_troubling()] if HAS_FAULTS else []),
    )
    try:
        await asyncio.sleep(60 * MINUTES)
        say("the harm ends")
        await _end(harming)
        await _end(planting)
        settled = await _wait_until_settled(soak)
        say(f"settled after {settled}")
        await asyncio.sleep(_CALM_SECONDS)  # something done twice would come now
    finally:
        await _end(seeing)
    return settled


def _start(*work: Coroutine[Any, Any, None]) -> list[asyncio.Task[None]]:
    return [asyncio.create_task(one) for one in work]


async def _end(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        if task.done() and not task.cancelled() and (error := task.exception()):
            raise error
    with suppress(asyncio.CancelledError):
        await stop(tasks)


async def _keep_telling(soak: Soak) -> None:
    """Print each minute how it stands, for whoever watches."""
    while True:
        await asyncio.sleep(60)
        books = await read_books(soak.platforms)
        clips = Counter(str(clip.status) for one in books for clip in one.clips)
        posts = Counter(str(p.status) for one in books for p in one.publications)
        failed = sum(len(one.failed_jobs) for one in books)
        spikes = sum(len(one.spikes) for one in books)
        sizes = {s.name: round(s.megabytes) for s in soak.crew.samples}
        say(
            f"{len(soak.chatter.eruptions)} eruptions planned, {spikes} spikes, "
            f"{len(soak.moderators.cards)} cards, clips {dict(clips)}, posts {dict(posts)}, "
            f"{failed} failed jobs, {soak.chatter.count_unread()} unread, uploads "
            f"{[len(one.accepted) for one in soak.uploaders]}, kills "
            f"{sum(soak.crew.kills.values())}, gone {soak.crew.gone}, MB {sizes}, "
            f"traffic {dict(soak.platforms.aws.dynamo.counts)}"
        )


async def _wait_until_settled(soak: Soak) -> float | None:
    """Wait until nothing is under way any more, several looks in a row."""
    quiet = 0

    async def is_settled() -> bool:
        nonlocal quiet
        await asyncio.sleep(_LOOK_SECONDS)
        books = await read_books(soak.platforms)
        quiet = 0 if any(one.unsettled for one in books) else quiet + 1
        return quiet >= _LOOKS

    return await within(SETTLES_SECONDS, is_settled)


async def _close(platforms: Platforms) -> None:
    await platforms.world.irc.drop()
    for site in platforms.world.sites.values():
        with suppress(OSError):
            await site.close()


async def _count(soak: Soak, folder: Path, settled: float | None, lasted: float) -> Report:
    books = await read_books(soak.platforms)
    seen: list[object] = [books, soak.chatter.eruptions, dict(soak.chatter.deaf)]
    seen += [soak.moderators.cards, soak.moderators.reacted, soak.crew.samples]
    seen += [one.accepted for one in soak.uploaders]
    kept = pickle.dumps(seen)  # whoever doubts a count can look at what it was counted from
    await asyncio.to_thread((folder / "books.pickle").write_bytes, kept)
    said = {"chat lines": soak.chatter.said, "heard": soak.chatter.heard}
    dynamo = {f"DynamoDB {k}": v for k, v in soak.platforms.aws.dynamo.counts.items()}
    s3 = {f"S3 {k}": v for k, v in soak.platforms.aws.s3.counts.items()}
    sqs = {f"SQS {k}": v for k, v in soak.platforms.aws.sqs.counts.items()}
    return Report(
        counts=[
            count_spikes(soak.chatter, books),
            count_streams(soak.platforms, books),
            *count_clips(books, soak.uploaders),
            count_cards(soak.moderators, books),
            count_publications(books),
            *count_platforms(soak.platforms, books),
            *count_jobs(books),
        ],
        kills=soak.crew.kills,
        gone=soak.crew.gone,
        troubles=soak.troubles.counts,
        samples=soak.crew.samples,
        cpu_seconds=soak.crew.cpu_seconds,
        settled_after=settled,
        lasted_minutes=lasted,
        traffic=said | dynamo | s3 | sqs,
        errors=_read_errors(soak),
    )


def _read_errors(soak: Soak) -> dict[str, int]:
    """Return how often each error was logged, by its event."""
    found: Counter[str] = Counter()
    for program in soak.crew.programs.values():
        for line in program.read_log().splitlines():
            plain = re.sub(r"\x1b\[[0-9;]*m", "", line)
            if "[error" in plain or plain.startswith("Traceback"):
                found[" ".join(plain.split()[2:4]) if "[error" in plain else plain[:60]] += 1
    return dict(found.most_common(15))
