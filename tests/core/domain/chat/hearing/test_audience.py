from core.domain.chat.hearing.audience import AUDIENCE_SECONDS, Audience


def test_people_count_for_a_quarter_of_an_hour():
    audience = Audience()
    audience.note("ann", 0)
    audience.note("bob", 10)
    audience.note("ann", 20)

    assert audience.count(20) == 2
    assert audience.count(10 + AUDIENCE_SECONDS) == 1
    assert audience.count(20 + AUDIENCE_SECONDS) == 0


def test_after_a_restart_as_many_are_taken_to_be_there_as_before():
    audience = Audience(since=100, remembered=40)
    audience.note("ann", 110)

    assert audience.count(120) == 40
    assert audience.count(100 + AUDIENCE_SECONDS) == 1
