"""What S3's double does not say, said by botocore's own Stubber to the real client."""

import asyncio

import pytest
from botocore.exceptions import EndpointConnectionError
from botocore.stub import ANY

from core.adapters.storage.s3 import S3Storage
from core.errors import ExternalFailure
from core.ports.storage import ObjectStorage
from tests.contracts.s3 import open_bucket

_: type[ObjectStorage] = S3Storage
KEY = "creators/ada/clips/1.mp4"


@pytest.mark.parametrize(
    ("code", "retryable"), [("SlowDown", True), ("AccessDenied", True), ("OddError", False)]
)
async def test_an_answer_of_s3_becomes_a_sentence(storage, stub, code, retryable):
    stub.add_client_error("delete_object", code)

    with pytest.raises(ExternalFailure, match=code) as failure:
        await storage.delete_file(KEY)

    assert (failure.value.stage, failure.value.retryable) == ("storage", retryable)


async def test_a_file_that_s3_refuses_is_told_with_the_reason(storage, stub, tmp_path):
    (tmp_path / "made.mp4").write_bytes(b"video")
    stub.add_client_error("put_object", "AccessDenied")

    with pytest.raises(ExternalFailure, match="AccessDenied"):
        await storage.put_file(KEY, tmp_path / "made.mp4")


async def test_a_file_is_stored_with_its_type(storage, stub, tmp_path):
    (tmp_path / "made.mp4").write_bytes(b"video")
    expected = {"Bucket": "truss", "Key": KEY, "ContentType": "video/mp4", "Body": ANY}
    stub.add_response("put_object", {}, expected | {"ChecksumAlgorithm": ANY})

    await storage.put_file(KEY, tmp_path / "made.mp4")

    stub.assert_no_pending_responses()


async def test_a_bucket_out_of_reach_is_a_failure_to_try_later(storage, bucket, monkeypatch):
    def fail(**_):
        raise EndpointConnectionError(endpoint_url="http://127.0.0.1:9")

    monkeypatch.setattr(bucket.client, "delete_object", fail)

    with pytest.raises(ExternalFailure, match="cannot be reached") as failure:
        await storage.delete_file(KEY)

    assert failure.value.retryable


async def test_a_copy_that_does_not_fit_on_the_disk_is_told(storage, bucket, monkeypatch, stub):
    stub.add_response("head_object", {"ETag": "x", "ContentLength": 5})

    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(bucket.client, "download_file", fail)

    with pytest.raises(ExternalFailure, match="disk is full"):
        async with storage.open_file(KEY):
            pass


class _Kept:
    """Objects of five bytes in the double's bucket, and the copies of them in scratch."""

    def __init__(self, bucket, folder, monkeypatch):
        self.bucket = bucket
        self.folder = folder
        self.downloads = 0
        fetch = bucket.client.download_file

        def count(*args, **options):
            self.downloads += 1
            return fetch(*args, **options)

        monkeypatch.setattr(bucket.client, "download_file", count)

    def storage(self, cache_bytes):
        return S3Storage(self.bucket, scratch=self.folder / "scratch", cache_bytes=cache_bytes)

    async def put(self, storage, key, content):
        (self.folder / "made").write_bytes(content)
        await storage.put_file(key, self.folder / "made")

    def copies(self):
        return sorted(path.read_bytes() for path in (self.folder / "scratch").iterdir())


async def _read(storage, key):
    async with storage.open_file(key) as path:
        return path.read_bytes()


@pytest.fixture
def kept(aws_endpoint, tmp_path, monkeypatch):
    with open_bucket(aws_endpoint) as bucket:
        yield _Kept(bucket, tmp_path, monkeypatch)


async def test_without_a_cache_no_copy_stays(kept):
    storage = kept.storage(cache_bytes=0)
    await kept.put(storage, KEY, b"video")

    async with storage.open_file(KEY) as path:
        assert path.suffix == ".mp4"

    assert kept.copies() == []


async def test_many_clips_of_one_stream_fetch_it_once(kept):
    """A source is gigabytes, and ten clips are cut from it, some at the same time."""
    storage = kept.storage(cache_bytes=10)
    await kept.put(storage, KEY, b"video")

    read = await asyncio.gather(*(_read(storage, KEY) for _ in range(5)))
    read.append(await _read(storage, KEY))

    assert (set(read), kept.downloads) == ({b"video"}, 1)


async def test_the_copies_read_last_stay_as_long_as_they_fit(kept):
    storage = kept.storage(cache_bytes=10)
    for name in ("a", "b", "c"):
        await kept.put(storage, name, name.encode() * 5)
    for name in ("a", "b", "a", "c"):
        await _read(storage, name)

    assert kept.copies() == [b"aaaaa", b"ccccc"]
    assert kept.downloads == 3


async def test_a_copy_that_is_read_stays_until_it_was_read(kept):
    storage = kept.storage(cache_bytes=5)
    for name in ("a", "b"):
        await kept.put(storage, name, name.encode() * 5)

    async with storage.open_file("a") as path:
        await _read(storage, "b")
        await _read(storage, "b")
        assert path.read_bytes() == b"aaaaa"

    assert len(kept.copies()) == 1


async def test_a_replaced_object_is_fetched_anew(kept):
    storage = kept.storage(cache_bytes=100)
    await kept.put(storage, KEY, b"older")

    async with storage.open_file(KEY) as older:
        await kept.put(storage, KEY, b"newer")
        assert await _read(storage, KEY) == b"newer"
        assert older.read_bytes() == b"older"

    assert kept.copies() == [b"newer"]
    await kept.put(storage, KEY, b"third")
    assert await _read(storage, KEY) == b"third"
    assert kept.copies() == [b"third"]
