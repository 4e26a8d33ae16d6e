from core.domain.work.job import JobKind
from tests.fakes.app import make_app


def test_every_kind_of_job_has_somebody_who_does_it(tmp_path):
    """A job without a handler would be received for ever."""
    app = make_app(tmp_path)

    assert set(app.work.runner.kinds) == set(JobKind)
