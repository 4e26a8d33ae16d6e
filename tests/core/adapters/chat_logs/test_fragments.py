import pytest

from core.adapters.chat_logs.fragments import (
    SaidText,
    find_by_names,
    find_by_places,
    find_shortcuts,
    read_fragments,
)


@pytest.mark.parametrize(
    ("fragments", "said"),
    [
        (
            [
                {"text": "hi ", "emoticon": None},
                {"text": "Kappa", "emoticon": {"emoticon_id": "25"}},
            ],
            SaidText("hi Kappa", ("Kappa",)),
        ),
        ([{"text": "Kappa", "emote": {"emoteID": "25"}}], SaidText("Kappa", ("Kappa",))),
        (
            [{"type": "emote", "text": "Kappa"}, {"type": "text", "text": " hi"}],
            SaidText("Kappa hi", ("Kappa",)),
        ),
        (
            [{"text": "so "}, {"emoji": {"emojiId": "😂", "shortcuts": [":joy:"]}}],
            SaidText("so 😂", ("😂",)),
        ),
        (
            [{"text": "so"}, {"emoji": {"emojiId": "UC1/2", "shortcuts": [":_hype:"]}}],
            SaidText("so :_hype:", (":_hype:",)),
        ),
        (["so ", {"id": "1", "txt": ":_hype:", "url": "x"}], SaidText("so :_hype:", (":_hype:",))),
        ([{"emoji": {}}, 7, None, {"text": 7}], None),
        ([], None),
        ("hi", None),
    ],
)
def test_parts_are_a_text_with_its_emotes(fragments, said):
    assert read_fragments(fragments) == said


def test_shortcuts_are_found_and_clocks_are_not():
    assert find_shortcuts("[emote:1:KEKW] :joy: 10:30:15 a:b") == ("[emote:1:KEKW]", ":joy:")
    assert find_shortcuts("no") == ()


def test_emotes_are_found_by_place_and_by_name():
    assert find_by_places("Kappa hi", [{"begin": 0, "end": 5}, {"begin": 99}, 7]) == ("Kappa",)
    assert find_by_places("Kappa", None) == ()
    emotes = [{"name": "Kappa"}, {"name": "x", "shortcuts": [":xy:"]}, {"name": "Keepo"}, 7]
    assert find_by_names("Kappa :xy:", emotes) == ("Kappa", "x", ":xy:")
    assert find_by_names(":xy:", None) == (":xy:",)
