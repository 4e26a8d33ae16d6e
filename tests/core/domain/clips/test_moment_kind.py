import pytest

from core.domain.clips.moment_kind import name_kind
from core.domain.signals.signals import Signals

QUIET = [-40.0] * 300
SYLLABLES = [-40.0, -22.0, -24.0, -38.0, -20.0, -26.0, -46.0, -21.0, -25.0, -39.0]


def signals(levels, cuts=()):
    return Signals(
        start_seconds=0.0, end_seconds=60.0, loudness_db=tuple(levels), cuts_at_seconds=cuts
    )


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (signals(QUIET + [-20.0] * 100 + QUIET[:200]), "A loud moment"),
        (signals(SYLLABLES * 60), "Talk"),
        (signals(QUIET * 2, (31.0, 33.0, 35.0, 37.0, 38.0)), "Quick cuts"),
        (signals(QUIET * 2), "A scene"),
        (signals(()), "A scene"),
    ],
)
def test_a_kind_is_what_can_be_measured(given, kind):
    assert name_kind(given, 30.0, 40.0) == kind
