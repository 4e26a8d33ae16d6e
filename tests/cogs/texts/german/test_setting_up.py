from cogs.texts.german.setting_up import SETTING_UP
from tests.cogs.texts.german.wording import list_changed_figures, list_formal, list_unsaid


def test_all_of_it_is_said_in_german_with_the_same_figures_and_commands():
    assert list_unsaid(SETTING_UP) == []
    assert list_changed_figures(SETTING_UP) == []
    assert list_formal(SETTING_UP) == []
