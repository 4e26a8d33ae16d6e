from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.clips.clip import ClipStatus, Judgement
from core.domain.clips.edit_plan import Layout
from core.domain.work.ids import CreatorId, make_clip_id, make_ulid
from core.domain.work.job import Queue
from core.errors import Conflict, NotFound
from tests.builders import (
    CREATOR,
    NOON,
    make_clip,
    make_job,
    make_publication,
    make_score,
    make_spike,
    make_stream,
    make_test_clip_id,
)
from tests.contracts.paging import read_all

FULL = make_clip(
    title="Ünglaublich 🎉",
    title_by="discord:1",
    score=make_score(),
    layout=Layout.FIT,
    measured=make_score(1, 2),
    judgement=Judgement(model="a model", reason="No.", over_version=2, former_title="Old"),
    status=ClipStatus.IN_REVIEW,
    object_key="creators/ada/clips/1.mp4",
    thumbnail_key="creators/ada/clips/1.jpg",
    sheet_key="creators/ada/clips/1-sheet.jpg",
    duration_seconds=29.97,
    size_bytes=3_456_789,
    loudness_lufs=-13.96,
    failed_stage="render",
    failed_reason="once",
    decided_by="discord:1",
)


async def _add(stores, *clips):
    for number, clip in enumerate(clips):
        spike = make_spike(detected_at_seconds=100.0 + number)
        assert await stores.spikes.add_spike(make_stream(), spike, clip=clip)


def _clips(count, **given):
    return [
        make_clip(id=make_test_clip_id(n), created_at=NOON + timedelta(seconds=n), **given)
        for n in range(count)
    ]


@pytest.mark.parametrize("clip", [make_clip(spike=None, stream_id=None), FULL], ids=["bare", "all"])
async def test_a_clip_comes_back_as_it_was_added(stores, clip):
    await _add(stores, clip)

    assert await stores.clips.get_clip(CREATOR, clip.id) == clip


async def test_a_clip_of_nobody_or_of_another_is_not_found(stores):
    await _add(stores, make_clip())

    with pytest.raises(NotFound):
        await stores.clips.get_clip(CreatorId("ben"), make_clip().id)
    with pytest.raises(NotFound):
        await stores.clips.save_clip(make_clip(id=make_test_clip_id(2)))


async def test_the_second_of_two_reviewers_is_told_what_was_decided(stores):
    seen = make_clip(status=ClipStatus.IN_REVIEW)
    await _add(stores, seen)
    approved = await stores.clips.save_clip(seen.move_to(ClipStatus.APPROVED, at=NOON))

    with pytest.raises(Conflict) as conflict:
        await stores.clips.save_clip(
            seen.move_to(ClipStatus.REJECTED, at=NOON), publications=[make_publication()]
        )

    assert conflict.value.current == approved
    with pytest.raises(NotFound):
        await stores.publications.get_publication(CREATOR, make_publication().id)


async def test_an_approval_brings_its_publication_and_job_with_it(stores):
    await _add(stores, make_clip())

    saved = await stores.clips.save_clip(
        make_clip(title="New"), publications=[make_publication()], jobs=[make_job()]
    )

    assert saved == make_clip(title="New", version=2)
    assert await stores.clips.get_clip(CREATOR, saved.id) == saved
    found = await stores.publications.get_publication(CREATOR, make_publication().id)
    assert found == make_publication()
    assert await stores.queue.receive(Queue.WORK, lease_seconds=60) is not None


async def test_a_clip_is_not_saved_when_what_follows_is_there_already(stores):
    await _add(stores, make_clip())
    await stores.jobs.add_job(make_job())

    with pytest.raises(Conflict) as conflict:
        await stores.clips.save_clip(make_clip(title="New"), jobs=[make_job()])

    assert conflict.value.current == make_clip()
    assert await stores.clips.get_clip(CREATOR, make_clip().id) == make_clip()


@pytest.mark.parametrize("limit", [1, 3, 7, 20])
async def test_all_clips_are_listed_newest_first(stores, limit):
    clips = _clips(7)
    await _add(stores, *clips)

    async def read(cursor):
        return await stores.clips.list_clips(CREATOR, cursor=cursor, limit=limit)

    assert await read_all(read) == clips[::-1]


@pytest.mark.parametrize("limit", [1, 3, 20])
async def test_a_list_may_begin_before_a_time(stores, limit):
    """A stream that ended long ago is found without reading all that was clipped since."""
    clips = [
        replace(clip, id=make_clip_id(make_ulid(clip.created_at, bytes([255] * 10))))
        for clip in _clips(7)
    ]
    await _add(stores, *clips)
    before = clips[4].created_at

    async def read(cursor):
        return await stores.clips.list_clips(CREATOR, before=before, cursor=cursor, limit=limit)

    assert await read_all(read) == clips[3::-1]


