from core.domain.chat.delivery_delay import ChatDelay
from core.services.chat.clock_watch import ClockWatch, describe_skew
from core.services.work.health import Health
from tests.fakes.time_and_ids import FakeClock


def delay(skew, lines=99):
    return ChatDelay(skew_seconds=skew, late_seconds=0.0, held_seconds=0.0, lines=lines)


def troubles_after(*looks):
    health = Health(clock=FakeClock())
    watch = ClockWatch(health=health)
    for one in looks:
        watch.look_at(one)
    return [part.trouble.split(";")[0] for part in health.list_troubles()]


def test_two_seconds_are_wrong_and_said_until_there_are_less_than_one_and_a_half():
    assert troubles_after([delay(1.9)]) == []
    assert troubles_after([delay(2.0)]) == ["This machine's clock is 2 s ahead of Twitch"]
    assert troubles_after([delay(2.0)], [delay(1.6)]) != []
    assert troubles_after([delay(2.0)], [delay(1.4)]) == []


def test_the_channel_whose_lines_come_the_quickest_tells():
    """Late lines look like a clock that is ahead."""
    assert troubles_after([delay(9.0), delay(0.2)]) == []
    assert troubles_after([delay(-61.0), delay(-50.0)]) == [
        "This machine's clock is 61 s behind Twitch"
    ]


def test_a_few_lines_tell_nothing():
    assert troubles_after([]) == []
    assert troubles_after([delay(60.0, lines=9)]) == []


def test_a_clock_that_drifts_is_not_said_each_second():
    told = troubles_after([delay(60.0)], [delay(60.7)], [delay(64.0)], [delay(67.0)])

    assert told == ["This machine's clock is 67 s ahead of Twitch"]
    assert "set it by NTP" in describe_skew(67.0)
