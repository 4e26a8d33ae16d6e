import pytest

from core.adapters.storage.copying import copy_objects
from core.adapters.storage.s3 import S3Storage
from core.adapters.storage.s3_uploads import S3Uploads
from tests.builders import NOON
from tests.contracts.s3 import open_bucket
from tests.fakes.storage import FakeStorage
from tests.fakes.uploads import FakeUploads


@pytest.fixture
def root(tmp_path):
    for name in ("creators/ada/clips/1.mp4", "creators/ada/clips/2.mp4", ".incoming/half"):
        path = tmp_path / "objects" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return tmp_path / "objects"


async def test_every_object_is_copied_once(root, aws_endpoint, tmp_path):
    seen = []
    with open_bucket(aws_endpoint) as bucket:
        storage = S3Storage(bucket, scratch=tmp_path / "scratch")
        uploads = S3Uploads(bucket, now=lambda: NOON)

        first = await copy_objects(root, storage, uploads, lambda *done: seen.append(done))
        again = await copy_objects(root, storage, uploads, lambda *_: None)

        async with storage.open_file("creators/ada/clips/2.mp4") as path:
            assert path.read_bytes() == b"creators/ada/clips/2.mp4"
    assert seen == [(1, 2), (2, 2)]
    assert (first.copied, first.total, first.different) == (2, 2, ())
    assert (again.copied, again.total, again.different) == (0, 2, ())


async def test_a_file_that_did_not_arrive_whole_is_named(root, tmp_path):
    """The fake's sizes never learn of what is put: both look as if they had not arrived."""
    (tmp_path / "stored").mkdir()

    report = await copy_objects(
        root, FakeStorage(tmp_path / "stored"), FakeUploads(), lambda *_: None
    )

    assert report.different == ("creators/ada/clips/1.mp4", "creators/ada/clips/2.mp4")


async def test_a_workspace_without_files_is_copied(tmp_path):
    report = await copy_objects(
        tmp_path / "nothing", FakeStorage(tmp_path), FakeUploads(), lambda *_: None
    )

    assert (report.copied, report.total) == (0, 0)
