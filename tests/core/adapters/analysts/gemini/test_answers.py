import json

import pytest

from core.adapters.analysts.gemini.answers import (
    Unreadable,
    clip_schema,
    parse_claims,
    parse_clip,
    window_schema,
)
from core.domain.videos.understanding import Criterion
from tests.core.adapters.analysts.gemini.replies import make_moment, make_rubric, write_answer


def test_an_answer_becomes_claims():
    claims = parse_claims(write_answer())

    assert claims.moments[0].title == "Last-lap overtake"
    assert claims.moments[0].marks[Criterion.STANDS_ALONE] == (7, "stands alone is good.")
    assert claims.chapters[0].text == "The race"
    assert claims.words[0].end == "00:05.4"
    assert claims.readings[0] == ("00:01", "00:01")
    assert claims.misshapen == {}


@pytest.mark.parametrize(
    "text", ["", "{", "null", "3", '"moments"', "{}", '{"moments": {}}', "[" * 100_000]
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
        make_moment(title="x" * 2001),
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


@pytest.mark.parametrize("rubric", [{}, make_rubric(11), make_rubric(-1)])
def test_a_clip_without_a_right_rubric_is_unreadable(rubric):
    with pytest.raises(Unreadable):
        parse_clip(json.dumps({"title": "A", "rubric": rubric}))


def test_the_schemas_name_all_that_is_read():
    schema = window_schema(moments_max=5, has_words=True)
    moment = schema["properties"]["moments"]

    assert moment["maxItems"] == 5
    assert set(moment["items"]["properties"]) == set(make_moment())
    assert set(schema["properties"]) == set(json.loads(write_answer()))
    assert set(clip_schema()["properties"]["rubric"]["properties"]) == set(make_rubric())
    assert "words" not in window_schema(moments_max=5, has_words=False)["properties"]
