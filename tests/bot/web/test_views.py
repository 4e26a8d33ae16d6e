from dataclasses import replace

import pytest

from bot.web import views
from bot.web.face import WebFace
from bot.web.views import show_card, view_clip, view_newest_stream, view_stream
from core.domain.clips.clip import ClipStatus
from core.domain.people.actor import Role
from core.domain.streams.stream import StreamStatus
from core.domain.videos.spoken_word import Word
from core.domain.work.job import Queue
from core.errors import NotFound
from tests.bot.web.world import find_token
from tests.builders import (
    CREATOR,
    make_actor,
    make_asset,
    make_clip,
    make_publication,
    make_spike,
    make_test_clip_id,
    make_test_ulid,
)
from tests.contracts.moments import make_moment


@pytest.fixture
def face(world):
    return make_face(world)


def make_face(world, **given):
    return WebFace(app=world.app, actor=make_actor(**given), csrf_token="token")


async def add_clips(world, *statuses):
    stream = await world.add_stream()
    for number, status in enumerate(statuses, start=1):
        at = 100.0 * number
        await world.add_clip(
            number=number,
            status=status,
            start_seconds=at - 25,
            end_seconds=at + 5,
            spike=make_spike(detected_at_seconds=at, peak_seconds=at - 3),
        )
    return stream


S = ClipStatus


@pytest.mark.parametrize(
    ("statuses", "headline", "standing"),
    [
        ((), "No eruption yet", ""),
        ((S.DRAFT,), "1 eruption, 1 clip", "1 clip is still being made."),
        (
            (S.DRAFT, S.RENDERING, S.IN_REVIEW),
            "3 eruptions, 3 clips",
            "2 clips are still being made. 1 clip waits for your decision.",
        ),
        (
            (S.IN_REVIEW, S.IN_REVIEW, S.APPROVED),
            "3 eruptions, 3 clips",
            "2 clips wait for your decision.",
        ),
        ((S.APPROVED, S.REJECTED), "2 eruptions, 2 clips", "Every clip has been decided."),
        ((S.APPROVED, S.FAILED), "2 eruptions, 2 clips", ""),
    ],
)
async def test_a_stream_is_put_into_words(world, face, statuses, headline, standing):
    stream = await add_clips(world, *statuses)

    view = await view_stream(face, stream.id)

    assert (view.headline, view.standing) == (headline, standing)


async def test_what_was_heard_is_counted(world, face):
    stream = await add_clips(world)

    view = await view_stream(face, stream.id)

    # 300 seconds with a message each, and 11 more in each of the 7 of the burst.
    assert view.heard == "377 chat messages in 10:00."
    assert view.stream.length == "10:00"
    assert not view.is_live


async def test_a_stream_of_a_channel_tells_what_was_learned_there(world, face):
    stream = await world.add_stream(broadcaster_id="123")
    clip = make_clip(status=S.APPROVED)
    await world.app.chat.learning.note_decision(S.IN_REVIEW, clip)

    view = await view_stream(face, stream.id)

    assert view.learned == await world.app.chat.learning.explain_channel(face.actor, "123")
    assert view.learned[0].startswith(
        "1 of 1 clips from chat were approved (100%; 95 % interval 21%"
    )


async def test_a_stream_of_no_channel_taught_nothing(world, face):
    stream = await world.add_stream()

    assert (await view_stream(face, stream.id)).learned == ()


async def test_a_stream_that_has_only_begun_says_when_to_expect_something(world, face):
    stream = await world.add_stream(status=StreamStatus.LIVE, duration_seconds=None)
    world.stores.memory.histograms.clear()

    view = await view_stream(face, stream.id)

    assert "Truss is listening" in view.heard
    assert view.picture is None
    assert view.is_live
    assert view.stream.length == "live now"


async def test_cards_stand_in_the_order_of_the_stream_and_carry_its_numbers(world, face):
    stream = await add_clips(world, S.IN_REVIEW, S.IN_REVIEW, S.IN_REVIEW)

    view = await view_stream(face, stream.id)

    assert [card.number for card in view.cards] == [1, 2, 3]
    assert view.picture
    assert [marker.clip_id for marker in view.picture.markers] == [
        make_test_clip_id(number) for number in (1, 2, 3)
    ]


async def test_the_clips_of_another_stream_are_not_among_them(world, face):
    stream = await add_clips(world, S.IN_REVIEW)
    key = (CREATOR, make_test_clip_id(1))
    world.stores.memory.clips[key] = replace(world.stores.memory.clips[key], stream_id=None)

    view = await view_stream(face, stream.id)

    assert view.cards == ()
    assert view.headline == "1 eruption, 0 clips"


