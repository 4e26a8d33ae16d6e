from dataclasses import replace
from datetime import date

import pytest

from core.domain.learning.post_tags import PostTags, TitleForm
from core.domain.people.actor import Role
from core.domain.people.creator_profile import CreatorProfile
from core.domain.work.ids import CreatorId
from core.domain.work.platform import Platform
from core.errors import Forbidden, InvalidInput, NotFound
from core.services.learning.figure_entry import Entry, name_post, read_link
from tests.builders import CREATOR, make_actor
from tests.core.services.learning.import_desk import NOW, ImportDesk

LINK = "https://x.com/ada/status/1834567890123456789"
TAGS = PostTags(hour=1, weekday=1, zone="UTC", title_form=TitleForm.SHOUT, length_seconds=20.0)


@pytest.fixture
async def desk(tmp_path):
    return await ImportDesk(tmp_path).open()


async def test_figures_of_a_post_are_kept_for_a_day_and_shown(desk):
    post = await desk.add_post(platform=Platform.LINKEDIN, post_id=None)
    post = await desk.stores.measured_posts.save_post(replace(post, tags=TAGS))
    entry = Entry(post=name_post(post), day="2026-09-09", views="1,204", likes="3", watched="45%")

    found = await desk.entry.enter(desk.actor, entry)

    assert (found.newest.views, found.newest.likes, found.newest.comments) == (1204, 3, None)
    assert (found.newest.watched_share, found.newest.watched_seconds) == (0.45, 10836.0)
    assert found.newest.on == date(2026, 9, 9)
    assert found.by_age[7].views == 1204
    assert desk.list_card_jobs() == [post.clip_id]
    seconds = await desk.entry.enter(desk.actor, Entry(post=name_post(post), watched="0:18"))
    assert seconds.newest.watched_share == 0.9


async def test_a_link_of_an_unknown_post_makes_it_one_and_again_finds_it(desk):
    with pytest.raises(InvalidInput, match="when it went out"):
        await desk.entry.enter(desk.actor, Entry(post=LINK, views="5"))

    first = await desk.entry.enter(
        desk.actor, Entry(post=LINK, views="5", title="Hello?", published="2026-09-02 18:00")
    )
    second = await desk.entry.enter(desk.actor, Entry(post=LINK, views="9"))

    assert (first.id, first.platform, first.post_id) == (
        second.id,
        Platform.X,
        "1834567890123456789",
    )
    assert second.newest.views == 9
    assert second.tags.title_form is TitleForm.QUESTION


async def test_a_time_is_one_of_the_creators_own_clock(desk):
    profile = CreatorProfile(creator_id=CREATOR, time_zone="Asia/Tokyo")
    await desk.stores.profiles.save_profile(profile)

    post = await desk.entry.enter(
        desk.actor, Entry(post=LINK, views="5", published="2026-09-02 18:00")
    )
    assert (post.out_at.hour, post.tags.hour) == (9, 18)


@pytest.mark.parametrize(
    "entry",
    [
        Entry(post="", views="5"),
        Entry(post="https://evil.example/status/1834567890123456789", views="5"),
        Entry(post="javascript:alert(1)", views="5"),
        Entry(post="{name}"),
        Entry(post="{name}", views="many"),
        Entry(post="{name}", views="-5"),
        Entry(post="{name}", views="5", day="tomorrow"),
        Entry(post="{name}", views="5", day="2030-01-01"),
        Entry(post="{name}", views="5", day="2020-01-01"),
        Entry(post="{name}", watched="all of it"),
        Entry(post=LINK, views="5", published="2020-01-01"),
        Entry(post=LINK, views="5", published="2027-01-01"),
    ],
)
async def test_what_makes_no_sense_is_refused_in_words(desk, entry):
    post = await desk.add_post()
    entry = replace(entry, post=entry.post.replace("{name}", name_post(post)))

    with pytest.raises(InvalidInput):
        await desk.entry.enter(desk.actor, entry)
    assert await desk.find(post) == post


async def test_other_creators_posts_cannot_be_chosen(desk):
    post = await desk.add_post(creator_id=CreatorId("ben"))

    with pytest.raises(NotFound):
        await desk.entry.enter(desk.actor, Entry(post=name_post(post), views="5"))
    with pytest.raises(NotFound):
        await desk.entry.enter(desk.actor, Entry(post="2026-99-99.abc", views="5"))
    assert await desk.entry.list_posts(desk.actor) == ()


async def test_posts_are_offered_newest_first_by_words(desk):
    await desk.add_post(1, title="Old walk", updated_at=NOW.replace(day=1))
    new = await desk.add_post(2, title="A walk", platform=Platform.X)
    await desk.add_post(3, title="A folder", platform=Platform.FOLDER)

    assert [p.title for p in await desk.entry.list_posts(desk.actor)] == ["A walk", "Old walk"]
    assert await desk.entry.list_posts(desk.actor, "walk x") == (new,)
    with pytest.raises(Forbidden):
        await desk.entry.list_posts(make_actor(role=Role.VIEWER))
    with pytest.raises(Forbidden):
        await desk.entry.enter(make_actor(role=Role.MODERATOR), Entry(post="x"))
    assert new.creator_id == CREATOR


def test_links_name_platform_and_post():
    assert read_link(LINK) == (Platform.X, "1834567890123456789")
    assert read_link("https://m.youtube.com/shorts/-bcDEFghi_1")[0] is Platform.YOUTUBE
