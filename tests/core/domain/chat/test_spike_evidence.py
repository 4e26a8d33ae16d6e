import pytest

from core.domain.chat.chat_message import ChatMessage, ChatNotice, NoticeKind
from core.domain.chat.chat_spike import ChatLine
from core.domain.chat.hearing.heard_line import HeardLine
from core.domain.chat.line_reading import read_line
from core.domain.chat.reaction import Reaction
from core.domain.chat.spike_evidence import name_reaction, pick_strongest, rank_tokens, take_back


def _lines(*said):
    return [
        HeardLine(
            ChatMessage(offset_seconds=float(at), chatter=chatter, text=text),
            read_line(text),
            False,
        )
        for at, (chatter, text) in enumerate(said)
    ]


@pytest.mark.parametrize(
    ("texts", "reaction"),
    [
        (["LUL", "KEKW", "Pog"], Reaction.LAUGHTER),  # 2 of 3
        (["LUL", "Pog", "WTF"], Reaction.MIXED),  # a third each
        (["aaaa", "the map feels fine"], Reaction.MIXED),  # nothing that has a name
    ],
)
def test_the_reaction_is_what_half_of_the_people_did(texts, reaction):
    assert name_reaction(_lines(*((f"viewer{n}", t) for n, t in enumerate(texts)))) is reaction


def test_tokens_count_people_not_lines():
    lines = _lines(("ann", "LUL LUL"), ("ann", "lul"), ("bob", "LUL!"), ("cid", "what a save"))

    assert rank_tokens(lines) == (("lul", 2),)


def test_the_small_words_of_sentences_never_lead():
    """Only what is brief, or a reaction, says what a line does."""
    lines = _lines(
        ("ann", "the boss is on the left POG"),
        ("bob", "this is the best game POG"),
        ("cid", "the map is never the same again my friends of the realm"),
        ("dan", "the what"),
        ("eve", "insane clutch"),
        ("fay", "insane clutch"),
    )

    assert rank_tokens(lines) == (("clutch", 2), ("insane", 2), ("pog", 2))


def test_a_line_without_a_word_shows_nothing():
    assert [line.text for line in pick_strongest(_lines(("ann", ""), ("bob", "LUL")))] == ["LUL"]


def test_the_strongest_lines_are_of_distinct_people_and_texts():
    """Those who say what most say come first; a line that reacts before one that does not."""
    lines = _lines(
        ("ann", "the map feels fine today"),
        ("bob", "KEKW what a save"),
        ("cid", "KEKW"),
        ("dan", "kekw"),
        ("cid", "Pog"),
        ("eve", "Pog"),
    )

    strongest = pick_strongest(lines)

    assert [(line.chatter, line.text) for line in strongest] == [
        ("cid", "KEKW"),
        ("bob", "KEKW what a save"),
        ("eve", "Pog"),
        ("ann", "the map feels fine today"),
    ]
    assert strongest[0].offset_seconds == 2.0


def test_evidence_is_bounded():
    lines = _lines(*((f"viewer{n}", f"Pog {n} " + "x" * 400) for n in range(9)))

    strongest = pick_strongest(lines)

    assert len(strongest) == 5
    assert all(len(line.text) == 200 for line in strongest)


@pytest.mark.parametrize(
    ("kind", "given", "left"),
    [
        (NoticeKind.DELETION, {"message_id": "m1"}, ["Bob", "cid"]),
        (NoticeKind.DELETION, {"message_id": "m9"}, ["Ann", "Bob", "cid"]),
        (NoticeKind.TIMEOUT, {"chatter": "bob"}, ["Ann", "cid"]),  # however the name is written
        (NoticeKind.RAID, {}, ["Ann", "Bob", "cid"]),
    ],
)
def test_what_a_moderator_took_out_of_chat_speaks_for_nothing(kind, given, left):
    lines = [
        ChatLine(offset_seconds=1.0, chatter=name, text="Pog", message_id=f"m{number}")
        for number, name in enumerate(("Ann", "Bob", "cid"), start=1)
    ]

    rest = take_back(lines, ChatNotice(offset_seconds=2.0, kind=kind, **given))

    assert [line.chatter for line in rest] == left
