import pytest

from core.services.work.scratch_folder import open_scratch


async def test_a_scratch_folder_is_gone_after_a_failure(tmp_path):
    """A render that fails leaves nothing half-written."""

    async def fail() -> None:
        async with open_scratch(tmp_path / "new", prefix="render-") as folder:
            (folder / "half").write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()

    assert list((tmp_path / "new").iterdir()) == []
