from typing import Any

import pytest

from core.adapters.ffmpeg.loudness import (
    Level,
    choose_between,
    find_level,
    is_closed_in,
    measure_limited,
    parse_lufs,
)
from core.domain.clips.edit_plan import EditPlan, Layout
from core.domain.clips.made.source_look import SoundTaken
from core.errors import ExternalFailure


def make_plan(**given: Any) -> EditPlan:
    values: dict[str, Any] = {
        "source_width": 1920,
        "source_height": 1080,
        "start_seconds": 0,
        "duration_seconds": 6.0,
        "layout": Layout.CENTRE,
        "frame_rate": 30.0,
        "has_audio": True,
        "is_levelled": True,
    }
    return EditPlan(**(values | given))


def test_the_loudness_is_read_from_each_meters_summary():
    said = """[ebur128@m0 @ 0x1] Summary:

  Integrated loudness:
    I:         -10.6 LUFS
    Threshold: -21.0 LUFS
[ebur128@m1 @ 0x2] Summary:

  Integrated loudness:
    I:         -70.0 LUFS
"""

    assert parse_lufs(said) == {0: -10.6, 1: -70.0}
    assert parse_lufs("nothing to hear") == {}


@pytest.mark.parametrize(
    ("heard", "is_closed"),
    [
        ({4.0: -15.0, 5.5: -13.8}, True),
        ({4.0: -15.0, 8.0: -13.0}, False),  # 4 dB apart
        ({4.0: -17.0, 5.5: -16.0}, False),  # both too quiet
        ({}, False),
    ],
)
def test_a_gain_is_known_once_its_neighbours_are_close(heard, is_closed):
    assert is_closed_in(heard) is is_closed


@pytest.mark.parametrize(
    ("heard", "gain"),
    [
        ({4.0: -16.0}, 6.0),  # 2 LU missing
        ({4.0: -15.0, 6.0: -13.0}, 5.0),  # in the middle
        ({4.0: -12.0, 6.0: -11.0}, 2.0),  # 2 LU too many
        ({4.0: -18.0, 6.0: -17.0}, 12.0),  # half of each dB is lost: six more for three
        ({4.0: -18.0, 6.0: -18.0}, 18.0),  # nothing helps: twelve more at most
    ],
)
def test_the_gain_to_try_next_lies_on_the_line(heard, gain):
    assert choose_between(heard) == pytest.approx(gain)


async def _level(supply, video, **given) -> Level:
    return await find_level(
        await supply.find_executable(), video, make_plan(**given), taken=SoundTaken()
    )


async def test_a_sound_with_room_above_it_needs_no_process(supply, films):
    level = await _level(supply, films / "plain.mp4", start_seconds=3.1, duration_seconds=0.8)

    assert level.gain_db is not None
    assert level.lufs == -14.0


async def test_no_sound_has_no_level_and_silence_keeps_its_own(supply, films):
    assert await _level(supply, films / "no_sound.mp4") == Level()
    assert await _level(supply, films / "silence.mp4") == Level(lufs=-70.0)


async def test_what_cannot_be_read_fails_with_its_stage(supply, films):
    with pytest.raises(ExternalFailure) as caught:
        await _level(supply, films / "playlist.mp4")

    assert caught.value.stage == "loudness"


async def test_a_limiter_that_eats_the_claps_is_made_up_for(supply, films):
    """The plain gain is meant to fall short here; otherwise this test proves nothing."""
    video, plan = films / "claps.mp4", make_plan(duration_seconds=8.0)
    executable = await supply.find_executable()

    level = await find_level(executable, video, plan, taken=SoundTaken())

    assert level.gain_db is not None
    smooth = await measure_limited(executable, video, plan, [3.0, 9.0], taken=SoundTaken())
    at_once = await measure_limited(executable, video, plan, [level.gain_db], taken=level.taken)
    assert max(smooth.values()) < -15.0
    assert level.taken.is_peaky
    assert at_once[level.gain_db] == pytest.approx(-14.0, abs=0.3)
    assert level.lufs == at_once[level.gain_db]
