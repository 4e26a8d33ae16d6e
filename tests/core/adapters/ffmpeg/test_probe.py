import time

import pytest

from core.adapters.ffmpeg.probe import VideoProber, probe_video
from core.errors import InvalidInput
from core.ports.videos import Prober

_: type[Prober] = VideoProber


@pytest.mark.parametrize(
    ("name", "width", "height", "rate", "has_audio"),
    [
        ("plain.mp4", 160, 90, 30, True),
        ("no_sound.mp4", 160, 90, 30, False),
        ("odd.mkv", 161, 91, 30, True),
        ("four_three.mp4", 160, 120, 30, True),
        ("upright.mp4", 90, 160, 30, True),
        ("rotated.mp4", 90, 160, 30, True),  # 160x90, turned by a quarter
        ("ten_bit.mp4", 160, 90, 30, True),
        ("anamorphic.mp4", 160, 90, 30, False),  # 120 * 4/3 = 160
        ("stream.ts", 160, 90, 30, True),
        ("recording.flv", 160, 90, 30, True),
        ("old.avi", 160, 90, 30, True),
        ("late_sound.mkv", 160, 90, 30, True),
    ],
)
async def test_facts_are_those_that_a_viewer_sees(films, name, width, height, rate, has_audio):
    facts = await VideoProber().probe(films / name)

    assert (facts.width, facts.height, facts.has_audio) == (width, height, has_audio)
    assert facts.frame_rate == pytest.approx(rate, rel=0.01)
    assert facts.duration_seconds == pytest.approx(6.0, abs=0.1)


async def test_an_uneven_frame_rate_is_that_of_the_busy_parts(films):
    facts = await VideoProber().probe(films / "uneven.mkv")

    # 61 frames of 2 s are kept, and a third of the 120 others.
    assert facts.frame_rate == pytest.approx(30, rel=0.01)
    assert facts.duration_seconds == pytest.approx(6.0, abs=0.15)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("none.mp4", "There is no file at .*none.mp4: check the path"),
        ("", "is not a file"),
        ("empty.mp4", "empty.mp4 is empty"),
        ("text.mp4", "is not a readable video"),
        ("noise.mp4", "is not a readable video"),
        ("picture.png", "is not a readable video"),
        ("playlist.mp4", "is not a readable video"),
        ("script.mp4", "is not a readable video"),
        ("sound_only.m4a", "has no moving picture"),
        ("cover.m4a", "has no moving picture"),
        ("no_index.mp4", "is cut off before its index was written"),
        ("head_only.mp4", "is cut off|no frame|0 s long|cannot be read|can be read"),
    ],
)
async def test_what_cannot_be_cut_gets_one_sentence_on_what_to_do(films, name, sentence):
    with pytest.raises(InvalidInput, match=sentence) as caught:
        await VideoProber().probe(films / name)

    assert str(caught.value).count("\n") == 0


@pytest.mark.parametrize("name", ["broken_tail.mp4", "broken_tail.mkv", "broken_tail.flv"])
async def test_a_broken_tail_shortens_the_video_to_what_is_there(films, name):
    facts = await VideoProber().probe(films / name)

    # Six tenths of the bytes of 6 s of even material.
    assert 2.0 < facts.duration_seconds < 5.0


async def test_a_playlist_under_a_videos_name_is_not_followed(films, tmp_path):
    """Nothing that it names is opened: an open of the named pipe would wait for ever."""
    import os  # noqa: PLC0415 - for this trap alone

    trap = tmp_path / "trap.mp4"
    os.mkfifo(trap)
    for content in (f"#EXTM3U\n#EXTINF:1,\n{trap}\n", f"ffconcat version 1.0\nfile '{trap}'\n"):
        hostile = tmp_path / "hostile.mp4"
        hostile.write_text(content)
        with pytest.raises(InvalidInput, match="is not a readable video"):
            await VideoProber(time_limit_seconds=5).probe(hostile)


async def test_a_pipe_is_not_waited_for(tmp_path):
    import os  # noqa: PLC0415 - as above

    os.mkfifo(tmp_path / "pipe.mp4")

    with pytest.raises(InvalidInput, match="is not a file"):
        await VideoProber().probe(tmp_path / "pipe.mp4")


async def test_a_probe_that_takes_too_long_gives_up_in_words(films, monkeypatch):
    def probe_slowly(video, **_):
        time.sleep(0.3)

    monkeypatch.setattr("core.adapters.ffmpeg.probe.probe_video", probe_slowly)

    with pytest.raises(InvalidInput, match="could not be read within"):
        await VideoProber(time_limit_seconds=0.1).probe(films / "plain.mp4")


def test_after_the_deadline_no_more_is_read(films):
    with pytest.raises(InvalidInput, match="no frame that can be decoded"):
        probe_video(films / "broken_tail.mkv", deadline=time.monotonic() - 1)


def test_a_picture_beyond_8k_is_refused(films, monkeypatch):
    monkeypatch.setattr("core.adapters.ffmpeg.probe.PIXELS_MAX", 1000)

    with pytest.raises(InvalidInput, match="larger than 8K"):
        probe_video(films / "plain.mp4", deadline=time.monotonic() + 9)
