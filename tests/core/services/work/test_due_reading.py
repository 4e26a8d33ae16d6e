from datetime import timedelta

import pytest

from core.domain.work.due import Due, DueKind
from core.domain.work.ids import CreatorId
from core.services.work.due_reading import list_due_of, serve_due
from tests.builders import NOON
from tests.fakes.app import make_app


async def test_what_is_due_of_one_kind_is_found_by_creator(tmp_path):
    due = make_app(tmp_path).ports.stores.due
    for number in range(30):
        for kind in (DueKind.CARD, DueKind.PLAN):
            at = NOON + timedelta(minutes=number - 20)
            creator_id = CreatorId(f"c{number % 7}")
            await due.add_due(Due(at=at, kind=kind, creator_id=creator_id, id=str(number)))

    found = await list_due_of(due, DueKind.CARD, until=NOON)

    assert len(found) == 7
    assert {one.kind for dues in found.values() for one in dues} == {DueKind.CARD}
    assert sum(len(dues) for dues in found.values()) == 21


async def test_one_creators_trouble_does_not_hold_up_the_others(tmp_path):
    """They would wait for ever: what is due of that one is met first each time."""
    due = make_app(tmp_path).ports.stores.due
    for name in ("ann", "ben", "cat"):
        await due.add_due(Due(at=NOON, kind=DueKind.CARD, creator_id=CreatorId(name), id="x"))
    served = []

    async def serve(creator_id):
        served.append(creator_id)
        if creator_id == "ann":
            raise KeyError("a row that nobody can read")
        return 2

    with pytest.raises(KeyError):
        await serve_due(due, DueKind.CARD, serve, now=NOON)

    assert sorted(served) == ["ann", "ben", "cat"]
    assert list(await list_due_of(due, DueKind.CARD, until=NOON)) == ["ann"]
