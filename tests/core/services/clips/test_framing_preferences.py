import pytest

from core.domain.clips.box import Box
from core.domain.clips.edit_plan import Layout
from core.domain.clips.framing_wish import FacecamPlace, FramingWish
from core.domain.clips.turn import Turn, TurnTrait
from core.domain.people.actor import Role
from core.domain.work.ids import DEMO_CREATOR_ID
from core.errors import Forbidden, InvalidInput
from core.services.clips.framing_preferences import FramingPreferences
from tests.builders import make_actor, make_clip, make_stream
from tests.fakes.creators import FakeFramings
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock
from tests.fakes.turns import FakeTurns

ADA = make_actor()
BOX = Box(x=24, y=564, width=480, height=270)


@pytest.fixture
def stores():
    return FakeStores(FakeClock())


@pytest.fixture
def turns():
    return FakeTurns()


@pytest.fixture
def framing_preferences(stores, turns):
    return FramingPreferences(
        framings=FakeFramings(stores.memory), streams=stores.streams, turns=turns
    )


async def test_what_is_set_is_remembered_and_cleared(framing_preferences):
    await framing_preferences.set_layout(ADA, Layout.STACK)
    await framing_preferences.set_facecam(ADA, BOX)
    await framing_preferences.set_captions(ADA, False)

    place = FacecamPlace(box=BOX, picture_width=1920, picture_height=1080)
    wish = FramingWish(layout=Layout.STACK, facecam=place, has_captions=False)
    assert (await framing_preferences.get_wishes(ADA)).usual == wish
    assert await framing_preferences.choose_wish(make_clip()) == wish
    assert await framing_preferences.set_facecam(ADA, None) == FramingWish(
        layout=Layout.STACK, has_captions=False
    )
    assert await framing_preferences.clear(ADA) == FramingWish()
    assert await framing_preferences.choose_wish(make_clip()) == FramingWish()


async def test_a_channel_has_a_wish_of_its_own(framing_preferences, stores):
    await stores.streams.add_stream(make_stream(broadcaster_id="44"))
    await framing_preferences.set_layout(ADA, Layout.FIT)
    await framing_preferences.set_layout(ADA, Layout.CENTRE, broadcaster_id="44")

    of_channel = await framing_preferences.choose_wish(make_clip())
    of_an_upload = await framing_preferences.choose_wish(make_clip(stream_id=None))
    of_a_stream_that_is_gone = await framing_preferences.choose_wish(make_clip(stream_id="gone"))

    assert of_channel.layout is Layout.CENTRE
    assert of_an_upload.layout is of_a_stream_that_is_gone.layout is Layout.FIT


async def test_a_facecam_outside_of_the_picture_is_refused(framing_preferences):
    with pytest.raises(InvalidInput, match="1280x720"):
        await framing_preferences.set_facecam(ADA, BOX, picture_width=1280, picture_height=720)

    assert (await framing_preferences.get_wishes(ADA)).version == 0


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.VIEWER])
async def test_who_may_not_change_what_holds_for_all_is_refused(framing_preferences, role):
    actor = make_actor(role=role)

    for change in (
        framing_preferences.set_layout(actor, Layout.FIT),
        framing_preferences.set_facecam(actor, BOX),
        framing_preferences.set_captions(actor, True),
        framing_preferences.clear(actor),
    ):
        with pytest.raises(Forbidden, match="the creator or an editor"):
            await change


async def test_editors_may_and_anyone_may_in_the_demo(framing_preferences):
    await framing_preferences.set_layout(make_actor(role=Role.EDITOR), Layout.FIT)
    await framing_preferences.set_layout(
        make_actor(role=Role.VIEWER, creator_id=DEMO_CREATOR_ID), Layout.CENTRE
    )

    assert (await framing_preferences.get_wishes(ADA)).usual.layout is Layout.FIT


@pytest.mark.parametrize(
    ("trait", "has_it", "wish"),
    [
        (TurnTrait.STACKED, True, FramingWish(layout=Layout.STACK, has_captions=True)),
        (TurnTrait.STACKED, False, FramingWish(layout=Layout.FOLLOW, has_captions=True)),
        (TurnTrait.CAPTIONED, False, FramingWish(layout=Layout.FIT, has_captions=False)),
        (TurnTrait.EVENING, False, FramingWish(layout=Layout.FIT, has_captions=True)),
    ],
)
async def test_what_is_tried_by_turns_wins_over_what_is_usual(
    framing_preferences, turns, trait, has_it, wish
):
    await framing_preferences.set_layout(ADA, Layout.FIT)
    await framing_preferences.set_captions(ADA, True)
    turns.turn = Turn(trait=trait, has_it=has_it)

    assert await framing_preferences.choose_wish(make_clip()) == wish
