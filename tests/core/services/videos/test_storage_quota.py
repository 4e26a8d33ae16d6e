import pytest

from core.domain.videos.multipart_upload import NewFile
from core.domain.work.ids import AssetId, CreatorId
from core.errors import InvalidInput
from core.services.videos import storage_quota
from tests.builders import CREATOR, make_actor, make_asset, make_test_ulid
from tests.fakes.app import make_app
from tests.fakes.uploads import FakeUploads

MIB = 1024**2
GIB = 1024**3
START = b"\x00\x00\x00\x20ftypisom"
ROOM = "no room for that file.*TRUSS_CREATOR_GIGABYTES_MAX"


def make_file(name, size_bytes=40 * MIB):
    return NewFile(name=name, size_bytes=size_bytes, fingerprint=name, start=START)


@pytest.fixture
def make_world(tmp_path):
    def make(bytes_max):
        return make_app(tmp_path, limits={"creator_bytes_max": bytes_max})

    return make


async def test_what_is_stored_and_what_is_on_its_way_counts(make_world):
    app = make_world(100 * MIB)
    await app.ports.stores.assets.add_asset(make_asset(size_bytes=30 * MIB))
    first = await app.videos.uploads.begin(make_actor(), make_file("first.mp4"))

    with pytest.raises(InvalidInput, match=ROOM):
        await app.videos.uploads.begin(make_actor(), make_file("second.mp4"))

    assert await app.videos.uploads.begin(make_actor(), make_file("first.mp4")) == first
    await app.videos.uploads.begin(make_actor(), make_file("small.mp4", 30 * MIB))


async def test_an_upload_that_is_called_off_gives_its_room_back(make_world):
    app = make_world(50 * MIB)
    first = await app.videos.uploads.begin(make_actor(), make_file("first.mp4"))

    await app.videos.uploads.abandon(make_actor(), first.upload.id)

    await app.videos.uploads.begin(make_actor(), make_file("second.mp4"))


async def test_an_upload_that_has_become_a_video_counts_once(make_world):
    app = make_world(100 * MIB)
    first = await app.videos.uploads.begin(make_actor(), make_file("first.mp4"))
    await app.videos.uploads.hand_over(first.upload)
    with pytest.raises(InvalidInput, match=ROOM):
        await app.videos.uploads.begin(make_actor(), make_file("large.mp4", 70 * MIB))
    asset = make_asset(id=first.upload.asset_id, size_bytes=40 * MIB)
    await app.ports.stores.assets.add_asset(asset)

    await app.videos.uploads.begin(make_actor(), make_file("second.mp4", 60 * MIB))


async def test_another_creator_has_room_of_their_own(make_world):
    app = make_world(50 * MIB)
    await app.videos.uploads.begin(make_actor(), make_file("first.mp4"))

    ben = make_actor(creator_id=CreatorId("ben"))
    await app.videos.uploads.begin(ben, make_file("first.mp4"))


async def test_without_a_limit_there_is_always_room(make_world):
    app = make_world(0)
    await app.ports.stores.assets.add_asset(make_asset(size_bytes=9000 * GIB))

    await app.videos.uploads.begin(make_actor(), make_file("first.mp4"))


async def test_too_many_files_at_once_are_refused_whatever_their_size(make_world, monkeypatch):
    """Only so many are read to be counted; what is not read must not slip by."""
    monkeypatch.setattr(storage_quota, "UPLOADS_MAX", 3)
    app = make_world(100 * MIB)
    for number in range(3):
        await app.videos.uploads.begin(make_actor(), make_file(f"{number}.mp4", 1))

    with pytest.raises(InvalidInput, match="wait a day"):
        await app.videos.uploads.begin(make_actor(), make_file("more.mp4", 1))


async def test_an_attachment_and_an_address_need_room_too(make_world):
    app = make_world(50 * MIB)
    await app.ports.stores.assets.add_asset(make_asset(size_bytes=50 * MIB))
    address = "https://example.org/video.mp4"

    with pytest.raises(InvalidInput, match=ROOM):
        await app.videos.fetching.request_address(make_actor(), address)
    with pytest.raises(InvalidInput, match=ROOM):
        await app.videos.fetching.request_attachment(
            make_actor(), address, file_name="video.mp4", size_bytes=1
        )

    assert await app.ports.stores.intakes.list_intakes(CREATOR) == ()


async def test_a_download_that_turns_out_too_large_is_refused(make_world):
    app = make_world(10 * GIB)
    other = make_asset(id=AssetId(make_test_ulid(8)), size_bytes=10 * GIB - 5)
    await app.ports.stores.assets.add_asset(other)
    quota = storage_quota.StorageQuota(
        assets=app.ports.stores.assets,
        uploads=app.ports.stores.uploads,
        objects=app.ports.videos.tickets,
        bytes_max=10 * GIB,
    )

    await quota.require_size(CREATOR, 5)
    with pytest.raises(InvalidInput, match=r"take 10\.0 of 10 GiB"):
        await quota.require_size(CREATOR, 6)


async def test_what_was_stored_before_there_was_a_count_is_measured_once(make_world):
    """Neither the asset nor the count of an older program says how large its object is."""
    app = make_world(100)
    for number in range(2):
        key = f"creators/{CREATOR}/assets/{number}/source.mp4"
        old = make_asset(id=AssetId(make_test_ulid(number)), object_key=key, size_bytes=0)
        await app.ports.stores.assets.add_asset(old)
    objects = FakeUploads()
    objects.arrive(old.object_key, 60)
    await app.ports.stores.assets.add_asset(
        make_asset(id=AssetId(make_test_ulid(8)), size_bytes=30)
    )
    quota = storage_quota.StorageQuota(
        assets=app.ports.stores.assets,
        uploads=app.ports.stores.uploads,
        objects=objects,
        bytes_max=100,
    )

    await quota.require_size(CREATOR, 10)
    with pytest.raises(InvalidInput):
        await quota.require_size(CREATOR, 11)
    objects.sizes.clear()
    with pytest.raises(InvalidInput):
        await quota.require_size(CREATOR, 11)
