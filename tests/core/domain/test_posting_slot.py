from core.domain.posting_slot import PostingSlot


def test_a_slot_without_a_platform_is_good_for_any():
    assert PostingSlot(weekday=0, hour=18).platform is None