async def test_a_stream_of_many_clips_comes_in_pages(world, face, monkeypatch):
    """Five hundred cards would be megabytes; what is not read to its end is not counted."""
    monkeypatch.setattr(views, "CARDS_A_PAGE", 2)
    stream = await add_clips(world, *[S.IN_REVIEW] * 5)
    shown, after = [], None
    while True:
        view = await view_stream(face, stream.id, after=after)
        shown.append([card.number for card in view.cards])
        after = view.following
        if after is None:
            break
        assert view.headline == "5 eruptions"
        assert view.marked == "The clips of this page are drawn into it."

    assert shown == [[4, 5], [2, 3], [1]]


async def test_many_eruptions_are_not_all_read(world, face, monkeypatch):
    monkeypatch.setattr(views, "SPIKES_SHOWN", 3)
    stream = await add_clips(world, *[S.IN_REVIEW] * 5)

    view = await view_stream(face, stream.id)

    assert view.headline == "More than 3 eruptions, 5 clips"
    assert view.marked == "The first 3 eruptions are marked."
    assert [card.number for card in view.cards] == [1, 2, 3, None, None]


async def test_the_places_of_approved_clips_alone_are_asked_for(world, face):
    """Not of all publications since a date, of which there may be thousands."""
    await add_clips(world, S.APPROVED, S.IN_REVIEW)
    approved, waiting = [
        await world.stores.clips.get_clip(CREATOR, make_test_clip_id(number)) for number in (1, 2)
    ]
    for number, clip_id in enumerate((approved.id, make_test_clip_id(9), waiting.id)):
        made = make_publication(id=make_test_ulid(1_000 - number), clip_id=clip_id)
        world.stores.memory.publications[CREATOR, made.id] = made

    found = await views._list_publications(face, [approved, waiting])

    assert [one.clip_id for one in found] == [approved.id]


async def test_a_clip_shows_its_number_and_its_own_spike_only(world, face):
    await add_clips(world, S.IN_REVIEW, S.IN_REVIEW)

    view = await view_clip(face, make_test_clip_id(2))

    assert view.card.number == 2
    assert view.picture
    assert [marker.number for marker in view.picture.markers] == [2]


async def test_a_clip_whose_spike_is_forgotten_has_no_number(world, face):
    await add_clips(world, S.IN_REVIEW)
    world.stores.memory.spikes.clear()

    view = await view_clip(face, make_test_clip_id(1))

    assert (view.card.number, view.picture) == (None, None)
    assert view.stream is not None


async def test_nothing_heard_is_no_view(face):
    assert await view_newest_stream(face) is None


async def test_what_is_not_there_is_not_found(face):
    with pytest.raises(NotFound):
        await view_clip(face, make_test_clip_id(1))


async def test_who_may_not_decide_gets_no_actions(world):
    await add_clips(world, S.IN_REVIEW)
    clip = await world.stores.clips.get_clip(CREATOR, make_test_clip_id(1))

    assert show_card(make_face(world), clip).actions
    assert show_card(make_face(world, role=Role.VIEWER), clip).actions == ()


async def test_the_words_of_a_clip_are_mended_on_its_page(page, world):
    await world.add_stream()
    await world.stores.assets.add_asset(make_asset())
    clip = await world.add_clip()
    async with world.app.ports.storage.open_file(clip.object_key) as video:
        await world.app.ports.storage.put_file(make_asset().object_key, video)
    heard = [Word(text="cassidy", start_seconds=104.0, end_seconds=104.5)]
    await world.app.ports.stores.transcripts.put_words(
        CREATOR, clip.asset_id, heard, is_heard_by_model=False
    )
    text = await (await page.get(f"/clips/{clip.id}")).text()
    assert ">cassidy</textarea>" in text

    answer = await page.post(
        f"/clips/{clip.id}/words",
        data={
            "csrf_token": find_token(text),
            "seen_version": str(clip.version),
            "back": f"/clips/{clip.id}",
            "words": "Kassadin",
        },
        allow_redirects=False,
    )

    assert answer.status == 303
    stored = await world.stores.clips.get_clip(CREATOR, clip.id)
    assert stored.status is ClipStatus.RENDERING
    assert await world.app.review.words.read_words(make_actor(), clip.id) == "Kassadin"

    while await world.app.work.runner.work_once(Queue.WORK):
        pass

    assert "Kassadin" in world.app.ports.clips.renderer.plans[-1].captions
    text = await (await page.get(f"/clips/{clip.id}")).text()
    assert ">Kassadin</textarea>" in text
    assert f'name="seen_version" value="{clip.version}"' not in text


async def test_a_stream_tells_of_clips_that_may_lie_on_twitch_unused(world):
    stream = await world.add_stream(spikes=1)
    left = make_moment(stream_id=stream.id, is_unsure=True, untied=("https://clips.twitch.tv/A",))
    await world.app.ports.stores.live_moments.save_moment(left)

    assert (await view_stream(make_face(world), stream.id)).unused == (
        "A clip that Truss asked Twitch for may lie there unused; look at https://clips.twitch.tv/A"
    )
