from dataclasses import replace

import pytest

from core.errors import Conflict
from core.services.work.save_again import change_stored
from tests.builders import make_stream
from tests.fakes.counting import Counting
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock


@pytest.fixture
def streams():
    return Counting(FakeStores(FakeClock()).streams)


@pytest.fixture
async def seen(streams):
    await streams.add_stream(stream := make_stream())
    streams.calls.clear()
    return stream


def _load(streams, stream):
    return lambda: streams.get_stream(stream.creator_id, stream.id)


def _rename(stream):
    return replace(stream, title="Renamed")


async def test_what_was_seen_is_changed_with_one_call(streams, seen):
    changed = await change_stored(_load(streams, seen), _rename, streams.save_stream, seen=seen)

    assert (changed.title, changed.version) == ("Renamed", 2)
    assert streams.calls == {"save_stream": 1}


async def test_what_was_not_seen_is_loaded_first(streams, seen):
    await change_stored(_load(streams, seen), _rename, streams.save_stream)

    assert streams.calls == {"get_stream": 1, "save_stream": 1}


async def test_a_change_is_made_again_to_what_somebody_else_stored(streams, seen):
    await streams.save_stream(replace(seen, category="Chess"))

    changed = await change_stored(_load(streams, seen), _rename, streams.save_stream, seen=seen)

    assert (changed.title, changed.category, changed.version) == ("Renamed", "Chess", 3)


async def test_a_change_may_look_something_up(streams, seen):
    async def rename(stream):
        return _rename(stream)

    changed = await change_stored(_load(streams, seen), rename, streams.save_stream, seen=seen)

    assert changed.title == "Renamed"


async def test_where_nothing_changes_nothing_is_saved(streams, seen):
    stored = await change_stored(_load(streams, seen), lambda known: known, streams.save_stream)

    assert stored == seen
    assert streams.calls == {"get_stream": 1}


async def test_the_last_conflict_is_raised_when_all_tries_have_failed(streams, seen):
    async def save(stream):
        await streams.save_stream(stream)
        raise Conflict("Somebody was faster.")

    rename = iter("abc")

    with pytest.raises(Conflict, match="faster"):
        await change_stored(
            _load(streams, seen),
            lambda known: replace(known, title=next(rename)),
            save,
            tries=3,
        )
    assert streams.calls == {"get_stream": 3, "save_stream": 3}


async def test_no_try_at_all_is_a_mistake_of_the_caller(streams, seen):
    with pytest.raises(ValueError, match="one try"):
        await change_stored(_load(streams, seen), _rename, streams.save_stream, tries=0)
