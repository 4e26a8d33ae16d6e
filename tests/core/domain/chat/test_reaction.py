from core.domain.chat.reaction import Reaction


def test_reactions_are_stored_by_their_plain_names():
    """They are read back from the table by name."""
    assert [Reaction(reaction.value) for reaction in Reaction] == list(Reaction)
