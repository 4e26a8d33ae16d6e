import pytest

from core.domain.clips.clip import ClipStatus
from core.domain.clips.tracked_job import Tracked
from core.domain.work.job import JobStatus
from tests.builders import make_clip, make_job


@pytest.mark.parametrize(
    ("status", "clips", "unfinished", "is_over"),
    [
        (JobStatus.QUEUED, (), 0, False),
        (JobStatus.RUNNING, (), 0, False),
        (JobStatus.DONE, (), 0, True),
        (JobStatus.FAILED, (), 0, True),
        (JobStatus.CANCELLED, (), 0, True),
        (JobStatus.DONE, (ClipStatus.DRAFT, ClipStatus.IN_REVIEW), 1, False),
        (JobStatus.DONE, (ClipStatus.RENDERING,), 1, False),
        (JobStatus.DONE, (ClipStatus.IN_REVIEW, ClipStatus.FAILED), 0, True),
        (JobStatus.FAILED, (ClipStatus.RENDERING,), 1, True),
    ],
)
def test_work_is_over_when_nothing_more_changes_by_itself(status, clips, unfinished, is_over):
    made = tuple(make_clip(status=clip) for clip in clips)
    tracked = Tracked(title="", job=make_job(status=status), clips=made)

    assert (tracked.unfinished, tracked.is_over) == (unfinished, is_over)
