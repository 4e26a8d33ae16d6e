import json

import pytest

from core.adapters.analysts.gemini.response_body import read_body

ANSWER = {
    "candidates": [{"content": {"parts": [{"text": "{}"}]}, "finishReason": "STOP"}],
    "usageMetadata": {"promptTokenCount": 900, "candidatesTokenCount": 20},
}


def say(answer):
    """Return the text of each candidate's first part, and how many tokens asking took."""
    found = answer.model_dump()
    usage = found["usage_metadata"] or {}
    texts = [one["content"]["parts"][0]["text"] for one in found["candidates"]]
    return texts, usage.get("prompt_token_count")


def test_an_answer_as_the_service_describes_it_is_read_whole():
    answer = read_body(json.dumps(ANSWER))

    assert say(answer) == (["{}"], 900)


@pytest.mark.parametrize(
    "odd",
    [
        {"createTime": "soon"},
        {"modelVersion": 3.8},
        {"weather": {"sun": True}},
        {"promptFeedback": 7},
        {"usageMetadata": {"promptTokenCount": 900, "candidatesTokenCount": "many"}},
    ],
    ids=lambda odd: next(iter(odd)),
)
def test_what_is_odd_is_left_out_and_costs_nothing_else(odd):
    answer = read_body(json.dumps(ANSWER | odd))

    assert say(answer) == (["{}"], 900)


def test_one_odd_candidate_leaves_the_other():
    answer = read_body(json.dumps({"candidates": ["?", *ANSWER["candidates"]]}))

    assert say(answer) == (["{}"], None)


@pytest.mark.parametrize("odd", [["?", 7], [None, None], [3, "x", None, []]])
def test_odd_parts_before_and_behind_leave_the_one_that_says_something(odd):
    """Each that is left out moves up those behind it."""
    parts = [*odd, {"text": "{}"}, *odd]
    candidate = {"content": {"parts": parts}, "finishReason": "STOP"}

    answer = read_body(json.dumps({"candidates": [*odd, candidate, *odd]}))

    (kept,) = answer.model_dump()["candidates"]
    assert [part["text"] for part in kept["content"]["parts"]] == ["{}"]


def test_a_name_that_is_a_number_is_left_out():
    """Services write a name so that is newer than they are; the library fails at it."""
    (candidate,) = json.loads(json.dumps(ANSWER["candidates"]))
    document = {
        "candidates": [candidate | {"finishReason": 23}],
        "promptFeedback": {"blockReason": 0},
        "usageMetadata": {
            "promptTokenCount": 900,
            "promptTokensDetails": [{"modality": 9, "tokenCount": 900}],
            "trafficType": 2,
        },
    }

    answer = read_body(json.dumps(document))

    assert say(answer) == (["{}"], 900)


@pytest.mark.parametrize("body", [None, "", "<html>", "[]", "7", "null"])
def test_what_is_no_object_is_no_answer(body):
    with pytest.raises((ValueError, TypeError)):
        read_body(body)
