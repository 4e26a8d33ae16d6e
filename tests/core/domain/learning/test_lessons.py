import pytest

from core.domain.learning.evidence.compared_post import Outcome
from core.domain.learning.evidence.experiment import Experiment, ExperimentStatus
from core.domain.learning.lessons import EXPERIMENTS_KEPT, Lessons
from core.errors import Conflict
from tests.builders import CREATOR, NOON

NEW = Experiment(trait="evening", outcome=Outcome.VIEWS, started_at=NOON)


def test_one_experiment_runs_at_a_time():
    begun = Lessons(creator_id=CREATOR).begin(NEW)

    assert begun.running == NEW
    with pytest.raises(Conflict, match="under way"):
        begun.begin(NEW)
    stopped = begun.stop_experiment()
    assert stopped.running is None
    assert stopped.experiments[0].status is ExperimentStatus.STOPPED
    assert Lessons(creator_id=CREATOR).stop_experiment() == Lessons(creator_id=CREATOR)


def test_old_experiments_make_room():
    lessons = Lessons(creator_id=CREATOR)
    for _ in range(EXPERIMENTS_KEPT + 5):
        lessons = lessons.begin(NEW).stop_experiment()

    assert len(lessons.experiments) == EXPERIMENTS_KEPT
