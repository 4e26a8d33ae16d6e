import pytest

from core.domain.people.actor import Role
from core.domain.work.ids import CreatorId
from core.errors import Forbidden, InvalidInput
from core.services.people.leaving.forgetting import Forgetting
from tests.builders import CREATOR, make_actor
from tests.fakes.app import make_app
from tests.fakes.archive import FakeArchive
from tests.plan_builders import make_binding

OWNER = make_actor(role=Role.OWNER)


@pytest.fixture
async def app(tmp_path):
    archive = FakeArchive()
    app = make_app(tmp_path, archive=archive)
    archive.rows[CREATOR] = [{"type": "session"}]
    (tmp_path / "a.mp4").write_bytes(b"video")
    for creator in (CREATOR, "somebody"):
        await app.ports.storage.put_file(f"creators/{creator}/clips/1.mp4", tmp_path / "a.mp4")
    app.people.forgetting._round_seconds = 0.0
    return app


async def test_everything_goes_and_others_keep_theirs(app):
    done = await app.people.forgetting.forget_creator(OWNER, typed=f"  Delete  {CREATOR} ")

    assert (done.files, done.is_whole) == (1, True)
    assert await app.ports.storage.list_files("creators/") == ("creators/somebody/clips/1.mp4",)
    assert app.ports.archive.rows == {}


async def test_their_chat_is_heard_no_more_before_anything_is_deleted(app):
    """A moment that is found meanwhile would bring lines of chatters back."""
    for broadcaster_id, creator_id in (("7", CREATOR), ("8", CreatorId("somebody"))):
        app.chat.live.add_channel(
            make_binding(broadcaster_id=broadcaster_id, creator_id=creator_id)
        )

    await app.people.forgetting.forget_creator(OWNER, typed=Forgetting.phrase_for(CREATOR))

    assert [channel.broadcaster_id for channel in app.chat.live.list_channels()] == ["8"]


@pytest.mark.parametrize("typed", ["", "yes", "delete", f"delete {CREATOR}2"])
async def test_other_words_delete_nothing(app, typed):
    with pytest.raises(InvalidInput, match="Nothing was deleted"):
        await app.people.forgetting.forget_creator(OWNER, typed=typed)

    assert len(await app.ports.storage.list_files("creators/")) == 2


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MODERATOR, Role.VIEWER])
async def test_only_the_owner_may(app, role):
    with pytest.raises(Forbidden):
        await app.people.forgetting.forget_creator(
            make_actor(role=role), typed=Forgetting.phrase_for(CREATOR)
        )


async def test_a_chatter_must_be_named(app):
    with pytest.raises(InvalidInput, match="their name in chat"):
        await app.people.forgetting.forget_chatter(" @ ")
    await app.people.forgetting.forget_chatter("bob")

    assert app.ports.archive.chatters == ["bob"]
