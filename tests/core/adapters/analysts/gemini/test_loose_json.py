import json
from typing import Any

import pytest

from core.adapters.analysts.gemini.loose_json import find_list, find_objects, unwrap

WHOLE: dict[str, Any] = {"a": [{"b": 1}, {"c": "x, } ] y"}], "d": {"e": None}, "f": 7.5}


def _first(text):
    return next(find_objects(text))


def test_what_is_whole_is_read_as_json_is():
    assert _first(json.dumps(WHOLE)) == WHOLE
    assert _first(json.dumps(WHOLE, indent=2)) == WHOLE


@pytest.mark.parametrize("end", range(1, len(json.dumps(WHOLE))))
def test_wherever_it_ends_nothing_is_invented(end):
    found = _first(json.dumps(WHOLE)[:end])

    assert [entry for entry in found.get("a", []) if entry] in ([], WHOLE["a"][:1], WHOLE["a"])
    assert found.get("d") in (None, WHOLE["d"])


def test_a_list_that_is_not_closed_ends_with_nothing():
    assert _first('{"a": [1, 2')["a"][-1] is None
    assert _first('{"a": [{"b": 1}, {"b": ')["a"] == [{"b": 1}, None]


def test_an_entry_that_is_broken_costs_itself():
    broken = '{"a": [{"b": 1}, {"b": "said "no" again"}, {"b": 3}], "c": [{"d": 4}]}'

    assert _first(broken) == {"a": [{"b": 1}, None, {"b": 3}], "c": [{"d": 4}]}
    last = '{"a": [{"b": 1}, {"b": "said "no" again"}], "c": [{"d": 4}]}'
    assert _first(last) == {"a": [{"b": 1}, None], "c": [{"d": 4}]}


def test_a_comma_too_many_and_a_line_break_in_a_text_are_no_harm():
    assert _first('{"a": ["x\ny",],}') == {"a": ["x\ny"]}


def test_objects_come_from_the_outermost_in():
    assert list(find_objects('so {"a": {"b": 1}}')) == [{"a": {"b": 1}}, {"b": 1}]


@pytest.mark.parametrize(
    "text", ["", "no", "[" * 9999, '{"a":' * 9999, '[{"a":' * 9999, "{" * 9999]
)
def test_what_is_no_object_and_what_nests_without_end_is_soon_over(text):
    assert len(list(find_objects(text))) <= 20


def test_the_first_list_is_found():
    assert find_list("see: [1, 2] and [3]") == [1, 2]
    assert find_list("none") == []


def test_json_that_is_written_into_a_text_of_json_is_taken_out():
    assert unwrap('"{\\"a\\": 1}"') == '{"a": 1}'
    assert unwrap('{"a": 1}') == '{"a": 1}'
    assert unwrap('"open') == '"open'
