"""What health says of the storage, by what a failing one does."""

from contextlib import asynccontextmanager

import pytest

from core.errors import Busy, ExternalFailure, NotFound, RightsRefused
from core.services.work.health import Health
from core.services.work.storage_watch import HELD_SECONDS, PART, StorageWatch
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_ids import FakeClock

KEY = "assets/1/source.mp4"


class _FailingStorage(FakeStorage):
    error: Exception | None = None

    async def put_file(self, object_key, source):
        self._fail()
        await super().put_file(object_key, source)

    @asynccontextmanager
    async def open_file(self, object_key):
        self._fail()
        async with super().open_file(object_key) as path:
            yield path

    async def delete_file(self, object_key):
        self._fail()
        await super().delete_file(object_key)

    def _fail(self):
        if self.error:
            raise self.error


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def health(clock):
    return Health(clock=clock)


@pytest.fixture
def failing(tmp_path):
    return _FailingStorage(tmp_path)


@pytest.fixture
def storage(failing, health):
    return StorageWatch(failing, health=health)


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "source.mp4"
    path.write_bytes(b"a film")
    return path


async def _put(storage, source):
    await storage.put_file(KEY, source)


async def _read(storage, source):
    async with storage.open_file(KEY) as path:
        assert path.read_bytes() == source.read_bytes()


async def _delete(storage, source):
    await storage.delete_file(KEY)


def _list_troubles(health):
    return [part.name for part in health.list_troubles()]


@pytest.mark.parametrize("call", [_put, _read, _delete])
@pytest.mark.parametrize("error", [ExternalFailure("S3 is at 10.0.0.1"), Busy("Full.")])
async def test_a_failure_is_named_until_a_call_works(failing, storage, health, source, call, error):
    await _put(storage, source)
    failing.error = error

    with pytest.raises(type(error)):
        await call(storage, source)
    assert _list_troubles(health) == [PART]
    assert "10.0.0.1" not in health.list_troubles()[0].trouble

    failing.error = None
    await call(storage, source)
    assert _list_troubles(health) == []


async def test_a_right_that_is_refused_is_told_in_its_own_words(failing, storage, health, source):
    """Whoever runs Truss reads the names of roles as well; the page of others has none."""
    failing.error = RightsRefused(
        "S3 refuses PutObject (AccessDenied); allow s3:PutObject.",
        in_full="S3 refuses PutObject (AccessDenied, User: arn:aws:sts::1:x); allow s3:PutObject.",
    )

    with pytest.raises(RightsRefused):
        await _put(storage, source)

    (part,) = health.list_troubles()
    assert "allow s3:PutObject" in part.trouble
    assert "arn" not in part.trouble
    assert "arn:aws:sts::1:x" in part.in_full


async def test_a_file_that_is_not_there_is_no_trouble(storage, health):
    with pytest.raises(NotFound):
        async with storage.open_file(KEY):
            pass
    assert health.list_parts() == ()


async def test_what_the_reader_of_a_file_raises_is_no_trouble_of_the_storage(
    storage, health, source
):
    await _put(storage, source)
    with pytest.raises(ExternalFailure):
        async with storage.open_file(KEY):
            raise ExternalFailure("YouTube is away.")
    assert _list_troubles(health) == []


async def test_trouble_that_nobody_meets_again_is_forgotten(
    failing, storage, health, source, clock
):
    failing.error = Busy("Full.")
    with pytest.raises(Busy):
        await _put(storage, source)
    clock.advance(HELD_SECONDS)
    assert _list_troubles(health) == []
