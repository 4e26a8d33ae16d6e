from dataclasses import replace

import pytest

from core.domain.clips.clip import ClipStatus, Judgement
from core.domain.people.actor import Role
from core.domain.publishing.publication import PublicationStatus
from core.domain.streams.stream import StreamStatus
from core.domain.work.ids import DEMO_CREATOR_ID, CreatorId, StreamId
from core.errors import Busy
from tests.bot.web.world import find_token
from tests.builders import CREATOR, NOON, make_actor, make_spike, make_test_clip_id, make_test_ulid
from tests.fakes.app import make_app
from tests.fakes.page import make_page


@pytest.fixture
async def stream(world):
    return await world.add_stream(title="The mountain stage")


@pytest.fixture
async def clip(world, stream):
    return await world.add_clip()


async def read(page, address, status=200):
    answer = await page.get(address)
    text = await answer.text()
    assert answer.status == status, text
    return text


async def decide(page, clip, verb, *, allow_redirects=True, **given):
    token = find_token(await read(page, "/streams/latest"))
    form = {"csrf_token": token, "seen_version": str(clip.version), "back": "/"} | given
    return await page.post(f"/clips/{clip.id}/{verb}", data=form, allow_redirects=allow_redirects)


async def test_an_empty_workspace_says_what_to_do_next(page):
    assert "make demo" in await read(page, "/streams/latest")


async def test_the_overview_shows_what_was_heard_and_each_clip(page, clip):
    text = await read(page, "/streams/latest")

    assert "1 eruption, 1 clip" in text
    assert "1 clip waits for your decision." in text
    assert f'href="#clip-{clip.id}"' in text
    assert f'id="clip-{clip.id}"' in text
    assert "Virality score 78 of 100: Likely to travel" in text
    assert "31 people wrote 40 lines within seconds" in text
    assert "NO WAY" in text


async def test_the_overview_is_of_the_newest_stream_and_lists_the_others(page, world, clip):
    newer = StreamId(make_test_ulid(9, NOON.replace(hour=20)))
    await world.add_stream(id=newer, title="The newer one")

    text = await read(page, "/streams/latest")

    assert "The newer one" in text
    assert f'href="/streams/{clip.stream_id}"' in text
    assert clip.id not in text


async def test_a_stream_has_a_page(page, stream, clip):
    text = await read(page, f"/streams/{stream.id}")

    assert "The mountain stage" in text
    assert clip.id in text


async def test_a_spike_without_a_clip_is_marked_and_leads_nowhere(page, world, stream):
    await world.add_spike(stream, make_spike())

    text = await read(page, "/streams/latest")

    assert "1 eruption, 0 clips" in text
    assert 'class="marker none"' in text


async def test_a_live_stream_says_so_and_is_looked_at_again(page, world):
    await world.add_stream(status=StreamStatus.LIVE, duration_seconds=None)

    text = await read(page, "/streams/latest")

    assert "Live" in text
    assert "data-moving" in text


async def test_a_clip_has_a_page_with_what_was_measured(page, clip):
    text = await read(page, f"/clips/{clip.id}")

    for fact in ("29.97 s", "-14.1 LUFS", "14.5", "11.0"):
        assert fact in text
    assert "Chat messages per second" in text


async def test_a_clip_that_the_model_did_not_judge_says_why(page, world, clip):
    refused = Judgement(model="a model", reason="The model <b>refused</b>.")
    world.stores.memory.clips[CREATOR, clip.id] = replace(clip, judgement=refused)

    text = await read(page, f"/clips/{clip.id}")

    assert "Judged without the model: The model &lt;b&gt;refused&lt;/b&gt;." in text


async def test_a_clip_outlives_its_stream(page, world, clip):
    world.stores.memory.streams.clear()

    text = await read(page, f"/clips/{clip.id}")

    assert "← Overview" in text
    assert "Chat messages per second" not in text


async def test_a_clip_that_no_stream_belongs_to_has_a_page(page, world, clip):
    world.stores.memory.clips[CREATOR, clip.id] = replace(clip, stream_id=None)

    assert "Chat goes wild" in await read(page, f"/clips/{clip.id}")


async def test_a_clip_in_the_making_shows_its_progress_and_no_buttons(page, world, stream):
    clip = await world.add_clip(status=ClipStatus.RENDERING, object_key=None, score=None)
    await world.work_on(clip, progress=0.43, stage="render")

    text = await read(page, "/streams/latest")

    assert "1 clip is still being made." in text
    assert "Cutting to 9:16" in text
    assert 'value="43"' in text
    assert "data-moving" in text
    assert "<video" not in text
    assert "<button" not in text


