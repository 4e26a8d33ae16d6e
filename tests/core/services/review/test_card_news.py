import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.review.clip_source import ClipSource
from core.domain.work.ids import AssetId
from core.domain.work.platform import Platform
from tests.builders import NOON, make_asset, make_clip, make_stream, make_test_ulid
from tests.core.services.review.review_desk import ReviewDesk


@pytest.fixture
async def desk(tmp_path):
    return await ReviewDesk(tmp_path).fill()


async def test_a_card_is_told_its_stream_and_where_an_approval_would_send_it(desk):
    await desk.stores.streams.add_stream(make_stream())

    news = await desk.app.cards.news.read(await desk.get_clip())

    assert news.source == ClipSource(title=make_stream().title, at=NOON, is_stream=True)
    assert [(plan.platform, plan.at) for plan in news.planned] == [(Platform.FOLDER, None)]


async def test_a_clip_of_a_video_is_named_by_it_and_one_without_by_nothing(desk):
    of_video = make_clip(stream_id=None)
    of_nothing = make_clip(stream_id=None, asset_id=AssetId(make_test_ulid(99)))

    named = await desk.app.cards.news.read(of_video)
    unnamed = await desk.app.cards.news.read(of_nothing)

    assert named.source == ClipSource(title=make_asset().title, at=NOON, is_stream=False)
    assert unnamed.source is None


async def test_a_clip_that_waits_for_no_decision_has_no_plan(desk):
    decided = make_clip(status=ClipStatus.REJECTED)

    assert (await desk.app.cards.news.read(decided)).planned == ()
