import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from core.adapters.table.keys import due_pk
from core.domain.publishing.publication import PublicationStatus
from core.domain.work.due import Due, DueKind
from core.domain.work.ids import CreatorId, PublicationId
from core.errors import Conflict
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

SHARD = int(due_pk(CREATOR).removeprefix("DUE#"))
LATER = NOON + timedelta(hours=1)


def _due(publication):
    return Due(
        at=publication.wakes_at,
        kind=DueKind.PUBLICATION,
        creator_id=publication.creator_id,
        id=publication.id,
    )


async def _add(stores, *publications, clip_id=None):
    clip = make_clip(id=clip_id or make_test_clip_id(1))
    spike = make_spike(detected_at_seconds=100.0 + len(clip.id) + int(clip.id[-4:], 16) % 1000)
    await stores.spikes.add_spike(make_stream(), spike, clip=clip)
    await stores.clips.save_clip(clip, publications=publications)


async def _listed(stores, until=NOON):
    return (await stores.due.list_due(SHARD, until=until)).items


async def test_a_publication_is_due_from_its_time_on(stores):
    publication = make_publication(due_at=LATER)
    await _add(stores, publication)

    assert await _listed(stores) == ()
    assert await stores.due.claim_publication(_due(publication), at=NOON) is None
    assert await _listed(stores, LATER) == (_due(publication),)


async def test_a_claimed_publication_is_due_no_more(stores):
    await _add(stores, make_publication())

    claimed = await stores.due.claim_publication(_due(make_publication()), at=NOON)

    assert claimed == make_publication(status=PublicationStatus.CLAIMED, version=2)
    assert await stores.publications.get_publication(CREATOR, claimed.id) == claimed
    assert await _listed(stores) == ()
    assert await stores.due.claim_publication(_due(make_publication()), at=NOON) is None


async def test_of_32_racing_workers_one_gets_the_publication(stores):
    await _add(stores, make_publication())
    due = _due(make_publication())

    claims = [stores.due.claim_publication(due, at=NOON) for _ in range(32)]
    won = [found for found in await asyncio.gather(*claims) if found is not None]

    assert [publication.version for publication in won] == [2]


async def test_a_try_that_waits_is_claimed_again_under_its_own_lock(stores):
    await _add(stores, make_publication())
    claimed = await stores.due.claim_publication(_due(make_publication()), at=NOON)
    waiting = replace(claimed.move_to(PublicationStatus.RETRY_AT, at=NOON), next_at=LATER)
    waiting = await stores.publications.save_publication(waiting)

    assert await _listed(stores) == ()
    assert await _listed(stores, LATER) == (_due(waiting),)
    again = await stores.due.claim_publication(_due(waiting), at=LATER)

    assert (again.status, again.next_at, again.version) == (PublicationStatus.CLAIMED, None, 4)


async def test_what_has_gone_out_to_an_account_does_not_go_out_again(stores):
    twin = make_publication(id=PublicationId(make_test_ulid(31)))
    await _add(stores, make_publication(), twin)
    await stores.due.claim_publication(_due(make_publication()), at=NOON)

    with pytest.raises(Conflict) as conflict:
        await stores.due.claim_publication(_due(twin), at=NOON)

    assert conflict.value.current == twin
    assert await stores.publications.get_publication(CREATOR, twin.id) == twin


@pytest.mark.parametrize("other", [{"account_id": "second"}, {"revision": 2}])
async def test_another_account_or_revision_is_another_matter(stores, other):
    twin = make_publication(id=PublicationId(make_test_ulid(31)), **other)
    await _add(stores, make_publication(), twin)

    for publication in (make_publication(), twin):
        assert await stores.due.claim_publication(_due(publication), at=NOON) is not None


async def test_a_publication_with_a_new_time_is_not_claimed_by_its_old_one(stores):
    await _add(stores, make_publication())
    moved = await stores.publications.save_publication(make_publication(due_at=LATER))

    assert await stores.due.claim_publication(_due(make_publication()), at=LATER) is None
    assert await _listed(stores, LATER) == (_due(moved),)
    assert await stores.due.claim_publication(_due(moved), at=LATER) is not None


@pytest.mark.parametrize("status", [PublicationStatus.CLAIMED, PublicationStatus.CANCELLED])
async def test_a_publication_saved_as_under_way_or_over_is_due_no_more(stores, status):
    await _add(stores, make_publication())

    await stores.publications.save_publication(make_publication(status=status))

    assert await _listed(stores) == ()


async def test_an_undone_approval_takes_its_publications_out_of_what_is_due(stores):
    await _add(stores, make_publication())
    cancelled = make_publication().move_to(PublicationStatus.CANCELLED, at=NOON)

    await stores.clips.save_clip(make_clip(version=2), changed=[cancelled])

    found = await stores.publications.get_publication(CREATOR, cancelled.id)
    assert found == replace(cancelled, version=2)
    assert await _listed(stores) == ()


async def test_what_is_gone_is_claimed_by_nobody(stores):
    missing = replace(_due(make_publication()), creator_id=CreatorId("ben"))

    assert await stores.due.claim_publication(missing, at=NOON) is None


async def test_other_things_are_due_in_the_order_of_their_times(stores):
    runs = [
        Due(at=NOON - timedelta(minutes=n), kind=DueKind.METRICS, creator_id=CREATOR, id=f"m{n}")
        for n in range(5)
    ]
    for run in runs:
        await stores.due.add_due(run)
        await stores.due.add_due(run)
    await stores.jobs.add_job(make_job(created_at=NOON - timedelta(hours=1)))

    async def read(cursor):
        return await stores.due.list_due(SHARD, until=NOON, cursor=cursor, limit=2)

    listed = await read_all(read)
    assert [due.kind for due in listed] == [DueKind.JOB, *([DueKind.METRICS] * 5)]
    assert listed[1:] == runs[::-1]
    assert stores.due.shards == 8
    assert await stores.due.delete_due(runs[0])
    assert not await stores.due.delete_due(runs[0])


async def test_a_reminder_that_was_set_again_is_not_deleted_by_who_read_it_before(stores):
    """It stands for several things, and one of them came after the reader had looked."""
    first = Due(at=NOON, kind=DueKind.PLAN, creator_id=CREATOR, id="plan", set_at=NOON)
    again = replace(first, set_at=NOON + timedelta(seconds=1))
    await stores.due.add_due(first)
    await stores.due.add_due(again)

    (read,) = (await stores.due.list_due(SHARD, until=NOON)).items
    assert read.set_at == again.set_at
    assert not await stores.due.delete_due(first)
    assert await stores.due.delete_due(read)
    assert (await stores.due.list_due(SHARD, until=NOON)).items == ()
