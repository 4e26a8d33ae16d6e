"""Two processes by role on the double's DynamoDB, S3 and SQS carry a clip to its publication."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

import pytest

from core.domain.publishing.publication import PublicationStatus
from core.domain.work.job import Queue
from tests.journeys.fault_program import within
from tests.journeys.fault_world import FaultWorld
from tests.journeys.outage_faults import YES
from tests.journeys.review_faults import open_review
from tests.journeys.role_faults import Crew, open_roles_world
from tests.servers.discord import Guild

FACE: Final = "discord,web,scheduler"
HANDS: Final = "work,publish,analysis"


async def _is_out(world: FaultWorld) -> bool:
    return await world.count_publications(PublicationStatus.PUBLISHED) == 1


async def _are_queues_empty(world: FaultWorld) -> bool:
    return not any([await world.stores.queue.list_waiting(queue) for queue in Queue])


@pytest.mark.soak
@pytest.mark.parametrize("is_killed", [False, True], ids=["undisturbed", "killed at work"])
async def test_a_clip_is_made_approved_and_published_once(tmp_path: Path, is_killed: bool) -> None:
    async with open_roles_world(tmp_path, queue_prefix="truss-test") as world:
        guild = await open_review(world)
        crew = Crew(world, (FACE, HANDS))
        try:
            for roles in (FACE, HANDS):
                await crew.start(roles)
            await world.set_up(guild)
            await world.add_clip(1)
            if is_killed:
                await asyncio.sleep(3)
                await crew.kill(HANDS)
                await crew.start(HANDS)
            assert await within(240, lambda: _has_card(world, guild))
            moderator = world.discord.add_member(guild, "moderators")
            await world.discord.react(moderator, world.list_cards(guild)[0]["id"], YES)
            assert await within(120, lambda: _is_out(world))
            assert await within(60, lambda: _are_queues_empty(world))
        finally:
            await crew.close()
        logs = "".join(program.read_log() for program in crew.programs.values())

    homes = [tmp_path / roles.replace(",", "-") for roles in (FACE, HANDS)]
    files = [file for home in homes for file in (home / "published").rglob("*.mp4")]
    assert len(files) == 1
    assert len(world.list_cards(guild)) == 1
    assert "Traceback" not in logs
    assert "worker.stumbled" not in logs


async def _has_card(world: FaultWorld, guild: Guild) -> bool:
    return len(world.list_cards(guild)) == 1
