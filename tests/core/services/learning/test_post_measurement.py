from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.domain.learning.metrics import PostDay, PostTotals
from core.domain.publishing.publication import PublicationStatus
from core.domain.work.job import JobKind
from core.domain.work.platform import Platform
from core.errors import ExternalFailure, QuotaReached, TokenRefused
from core.services.clips.card_jobs import CardJobs
from core.services.learning.post_measurement import PostMeasurement
from tests.builders import CREATOR, NOON, make_asset, make_binding, make_publication, make_test_ulid
from tests.fakes.accounts import FakeFreshTokens
from tests.fakes.all_stores import FakeAllStores
from tests.fakes.measuring import FakeMetricReader
from tests.fakes.time_and_ids import FakeClock, FakeIds
from tests.plan_builders import make_token

YOUTUBE, TIKTOK = Platform.YOUTUBE, Platform.TIKTOK
TODAY = date(2026, 3, 1)


class Bench:
    def __init__(self):
        self.clock = FakeClock()
        self.stores = FakeAllStores(self.clock)
        self.readers = {p: FakeMetricReader(p) for p in (YOUTUBE, TIKTOK)}
        self.fresh = FakeFreshTokens(
            make_token(platform=YOUTUBE, account_id="UC1"), make_token(account_id="t1")
        )
        self.post_measurement = PostMeasurement(
            clock=self.clock,
            directory=self.stores.directory,
            publications=self.stores.publications,
            fresh_tokens=self.fresh,
            readers=self.readers,
            metrics=self.stores.metrics,
            analytics=self.stores.analytics,
            jobs=self.stores.jobs,
            card_jobs=CardJobs(clock=self.clock, ids=FakeIds(), guilds=self.stores.guilds),
        )

    async def add(self, number, platform=YOUTUBE, account_id="UC1", **given):
        values = {
            "id": make_test_ulid(number),
            "platform": platform,
            "account_id": account_id,
            "status": PublicationStatus.PUBLISHED,
            "post_id": f"post-{number}",
        }
        publication = make_publication(**(values | given))
        self.stores.memory.publications[publication.creator_id, publication.id] = publication
        return publication

    async def days(self, first=TODAY, last=TODAY):
        return await self.stores.analytics.list_days(CREATOR, first, last)

    def card_jobs(self):
        return [j for j in self.stores.memory.jobs.values() if j.kind is JobKind.POST_CARD]


@pytest.fixture
async def bench():
    bench = Bench()
    await bench.stores.assets.add_asset(make_asset())
    await bench.stores.guilds.add_guild(make_binding())
    return bench


async def test_posts_are_measured_together_into_days_figures_and_cards(bench):
    one, two = await bench.add(1), await bench.add(2)
    other = await bench.add(3, TIKTOK, "t1")
    bench.readers[YOUTUBE].totals = {
        "post-1": PostTotals(views=10, likes=1),
        "post-2": PostTotals(views=5),
    }
    bench.readers[TIKTOK].totals = {"post-3": PostTotals(views=7, shares=1)}

    assert await bench.post_measurement.measure_posts() == 3

    assert [sorted(ids) for ids in bench.readers[YOUTUBE].asked] == [["post-1", "post-2"]]
    figures = await bench.post_measurement.find_figures([one, two, other])
    assert {key: metric.views for key, metric in figures.items()} == {
        one.id: 10,
        two.id: 5,
        other.id: 7,
    }
    (day,) = await bench.days()
    assert (day.counts["youtube views"], day.counts["tiktok views"]) == (15, 7)
    assert len(bench.card_jobs()) == 3


async def test_measuring_again_doubles_nothing_and_leaves_cards_alone(bench):
    await bench.add(1)
    bench.readers[YOUTUBE].totals = {"post-1": PostTotals(views=10)}
    await bench.post_measurement.measure_posts()
    before = await bench.days()

    assert await bench.post_measurement.measure_posts() == 0
    bench.clock.advance(3600)
    assert await bench.post_measurement.measure_posts() == 1

    assert await bench.days() == before
    assert len(bench.card_jobs()) == 1


