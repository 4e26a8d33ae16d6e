import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from core.adapters.publishers.tiktok.publisher import TikTokPublisher
from core.adapters.upload_http import open_upload_http
from core.domain.accounts.platform_token import PlatformToken
from core.domain.publishing.publication import PublicationStatus
from core.domain.publishing.publish_target import PostChoices, Privacy, PublishTarget
from core.domain.work.platform import Platform
from core.errors import (
    ExternalFailure,
    InvalidInput,
    NoAnswer,
    QuotaReached,
    ReconnectRequired,
    RetryLater,
    TokenRefused,
    Unconfirmed,
)
from core.ports.publishing import ClipFiles, Publisher
from tests.builders import CREATOR, NOON, make_order
from tests.contracts.publisher import PublisherContract, PublisherWorld
from tests.servers.tiktok import run_tiktok

S = PublicationStatus
CHUNK = 1000
CONTENT = bytes(range(250)) * 14  # 3,500 bytes: three chunks, the last with a rest
CHOICES = PostChoices(privacy=Privacy.PUBLIC, chosen_by="discord:1", chosen_at=NOON)
TARGET = PublishTarget(platform=Platform.TIKTOK, choices=CHOICES)
TOKEN = PlatformToken(
    creator_id=CREATOR,
    platform=Platform.TIKTOK,
    account_id="open-1",
    access_token="access",
    created_at=NOON,
    updated_at=NOON,
)
_: type[Publisher] = TikTokPublisher


@pytest.fixture
async def tiktok():
    async with run_tiktok() as server:
        server.chunk_least = CHUNK // 2
        server.clock = NOON.timestamp
        yield server
        assert server.problems == []


@pytest.fixture
def files(tmp_path):
    video, thumbnail = tmp_path / "in.mp4", tmp_path / "in.jpg"
    video.write_bytes(CONTENT)
    thumbnail.write_bytes(b"a picture")
    return ClipFiles(video=video, thumbnail=thumbnail)


@pytest.fixture
async def world(tiktok, files):
    async with open_upload_http() as http:
        yield PublisherWorld(
            publisher=TikTokPublisher(http=http, api_url=tiktok.url, chunk_bytes=CHUNK),
            order=make_order(platform=Platform.TIKTOK, token=TOKEN, target=TARGET),
            files=files,
            count_posts=lambda: len(tiktok.visible),
        )


class TestContractOfUploads(PublisherContract):
    pass


class TestContractOfInboxes(PublisherContract):
    @pytest.fixture
    def world(self, world):
        target = PublishTarget(platform=Platform.TIKTOK)
        return replace(world, order=replace(world.order, target=target))


@pytest.fixture
async def pulling(world, tiktok, files):
    """TikTok fetches the clip from a server of ours."""

    async def serve(request):
        return web.FileResponse(files.video)

    app = web.Application()
    app.router.add_get("/clip.mp4", serve)
    server = TestServer(app)
    await server.start_server()

    async def make_address(order):
        return str(server.make_url("/clip.mp4"))

    async with open_upload_http() as http:
        publisher = TikTokPublisher(http=http, api_url=tiktok.url, make_address=make_address)
        yield replace(world, publisher=publisher, may_lose=True)
    await server.close()


class TestContractOfFetching(PublisherContract):
    @pytest.fixture
    def world(self, pulling):
        return pulling


async def test_a_clip_arrives_byte_for_byte_and_its_link_comes_later(world, tiktok):
    last = await world.run(world.order)

    (post,) = tiktok.posts.values()
    assert post.digest == hashlib.sha256(CONTENT).hexdigest()
    assert (post.title, post.level) == (world.order.clip.title, "PUBLIC_TO_EVERYONE")
    assert S.PUBLISHED_NO_LINK in [step.status for step in world.steps]
    assert last.status is S.PUBLISHED
    assert last.link == "https://www.tiktok.com/@ada/video/7312345678901234568"
    assert tiktok.asked["put"] == 3


async def test_where_nobody_chose_the_creator_finishes_it_in_the_app(world, tiktok):
    target = PublishTarget(platform=Platform.TIKTOK)

    step = await world.run(replace(world.order, target=target))

    assert step.status is S.AWAITING_CREATOR
    assert "inbox" in step.sentence
    assert tiktok.asked["info"] == 0


async def test_a_private_post_has_no_link_and_none_is_waited_for(world):
    private = replace(TARGET, choices=replace(CHOICES, privacy=Privacy.PRIVATE))

    last = await world.run(replace(world.order, target=private))

    assert (last.status, last.look_again_seconds) == (S.PUBLISHED_NO_LINK, None)


@pytest.mark.parametrize("fault", ["500", "lost reply", "broken off"])
@pytest.mark.parametrize("at", range(3))
async def test_a_broken_chunk_is_taken_up_where_tiktok_stands(world, tiktok, fault, at):
    tiktok.faults["put"] = [""] * at + [fault]

    last = await _persist(world)

    (post,) = tiktok.visible
    assert post.digest == hashlib.sha256(CONTENT).hexdigest()
    assert last.status is S.PUBLISHED


