import json

from core.adapters.analysts.gemini.schemas import clip_schema, window_schema
from tests.core.adapters.analysts.gemini.replies import make_moment, make_rubric, write_answer


def test_the_schemas_name_all_that_is_read():
    schema = window_schema(moments_max=5, has_words=True)
    moment = schema["properties"]["moments"]

    assert moment["maxItems"] == 5
    assert set(moment["items"]["properties"]) == set(make_moment())
    assert set(schema["properties"]) == set(json.loads(write_answer()))
    assert set(clip_schema()["properties"]["rubric"]["properties"]) == set(make_rubric())
    assert "speech" not in window_schema(moments_max=5, has_words=False)["properties"]


def test_reasons_come_before_points_and_the_title_comes_last():
    moment = window_schema(moments_max=5, has_words=True)["properties"]["moments"]["items"]

    assert moment["propertyOrdering"] == list(moment["properties"])
    assert list(moment["properties"])[:2] == ["seen", "quote"]
    assert list(moment["properties"])[-2:] == ["rubric", "title"]
    assert list(moment["properties"]["rubric"]["properties"]["hook"]["properties"]) == [
        "why",
        "points",
    ]
    assert list(clip_schema()["properties"])[-2:] == ["rubric", "title"]


def test_moments_come_before_what_is_spoken_and_no_list_has_many_states():
    schema = window_schema(moments_max=8, has_words=True)

    assert list(schema["properties"]) == ["clock_readings", "moments", "chapters", "speech"]
    assert "maxItems" not in schema["properties"]["speech"]


def test_a_second_title_is_in_the_schema_only_where_it_is_asked_for():
    schema = window_schema(moments_max=8, has_words=True, has_two_titles=True)

    moment = schema["properties"]["moments"]["items"]
    assert moment["required"][-2:] == ["title", "asking_title"]
