from datetime import timedelta

import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.publishing.publication import PublicationStatus
from core.domain.work.platform import Platform
from core.services.review import clip_browsing
from core.services.review.clip_browsing import ClipBrowsing, ClipWish
from tests.builders import (
    NOON,
    make_actor,
    make_clip,
    make_publication,
    make_score,
    make_stream,
    make_test_clip_id,
    make_test_ulid,
)
from tests.fakes.counting import Counting
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock

ADA = make_actor()
S = ClipStatus


@pytest.fixture
def stores():
    return FakeStores(FakeClock())


@pytest.fixture
def browsing(stores):
    return ClipBrowsing(clips=stores.clips, publications=stores.publications)


async def add(stores, number, points=20, **given):
    at = NOON + timedelta(minutes=number)
    given = {"status": S.IN_REVIEW, "score": make_score(points), "created_at": at} | given
    clip = make_clip(id=make_test_clip_id(number), **given)
    assert await stores.clips.add_clip(clip)
    return clip


async def all_pages(browsing, wish, **given):
    found, looked, cursor = [], [], None
    while True:
        page = await browsing.browse(ADA, wish, cursor=cursor, **given)
        found.append([clip.id for clip in page.clips])
        looked.append(page.looked_at)
        cursor = page.cursor
        if cursor is None:
            return found, looked


async def test_without_a_wish_all_clips_come_newest_first_in_pages(browsing, stores):
    clips = [await add(stores, number) for number in range(5)]

    found, looked = await all_pages(browsing, ClipWish(), limit=2)

    assert found == [[clips[4].id, clips[3].id], [clips[2].id, clips[1].id], [clips[0].id]]
    assert looked == [2, 2, 1]


async def test_a_second_wish_narrows_what_the_first_one_read(browsing, stores):
    good = await add(stores, 1, points=30)
    await add(stores, 2, points=2)
    await add(stores, 3, points=30, status=S.APPROVED)

    page = await browsing.browse(ADA, ClipWish(status=S.IN_REVIEW, at_least=25))

    assert [clip.id for clip in page.clips] == [good.id]
    assert (page.looked_at, page.cursor) == (2, None)


async def test_a_page_that_found_little_says_how_much_it_read_and_goes_on(
    browsing, stores, monkeypatch
):
    """Of thousands that do not fit, one page reads a bounded number; nothing is left out."""
    monkeypatch.setattr(clip_browsing, "INDEX_LOOKED_MAX", 4)
    rare = await add(stores, 0, points=30)
    for number in range(1, 10):
        await add(stores, number, points=1)

    found, looked = await all_pages(browsing, ClipWish(status=S.IN_REVIEW, at_least=25), limit=3)

    assert found == [[], [], [rare.id]]
    assert looked == [4, 4, 2]


async def test_the_clips_of_a_stream_are_those_made_while_it_ran(browsing, stores):
    stream = make_stream(duration_seconds=3600.0)
    before = await add(stores, 0, created_at=stream.started_at - timedelta(days=1), stream_id=None)
    own = await add(stores, 1, stream_id=stream.id)
    await add(stores, 2, stream_id=None)
    counted = Counting(stores.clips)
    browsing = ClipBrowsing(clips=counted, publications=stores.publications)

    page = await browsing.browse(ADA, ClipWish(stream=stream))

    assert [clip.id for clip in page.clips] == [own.id]
    assert before.id not in {clip.id for clip in page.clips}
    assert page.cursor is None
    assert counted.calls["list_clips"] == 1


async def test_what_goes_to_a_place_is_found_by_its_publications(browsing, stores):
    clips = [await add(stores, number, status=S.APPROVED) for number in range(3)]
    gone = {0: Platform.YOUTUBE, 1: Platform.FOLDER, 2: Platform.YOUTUBE}
    for number, platform in gone.items():
        status = PublicationStatus.CANCELLED if number == 2 else PublicationStatus.SCHEDULED
        made = make_publication(
            id=make_test_ulid(number + 50),
            clip_id=clips[number].id,
            platform=platform,
            status=status,
        )
        stores.memory.publications[ADA.creator_id, made.id] = made

    page = await browsing.browse(ADA, ClipWish(platform=Platform.YOUTUBE))

    assert [clip.id for clip in page.clips] == [clips[0].id]
    assert page.looked_at == 3
    other = ClipWish(platform=Platform.YOUTUBE, status=S.IN_REVIEW)
    assert (await browsing.browse(ADA, other)).clips == ()


async def test_a_publication_of_a_clip_that_is_gone_is_left_out(browsing, stores):
    made = make_publication(clip_id=make_test_clip_id(7), platform=Platform.YOUTUBE)
    stores.memory.publications[ADA.creator_id, made.id] = made

    page = await browsing.browse(ADA, ClipWish(platform=Platform.YOUTUBE))

    assert (page.clips, page.looked_at) == ((), 1)
