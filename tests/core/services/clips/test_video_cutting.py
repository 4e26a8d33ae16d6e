import pytest

from core.domain.clips.box import Box
from core.domain.clips.edit_plan import Layout
from core.domain.videos.spoken_word import Word
from core.errors import InvalidInput
from core.services.clips.cut_order import CutBefore
from tests.builders import make_facts
from tests.core.services.clips.cutting_bench import BOX, Bench


@pytest.mark.parametrize(
    "box",
    [
        Box(x=1200, y=0, width=100, height=100),  # beyond 1280
        Box(x=0, y=700, width=100, height=100),  # beyond 720
        Box(x=0, y=0, width=15, height=100),
        Box(x=-1, y=0, width=100, height=100),
    ],
)
async def test_a_facecam_outside_the_picture_is_refused(tmp_path, box):
    with pytest.raises(InvalidInput, match="1280x720"):
        await Bench(tmp_path).cut(facecam=box)


@pytest.mark.parametrize(("start", "end"), [(360, 370), (20, 20), (30, 20), (-9, 0)])
async def test_a_window_with_nothing_in_it_is_refused(tmp_path, start, end):
    with pytest.raises(InvalidInput, match="choose another window"):
        await Bench(tmp_path).cut(start_seconds=start, end_seconds=end)


@pytest.mark.parametrize(("layout", "y"), [(Layout.STACK, 608), (Layout.CENTRE, 1180)])
async def test_captions_stand_on_the_seam_or_below_the_middle(tmp_path, layout, y):
    words = (Word(text="WOW", start_seconds=36.0, end_seconds=37.0),)

    cut = await Bench(tmp_path).cut(layout=layout, facecam=BOX, words=words)

    assert f"\\pos(540,{y})" in cut.plan.captions
    assert "Dialogue: 0,0:00:01.00" in cut.plan.captions


async def test_words_outside_the_window_make_no_captions(tmp_path):
    words = (Word(text="WOW", start_seconds=3.0, end_seconds=4.0),)

    assert (await Bench(tmp_path).cut(words=words)).plan.captions == ""


async def test_the_window_is_levelled_and_its_loudness_told(tmp_path):
    cut = await Bench(tmp_path).cut()

    assert (cut.plan.is_levelled, cut.loudness_lufs) == (True, -14.0)


async def test_a_video_without_sound_has_no_loudness(tmp_path):
    cut = await Bench(tmp_path).cut(make_facts(has_audio=False))

    assert (cut.loudness_lufs, cut.plan.is_levelled) == (None, False)


async def test_a_cut_with_other_words_looks_for_nothing_again(tmp_path):
    """Only the captions differ: the frame, the gain and the look at the source are known."""
    bench = Bench(tmp_path)
    said = {"words": (Word(text="cassidy", start_seconds=36.0, end_seconds=36.5),)}
    first = await bench.cut(**said)
    looks = bench.facecams.asked

    before = CutBefore(record=first.record, file=bench.out)
    mended = {"words": (Word(text="Kassadin", start_seconds=36.0, end_seconds=36.5),)}
    second = await bench.cut(before=before, **mended)

    assert bench.facecams.asked == looks
    assert "Kassadin" in bench.renderer.plans[-1].captions
    assert bench.renderer.befores[-1].file == bench.out
    assert second.reason == first.reason
    assert second.record.plan.gain_db == first.record.plan.gain_db


async def test_another_window_is_framed_anew(tmp_path):
    bench = Bench(tmp_path)
    first = await bench.cut()

    second = await bench.cut(before=CutBefore(record=first.record), end_seconds=44.0)

    assert bench.renderer.befores == [None, None]
    assert second.before is None
