import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.chat.chat_spike import ChatLine
from core.domain.chat.reaction import Reaction
from core.domain.clips.clip_title import make_title
from core.domain.videos.spoken_word import Word
from tests.builders import make_spike


def said(*texts: str) -> tuple[ChatLine, ...]:
    return tuple(ChatLine(offset_seconds=1, chatter="x", text=text) for text in texts)


def test_the_title_quotes_what_most_people_wrote():
    assert make_title(make_spike(), at_seconds=128) == "Chat goes wild: “pog”"


def test_words_of_few_people_are_no_shared_words():
    spike = make_spike(tokens=(("pog", 2),), strongest=said("NO WAY"))

    assert make_title(spike, at_seconds=128) == "Chat goes wild: “NO WAY”"


@pytest.mark.parametrize("reaction", list(Reaction))
def test_every_reaction_has_its_words(reaction):
    spike = make_spike(reaction=reaction, tokens=(), strongest=())

    assert make_title(spike, at_seconds=128).endswith(" at 2:08")


def test_without_chat_the_title_names_the_time():
    assert make_title(None, at_seconds=3725.9) == "A scene at 1:02:05"


@pytest.mark.parametrize(
    "text",
    [
        "visit https://evil.example/now",
        "free skins at evil.example",
        "www.evil",
        "@everyone look",
        "!clip",
        "/ban ada",
        "<script>alert(1)</script>",
        "“quoted”",
        "????",
        "\u202e\u200b",
        "",
    ],
)
def test_what_could_do_harm_is_not_quoted(text):
    spike = make_spike(tokens=((text, 9),), strongest=said(text, "that was close"))

    assert make_title(spike, at_seconds=128) == "Chat goes wild: “that was close”"


@given(token=st.text(max_size=300), line=st.text(max_size=300))
def test_no_text_breaks_a_title(token, line):
    spike = make_spike(tokens=((token, 9),), strongest=said(line))

    title = make_title(spike, at_seconds=5)

    assert 1 <= len(title) <= 80
    assert not any(unicodedata.category(c).startswith("C") for c in title)
    title.encode()


def test_where_chat_wrote_nothing_quotable_what_is_said_is_quoted():
    words = [
        Word(text=text, start_seconds=at, end_seconds=at + 0.3)
        for text, at in (("No", 60.0), ("way", 60.4), ("he", 60.8), ("did", 61.2))
    ]
    spike = make_spike(strongest=(), tokens=(), reaction=Reaction.SHOCK)

    title = make_title(spike, at_seconds=61.0, words=words)

    assert title == "Nobody saw this coming: “No way he did”"
