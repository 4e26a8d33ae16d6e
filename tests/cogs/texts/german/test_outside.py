from cogs.texts.german.outside import OUTSIDE
from tests.cogs.texts.german.wording import list_changed_figures, list_formal, list_unsaid


def test_all_of_it_is_said_in_german_with_the_same_figures_and_commands():
    assert list_unsaid(OUTSIDE) == []
    assert list_changed_figures(OUTSIDE) == []
    assert list_formal(OUTSIDE) == []
