from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.publishing.publication import PublicationStatus
from core.domain.work.job import JobKind, JobStatus, Queue
from core.errors import Conflict
from core.services.clips.card_jobs import CardJobs, CardUpdatingClips, CardUpdatingPublications
from tests.builders import (
    CREATOR,
    NOON,
    make_binding,
    make_clip,
    make_job,
    make_publication,
    make_spike,
    make_stream,
    make_test_clip_id,
)
from tests.fakes.formats import FakeFormats
from tests.fakes.people import FakeGuilds
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock, FakeIds


@pytest.fixture
async def stores():
    stores = FakeStores(FakeClock())
    await stores.spikes.add_spike(make_stream(), make_spike(), clip=make_clip(), job=make_job())
    return stores


@pytest.fixture
async def card_jobs():
    guilds = FakeGuilds()
    await guilds.add_guild(make_binding())
    return CardJobs(clock=FakeClock(), ids=FakeIds(), guilds=guilds, formats=FakeFormats())


async def list_card_jobs(stores):
    page = await stores.jobs.list_jobs(CREATOR, JobStatus.QUEUED)
    jobs = (*page.items, *stores.memory.carried.values())
    return [job for job in jobs if job.kind is JobKind.POST_CARD]


async def test_a_clip_that_comes_into_review_brings_the_job_of_its_card(stores, card_jobs):
    clips = CardUpdatingClips(stores.clips, card_jobs)
    rendering = await clips.save_clip(make_clip().move_to(ClipStatus.RENDERING, at=NOON))
    assert await list_card_jobs(stores) == []

    await clips.save_clip(rendering.move_to(ClipStatus.IN_REVIEW, at=NOON))

    (job,) = await list_card_jobs(stores)
    assert (job.subject_id, job.queue) == (make_clip().id, Queue.DISCORD)


async def test_a_clip_that_is_cut_anew_says_so_on_its_card(stores, card_jobs):
    clips = CardUpdatingClips(stores.clips, card_jobs)
    shown = replace(make_clip(), object_key="a/clip.mp4", status=ClipStatus.IN_REVIEW)

    await clips.save_clip(shown.move_to(ClipStatus.RENDERING, at=NOON))

    assert len(await list_card_jobs(stores)) == 1


async def test_a_creator_without_a_server_has_no_such_jobs(stores):
    """Nobody would ever do them."""
    nobody = CardJobs(clock=FakeClock(), ids=FakeIds(), guilds=FakeGuilds(), formats=FakeFormats())
    clips = CardUpdatingClips(stores.clips, nobody)
    rendering = await clips.save_clip(make_clip().move_to(ClipStatus.RENDERING, at=NOON))

    await clips.save_clip(rendering.move_to(ClipStatus.IN_REVIEW, at=NOON))

    assert await list_card_jobs(stores) == []


async def test_every_change_has_a_job_of_its_own(stores, card_jobs):
    clips = CardUpdatingClips(stores.clips, card_jobs)
    clip = await clips.save_clip(make_clip().move_to(ClipStatus.RENDERING, at=NOON))
    clip = await clips.save_clip(clip.move_to(ClipStatus.IN_REVIEW, at=NOON))
    publication = make_publication()
    clip = await clips.save_clip(
        clip.move_to(ClipStatus.APPROVED, at=NOON), publications=[publication]
    )
    cancelled = publication.move_to(PublicationStatus.CANCELLED, at=NOON)
    await clips.save_clip(clip.move_to(ClipStatus.IN_REVIEW, at=NOON), changed=[cancelled])

    assert len(await list_card_jobs(stores)) == 3
    stored = await stores.publications.get_publication(CREATOR, publication.id)
    assert stored.status is PublicationStatus.CANCELLED


