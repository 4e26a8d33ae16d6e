from core.adapters.captions.font_runs import find_undrawn_characters, set_fonts
from core.adapters.captions.glyphs import Fallback
from core.domain.clips.captions import make_ass
from core.domain.videos.spoken_word import Word


def write(*texts):
    words = [Word(text=text, start_seconds=n, end_seconds=n + 0.5) for n, text in enumerate(texts)]
    return make_ass(words, duration_seconds=9)


def test_only_what_the_usual_font_lacks_is_named():
    assert find_undrawn_characters(write("plain", "é", "{x}")) == ""
    assert find_undrawn_characters(write("你好", "hi")) == "你好"


def test_each_run_is_set_in_a_font_that_draws_it_and_then_in_the_usual_one():
    document = set_fonts(write("hi你好", "ok"), [Fallback("Truss 1", frozenset("你好"))])

    (first, _) = [line for line in document.split("\n") if line.startswith("Dialogue")]
    assert "hi{\\fnTruss 1}你好{" in first
    assert "{\\fnDejaVu Sans}ok" in first


def test_what_needs_no_other_font_stays_as_it_is():
    document = write("a {b} c", "d")

    assert set_fonts(document, []) == document
