"""What S3's double does not say, said by botocore's own Stubber to the real client."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

import pytest
from botocore.config import Config
from botocore.exceptions import EndpointConnectionError
from botocore.stub import ANY, Stubber

from core.adapters.storage.s3 import Bucket, S3Storage, S3Uploads
from core.errors import ExternalFailure, InvalidInput, NotFound, RightsRefused
from core.ports.storage import ObjectStorage
from core.ports.uploads import UploadedPart, UploadTickets
from tests.builders import NOON
from tests.contracts.boto_session import find_session
from tests.contracts.s3 import open_bucket

_: tuple[type[ObjectStorage], type[UploadTickets]] = (S3Storage, S3Uploads)
KEY = "creators/ada/clips/1.mp4"


@pytest.fixture
def bucket():
    client = find_session().client(
        "s3",
        region_name="eu-central-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        endpoint_url="http://127.0.0.1:9",
        config=Config(signature_version="s3v4", retries={"total_max_attempts": 1}),
    )
    with ThreadPoolExecutor(2) as threads:
        yield Bucket(client, "truss", threads)
    client.close()


@pytest.fixture
def stub(bucket):
    with Stubber(bucket.client) as stub:
        yield stub


@pytest.fixture
def storage(bucket, tmp_path):
    return S3Storage(bucket, scratch=tmp_path / "scratch")


@pytest.fixture
def uploads(bucket):
    return S3Uploads(bucket, now=lambda: NOON)


async def test_a_ticket_signs_the_type_and_the_size(uploads):
    ticket = await uploads.sign_upload(
        KEY, content_type="video/mp4", size_bytes=5, lasts_seconds=60
    )
    query = parse_qs(urlsplit(ticket.url).query)

    assert query["X-Amz-SignedHeaders"] == ["content-length;content-type;host"]
    assert query["X-Amz-Expires"] == ["60"]
    assert dict(ticket.headers) == {"Content-Type": "video/mp4"}


@pytest.mark.parametrize("code", ["EntityTooSmall", "InvalidPart"])
async def test_parts_that_s3_refuses_are_the_senders_fault(uploads, stub, code):
    stub.add_client_error("complete_multipart_upload", code)

    with pytest.raises(InvalidInput, match=code):
        await uploads.finish_parts(KEY, "upload", [UploadedPart(number=1, etag="0" * 32)])


async def test_two_that_try_their_rights_at_once_take_nothing_from_each_other(bucket, monkeypatch):
    """Machines of one bucket are started together, and look a minute later."""
    keys: list[object] = []

    def note(**asked):
        keys.append(asked.get("Key"))
        return {}

    for name in ("head_bucket", "put_object", "get_object", "delete_object"):
        monkeypatch.setattr(bucket.client, name, note)

    await bucket.try_rights()
    await bucket.try_rights()

    assert keys[1:4] == [keys[1]] * 3
    assert keys[5:] == [keys[5]] * 3
    assert keys[1] != keys[5]


async def test_a_file_that_may_not_be_read_is_deleted_all_the_same(bucket, stub):
    """A container that is started again and again would fill the bucket with them."""
    stub.add_response("head_bucket", {})
    stub.add_response("put_object", {})
    stub.add_client_error("get_object", "AccessDenied")
    stub.add_response("delete_object", {})

    with pytest.raises(RightsRefused, match="s3:GetObject"):
        await bucket.try_rights()
    stub.assert_no_pending_responses()


@pytest.mark.parametrize(
    ("code", "retryable"), [("SlowDown", True), ("AccessDenied", True), ("OddError", False)]
)
async def test_an_answer_of_s3_becomes_a_sentence(storage, stub, code, retryable):
    stub.add_client_error("delete_object", code)

    with pytest.raises(ExternalFailure, match=code) as failure:
        await storage.delete_file(KEY)

    assert (failure.value.stage, failure.value.retryable) == ("storage", retryable)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_failure_without_a_code_of_s3_s_passes(uploads, stub, status):
    """HEAD is answered without a body, and so is whatever a proxy says: clips failed for good."""
    stub.add_client_error("head_object", str(status), http_status_code=status)

    with pytest.raises(ExternalFailure) as failure:
        await uploads.find_size(KEY)

    assert failure.value.retryable


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


async def test_a_missing_bucket_is_told_at_the_start(bucket, stub):
    stub.add_client_error("head_bucket", "404")
    stub.add_response("head_bucket", {})

    with pytest.raises(InvalidInput, match="TRUSS_BUCKET"):
        await bucket.check()
    await bucket.check()


async def test_an_object_that_nobody_sent_has_no_size(uploads, stub):
    stub.add_client_error("head_object", "404")

    assert await uploads.find_size(KEY) is None


async def test_an_upload_of_nobody_is_not_found(uploads, stub):
    stub.add_client_error("complete_multipart_upload", "NoSuchUpload")

    with pytest.raises(NotFound):
        await uploads.finish_parts(KEY, "upload", [UploadedPart(number=1, etag="0" * 32)])


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
