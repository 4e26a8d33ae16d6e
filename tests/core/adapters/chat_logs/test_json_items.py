import io

import pytest

from core.adapters.chat_logs.json_items import JsonItems


def _read(text):
    skipped = []

    def is_chat(item):
        return isinstance(item, dict) and "t" in item

    items = JsonItems(io.StringIO(text), lambda: skipped.append(1), is_chat)
    return [item["t"] for item in items], len(skipped)


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ('[{"t": 1}, {"t": 2}]', [1, 2]),
        ('{"a": [{"b": 1}], "x": {"y": [{"t": 1}, {"t": 2}]}}', [1, 2]),
        ('[{"page": [{"t": 1}]}, {"page": [{"t": 2}]}]', [1, 2]),
        ('{"t": 1} {"t": 2}\n{"t": 3}', [1, 2, 3]),
        ('{"text": "[{\\"t\\": 9}]", "x": [{"t": 1}]}', [1]),
        ('{"a": "' + "x" * 2_000_000 + '", "x": [{"t": 1}]}', [1]),
        ('{"a": "' + '\\"' * 200_000 + '", "x": [{"t": 1}]}', [1]),
        ('{"a": ' + "[[1], " * 500 + "0" + "]" * 500 + ', "x": [{"t": 1}]}', [1]),
        ("{}", []),
        ("", []),
        ('{"a": "never closed', []),
    ],
    ids=range(11),
)
def test_lists_of_chat_are_found_wherever_they_are(text, times):
    assert _read(text) == (times, 0)


def test_a_damaged_element_costs_itself():
    assert _read('{"x": [{"t": 1, oops}, {"t": 2}, {"u": 0}, {"t": 3}]}') == ([2, 3], 2)


@pytest.mark.parametrize(
    "text", ['{"a":' * 200_000, '[{"a":' * 200_000, '{"a":[' + '[{"b":1}],' * 50_000]
)
def test_a_hostile_file_is_given_up_soon(text):
    assert _read(text) == ([], 0)
