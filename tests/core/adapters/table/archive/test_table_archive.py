import json

import pytest

from core.adapters.table.archive.table_archive import TableArchive
from core.adapters.table.archive.walking import to_json, walk
from core.adapters.table.stores import open_stores
from core.domain.work.ids import CreatorId
from core.errors import ExternalFailure
from core.ports.archive import Archive
from tests.builders import make_clip, make_stream
from tests.contracts.conftest import SECRET
from tests.core.adapters.table.archive.worlds import fill
from tests.fakes.secrets import FakeCipher
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_ids import FakeClock
from tests.plan_builders import make_session

_: type[Archive] = TableArchive

ZOE, BEN = CreatorId("zoe-4711"), CreatorId("ben-0815")


@pytest.fixture
async def stores(table, tmp_path):
    clock = FakeClock()
    stores = open_stores(
        table,
        cursor_secret=SECRET,
        clock=clock,
        cipher=FakeCipher(),
        storage=FakeStorage(tmp_path),
    )
    await fill(stores, ZOE, number=1, user_id="777001")
    await fill(stores, BEN, number=2, user_id="777002")
    return stores


async def _read_all(table):
    return [json.dumps(to_json(item)) async for item in walk(table)]


async def test_nothing_of_a_forgotten_creator_is_left_anywhere(table, stores):
    """Every row is looked through for the names of the creator, their people and accounts."""
    archive = TableArchive(table)
    before = [row for row in await _read_all(table) if "ben-0815" in row]

    assert await archive.forget_creator(ZOE) > 30

    left = await _read_all(table)
    for mark in ("zoe-4711", "777001", f"{1:064d}", "account-1"):
        assert [row for row in left if mark in row and "ben-0815" not in row] == []
    assert [row for row in left if "ben-0815" in row] == before
    assert await archive.forget_creator(ZOE) == 0


class _Dying:
    """A table whose deletions fail from one on, as if the process was killed there."""

    def __init__(self, inside, lasts):
        self._inside, self.lasts = inside, lasts

    def __getattr__(self, name):
        if name in {"batch_delete", "delete_if", "update_if"}:
            self.lasts -= 1
            if self.lasts < 0:
                raise ExternalFailure("killed", stage="table")
        return getattr(self._inside, name)


async def test_a_deletion_that_is_broken_off_anywhere_goes_on(table, stores):
    """Whose an address is, only the rows tell that are deleted last."""
    lasts, is_done = 0, False
    while not is_done:
        dying = _Dying(table, lasts)
        try:
            await TableArchive(dying).forget_creator(ZOE)
            is_done = True
        except ExternalFailure:
            await TableArchive(table).forget_creator(ZOE)
        left = await _read_all(table)
        for mark in ("zoe-4711", "777001", f"{1:064d}", "account-1"):
            assert [row for row in left if mark in row and "ben-0815" not in row] == []
        await fill(stores, ZOE, number=1, user_id="777001")
        lasts += 1
    assert lasts > 5


async def test_a_session_of_another_creator_no_longer_offers_this_one(table, stores):
    both = make_session(
        creator_id=BEN, person_id="discord:777001", digest="c" * 64, creator_ids=(ZOE, BEN)
    )
    await stores.sessions.add_session(both)

    await TableArchive(table).forget_creator(ZOE)

    assert (await stores.sessions.find_session("c" * 64)).creator_ids == (BEN,)
    assert len(await stores.sessions.list_sessions("discord:777001")) == 1


async def test_an_export_has_all_rows_and_nothing_that_opens_something(table, stores):
    rows = [row async for row in TableArchive(table).read_creator(ZOE)]

    kinds = {row["type"] for row in rows}
    assert {"clip", "stream", "spike", "publication", "plan", "post", "token"} <= kinds
    text = json.dumps(rows)
    assert "zoe-4711" in text
    assert "ben-0815" not in text
    assert not any(word in text for word in ("sealed", "access-a", "codeVerifier", "writeMark"))


async def test_a_chatter_is_taken_out_of_all_evidence_whatever_the_spelling(table, stores):
    """Who only has a similar name stays."""
    done = await TableArchive(table).forget_chatter("@ZELDA_99")

    assert done.rows == 4
    assert done.mentions == {}
    for creator in (ZOE, BEN):
        (spike,) = (await stores.spikes.list_spikes(make_stream(creator_id=creator))).items
        clip = await stores.clips.get_clip(creator, make_clip().id)
        for one in (spike, clip.spike):
            assert [line.chatter for line in one.strongest] == ["zelda_991"]
            assert (one.asked_by, one.asked_title) == (None, "")
        assert clip.version == 2
    assert (await TableArchive(table).forget_chatter("zelda_99")).rows == 0
