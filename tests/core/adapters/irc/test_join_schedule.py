from core.adapters.irc.join_schedule import JoinSchedule
from tests.fakes.time_and_ids import FakeClock


def test_what_nobody_answers_is_asked_again_after_growing_waits():
    clock = FakeClock()
    schedule = JoinSchedule(answer_seconds=12.0, tries_max=3, clock=clock)
    waits = []

    for _ in range(7):
        assert schedule.is_due("ada")
        schedule.note("ada")
        assert not schedule.is_due("ada")
        waits.append(schedule.wait_seconds(["ada"]) or 0.0)
        clock.advance(waits[-1])

    assert waits == [12.0, 24.0, 48.0, 96.0, 192.0, 192.0, 192.0]


def test_a_socket_is_mute_when_the_answer_to_the_last_try_is_overdue():
    clock = FakeClock()
    schedule = JoinSchedule(answer_seconds=12.0, tries_max=2, clock=clock)

    schedule.note("ada")
    clock.advance(12.0)
    schedule.note("ada")
    assert not schedule.is_mute
    clock.advance(24.0)

    assert schedule.is_mute


def test_there_is_nothing_to_wait_for_while_nothing_is_missing():
    schedule = JoinSchedule(answer_seconds=12.0, tries_max=2, clock=FakeClock())

    assert schedule.wait_seconds([]) is None
    assert schedule.wait_seconds(["ada"]) == 0.0