async def test_a_clip_that_could_not_be_made_says_why(page, world, stream):
    await world.add_clip(
        status=ClipStatus.FAILED,
        object_key=None,
        score=None,
        failed_stage="render",
        failed_reason="The disk is full.",
    )

    assert "Could not be made (render): The disk is full." in await read(page, "/streams/latest")


async def test_a_clip_that_could_not_be_made_is_tried_again(page, world, stream):
    clip = await world.add_clip(
        status=ClipStatus.FAILED, object_key=None, score=None, failed_reason="The disk is full."
    )
    assert "Try again" in await read(page, "/streams/latest")
    assert "Approve" not in await read(page, "/streams/latest")

    answer = await decide(page, clip, "retry", allow_redirects=False)

    assert answer.status == 303
    stored = await world.stores.clips.get_clip(CREATOR, clip.id)
    assert stored.status is ClipStatus.RENDERING
    assert "Try again" not in await read(page, "/streams/latest")


async def test_a_clip_that_did_not_fail_is_not_tried_again(page, world, clip):
    answer = await decide(page, clip, "retry")

    assert answer.status == 409
    assert "Only a clip that could not be made is tried again." in await answer.text()


async def test_approving_without_javascript_leads_back_to_the_card(page, world, clip):
    answer = await decide(page, clip, "approve", allow_redirects=False)

    assert answer.status == 303
    assert answer.headers["Location"] == f"/#clip-{clip.id}"
    stored = await world.stores.clips.get_clip(CREATOR, clip.id)
    assert (stored.status, stored.decided_by) == (ClipStatus.APPROVED, "web")
    text = await read(page, "/streams/latest")
    assert "Approved" in text
    assert "Waiting to go out to the folder of published clips." in text
    assert "Every clip has been decided." in text
    assert text.count("<button") == 1
    assert f"/clips/{clip.id}/undo" in text


async def test_rejecting_without_javascript_leads_back_to_the_card(page, world, clip):
    answer = await decide(page, clip, "reject", back=f"/clips/{clip.id}")

    assert str(answer.url.path) == f"/clips/{clip.id}"
    assert "Rejected" in await answer.text()
    stored = await world.stores.clips.get_clip(CREATOR, clip.id)
    assert stored.status is ClipStatus.REJECTED


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/\\evil.example", "/clips/../", ""]
)
async def test_a_decision_leads_back_to_pages_of_ours_only(page, clip, back):
    answer = await decide(page, clip, "approve", allow_redirects=False, back=back)

    assert answer.headers["Location"] == f"/#clip-{clip.id}"


async def test_a_published_clip_shows_its_place(page, world, clip):
    await decide(page, clip, "approve")
    (publication,) = (await world.stores.publications.list_publications(CREATOR)).items
    for status in (
        PublicationStatus.CLAIMED,
        PublicationStatus.UPLOADING,
        PublicationStatus.PUBLISHED,
    ):
        link = "file:///a%20folder/clip.mp4"
        moved = replace(publication.move_to(status, at=NOON), link=link)
        publication = await world.stores.publications.save_publication(moved)

    text = await read(page, "/streams/latest")

    assert "<code>/a folder/clip.mp4</code>" in text
    assert "data-moving" not in text


async def test_the_second_of_two_moderators_sees_what_is_there_now(page, world, clip):
    token = find_token(await read(page, "/streams/latest"))
    await decide(page, clip, "reject")
    form = {"csrf_token": token, "seen_version": str(clip.version), "back": "/"}

    answer = await page.post(f"/clips/{clip.id}/approve", data=form)

    text = await answer.text()
    assert answer.status == 409
    assert "This clip was already rejected" in text
    assert "The clip as it is now" in text
    assert "/approve" not in text
    stored = await world.stores.clips.get_clip(CREATOR, clip.id)
    assert stored.status is ClipStatus.REJECTED


async def test_a_new_cut_asks_for_a_new_decision(page, world, clip):
    """Whoever saw the old cut is shown the new one, with buttons that speak for it."""
    world.stores.memory.clips[CREATOR, clip.id] = replace(clip, version=5, title="The new cut")

    answer = await decide(page, clip, "approve")

    text = await answer.text()
    assert answer.status == 409
    assert "has changed since you saw it" in text
    assert "The new cut" in text
    assert 'name="seen_version" value="5"' in text


