import pytest

from core.domain.videos.claims import Claims, MomentClaim, TimedClaim, Unbelievable, open_check
from core.domain.videos.understanding import AnalysisWindow, Fault

WINDOW = AnalysisWindow(number=2, start_seconds=465.0, end_seconds=945.0)


def test_a_claimed_time_is_an_offset_into_the_video():
    check = open_check(Claims(), WINDOW)

    assert check.read_offset("01:00") == 525.0
    assert not check.is_clock_read


def test_readings_of_the_clock_correct_every_time():
    """The model is 5 s early throughout, as the clock in the picture shows."""
    readings = [("01:00", "01:05"), ("03:00", "03:05"), ("05:00", "05:05")]
    check = open_check(Claims(readings=readings), WINDOW)

    assert check.is_clock_read
    assert check.read_offset("01:00") == 530.0


@pytest.mark.parametrize(("text", "fault"), [("soon", Fault.TIME), ("59:00", Fault.RANGE)])
def test_what_is_no_time_of_the_window_is_not_believed(text, fault):
    with pytest.raises(Unbelievable) as unbelieved:
        open_check(Claims(), WINDOW).read_offset(text)

    assert unbelieved.value.fault is fault


def test_a_moments_own_clock_shifts_it():
    claims = Claims(chapters=[TimedClaim(text="a", start="00:00")])
    check = open_check(claims, WINDOW)
    moment = MomentClaim(
        start="01:00",
        peak="01:05",
        end="01:10",
        category="",
        title="",
        quote="",
        visual="",
        marks={},
        clock="01:15",
    )

    own = check.find_own(moment)

    assert own is not None
    assert check.read_offset("01:05", own) == 465.0 + 75.0