async def test_the_card_of_a_clip_in_review_has_a_listed_job_and_a_decided_ones_is_carried(
    stores, card_jobs
):
    """Whoever lays cards must see what is under way; of a decided clip nobody lays any."""
    clips = CardUpdatingClips(stores.clips, card_jobs)
    clip = await clips.save_clip(make_clip().move_to(ClipStatus.RENDERING, at=NOON))
    clip = await clips.save_clip(clip.move_to(ClipStatus.IN_REVIEW, at=NOON))
    (shown,) = await list_card_jobs(stores)

    await clips.save_clip(clip.move_to(ClipStatus.APPROVED, at=NOON))

    carried = [job for job in await list_card_jobs(stores) if job.id != shown.id]
    assert [shown.is_carried, *(job.is_carried for job in carried)] == [False, True]


async def test_a_publication_that_moves_lets_the_card_follow_a_second_later(stores, card_jobs):
    await stores.clips.save_clip(make_clip(), publications=[make_publication()])
    followed = CardUpdatingPublications(stores.publications, card_jobs)

    await followed.save_publication(make_publication().move_to(PublicationStatus.CLAIMED, at=NOON))

    (job,) = await list_card_jobs(stores)
    assert (job.subject_id, job.next_at) == (make_clip().id, NOON + timedelta(seconds=1))


async def test_no_job_looks_at_a_publication_that_is_not_stored(stores, card_jobs):
    """It would find the publication as it was, and the card would stay behind for good."""
    await stores.clips.save_clip(make_clip(), publications=[make_publication()])
    followed = CardUpdatingPublications(stores.publications, card_jobs)
    claimed = make_publication().move_to(PublicationStatus.CLAIMED, at=NOON)

    with pytest.raises(Conflict):
        await followed.save_publication(replace(claimed, version=claimed.version + 1))

    assert await list_card_jobs(stores) == []


async def test_what_is_read_is_what_is_stored(stores, card_jobs):
    await stores.clips.save_clip(make_clip(), publications=[make_publication()])
    clips = CardUpdatingClips(stores.clips, card_jobs)
    followed = CardUpdatingPublications(stores.publications, card_jobs)
    clip = await clips.get_clip(CREATOR, make_clip().id)

    assert (await clips.list_clips(CREATOR)).items == (clip,)
    assert (await clips.list_clips_by_status(CREATOR, ClipStatus.DRAFT)).items == (clip,)
    assert (await clips.list_clips_by_score(CREATOR)).items == ()
    assert (await followed.list_publications(CREATOR)).items == (make_publication(),)
    found = await followed.get_publication(CREATOR, make_publication().id)
    assert found == make_publication()


async def test_a_draft_that_is_added_has_no_card_yet(stores, card_jobs):
    clips = CardUpdatingClips(stores.clips, card_jobs)
    draft = make_clip(id=make_test_clip_id(7))

    assert await clips.add_clip(draft, jobs=[make_job(id="render 7")]) is True

    assert await clips.get_clip(CREATOR, draft.id) == draft
    assert await list_card_jobs(stores) == []


async def test_a_clip_that_is_tried_again_is_followed_though_it_never_had_a_video(
    stores, card_jobs
):
    """The card that says what went wrong goes on to say that it is made again."""
    clips = CardUpdatingClips(stores.clips, card_jobs)
    clip = await clips.save_clip(make_clip().move_to(ClipStatus.RENDERING, at=NOON))
    failed = await clips.save_clip(clip.move_to(ClipStatus.FAILED, at=NOON))

    await clips.save_clip(failed.move_to(ClipStatus.RENDERING, at=NOON))

    assert len(await list_card_jobs(stores)) == 2


async def test_a_decided_clips_job_has_a_record_while_a_former_version_may_receive_it(stores):
    """The former version takes a row without a record for one whose job is gone."""
    guilds, formats = FakeGuilds(), FakeFormats(carries=False)
    await guilds.add_guild(make_binding())
    card_jobs = CardJobs(clock=FakeClock(), ids=FakeIds(), guilds=guilds, formats=formats)

    before = await card_jobs.make_carried(CREATOR, make_clip().id, "1")
    formats.carries = True
    after = await card_jobs.make_carried(CREATOR, make_clip().id, "1")

    assert [job.is_carried for job in (*before, *after)] == [False, True]
    assert [job.id for job in before] == [job.id for job in after]
