from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.domain.accounts.platform_token import PlatformToken
from core.domain.publishing.publish_progress import PublishProgress
from core.domain.work.ids import PublicationId
from core.domain.work.platform import Platform
from core.errors import QuotaReached
from core.services.publishing.daily_caps import DailyCaps
from tests.builders import CREATOR, NOON, make_order, make_test_ulid
from tests.fakes.outgoing import FakeDailyCounts
from tests.fakes.time_and_ids import FakeClock


def _order(platform, account_id, number=1, begins=0, **given):
    token = PlatformToken(
        creator_id=CREATOR,
        platform=platform,
        account_id=account_id,
        access_token="x",
        created_at=NOON,
        updated_at=NOON,
    )
    order = make_order(platform=platform, token=token, **given)
    publication = replace(
        order.publication, id=PublicationId(make_test_ulid(number)), begins=begins
    )
    return replace(order, publication=publication)


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def caps(clock):
    return DailyCaps(clock=clock, counts=FakeDailyCounts())


async def test_youtube_counts_all_accounts_together_until_midnight_in_california(caps, clock):
    for number in range(100):
        await caps.take(_order(Platform.YOUTUBE, f"UC{number}", number))

    with pytest.raises(QuotaReached, match="100 uploads") as raised:
        await caps.take(_order(Platform.YOUTUBE, "UC0", 100))

    assert raised.value.until > clock.now()
    assert raised.value.until.astimezone(UTC).hour in {7, 8}


async def test_tiktok_counts_each_account_by_itself(caps):
    for number in range(15):
        await caps.take(_order(Platform.TIKTOK, "a", number))

    with pytest.raises(QuotaReached, match="15 uploads"):
        await caps.take(_order(Platform.TIKTOK, "a", 15))
    await caps.take(_order(Platform.TIKTOK, "b"))


async def test_the_next_day_has_uploads_again(caps, clock):
    for number in range(15):
        await caps.take(_order(Platform.TIKTOK, "a", number))

    clock.advance(86_400)

    await caps.take(_order(Platform.TIKTOK, "a", 15))
    assert clock.now() > datetime(2026, 1, 1, tzinfo=UTC)


async def test_a_folder_takes_any_number(caps):
    for _ in range(200):
        await caps.take(make_order())


async def test_one_upload_counts_once_however_often_it_is_tried(caps):
    """Five refused tries used up an account's day."""
    for _ in range(40):
        await caps.take(_order(Platform.TIKTOK, "a"))

    for number in range(2, 16):
        await caps.take(_order(Platform.TIKTOK, "a", number))
    with pytest.raises(QuotaReached):
        await caps.take(_order(Platform.TIKTOK, "a", 16))
    await caps.take(_order(Platform.TIKTOK, "a"))


async def test_what_is_given_back_is_given_back_once(caps):
    for number in range(15):
        await caps.take(_order(Platform.TIKTOK, "a", number))

    for _ in range(3):
        await caps.give_back(_order(Platform.TIKTOK, "a", 0))

    await caps.take(_order(Platform.TIKTOK, "a", 15))
    with pytest.raises(QuotaReached):
        await caps.take(_order(Platform.TIKTOK, "a", 16))


async def test_what_was_begun_counts_again_when_it_is_begun_anew(caps):
    for begins in range(15):
        await caps.take(_order(Platform.TIKTOK, "a", begins=begins))

    with pytest.raises(QuotaReached):
        await caps.take(_order(Platform.TIKTOK, "a", begins=15))


async def test_what_was_announced_and_then_refused_is_the_one_that_is_given_back(caps):
    for begins in range(15):
        await caps.take(_order(Platform.TIKTOK, "a", begins=begins))

    begun = PublishProgress(step="fetch")
    await caps.give_back(_order(Platform.TIKTOK, "a", begins=15, progress=begun))

    await caps.take(_order(Platform.TIKTOK, "a", begins=14))


async def test_nothing_is_given_back_where_nothing_is_counted(caps):
    await caps.give_back(make_order())
