from dataclasses import replace

import pytest

from core.domain.people.actor import Role
from core.domain.videos.multipart_upload import NewFile
from core.errors import Conflict, ExternalFailure, Forbidden, InvalidInput, NotFound
from tests.builders import make_actor
from tests.fakes.app import make_app
from tests.fakes.uploads import FakeUploads
from tests.plan_builders import make_intake

MIB = 1024**2
START = b"\x00\x00\x00\x20ftypisom"
FILE = NewFile(name="run.mp4", size_bytes=20 * MIB, fingerprint="f", start=START)


@pytest.fixture
def tickets():
    return FakeUploads()


@pytest.fixture
def app(tmp_path, tickets):
    return make_app(tmp_path, upload_tickets=tickets)


async def body():
    yield b"bytes"


async def test_a_file_is_sent_in_parts_each_with_a_ticket_of_its_own(app, tickets):
    standing = await app.videos.uploads.begin(make_actor(), FILE)
    assert (standing.missing, standing.arrived) == ((1, 2, 3), ())

    ticket = await app.videos.uploads.sign_part(make_actor(), standing.upload.id, 3)

    assert ticket.url.startswith("https://uploads.invalid/")
    assert tickets.signed == [standing.upload.object_key]
    with pytest.raises(InvalidInput, match="1 to 3"):
        await app.videos.uploads.sign_part(make_actor(), standing.upload.id, 4)


async def test_the_same_file_chosen_again_goes_on_where_it_was(app, tickets):
    first = await app.videos.uploads.begin(make_actor(), FILE)
    tickets.arrive_part(first.upload.storage_upload_id, 2, 8 * MIB)

    again = await app.videos.uploads.begin(make_actor(), FILE)

    assert again.upload == first.upload
    assert (again.arrived, again.missing) == ((2,), (1, 3))


@pytest.mark.parametrize(("number", "size_bytes"), [(1, 5), (3, 8 * MIB), (4, 4 * MIB)])
async def test_a_part_of_another_size_or_number_has_not_arrived(app, tickets, number, size_bytes):
    standing = await app.videos.uploads.begin(make_actor(), FILE)
    tickets.arrive_part(standing.upload.storage_upload_id, number, size_bytes)

    assert (await app.videos.uploads.look(make_actor(), standing.upload.id)).arrived == ()


async def test_what_is_missing_is_told_before_anything_becomes_of_it(app):
    standing = await app.videos.uploads.begin(make_actor(), FILE)

    with pytest.raises(InvalidInput, match="3 parts of that file have not arrived"):
        await app.videos.fetching.finish_upload(make_actor(), standing.upload.id)


async def test_an_upload_that_is_finished_takes_nothing_more(app):
    standing = await app.videos.uploads.begin(make_actor(), FILE)
    await app.videos.uploads.hand_over(standing.upload)
    await app.videos.uploads.hand_over(standing.upload)  # as another tab saw it

    with pytest.raises(Conflict, match="here already"):
        await app.videos.uploads.sign_part(make_actor(), standing.upload.id, 1)
    assert (await app.videos.uploads.look(make_actor(), standing.upload.id)).missing == ()
    await app.videos.uploads.abandon(make_actor(), standing.upload.id)
    assert (await app.videos.uploads.look(make_actor(), standing.upload.id)).upload.is_finished


async def test_an_upload_that_is_handed_over_is_closed_for_older_tickets_too(app, tickets):
    standing = await app.videos.uploads.begin(make_actor(), FILE)

    await app.videos.uploads.hand_over(standing.upload)

    assert tickets.closed == [standing.upload.storage_upload_id]


async def test_an_upload_that_was_joined_before_it_was_handed_over_needs_no_closing(app, tickets):
    standing = await app.videos.uploads.begin(make_actor(), FILE)
    await tickets.finish_parts(standing.upload.object_key, standing.upload.storage_upload_id, [])

    await app.videos.uploads.hand_over(standing.upload)

    assert (await app.videos.uploads.look(make_actor(), standing.upload.id)).upload.is_finished


async def test_an_upload_whose_parts_are_gone_begins_anew(app, tickets):
    first = await app.videos.uploads.begin(make_actor(), FILE)
    await tickets.abandon_parts(first.upload.object_key, first.upload.storage_upload_id)

    again = await app.videos.uploads.begin(make_actor(), FILE)

    assert again.upload.storage_upload_id != first.upload.storage_upload_id
    assert again.missing == (1, 2, 3)


