import pytest

from core.services.work.job_handlers import JobProgress


def test_progress_of_a_step_is_a_part_of_the_jobs():
    progress = JobProgress()
    report = progress.part(0.2, 0.8)

    # 0.2 + 0.6 x 0.5 = 0.5
    report(0.5)
    assert progress.fraction == pytest.approx(0.5)
    report(7.0)
    assert progress.fraction == pytest.approx(0.8)
