from dataclasses import replace

import pytest

from core.adapters.table.stores import open_stores
from core.adapters.table.stores.understanding import (
    AnalysisTable,
    SpendTable,
    TranscriptTable,
    WindowTable,
)
from core.domain.clips.asset_analysis import WindowResult
from core.domain.videos.understanding import AnalysisWindow
from core.domain.work.ids import AssetId
from core.ports.understanding import AnalysisStore, SpendStore, TranscriptStore, WindowStore
from tests.builders import CREATOR
from tests.core.adapters.table.conftest import SECRET
from tests.fakes.storage import FakeStorage

_analyses: type[AnalysisStore] = AnalysisTable
_windows: type[WindowStore] = WindowTable
_transcripts: type[TranscriptStore] = TranscriptTable
_spends: type[SpendStore] = SpendTable

ASSET = AssetId("7")
RESULT = WindowResult(
    window=AnalysisWindow(number=1, start_seconds=0.0, end_seconds=480.0),
    fingerprint="model/1",
    understanding=None,
)


@pytest.fixture
def storage(tmp_path):
    return FakeStorage(tmp_path)


@pytest.fixture
def windows(table, clock, storage):
    return open_stores(table, cursor_secret=SECRET, clock=clock, storage=storage).windows


async def test_the_body_of_a_result_that_was_replaced_is_dropped(windows, storage):
    await windows.put_window(CREATOR, ASSET, RESULT)
    await windows.put_window(CREATOR, ASSET, replace(RESULT, fingerprint="model/2"))

    assert len(storage.keys) == 1


async def test_a_result_is_forgotten_after_30_days_and_may_be_kept_again(windows, clock):
    await windows.put_window(CREATOR, ASSET, RESULT)
    clock.step(days=30)

    assert await windows.find_window(CREATOR, ASSET, 1) is None
    assert await windows.put_window(CREATOR, ASSET, RESULT)
    assert await windows.find_window(CREATOR, ASSET, 1) == RESULT


async def test_a_result_whose_body_is_gone_is_not_found(windows, storage):
    await windows.put_window(CREATOR, ASSET, RESULT)
    await storage.delete_file(storage.keys[0])

    assert await windows.find_window(CREATOR, ASSET, 1) is None


async def test_of_two_who_put_one_result_at_once_one_is_told_that_it_is_kept(
    windows, table, storage
):
    """Both have seen that nothing is kept; the condition decides."""
    await windows.put_window(CREATOR, ASSET, RESULT)
    bare = table.get

    async def blind(key, *, consistent=False):
        table.get = bare

    table.get = blind

    assert not await windows.put_window(CREATOR, ASSET, RESULT)
    assert len(storage.keys) == 1
