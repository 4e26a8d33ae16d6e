from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.learning.measured_post import MeasuredPost
from core.domain.learning.metrics import DayCounts, PostMetric
from core.domain.people.actor import Role
from core.domain.work.ids import ClipId, PublicationId
from core.domain.work.platform import Platform
from core.errors import Forbidden, InvalidInput
from core.services.learning.analytics_reading import ENOUGH_POSTS, AnalyticsReading
from tests.builders import CREATOR, NOON, make_actor, make_test_clip_id, make_test_ulid
from tests.fakes.app import make_app
from tests.fakes.counting import Counting
from tests.fakes.time_and_ids import FakeClock

TODAY = NOON.date()


def make_post(number, *, days_ago=0, views: int | None = 0):
    on = TODAY - timedelta(days=days_ago)
    at = NOON - timedelta(days=days_ago)
    return MeasuredPost(
        creator_id=CREATOR,
        id=PublicationId(make_test_ulid(number)),
        made_on=on,
        platform=Platform.YOUTUBE,
        out_at=at,
        clip_id=ClipId(make_test_clip_id(number)),
        title=f"Post {number}",
        newest=PostMetric(
            platform=Platform.YOUTUBE, on=on, post_id=f"p{number}", measured_at=at, views=views
        ),
    )


class Desk:
    def __init__(self, folder):
        self.calls: Counter[str] = Counter()
        stores = make_app(folder, clock=FakeClock()).ports.stores
        self.analytics = Counting(stores.analytics, calls=self.calls)
        self.posts = Counting(stores.measured_posts, calls=self.calls)
        self.reading = AnalyticsReading(
            clock=FakeClock(), analytics=self.analytics, posts=self.posts
        )

    async def add_day(self, days_ago, **counts):
        on = TODAY - timedelta(days=days_ago)
        named = {name.replace("_", " "): count for name, count in counts.items()}
        await self.analytics.put_day(CREATOR, DayCounts(on=on, counts=named))


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


async def test_every_day_is_there_and_platforms_share_all_views(desk):
    await desk.add_day(0, views=30, youtube_views=10, tiktok_views=20, tiktok_likes=3)
    await desk.add_day(6, views=70, youtube_views=70)
    await desk.add_day(7, views=1000, youtube_views=1000)

    found = await desk.reading.read(make_actor(), 7)

    assert [day.counts.get("views", 0) for day in found.days] == [70, 0, 0, 0, 0, 0, 30]
    assert found.sums["views"] == 100
    shares = [(one.platform, one.share, one.counts["likes"]) for one in found.platforms]
    assert shares == [(Platform.YOUTUBE, 0.8, 0), (Platform.TIKTOK, 0.2, 3)]


async def test_posts_come_by_views_and_what_is_unknown_last(desk):
    for number, views in ((1, 5), (2, None), (3, 50)):
        await desk.posts.save_post(make_post(number, views=views))

    found = await desk.reading.read(make_actor(), 30)

    assert [post.title for post in found.posts] == ["Post 3", "Post 1", "Post 2"]
    assert not found.has_older_posts


async def test_many_posts_end_with_the_week_in_which_there_are_enough_and_go_on(desk):
    for number in range(90):
        await desk.posts.save_post(make_post(number + 1, days_ago=number))

    first = await desk.reading.read(make_actor(), 90)
    until = first.posts_since - timedelta(days=1)
    second = await desk.reading.read(make_actor(), 90, posts_until=until)

    assert ENOUGH_POSTS <= len(first.posts) < ENOUGH_POSTS + 7
    assert first.has_older_posts
    assert not second.has_older_posts
    assert {p.id for p in first.posts} | {p.id for p in second.posts} == {
        PublicationId(make_test_ulid(number)) for number in range(1, 91)
    }
    assert not {p.id for p in first.posts} & {p.id for p in second.posts}


async def test_only_the_team_reads_and_only_what_is_offered(desk):
    with pytest.raises(InvalidInput):
        await desk.reading.read(make_actor(), 8)
    with pytest.raises(Forbidden):
        await desk.reading.read(replace(make_actor(), role=Role.VIEWER), 7)
