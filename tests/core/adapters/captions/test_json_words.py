"""Words as speech recognisers write them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.adapters.captions.json_words import is_json, read_json


def show(track):
    return [(w.text, w.start_seconds, w.end_seconds) for w in track.words]


@pytest.mark.parametrize(
    "document",
    [
        [{"text": "hi", "start": 1, "end": 1.5}, {"text": "you", "start": 2, "end": 3}],
        [{"word": " hi", "start": "1", "end": 1.5}, {"word": "you", "start": 2.0, "end": 3}],
        {"words": [{"word": "hi", "start": 1, "end": 1.5}, {"word": "you", "start": 2, "end": 3}]},
        {
            "text": "hi you",
            "segments": [
                {"words": [{"word": "hi", "start": 1, "end": 1.5}], "start": 1, "end": 1.5},
                {"words": [], "text": "you", "start": 2, "end": 3},
            ],
        },
        [
            {"text": "hi", "start_seconds": 1, "end_seconds": 1.5},
            {"text": "you", "start_seconds": 2, "end_seconds": 3},
        ],
    ],
)
def test_lists_of_words_and_of_segments_are_read(document):
    track = read_json(json.dumps(document))

    assert show(track) == [("hi", 1.0, 1.5), ("you", 2.0, 3.0)]
    assert track
    assert (track.format_name, track.skipped) == ("JSON", 0)


def test_a_word_without_an_end_begins_where_it_begins():
    assert show(read_json('[{"text": "hi", "start": 2}]')) == [("hi", 2.0, 2.0)]


@pytest.mark.parametrize(
    "entry",
    [
        "7",
        "null",
        '"hi"',
        '{"text": "hi"}',
        '{"text": 7, "start": 1, "end": 2}',
        '{"text": "hi", "start": true, "end": 2}',
        '{"text": "hi", "start": [1], "end": 2}',
        '{"text": "hi", "start": "soon", "end": 2}',
        '{"text": "hi", "start": NaN, "end": 2}',
        '{"text": "hi", "start": 1, "end": Infinity}',
        '{"text": "hi", "start": 1, "end": 1e999}',
        '{"text": "hi", "start": 1, "end": 1' + "0" * 400 + "}",
        '{"text": "hi", "start": 3, "end": 2}',
        '{"text": "hi", "start": -3, "end": 2}',
    ],
)
def test_an_entry_without_text_or_times_is_skipped_and_counted(entry):
    track = read_json(f'[{entry}, {{"text": "ok", "start": 5, "end": 6}}]')

    assert show(track) == [("ok", 5.0, 6.0)]
    assert track
    assert track.skipped == 1


@pytest.mark.parametrize(
    "text", ["[", "{}", '{"words": 5}', "[" * 200_000, '["a"', "7", "[1" + "0" * 5_000 + "]extra"]
)
def test_what_is_no_list_of_words_is_none(text):
    assert read_json(text) is None


def test_json_is_recognised_by_its_first_character():
    assert is_json(" \n[")
    assert is_json('{"words"')
    assert not is_json("1\n00:00")


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["words", "segments", "text", "word", "start", "end"]), inner
        )
    ),
    max_leaves=20,
)


@given(json_values)
def test_any_json_is_read_without_an_error(document):
    track = read_json(json.dumps(document))

    if track is not None:
        assert all(0 <= word.start_seconds <= word.end_seconds for word in track.words)
