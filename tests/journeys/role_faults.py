"""Processes by role on one table and bucket of AWS's double; one after the other is killed."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, Final

import boto3

from bot.bootstrap.backing import Backing, open_backing, open_queue
from config.settings import load_settings
from core.adapters.clock import SystemClock
from core.adapters.sqs.sqs_schema import create_queues
from core.adapters.table.metered import MeteredTable
from core.adapters.table.schema import create_table
from core.adapters.table.stores import open_stores
from core.adapters.table.table import Item
from core.background import spawn, stop
from core.domain.publishing.publication import PublicationStatus
from core.domain.work.meters import Meters
from core.ports.stores import Stores
from core.services.work.health import Health
from core.services.work.queue_relay import QueueRelay
from tests.contracts.ministack import run_ministack
from tests.journeys.fault_lines import Line, describe
from tests.journeys.fault_program import Program, find_free_port, within
from tests.journeys.fault_world import CREATOR, FaultWorld
from tests.journeys.outage_faults import YES
from tests.journeys.review_faults import count_each, open_review
from tests.servers.discord import Guild

ROLES: Final = ("discord", "web,scheduler", "twitch,footage", "work,analysis", "work,publish")
LEASE_SECONDS: Final = 10
CLIPS: Final = int(os.environ.get("SOAK_CLIPS", "12"))
KILL_EVERY_SECONDS: Final = float(os.environ.get("SOAK_KILL_EVERY", "30"))
PATIENCE_SECONDS: Final = 600.0
AWS: Final = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_REGION": "eu-central-1",
}


class Crew:
    """A process for each set of roles, each with a home of its own."""

    def __init__(self, world: FaultWorld, all_roles: Sequence[str] = ROLES) -> None:
        self._world = world
        self._ports = {roles: find_free_port() for roles in all_roles}
        self.programs: dict[str, Program] = {}
        self.kills = Counter[str]()

    async def start(self, roles: str) -> None:
        home = self._world.folder / roles.replace(",", "-")
        given: dict[str, Any] = {"home": home, "roles": roles, "web_port": self._ports[roles]}
        self.programs[roles] = await asyncio.to_thread(lambda: self._world.start(**given))

    async def kill(self, roles: str) -> None:
        process = self.programs[roles].process
        process.kill()
        await asyncio.to_thread(process.wait)
        self.kills[roles] += 1

    async def keep_killing(self, chance: random.Random) -> None:
        while True:
            await asyncio.sleep(KILL_EVERY_SECONDS)
            roles = chance.choice(ROLES)
            await self.kill(roles)
            await self.start(roles)

    async def close(self) -> None:
        for program in self.programs.values():
            program.process.kill()
            await asyncio.to_thread(program.process.wait)


@asynccontextmanager
async def open_roles_world(folder: Path, *, queue_prefix: str = "") -> AsyncIterator[FaultWorld]:
    """Open a table and a bucket in the double; the settings of all programs name them.

    With a `queue_prefix` there are queues on SQS too, and what the tests store is told to workers.
    """
    (folder / "aws").mkdir(parents=True)
    double = run_ministack(folder / "aws")
    address = await asyncio.to_thread(double.__enter__)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(asyncio.to_thread, double.__exit__, None, None, None)
        await asyncio.to_thread(_make_table_and_bucket, address, queue_prefix)
        shared = AWS | {"AWS_ENDPOINT_URL": address}
        before = {name: os.environ.get(name) for name in shared}
        os.environ.update(shared)
        stack.callback(_restore, before)
        named = {"table": "truss-soak", "bucket": "truss-soak", "queue_prefix": queue_prefix}
        settings = load_settings(home=folder / "tests", **named)
        clock = SystemClock()
        scratch = folder / "scratch"
        scratch.mkdir()
        backing = await stack.enter_async_context(open_backing(settings, clock, scratch))
        stores = await stack.enter_async_context(_open_stores(backing, clock))
        world = FaultWorld(folder=folder, stores=stores, storage=backing.files.storage)
        world.settings |= named
        world.settings |= {"lease_seconds": LEASE_SECONDS, "grace_seconds": 5}
        world.environment |= shared
        world.use_irc()
        try:
            yield world
        finally:
            await world.irc.drop()
            for site in world.sites.values():
                await site.close()


@asynccontextmanager
async def _open_stores(backing: Backing, clock: SystemClock) -> AsyncIterator[Stores]:
    """Open the stores as a process does: workers are told of the jobs that tests store."""

    def note(item: Item) -> None:
        if relay is not None:
            relay.note(item)

    table = MeteredTable(backing.table, Meters(), weighs=False, on_stored=note)
    queue, relay = open_queue(backing.sqs, table, clock)
    stores = open_stores(
        table,
        cursor_secret=b"a secret of the tests",
        clock=clock,
        cipher=backing.cipher,
        storage=backing.files.storage,
        is_shared=True,
        queue=queue,
    )
    if relay is None:
        yield stores
        return
    passing = QueueRelay(clock=clock, relay=relay, health=Health(clock=clock))
    relaying = spawn(passing.run(), name="relay of the tests")
    try:
        yield stores
    finally:
        await stop([relaying])


def _make_table_and_bucket(address: str, queue_prefix: str) -> None:
    given: dict[str, Any] = {
        "endpoint_url": address,
        "region_name": AWS["AWS_REGION"],
        "aws_access_key_id": "test",
        "aws_secret_access_key": "test",
    }
    create_table(boto3.client("dynamodb", **given), "truss-soak")
    boto3.client("s3", **given).create_bucket(
        Bucket="truss-soak",
        CreateBucketConfiguration={"LocationConstraint": "eu-central-1"},
    )
    if queue_prefix:
        create_queues(boto3.client("sqs", **given), queue_prefix)


def _restore(before: dict[str, str | None]) -> None:
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


async def kill_roles(folder: Path) -> list[Line]:
    """Clips are made, approved by reaction and published while processes are killed by role."""
    async with open_roles_world(folder) as world:
        guild = await open_review(world)
        crew = Crew(world)
        try:
            for roles in ROLES:
                await crew.start(roles)
            await world.set_up(guild)
            began = time.monotonic()
            killing = asyncio.create_task(crew.keep_killing(random.Random(7)))
            adding = asyncio.create_task(_add_clips(world))
            reacting = asyncio.create_task(_keep_approving(world, guild))
            out = await within(PATIENCE_SECONDS, lambda: _are_out(world))
            took = time.monotonic() - began
            for task in (killing, adding, reacting):
                task.cancel()
            await asyncio.gather(killing, adding, reacting, return_exceptions=True)
        finally:
            await crew.close()
        return [await _describe(world, guild, crew, out, took)]


async def _add_clips(world: FaultWorld) -> None:
    for number in range(1, CLIPS + 1):
        await world.add_clip(number)
        await asyncio.sleep(2)


async def _keep_approving(world: FaultWorld, guild: Guild) -> None:
    """Approve each card once, as soon as it is seen."""
    moderator, seen = world.discord.add_member(guild, "moderators"), set[str]()
    while True:
        for card in world.list_cards(guild):
            if card["id"] not in seen:
                seen.add(card["id"])
                await world.discord.react(moderator, card["id"], YES)
        await asyncio.sleep(0.5)


async def _are_out(world: FaultWorld) -> bool:
    return await world.count_publications(PublicationStatus.PUBLISHED) >= CLIPS


async def _describe(
    world: FaultWorld, guild: Guild, crew: Crew, out: float | None, took: float
) -> Line:
    page = await world.stores.publications.list_publications(CREATOR, limit=100)
    states = Counter(publication.status.value for publication in page.items)
    of_each = Counter(publication.clip_id for publication in page.items)
    twice = sum(count > 1 for count in of_each.values())
    cards = Counter(count_each(world, guild).values())
    published = {
        file
        for roles in ROLES
        for file in (world.folder / roles.replace(",", "-") / "published").rglob("*.mp4")
    }
    kills = ", ".join(f"{count} of {roles}" for roles, count in sorted(crew.kills.items()))
    return Line(
        fault=f"processes by role, one killed every {KILL_EVERY_SECONDS:.0f} s: {kills}",
        expected=f"{CLIPS} clips published once each",
        found=f"{dict(states)} {describe(out)} ({took:.0f} s), {twice} twice, "
        f"{len(published)} files, cards {dict(cards)}",
        is_ok=out is not None
        and twice == 0
        and states == {"published": CLIPS}
        and len(published) == CLIPS,
    )
