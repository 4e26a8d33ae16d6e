import pytest

from core.errors import InvalidInput
from tests.builders import CREATOR, NOON, make_actor
from tests.fakes.app import make_app
from tests.fakes.media import FakeProber


@pytest.fixture
def video(tmp_path):
    path = tmp_path / "talk.mp4"
    path.write_bytes(b"a video")
    return path


async def test_a_video_becomes_an_asset_whose_file_is_kept(tmp_path, video):
    app = make_app(tmp_path)

    asset = await app.videos.imports.import_video(
        make_actor(), video, title="Talk", published_at=NOON
    )

    assert (await app.ports.stores.assets.get_asset(CREATOR, asset.id)) == asset
    async with app.ports.storage.open_file(asset.object_key) as kept:
        assert kept.read_bytes() == b"a video"


async def test_a_video_that_is_imported_again_after_a_kill_is_the_same_asset(tmp_path, video):
    app = make_app(tmp_path)

    first = await app.videos.imports.import_video(
        make_actor(), video, title="Talk", published_at=NOON
    )
    again = await app.videos.imports.import_video(
        make_actor(), video, title="Talk", published_at=NOON
    )

    assert first == again
    assert len((await app.ports.stores.assets.list_assets(CREATOR)).items) == 1


async def test_what_cannot_be_cut_leaves_nothing(tmp_path, video):
    app = make_app(tmp_path, prober=FakeProber(default=None))

    with pytest.raises(InvalidInput, match=r"talk\.mp4"):
        await app.videos.imports.import_video(make_actor(), video, title="Talk", published_at=NOON)

    assert (await app.ports.stores.assets.list_assets(CREATOR)).items == ()
