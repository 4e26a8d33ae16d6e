import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from core.adapters.publishers.youtube.publisher import SETTLING, YouTubePublisher, name_file
from core.adapters.upload_http import open_upload_http
from core.domain.accounts.platform_token import PlatformToken
from core.domain.publishing.publication import PublicationStatus
from core.domain.publishing.publish_target import Privacy, PublishTarget
from core.domain.work.platform import Platform
from core.errors import ExternalFailure, QuotaReached, ReconnectRequired, RetryLater, TokenRefused
from core.ports.publishing import ClipFiles, Publisher
from tests.builders import CREATOR, NOON, make_order
from tests.contracts.publisher import PublisherContract, PublisherWorld
from tests.servers.youtube import SPEC, UNIT, run_youtube

S = PublicationStatus
CONTENT = bytes(range(256)) * (3 * UNIT // 256) + b"and a rest"
TOKEN = PlatformToken(
    creator_id=CREATOR,
    platform=Platform.YOUTUBE,
    account_id="UC1",
    access_token="access",
    created_at=NOON,
    updated_at=NOON,
)
_: type[Publisher] = YouTubePublisher


@pytest.fixture
async def youtube():
    async with run_youtube() as server:
        yield server
        assert server.problems == []


@pytest.fixture
async def world(youtube, tmp_path):
    video, thumbnail = tmp_path / "in.mp4", tmp_path / "in.jpg"
    video.write_bytes(CONTENT)
    thumbnail.write_bytes(b"a picture")
    async with open_upload_http() as http:
        yield PublisherWorld(
            publisher=YouTubePublisher(http=http, api_url=youtube.url, chunk_bytes=UNIT),
            order=make_order(platform=Platform.YOUTUBE, token=TOKEN),
            files=ClipFiles(video=video, thumbnail=thumbnail),
            count_posts=lambda: len(youtube.videos),
        )


class TestContract(PublisherContract):
    pass


async def test_a_clip_arrives_byte_for_byte_and_bears_its_link(world, youtube):
    last = await world.run(world.order)

    (video,) = youtube.videos.values()
    assert video.digest == hashlib.sha256(CONTENT).hexdigest()
    assert (video.title, video.privacy) == (world.order.clip.title, "public")
    assert last.status is S.PUBLISHED
    assert (last.link, last.post_id) == (f"https://www.youtube.com/watch?v={video.id}", video.id)
    assert youtube.asked["put"] == 4  # three whole chunks and a rest


@pytest.mark.skipif(not SPEC.exists(), reason="the discovery document is not beside the project")
async def test_what_is_sent_is_checked_against_the_discovery_document(world, youtube):
    await world.run(world.order)
    assert youtube._spec is not None
    assert youtube._spec.check("Video", {"status": {"privacyStatus": "secret", "x": 1}}) != []


async def test_an_upload_that_youtube_locks_is_not_called_published(world, youtube):
    youtube.locks_private = True

    last = await world.run(world.order)

    assert last.status is S.LOCKED_PRIVATE
    assert "compliance audit" in last.sentence


async def test_a_private_upload_that_was_asked_for_is_published(world, youtube):
    target = PublishTarget(platform=Platform.YOUTUBE, privacy=Privacy.PRIVATE)

    last = await world.run(replace(world.order, target=target))

    assert last.status is S.PUBLISHED


@pytest.mark.parametrize(("outcome", "reason"), [("failed", "codec"), ("rejected", "duplicate")])
async def test_a_video_that_youtube_refuses_fails_with_its_reason(world, youtube, outcome, reason):
    youtube.outcome, youtube.reason = outcome, reason

    last = await world.run(world.order)

    assert last.status is S.FAILED
    assert reason in last.sentence


@pytest.mark.parametrize("fault", ["stored less", "no range"])
async def test_what_youtube_says_it_has_counts_not_what_was_sent(world, youtube, fault):
    youtube.faults["put"] = ["", fault, "", fault]

    await world.run(world.order)

    (video,) = youtube.videos.values()
    assert video.digest == hashlib.sha256(CONTENT).hexdigest()


@pytest.mark.parametrize("fault", ["503", "lost reply", "broken off"])
@pytest.mark.parametrize("at", range(4))
async def test_a_broken_chunk_is_taken_up_where_youtube_stands(world, youtube, fault, at):
    youtube.faults["put"] = [""] * at + [fault]

    last = await _persist(world)

    (video,) = youtube.videos.values()
    assert video.digest == hashlib.sha256(CONTENT).hexdigest()
    assert last.status is S.PUBLISHED


async def test_a_session_that_expires_before_the_last_chunk_is_opened_anew(world, youtube):
    youtube.faults["put"] = ["", "expired"]

    last = await world.run(world.order)

    assert (last.status, len(youtube.sessions), len(youtube.videos)) == (S.PUBLISHED, 2, 1)


async def test_a_finished_upload_whose_session_expired_is_found_in_the_list(world, youtube):
    """The last reply is lost, and the session with it: the file's name tells the video."""
    youtube.faults["put"] = ["", "", "", "expired"]

    last = await world.run(world.order)

    assert (last.status, len(youtube.sessions), len(youtube.videos)) == (S.PUBLISHED, 1, 1)


async def test_an_upload_is_found_behind_more_than_a_page_of_newer_ones(world, youtube):
    youtube.faults["put"] = ["", "", "", "lost reply"]
    step = await _until_finish(world)
    youtube.expire_sessions()
    (mine,) = youtube.videos
    for number in range(120):
        other = replace(youtube.videos[mine], id=f"other-{number}", file_name="other.mp4")
        youtube.videos[other.id] = other

    found = await world.publisher.look(replace(world.order, progress=step.progress))

    assert found.progress.remote_id == mine


async def test_what_is_not_yet_listed_is_waited_for_before_it_is_sent_again(world, youtube):
    youtube.faults["put"] = ["", "", "", "503"]
    youtube.hides_uploads = True
    step = await _until_finish(world)
    youtube.expire_sessions()
    order = replace(world.order, progress=step.progress)

    # However long ago the last part was due: it may have been sent a moment ago.
    first = NOON + 2 * SETTLING
    waiting = await world.publisher.look(replace(order, now=first))
    asked = replace(order, progress=waiting.progress)
    still = await world.publisher.look(replace(asked, now=first + SETTLING - timedelta(seconds=1)))
    again = await world.publisher.look(replace(asked, now=first + SETTLING))

    assert (waiting.status, still.status) == (S.RETRY_AT, S.RETRY_AT)
    assert still.progress == waiting.progress
    assert (again.status, again.progress.is_begun, again.progress.restarts) == (
        S.UPLOADING,
        False,
        1,
    )


async def test_sessions_that_expire_again_and_again_are_given_up(world, youtube):
    youtube.faults["put"] = ["expired"] * 10

    with pytest.raises(ExternalFailure, match="again and again"):
        await world.run(world.order)

    assert len(youtube.sessions) == 6


async def test_a_session_that_takes_nothing_more_is_given_time(world, youtube):
    youtube.faults["put"] = ["no range"] * 10

    with pytest.raises(RetryLater):
        await world.run(world.order)


async def test_no_more_uploads_today_waits_for_midnight_in_california(world, youtube):
    youtube.inserts_max = 0

    with pytest.raises(QuotaReached, match="exceeded your quota") as raised:
        await world.run(world.order)

    assert raised.value.until > NOON


async def test_a_token_that_is_not_taken_says_so(world, youtube):
    youtube.tokens = set()

    with pytest.raises(TokenRefused):
        await world.run(world.order)


@pytest.mark.parametrize("scopes", [{"youtube.upload"}, {"youtube.readonly"}])
async def test_an_account_that_may_not_upload_or_read_back_is_asked_before(world, youtube, scopes):
    granted = frozenset(f"https://www.googleapis.com/auth/{scope}" for scope in scopes)
    order = replace(world.order, token=replace(TOKEN, scopes=granted))

    with pytest.raises(ReconnectRequired):
        await world.run(order)

    assert youtube.sessions == {}


async def test_an_address_that_leads_elsewhere_gets_nothing(world, youtube):
    true_url, youtube.url = youtube.url, "http://127.0.0.1:9"

    with pytest.raises(ExternalFailure, match="no upload URL"):
        await world.publisher.advance(world.order, world.files)

    youtube.url = true_url


async def test_a_service_that_is_not_there_is_asked_again(world, youtube):
    async with open_upload_http() as http:
        publisher = YouTubePublisher(http=http, api_url="http://127.0.0.1:9")
        with pytest.raises(ExternalFailure) as raised:
            await publisher.advance(world.order, world.files)

    assert raised.value.retryable


async def test_chunks_come_in_the_units_that_youtube_takes():
    async with open_upload_http() as http:
        with pytest.raises(ValueError, match="multiples"):
            YouTubePublisher(http=http, api_url="", chunk_bytes=1000)


def test_the_files_name_tells_one_publication_from_every_other():
    order = make_order()

    assert order.publication.id in name_file(order)
    assert name_file(order) != name_file(
        replace(order, publication=replace(order.publication, revision=2))
    )


async def _until_finish(world):
    """Go on until the last chunk fails; return the step that was stored before."""
    order, step = world.order, None
    while True:
        try:
            step = await world.publisher.advance(order, world.files)
        except ExternalFailure:
            return step
        order = replace(order, progress=step.progress)


async def _persist(world):
    """Carry the order to its end as the service does: look after each failure."""
    step = None
    order = world.order
    for _ in range(20):
        try:
            if step is None or step.status is S.UPLOADING:
                step = await world.publisher.advance(order, world.files)
            elif step.status is S.PROCESSING:
                step = await world.publisher.look(order)
            else:
                return step
        except ExternalFailure as failure:
            if not failure.retryable:
                raise
            step = await world.publisher.look(order)
        order = replace(order, progress=step.progress)
    raise AssertionError("no end")
