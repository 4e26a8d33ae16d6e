"""A day's uploads: what a platform refused before it began does not use them up."""

from typing import Any

import pytest

from core.domain.publishing.publication import PublicationStatus
from core.domain.work.platform import Platform
from tests.journeys.publishing_crashes import open_crash_world

S = PublicationStatus


@pytest.mark.parametrize(
    ("status", "code"), [(429, "rate_limit_exceeded"), (500, "internal_error")]
)
async def test_refused_inits_do_not_use_up_the_day_of_an_account(tmp_path, status, code):
    """Five of them stranded 12 of 60 publications until the next day."""
    async with open_crash_world(tmp_path) as world:
        publications = [await world.add(Platform.TIKTOK) for _ in range(15)]
        world.tiktok.errors = [(status, code)] * 10
        began = world.app.ports.clock.now()

        await world.run_until_settled()

        assert [await world.find_faults(p) for p in publications] == [[]] * 15
        assert world.count_day(Platform.TIKTOK) == 15
        assert world.app.ports.clock.now().date() == began.date()


async def test_what_is_refused_for_good_leaves_room_for_others(tmp_path):
    async with open_crash_world(tmp_path) as world:
        world.tiktok.errors = [(403, "spam_risk_user_banned_from_posting")] * 5
        publications = [await world.add(Platform.TIKTOK) for _ in range(20)]

        await world.run_until_settled()

        stored = await world.list_publications()
        assert sorted(p.status for p in stored) == [S.FAILED] * 5 + [S.PUBLISHED] * 15
        assert len(publications) == 20
        assert world.count_day(Platform.TIKTOK) == 15


async def test_an_upload_is_counted_and_given_back_once_wherever_the_process_dies(tmp_path):
    async with open_crash_world(tmp_path) as world:
        crashes, platform = 0, Platform.TIKTOK
        clock: Any = world.app.ports.clock
        for point in range(200):
            publication = await world.add(platform)
            world.tiktok.errors = [(429, "rate_limit_exceeded")]
            before = world.count_day(platform)
            world.fuse.arm(point)
            died = await world.run_until_settled()
            crashes += died

            assert await world.find_faults(publication) == []
            assert world.count_day(platform) - before == 1
            clock.advance(86_400)
            if not died:
                break

        assert crashes > 30
