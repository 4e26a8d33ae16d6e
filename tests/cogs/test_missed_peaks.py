import pytest

from cogs.missed_peaks import explain_missed, name_missed
from core.domain.chat.hearing.missed_peaks import MissedPeak, MissReason


@pytest.mark.parametrize("reason", MissReason)
def test_every_reason_is_a_sentence(reason):
    peak = MissedPeak(
        offset_seconds=1.0, score=6.4, threshold=9.0, chatters=8, reacting=5, reason=reason
    )

    assert explain_missed(peak).startswith(
        "5 of 8 people reacted, a strength of 6 where 9 was needed: "
    )


def test_missed_peaks_have_letters_of_their_own_past_z():
    names = [name_missed(at) for at in range(800)]

    assert (names[0], names[25], names[26], names[27], names[702]) == ("a", "z", "aa", "ab", "aaa")
    assert len(set(names)) == 800
