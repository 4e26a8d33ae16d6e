from tests.plan_builders import make_plan


def test_a_plan_is_one_month_of_one_creator():
    assert (make_plan().month, make_plan().goals) == ("2026-03", ())
