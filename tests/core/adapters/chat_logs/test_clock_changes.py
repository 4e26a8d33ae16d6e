import pytest

from core.adapters.chat_logs.clock_changes import ClockChanges, ShownHours

_HOUR = 3600


def _follow(*shown):
    clock = ClockChanges()
    return [clock.follow(seconds) for seconds in shown], clock.note


@pytest.mark.parametrize(
    ("shown", "added"),
    [
        ((3 * _HOUR - 2, 2 * _HOUR + 1, 2 * _HOUR + 5), [0, _HOUR, _HOUR]),  # put back at three
        ((2 * _HOUR - 2, _HOUR + 1), [0, _HOUR]),  # put back at two, as in America
        ((2 * _HOUR - 2, 3 * _HOUR + 1), [0, -_HOUR]),  # put forward at two
        ((86_400 + 3 * _HOUR - 2, 86_400 + 2 * _HOUR + 1), [0, _HOUR]),  # on the second day
    ],
)
def test_a_clock_that_was_changed_is_followed(shown, added):
    followed, note = _follow(*shown)

    assert followed == added
    assert "summer time" in note


@pytest.mark.parametrize(
    "shown",
    [
        (20 * _HOUR - 2, 19 * _HOUR + 1),  # nobody changes clocks in the evening
        (3 * _HOUR - 900, 2 * _HOUR - 900),  # nor in the middle of an hour
        (2 * _HOUR - 2, 2 * _HOUR + 1),
        (2 * _HOUR - 2, 4 * _HOUR + 1),  # two hours of silence
    ],
)
def test_other_jumps_are_none(shown):
    followed, note = _follow(*shown)

    assert set(followed) == {0}
    assert not note


@pytest.mark.parametrize(
    ("last", "shown", "passed"),
    [
        (13 * _HOUR - 1, _HOUR, 43_200),  # 12:59:59 and 1:00:00: nothing has shown 13:00
        (24 * _HOUR - 1, 0, 86_400),
        (12 * _HOUR, 12 * _HOUR - 60, 0),
    ],
)
def test_twelve_hours_are_told_from_a_day(last, shown, passed):
    assert ShownHours().count_passed(back=last - shown, shown=shown) == passed


def test_a_clock_that_showed_thirteen_is_of_a_day():
    hours = ShownHours()
    hours.count_passed(back=-60, shown=13 * _HOUR + 60)

    assert hours.count_passed(back=12 * _HOUR - 60, shown=_HOUR + 120) == 0