async def test_a_clip_of_another_creator_is_not_there(open_page, clip):
    page = await open_page(make_actor(creator_id=CreatorId("bob")))

    for address in (
        f"/clips/{clip.id}",
        f"/streams/{clip.stream_id}",
        f"/media/clips/{clip.id}/video",
    ):
        await read(page, address, 404)


async def test_a_viewer_sees_and_decides_nothing(open_page, world, clip):
    token = find_token(await read(await open_page(), "/"))
    page = await open_page(make_actor(role=Role.VIEWER))

    text = await read(page, "/", 403)

    assert "Only the creator, an editor or a moderator" in text
    assert "Chat goes wild" not in text
    assert "<button" not in text
    assert token not in text


async def test_the_demo_workspace_is_named_and_its_creator_id_harms_no_address(open_page, world):
    stream = await world.add_stream(creator_id=DEMO_CREATOR_ID)
    clip = await world.add_clip(creator_id=DEMO_CREATOR_ID, stream_id=stream.id)
    page = await open_page(make_actor(creator_id=DEMO_CREATOR_ID, role=Role.VIEWER))

    text = await read(page, "/streams/latest")
    answer = await decide(page, clip, "approve")

    assert "Demo workspace" in text
    assert "DEMO#judge" not in text
    assert answer.status == 200


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 12])
async def test_a_decision_says_which_version_was_seen(page, clip, version):
    answer = await decide(page, clip, "approve", seen_version=version)

    assert answer.status == 400


@pytest.mark.parametrize(
    "address",
    [
        "/clips/1",
        "/clips/" + "A" * 28,
        f"/clips/{make_test_clip_id(9)}x",
        "/streams/..%2f..%2fetc",
        f"/streams/{make_test_ulid(3)}",
        f"/clips/{make_test_clip_id(9)}",
        "/nothing",
    ],
)
async def test_what_is_not_there_is_said_in_a_sentence(page, address):
    text = await read(page, address, 404)

    assert "Not found" in text
    assert "Go to the overview" in text


HOSTILE = "<script>alert(1)</script>"


async def test_the_words_of_strangers_stay_words(page, world):
    """A title, a name and a line of chat are data: no markup, no change of direction."""
    spike = make_spike(
        strongest=(replace(make_spike().strongest[0], chatter=HOSTILE, text=HOSTILE + "\u202e"),),
        tokens=((HOSTILE, 9), ('"><img src=x onerror=alert(1)>', 4)),
    )
    await world.add_stream(title=HOSTILE)
    clip = await world.add_clip(title=HOSTILE + '"onload="x', spike=spike)

    for address in ("/", "/streams/latest", f"/clips/{clip.id}"):
        text = await read(page, address)

        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert '"onload="' not in text
        assert "\u202e" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


async def test_health_is_one_word(page):
    assert await read(page, "/healthz") == "ok\n"


async def test_what_does_not_work_is_said_on_every_page_and_to_whoever_watches(page, world):
    world.app.work.health.note_trouble("Discord", "Discord refuses TRUSS_DISCORD_TOKEN <now>.")

    watched = await page.get("/healthz")

    assert watched.status == 503
    assert await watched.text() == "Discord: Discord refuses TRUSS_DISCORD_TOKEN <now>.\n"
    assert "refuses TRUSS_DISCORD_TOKEN &lt;now&gt;." in await read(page, "/settings")


async def test_health_answers_while_nobody_can_be_told_from_a_stranger(page, world, monkeypatch):
    """The table is away, and with it the sessions."""
    world.app.work.health.note_trouble("Table", "The table does not answer.")

    async def find_nothing(*_):
        raise Busy("locked")

    monkeypatch.setattr(world.app.ports.stores.sessions, "find_session", find_nothing)
    watched = await page.get("/healthz")

    assert (watched.status, await watched.text()) == (503, "not ok\n")


async def test_a_process_without_the_page_answers_machines_alone(tmp_path, aiohttp_client):
    client = await aiohttp_client(
        make_page(make_app(tmp_path), allowed_hosts=frozenset({"127.0.0.1"}), has_pages=False)
    )

    paths = ("/livez", "/healthz", "/", "/login", "/api/v1/clips")
    found = {path: (await client.get(path)).status for path in paths}

    assert found == dict.fromkeys(paths, 404) | {"/livez": 200, "/healthz": 200}
    assert "role web" in await (await client.get("/clips")).text()
