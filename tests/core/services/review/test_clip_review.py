from datetime import timedelta

import pytest

from core.domain.clips.clip import Clip, ClipStatus
from core.domain.people.actor import Role
from core.domain.publishing.publication import PublicationStatus
from core.domain.work.ids import CreatorId
from core.errors import Conflict, Forbidden, NotFound
from core.services.review.clip_review import ClipReview
from tests.builders import (
    CREATOR,
    make_actor,
    make_clip,
    make_job,
    make_score,
    make_spike,
    make_stream,
    make_test_clip_id,
)
from tests.fakes.app import make_addressing
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock


@pytest.fixture
def stores():
    return FakeStores(FakeClock())


@pytest.fixture
def clip_review(stores):
    return ClipReview(
        clock=FakeClock(),
        clips=stores.clips,
        publications=stores.publications,
        publication_creation=make_addressing(stores),
    )


@pytest.fixture
async def clip(stores):
    draft = make_clip()
    await stores.spikes.add_spike(make_stream(), draft.spike, clip=draft, job=make_job())
    rendering = await stores.clips.save_clip(
        draft.move_to(ClipStatus.RENDERING, at=draft.created_at)
    )
    return await stores.clips.save_clip(
        rendering.move_to(ClipStatus.IN_REVIEW, at=draft.created_at)
    )


async def test_the_strongest_clips_come_first_and_those_without_chat_last(clip_review, stores):
    for number, score in enumerate((30.0, 90.0, None)):
        spike = make_spike(score=score) if score else None
        clip = make_clip(id=make_test_clip_id(number), spike=spike)
        await stores.clips.add_clip(clip)

    found = await clip_review.list_strongest(make_actor())

    assert [clip.spike and clip.spike.score for clip in found] == [90.0, 30.0, None]


async def test_an_approved_clip_is_sent_to_be_published(clip_review, stores, clip):
    approved = await clip_review.approve(make_actor(), clip.id, seen_version=clip.version)

    publications = (await stores.publications.list_publications(CREATOR)).items
    assert (approved.status, approved.decided_by) == (ClipStatus.APPROVED, "web")
    assert [(p.clip_id, p.status) for p in publications] == [(clip.id, PublicationStatus.SCHEDULED)]


async def test_a_rejected_clip_goes_nowhere(clip_review, stores, clip):
    rejected = await clip_review.reject(make_actor(), clip.id, seen_version=clip.version)

    assert rejected.status is ClipStatus.REJECTED
    assert (await stores.publications.list_publications(CREATOR)).items == ()


async def test_the_second_of_two_moderators_is_told_what_the_first_decided(clip_review, clip):
    await clip_review.reject(make_actor(person_id="ada"), clip.id, seen_version=clip.version)

    with pytest.raises(Conflict, match="already rejected by ada") as raised:
        await clip_review.approve(make_actor(), clip.id, seen_version=clip.version)

    assert isinstance(raised.value.current, Clip)
    assert raised.value.current.status is ClipStatus.REJECTED


async def test_a_decision_on_an_older_cut_is_refused(clip_review, clip):
    """What goes out is what was seen."""
    with pytest.raises(Conflict, match="look at the new cut"):
        await clip_review.approve(make_actor(), clip.id, seen_version=clip.version - 1)


async def test_who_may_not_decide_changes_nothing(clip_review, stores, clip):
    with pytest.raises(Forbidden):
        await clip_review.approve(make_actor(role=Role.VIEWER), clip.id, seen_version=clip.version)

    assert (await stores.clips.get_clip(CREATOR, clip.id)) == clip


async def test_another_creators_clip_does_not_exist(clip_review, clip):
    stranger = make_actor(creator_id=CreatorId("eve"))

    with pytest.raises(NotFound):
        await clip_review.get_clip(stranger, clip.id)
    with pytest.raises(NotFound):
        await clip_review.approve(stranger, clip.id, seen_version=clip.version)
    assert (await clip_review.list_clips(stranger)).items == ()


async def test_clips_are_listed_whole_or_by_status(clip_review, clip):
    assert (await clip_review.list_clips(make_actor())).items == (clip,)
    in_review = await clip_review.list_clips(make_actor(), status=ClipStatus.IN_REVIEW)
    rejected = await clip_review.list_clips(make_actor(), status=ClipStatus.REJECTED)
    assert (in_review.items, rejected.items) == ((clip,), ())


async def test_an_approval_is_taken_back_while_nothing_has_gone_out(stores, clip):
    clip_review = ClipReview(
        clock=FakeClock(),
        clips=stores.clips,
        publications=stores.publications,
        publication_creation=make_addressing(stores, grace_seconds=60),
    )
    approved = await clip_review.approve(make_actor(), clip.id, seen_version=clip.version)
    (waiting,) = (await stores.publications.list_publications(CREATOR)).items
    assert waiting.due_at == waiting.created_at + timedelta(seconds=60)

    undone = await clip_review.undo(make_actor(), clip.id, seen_version=approved.version)

    (cancelled,) = (await stores.publications.list_publications(CREATOR)).items
    assert (undone.status, undone.decided_by) == (ClipStatus.IN_REVIEW, None)
    assert cancelled.status is PublicationStatus.CANCELLED
    again = await clip_review.approve(make_actor(), clip.id, seen_version=undone.version)
    assert again.status is ClipStatus.APPROVED


async def test_what_is_on_its_way_is_not_taken_back(clip_review, stores, clip):
    approved = await clip_review.approve(make_actor(), clip.id, seen_version=clip.version)
    (publication,) = (await stores.publications.list_publications(CREATOR)).items
    claimed = publication.move_to(PublicationStatus.CLAIMED, at=clip.created_at)
    await stores.publications.save_publication(claimed)

    with pytest.raises(Conflict, match="on its way"):
        await clip_review.undo(make_actor(), clip.id, seen_version=approved.version)

    assert (await stores.clips.get_clip(CREATOR, clip.id)).status is ClipStatus.APPROVED


async def test_an_older_sight_or_a_stranger_takes_nothing_back(clip_review, clip):
    approved = await clip_review.approve(make_actor(), clip.id, seen_version=clip.version)

    with pytest.raises(Conflict, match="already approved"):
        await clip_review.undo(make_actor(), clip.id, seen_version=clip.version)
    with pytest.raises(Forbidden):
        await clip_review.undo(make_actor(role=Role.VIEWER), clip.id, seen_version=approved.version)


async def test_a_page_by_score_and_status_is_full_though_the_best_have_another_status(
    clip_review, stores
):
    """Of six clips the best four are drafts; the two that are wanted come last."""
    for number in range(6):
        at = ClipStatus.DRAFT if number < 4 else ClipStatus.IN_REVIEW
        clip = make_clip(id=make_test_clip_id(number), status=at, score=make_score(20 - number))
        await stores.clips.add_clip(clip)

    page = await clip_review.list_clips(
        make_actor(), status=ClipStatus.IN_REVIEW, score_at_least=1, limit=2
    )

    assert [clip.score.value for clip in page.items] == [16, 15]


async def test_clips_are_listed_by_score_and_found_by_the_words_of_their_titles(clip_review, clip):
    assert (await clip_review.list_clips(make_actor(), score_at_least=0)).items == ()
    assert await clip_review.search_clips(make_actor(), "2:08 HYPE", limit=5) == (clip,)
    assert await clip_review.search_clips(make_actor(), "hype sleep", limit=5) == ()
    assert await clip_review.search_clips(make_actor(), "", limit=5) == (clip,)
