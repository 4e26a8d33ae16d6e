from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.people.card_habits import CardHabits
from core.domain.work.due import DueKind
from core.services.review.card_due_times import CardDueTimes
from core.services.work.due_reading import list_due_of
from tests.builders import CREATOR, NOON, make_binding
from tests.fakes.app import make_app
from tests.fakes.counting import Counting
from tests.fakes.time_and_ids import FakeClock


class Desk:
    def __init__(self, folder):
        self.clock = FakeClock()
        self.calls: Counter[str] = Counter()
        stored = make_app(folder, clock=self.clock).ports.stores.due
        self.due = Counting(stored, calls=self.calls)
        self.due_times = CardDueTimes(clock=self.clock, due=self.due)

    async def list_times(self, kind):
        found = await list_due_of(self.due, kind, until=NOON + timedelta(days=1))
        return [due.at for dues in found.values() for due in dues]


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


async def test_cards_that_name_one_time_need_one_reminder(desk):
    at = NOON + timedelta(hours=3)
    for _ in range(3):
        await desk.due_times.look_at(CREATOR, at)
    await desk.due_times.look_at(CREATOR, None)

    assert await desk.list_times(DueKind.CARD) == [at]
    assert desk.calls["add_due"] == 1


async def test_what_is_due_is_added_anew(desk):
    await desk.due_times.look_again(CREATOR)
    desk.clock.advance(120)
    await desk.due_times.look_again(CREATOR)

    assert desk.calls["add_due"] == 2


async def test_only_who_wants_to_be_told_is_reminded(desk):
    place = make_binding()
    await desk.due_times.tell(place)
    assert await desk.list_times(DueKind.NOTICE) == []

    await desk.due_times.tell(replace(place, habits=CardHabits(ping_minutes=30)))
    assert await desk.list_times(DueKind.NOTICE) == [NOON]
