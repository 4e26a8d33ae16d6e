from cogs.texts.german.refusals import REFUSALS
from tests.cogs.texts.german.wording import list_changed_figures, list_formal, list_unsaid


def test_all_of_it_is_said_in_german_with_the_same_figures_and_commands():
    assert list_unsaid(REFUSALS) == []
    assert list_changed_figures(REFUSALS) == []
    assert list_formal(REFUSALS) == []
