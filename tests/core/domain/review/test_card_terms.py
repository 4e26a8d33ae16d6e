from datetime import timedelta

import pytest

from core.domain.publishing.plan_terms import PlanTerms
from core.domain.review.card_terms import KEPT_FOR, CardChange, CardTerms
from tests.builders import NOON


@pytest.mark.parametrize(
    ("plan", "age", "may"),
    [
        (PlanTerms(), timedelta(), True),
        (PlanTerms(), KEPT_FOR - timedelta(seconds=1), True),
        (PlanTerms(), KEPT_FOR, False),
        (None, timedelta(), False),
    ],
)
def test_a_plan_is_made_from_terms_of_a_day(plan, age, may):
    assert CardTerms(read_at=NOON, plan=plan).may_plan(NOON + age) is may


def test_a_job_of_a_former_version_is_told_nothing_and_reads_everything():
    assert CardChange("") is CardChange.ALL
