import json

import pytest

from core.domain.chat.channel_lessons import Learned, Lessons, Verdicts
from core.domain.chat.reaction import Reaction
from core.domain.chat.spike_detector import ChatSpikeDetector
from tests.chat_generator import GeneratedChat

pytestmark = pytest.mark.no_cover

_KINDS = ("hype", "laughter", "shock")


def _lessons(**verdicts):
    return Lessons(
        verdicts={
            Reaction(kind): Verdicts(approved=approved, rejected=rejected)
            for kind, (approved, rejected) in verdicts.items()
        }
    )


@pytest.mark.parametrize(
    ("approved", "rejected", "factor"),
    [
        (0, 1, 4 / 3),  # 0.6 / ((0 + 1.8) / (1 + 3))
        (3, 2, 1.0),  # 0.6 are approved: as it was
        (0, 10, 0.6 * 13 / 1.8),
        (0, 500, 8.0),  # bounded
        (500, 0, 0.8),  # bounded
    ],
)
def test_a_kind_that_is_rejected_must_be_stronger(approved, rejected, factor):
    learned = _lessons(laughter=(approved, rejected)).weigh()

    assert learned.by_reaction[Reaction.LAUGHTER] == pytest.approx(factor)


def test_every_decision_moves_weights_and_can_be_taken_back():
    before = _lessons(hype=(4, 1), shock=(2, 2))
    for is_approved in (True, False):
        after = before.learn(Reaction.HYPE, is_approved=is_approved)

        assert after.weigh().by_reaction != before.weigh().by_reaction
        assert after.take_back(Reaction.HYPE, is_approved=is_approved) == before


def test_nothing_learned_changes_nothing():
    assert Lessons().weigh() == Learned()
    assert Learned().factor(Reaction.SHOCK) == 1.0


def test_more_cannot_be_taken_back_than_was_learned():
    assert Lessons().take_back(Reaction.HYPE, is_approved=True) == Lessons()


def test_lessons_survive_the_table():
    lessons = _lessons(hype=(4, 1), mixed=(0, 3))
    values = {**lessons.to_values(), "lag seconds": 9.5}

    assert Lessons.from_values(json.loads(json.dumps(values))) == lessons


def test_the_precision_is_measured_and_said():
    """Wilson: 23 of 31 lie between 57 % and 86 %."""
    lessons = _lessons(hype=(20, 0), laughter=(3, 8))

    precision = lessons.measure()

    assert (precision.share, precision.decided) == (pytest.approx(23 / 31), 31)
    assert precision.least == pytest.approx(0.568, abs=0.001)
    assert precision.most == pytest.approx(0.863, abs=0.001)
    assert lessons.explain() == (
        "23 of 31 clips from chat were approved (74%; 95 % interval 57% to 86%).",
        "Here a spike of hype must be 0.8 times as strong as usual: 20 of 20 were approved.",
        "Here a spike of laughter must be 1.8 times as strong as usual: 3 of 11 were approved.",
    )


def test_before_the_first_decision_nothing_is_known():
    assert Lessons().measure() is None
    assert Lessons().explain() == ("Nothing has been approved or rejected on this channel yet.",)
    assert "mixed reactions" in _lessons(mixed=(0, 5)).explain()[1]


def _stream(seed):
    """Plant 24 eruptions in two hours; those of laughter have nothing to do with the picture."""
    chat = GeneratedChat(seed, duration_seconds=7500.0)
    chat.talk(20)
    kinds = {}
    for number in range(24):
        at = 300.0 + 300.0 * number
        kinds[at] = _KINDS[(number + seed) % 3]
        chat.erupt(at, 14, kinds[at])
    return chat, kinds


def _hear(chat, kinds, learned):
    """Return the spikes, and the kind of the planted eruption that each is about."""
    detector = ChatSpikeDetector(learned=learned)
    found = [spike for event in chat.events() if (spike := detector.hear(event))]
    about = [
        next((kind for at, kind in kinds.items() if 0 <= s.detected_at_seconds - at < 20), None)
        for s in found
    ]
    return found, about


def test_a_moderator_who_rejects_one_kind_gets_less_of_it_and_as_much_of_the_rest():
    """Over ten channels: decisions on one stream, precision and recall on the next."""
    true_before = all_before = true_after = all_after = 0
    for seed in range(10):
        lessons = Lessons()
        chat, kinds = _stream(seed)
        for spike, kind in zip(*_hear(chat, kinds, Learned()), strict=True):
            lessons = lessons.learn(spike.reaction, is_approved=kind in {"hype", "shock"})
        chat, kinds = _stream(seed + 100)
        for learned in (Learned(), lessons.weigh()):
            _, about = _hear(chat, kinds, learned)
            true = sum(kind in {"hype", "shock"} for kind in about)
            if learned == Learned():
                true_before, all_before = true_before + true, all_before + len(about)
            else:
                true_after, all_after = true_after + true, all_after + len(about)

    assert true_before / all_before < 0.7
    assert true_after / all_after > 0.8
    assert true_after >= 0.98 * true_before
