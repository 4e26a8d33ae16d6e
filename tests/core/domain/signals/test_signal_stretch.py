import pytest

from core.domain.signals.signal_stretch import cut_signals, join_signals, plan_blocks
from core.domain.signals.signals import Signals


def _signals(start, end, level=-20.0, cuts=()):
    count = 0 if level is None else round((end - start) * 10)
    return Signals(
        start_seconds=start,
        end_seconds=end,
        loudness_db=(level,) * count,
        cuts_at_seconds=tuple(cuts),
    )


@pytest.mark.parametrize(
    ("duration", "blocks"),
    [
        (0, []),
        (250, [(0, 250)]),
        (449, [(0, 449)]),  # 149 s would be less than half a block
        (450, [(0, 300), (300, 450)]),
        (700, [(0, 300), (300, 700)]),
    ],
)
def test_a_video_is_measured_in_blocks_of_which_none_is_short(duration, blocks):
    assert list(plan_blocks(duration, block_seconds=300)) == blocks


def test_joined_blocks_are_as_if_measured_at_once():
    joined = join_signals([_signals(0, 10, -20, [4]), _signals(10, 25, -30, [12, 20])])

    assert (joined.start_seconds, joined.end_seconds) == (0, 25)
    assert joined.loudness_db == (-20.0,) * 100 + (-30.0,) * 150
    assert joined.cuts_at_seconds == (4, 12, 20)


def test_a_block_without_sound_is_silent_between_the_others():
    joined = join_signals([_signals(0, 1, None), _signals(1, 2, -30)])

    assert joined.loudness_db == (-100.0,) * 10 + (-30.0,) * 10


def test_levels_stay_at_their_place_where_a_block_gave_too_many():
    long = Signals(start_seconds=0, end_seconds=1, loudness_db=(-20.0,) * 12, cuts_at_seconds=())

    assert len(join_signals([long, _signals(1, 2, -30)]).loudness_db) == 20


def test_no_block_with_sound_is_no_sound():
    assert join_signals([_signals(0, 1, None), _signals(1, 2, None)]).loudness_db == ()


def test_a_part_keeps_its_place_and_its_cuts():
    part = cut_signals(_signals(100, 200, cuts=[110, 150, 190]), 140, 160)

    assert (part.start_seconds, part.end_seconds) == (140, 160)
    assert len(part.loudness_db) == 200
    assert part.cuts_at_seconds == (150,)


def test_a_part_never_reaches_out_of_the_stretch():
    part = cut_signals(_signals(100, 200), 80, 230)

    assert (part.start_seconds, part.end_seconds, len(part.loudness_db)) == (100, 200, 1000)
