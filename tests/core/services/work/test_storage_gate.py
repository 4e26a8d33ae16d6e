"""What costly work does while storing is refused, and when that is mended."""

from dataclasses import replace

import pytest

from core.domain.work import stages
from core.errors import RightsRefused
from core.services.work.job_handlers import JobProgress, handle
from core.services.work.storage_gate import StorageGate
from tests.builders import make_job
from tests.fakes.storage import FakeStorage

REFUSED = RightsRefused("S3 refuses PutObject; allow it.", stage="storage")


class _Work:
    """Costly work that stores a file at its end; `begun` counts how often it began."""

    def __init__(self, storage, folder):
        self.begun = 0
        self._storage = storage
        self._file = folder / "clip.mp4"
        self._file.write_bytes(b"a clip")

    async def do(self, _job, _progress):
        self.begun += 1
        await self._storage.put_file("clips/1.mp4", self._file)

    async def give_up(self, _job, _stage, _reason):
        raise AssertionError("nothing is given up here")


@pytest.fixture
def storage(tmp_path):
    return FakeStorage(tmp_path)


@pytest.fixture
def work(storage, tmp_path):
    return _Work(storage, tmp_path)


def _guard(storage, work):
    guarded = StorageGate(storage).guard(handle(work.do, work.give_up))
    return lambda job: guarded.work(job, JobProgress())


async def test_nothing_is_tried_where_nothing_was_refused(storage, work):
    perform = _guard(storage, work)

    await perform(make_job())
    await perform(make_job())

    assert (work.begun, storage.tries) == (2, 0)


async def test_refused_work_is_not_done_again_until_it_may_be_stored(storage, work):
    perform = _guard(storage, work)
    storage.refusal = REFUSED

    for _ in range(20):
        with pytest.raises(RightsRefused):
            await perform(make_job())
    assert (work.begun, storage.tries) == (1, 19)

    storage.refusal = None
    await perform(make_job())
    await perform(make_job())
    assert (work.begun, storage.tries) == (3, 20)
    assert storage.keys == ["clips/1.mp4"]


async def test_what_another_process_was_refused_is_tried_first(storage, work):
    storage.refusal = REFUSED

    with pytest.raises(RightsRefused):
        await _guard(storage, work)(replace(make_job(), stage=stages.STORAGE))

    assert (work.begun, storage.tries) == (0, 1)


async def test_a_refusal_by_others_says_nothing_of_the_storage(storage, tmp_path):
    async def sign(_job, _progress):
        raise RightsRefused("KMS refuses Decrypt; allow it.", stage="cipher")

    guarded = StorageGate(storage).guard(handle(sign, _Work(storage, tmp_path).give_up))
    for _ in range(2):
        with pytest.raises(RightsRefused, match="KMS"):
            await guarded.work(make_job(), JobProgress())

    assert storage.tries == 0
