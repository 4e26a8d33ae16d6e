"""Words as speech recognisers write them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.adapters.captions.json_words import is_json, read_json


def read(document):
    track = read_json(document)
    assert track is not None
    return track


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


def _piece(text, start, end):
    return {"text": text, "offsets": {"from": start, "to": end}}


@pytest.mark.parametrize(
    "document",
    [
        {
            "transcription": [
                _piece("", 0, 0),
                _piece(" And", 320, 500),
                _piece(" fel", 500, 700),
                _piece("low", 700, 900),
                _piece(",", 900, 950),
            ]
        },
        {
            "transcription": [
                _piece(" And fellow,", 0, 2000)
                | {
                    "tokens": [
                        _piece("[_BEG_]", 0, 0),
                        _piece(" And", 320, 500),
                        _piece(" fel", 500, 700),
                        _piece("low", 700, 900),
                        _piece(",", 900, 950),
                        _piece("[_TT_100]", 2000, 2000),
                    ]
                }
            ]
        },
    ],
    ids=["a piece an entry", "tokens of a segment"],
)
def test_pieces_of_words_that_follow_at_once_are_one_word(document):
    assert show(read_json(json.dumps(document))) == [("And", 0.32, 0.5), ("fellow,", 0.5, 0.95)]


def test_a_segment_whose_words_have_no_times_leaves_the_others_on_their_line():
    segments = [
        {"words": [{"word": w, "start": n, "end": n + 0.5} for n, w in enumerate("abc")]},
        {"start": 4, "end": 5, "text": " 42 7", "words": [{"word": "42"}, {"word": "7"}]},
    ]

    words = read(json.dumps({"segments": segments})).words

    assert [(w.text, w.ends_line) for w in words] == [
        ("a", False),
        ("b", False),
        ("c", True),
        ("42", False),
        ("7", True),
    ]


def test_a_text_without_an_end_lasts_until_the_next_or_for_some_seconds():
    segments = [{"text": "here I am", "start": 1}, {"text": "so be it", "start": 3}]

    words = read(json.dumps({"segments": segments})).words

    assert [words[2].end_seconds, words[-1].end_seconds] == [3.0, 7.0]


def test_long_texts_in_whole_seconds_are_no_milliseconds():
    said = " ".join(["word"] * 60)
    document = [{"text": said, "start": 0, "end": 50}, {"text": said, "start": 50, "end": 110}]

    assert read(json.dumps(document)).words[-1].end_seconds == 110.0


def test_sentences_and_offsets_are_read():
    word = {"word": "hi", "startOffset": "1.300s", "endOffset": "1.400s"}
    google = {"results": [{"alternatives": [{"transcript": "hi", "words": [word]}]}]}
    assembly = {"sentences": [{"text": "hi", "start": 1300, "end": 1400}]}

    assert show(read_json(json.dumps(google))) == [("hi", 1.3, 1.4)]
    assert show(read_json(json.dumps(assembly))) == [("hi", 1.3, 1.4)]


def test_an_event_may_have_no_length_and_numbers_with_a_point():
    events = [
        {"tStartMs": 1000.0, "segs": [{"utf8": "hi"}]},
        {"tStartMs": 2000, "dDurationMs": 500.0, "segs": [{"utf8": "you"}]},
        {"tStartMs": "soon", "segs": [{"utf8": "lost"}]},
    ]

    track = read(json.dumps({"events": events}))

    assert show(track) == [("hi", 1.0, 2.0), ("you", 2.0, 2.5)]
    assert track.skipped == 1
