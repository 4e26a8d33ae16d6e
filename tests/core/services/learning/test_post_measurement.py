from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from core.domain.learning.metrics import PostDay, PostTotals
from core.domain.publishing.publication import PublicationStatus
from core.domain.work.job import JobKind
from core.domain.work.platform import Platform
from core.errors import ExternalFailure, QuotaReached, TokenRefused
from core.services.clips.card_jobs import CardJobs
from core.services.learning.day_totals import DayTotals
from core.services.learning.figures import Figures
from core.services.learning.older_posts import OlderPosts
from core.services.learning.post_measurement import AWAITED_FOR, PostMeasurement
from core.services.learning.post_noting import PostNoting, make_batch
from core.services.work.health import Health
from tests.builders import (
    CREATOR,
    NOON,
    make_asset,
    make_binding,
    make_publication,
    make_test_clip_id,
    make_test_ulid,
)
from tests.fakes.accounts import FakeFreshTokens
from tests.fakes.all_stores import FakeAllStores
from tests.fakes.counting import Counting
from tests.fakes.formats import FakeFormats
from tests.fakes.measuring import FakeMetricReader
from tests.fakes.time_and_ids import FakeClock, FakeIds, TickingClock
from tests.plan_builders import make_metric, make_token

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
        stores = self.stores
        self.noting = self.make_noting()
        self.health = Health(clock=self.clock)
        self.post_measurement = self.make()
        self.figures = Figures(posts=stores.measured_posts)

    def make_noting(self):
        return PostNoting(
            posts=self.stores.measured_posts,
            batches=self.stores.due_batches,
            clips=self.stores.clips,
            profiles=self.stores.profiles,
        )

    def make(self):
        stores = self.stores
        return PostMeasurement(
            clock=self.clock,
            fresh_tokens=self.fresh,
            readers=self.readers,
            posts=stores.measured_posts,
            batches=stores.due_batches,
            metrics=stores.metrics,
            day_totals=DayTotals(metrics=stores.metrics, analytics=stores.analytics),
            older_posts=OlderPosts(
                clock=self.clock,
                directory=stores.directory,
                publications=stores.publications,
                posts=stores.measured_posts,
                batches=stores.due_batches,
                metrics=stores.metrics,
                noting=self.make_noting(),
                platforms=self.readers,
            ),
            jobs=stores.jobs,
            card_jobs=CardJobs(
                clock=self.clock, ids=FakeIds(), guilds=stores.guilds, formats=FakeFormats()
            ),
            health=self.health,
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

    async def batches(self):
        batches = self.stores.due_batches
        pages = [
            await batches.list_batches(shard, until=self.clock.now(), cursor=None, limit=9)
            for shard in range(batches.shards)
        ]
        return [batch for page in pages for batch in page.items]

    def card_jobs(self):
        return [j for j in self.stores.memory.jobs.values() if j.kind is JobKind.SHOW_FIGURES]

    async def note(self, number, platform=TIKTOK, account_id="t1", **given):
        publication = await self.add(number, platform, account_id, **given)
        await self.noting.note(publication)
        return publication


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
    figures = await bench.figures.find_figures([one, two, other])
    assert {key: metric.views for key, metric in figures.items()} == {
        one.id: 10,
        two.id: 5,
        other.id: 7,
    }
    (day,) = await bench.days()
    assert (day.counts["youtube views"], day.counts["tiktok views"]) == (15, 7)
    (job,) = bench.card_jobs()  # the three are one clip's
    assert job.about == one.clip_id


async def test_cards_are_told_although_time_goes_on_while_posts_are_measured(bench):
    """A real clock never says the same time twice."""
    bench.clock = TickingClock()
    await bench.add(1)
    bench.readers[YOUTUBE].totals = {"post-1": PostTotals(views=10)}

    await bench.make().measure_posts()

    assert len(bench.card_jobs()) == 1


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
    figures = await bench.figures.find_figures([publication])
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
    (trouble,) = bench.health.list_troubles()
    assert trouble.name == "Figures (YouTube)"
    assert await bench.post_measurement.measure_posts() == 1
    assert not bench.health.list_troubles()


async def test_an_account_that_was_unlinked_is_looked_at_once_a_day_and_troubles_nobody(bench):
    await bench.note(1)
    bench.fresh.tokens.clear()
    counting = Counting(bench.stores.measured_posts)
    bench.stores.measured_posts = counting
    measurement = bench.make()
    bench.clock.advance(49 * 3600)

    for _ in range(48):
        assert await measurement.measure_posts() == 0
        bench.clock.advance(3600)

    assert counting.calls["list_posts"] == 3
    assert not bench.health.list_troubles()


async def test_days_that_cannot_be_read_leave_the_totals_as_they_are(bench):
    publication = await bench.add(1)
    reader = bench.readers[YOUTUBE]
    reader.totals = {"post-1": PostTotals(views=10)}

    async def read_days(token, post_id, *, first, last):
        raise ExternalFailure("The query is not supported.", retryable=True)

    reader.read_days = read_days

    assert await bench.post_measurement.measure_posts() == 1
    assert (await bench.figures.find_figures([publication]))[publication.id].views == 10


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
    assert await bench.figures.find_figures([waiting, unknown, nameless]) == {}


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
    assert await bench.figures.find_figures([publication]) == {}


async def test_what_goes_out_later_is_due_by_its_own_row(bench):
    await bench.post_measurement.measure_posts()
    clip = make_test_clip_id(5)
    published = await bench.note(1, clip_id=clip)
    bench.readers[TIKTOK].totals = {"post-1": PostTotals(views=3)}

    assert await bench.post_measurement.measure_posts() == 1
    assert (await bench.figures.find_figures([published]))[published.id].views == 3
    assert [job.about for job in bench.card_jobs()] == [clip]


async def test_a_batch_waits_for_its_post_that_is_being_stored_and_not_for_ever(bench):
    """Noting writes the batch first; a run in between must not take it for one that is over."""
    await bench.post_measurement.measure_posts()  # nothing is older
    publication = await bench.add(1)
    post = await bench.noting.read(publication)
    await bench.stores.due_batches.put_batches([make_batch(post)])
    bench.readers[YOUTUBE].totals = {"post-1": PostTotals(views=3)}

    assert await bench.post_measurement.measure_posts() == 0
    await bench.noting.note(publication)
    assert await bench.post_measurement.measure_posts() == 1


async def test_a_batch_whose_post_was_never_stored_is_dropped_after_a_while(bench):
    await bench.post_measurement.measure_posts()
    lost = make_batch(await bench.noting.read(await bench.add(1)))
    await bench.stores.due_batches.put_batches([lost])

    await bench.post_measurement.measure_posts()
    assert await bench.batches() == [lost]
    bench.clock.advance(AWAITED_FOR.total_seconds())
    await bench.post_measurement.measure_posts()
    assert await bench.batches() == []


async def test_a_post_is_asked_about_ever_less_often_and_after_90_days_never_again(bench):
    """Hourly for two days, daily for thirty, and then every third day."""
    await bench.note(1)
    reader = bench.readers[TIKTOK]
    hours = []
    for hour in [*range(50), *range(50, 95 * 24, 6)]:
        bench.clock.at = NOON + timedelta(hours=hour)
        reader.totals = {"post-1": PostTotals(views=hour)}
        if await bench.post_measurement.measure_posts():
            hours.append(hour)

    assert hours[:49] == list(range(49))
    late = hours[49:]
    steps = [b - a for a, b in pairwise(late)]
    daily = steps.count(24)
    assert steps == [24] * daily + [72] * (len(steps) - daily)
    assert 29 <= late[daily] / 24 <= 31
    assert 87 * 24 < late[-1] <= 90 * 24
    batches = [
        batch
        for shard in range(8)
        for batch in (
            await bench.stores.due_batches.list_batches(
                shard, until=datetime.max.replace(tzinfo=UTC)
            )
        ).items
    ]
    assert batches == []


async def test_a_card_changes_with_what_it_shows_hourly_while_young_and_daily_later(bench):
    await bench.note(1)
    views = iter(range(10**6))

    async def run(minutes, *, grows=True):
        bench.clock.advance(60 * minutes)
        if grows:
            bench.readers[TIKTOK].totals = {"post-1": PostTotals(views=next(views))}
        await bench.post_measurement.measure_posts()
        return len(bench.card_jobs())

    assert await run(0) == 1
    assert await run(30) == 1
    assert await run(30) == 2
    assert await run(60, grows=False) == 2
    for _ in range(3 * 24):
        await run(60)
    before = len(bench.card_jobs())
    for _ in range(3 * 24):
        await run(60)
    assert len(bench.card_jobs()) - before == 3


async def test_older_posts_are_taken_up_once_with_the_figures_they_have(bench):
    published = await bench.add(1, TIKTOK, "t1")
    before = make_metric(platform=TIKTOK, post_id="post-1", views=90, on=TODAY)
    await bench.stores.metrics.put_metrics(CREATOR, [before])
    await bench.post_measurement.measure_posts()

    assert (await bench.figures.find_figures([published]))[published.id] == before
    await bench.add(2, TIKTOK, "t1")  # as no program does it any more
    await bench.make().measure_posts()
    assert bench.readers[TIKTOK].asked == []


async def test_two_that_measure_at_the_same_time_both_count(bench):
    published = await bench.note(1)
    bench.readers[TIKTOK].totals = {"post-1": PostTotals(views=5)}
    save = bench.stores.measured_posts.save_post

    async def save_after_another(post):
        bench.stores.measured_posts.save_post = save
        await save(replace(post, title="Renamed meanwhile"))
        return await save(post)

    bench.stores.measured_posts.save_post = save_after_another

    assert await bench.post_measurement.measure_posts() == 1
    found = await bench.stores.measured_posts.find_posts([published])
    assert found[published.id].title == "Renamed meanwhile"
    assert found[published.id].newest.views == 5
