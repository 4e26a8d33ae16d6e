import pytest

from cogs.missed_peaks import explain_missed
from core.domain.chat.hearing.missed_peaks import MissedPeak, MissReason


@pytest.mark.parametrize("reason", MissReason)
def test_every_reason_is_a_sentence(reason):
    peak = MissedPeak(
        offset_seconds=1.0, score=6.4, threshold=9.0, chatters=8, reacting=5, reason=reason
    )

    assert explain_missed(peak).startswith(
        "5 of 8 people reacted, a strength of 6 where 9 was needed: "
    )
