import pytest

from core.adapters.storage.folder import FolderStorage
from core.adapters.storage.s3 import S3Storage
from core.errors import InvalidInput, NotFound
from tests.contracts.s3 import open_bucket
from tests.fakes.storage import FakeStorage

KEY = "creators/DEMO#judge/clips/1.mp4"


@pytest.fixture(params=["fake", "folder", "s3"])
def storage(request, tmp_path):
    root = tmp_path / "objects"
    root.mkdir()
    match request.param:
        case "fake":
            yield FakeStorage(root)
        case "folder":
            yield FolderStorage(root)
        case "s3":
            with open_bucket(request.getfixturevalue("aws_endpoint")) as bucket:
                yield S3Storage(bucket, scratch=tmp_path / "scratch")


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "made.mp4"
    path.write_bytes(b"video")
    return path


async def test_an_object_is_read_as_it_was_put(storage, source):
    await storage.put_file(KEY, source)

    async with storage.open_file(KEY) as path:
        assert path.read_bytes() == b"video"


async def test_an_object_outlives_the_file_it_came_from(storage, source):
    await storage.put_file(KEY, source)
    source.unlink()

    async with storage.open_file(KEY) as path:
        assert path.read_bytes() == b"video"


async def test_an_older_object_is_replaced(storage, source, tmp_path):
    newer = tmp_path / "newer.mp4"
    newer.write_bytes(b"newer")
    await storage.put_file(KEY, source)

    await storage.put_file(KEY, newer)
    await storage.put_file(KEY, newer)

    async with storage.open_file(KEY) as path:
        assert path.read_bytes() == b"newer"


async def test_a_deleted_object_is_not_found(storage, source):
    await storage.put_file(KEY, source)
    await storage.delete_file(KEY)
    await storage.delete_file(KEY)

    with pytest.raises(NotFound):
        async with storage.open_file(KEY):
            pass


async def test_a_missing_source_is_refused(storage, tmp_path):
    with pytest.raises(InvalidInput):
        await storage.put_file(KEY, tmp_path / "nothing.mp4")
    with pytest.raises(NotFound):
        async with storage.open_file(KEY):
            pass


@pytest.mark.parametrize(
    "object_key",
    ["", "/etc/passwd", "a/../../b", "a//b", "a/./b", "a/", ".hidden", "a\nb", "a\\b", "x" * 513],
)
async def test_a_key_that_could_leave_the_folder_is_refused(storage, source, object_key):
    with pytest.raises(InvalidInput):
        await storage.put_file(object_key, source)
    with pytest.raises(InvalidInput):
        async with storage.open_file(object_key):
            pass
    with pytest.raises(InvalidInput):
        await storage.delete_file(object_key)


async def test_what_lies_below_a_prefix_is_listed_and_deleted_and_nothing_else(storage, source):
    theirs = ["creators/ada/a.mp4", "creators/ada/clips/1/b.mp4"]
    for key in (*theirs, "creators/ada2/c.mp4"):
        await storage.put_file(key, source)

    assert await storage.list_files("creators/ada/") == tuple(theirs)
    assert await storage.delete_below("creators/ada/") == 2
    assert await storage.list_files("creators/ada/") == ()
    assert await storage.delete_below("creators/ada/") == 0
    assert await storage.list_files("creators/") == ("creators/ada2/c.mp4",)
