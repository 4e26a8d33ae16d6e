"""A clip is on each platform once, wherever the process dies and whatever the platform does."""

import random

import pytest

from core.domain.publishing.publication import PublicationStatus
from core.domain.work.job import Queue
from core.domain.work.platform import Platform
from tests.journeys.publishing_crashes import PLATFORMS, open_crash_world

_POINTS_MAX = 400


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("fault", ["", "lost reply", "expired"])
async def test_a_crash_at_each_write_and_each_request_leaves_one_post(tmp_path, platform, fault):
    """Before and after every effect on the table, the queue and the platform.

    The fault is that of the last chunk, after which the post may be there.
    """
    async with open_crash_world(tmp_path) as world:
        points = 0
        for point in range(_POINTS_MAX):
            publication = await world.add(platform)
            world.youtube.faults["put"] = ["", fault]
            world.tiktok.faults["put"] = ["", "", fault]
            world.fuse.arm(point)
            crashes = await world.run_until_settled()
            assert await world.find_faults(publication) == []
            if not crashes:
                points = point
                break
        assert points > 40
        assert world.youtube.problems + world.tiktok.problems == []


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("seed", range(4))
async def test_crashes_and_faults_by_chance_leave_one_post(tmp_path, platform, seed):
    """503s, lost replies, 308s that stored less, expired sessions, a late status; and crashes."""
    chance = random.Random(f"{platform} {seed}")
    async with open_crash_world(tmp_path) as world:
        crashes = 0
        for _ in range(5):
            publication = await world.add(platform)
            for server in (world.youtube, world.tiktok):
                server.chance, server.fault_share = chance, 0.25
                server.polls = chance.randrange(8)
            while True:
                world.fuse.arm(chance.randrange(60))
                died = await world.run_until_settled()
                crashes += died
                if not died:
                    break
            assert await world.find_faults(publication) == []
        assert crashes > 0
        assert world.youtube.problems + world.tiktok.problems == []


async def test_what_can_not_go_on_says_why_and_is_not_out(tmp_path):
    async with open_crash_world(tmp_path) as world:
        world.youtube.inserts_max = 0
        publication = await world.add(Platform.YOUTUBE)
        await world.app.publishing.sweep.sweep_due()
        while await world.app.work.runner.work_once(Queue.YOUTUBE):
            pass

        (stored,) = await world.list_publications()
        assert stored.status is PublicationStatus.QUOTA_WAIT
        assert "exceeded your quota" in (stored.reason or "")
        assert stored.id == publication.id
        assert world.youtube.videos == {}
