from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.publishing.publication import PublicationStatus
from core.domain.work.ids import CreatorId, PublicationId
from core.domain.work.job import JobKind
from core.domain.work.platform import Platform
from core.errors import Conflict, NotFound
from tests.builders import (
    CREATOR,
    NOON,
    make_clip,
    make_job,
    make_publication,
    make_spike,
    make_stream,
    make_test_clip_id,
    make_test_ulid,
)
from tests.contracts.paging import read_all


async def _add(stores, *publications):
    await stores.spikes.add_spike(make_stream(), make_spike(), clip=make_clip())
    await stores.clips.save_clip(make_clip(), publications=publications)


async def test_a_saved_publication_has_the_next_version(stores):
    await _add(stores, make_publication())
    done = make_publication(
        status=PublicationStatus.PUBLISHED, link="file:///out/1.mp4", reason="because"
    )

    saved = await stores.publications.save_publication(done)

    assert saved == replace(done, version=2)
    assert await stores.publications.get_publication(CREATOR, done.id) == saved


async def test_the_second_of_two_writers_is_told_what_is_stored_now(stores):
    await _add(stores, make_publication())
    first = await stores.publications.save_publication(make_publication(reason="first"))

    with pytest.raises(Conflict) as conflict:
        await stores.publications.save_publication(make_publication(reason="second"))

    assert conflict.value.current == first


async def test_the_publication_of_another_creator_is_not_found(stores):
    await _add(stores, make_publication())

    with pytest.raises(NotFound):
        await stores.publications.get_publication(CreatorId("ben"), make_publication().id)


async def test_the_publications_of_a_clip_are_found_whatever_else_was_published(stores):
    clip, other = make_clip(), make_clip(id=make_test_clip_id(2))
    own = [make_publication(id=PublicationId(make_test_ulid(n))) for n in (3, 1)]
    others = [make_publication(id=PublicationId(make_test_ulid(2)), clip_id=other.id)]
    await _add(stores, *own)
    await stores.clips.add_clip(other)
    await stores.clips.save_clip(other, publications=others)
    changed = await stores.publications.save_publication(replace(own[1], reason="because"))

    list_of_clip = stores.publications.list_publications_of_clip

    assert await list_of_clip(CREATOR, clip.id) == (own[0], changed)
    assert await list_of_clip(CREATOR, other.id) == tuple(others)
    assert await list_of_clip(CREATOR, make_test_clip_id(3)) == ()
    assert await list_of_clip(CreatorId("ben"), clip.id) == ()
    names = [own[1].id, PublicationId(make_test_ulid(9)), own[0].id]
    assert await stores.publications.find_publications(CREATOR, names) == (changed, own[0])
    assert await stores.publications.find_publications(CREATOR, []) == ()


async def test_more_publications_of_a_clip_than_fit_a_batch_are_all_found(stores):
    """One batch read returns at most 100 items."""
    publications = [
        make_publication(id=PublicationId(make_test_ulid(n)), account_id=str(n)) for n in range(130)
    ]
    await _add(stores)
    for start in range(0, len(publications), 26):
        clip = await stores.clips.get_clip(CREATOR, make_clip().id)
        await stores.clips.save_clip(clip, publications=publications[start : start + 26])

    found = await stores.publications.list_publications_of_clip(CREATOR, make_clip().id)

    assert list(found) == publications[::-1]


async def test_publications_are_listed_newest_first(stores):
    publications = [make_publication(id=PublicationId(make_test_ulid(n))) for n in range(5)]
    await _add(stores, *publications)

    async def read(cursor):
        return await stores.publications.list_publications(CREATOR, cursor=cursor, limit=2)

    assert await read_all(read) == publications[::-1]


async def test_publications_of_a_status_come_by_when_they_are_due(stores):
    """The page shows what goes out next, however many have gone out before."""
    waiting = [
        make_publication(id=PublicationId(make_test_ulid(n)), due_at=NOON + timedelta(hours=h))
        for n, h in ((1, 3), (2, 1), (3, 2))
    ]
    await _add(stores, *waiting)
    await stores.publications.save_publication(
        replace(waiting[2], status=PublicationStatus.CANCELLED)
    )
    listed = stores.publications.list_publications_by_status
    scheduled = PublicationStatus.SCHEDULED

    first = await listed(CREATOR, scheduled, is_soonest_first=True, limit=1)
    rest = await listed(CREATOR, scheduled, is_soonest_first=True, cursor=first.cursor)
    newest = await listed(CREATOR, scheduled)

    assert [p.id for p in first.items] == [waiting[1].id]
    assert [p.id for p in rest.items] == [waiting[0].id]
    assert [p.id for p in newest.items] == [waiting[0].id, waiting[1].id]
    assert (await listed(CreatorId("ben"), scheduled)).items == ()


async def test_what_is_coming_is_told_with_its_account_and_nothing_else_is(stores):
    """A posting slot is free where nothing of that account is scheduled; history is not read."""
    made = [
        make_publication(
            id=PublicationId(make_test_ulid(n)),
            platform=Platform.YOUTUBE,
            account_id=account,
            due_at=NOON + timedelta(hours=n),
        )
        for n, account in ((1, "a"), (2, ""), (3, "b"), (4, "a"))
    ]
    await _add(stores, *made)
    await stores.publications.save_publication(replace(made[2], status=PublicationStatus.CANCELLED))

    coming = await stores.publications.list_coming(CREATOR, after=NOON + timedelta(hours=2))

    assert [(one.account_id, one.at) for one in coming] == [
        ("", made[1].due_at),
        ("a", made[3].due_at),
    ]
    assert await stores.publications.list_coming(CreatorId("ben"), after=NOON) == ()


async def test_a_publication_is_saved_with_the_jobs_that_follow_or_not_at_all(stores):
    await _add(stores, make_publication())
    follow = make_job(id=make_test_ulid(71), kind=JobKind.POST_CARD)
    late = make_job(id=make_test_ulid(72), kind=JobKind.POST_CARD)

    await stores.publications.save_publication(make_publication(reason="first"), jobs=[follow])
    with pytest.raises(Conflict):
        await stores.publications.save_publication(make_publication(reason="late"), jobs=[late])

    assert (await stores.jobs.get_job(CREATOR, follow.id)).kind is JobKind.POST_CARD
    with pytest.raises(NotFound):
        await stores.jobs.get_job(CREATOR, late.id)
