import pytest

from core.domain.videos.claims import Claims, MomentClaim, TimedClaim
from core.domain.videos.model_claims import check_claims, read_rubric
from core.domain.videos.spoken_word import Word
from core.domain.videos.understanding import AnalysisWindow, Category, Criterion, Dropped, Fault

WINDOW = AnalysisWindow(number=2, start_seconds=465.0, end_seconds=945.0)
MARKS = dict.fromkeys(Criterion, (7, "Because."))


def _moment(**given):
    values = {
        "start": "01:00",
        "peak": "01:10",
        "end": "01:20",
        "category": "win",
        "title": "A title",
        "quote": "",
        "visual": "A goal.",
        "marks": MARKS,
    }
    return MomentClaim(**(values | given))


def _check(*moments, **given):
    return check_claims(Claims(moments=moments, **given), WINDOW)


def _dropped(kind, fault, count=1):
    return Dropped(kind=kind, fault=fault, count=count)


def _words(text, start=525.0):
    return tuple(
        Word(text=word, start_seconds=start + place, end_seconds=start + place + 0.5)
        for place, word in enumerate(text.split())
    )


def test_a_good_moment_is_believed_at_its_place_in_the_asset():
    understanding = _check(_moment())

    moment = understanding.moments[0]
    # The window begins at 465 s; 01:00 of it is 525 s.
    assert (moment.start_seconds, moment.peak_seconds, moment.end_seconds) == (525, 535, 545)
    assert (moment.title, moment.category, moment.visual) == ("A title", Category.WIN, "A goal.")
    assert moment.rubric.share == 0.7
    assert understanding.dropped == ()


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"start": "soon"}, Fault.TIME),
        ({"end": "09:00"}, Fault.RANGE),  # 540 s into a window of 480 s
        ({"start": "01:30"}, Fault.ORDER),
        ({"peak": "01:25"}, Fault.ORDER),
        ({"start": "01:09", "end": "01:11"}, Fault.LENGTH),  # 2 s
        ({"start": "00:00", "end": "01:30"}, Fault.LENGTH),  # 90 s
        ({"marks": dict.fromkeys(Criterion, (11, ""))}, Fault.RANGE),
        ({"marks": {}}, Fault.RANGE),
    ],
)
def test_a_moment_that_cannot_be_is_dropped_and_counted(given, fault):
    understanding = _check(_moment(**given))

    assert understanding.moments == ()
    assert understanding.dropped == (_dropped("moments", fault),)


def test_an_end_a_little_past_the_window_is_its_end():
    # 480.9 s of 480.
    assert _check(_moment(start="07:40", peak="07:50", end="08:00.9")).moments[0].end_seconds == 945


def test_of_two_moments_that_overlap_by_half_the_better_one_stays():
    better = _moment(title="Better", marks=dict.fromkeys(Criterion, (9, "")))
    understanding = _check(_moment(), better, _moment(start="01:19", peak="01:25", end="01:40"))

    assert [moment.title for moment in understanding.moments] == ["Better", "A title"]
    assert understanding.dropped == (_dropped("moments", Fault.OVERLAP),)


def test_a_category_that_nobody_asked_for_is_other():
    assert _check(_moment(category="PUBLISH")).moments[0].category is Category.OTHER


def test_texts_lose_their_control_characters_and_are_bounded():
    evil = "\x1b[31mred\u202e\x00 " + "x" * 500
    moment = _check(_moment(title=evil, visual=evil, quote=evil)).moments[0]

    assert moment.title.startswith("[31mred x")
    assert (len(moment.title), len(moment.visual), len(moment.quote)) == (60, 160, 200)


def test_too_many_claims_are_cut_off_and_counted():
    moments = [
        _moment(start=f"{n:02d}:00", peak=f"{n:02d}:10", end=f"{n:02d}:20", title=f"{n}")
        if n < 8
        else _moment(start=f"{n - 8:02d}:30", peak=f"{n - 8:02d}:40", end=f"{n - 8:02d}:50")
        for n in range(16)
    ]
    chapters = [TimedClaim(text="C", start=f"00:{n:02d}") for n in range(18)]
    words = [TimedClaim(text="w", start="1", end="1.2")] * (480 * 8 + 5)

    understanding = _check(*moments, chapters=chapters, words=words)

    assert len(understanding.moments) == 16
    assert _dropped("chapters", Fault.COUNT, 2) in understanding.dropped
    assert _dropped("words", Fault.COUNT, 5) in understanding.dropped