async def test_a_lost_init_leaves_an_upload_that_never_was(world, tiktok):
    tiktok.faults["init"] = ["lost reply"]

    last = await _persist(world)

    assert (last.status, len(tiktok.posts), len(tiktok.visible)) == (S.PUBLISHED, 2, 1)


async def test_an_address_that_expires_before_the_last_chunk_is_replaced(world, tiktok):
    tiktok.faults["put"] = ["", "expired"]

    last = await world.run(world.order)

    assert (last.status, len(tiktok.posts), len(tiktok.visible)) == (S.PUBLISHED, 2, 1)


async def test_an_address_that_expires_with_the_last_chunk_is_replaced_after_a_while(world, tiktok):
    tiktok.faults["put"] = ["", "", "expired"]

    waiting = await world.run(world.order)
    late = NOON + timedelta(minutes=3)
    order = replace(world.order, progress=waiting.progress, now=late)
    last = await world.run(order, must_look=True)

    assert (waiting.status, len(tiktok.visible)) == (S.RETRY_AT, 1)
    assert last.status is S.PUBLISHED


async def test_an_upload_that_tiktok_says_nothing_of_is_for_a_person(world, tiktok):
    tiktok.faults["put"] = ["", "", "expired"]
    tiktok.tells_bytes = False

    waiting = await world.run(world.order)
    late = NOON + timedelta(hours=3)

    with pytest.raises(Unconfirmed):
        await world.run(replace(world.order, progress=waiting.progress, now=late), must_look=True)


async def test_an_upload_that_tiktok_has_forgotten_is_begun_anew_or_for_a_person(world, tiktok):
    step = await world.publisher.advance(world.order, world.files)
    begun = replace(world.order, progress=step.progress)
    may_be_out = replace(begun, progress=replace(step.progress, step="process", may_be_out=True))
    tiktok.posts.clear()

    anew = await world.publisher.look(begun)
    lost = await world.publisher.look(may_be_out)

    assert (lost.status, lost.look_again_seconds) == (S.UNCONFIRMED, 10)
    assert (anew.progress.is_begun, anew.progress.restarts) == (False, 1)
    with pytest.raises(ExternalFailure, match="again and again"):
        await world.publisher.look(replace(begun, progress=replace(step.progress, restarts=5)))


async def _lose_init(world, tiktok):
    """Return the order as it is stored after an init whose answer was lost."""
    tiktok.faults["init"] = ["lost reply"]
    step = await world.publisher.advance(world.order, world.files)
    asked = replace(world.order, progress=step.progress)
    with pytest.raises(NoAnswer):
        await world.publisher.advance(asked, world.files)
    return asked


async def test_a_post_whose_id_is_lost_is_found_among_the_videos(pulling, tiktok):
    asked = await _lose_init(pulling, tiktok)
    tiktok.lists_after = 1

    early = await pulling.publisher.look(asked)
    found = await pulling.publisher.look(replace(asked, progress=early.progress))

    assert (early.status, early.look_again_seconds) == (S.UNCONFIRMED, 10)
    assert (found.status, found.is_recognised) == (S.PUBLISHED, True)
    assert found.link == "https://www.tiktok.com/@ada/video/7312345678901234568"
    assert found.post_id == "7312345678901234568"
    assert len(tiktok.visible) == 1


async def test_a_post_is_found_behind_many_newer_ones(pulling, tiktok):
    asked = await _lose_init(pulling, tiktok)
    tiktok.page = 2
    (post,) = tiktok.visible
    for number in range(2, 6):
        newer = replace(post, publish_id=f"v.{number}", title="Other", created_at=NOON.timestamp())
        newer.created_at += number
        tiktok.posts[newer.publish_id] = newer

    found = await pulling.publisher.look(asked)

    assert (found.status, found.post_id) == (S.PUBLISHED, "7312345678901234568")
    assert tiktok.asked["list"] == 3


async def test_two_that_look_alike_are_for_a_person(pulling, tiktok):
    asked = await _lose_init(pulling, tiktok)
    (post,) = tiktok.visible
    tiktok.posts["v.2"] = replace(post, publish_id="v.2")

    with pytest.raises(Unconfirmed, match="Several videos"):
        await pulling.publisher.look(asked)


async def test_a_post_that_never_appears_is_looked_for_a_while_and_not_for_ever(pulling, tiktok):
    order = await _lose_init(pulling, tiktok)
    tiktok.lists_after = 99

    for _ in range(20):
        step = await pulling.publisher.look(order)
        order = replace(order, progress=step.progress)
        assert step.status is S.UNCONFIRMED
        if step.look_again_seconds is None:
            break

    assert tiktok.asked["list"] == 13
    assert tiktok.asked["init"] == 1


