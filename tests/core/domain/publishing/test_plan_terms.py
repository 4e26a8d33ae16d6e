from core.domain.publishing.plan_terms import PlanTerms


def test_who_chose_no_slots_publishes_right_after_the_approval():
    assert PlanTerms() == PlanTerms(places=(), slots=(), time_zone="UTC")
