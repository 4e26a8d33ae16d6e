from core.adapters.table.items.records import from_record, make_item
from core.adapters.table.table import ItemKey
from core.domain.learning.checking.score_check import ScoreBin, ScoreCheck
from core.domain.learning.evidence.compared_post import Outcome
from core.domain.learning.evidence.experiment import Experiment
from core.domain.learning.lessons import Lessons, OpenQuestion
from tests.builders import CREATOR, NOON
from tests.core.domain.learning.test_todo import CLAIM

LESSONS = Lessons(
    creator_id=CREATOR,
    counted=120,
    counted_until=NOON,
    looked_at=100,
    looked_on=NOON,
    claims=(CLAIM,),
    questions=(OpenQuestion(trait="short", told="Not known.", missing=30),),
    experiments=(Experiment(trait="evening", outcome=Outcome.WATCHED, started_at=NOON),),
    checks=(
        ScoreCheck(
            outcome=Outcome.VIEWS,
            platform="youtube",
            posts=20,
            agreement=0.25,
            low=-0.1,
            high=0.5,
            bins=(ScoreBin(low_score=1, high_score=9, posts=6, place=40.5, low=10.0, high=70.0),),
        ),
    ),
    weights={"sound": 1.5},
    weights_since=NOON,
    is_arranged=True,
)


def test_lessons_are_one_row_that_fits_an_item():
    item = make_item("lessons", ItemKey("CREATOR#ada", "LESSONS"), LESSONS)

    assert from_record(Lessons, item) == LESSONS
