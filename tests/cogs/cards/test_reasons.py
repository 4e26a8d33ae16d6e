import pytest

from cogs.cards.card import make_card
from cogs.cards.reasons import describe_unknown, is_known, pick_reasons
from core.domain.clips.seen_score import combine_score
from core.domain.clips.virality import ScorePart, ViralityScore, score_moment
from core.domain.signals.signals import Signals
from tests.builders import make_clip, make_spike


def parts_of(*parts):
    return make_card(make_clip(score=ViralityScore(parts=parts))).parts


def part(name, points, reason):
    return ScorePart(name=name, points=points, out_of=20, reason=reason)


def test_the_three_heaviest_reasons_are_picked_each_once():
    parts = parts_of(
        part("a", 3, "Three."),
        part("b", 9, "Nine."),
        part("c", 9, "Nine."),
        part("d", 5, "Five."),
        part("e", 4, "Four."),
        part("f", 20, "No chat was read, so it earns half."),
        part("g", 0, "The picture is not cut in 30 s."),
    )

    assert pick_reasons(parts) == ("Nine.", "Five.", "Four.")


def test_what_was_not_read_or_seen_is_named_in_one_sentence():
    parts = parts_of(part("emotion", 3, "Not judged by a model: emotion."), part("pace", 4, "Cut."))

    assert describe_unknown(parts) == "Not read or seen: emotion."
    assert describe_unknown(parts_of(part("pace", 4, "Cut."))) == ""


@pytest.mark.parametrize(
    ("spike", "unknown"),
    [
        (make_spike(), {"Sound", "Emotion", "Payoff", "Stands alone"}),
        (
            None,
            {
                "Chat crowd",
                "Shared reaction",
                "Sound",
                "Hook",
                "Emotion",
                "Payoff",
                "Stands alone",
            },
        ),
    ],
)
def test_every_part_that_the_score_could_not_measure_is_recognised(spike, unknown):
    """The sentences are written elsewhere; a new one must be known here too."""
    silent = Signals(start_seconds=0.0, end_seconds=300.0, loudness_db=(), cuts_at_seconds=())
    measured = score_moment(spike, silent, start_seconds=103.0, end_seconds=133.0)

    parts = make_card(make_clip(score=combine_score(measured, None))).parts

    assert {p.name for p in parts if not is_known(p)} == unknown
