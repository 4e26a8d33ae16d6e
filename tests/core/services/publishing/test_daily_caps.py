from datetime import UTC, datetime

import pytest

from core.domain.accounts.platform_token import PlatformToken
from core.domain.work.platform import Platform
from core.errors import QuotaReached
from core.services.publishing.daily_caps import DailyCaps
from tests.builders import CREATOR, NOON, make_order
from tests.fakes.outgoing import FakeDailyCounts
from tests.fakes.time_and_ids import FakeClock


def _order(platform, account_id):
    token = PlatformToken(
        creator_id=CREATOR,
        platform=platform,
        account_id=account_id,
        access_token="x",
        created_at=NOON,
        updated_at=NOON,
    )
    return make_order(platform=platform, token=token)


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def caps(clock):
    return DailyCaps(clock=clock, counts=FakeDailyCounts())


async def test_youtube_counts_all_accounts_together_until_midnight_in_california(caps, clock):
    for number in range(100):
        await caps.take(_order(Platform.YOUTUBE, f"UC{number}"))

    with pytest.raises(QuotaReached, match="100 uploads") as raised:
        await caps.take(_order(Platform.YOUTUBE, "UC0"))

    assert raised.value.until > clock.now()
    assert raised.value.until.astimezone(UTC).hour in {7, 8}


async def test_tiktok_counts_each_account_by_itself(caps):
    for _ in range(15):
        await caps.take(_order(Platform.TIKTOK, "a"))

    with pytest.raises(QuotaReached, match="15 uploads"):
        await caps.take(_order(Platform.TIKTOK, "a"))
    await caps.take(_order(Platform.TIKTOK, "b"))


async def test_the_next_day_has_uploads_again(caps, clock):
    for _ in range(15):
        await caps.take(_order(Platform.TIKTOK, "a"))

    clock.advance(86_400)

    await caps.take(_order(Platform.TIKTOK, "a"))
    assert clock.now() > datetime(2026, 1, 1, tzinfo=UTC)


async def test_a_folder_takes_any_number(caps):
    for _ in range(200):
        await caps.take(make_order())
