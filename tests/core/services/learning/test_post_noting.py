from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.learning.post_tags import CalledBy, TitleForm
from core.domain.people.creator_profile import CreatorProfile
from core.domain.publishing.publication import PublicationStatus
from core.domain.publishing.wording import Wording
from core.domain.work.platform import Platform
from core.services.learning.post_noting import HandPost, NotingPublications, PostNoting
from tests.builders import CREATOR, NOON, make_clip, make_publication, make_score
from tests.fakes.all_stores import FakeAllStores
from tests.fakes.time_and_ids import FakeClock

UPLOADING = make_publication(platform=Platform.TIKTOK, status=PublicationStatus.UPLOADING)
OUT = replace(UPLOADING, status=PublicationStatus.PUBLISHED, post_id="77", updated_at=NOON)


@pytest.fixture
async def stores():
    stores = FakeAllStores(FakeClock())
    await stores.clips.add_clip(make_clip(score=make_score()))
    await stores.profiles.save_profile(CreatorProfile(creator_id=CREATOR, time_zone="Asia/Tokyo"))
    stores.memory.publications[CREATOR, UPLOADING.id] = UPLOADING
    return stores


@pytest.fixture
def noting(stores):
    return PostNoting(
        posts=stores.measured_posts,
        batches=stores.due_batches,
        clips=stores.clips,
        profiles=stores.profiles,
    )


async def list_due(stores):
    pages = [await stores.due_batches.list_batches(n, until=NOON) for n in range(8)]
    return [batch for page in pages for batch in page.items]


async def test_what_goes_out_is_kept_with_its_tags_and_due(stores, noting):
    publications = NotingPublications(stores.publications, noting)

    await publications.save_publication(OUT)

    post = (await stores.measured_posts.find_posts([OUT]))[OUT.id]
    assert (post.post_id, post.out_at, post.clip_id) == ("77", NOON, OUT.clip_id)
    assert (post.tags.hour, post.tags.zone) == ((NOON.hour + 9) % 24, "Asia/Tokyo")
    assert (post.tags.called_by, post.tags.score) == (CalledBy.CHAT, 62)
    assert [batch.made_on for batch in await list_due(stores)] == [post.made_on]


async def test_what_is_on_its_way_is_not_noted(stores, noting):
    await NotingPublications(stores.publications, noting).note_progress(UPLOADING)

    assert await stores.measured_posts.find_posts([UPLOADING]) == {}
    assert await list_due(stores) == []


async def test_an_id_that_is_known_later_is_added_and_the_rest_stays(stores, noting):
    await noting.note(replace(OUT, post_id=None, wording=Wording(title="Is it?")))
    assert await list_due(stores) == []

    await noting.note(replace(OUT, updated_at=NOON + timedelta(hours=5)))

    post = (await stores.measured_posts.find_posts([OUT]))[OUT.id]
    assert (post.post_id, post.out_at, post.title) == ("77", NOON, "Is it?")
    assert post.tags.title_form is TitleForm.QUESTION
    assert post.version == 2


async def test_without_its_clip_a_post_still_has_its_time(stores, noting):
    stores.memory.clips.clear()

    await noting.note(OUT)

    assert (await stores.measured_posts.find_posts([OUT]))[OUT.id].tags.called_by is None


async def test_what_a_person_posted_is_kept_once_and_learns_its_id(stores, noting):
    posted = HandPost(
        creator_id=CREATOR,
        key="post-1",
        platform=Platform.X,
        link="",
        title="Look!",
        at=NOON,
        clip_id=OUT.clip_id,
    )
    await noting.note_by_hand(posted)
    link = "https://x.com/ada/status/1834567890123456789"
    for _ in range(2):
        await noting.note_by_hand(replace(posted, link=link))

    day = NOON.date()
    (post,) = await stores.measured_posts.list_posts(CREATOR, first=day, last=day)
    assert (post.platform, post.post_id, post.clip_id) == (
        Platform.X,
        "1834567890123456789",
        None,
    )
    assert (post.tags.title_form, post.tags.reaction) == (TitleForm.SHOUT, "hype")
    assert await list_due(stores) == []
