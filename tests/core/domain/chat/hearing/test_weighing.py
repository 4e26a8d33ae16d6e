import pytest

from core.domain.chat.alert_budget import AlertBudget
from core.domain.chat.baseline import Bucket, ChatBaseline
from core.domain.chat.channel_lessons import Learned
from core.domain.chat.chat_message import ChatMessage
from core.domain.chat.chat_spike import SpikeTuning
from core.domain.chat.crowds import CrowdKind, QuietTimes
from core.domain.chat.hearing.heard_line import HeardLine
from core.domain.chat.hearing.weighing import Weighing
from core.domain.chat.line_reading import read_line
from core.domain.chat.recent_chat import ChatWindow

TUNING = SpikeTuning()
CALM = [Bucket(number, 30, 20, 10, 5, 60, 2, 6) for number in range(60)]
NOW = 1_800


@pytest.fixture
def baseline():
    return ChatBaseline(0, CALM)


def make_weighing(baseline, *, quiet_until=-1, fired_at=-10_000):
    budget = AlertBudget(spikes_an_hour=TUNING.spikes_an_hour, least=TUNING.threshold)
    return Weighing(
        TUNING,
        Learned(),
        baseline=baseline,
        budget=budget,
        quiet=QuietTimes(TUNING, until=quiet_until),
        since=0,
        fired_at=fired_at,
    )


def fill(people, text):
    window = ChatWindow()
    window.move_to(NOW)
    for number in range(people):
        message = ChatMessage(offset_seconds=float(NOW), chatter=f"c{number}", text=text)
        window.add(NOW, HeardLine(message, read_line(text, ()), False))
    return window


def test_a_second_in_which_few_write_weighs_nothing(baseline):
    weighed = make_weighing(baseline).weigh(fill(1, "LETS GOOO"), NOW)

    assert (weighed.score, weighed.usual) == (0.0, None)


def test_a_crowd_that_only_talks_is_told_apart_from_one_that_reacts(baseline):
    weighing = make_weighing(baseline)

    talking = weighing.weigh(fill(60, "I had bread with cheese for lunch today"), NOW)
    reacting = weighing.weigh(fill(60, "LETS GOOO"), NOW)

    assert talking.score == 0.0
    assert reacting.score >= TUNING.threshold


def test_nothing_is_usual_while_a_stream_is_young(baseline):
    weighing = make_weighing(baseline)

    assert weighing.find_usual(int(TUNING.warm_up_seconds / 3) - 1) is None
    assert weighing.find_usual(NOW) is not None


def test_little_is_known_of_a_young_stream_so_that_it_must_be_louder(baseline):
    weighing = make_weighing(baseline)
    weighed = weighing.weigh(fill(60, "LETS GOOO"), NOW)

    young = weighed._replace(second=int(TUNING.warm_up_seconds / 2))

    assert weighing.threshold(young) == pytest.approx(2 * weighing.threshold(weighed))


@pytest.mark.parametrize(
    ("given", "crowd"),
    [
        ({"quiet_until": NOW + 1}, CrowdKind.NOT_COUNTED),
        ({"fired_at": NOW - 1}, CrowdKind.TOO_SOON),
    ],
)
def test_a_crowd_is_not_believed_right_after_a_raid_or_a_spike(baseline, given, crowd):
    weighing, window = make_weighing(baseline, **given), fill(60, "LETS GOOO")

    assert weighing.find_crowd(window, weighing.weigh(window, NOW)) is crowd


def test_the_next_spike_may_come_once_chat_is_calm(baseline):
    weighing = make_weighing(baseline)

    assert not weighing.is_calm(weighing.weigh(fill(60, "LETS GOOO"), NOW))
    assert weighing.is_calm(weighing.weigh(fill(1, "LETS GOOO"), NOW))
