"""SRT and WebVTT as people and programs write them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.adapters.captions.cues import is_srt, is_vtt, read_srt, read_vtt

SRT = """1
00:00:01,000 --> 00:00:03,000
<i>Hello</i> world

2
00:00:04,500 --> 00:00:05,000
{\\an8}I <3 5 < 6 &amp;
<font color="#fff">bye</font>\\Nnow
"""

YOUTUBE = """WEBVTT
Kind: captions

00:00:00.000 --> 00:00:02.000 align:start position:0%
 
we<00:00:00.500><c> are</c><00:00:01.000><c> live</c>

00:00:02.000 --> 00:00:02.010 align:start position:0%
we are live
 

00:00:02.010 --> 00:00:04.000 align:start position:0%
we are live
chat<00:00:03.000><c> go</c>
"""  # noqa: W293 - the blanks stand in the files that YouTube gives


def show(track):
    return [(w.text, round(w.start_seconds, 3), round(w.end_seconds, 3)) for w in track.words]


def test_srt_words_share_the_time_of_their_cue():
    track = read_srt(SRT)

    # "Hello" and "world" are equally long: a second each of two.
    assert show(track)[:2] == [("Hello", 1.0, 2.0), ("world", 2.0, 3.0)]
    assert [w.text for w in track.words[2:]] == ["I", "<3", "5", "<", "6", "&", "bye", "now"]
    assert (track.format_name, track.skipped) == ("SRT", 0)


@pytest.mark.parametrize(
    "broken",
    [
        "00:00:05,000 --> 00:00:04,000\nbackwards\n",
        "00:00:05,000 --> \nno end\n",
        "soon --> later\nno times\n",
        "00:00:05,000 --> 00:00:05,000\nno length\n",
    ],
)
def test_a_broken_cue_is_skipped_and_counted(broken):
    track = read_srt(f"{broken}\n2\n00:00:06,000 --> 00:00:07,000\nfine\n")

    assert show(track) == [("fine", 6.0, 7.0)]
    assert track.skipped == 1


def test_cues_without_a_blank_line_between_them_are_told_apart():
    track = read_srt("1\n00:01,0 --> 00:02,0\none\n2\n00:02,0 --> 00:03,0\ntwo\n")

    assert show(track) == [("one", 1.0, 2.0), ("two", 2.0, 3.0)]


def test_a_number_that_is_said_stays():
    assert show(read_srt("1\n00:01,0 --> 00:02,0\n42\n\n")) == [("42", 1.0, 2.0)]


def test_vtt_words_take_the_times_within_the_text_and_repeats_are_said_once():
    track = read_vtt(YOUTUBE)

    assert show(track) == [
        ("we", 0.0, 0.5),
        ("are", 0.5, 1.0),
        ("live", 1.0, 2.0),
        ("chat", 2.01, 3.0),
        ("go", 3.0, 4.0),
    ]


def test_vtt_without_times_in_the_text_is_spread_and_repeats_stay():
    track = read_vtt(
        "WEBVTT\n\nSTYLE\n::cue { color: red }\n\nNOTE a note\n\nintro\n01:01.000 --> 01:02.000\n"
        "<v Ada>no &lt;b&gt;</v>\n\n01:02.000 --> 01:03.500 line:0\n<b>no</b>\n"
    )

    assert show(track) == [("no", 61.0, 61.429), ("<b>", 61.429, 62.0), ("no", 62.0, 63.5)]


def test_times_within_the_text_that_lie_outside_the_cue_are_kept_inside():
    track = read_vtt("WEBVTT\n\n00:01.000 --> 00:02.000\na<00:09.000>b<00:00.000>c\n")

    assert show(track) == [("a", 1.0, 2.0), ("b", 2.0, 2.0), ("c", 2.0, 2.0)]


def test_formats_are_recognised():
    assert is_vtt(YOUTUBE)
    assert is_srt(SRT)
    assert not is_vtt(SRT)
    assert not is_srt("a --> b")
    assert not is_srt("hello")


@given(st.text(alphabet="0123456789:,.-> \n<>c/{}\\a&;", max_size=300))
def test_noise_is_read_without_an_error(text):
    for read in (read_srt, read_vtt):
        assert all(0 <= w.start_seconds <= w.end_seconds for w in read(text).words)


def test_hostile_text_takes_no_longer_than_its_length():
    """Unclosed tags and endless cues invite patterns that never come back."""
    noise = "1\n00:00:01,000 --> 00:00:02,000\n" + "<b" * 500_000 + "{\\" * 500_000

    began = time.process_time()
    read_srt(noise)
    read_vtt("WEBVTT\n" + noise)

    assert time.process_time() - began < 2


def test_a_reading_above_a_word_is_not_said_twice():
    vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\n<ruby>WWW<rt>World Wide</rt></ruby> so\n"
    srt = "1\n00:00:01,000 --> 00:00:02,000\n<ruby>WWW<rt>World Wide</rt></ruby> so\n"

    assert [word.text for word in read_vtt(vtt).words] == ["WWW", "so"]
    assert [word.text for word in read_srt(srt).words] == ["WWW", "so"]
