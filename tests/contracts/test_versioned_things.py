"""What holds of every thing that is changed over the version that was seen."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from core.domain.clips.box import Box
from core.domain.clips.edit_plan import Layout
from core.domain.clips.framing_wish import FacecamPlace, FramingWish, FramingWishes
from core.domain.publishing.posting_slot import PostingSlot, PostingSlots
from core.domain.work.ids import CreatorId
from core.errors import Conflict, NotFound
from tests.builders import CREATOR
from tests.plan_builders import (
    MONTH,
    make_binding,
    make_plan,
    make_post,
    make_preferences,
    make_profile,
    make_task,
    make_token,
    make_tuning,
    make_upload,
    make_variant,
)

BEN = CreatorId("ben")


@dataclass(frozen=True, kw_only=True)
class Aggregate:
    """How a kind of thing is stored, read and changed; `add` is None for those of version 0."""

    thing: Any
    change: dict[str, Any]
    read: Callable[[Any, CreatorId], Awaitable[Any]]
    save: Callable[[Any, Any], Awaitable[Any]]
    add: Callable[[Any, Any], Awaitable[Any]] | None = None


async def _add(save, thing):
    """Store what is saved over version 0 when it is new; False if it is there."""
    try:
        await save(replace(thing, version=0))
    except Conflict:
        return False
    return True


async def _variant(stores, creator_id):
    post = make_post(creator_id=creator_id)
    if creator_id == CREATOR:
        await stores.posts.add_post(post)
    whole = await stores.posts.get_whole_post(creator_id, post.id)
    return whole.variants[0]


AGGREGATES = {
    "profile": Aggregate(
        thing=make_profile(display_name="Ada", time_zone="Europe/Berlin"),
        change={"time_zone": "UTC"},
        read=lambda s, c: s.profiles.get_profile(c),
        save=lambda s, t: s.profiles.save_profile(t),
    ),
    "preferences": Aggregate(
        thing=make_preferences(own_language="de", is_told_of_reviews=False),
        change={"quiet_from_hour": 22},
        read=lambda s, c: s.preferences.get_preferences(c, "discord:1"),
        save=lambda s, t: s.preferences.save_preferences(t),
    ),
    "framing": Aggregate(
        thing=FramingWishes(
            creator_id=CREATOR,
            usual=FramingWish(
                layout=Layout.STACK,
                facecam=FacecamPlace(
                    box=Box(x=24, y=564, width=480, height=270),
                    picture_width=1920,
                    picture_height=1080,
                ),
            ),
            channels={"44": FramingWish(has_captions=False)},
        ),
        change={"usual": FramingWish()},
        read=lambda s, c: s.framings.get_wishes(c),
        save=lambda s, t: s.framings.save_wishes(t),
    ),
    "slots": Aggregate(
        thing=PostingSlots(creator_id=CREATOR, slots=(PostingSlot(weekday=4, hour=18),)),
        change={"slots": ()},
        read=lambda s, c: s.slots.get_slots(c),
        save=lambda s, t: s.slots.save_slots(t),
    ),
    "tuning": Aggregate(
        thing=make_tuning(),
        change={"values": {"threshold": 5.1, "cooldown": 30.0}},
        read=lambda s, c: s.tunings.get_tuning(c, "44"),
        save=lambda s, t: s.tunings.save_tuning(t),
    ),
    "plan": Aggregate(
        thing=make_plan(goals=("grow",), notes="Ünglaublich 🎉"),
        change={"goals": ()},
        read=lambda s, c: s.plans.find_plan(c, MONTH),
        save=lambda s, t: s.plans.save_plan(t),
        add=lambda s, t: _add(s.plans.save_plan, t),
    ),
    "post": Aggregate(
        thing=make_post(),
        change={"text": "Words"},
        read=lambda s, c: s.posts.get_post(c, make_post().id),
        save=lambda s, t: s.posts.save_post(t),
        add=lambda s, t: s.posts.add_post(t),
    ),
    "variant": Aggregate(
        thing=make_variant(),
        change={"tags": ("c",)},
        read=_variant,
        save=lambda s, t: s.posts.save_variant(t),
        add=lambda s, t: _add(s.posts.save_variant, t),
    ),
    "task": Aggregate(
        thing=make_task(),
        change={"detail": "Words"},
        read=lambda s, c: s.tasks.get_task(c, make_task().id),
        save=lambda s, t: s.tasks.save_task(t),
        add=lambda s, t: s.tasks.add_task(t),
    ),
    "token": Aggregate(
        thing=make_token(),
        change={"access_token": "access-2", "refresh_token": None},
        read=lambda s, c: s.tokens.get_token(c, make_token().platform),
        save=lambda s, t: s.tokens.save_token(t),
        add=lambda s, t: s.tokens.link_account(t),
    ),
    "upload": Aggregate(
        thing=make_upload(),
        change={"is_finished": True},
        read=lambda s, c: s.uploads.get_upload(c, make_upload().id),
        save=lambda s, t: s.uploads.save_upload(t),
        add=lambda s, t: s.uploads.add_upload(t),
    ),
    "binding": Aggregate(
        thing=make_binding(),
        change={"login": "ada_lovelace"},
        read=lambda s, c: s.bindings.find_binding("44" if c == CREATOR else "45"),
        save=lambda s, t: s.bindings.save_binding(t),
        add=lambda s, t: s.bindings.add_binding(t),
    ),
}
ADDED = [name for name, aggregate in AGGREGATES.items() if aggregate.add]
DEFAULTED = [name for name, aggregate in AGGREGATES.items() if not aggregate.add]


async def _store(stores, aggregate):
    """Store the thing and return it as it is then."""
    if aggregate.add is None:
        return await aggregate.save(stores, aggregate.thing)
    assert await aggregate.add(stores, aggregate.thing)
    return aggregate.thing


@pytest.mark.parametrize("name", AGGREGATES)
async def test_a_thing_comes_back_as_it_was_stored_and_changed(stores, name):
    aggregate = AGGREGATES[name]
    stored = await _store(stores, aggregate)
    assert await aggregate.read(stores, CREATOR) == stored

    saved = await aggregate.save(stores, replace(stored, **aggregate.change))

    assert saved == replace(stored, **aggregate.change, version=stored.version + 1)
    assert await aggregate.read(stores, CREATOR) == saved


@pytest.mark.parametrize("name", AGGREGATES)
async def test_the_second_of_two_editors_is_told_what_is_there_now(stores, name):
    aggregate = AGGREGATES[name]
    seen = await _store(stores, aggregate)
    first = await aggregate.save(stores, replace(seen, **aggregate.change))

    with pytest.raises(Conflict) as conflict:
        await aggregate.save(stores, seen)

    assert conflict.value.current == first
    assert await aggregate.read(stores, CREATOR) == first


@pytest.mark.parametrize("name", AGGREGATES)
async def test_what_is_one_creators_is_not_the_others(stores, name):
    aggregate = AGGREGATES[name]
    stored = await _store(stores, aggregate)

    try:
        found = await aggregate.read(stores, BEN)
    except NotFound:
        found = None

    assert found is None or found.version == 0
    if aggregate.add:
        with pytest.raises((NotFound, Conflict)) as refused:
            await aggregate.save(stores, replace(stored, creator_id=BEN))
        assert getattr(refused.value, "current", None) is None
    assert await aggregate.read(stores, CREATOR) == stored


@pytest.mark.parametrize("name", [name for name in ADDED if name != "token"])
async def test_a_thing_is_added_once(stores, name):
    aggregate = AGGREGATES[name]
    await _store(stores, aggregate)

    assert aggregate.add is not None
    assert not await aggregate.add(stores, replace(aggregate.thing, **aggregate.change))
    assert await aggregate.read(stores, CREATOR) == aggregate.thing


@pytest.mark.parametrize("name", DEFAULTED)
async def test_defaults_hold_until_something_is_stored(stores, name):
    aggregate = AGGREGATES[name]

    assert (await aggregate.read(stores, CREATOR)).version == 0
    await _store(stores, aggregate)
    with pytest.raises(Conflict):
        await aggregate.save(stores, aggregate.thing)


@pytest.mark.parametrize("name", ADDED)
async def test_what_was_never_added_cannot_be_saved(stores, name):
    aggregate = AGGREGATES[name]

    with pytest.raises(NotFound):
        await aggregate.save(stores, aggregate.thing)
