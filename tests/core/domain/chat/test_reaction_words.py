import pytest

from core.domain.chat.reaction import Reaction
from core.domain.chat.reaction_words import find_reaction


@pytest.mark.parametrize(
    ("token", "reaction"),
    [
        ("LUL", Reaction.LAUGHTER),
        ("looooool", Reaction.LAUGHTER),  # runs of a letter are collapsed
        ("hahahaha", Reaction.LAUGHTER),
        ("kkkkkk", Reaction.LAUGHTER),
        ("jajaja", Reaction.LAUGHTER),
        ("23333", Reaction.LAUGHTER),
        ("ㅋㅋㅋ", Reaction.LAUGHTER),
        ("哈哈", Reaction.LAUGHTER),
        ("PogChamp", Reaction.HYPE),
        ("POGGGG!!", Reaction.HYPE),  # punctuation around it is nothing
        ("WTF?!", Reaction.SHOCK),
        ("???", Reaction.SHOCK),
        ("Sadge", Reaction.SADNESS),
        ("ggggg", Reaction.APPLAUSE),
        ("table", None),
        ("!join", None),
        ("...", None),
    ],
)
def test_a_token_stands_for_its_reaction(token, reaction):
    assert find_reaction(token) is reaction
