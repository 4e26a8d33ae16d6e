import pytest

from cogs.cards.card import make_card
from cogs.cards.evidence import describe_spike
from core.domain.chat.reaction import Reaction
from tests.builders import make_clip, make_spike


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        # 31 / 4.2 = 7.4
        ({}, "31 people wrote 40 lines within seconds, where 4 are usual: 7 times as many."),
        (
            {"chatters": 1, "messages": 1, "usual_chatters": 0.2},
            "1 person wrote 1 line within seconds, where hardly anyone writes.",
        ),
        # 31 / 25 = 1.24, which nobody would call a multiple.
        ({"usual_chatters": 25.0}, "31 people wrote 40 lines within seconds, where 25 are usual."),
        # 31 / 20 = 1.55
        (
            {"usual_chatters": 20.0},
            "31 people wrote 40 lines within seconds, where 20 are usual: 1.6 times as many.",
        ),
    ],
)
def test_a_crowd_is_measured_against_what_is_usual(given, sentence):
    assert describe_spike(make_spike(**given))[0] == sentence


@pytest.mark.parametrize("reaction", Reaction)
def test_every_reaction_has_a_verb(reaction):
    assert describe_spike(make_spike(reaction=reaction))[1].startswith("22 of them ")


def test_a_spike_is_described_in_sentences():
    assert describe_spike(make_spike()) == (
        "31 people wrote 40 lines within seconds, where 4 are usual: 7 times as many.",
        "22 of them cheered.",
        "Most repeated: pog (9 people), omg (4 people).",
        "2:08 bo: NO WAY",
    )


def test_a_spike_with_little_evidence_says_only_what_is_known():
    bare = make_spike(reacting=0, strongest=(), tokens=(("\u202e", 4),))

    assert len(describe_spike(bare)) == 1


def test_a_moment_that_viewers_asked_for_in_a_silent_chat_says_so():
    spike = make_spike(chatters=0, messages=0, reacting=0, strongest=(), tokens=(), asked_by="ann")

    assert make_card(make_clip(spike=spike)).evidence == ("Nobody else wrote anything then.",)
    assert describe_spike(spike) == (
        "ann asked for a clip of it first.",
        "Nobody else wrote anything then.",
    )
