from dataclasses import replace

from core.domain.learning.evidence.compared_post import Outcome
from core.domain.learning.evidence.experiment import Experiment
from core.domain.learning.insight import InsightId
from core.domain.learning.lessons import Claim, Lessons
from core.domain.learning.task import TaskAction
from core.domain.learning.todo import list_proposals, make_task, name_claim, name_task
from core.domain.work.ids import CreatorId
from tests.builders import CREATOR, NOON

CLAIM = Claim(
    insight_id=InsightId("1"),
    trait="evening",
    outcome=Outcome.VIEWS,
    is_more=True,
    statement="Evenings do better.",
    evidence=(),
    ratio=3.0,
    low=1.5,
    high=6.0,
    posts=120,
    since=NOON,
)
SEEN = Lessons(creator_id=CREATOR, looked_on=NOON)


def test_a_claim_is_a_task_with_the_button_that_does_it():
    first, experiment = list_proposals(replace(SEEN, claims=(CLAIM,)))

    assert (first.title, first.action) == ("Post between 17:00 and 22:00", TaskAction.CHANGE_SLOTS)
    assert first.about == name_claim(CLAIM) == "evening/views/more"
    assert experiment.action is TaskAction.BEGIN_EXPERIMENT
    assert experiment.about == "experiment/stacked"


def test_what_does_worse_is_advised_against_and_equal_advice_is_one_task():
    less = replace(CLAIM, is_more=False)
    again = replace(CLAIM, outcome=Outcome.WATCHED, is_more=False)

    first, *others = list_proposals(replace(SEEN, claims=(less, again)))

    assert first.title == "Post outside of 17:00 to 22:00"
    assert len(others) == 1


def test_no_second_experiment_is_proposed_and_none_twice():
    tried = Experiment(trait="evening", outcome=Outcome.VIEWS, started_at=NOON)

    assert list_proposals(Lessons(creator_id=CREATOR)) == ()
    assert list_proposals(SEEN.begin(tried)) == ()
    (other,) = list_proposals(SEEN.begin(tried).stop_experiment())
    assert other.about != "experiment/evening"


def test_a_trait_that_nobody_asks_about_any_more_is_no_task():
    (only,) = list_proposals(replace(SEEN, claims=(replace(CLAIM, trait="moon"),)))

    assert only.action is TaskAction.BEGIN_EXPERIMENT


def test_a_task_is_found_by_what_it_is_about():
    (proposal, _) = list_proposals(replace(SEEN, claims=(CLAIM,)))
    task = make_task(CREATOR, proposal, now=NOON, zone="UTC")

    assert task.id == name_task(CREATOR, "evening/views/more")
    assert task.id != name_task(CreatorId("ben"), "evening/views/more")
    assert task.due_at < NOON