async def test_a_later_day_brings_what_is_more(bench):
    await bench.add(1, TIKTOK, "t1")
    reader = bench.readers[TIKTOK]
    for views in (10, 40):
        reader.totals = {"post-1": PostTotals(views=views)}
        await bench.post_measurement.measure_posts()
        bench.clock.advance(24 * 3600)

    first, second = await bench.days(TODAY, TODAY + timedelta(days=1))
    assert (first.counts["tiktok views"], second.counts["tiktok views"]) == (10, 30)


async def test_what_youtube_says_of_days_is_set_beside_the_totals_once_a_day(bench):
    publication = await bench.add(1)
    reader = bench.readers[YOUTUBE]
    reader.totals = {"post-1": PostTotals(views=10)}
    await bench.post_measurement.measure_posts()
    bench.clock.advance(2 * 24 * 3600)
    reader.days = {"post-1": (PostDay(on=TODAY, views=8, engaged_views=5, watched_seconds=60.0),)}
    reader.totals = {"post-1": PostTotals(views=12)}

    for _ in range(3):
        await bench.post_measurement.measure_posts()
        bench.clock.advance(3600)

    assert reader.asked_days == ["post-1", "post-1"]  # on the first day, and on the third
    days = {day.on: day.counts for day in await bench.days(TODAY, TODAY + timedelta(days=3))}
    assert days[TODAY]["youtube views"] == 8
    assert days[TODAY]["youtube engaged views"] == 5
    figures = await bench.post_measurement.find_figures([publication])
    assert (figures[publication.id].views, figures[publication.id].engaged_views) == (12, 5)


@pytest.mark.parametrize(
    "failure",
    [
        ExternalFailure("YouTube cannot be reached.", retryable=True),
        QuotaReached("quotaExceeded", until=NOON),
    ],
)
async def test_trouble_with_one_platform_leaves_the_others_and_is_tried_again(bench, failure):
    await bench.add(1)
    await bench.add(2, TIKTOK, "t1")
    bench.readers[YOUTUBE].failing = [failure]
    bench.readers[YOUTUBE].totals = {"post-1": PostTotals(views=1)}
    bench.readers[TIKTOK].totals = {"post-2": PostTotals(views=2)}

    assert await bench.post_measurement.measure_posts() == 1
    assert await bench.post_measurement.measure_posts() == 1


async def test_days_that_cannot_be_read_leave_the_totals_as_they_are(bench):
    publication = await bench.add(1)
    reader = bench.readers[YOUTUBE]
    reader.totals = {"post-1": PostTotals(views=10)}

    async def read_days(token, post_id, *, first, last):
        raise ExternalFailure("The query is not supported.", retryable=True)

    reader.read_days = read_days

    assert await bench.post_measurement.measure_posts() == 1
    assert (await bench.post_measurement.find_figures([publication]))[publication.id].views == 10


async def test_access_that_is_refused_is_replaced_once(bench):
    await bench.add(1)
    reader = bench.readers[YOUTUBE]
    reader.totals = {"post-1": PostTotals(views=10)}
    reader.failing = [TokenRefused("401")]

    assert await bench.post_measurement.measure_posts() == 1
    assert len(bench.fresh.replaced) == 1


async def test_what_is_not_out_or_nobody_knows_is_not_measured(bench):
    waiting = await bench.add(1, status=PublicationStatus.SCHEDULED)
    unknown = await bench.add(2)
    nameless = await bench.add(3, post_id=None)
    await bench.add(4, Platform.FOLDER, "")

    assert await bench.post_measurement.measure_posts() == 0

    assert bench.readers[YOUTUBE].asked == [("post-2",)]
    assert await bench.post_measurement.find_figures([waiting, unknown, nameless]) == {}


async def test_what_was_published_long_ago_is_not_looked_through(bench):
    old = NOON - timedelta(days=200)
    for number in range(1, 4):
        await bench.add(number, created_at=old, updated_at=old)

    assert await bench.post_measurement.measure_posts() == 0
    assert bench.readers[YOUTUBE].asked == []


async def test_without_readers_nothing_is_looked_for(bench):
    bench.readers.clear()
    publication = replace(await bench.add(1), account_id="")

    assert await bench.post_measurement.measure_posts() == 0
    assert await bench.post_measurement.find_figures([publication]) == {}
