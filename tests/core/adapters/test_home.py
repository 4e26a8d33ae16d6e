import stat

import pytest

from core.adapters.home import hold_home, read_secret
from core.errors import Busy, InvalidInput


async def test_a_home_is_held_by_one_process_at_a_time(tmp_path):
    """Two processes on one SQLite workspace would take each other's work for dead."""
    async with hold_home(tmp_path / "home"):
        with pytest.raises(Busy, match="Another Truss is at work"):
            async with hold_home(tmp_path / "home"):
                pass

    async with hold_home(tmp_path / "home"):
        pass


async def test_a_home_that_is_a_file_is_explained(tmp_path):
    (tmp_path / "home").write_text("not a folder")

    with pytest.raises(InvalidInput, match="set TRUSS_HOME"):
        async with hold_home(tmp_path / "home"):
            pass


async def test_a_secret_is_made_once_and_is_readable_by_its_owner_only(tmp_path):
    first = await read_secret(tmp_path, "cursors")

    assert await read_secret(tmp_path, "cursors") == first
    assert len(first) == 32
    assert await read_secret(tmp_path, "other") != first
    mode = stat.S_IMODE((tmp_path / "secrets" / "cursors").stat().st_mode)
    assert mode == 0o600
