from cogs.texts.german.streams_said import STREAMS_SAID
from tests.cogs.texts.german.wording import list_changed_figures, list_formal, list_unsaid


def test_all_of_it_is_said_in_german_with_the_same_figures_and_commands():
    assert list_unsaid(STREAMS_SAID) == []
    assert list_changed_figures(STREAMS_SAID) == []
    assert list_formal(STREAMS_SAID) == []
