from cogs.texts.german.plan_refusals import PLAN_REFUSALS
from tests.cogs.texts.german.wording import list_changed_figures, list_formal, list_unsaid


def test_all_of_it_is_said_in_german_with_the_same_figures_and_commands():
    assert list_unsaid(PLAN_REFUSALS) == []
    assert list_changed_figures(PLAN_REFUSALS) == []
    assert list_formal(PLAN_REFUSALS) == []