@pytest.mark.parametrize("scopes", [frozenset({"video.publish"}), frozenset()])
async def test_without_the_right_to_see_videos_a_lost_post_is_for_a_person(pulling, tiktok, scopes):
    asked = await _lose_init(pulling, tiktok)
    tiktok.may_list = False

    with pytest.raises(Unconfirmed, match="check in the app"):
        await pulling.publisher.look(replace(asked, token=replace(TOKEN, scopes=scopes)))

    assert tiktok.asked["list"] == (0 if scopes else 1)


async def test_a_list_that_is_busy_is_asked_again(pulling, tiktok):
    asked = await _lose_init(pulling, tiktok)
    tiktok.list_errors = [(429, "rate_limit_exceeded")]

    with pytest.raises(RetryLater):
        await pulling.publisher.look(asked)

    assert (await pulling.publisher.look(asked)).status is S.PUBLISHED


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (429, "rate_limit_exceeded", RetryLater),
        (403, "spam_risk_too_many_posts", QuotaReached),
        (403, "url_ownership_unverified", ExternalFailure),
        (401, "access_token_invalid", TokenRefused),
    ],
)
async def test_a_fetch_that_is_refused_has_not_begun(pulling, tiktok, status, code, kind):
    """A person would else be asked to look for what cannot be there."""
    step = await pulling.publisher.advance(pulling.order, pulling.files)
    tiktok.errors = [(status, code)]

    refused = await pulling.publisher.advance(
        replace(pulling.order, progress=step.progress), pulling.files
    )

    assert isinstance(refused.refused, kind)
    assert not refused.progress.is_begun
    assert not refused.progress.may_be_out


async def test_a_fetch_that_tiktok_answered_with_its_own_error_may_have_begun(pulling, tiktok):
    step = await pulling.publisher.advance(pulling.order, pulling.files)
    tiktok.errors = [(500, "internal_error")]

    with pytest.raises(NoAnswer):
        await pulling.publisher.advance(
            replace(pulling.order, progress=step.progress), pulling.files
        )


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (403, "spam_risk_too_many_posts", QuotaReached),
        (429, "rate_limit_exceeded", RetryLater),
        (401, "scope_not_authorized", ReconnectRequired),
        (403, "unaudited_client_can_only_post_to_private_accounts", ExternalFailure),
    ],
)
async def test_what_tiktok_refuses_is_told_apart(world, tiktok, status, code, kind):
    tiktok.errors = [(status, code)]

    with pytest.raises(kind):
        await world.run(world.order)

    assert tiktok.posts == {}


async def test_a_privacy_that_the_account_lacks_is_not_sent(world, tiktok):
    tiktok.levels = ["SELF_ONLY"]

    with pytest.raises(InvalidInput, match="choose again"):
        await world.run(world.order)


async def test_a_token_that_is_not_taken_says_so(world, tiktok):
    tiktok.tokens = set()

    with pytest.raises(TokenRefused):
        await world.run(world.order)


@pytest.mark.parametrize("target", [TARGET, PublishTarget(platform=Platform.TIKTOK)])
async def test_what_the_account_has_not_granted_is_asked_for(world, tiktok, target):
    order = replace(
        world.order, token=replace(TOKEN, scopes=frozenset({"video.list"})), target=target
    )

    with pytest.raises(ReconnectRequired):
        await world.run(order)

    assert tiktok.posts == {}


async def test_a_part_that_is_refused_for_good_ends_it(world, tiktok):
    step = await world.publisher.advance(world.order, world.files)
    wrong = replace(step.progress, facts={**step.progress.facts, "size": "3499"})

    with pytest.raises(ExternalFailure, match="400"):
        await world.publisher.advance(replace(world.order, progress=wrong), world.files)

    assert "wrong range" in tiktok.problems.pop()


async def test_an_address_that_leads_elsewhere_gets_nothing(world, tiktok):
    true_url, tiktok.url = tiktok.url, "http://127.0.0.1:9"

    with pytest.raises(ExternalFailure, match="no upload URL"):
        await world.publisher.advance(world.order, world.files)

    tiktok.url = true_url


async def test_a_service_that_is_not_there_is_asked_again(world):
    async with open_upload_http() as http:
        publisher = TikTokPublisher(http=http, api_url="http://127.0.0.1:9")
        with pytest.raises(ExternalFailure) as raised:
            await publisher.advance(world.order, world.files)

    assert raised.value.retryable


async def _persist(world):
    """Carry the order to its end as the service does: look after each failure."""
    step, order = None, world.order
    for _ in range(30):
        try:
            if step is None or step.status is S.UPLOADING:
                step = await world.publisher.advance(order, world.files)
            elif step.look_again_seconds is not None:
                step = await world.publisher.look(order)
            else:
                return step
        except ExternalFailure as failure:
            if not failure.retryable:
                raise
            step = await world.publisher.look(order) if order.progress.is_begun else None
        if step is not None:
            order = replace(order, progress=step.progress)
    raise AssertionError("no end")
