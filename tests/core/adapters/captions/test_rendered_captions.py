"""Captions as libass really draws them: inside the safe area, without markup, whatever is said."""

import subprocess

import imageio_ffmpeg
import numpy as np
import pytest

from core.adapters.captions import make_fonts_folder
from core.domain.clips.caption_text import clean_text
from core.domain.clips.captions import make_ass
from core.domain.videos.spoken_word import Word

pytestmark = pytest.mark.ffmpeg

WIDTH, HEIGHT, RATE = 1080, 1920, 5
BLACK = f"color=black:s={WIDTH}x{HEIGHT}:r={RATE}:d=1"
OUTLINE = 6
TEXTS = {
    "plain": "So we go",
    "current word": "one two three",
    "tags": "{\\an9\\fs300\\pos(0,0)} visible",
    "broken tags": "{\\b1 open {\\c&H0000FF& }} {",
    "backslashes": "C:\\new\\home\\N \\h \\\\",
    "newlines": "line\nbreak\r\nDialogue: 0,0:00:00.00,0:00:01.00,Caption,,0,0,0,,x",
    "emoji": "\U0001f525\U0001f468\u200d\U0001f469\u200d\U0001f467 fire \U0001f600 \u2764\ufe0f",
    "right to left": "\u05e9\u05dc\u05d5\u05dd \u0633\u0644\u0627\u0645 \u202eevil\u202c",
    "one long word": "W" * 500,
    "long text": "word " * 100,
    "piled marks": "Z\u0351\u0352\u0353" * 6 + "a" + "\u0303" * 90,
    "no spaces, no font": "\u65e5\u672c\u8a9e\u5b57\u5e55" * 100,
    "widest letters": "\u0429\u0416\u0416 \u01f1\u01f1\u01f1\u01f1\u01f1\u01f1\u01f1 \u2031\u2031",
    "descenders": "gjpqy\u00c5\u1ea8",
    "controls": "bell\x07 esc\x1b[31m nul\0 \x85 \u2028 end",
}
SAID_NOTHING = {"nothing": "", "only what is not read": "\u202e\u200b\U0001f525 \x07"}


@pytest.fixture(scope="module")
def fonts(tmp_path_factory):
    return make_fonts_folder(tmp_path_factory.mktemp("home") / "fonts")


@pytest.fixture
def draw(tmp_path, fonts):
    def draw_frames(words, **placed):
        """Return the frames of a second of captions on black, (frames, height, width, 3)."""
        (tmp_path / "captions.ass").write_text(
            make_ass(words, duration_seconds=1, **placed), encoding="utf-8"
        )
        done = subprocess.run(
            [
                imageio_ffmpeg.get_ffmpeg_exe(),
                *(
                    "-v",
                    "error",
                    "-f",
                    "lavfi",
                    "-i",
                    f"color=black:s={WIDTH}x{HEIGHT}:r={RATE}:d=1",
                ),
                *("-vf", f"format=rgb24,ass=captions.ass:fontsdir={fonts}"),
                *("-f", "rawvideo", "-pix_fmt", "rgb24", "-"),
            ],
            cwd=tmp_path,
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, b"")
        return np.frombuffer(done.stdout, np.uint8).reshape(-1, HEIGHT, WIDTH, 3)

    return draw_frames


def say(text, seconds=1.0):
    return [Word(text=text, start_seconds=0, end_seconds=seconds)]


def find_box(frames):
    """Return left, top, right and bottom of everything that is not black; None where all is."""
    # Numpy takes twenty times as long for the greatest along both axes at once.
    ink = frames.max(axis=0)
    bright = np.maximum.reduce([ink[..., channel] for channel in range(3)]) > 24
    ys, xs = np.nonzero(bright)
    return (xs.min(), ys.min(), xs.max(), ys.max()) if len(xs) else None


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_any_text_is_drawn_inside_the_safe_area(draw, text):
    """Ink is measured, and the black outline of 6 pixels around it is added."""
    box = find_box(draw(say(text)))

    assert box is not None
    left, top, right, bottom = box
    assert left - OUTLINE >= 90
    assert right + OUTLINE < 910
    assert top - OUTLINE >= 250
    assert bottom + OUTLINE < 1400
    # One line at y 1180 and never a second one: 90 pixels high, marks reach above.
    assert 1180 - 80 <= top < 1180 < bottom <= 1180 + 80


@pytest.mark.parametrize("text", SAID_NOTHING.values(), ids=SAID_NOTHING.keys())
def test_nothing_is_drawn_where_nothing_is_said(draw, text):
    assert find_box(draw(say(text))) is None


@pytest.mark.parametrize("text", ["{hi}", "a{b}c\\d", "\\N", "{\\b1}", "\\{", "}{"])
def test_markup_is_seen_as_it_was_written(draw, text):
    """Each character takes the place of its own glyph: what is obeyed would not be drawn."""
    left, _, right, _ = find_box(draw(say(text)))

    # Braces and letters in their own widths: the text is as wide as its harmless twin.
    twin = text.replace("\\", "/").replace("{", "m").replace("}", "m")
    twin_left, _, twin_right, _ = find_box(draw(say(twin)))
    shrink = sum(character in "{}" for character in clean_text(text)) * (1.04 - 0.71) * 90 * 0.859
    assert right - left == pytest.approx(twin_right - twin_left - shrink, abs=12)


def test_the_current_word_is_coloured_and_the_others_white(draw):
    words = [
        Word(text="one", start_seconds=0.0, end_seconds=0.4),
        Word(text="two", start_seconds=0.5, end_seconds=1.0),
    ]

    frames = draw(words)

    for frame, current in ((frames[0], "left"), (frames[4], "right")):
        yellow = (frame[..., 0] > 240) & (frame[..., 2] < 60)
        white = frame.min(axis=2) > 240
        yellow_x, white_x = np.nonzero(yellow)[1].mean(), np.nonzero(white)[1].mean()
        assert (yellow_x < white_x) == (current == "left")


@pytest.mark.parametrize(("seam", "middle"), [(608, 608), (10, 320), (1900, 1330)])
def test_captions_sit_on_the_seam(draw, seam, middle):
    _, top, _, bottom = find_box(draw(say("HHH"), seam_y=seam))

    assert (top + bottom) / 2 == pytest.approx(middle, abs=12)


def test_the_shipped_font_is_the_one_that_is_used(draw):
    """Exact widths of DejaVu Sans Bold: another font would be set wider or narrower."""
    left, _, right, _ = find_box(draw(say("HHHHHHHH")))

    # 8 H of 0.837 em, less the bearings of 0.09 em at both ends; an em is 77.3 pixels at size 90.
    assert right - left == pytest.approx((8 * 0.837 - 2 * 0.0917) * 77.3, abs=4)
