from datetime import timedelta

import pytest

from core.domain.learning.insight import InsightId
from core.domain.learning.metrics import DayCounts
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from tests.builders import CREATOR, NOON, make_test_ulid
from tests.contracts.paging import read_all
from tests.plan_builders import DAY, MONTH, make_insight, make_metric

NEXT = DAY + timedelta(days=1)


@pytest.mark.parametrize("limit", [1, 20])
async def test_insights_are_listed_newest_first_of_a_month_or_of_all(stores, limit):
    insights = [
        make_insight(id=InsightId(make_test_ulid(n)), month=month)
        for n, month in enumerate(["2026-02", MONTH, MONTH])
    ]
    for insight in insights:
        assert await stores.insights.add_insight(insight)
        assert not await stores.insights.add_insight(insight)

    def lister(creator_id, month):
        async def read(cursor):
            return await stores.insights.list_insights(
                creator_id, month=month, cursor=cursor, limit=limit
            )

        return read

    assert await read_all(lister(CREATOR, None)) == insights[::-1]
    assert await read_all(lister(CREATOR, MONTH)) == [insights[2], insights[1]]
    assert await read_all(lister(CreatorId("ben"), None)) == []


async def test_a_day_is_the_sum_of_what_platforms_and_workers_say(stores):
    day = DayCounts(on=DAY, counts={"views": 10})
    await stores.analytics.put_day(CREATOR, DayCounts(on=DAY, counts={"views": 4, "likes": 1}))
    await stores.analytics.put_day(CREATOR, day)
    for worker in ("w1", "w2", "w1"):
        local = DayCounts(on=DAY, counts={"chat messages": 5})
        await stores.analytics.put_local_day(CREATOR, worker, local)
    await stores.analytics.put_day(CREATOR, DayCounts(on=NEXT, counts={"views": 1}))
    await stores.analytics.put_day(CreatorId("ben"), day)

    assert await stores.analytics.list_days(CREATOR, DAY, NEXT) == (
        DayCounts(on=DAY, counts={"views": 10, "chat messages": 10}),
        DayCounts(on=NEXT, counts={"views": 1}),
    )
    assert len(await stores.analytics.list_days(CREATOR, NEXT, NEXT)) == 1
    assert await stores.analytics.list_days(CREATOR, NEXT, DAY) == ()


async def test_a_workers_days_are_forgotten_after_400_days_and_the_platforms_stay(stores, clock):
    await stores.analytics.put_day(CREATOR, DayCounts(on=DAY, counts={"views": 1}))
    await stores.analytics.put_local_day(CREATOR, "w1", DayCounts(on=DAY, counts={"clips": 1}))
    clock.step(days=400)

    (day,) = await stores.analytics.list_days(CREATOR, DAY, DAY)

    assert day.counts == {"views": 1}


@pytest.mark.parametrize("limit", [1, 20])
async def test_metrics_of_a_platform_are_listed_by_day(stores, limit):
    metrics = [
        make_metric(),
        make_metric(post_id="zz", engaged_views=3),
        make_metric(on=NEXT, watched_seconds=None),
    ]
    for metric in [make_metric(views=0), *metrics, make_metric(on=NEXT + timedelta(days=1))]:
        await stores.metrics.put_metrics(CREATOR, [metric])
    await stores.metrics.put_metrics(CREATOR, [make_metric(platform=Platform.TIKTOK)])

    async def read(cursor):
        return await stores.metrics.list_metrics(
            CREATOR, Platform.YOUTUBE, first=DAY, last=NEXT, cursor=cursor, limit=limit
        )

    assert await read_all(read) == metrics


@pytest.mark.parametrize(("days", "kept"), [(99, 1), (100, 0)])
async def test_metrics_are_kept_for_100_days(stores, clock, days, kept):
    await stores.metrics.put_metrics(CREATOR, [make_metric()])
    clock.at = NOON + timedelta(days=days)

    page = await stores.metrics.list_metrics(CREATOR, Platform.YOUTUBE, first=DAY, last=DAY)

    assert len(page.items) == kept


async def test_the_newest_metric_of_a_post_is_found_among_those_of_a_few_days(stores):
    older, newer = make_metric(on=DAY, views=1), make_metric(on=NEXT, views=2)
    for metric in (newer, older, make_metric(on=NEXT, post_id="another", views=9)):
        await stores.metrics.put_metrics(CREATOR, [metric])

    async def find(last, days, creator_id=CREATOR):
        return await stores.metrics.find_newest(
            creator_id, older.platform, older.post_id, last=last, days=days
        )

    assert await find(NEXT, 8) == newer
    assert await find(NEXT + timedelta(days=7), 8) == newer
    assert await find(NEXT + timedelta(days=8), 8) is None
    assert await find(DAY, 8) == await find(DAY, 1) == older
    assert await find(NEXT, 8, CreatorId("ben")) is None
