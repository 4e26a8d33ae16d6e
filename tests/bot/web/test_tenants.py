"""Two creators on one page: whatever belongs to one is not there for the other."""

import pytest

from bot.web.visitors import COOKIE, make_token
from core.domain.people.actor import Actor
from core.domain.plan.post import PostId
from core.domain.videos.multipart_upload import NewFile
from core.domain.work.ids import AssetId, CreatorId
from core.domain.work.job import JobKind
from core.domain.work.platform import Platform
from core.services.people.sign_in import LOGIN
from tests.bot.web.route_table import GIVEN, list_cases
from tests.builders import (
    CREATOR,
    make_actor,
    make_asset,
    make_job,
    make_publication,
    make_test_ulid,
)
from tests.fakes.page import make_page
from tests.plan_builders import make_draft, make_post, make_task, make_variant

HOST = "127.0.0.1"
OF_NOBODY = {"platform", "token", "name"}  # parts of addresses that name no creator's thing
THEIRS = set(GIVEN) - OF_NOBODY
BEN = make_actor(person_id="discord:4", creator_id=CreatorId("ben"))

POST_FORM = {
    "version": "1",
    "status": "review",
    "at": "2026-03-09 18:00",
    "answer": "theirs",
    "is_there": "yes",
    "draft": "1~1f",
    "title": "A post",
    "platform": "x",
    "link": "https://x.com/me/status/1",
}

SEEN = {"seen_version": 3}
BODIES = {
    "approve": SEEN,
    "reject": SEEN,
    "undo": SEEN,
    "edit": SEEN | {"title": "Another title"},
    "words": SEEN | {"words": "Words"},
    "cover": SEEN | {"at_seconds": 1},
    "time": {"at": "2026-03-09 18:00"},
    "confirm": {"is_there": True},
}
"""What a program sends, by the end of its address."""


@pytest.fixture
async def things(world, tmp_path):
    """Return the id of a thing of the first creator, for each part of an address that has one."""
    source = tmp_path / "video.mp4"
    source.write_bytes(b"a video")
    stream, asset = await world.add_stream(), make_asset(id=AssetId(make_test_ulid(55)))
    clip = await world.add_clip()
    await world.storage.put_file(asset.object_key, source)
    await world.stores.assets.add_asset(asset)
    job = make_job(id=make_test_ulid(77), kind=JobKind.ANALYSE_ASSET, subject_id=asset.id)
    await world.stores.jobs.add_job(job)
    address = "https://example.org/run.mp4"
    intake = await world.app.videos.fetching.request_address(make_actor(), address)
    file = NewFile(
        name="run.mp4", size_bytes=9, fingerprint="1", start=b"\0\0\0\x18ftypisom\0\0\0\0isommp42"
    )
    standing = await world.app.videos.uploads.begin(make_actor(), file)
    post = make_post(id=PostId(make_test_ulid(88)), clip_id=None, platforms=(Platform.X,))
    await world.app.ports.stores.posts.add_post(
        post,
        variants=[
            make_variant(post_id=post.id, platform=platform, text="Hi")
            for platform in (Platform.X, Platform(GIVEN["platform"]))
        ],
    )
    for platform in (None, Platform(GIVEN["platform"])):
        lost = make_draft(post_id=post.id, lost_id="1f", platform=platform)
        await world.app.ports.stores.posts.keep_lost_draft(lost)
    made = make_publication(id=make_test_ulid(66), clip_id=clip.id)
    world.stores.memory.publications[CREATOR, made.id] = made
    await world.stores.assets.add_asset(make_asset())
    await world.storage.put_file(make_asset().object_key, source)
    task = make_task()
    await world.app.ports.stores.tasks.add_task(task)
    return {
        "task_id": task.id,
        "publication_id": made.id,
        "post_id": post.id,
        "stream_id": stream.id,
        "asset_id": asset.id,
        "job_id": job.id,
        "intake_id": intake.id,
        "clip_id": clip.id,
        "upload_id": standing.upload.id,
    }


@pytest.fixture
async def ask(aiohttp_client, world, things):
    """Return a function that asks as somebody, and says with which status it is answered."""
    page = await aiohttp_client(make_page(world.app, allowed_hosts=frozenset({HOST})))
    fetching = await world.app.videos.fetching.get_intake(make_actor(), things["intake_id"])

    tokens: dict[Actor, str] = {}

    async def send(actor, case):
        if case.path.startswith("/api/"):
            return await call(actor, case)
        cookie = (await world.sign_in(actor))[COOKIE]
        headers = {
            "Host": HOST,
            "Sec-Fetch-Site": "same-origin",
            "Cookie": f"{COOKIE}={cookie}",
            "X-Truss-Token": make_token(cookie),
        }
        is_sent = "/tickets" in case.path
        form = {"seen_version": "3", "job_id": fetching.fetch_job_id} | POST_FORM
        given = {"json": {"number": 1}} if is_sent else {"data": form}
        answer = await page.request(
            case.method, case.path, headers=headers, allow_redirects=False, **given
        )
        return answer.status, await answer.text(errors="replace")

    async def call(actor, case):
        """Ask as a program of somebody does: with a token, and with JSON."""
        if actor not in tokens:
            cookie = (await world.sign_in(actor))[COOKIE]
            session = await world.app.people.sessions.find_session(cookie, purpose=LOGIN)
            tokens[actor] = await world.app.people.api_tokens.make_token(session, "theirs")
        name = case.path.rpartition("/")[2]
        given = {"json": BODIES.get(name, {})} if case.method != "GET" else {}
        headers = {"Host": HOST, "Authorization": f"Bearer {tokens[actor]}"}
        answer = await page.request(case.method, case.path, headers=headers, **given)
        return answer.status, await answer.text(errors="replace")

    return send


def list_theirs(things):
    """Return the rows whose addresses hold the id of a thing."""
    cases = list_cases(GIVEN | things)
    return [case for case in cases if any(thing in case.path for thing in things.values())]


async def test_what_is_one_creators_is_not_there_for_another(ask, things):
    assert set(things) == THEIRS
    theirs = list_theirs(things)
    assert {
        name for name, thing in things.items() if any(thing in c.path for c in theirs)
    } == THEIRS

    for case in theirs:
        status, text = await ask(BEN, case)

        assert status == 404, case
        assert "example.org" not in text, case
        assert "Chat goes wild" not in text, case


async def test_it_is_there_for_its_own_people(ask, things):
    """Without this the test above would pass where nothing is there for anybody."""
    for case in list_theirs(things):
        status, text = await ask(make_actor(), case)

        assert status not in {401, 403, 404}, (case, text[-300:])


async def test_lists_show_ones_own_alone(ask, things):
    lists = [
        c for c in list_cases() if c.method == "GET" and c.path in {"/", "/videos", "/uploads"}
    ]
    assert len(lists) == 3
    for case in lists:
        _, text = await ask(BEN, case)
        assert not any(thing in text for thing in things.values()), case
        _, text = await ask(make_actor(), case)
        assert any(thing in text for thing in things.values()), case
