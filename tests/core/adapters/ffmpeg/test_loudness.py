import pytest

from core.adapters.ffmpeg.loudness import (
    choose_best_gain_db,
    choose_next_gain_db,
    measure_lufs,
    parse_lufs,
    refine_gain_db,
)
from core.domain.clips.edit_plan import EditPlan, Layout
from core.errors import ExternalFailure


def make_claps_plan(gain_db: float | None) -> EditPlan:
    return EditPlan(
        source_width=1920,
        source_height=1080,
        start_seconds=0,
        duration_seconds=8.0,
        layout=Layout.CENTRE,
        frame_rate=30.0,
        has_audio=True,
        gain_db=gain_db,
    )


async def _measure(supply, video, start=0.0, duration=6.0, gain_db=None):
    return await measure_lufs(
        await supply.find_executable(),
        video,
        start_seconds=start,
        duration_seconds=duration,
        gain_db=gain_db,
    )


@pytest.mark.parametrize(
    ("said", "lufs"),
    [
        ("  Integrated loudness:\n    I:         -10.6 LUFS\n", -10.6),
        ("    I:  -30.0 LUFS\n    I:  -23.1 LUFS\n", -23.1),  # the summary comes last
        ("    I:         -70.0 LUFS\n", -70.0),
        ("nothing to hear", None),
    ],
)
def test_the_loudness_is_read_from_the_summary(said, lufs):
    assert parse_lufs(said) == lufs


@pytest.mark.parametrize(
    ("tries", "gain"),
    [
        ({-3.4: -14.2}, None),  # near enough
        ({4.0: -16.0}, 6.0),  # 2 LU missing, added once
        ({4.0: -16.0, 6.0: -15.0}, 8.0),  # 1 LU missing, added twice
        ({4.0: -12.0}, 2.0),  # 2 LU too many
        ({6.0: -15.0, 8.0: -12.0}, 7.0),  # in the middle of too low and too high
        ({59.5: -20.0}, 60.0),  # no further
    ],
)
def test_the_gain_to_try_next_closes_in(tries, gain):
    assert choose_next_gain_db(tries) == gain


def test_the_best_gain_is_the_nearest():
    assert choose_best_gain_db({4.0: -16.0, 8.0: -13.5, 9.0: -12.0}) == 8.0
    assert choose_best_gain_db({}) is None


async def test_a_louder_stretch_measures_louder(supply, films):
    quiet = await _measure(supply, films / "plain.mp4", start=1.0, duration=1.5)
    loud = await _measure(supply, films / "plain.mp4", start=3.1, duration=0.8)

    # 0.5 against 0.05 of full scale is 20 dB.
    assert loud - quiet == pytest.approx(20.0, abs=1.0)


async def test_no_sound_is_none_and_silence_is_the_bottom_of_the_scale(supply, films):
    assert await _measure(supply, films / "no_sound.mp4") is None
    assert await _measure(supply, films / "silence.mp4") == -70.0


async def test_what_cannot_be_read_fails_with_its_stage(supply, films):
    with pytest.raises(ExternalFailure) as caught:
        await _measure(supply, films / "playlist.mp4")

    assert caught.value.stage == "loudness"


async def test_a_limiter_that_eats_the_claps_is_made_up_for(supply, films):
    """The plain gain is meant to fall short here; otherwise this test proves nothing."""
    video = films / "claps.mp4"
    plain = -14.0 - await _measure(supply, video, duration=8.0)
    assert await _measure(supply, video, duration=8.0, gain_db=plain) < -15.0

    refined = await refine_gain_db(await supply.find_executable(), video, make_claps_plan(plain))

    heard = await _measure(supply, video, duration=8.0, gain_db=refined)
    assert heard == pytest.approx(-14.0, abs=0.8)


async def test_a_plan_without_gain_keeps_none(supply, films):
    executable = await supply.find_executable()

    assert await refine_gain_db(executable, films / "claps.mp4", make_claps_plan(None)) is None


async def test_a_gain_for_sound_that_is_not_there_is_left_as_it_is(supply, films):
    executable = await supply.find_executable()

    assert await refine_gain_db(executable, films / "no_sound.mp4", make_claps_plan(3.0)) == 3.0
