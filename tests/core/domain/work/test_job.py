import pytest

from core.domain.work.job import (
    ENDED,
    JOB_MOVES,
    PUBLISH_KINDS,
    JobKind,
    JobStatus,
    Queue,
)
from core.errors import Conflict
from tests.builders import NOON, make_job


@pytest.mark.parametrize("status", list(JobStatus))
@pytest.mark.parametrize("wanted", list(JobStatus))
def test_a_job_moves_only_as_the_table_of_moves_says(status, wanted):
    job = make_job(status=status)

    if wanted in JOB_MOVES[status]:
        assert job.move_to(wanted, at=NOON).status is wanted
    else:
        with pytest.raises(Conflict, match=f"is {status} and cannot become {wanted}"):
            job.move_to(wanted, at=NOON)


def test_a_lapsed_job_can_be_taken_over():
    """Running to running: the first worker was killed."""
    assert JobStatus.RUNNING in JOB_MOVES[JobStatus.RUNNING]


def test_what_has_ended_well_stays_ended():
    assert all(JOB_MOVES[status] <= {JobStatus.QUEUED} for status in ENDED)


def test_every_kind_of_job_has_a_queue():
    assert {type(kind.queue) for kind in JobKind} == {Queue}
    assert make_job().queue is Queue.WORK


def test_a_kind_is_found_by_its_stored_name():
    assert JobKind("render_clip") is JobKind.RENDER_CLIP
    assert f"{JobKind.RENDER_CLIP}" == "render_clip"


def test_each_platform_has_a_queue_of_its_own_that_no_render_is_in():
    queues = [kind.queue for kind in (*PUBLISH_KINDS.values(), JobKind.PUBLISH_CLIP)]

    assert len(set(queues)) == len(queues)
    assert JobKind.RENDER_CLIP.queue not in queues
