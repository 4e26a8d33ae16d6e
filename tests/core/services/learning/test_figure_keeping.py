from dataclasses import replace

import pytest

from core.services.learning.figure_keeping import Brought
from tests.builders import CREATOR
from tests.core.services.learning.import_desk import NOW, ImportDesk
from tests.fakes.time_and_ids import TickingClock
from tests.plan_builders import make_metric


@pytest.fixture
async def desk(tmp_path):
    return await ImportDesk(tmp_path).open()


def make_brought(post, **given):
    metric = make_metric(post_id=post.post_id, on=NOW.date(), measured_at=NOW, **given)
    return Brought(post=post, metric=metric)


async def test_only_what_is_new_is_kept_and_told(desk):
    post = await desk.add_post()
    brought = make_brought(post, views=50)

    assert await desk.keeping.is_news(brought)
    assert await desk.keeping.keep(CREATOR, [brought]) == 1
    again = replace(brought, post=await desk.find(post))
    assert not await desk.keeping.is_news(again)
    assert await desk.keeping.keep(CREATOR, [again]) == 0
    assert desk.list_card_jobs() == [post.clip_id]


async def test_cards_are_told_although_time_goes_on_while_figures_are_kept(tmp_path):
    """A real clock never says the same time twice."""
    desk = await ImportDesk(tmp_path, TickingClock(NOW)).open()
    post = await desk.add_post()

    await desk.keeping.keep(CREATOR, [make_brought(post, views=50)])

    assert desk.list_card_jobs() == [post.clip_id]


async def test_somebody_who_saved_meanwhile_is_not_overwritten(desk):
    post = await desk.add_post()
    await desk.stores.measured_posts.save_post(replace(post, title="Renamed"))

    await desk.keeping.keep(CREATOR, [make_brought(post, views=50)])

    found = await desk.find(post)
    assert (found.title, found.newest.views) == ("Renamed", 50)


async def test_what_one_does_not_say_another_did(desk):
    post = await desk.add_post()
    await desk.keeping.keep(CREATOR, [make_brought(post, views=50, likes=None)])
    post = await desk.find(post)

    await desk.keeping.keep(CREATOR, [make_brought(post, views=None, likes=4)])

    newest = (await desk.find(post)).newest
    assert (newest.views, newest.likes) == (50, 4)