def test_of_many_moments_the_best_sixteen_stay_and_not_the_first():
    window = AnalysisWindow(number=1, start_seconds=0.0, end_seconds=900.0)
    moments = [
        _moment(
            start=str(20 * n),
            peak=str(20 * n + 5),
            end=str(20 * n + 10),
            marks=dict.fromkeys(Criterion, (n // 4, "")),
        )
        for n in range(40)
    ]

    understanding = check_claims(Claims(moments=moments), window)

    # The marks rise from the first to the last: the last 16 begin at 480 s.
    assert [m.start_seconds for m in understanding.moments] == [480.0 + 20 * n for n in range(16)]
    assert understanding.dropped == (_dropped("moments", Fault.COUNT, 24),)


def test_a_quote_that_was_not_said_costs_the_quote_and_not_the_moment():
    other = {"start": "01:30", "peak": "01:40", "end": "01:50"}
    understanding = check_claims(
        Claims(
            moments=[_moment(quote="no way he did"), _moment(quote="never said at all", **other)]
        ),
        WINDOW,
        known_words=_words("oh no way he did that"),
    )

    assert [moment.quote for moment in understanding.moments] == ["no way he did", ""]
    assert understanding.dropped == (_dropped("quotes", Fault.QUOTE),)


def test_without_other_words_a_quote_is_looked_for_among_the_models_own():
    words = [TimedClaim(text="hello", start="01:05", end="01:05.4")]

    assert _check(_moment(quote="hello"), words=words).moments[0].quote == "hello"
    assert _check(_moment(quote="goodbye"), words=words).moments[0].quote == ""


def test_a_sentence_shares_its_time_out_among_its_words():
    words = _check(words=[TimedClaim(text="oh no way", start="00:10", end="00:12")]).words

    # 3 + 3 + 4 characters with their spaces in 2 s: 0.2 s each.
    assert [(w.text, w.start_seconds, w.end_seconds) for w in words] == [
        ("oh", 475.0, 475.6),
        ("no", 475.6, 476.2),
        ("way", 476.2, 477.0),
    ]


def test_a_mark_out_of_range_costs_itself_and_half_points_are_rounded():
    marks = MARKS | {Criterion.HOOK: (11, ""), Criterion.PACE: (7.5, "")}
    understanding = _check(_moment(marks=marks))

    rubric = understanding.moments[0].rubric
    assert rubric.find_mark(Criterion.HOOK) is None
    assert rubric.find_mark(Criterion.PACE).points == 8
    assert understanding.dropped == (_dropped("marks", Fault.RANGE),)


@pytest.mark.parametrize(
    ("times", "start"),
    [
        (("60000", "70000", "80000"), 525.0),  # 60,000 s cannot lie in 480 s; 60 s can
        (("60000ms", "70000ms", "80000 ms"), 525.0),
        (("60", "70", "80"), 525.0),
        (("[01:00]", "1:10", "(01:20)"), 525.0),
        (("60,5s", "70 s", "80s"), 525.5),
    ],
)
def test_times_are_read_in_the_unit_that_the_window_makes_plain(times, start):
    moment = _moment(**dict(zip(("start", "peak", "end"), times, strict=True)))

    assert _check(moment).moments[0].start_seconds == start


def test_one_misread_clock_costs_nothing():
    readings = [("00:10", "00:10"), ("03:00", "05:07"), ("07:00", "07:01")]

    understanding = _check(_moment(), readings=readings)

    assert understanding.moments[0].start_seconds == 525
    assert understanding.dropped == ()


@pytest.mark.parametrize(
    ("clock", "start"),
    [
        ("01:11", 525.0),  # as good as a model gets
        ("01:20", 535.0),  # the frame itself says 10 s later
        ("07:10", 525.0),  # a digit misread: minutes away from what the majority says
        ("?", 525.0),
    ],
)
def test_a_moment_is_judged_by_its_own_reading(clock, start):
    readings = [("00:10", "00:10"), ("03:00", "03:00"), ("07:00", "07:00")]

    assert _check(_moment(clock=clock), readings=readings).moments[0].start_seconds == start


def test_where_the_readings_disagree_a_moment_with_its_own_is_still_placed():
    readings = [("00:10", "01:30"), ("03:00", "03:05"), ("06:00", "02:00")]
    unread = _moment(start="05:00", peak="05:10", end="05:20")

    understanding = _check(_moment(clock="02:10"), unread, readings=readings)

    assert [m.peak_seconds for m in understanding.moments] == [595.0]  # 465 s + 130 s
    assert understanding.dropped == (_dropped("moments", Fault.DRIFT),)


def test_a_moment_that_cannot_be_casts_no_doubt_on_the_rest():
    late = _moment(start="09:00", peak="09:10", end="09:20", clock="09:10")
    chapters = [TimedClaim(text="A", start="00:00")]

    understanding = _check(late, chapters=chapters)

    assert [chapter.title for chapter in understanding.chapters] == ["A"]
    assert understanding.dropped == (_dropped("moments", Fault.RANGE),)


def test_an_answer_says_whether_its_clock_was_read():
    assert _check(_moment(), readings=[("00:01", "00:01")]).is_clock_read
    assert not _check(_moment(), readings=[("", ""), ("00:01", "?")]).is_clock_read


def test_words_are_kept_in_order_and_broken_ones_dropped():
    words = [
        TimedClaim(text="one", start="00:01", end="00:01.5"),
        TimedClaim(text="late", start="00:09", end="00:05"),
        TimedClaim(text="before", start="00:00", end="00:00.5"),
        TimedClaim(text="\x00", start="00:02", end="00:02.5"),
        TimedClaim(text="long", start="00:02", end="00:06"),
        TimedClaim(text="zero", start="00:02", end="00:02"),
        TimedClaim(text="two", start="00:02", end="00:02.5"),
    ]

    understanding = _check(words=words)

    assert [(word.text, word.start_seconds) for word in understanding.words] == [
        ("one", 466.0),
        ("two", 467.0),
    ]
    assert understanding.dropped == (
        _dropped("words", Fault.SHAPE),
        _dropped("words", Fault.LENGTH, 2),
        _dropped("words", Fault.ORDER, 2),
    )


def test_chapters_keep_their_order_and_a_title():
    chapters = [
        TimedClaim(text="One", start="00:00"),
        TimedClaim(text="", start="01:00"),
        TimedClaim(text="Two", start="02:00"),
        TimedClaim(text="Back", start="01:00"),
    ]

    understanding = _check(chapters=chapters)

    assert [(c.title, c.start_seconds) for c in understanding.chapters] == [
        ("One", 465.0),
        ("Two", 585.0),
    ]
    assert len(understanding.dropped) == 2


def test_drifted_times_are_put_right_by_the_clock():
    """Three frames that the model puts at 90 % of what their clocks show."""
    readings = [("00:54", "01:00"), ("02:42", "03:00"), ("06:18", "07:00")]

    moment = _check(_moment(start="00:54", peak="01:03", end="01:12"), readings=readings).moments[0]

    # 54 s / 0.9 = 60 s into the window; 63 / 0.9 = 70; 72 / 0.9 = 80.
    assert (moment.start_seconds, moment.peak_seconds, moment.end_seconds) == (525, 535, 545)


def test_times_that_drift_without_a_rule_are_not_believed():
    readings = [("00:10", "01:30"), ("03:00", "03:05"), ("06:00", "02:00")]

    understanding = _check(_moment(), readings=readings)

    assert understanding.moments == ()
    assert understanding.dropped == (_dropped("moments", Fault.DRIFT),)


def test_readings_that_are_no_times_are_no_readings():
    assert _check(_moment(), readings=[("soon", "00:01"), ("00:01", "?")]).moments


def test_what_had_not_even_a_form_is_counted_too():
    assert _check(misshapen={"moments": 3}).dropped == (_dropped("moments", Fault.SHAPE, 3),)


def test_a_rubric_without_some_marks_holds_the_others():
    rubric = read_rubric({Criterion.PACE: (3, "Slow.\n")})

    assert rubric is not None
    assert [(mark.criterion, mark.points, mark.sentence) for mark in rubric.marks] == [
        (Criterion.PACE, 3, "Slow.")
    ]
