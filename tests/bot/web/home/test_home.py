"""The home page: what waits, what goes out, what came out, and the first steps."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from core.domain.clips.clip import ClipStatus
from core.domain.people.actor import Role
from core.domain.publishing.publication import PublicationStatus
from core.domain.streams.stream import StreamStatus
from tests.bot.web.world import find_token
from tests.builders import CREATOR, NOON, make_actor, make_publication, make_spike, make_test_ulid

HOSTILE = "<script>alert(1)</script>"


async def read(page, address="/"):
    answer = await page.get(address)
    assert answer.status == 200
    return await answer.text()


async def test_a_newcomer_is_shown_three_steps_that_can_be_taken_here(page):
    text = await read(page)

    assert "Nothing waits for you" in text
    assert 'action="/connect"' in text
    assert 'href="/uploads"' in text
    assert "Link an account that clips go to" in text


async def test_a_channel_is_connected_on_the_page(page, world):
    token = find_token(await read(page))

    answer = await page.post(
        "/connect", data={"csrf_token": token, "channel": "nobody_there"}, allow_redirects=False
    )

    assert (answer.status, answer.headers["Location"]) == (303, "/#steps")
    assert 'action="/connect"' not in await read(page)


async def test_a_moderator_is_not_offered_what_they_may_not_do(open_page):
    page = await open_page(make_actor(person_id="discord:2", role=Role.MODERATOR))

    text = await read(page)

    assert 'action="/connect"' not in text
    assert "The creator or an editor does this." in text


async def test_what_waits_goes_out_and_came_out_is_shown(page, world):
    await world.add_stream()
    waiting = await world.add_clip(title=HOSTILE)
    gone = await world.add_clip(
        number=2, status=ClipStatus.APPROVED, spike=make_spike(detected_at_seconds=300.0)
    )
    for number, status in enumerate((PublicationStatus.SCHEDULED, PublicationStatus.PUBLISHED)):
        made = make_publication(
            id=make_test_ulid(50 + number),
            clip_id=gone.id,
            status=status,
            due_at=NOON + timedelta(hours=number),
        )
        world.stores.memory.publications[CREATOR, made.id] = made

    text = await read(page)

    assert "1 clip waits for you" in text
    assert f'id="clip-{waiting.id}"' in text
    assert "Waiting to go out to the folder of published clips." in text
    assert "Published to the folder of published clips." in text
    assert "<script>alert" not in text


async def test_a_clip_that_is_gone_leaves_its_post(page, world):
    made = make_publication(status=PublicationStatus.PUBLISHED)
    world.stores.memory.publications[CREATOR, made.id] = replace(made, wording=None)

    assert "A clip that is gone" in await read(page)


async def test_a_live_stream_waits_for_its_rate(page, world):
    await world.add_stream(status=StreamStatus.LIVE, duration_seconds=None)

    assert 'data-live="/events/live"' in await read(page)


async def test_more_waits_than_is_shown(page, world):
    await world.add_stream()
    for number in range(1, 7):
        await world.add_clip(number=number, spike=make_spike(detected_at_seconds=100.0 * number))

    assert "4+ clips wait for you" in await read(page)


async def test_the_newest_digest_is_named_for_a_week_also_without_discord(page, world):
    """Nobody has a server here: the digest that was due is on the page."""
    digests = world.app.insights.digests
    await digests.arrange(CREATOR)
    world.clock.at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    await digests.sweep()

    assert 'href="/insights#week">Your digest of Monday 2 March</a>' in await read(page)
    world.clock.advance(timedelta(days=8).total_seconds())
    assert "Your digest of" not in await read(page)
