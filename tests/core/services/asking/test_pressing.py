"""A button is the ordinary command: it does the same, and refuses the same."""

from datetime import timedelta

import pytest

from core.domain.asking.answer import Deed, Proposal
from core.domain.people.actor import Role
from core.domain.publishing.publication import PublicationStatus
from core.domain.work.platform import Platform
from core.errors import Conflict, Forbidden, InvalidInput, NotFound
from tests.asking.workspace import NOW, make_world
from tests.builders import CREATOR, make_actor, make_test_clip_id, make_test_ulid
from tests.fakes.publishing import FakePublisher

TOMORROW = NOW + timedelta(days=1)
PUBLICATION = make_test_ulid(204)


@pytest.fixture
async def world(tmp_path):
    platforms = (Platform.FOLDER, Platform.YOUTUBE, Platform.TIKTOK)
    publishers = {platform: FakePublisher(platform) for platform in platforms}
    return await make_world(tmp_path, publishers=publishers)


def make(deed, subject_id, **given):
    return Proposal(deed=deed, subject_id=subject_id, name="", **given)


async def test_a_clip_is_published_or_scheduled(world):
    press = world.app.asking.pressing.press
    clip_id = make_test_clip_id(9)

    told = await press(world.actor, make(Deed.PUBLISH, clip_id, at=TOMORROW))

    assert told == "Done: the clip goes to Folder."
    stored = await world.app.ports.stores.publications.list_publications_of_clip(CREATOR, clip_id)
    assert [(p.status, p.due_at) for p in stored] == [(PublicationStatus.SCHEDULED, TOMORROW)]
    with pytest.raises(Conflict):
        await press(world.actor, make(Deed.PUBLISH, clip_id))


async def test_a_publication_and_a_post_are_moved(world):
    press = world.app.asking.pressing.press

    await press(world.actor, make(Deed.MOVE, PUBLICATION, at=TOMORROW))
    await press(world.actor, make(Deed.MOVE, make_test_ulid(301), at=TOMORROW, value="post"))

    stores = world.app.ports.stores
    assert (await stores.publications.get_publication(CREATOR, PUBLICATION)).due_at == TOMORROW
    assert (await stores.posts.get_post(CREATOR, make_test_ulid(301))).planned_at == TOMORROW


async def test_settings_are_set(world):
    press = world.app.asking.pressing.press

    await press(world.actor, make(Deed.SET, "sensitivity", value="4"))
    await press(world.actor, make(Deed.SET, "slots", value="Mon 18:00"))

    stores = world.app.ports.stores
    assert (await stores.profiles.get_profile(CREATOR)).spikes_an_hour == 4.0
    assert len((await stores.slots.get_slots(CREATOR)).slots) == 1


@pytest.mark.parametrize(
    ("proposal", "error"),
    [
        (make(Deed.PUBLISH, make_test_clip_id(901)), NotFound),
        (make(Deed.MOVE, make_test_ulid(999), at=TOMORROW), NotFound),
        (make(Deed.MOVE, PUBLICATION, at=NOW - timedelta(days=1)), InvalidInput),
        (make(Deed.MOVE, PUBLICATION), InvalidInput),
        (make(Deed.SET, "owner", value="eve"), InvalidInput),
        (make(Deed.SET, "sensitivity", value="x"), InvalidInput),
    ],
)
async def test_what_the_command_refuses_the_button_refuses(world, proposal, error):
    with pytest.raises(error):
        await world.app.asking.pressing.press(world.actor, proposal)


async def test_a_role_that_may_not_type_it_may_not_press_it(world):
    moderator = make_actor(person_id="discord:8", role=Role.MODERATOR)
    viewer = make_actor(person_id="discord:9", role=Role.VIEWER)
    press = world.app.asking.pressing.press

    for deed, subject in ((Deed.PUBLISH, make_test_clip_id(9)), (Deed.MOVE, PUBLICATION)):
        with pytest.raises(Forbidden):
            await press(viewer, make(deed, subject, at=TOMORROW))
    with pytest.raises(Forbidden):
        await press(moderator, make(Deed.SET, "sensitivity", value="4"))
