import pytest

from core.domain.learning.telling.tones import Occasion, remark
from core.domain.people.voice import Tone


@pytest.mark.parametrize("occasion", list(Occasion))
def test_every_tone_has_a_remark_of_its_own(occasion):
    assert len({remark(tone, occasion) for tone in Tone}) == len(Tone)


@pytest.mark.parametrize("tone", list(Tone))
def test_no_remark_holds_a_number_that_could_be_a_fact(tone):
    numbers = [
        c for one in Occasion for c in remark(tone, one).replace("90 days", "") if c.isdigit()
    ]

    assert numbers == []


def test_a_name_is_said_where_one_is_known_and_cannot_break_a_remark():
    assert remark(Tone.POLITE, Occasion.GREETING, "Ada") == "Here is your week, Ada."
    assert remark(Tone.POLITE, Occasion.GREETING) == "Here is your week."
    assert "{name}" in remark(Tone.BRUTAL, Occasion.GREETING, "{name}")
