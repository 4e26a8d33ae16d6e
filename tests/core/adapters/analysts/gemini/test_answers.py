import json
from typing import Any

import pytest

from core.adapters.analysts.gemini.answers import (
    Unreadable,
    parse_claims,
    parse_clip,
    read_window,
)
from core.domain.videos.understanding import Criterion
from tests.core.adapters.analysts.gemini.replies import make_moment, make_rubric, write_answer


def _rest(raised) -> Any:
    return raised.value.rest


def test_an_answer_becomes_claims():
    claims = parse_claims(write_answer())

    assert claims.moments[0].title == "Last-lap overtake"
    assert claims.moments[0].marks[Criterion.STANDS_ALONE] == (7, "stands alone is good.")
    assert claims.chapters[0].text == "The race"
    assert claims.words[0].end == "00:05.4"
    assert claims.readings[0] == ("00:01", "00:01")
    assert claims.misshapen == {}


@pytest.mark.parametrize(
    "text",
    ["", "{", "null", "3", '"moments"', "{}", '{"moments": {}}', "[" * 100_000, '{"a":' * 9999],
)
def test_what_is_no_answer_is_unreadable(text):
    with pytest.raises(Unreadable):
        parse_claims(text)


@pytest.mark.parametrize(
    "moment",
    [
        {"start": 5},
        make_moment(rubric={}),
        make_moment(rubric=make_rubric("many")),
        make_moment(start=None),
        "a moment",
        None,
    ],
)
def test_a_misshapen_moment_is_counted_and_the_others_stay(moment):
    claims = parse_claims(write_answer(make_moment(), moment))

    assert len(claims.moments) == 1
    assert claims.misshapen == {"moments": 1}


def test_what_is_no_list_and_what_is_missing_costs_nothing_else():
    claims = parse_claims(write_answer(chapters="none", words=None))

    assert claims.misshapen == {"chapters": 1}
    assert len(claims.moments) == 1


def test_an_endless_list_is_read_in_part():
    claims = parse_claims(json.dumps({"moments": [1] * 10_005}))

    assert claims.misshapen == {"moments": 10_005}


def test_what_nobody_asked_for_is_not_even_read():
    claims = parse_claims(write_answer(make_moment(privacy="public", clip_id="1"), publish=True))

    assert not hasattr(claims.moments[0], "privacy")
    assert not hasattr(claims, "publish")


def test_a_clip_has_a_title_and_a_rubric():
    title, rubric = parse_clip(json.dumps({"title": "A", "rubric": make_rubric(9)}))

    assert (title, rubric.share) == ("A", 0.9)


@pytest.mark.parametrize(
    ("points", "read"),
    [(7, 7), (7.5, 7.5), ("7", 7), ("7,5", 7.5), ("7/10", 7), (" 8 / 10 ", 8)],
)
def test_points_are_read_as_a_model_writes_them(points, read):
    (moment,) = parse_claims(write_answer(make_moment(rubric=make_rubric(points)))).moments

    assert moment.marks[Criterion.HOOK] == (read, "hook is good.")


@pytest.mark.parametrize("points", [True, None, "many", float("nan"), [7]])
def test_what_is_no_number_of_points_is_no_mark(points):
    rubric = make_rubric() | {"hook": {"points": points, "why": "Because."}}
    (moment,) = parse_claims(write_answer(make_moment(rubric=rubric))).moments

    assert Criterion.HOOK not in moment.marks
    assert len(moment.marks) == 4


def test_numbers_for_times_and_other_spellings_of_a_criterion_are_read():
    rubric = {"Hook": 7, "emotion": 7, "payoff": 7, "standsAlone": 7, "stands alone": 8}
    moment = make_moment(start=2, peak=7.5, end=12, rubric=rubric, title=None, quote="x" * 2001)
    (claim,) = parse_claims(write_answer(moment)).moments

    assert (claim.start, claim.peak, claim.end) == ("2", "7.5", "12")
    assert claim.marks[Criterion.STANDS_ALONE] == (8, "")
    assert (claim.title, len(claim.quote)) == ("", 2000)


@pytest.mark.parametrize(
    "text",
    [
        "```json\n{}\n```",
        "Here is the analysis [of the window]:\n\n{}",
        "{}\n\nLet me know if you need {{more}}.",
        "\ufeff{}",
        "[{}]",
        '{{"answer": {}}}',
        '{{"thoughts": "I see"}} {}',
    ],
)
def test_the_answer_is_found_whatever_stands_around_it(text):
    claims = parse_claims(text.format(write_answer()))

    assert (len(claims.moments), len(claims.chapters), claims.misshapen) == (1, 1, {})


def test_a_bare_list_of_moments_is_an_answer():
    assert len(parse_claims(json.dumps([make_moment(), make_moment()])).moments) == 2


def test_chapters_without_moments_are_handed_on(material):
    text = json.dumps({"moments": None, "chapters": [{"start": 0, "title": "A"}]})

    with pytest.raises(Unreadable, match="complete") as raised:
        read_window(text, material)

    assert [chapter.title for chapter in _rest(raised).chapters] == ["A"]


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9, 1.0])
def test_of_a_cut_answer_every_moment_that_is_whole_stays(share):
    moments = [make_moment(title=f"{n}") for n in range(4)]
    text = json.dumps({"moments": moments, "chapters": [{"start": "0", "title": "A"}]})
    cut = text[: int(share * len(text))]
    whole = sum(json.dumps(moment) in cut for moment in moments)

    if not whole:
        with pytest.raises(Unreadable, match="complete"):
            parse_claims(cut)
        return

    assert [moment.title for moment in parse_claims(cut).moments] == [f"{n}" for n in range(whole)]


def test_where_no_moment_can_be_placed_the_rest_is_handed_on(material):
    late = make_moment(start="soon", peak="later", end="then")

    with pytest.raises(Unreadable, match="none of the times") as raised:
        read_window(write_answer(late), material)

    assert [chapter.title for chapter in _rest(raised).chapters] == ["The race"]
    assert read_window(write_answer(late, make_moment()), material).moments


@pytest.mark.parametrize("rubric", [{}, make_rubric(11), make_rubric(-1)])
def test_a_clip_without_a_right_rubric_is_unreadable(rubric):
    with pytest.raises(Unreadable):
        parse_clip(json.dumps({"title": "A", "rubric": rubric}))


def test_a_second_title_is_read_where_there_is_one():
    text = write_answer(make_moment(asking_title="Who wins this?"), make_moment())

    assert [moment.asking_title for moment in parse_claims(text).moments] == ["Who wins this?", ""]
