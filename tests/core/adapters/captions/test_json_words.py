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


def said(document):
    track = read_json(json.dumps(document))
    assert track
    return [(word.text, word.start_seconds) for word in track.words]


def test_youtubes_json3_gives_each_word_its_time():
    segs = [{"utf8": "hi"}, {"utf8": " you", "tOffsetMs": 400}]
    events = [
        {"tStartMs": 0, "dDurationMs": 9000, "id": 1},
        {"tStartMs": 1000, "dDurationMs": 4000, "segs": segs},
        {"tStartMs": 2000, "dDurationMs": 10, "aAppend": 1, "segs": [{"utf8": "\n"}]},
    ]

    assert said({"wireMagic": "pb3", "events": events}) == [("hi", 1.0), ("you", 1.4)]


@pytest.mark.parametrize(
    "document",
    [
        {"transcription": [{"offsets": {"from": 1000, "to": 3000}, "text": " hi you"}]},
        {"results": {"channels": [{"alternatives": [{"words": [
            {"word": "hi", "punctuated_word": "hi", "start": 1.0, "end": 2.0},
            {"word": "you", "start": 2.0, "end": 3.0}]}]}]}},
        {"id": "x", "text": "hi you", "words": [
            {"text": "hi", "start": 1000, "end": 2000},
            {"text": "you", "start": 2000, "end": 3000}]},
        {"results": {"transcripts": [{"transcript": "hi you"}], "items": [
            {"start_time": "1.0", "end_time": "2.0", "type": "pronunciation",
             "alternatives": [{"content": "hi"}]},
            {"start_time": "2.0", "end_time": "3.0", "type": "pronunciation",
             "alternatives": [{"content": "you"}]}]}},
        {"results": [{"alternatives": [{"transcript": "hi you", "words": [
            {"word": "hi", "startTime": "1s", "endTime": "2s"},
            {"word": "you", "startTime": "2s", "endTime": "3s"}]}]}]},
        {"monologues": [{"elements": [
            {"type": "text", "value": "hi", "ts": 1.0, "end_ts": 2.0},
            {"type": "text", "value": "you", "ts": 2.0, "end_ts": 3.0}]}]},
        {"chunks": [{"text": " hi", "timestamp": [1.0, 2.0]},
                    {"text": " you", "timestamp": [2.0, 3.0]}]},
        {"segments": [{"start": 1.0, "end": 3.0, "words": [
            {"word": "hi", "start": 1.0, "end": 2.0}, {"word": "you"}]}]},
        {"words": [{"text": "hi", "type": "word", "start": 1, "end": 2},
                   {"text": " ", "type": "spacing", "start": 2, "end": 2},
                   {"text": "you", "type": "word", "start": 2, "end": 3},
                   {"text": "(laughs)", "type": "audio_event", "start": 3, "end": 4}]},
    ],
    ids=["whisper.cpp", "deepgram", "assemblyai", "aws", "google", "rev", "transformers",
         "whisperx", "elevenlabs"],
)  # fmt: skip
def test_what_recognisers_write_is_read(document):
    assert [text for text, _ in said(document)] == ["hi", "you"]
    assert said(document)[0][1] == 1.0
    assert said(document)[1][1] == pytest.approx(2.0, abs=0.5)
