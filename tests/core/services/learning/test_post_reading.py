from datetime import timedelta

from core.services.learning.post_reading import PostReading
from tests.builders import CREATOR, NOON
from tests.fakes.all_stores import FakeAllStores
from tests.fakes.time_and_ids import FakeClock
from tests.learned_posts import make_out


async def make_reading(count, *, days_apart=1.0):
    clock = FakeClock()
    stores = FakeAllStores(clock)
    for number in range(count):
        at = NOON - timedelta(days=days_apart * (count - number))
        await stores.measured_posts.save_post(make_out(number, at, at_week={"views": number}))
    return PostReading(clock=clock, posts=stores.measured_posts), stores


async def test_posts_come_oldest_first_and_young_ones_are_out_but_not_compared():
    reading, stores = await make_reading(20)
    await stores.measured_posts.save_post(make_out(99, NOON))

    posts = await reading.read_newest(CREATOR)

    assert len(posts.out) == 21
    assert [post.views for post in posts.compared] == list(range(20))


async def test_a_large_history_costs_no_more_than_400_posts():
    """Reading goes back month by month, and stops where there is enough to compare."""
    reading, stores = await make_reading(900, days_apart=0.25)
    asked = []
    list_posts = stores.measured_posts.list_posts

    async def listen(creator_id, *, first, last):
        asked.append((first, last))
        return await list_posts(creator_id, first=first, last=last)

    stores.measured_posts.list_posts = listen
    posts = await reading.read_newest(CREATOR)

    assert len(asked) == 4
    assert 400 <= len(posts.compared) < 520


async def test_days_are_read_up_to_now():
    reading, _ = await make_reading(20)

    assert len(await reading.read_days(CREATOR, 7)) == 7
