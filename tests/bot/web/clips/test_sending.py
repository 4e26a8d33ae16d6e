"""Sending a clip from the page: places with their own words, times, and what waits is changed."""

from datetime import timedelta

import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.publishing.publication import PublicationStatus
from tests.bot.web.world import find_token
from tests.builders import CREATOR, make_publication

S = PublicationStatus


@pytest.fixture
async def clip(world):
    await world.add_stream()
    return await world.add_clip()


async def send(page, clip, where="send", **given):
    token = find_token(await (await page.get(f"/clips/{clip.id}/send")).text())
    form = {"csrf_token": token} | given
    return await page.post(f"/clips/{clip.id}/{where}", data=form, allow_redirects=False)


async def list_publications(world):
    return (await world.stores.publications.list_publications(CREATOR)).items


async def test_a_clip_goes_to_a_place_in_its_own_words(page, world, clip):
    answer = await send(
        page, clip, **{"to-0": "yes", "when": "now", "title-0": "Mine", "tags-0": "a, b"}
    )

    assert answer.status == 303
    (made,) = await list_publications(world)
    assert made.wording
    assert (made.wording.title, made.wording.tags) == ("Mine", ("a", "b"))
    stored = await world.stores.clips.get_clip(CREATOR, clip.id)
    assert stored.status is ClipStatus.APPROVED
    text = await (await page.get(f"/clips/{clip.id}")).text()
    assert f"/publications/{made.id}/cancel" in text


async def test_a_clip_goes_out_at_a_time_and_is_moved_and_called_off(page, world, clip):
    later = world.clock.now() + timedelta(days=2)
    at = f"{later:%Y-%m-%dT%H:%M}"
    given = {"to-0": "yes", "when": "at", "at": at, "title-0": "Mine"}
    assert (await send(page, clip, **given)).status == 303
    (made,) = await list_publications(world)
    assert f"{made.due_at:%Y-%m-%dT%H:%M}" == at

    moved = f"{later + timedelta(days=1):%Y-%m-%dT%H:%M}"
    assert (await send(page, clip, f"publications/{made.id}/time", at=moved)).status == 303
    (made,) = await list_publications(world)
    assert f"{made.due_at:%Y-%m-%dT%H:%M}" == moved
    assert (await send(page, clip, f"publications/{made.id}/cancel")).status == 303
    assert [one.status for one in await list_publications(world)] == [S.CANCELLED]


@pytest.mark.parametrize(
    ("given", "status", "said"),
    [
        ({"when": "now", "title-0": "Mine"}, 400, "at least one place"),
        ({"to-0": "yes", "when": "x", "title-0": "Mine"}, 400, "Choose when"),
        ({"to-0": "yes", "when": "at", "at": "soon", "title-0": "Mine"}, 400, "Mine"),
        ({"to-0": "yes", "when": "at", "at": "2001-01-01T10:00", "title-0": "Mine"}, 400, "over"),
    ],
)
async def test_what_cannot_be_keeps_the_form(page, world, clip, given, status, said):
    answer = await send(page, clip, **given)

    text = await answer.text()
    assert answer.status == status
    assert said in text
    assert 'value="Mine"' in text
    assert await list_publications(world) == ()


async def test_what_failed_is_tried_again_and_what_is_unsure_is_confirmed(page, world):
    await world.add_stream()
    clip = await world.add_clip(status=ClipStatus.APPROVED)
    made = make_publication(clip_id=clip.id, status=S.FAILED)
    world.stores.memory.publications[CREATOR, made.id] = made

    assert (await send(page, clip, f"publications/{made.id}/retry")).status == 303
    assert [one.status for one in await list_publications(world)] == [S.SCHEDULED]

    world.stores.memory.publications[CREATOR, made.id] = make_publication(
        clip_id=clip.id, status=S.UNCONFIRMED
    )
    where = f"publications/{made.id}/confirm"
    assert (await send(page, clip, where)).status == 400
    link = "https://www.tiktok.com/@me/video/1"
    assert (await send(page, clip, where, is_there="yes", link=link)).status == 303
    (stored,) = await list_publications(world)
    assert (stored.status, stored.link) == (S.PUBLISHED, link)
