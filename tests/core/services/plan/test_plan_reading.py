from datetime import UTC, datetime

import pytest

from core.domain.plan.post import PostStatus
from core.domain.work.platform import Platform
from core.errors import Forbidden, InvalidInput
from core.services.plan.post_writing import NewPost
from tests.core.services.plan.plan_world import OWNER, VIEWER, PlanWorld
from tests.fakes.time_and_ids import FakeClock


@pytest.fixture
def world(tmp_path):
    return PlanWorld(tmp_path, clock=FakeClock(datetime(2026, 3, 31, 20, tzinfo=UTC)))


async def test_the_month_is_the_creators_own(world):
    await world.live_in("Asia/Tokyo")
    page = await world.reading.list_month(OWNER)
    assert (page.month, page.zone.key) == ("2026-04", "Asia/Tokyo")
    with pytest.raises(InvalidInput):
        await world.reading.list_month(OWNER, "April")
    for read in (world.reading.list_month(VIEWER), world.reading.search(VIEWER, "", limit=5)):
        with pytest.raises(Forbidden):
            await read


async def test_posts_of_this_month_and_the_next_are_found_by_words(world):
    for day, title in ((31, "An Ace"), (30, "A fail")):
        at = datetime(2026, 3, day, 22, tzinfo=UTC)
        await world.writing.add_post(OWNER, NewPost(title=title, at=at))
    at = datetime(2026, 4, 2, 22, tzinfo=UTC)
    await world.writing.add_post(OWNER, NewPost(title="Second ACE", at=at))

    found = await world.reading.search(OWNER, "ace", limit=25)

    assert [entry.title for entry in found] == ["An Ace", "Second ACE"]
    assert len(await world.reading.search(OWNER, "", limit=2)) == 2


async def test_the_board_and_a_platforms_list_are_read_by_status(world):
    post = await world.writing.add_post(OWNER, NewPost(title="a", platforms=(Platform.X,)))
    await world.variants.draft(OWNER, post.id)
    board = await world.reading.list_status(OWNER, PostStatus.DRAFTING)
    assert board.items == (post,)
    texts = await world.reading.list_platform(OWNER, Platform.X)
    assert [text.post_id for text in texts.items] == [post.id]
    assert (await world.reading.list_platform(OWNER, Platform.TIKTOK)).items == ()
