"""What people are told whose parts a bucket refuses, by their role and by what Truss finds."""

import pytest

from core.domain.people.actor import Role
from core.domain.videos.multipart_upload import NewFile
from core.errors import ExternalFailure, NotFound
from core.services.videos.upload_refusals import KNOWN_SECONDS, PART, BucketAnswer
from tests.builders import make_actor
from tests.fakes.app import make_app
from tests.fakes.time_and_ids import FakeClock
from tests.fakes.uploads import FakeUploads

PAGE = "https://clips.example.org"
NO_RULE = "The bucket b lets no page at https://clips.example.org send parts of videos; add a rule."
SILENT = BucketAnswer(status=0)
DENIED = BucketAnswer(status=403, code="AccessDenied")
FILE = NewFile(name="run.mp4", size_bytes=100, fingerprint="abc", start=b"\x00\x00\x00\x20ftypisom")


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def tickets():
    return FakeUploads()


@pytest.fixture
def app(tmp_path, clock, tickets):
    return make_app(tmp_path, clock=clock, tickets=tickets)


@pytest.fixture
def ask(app):
    """Return a function that begins an upload and asks why its parts are refused."""

    async def ask_as(answer, role=Role.OWNER, origin=PAGE):
        actor = make_actor(role=role)
        standing = await app.videos.uploads.begin(actor, FILE)
        return await app.videos.upload_refusals.explain(
            actor, standing.upload.id, origin=origin, answer=answer
        )

    return ask_as


def troubles(app):
    return [part.trouble for part in app.work.health.list_troubles() if part.name == PART]


@pytest.mark.parametrize("answer", [SILENT, DENIED])
async def test_the_owner_is_told_the_setting(app, ask, tickets, answer):
    tickets.refusal = NO_RULE

    said = await ask(answer)

    assert said.startswith(f"The bucket refuses this page. {NO_RULE}")
    assert "press Resume" in said
    assert tickets.asked_for == [PAGE]
    assert troubles(app) == [NO_RULE]


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MODERATOR])
async def test_others_are_told_to_ask_the_owner_who_is_told_by_health(app, ask, tickets, role):
    tickets.refusal = NO_RULE

    said = await ask(SILENT, role)

    assert said.startswith("The bucket refuses this page; ask the owner to run `trussbot doctor`")
    assert "rule" not in said
    assert troubles(app) == [NO_RULE]


async def test_no_answer_alone_is_no_refusal(ask):
    assert await ask(SILENT) == ""


async def test_a_refusal_that_truss_does_not_meet_is_told_with_its_status(ask):
    said = await ask(DENIED)

    assert "It answers 403 AccessDenied, though Truss itself may store files there" in said


async def test_what_was_found_is_told_for_a_while_and_then_looked_for_again(
    app, ask, tickets, clock
):
    tickets.refusal = NO_RULE
    for _ in range(5):
        await ask(DENIED)
    tickets.refusal = ""
    assert NO_RULE in await ask(DENIED)
    assert len(tickets.asked_for) == 1

    clock.advance(seconds=KNOWN_SECONDS)

    assert await ask(SILENT) == ""
    assert troubles(app) == []


async def test_an_upload_that_is_over_is_refused_for_that(app, tickets):
    tickets.refusal = NO_RULE
    actor = make_actor()
    standing = await app.videos.uploads.begin(actor, FILE)
    await app.videos.uploads.abandon(actor, standing.upload.id)

    with pytest.raises(NotFound):
        await app.videos.upload_refusals.explain(
            actor, standing.upload.id, origin=PAGE, answer=DENIED
        )
    assert tickets.asked_for == []


async def test_a_bucket_that_truss_cannot_reach_either_refuses_nobody(app, ask, tickets):
    async def find_refusal(_origin):
        raise ExternalFailure("S3 cannot be reached.", retryable=True)

    tickets.find_refusal = find_refusal

    with pytest.raises(ExternalFailure):
        await ask(SILENT)
    assert troubles(app) == []
