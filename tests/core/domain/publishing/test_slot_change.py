import pytest

from core.domain.publishing.posting_slot import read_slots, write_slots
from core.domain.publishing.slot_change import move_to_evening, move_to_weekend


@pytest.mark.parametrize(
    ("before", "is_evening", "after"),
    [
        ("Mon 09:00, Fri 20:30 tiktok", True, "Mon 19:00, Fri 20:30 tiktok"),
        ("Mon 18:00, Fri 10:00", False, "Mon 14:00, Fri 10:00"),
        ("none", True, "Mon 19:00, Wed 19:00, Fri 19:00"),
        ("Mon 08:00, Mon 09:00", True, "Mon 19:00"),
    ],
)
def test_slots_move_into_the_evening_or_out_of_it(before, is_evening, after):
    assert write_slots(move_to_evening(read_slots(before), is_evening=is_evening)) == after


@pytest.mark.parametrize(
    ("before", "is_weekend", "after"),
    [
        ("Mon 18:00", True, "Mon 18:00, Sat 18:00, Sun 18:00"),
        ("none", True, "Sat 19:00, Sun 19:00"),
        ("Sat 18:00, Sun 12:00, Mon 10:00", False, "Mon 10:00, Tue 18:00, Wed 12:00"),
        ("none", False, "Mon 19:00, Wed 19:00, Fri 19:00"),
    ],
)
def test_slots_get_a_weekend_or_lose_it(before, is_weekend, after):
    assert write_slots(move_to_weekend(read_slots(before), is_weekend=is_weekend)) == after
