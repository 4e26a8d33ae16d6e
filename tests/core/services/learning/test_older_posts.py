from datetime import timedelta

import pytest

from core.domain.publishing.publication import PublicationStatus
from core.domain.work.platform import Platform
from core.services.learning.older_posts import OlderPosts
from core.services.learning.post_noting import PostNoting
from tests.builders import NOON, make_asset, make_publication, make_test_ulid
from tests.fakes.all_stores import FakeAllStores
from tests.fakes.counting import Counting
from tests.fakes.time_and_ids import FakeClock

TIKTOK = Platform.TIKTOK


@pytest.fixture
async def stores():
    stores = FakeAllStores(FakeClock())
    await stores.assets.add_asset(make_asset())
    return stores


def make_older(stores, **replaced):
    noting = PostNoting(
        posts=stores.measured_posts,
        batches=stores.due_batches,
        clips=stores.clips,
        profiles=stores.profiles,
    )
    given = {
        "clock": FakeClock(),
        "directory": stores.directory,
        "publications": stores.publications,
        "posts": stores.measured_posts,
        "batches": stores.due_batches,
        "metrics": stores.metrics,
        "noting": noting,
        "platforms": {TIKTOK},
    }
    return OlderPosts(**(given | replaced))


def publish(stores, number, days, **given):
    at = NOON - timedelta(days=days)
    made = make_publication(
        **{
            "id": make_test_ulid(number),
            "platform": TIKTOK,
            "post_id": f"p{number}",
            "status": PublicationStatus.PUBLISHED,
            "created_at": at,
            "updated_at": at,
        }
        | given
    )
    stores.memory.publications[made.creator_id, made.id] = made
    return made


async def test_what_is_out_for_90_days_at_most_is_taken_up(stores):
    wanted = [publish(stores, 1, 3), publish(stores, 2, 89), publish(stores, 3, 5, post_id=None)]
    others = [
        publish(stores, 4, 91),
        publish(stores, 5, 3, status=PublicationStatus.SCHEDULED),
        publish(stores, 6, 3, platform=Platform.FOLDER),
    ]

    await make_older(stores).take_up()

    assert set(await stores.measured_posts.find_posts(wanted)) == {p.id for p in wanted}
    assert await stores.measured_posts.find_posts(others) == {}


async def test_a_process_that_died_on_the_way_begins_anew_and_one_that_ended_never(stores):
    one, two = publish(stores, 1, 3), publish(stores, 2, 3)

    class Dying:
        async def read(self, publication):
            if publication.id == one.id:
                raise RuntimeError("killed")
            return await make_older(stores)._noting.read(publication)

    with pytest.raises(RuntimeError):
        await make_older(stores, noting=Dying()).take_up()
    await make_older(stores).take_up()

    assert set(await stores.measured_posts.find_posts([one, two])) == {one.id, two.id}
    counting = Counting(stores.directory)
    await make_older(stores, directory=counting).take_up()
    assert not counting.calls
