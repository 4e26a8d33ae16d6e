from decimal import Decimal

import pytest

from core.adapters.table.bodies import Bodies
from core.errors import InvalidInput
from tests.fakes.storage import FakeStorage


async def test_a_record_comes_back_with_every_float_as_it_was(tmp_path):
    bodies = Bodies(FakeStorage(tmp_path))

    await bodies.put("a/b.json.gz", {"at": Decimal("0.30000000000000004"), "text": "ü"})

    assert await bodies.find("a/b.json.gz") == {"at": 0.1 + 0.2, "text": "ü"}


async def test_what_is_not_stored_any_more_is_not_found(tmp_path):
    bodies = Bodies(FakeStorage(tmp_path))
    await bodies.put("a/b.json.gz", [])
    await bodies.delete("a/b.json.gz")

    assert await bodies.find("a/b.json.gz") is None


async def test_without_storage_nothing_long_is_kept():
    with pytest.raises(InvalidInput, match="without storage"):
        await Bodies(None).put("a/b.json.gz", [])