async def test_a_list_of_one_status_holds_that_status_alone(stores):
    drafts, approved = _clips(6)[:3], _clips(6, status=ClipStatus.APPROVED)[3:]
    await _add(stores, *drafts, *approved)

    async def read(cursor):
        return await stores.clips.list_clips_by_status(
            CREATOR, ClipStatus.APPROVED, cursor=cursor, limit=2
        )

    assert await read_all(read) == approved[::-1]


async def test_clips_of_a_higher_priority_come_first_and_within_one_the_newest(stores):
    clips = [
        replace(clip, priority=priority, status=ClipStatus.IN_REVIEW)
        for clip, priority in zip(_clips(5), (0, 3, 0, 1, 3), strict=True)
    ]
    await _add(stores, *clips)

    async def read(cursor):
        return await stores.clips.list_clips_by_status(
            CREATOR, ClipStatus.IN_REVIEW, cursor=cursor, limit=2
        )

    assert await read_all(read) == [clips[number] for number in (4, 1, 3, 2, 0)]


async def test_a_clip_that_changes_its_status_changes_its_list(stores):
    await _add(stores, make_clip())

    await stores.clips.save_clip(make_clip(status=ClipStatus.RENDERING))

    drafts = await stores.clips.list_clips_by_status(CREATOR, ClipStatus.DRAFT)
    rendering = await stores.clips.list_clips_by_status(CREATOR, ClipStatus.RENDERING)
    assert (len(drafts.items), len(rendering.items)) == (0, 1)


@pytest.mark.parametrize(
    ("at_least", "expected"),
    [
        (0, [100, 81, 80, 9]),  # a clip without a score is in no list by score
        (81, [100, 81]),
        (100, [100]),
    ],
)
async def test_clips_by_score_come_highest_first(stores, at_least, expected):
    points = [(9,), (80,), None, (100,), (81,)]
    clips = [
        replace(clip, score=make_score(*score) if score else None)
        for clip, score in zip(_clips(5), points, strict=True)
    ]
    await _add(stores, *clips)

    async def read(cursor):
        return await stores.clips.list_clips_by_score(
            CREATOR, at_least=at_least, cursor=cursor, limit=2
        )

    assert [clip.score.value for clip in await read_all(read)] == expected


async def test_a_clip_that_is_scored_again_moves_in_the_list(stores):
    await _add(stores, make_clip(score=make_score(90)))

    await stores.clips.save_clip(make_clip(score=make_score(20)))

    assert (await stores.clips.list_clips_by_score(CREATOR, at_least=81)).items == ()


async def test_a_new_clip_is_added_once_with_the_job_that_follows(stores):
    clip, job = make_clip(spike=None, stream_id=None), make_job()

    assert await stores.clips.add_clip(clip, jobs=[job]) is True
    assert await stores.clips.add_clip(replace(clip, title="Another"), jobs=[job]) is False

    assert await stores.clips.get_clip(CREATOR, clip.id) == clip
    assert await stores.jobs.get_job(CREATOR, job.id) == job
    lease = await stores.queue.receive(Queue.WORK, lease_seconds=30)
    assert lease is not None
    assert lease.job_id == job.id


async def test_a_clip_whose_job_is_there_already_is_not_added(stores):
    """Both or neither: a clip without its job would wait for ever."""
    await stores.jobs.add_job(make_job())

    assert await stores.clips.add_clip(make_clip(), jobs=[make_job()]) is False

    with pytest.raises(NotFound):
        await stores.clips.get_clip(CREATOR, make_clip().id)


async def test_clips_are_found_by_their_ids_in_the_order_asked_for(stores):
    first, second, third = _clips(3)
    await _add(stores, first, second, third)
    unknown = make_test_clip_id(99)

    found = await stores.clips.find_clips(CREATOR, [third.id, unknown, first.id, third.id])

    assert found == (third, first)
    assert await stores.clips.find_clips(CREATOR, []) == ()
    assert await stores.clips.find_clips(CreatorId("other"), [first.id]) == ()


@pytest.mark.parametrize(("most", "count"), [(1, 1), (4, 4), (9, 5)])
async def test_clips_of_one_status_are_counted_up_to_a_number(stores, most, count):
    rejected = replace(make_clip(), id=make_test_clip_id(50), status=ClipStatus.REJECTED)
    waiting = _clips(5, status=ClipStatus.IN_REVIEW)
    await _add(stores, *waiting, rejected)

    counted = await stores.clips.count_clips(CREATOR, ClipStatus.IN_REVIEW, most=most)

    assert counted == count
