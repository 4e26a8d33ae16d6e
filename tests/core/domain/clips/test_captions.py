"""Words become captions: one to three at a time, in time, inside the safe area, never markup."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.clips.caption_text import measure_text
from core.domain.clips.captions import CaptionTuning, make_ass, plan_captions, spread_words
from core.domain.clips.words.caption_look import read_look
from core.domain.videos.spoken_word import Word

LINE = 800  # pixels of text from x 90 to 910, less 6 of outline and 4 of overhang at each side
EM = 2048 / 2384  # of a line's height


def make_words(*texts, start=0.0, each=0.4, gap=0.1):
    return [
        Word(
            text=text,
            start_seconds=start + place * (each + gap),
            end_seconds=start + place * (each + gap) + each,
        )
        for place, text in enumerate(texts)
    ]


def list_dialogues(ass):
    return [line for line in ass.splitlines() if line.startswith("Dialogue:")]


def show(events):
    """Return each group of words once, as it is read."""
    groups: list[str] = []
    for event in events:
        if not groups or groups[-1] != " ".join(event.words):
            groups.append(" ".join(event.words))
    return groups


@pytest.mark.parametrize(
    ("texts", "groups"),
    [
        (["so", "we", "go", "in"], ["so we go", "in"]),
        (["Stop.", "No", "way!", "Run"], ["Stop.", "No way!", "Run"]),
        # 12 letters of about 0.7 em each: two such words do not fit into 800 px = 10.3 em.
        (["unbelievable", "preparations"], ["unbelievable", "preparations"]),
        (["a b c d"], ["a b c", "d"]),
        (["", "\u200b", "\U0001f525"], []),
    ],
)
def test_one_to_three_words_are_shown_at_once(texts, groups):
    assert show(plan_captions(make_words(*texts), duration_seconds=30)) == groups


def test_a_pause_parts_words():
    """What is said after a breath is not read before it."""
    words = [
        Word(text="wait", start_seconds=0.0, end_seconds=0.4),
        Word(text="for", start_seconds=1.0, end_seconds=1.2),  # 0.6 s: still together
        Word(text="it", start_seconds=1.81, end_seconds=2.0),  # 0.61 s: a pause
    ]

    assert show(plan_captions(words, duration_seconds=3)) == ["wait for", "it"]


def test_each_word_is_current_until_the_next_begins():
    words = make_words("one", "two", "three", "four")

    events = plan_captions(words, duration_seconds=1.75)

    # Words begin at 0, 0.5, 1.0 and 1.5 s; the first three share the screen. The third stays until
    # the fourth begins, although its 0.3 s of hold end later, and the fourth until the clip ends.
    assert [(e.start_centiseconds, e.end_centiseconds, e.words[e.current]) for e in events] == [
        (0, 50, "one"),
        (50, 100, "two"),
        (100, 150, "three"),
        (150, 175, "four"),
    ]


def test_the_last_word_stays_for_a_moment():
    events = plan_captions(make_words("bye"), duration_seconds=30)

    assert [(e.start_centiseconds, e.end_centiseconds) for e in events] == [(0, 70)]


def test_words_without_a_length_are_shown_with_their_neighbours():
    """Recognisers give words that take no time."""
    words = [
        Word(text="a", start_seconds=1.0, end_seconds=1.0),
        Word(text="bee", start_seconds=1.0, end_seconds=1.5),
    ]

    events = plan_captions(words, duration_seconds=5)

    assert [(e.words, e.current) for e in events] == [(("a", "bee"), 1)]


def test_words_after_the_end_are_not_shown():
    assert plan_captions(make_words("late", start=9), duration_seconds=5) == ()


def test_a_long_word_is_set_smaller_and_a_longer_one_broken():
    (smaller,) = plan_captions(make_words("Donaudampfschifffahrt"), duration_seconds=1)
    broken = plan_captions(make_words("W" * 20, each=0.9), duration_seconds=1)

    assert 60 <= smaller.font_size < 90
    assert smaller.words == ("Donaudampfschifffahrt",)
    # 720 px are 9.3 em at size 90, and a W is 1.1 em: eight, eight and four.
    assert [event.words for event in broken] == [("W" * 8,), ("W" * 8,), ("W" * 4,)]
    assert [event.font_size for event in broken] == [90, 90, 90]
    assert [event.start_centiseconds for event in broken] == [0, 35, 70]  # shares of 9, 9, 5


@pytest.mark.parametrize("text", ["W" * 500, "x " * 250, "\u65e5" * 500, "{\\b1}" * 100])
def test_five_hundred_characters_never_leave_the_line(text):
    events = plan_captions(make_words(text, each=3.0), duration_seconds=5)

    assert events
    for event in events:
        assert measure_text(" ".join(event.words)) * event.font_size * EM <= LINE + 0.01


def test_a_document_is_placed_and_coloured():
    ass = make_ass(make_words("so", "good"), duration_seconds=2)

    place = "Caption,,0,0,0,,{\\an5\\pos(540,1180)\\fs90\\clip(170,250,910,1400)}"
    assert "PlayResX: 1080\nPlayResY: 1920\n" in ass
    assert "Style: Caption,DejaVu Sans,90," in ass
    assert list_dialogues(ass) == [
        f"Dialogue: 0,0:00:00.00,0:00:00.50,{place}{{\\c&H00D7FF&}}so{{\\c&HFFFFFF&}} good",
        f"Dialogue: 0,0:00:00.50,0:00:01.20,{place}so {{\\c&H00D7FF&}}good{{\\c&HFFFFFF&}}",
    ]


@pytest.mark.parametrize(("seam", "y"), [(608, 608), (100, 320), (1800, 1330), (None, 1180)])
def test_captions_sit_on_the_seam_as_far_as_it_is_safe(seam, y):
    ass = make_ass(make_words("hi"), duration_seconds=2, seam_y=seam)

    assert f"\\pos(540,{y})" in ass


def test_a_font_name_stays_in_its_field():
    ass = make_ass([], duration_seconds=2, font_name="Evil,0\nDialogue: x")

    assert "Style: Caption,Evil 0 Dialogue: x,90," in ass
    assert list_dialogues(ass) == []


def test_times_beyond_an_hour_are_written():
    ass = make_ass(make_words("hi", start=3_661.5), duration_seconds=4_000)

    assert "Dialogue: 0,1:01:01.50,1:01:02.20," in ass


def test_tuning_is_kept():
    tuning = CaptionTuning(words_max=1, hold_seconds=0.0)

    assert show(plan_captions(make_words("a", "b"), duration_seconds=3, tuning=tuning)) == [
        "a",
        "b",
    ]


def test_a_text_is_spread_by_length():
    the, world = spread_words("the world", 1, 3)

    # 3 + 1 and 5 + 1 parts of 2 s.
    assert (the.text, the.start_seconds, world.text) == ("the", 1.0, "world")
    assert the.end_seconds == world.start_seconds == pytest.approx(1.8)
    assert world.end_seconds == pytest.approx(3.0)
    assert spread_words(" \n", 1, 3) == ()


nasty = st.one_of(
    st.text(),
    st.text(alphabet="{}\\Nnh\r\n ,;p1&\u2060\u202e\U0001f525\u05d0", max_size=60),
    st.text(min_size=400, max_size=600),
)
any_words = st.lists(
    st.builds(
        Word,
        text=nasty,
        start_seconds=st.floats(-1, 12),
        end_seconds=st.floats(allow_nan=True, allow_infinity=True),
    )
    | st.builds(
        lambda text, start, length: Word(
            text=text, start_seconds=start, end_seconds=start + length
        ),
        nasty,
        st.floats(0, 12),
        st.floats(0, 3),
    ),
    max_size=8,
)
LINE_OF_ASS = re.compile(
    r"Dialogue: 0,\d:\d\d:\d\d\.\d\d,\d:\d\d:\d\d\.\d\d,Caption,,0,0,0,,"
    r"\{\\an5\\pos\(540,\d+\)\\fs\d\d\\clip\(170,250,910,1400\)\}(.*)",
)
COLOURS = re.compile(r"\{\\c&H[0-9A-F]{6}&\}")


@settings(max_examples=80, deadline=None)
@given(words=any_words)
def test_whatever_is_said_the_document_holds_the_planned_events_and_no_markup(words):
    """The words come from files and models; a brace let through would be obeyed."""
    events = plan_captions(words, duration_seconds=10)
    ass = make_ass(words, duration_seconds=10)

    ass.encode()
    lines = ass.split("[Events]\n")[1].splitlines()[1:]
    assert len(lines) == len(events)
    for line, event in zip(lines, events, strict=True):
        matched = LINE_OF_ASS.fullmatch(line)
        assert matched
        text = matched[1]
        assert len(COLOURS.findall(text)) == 2
        bare = COLOURS.sub("", text)
        assert not re.search(r"(?<!\\)[{}]", bare)
        assert not re.search(r"\\(?![{}\u2060])", bare)
        bare = bare.lstrip("\u200e\u200f")  # says from where the whole line is read
        assert bare.replace("\\{", "{").replace("\\}", "}").replace("\\\u2060", "\\") == " ".join(
            event.words
        )


@settings(max_examples=80, deadline=None)
@given(words=any_words)
def test_events_follow_one_another_and_fit(words):
    events = plan_captions(words, duration_seconds=10)

    ends = 0
    for event in events:
        assert ends <= event.start_centiseconds < event.end_centiseconds <= 1_000
        assert 1 <= len(event.words) <= 3
        assert 60 <= event.font_size <= 90
        ends = event.end_centiseconds


def events_of(ass):
    return ass.split("[Events]\n")[1].splitlines()[1:]


@pytest.mark.parametrize(
    ("look", "shown"),
    [
        ("words", 4),
        ("single", 4),
        ("karaoke", 4),
        ("line", 1),
    ],
)
def test_each_style_shows_its_words(look, shown):
    words = make_words("a", "b", "c", "d")

    assert len(events_of(make_ass(words, duration_seconds=9, look=read_look(look)))) == shown


def test_karaoke_colours_what_was_spoken_and_a_line_nothing():
    words = make_words("one", "two")
    sung = events_of(make_ass(words, duration_seconds=9, look=read_look("karaoke red")))
    plain = events_of(make_ass(words, duration_seconds=9, look=read_look("line")))

    assert sung[1].endswith("{\\c&H4040FF&}one two{\\c&HFFFFFF&}")
    assert plain[0].endswith("one two")
    assert "\\c&" not in plain[0]


def test_a_look_sets_size_place_and_case():
    (line,) = events_of(
        make_ass(make_words("hi"), duration_seconds=9, look=read_look("large upper caps"))
    )

    assert "\\pos(540,420)\\fs116" in line
    assert "HI" in line


def test_nothing_of_the_next_cue_is_shown_beside_the_last_word():
    first, second = make_words("so", "go")
    words = [replace(first, ends_line=True), second]

    assert [event.words for event in plan_captions(words, duration_seconds=9)] == [("so",), ("go",)]


def test_a_part_of_a_line_keeps_the_lines_direction():
    said = make_words("He", "said", "hi", "\u05e9\u05dc\u05d5\u05dd", "\u05e2\u05d5\u05dc\u05dd")
    last = events_of(make_ass(said, duration_seconds=9))[-1]

    assert "\u200e" in last
    assert "\u200e" not in events_of(make_ass(said[:3], duration_seconds=9))[0]