async def test_an_upload_of_two_days_ago_begins_anew(app):
    first = await app.videos.uploads.begin(make_actor(), FILE)
    app.ports.clock.advance(2.1 * 86_400)

    again = await app.videos.uploads.begin(make_actor(), FILE)

    assert again.upload.asset_id != first.upload.asset_id


async def test_an_upload_that_is_called_off_leaves_nothing(app, tickets):
    standing = await app.videos.uploads.begin(make_actor(), FILE)

    await app.videos.uploads.abandon(make_actor(), standing.upload.id)

    with pytest.raises(NotFound):
        await app.videos.uploads.look(make_actor(), standing.upload.id)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"size_bytes": 101 * MIB}, "larger than 100 MiB"),
        ({"size_bytes": 0}, "empty"),
        ({"start": b"%PDF-1.7"}, "not a readable video"),
        ({"name": "x" * 300}, "rename it"),
    ],
)
async def test_what_is_plainly_no_video_is_refused_before_it_is_sent(app, tickets, changed, words):
    with pytest.raises(InvalidInput, match=words):
        await app.videos.uploads.begin(make_actor(), replace(FILE, **changed))

    assert tickets.parts == {}


async def test_nobody_sends_parts_of_another_persons_upload(app):
    standing = await app.videos.uploads.begin(make_actor(), FILE)
    other = make_actor(person_id="discord:2")

    for asked in (
        app.videos.uploads.look(other, standing.upload.id),
        app.videos.uploads.sign_part(other, standing.upload.id, 1),
        app.videos.uploads.abandon(other, standing.upload.id),
        app.videos.fetching.finish_upload(other, standing.upload.id),
    ):
        with pytest.raises(NotFound):
            await asked
    assert (await app.videos.uploads.begin(other, FILE)).upload.id != standing.upload.id


async def test_somebody_without_a_role_uploads_nothing(app):
    viewer = make_actor(role=Role.VIEWER)

    with pytest.raises(Forbidden):
        await app.videos.uploads.begin(viewer, FILE)
    with pytest.raises(Forbidden):
        await app.videos.uploads.sign_part(viewer, make_intake().upload_id, 1)


async def test_two_tabs_with_the_same_file_send_parts_of_one_upload(app, tickets, monkeypatch):
    first = await app.videos.uploads.begin(make_actor(), FILE)
    looked = []
    find = app.ports.stores.uploads.get_upload

    async def too_early(creator_id, upload_id):
        """The second tab looks before the first has written."""
        looked.append(upload_id)
        if len(looked) == 1:
            raise NotFound("Not yet.")
        return await find(creator_id, upload_id)

    monkeypatch.setattr(app.ports.stores.uploads, "get_upload", too_early)

    second = await app.videos.uploads.begin(make_actor(), FILE)

    assert second.upload == first.upload


async def test_parts_that_are_gone_before_they_were_joined_are_told(app):
    with pytest.raises(InvalidInput, match="choose the file again"):
        await app.videos.uploads.join_parts(make_intake(upload_id="ab"))


async def test_only_our_own_tickets_are_taken_and_only_where_files_come_here(app, tmp_path):
    assert await app.videos.uploads.receive("PUT", {"ticket": "ok"}, {}, body()) == f"{1:064x}"
    with pytest.raises(Forbidden):
        await app.videos.uploads.receive("PUT", {}, {}, body())

    elsewhere = make_app(tmp_path, upload_receiver=None)
    with pytest.raises(Forbidden, match="Nothing is uploaded here"):
        await elsewhere.videos.uploads.receive("PUT", {"ticket": "ok"}, {}, body())


async def test_leftovers_are_removed(app, tickets):
    await app.videos.uploads.begin(make_actor(), FILE)

    await app.videos.uploads.remove_leftovers()

    assert tickets.parts == {}
    assert await app.videos.uploads.find_origin() == ""
    assert app.videos.uploads.size_bytes_max == 100 * MIB


async def test_a_file_that_there_is_no_room_for_is_refused_before_it_is_sent(app, tickets):
    tickets.room_bytes = FILE.size_bytes - 1

    with pytest.raises(ExternalFailure, match="too full"):
        await app.videos.uploads.begin(make_actor(), FILE)

    tickets.room_bytes += 1
    assert (await app.videos.uploads.begin(make_actor(), FILE)).missing == (1, 2, 3)
