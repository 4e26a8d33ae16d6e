import math

import pytest

from core.domain.asking.tool_spec import Kind, Parameter, ToolSpec, read_arguments
from core.errors import InvalidInput

SPEC = ToolSpec(
    name="find",
    about="Finds",
    parameters=(
        Parameter(name="what", about="a kind", is_required=True, choices=("a", "b")),
        Parameter(name="limit", about="a whole number", kind=Kind.WHOLE),
        Parameter(name="numbers", about="numbers", kind=Kind.NUMBERS),
        Parameter(name="is_new", about="yes or no", kind=Kind.YES_NO),
        Parameter(name="words", about="some words"),
    ),
)


def test_arguments_are_read_as_the_tool_takes_them():
    given = {"what": "a", "limit": 5.0, "numbers": [1, 2.5], "is_new": True, "words": ""}

    assert read_arguments(SPEC, given) == {
        "what": "a",
        "limit": 5,
        "numbers": [1, 2.5],
        "is_new": True,
    }


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "find needs what: a kind."),
        ({"what": "c"}, "what is one of a, b."),
        ({"what": "a", "creator_id": "eve"}, "find does not take 'creator_id'"),
        ({"what": "a", "limit": "5"}, "find: limit is a whole number."),
        ({"what": "a", "limit": 5.5}, "find: limit is a whole number."),
        ({"what": "a", "limit": True}, "find: limit is a whole number."),
        ({"what": "a", "limit": math.inf}, "find: limit is a whole number."),
        ({"what": "a", "limit": math.nan}, "find: limit is a whole number."),
        ({"what": "a", "numbers": "12"}, "find: numbers is numbers."),
        ({"what": "a", "numbers": [1] * 101}, "find: numbers is numbers."),
        ({"what": "a", "is_new": "yes"}, "find: is_new is yes or no."),
        ({"what": "a", "words": ["x"]}, "find: words is some words."),
        ({"what": "a", "words": "x" * 201}, "find: words is some words."),
        ({"what": {"a": 1}}, "find: what is a kind."),
    ],
)
def test_a_wrong_argument_is_named(given, sentence):
    with pytest.raises(InvalidInput, match=r"find|what") as raised:
        read_arguments(SPEC, given)

    assert sentence in str(raised.value)
