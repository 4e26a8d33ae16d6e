import threading
from types import SimpleNamespace

import numpy as np
import pytest

from core.adapters.speech.samples import SAMPLE_RATE
from core.adapters.speech.transcribing import (
    OPTIONS,
    PIECE_SECONDS,
    Transcriber,
    cut_pieces,
    is_sure,
    name_language,
    snap_to_speech,
)
from core.domain.videos.spoken_word import Word


class Model:
    """Stands in for faster-whisper's model at its edge: gives one answer after another."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    def encode(self, features):
        raise AssertionError

    def transcribe(self, samples, **options):
        self.asked.append((len(samples), options))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return iter(answer), SimpleNamespace(language="en")


def segment(*words, ratio=1.2, silence=0.1, logprob=-0.3, probability=0.9):
    return SimpleNamespace(
        start=words[0][1],
        words=[
            SimpleNamespace(word=text, start=start, end=start + 0.3, probability=probability)
            for text, start in words
        ],
        compression_ratio=ratio,
        no_speech_prob=silence,
        avg_logprob=logprob,
    )


def transcribe(model, *, seconds=30.0, language=None, stop=False, ends_in_doubt=False, voice=()):
    called_off = threading.Event()
    if stop:
        called_off.set()
    return Transcriber(
        model,
        np.zeros(round(seconds * SAMPLE_RATE), np.float32),
        language=language,
        find_pieces=lambda part: cut_pieces(voice, samples=len(part)),
        is_called_off=called_off,
        ends_in_doubt=ends_in_doubt,
    ).transcribe()


def test_nothing_is_sampled_and_nothing_carries_over():
    """The same sound gives the same words."""
    assert OPTIONS["temperature"] == 0.0
    assert OPTIONS["condition_on_previous_text"] is False
    assert OPTIONS["vad_filter"] is True


def test_what_follows_without_a_space_is_one_word():
    model = Model([segment((" forty", 1.0), ("-two", 1.3), (" apples", 2.0))])

    assert [word.text for word in transcribe(model).words] == ["forty-two", "apples"]


def test_languages_without_spaces_keep_their_pieces():
    model = Model([segment((" 今日", 1.0), ("は", 1.3))])

    assert [word.text for word in transcribe(model, language="ja").words] == ["今日", "は"]


def test_a_loop_is_left_out():
    """Where short pieces hold far fewer words, only those are believed."""
    loop = segment(*[(" beach", n / 10) for n in range(200)], ratio=9.0)
    model = Model([loop], [segment((" the", 1.0), (" sea", 1.5))])

    words = transcribe(model).words

    assert {word.text for word in words} == {"the", "sea"}
    assert all(asked <= PIECE_SECONDS * SAMPLE_RATE for asked, _ in model.asked[1:])


def test_what_people_say_over_and_over_stays():
    said = [(" again", float(n)) for n in range(12)]
    model = Model([segment(*said, ratio=3.0)], [segment(*said[:6], ratio=2.0)])

    assert len(transcribe(model).words) == 12


def test_words_where_nobody_speaks_are_left_out():
    model = Model([segment((" Thanks", 1.0), silence=0.9, logprob=-1.5), segment((" Hi", 9.0))])

    assert [word.text for word in transcribe(model).words] == ["Hi"]


def test_who_is_called_off_hears_nothing_more():
    assert transcribe(Model([segment((" Hi", 1.0))]), stop=True).words == ()


def test_what_is_shown_to_be_no_loop_is_heard_no_further():
    """Each piece costs an encoding, and the most suspect of a minute tells."""
    said = [(" again", float(n)) for n in range(30)]
    model = Model([segment(*said, ratio=3.0)], [segment(*said[:11], ratio=2.0)])

    assert len(transcribe(model).words) == 30
    assert len(model.asked) == 2


def test_of_minutes_one_piece_each_is_heard_again():
    said = [(" again", float(n)) for n in range(150)]
    model = Model([segment(*said, ratio=3.0)], [segment(*said[:11], ratio=2.0)])

    assert len(transcribe(model, seconds=150).words) == 150
    assert len(model.asked) == 1 + 3


def test_what_is_said_where_nobody_speaks_is_heard_again_first():
    """A slow loop over music has no more words than speech has, but no voice."""
    said = [(" so", float(n)) for n in range(30)]
    model = Model([segment(*said, ratio=3.0)], [segment((" hm", 0.5))])
    voice = [(0, 9 * SAMPLE_RATE), (20 * SAMPLE_RATE, 29 * SAMPLE_RATE)]

    words = transcribe(model, voice=voice).words

    assert len(words) == 4
    assert 9.0 < words[1].start_seconds < 20.0
    assert model.asked[1][0] == 4.5 * SAMPLE_RATE


def test_one_piece_that_holds_what_was_heard_speaks_for_no_other_one_with_more():
    """Five words a second where somebody speaks: after that piece fails, all are asked."""
    calm = [(" again", float(n)) for n in range(10)]
    loop = [(" again", 10 + n / 5) for n in range(50)]
    model = Model([segment(*calm, *loop, ratio=5.0)], [segment((" again", 1.0), ratio=2.0)])

    assert len(transcribe(model, seconds=20).words) == 2


def test_who_understands_nothing_stops_after_a_window():
    """Another model is asked then, so the rest would be heard for nothing."""
    unsure = [segment((" Uh", at), (" what", at + 1), probability=0.4) for at in (1.0, 9.0, 31.0)]

    doubted = transcribe(Model(unsure), ends_in_doubt=True)
    whole = transcribe(Model(unsure))

    assert (len(doubted.words), doubted.is_whole, doubted.is_sure) == (4, False, False)
    assert (len(whole.words), whole.is_whole) == (6, True)


def test_who_understands_hears_all():
    sure = [segment((" So", at), (" what", at + 1)) for at in (1.0, 9.0, 31.0)]

    assert transcribe(Model(sure), ends_in_doubt=True).is_whole


@pytest.mark.parametrize(
    ("probabilities", "sure"),
    [
        ([], False),
        # One word may be luck, however clear it was.
        ([0.99], False),
        # Two standard errors: 0.75 - 2 * 0.15.
        ([0.9, 0.6], False),
        ([0.95, 0.9, 0.97, 0.9], True),
        ([0.9, 0.5, 0.95, 0.8, 0.7, 0.9] * 5, True),
        # What English sounds to be in another language.
        ([0.9, 0.2, 0.6, 0.4, 0.9, 0.3] * 5, False),
    ],
)
def test_few_words_must_be_surer_than_many(probabilities, sure):
    assert is_sure(probabilities) is sure


@pytest.mark.parametrize(("seconds", "pieces"), [(4, [(0, 4)]), (25, [(0, 8), (8, 18), (18, 25)])])
def test_pieces_end_in_a_pause_where_there_is_one(seconds, pieces):
    speech = [(0, 7 * SAMPLE_RATE), (9 * SAMPLE_RATE, 25 * SAMPLE_RATE)]
    found = cut_pieces(speech, samples=seconds * SAMPLE_RATE)

    assert [(one.first / SAMPLE_RATE, one.after / SAMPLE_RATE) for one in found] == pieces
    assert sum(one.voiced for one in found) == sum(
        max(0, min(end, seconds * SAMPLE_RATE) - start) for start, end in speech
    )


def test_the_silence_before_a_word_is_no_part_of_it():
    """A model begins the first word of a phrase in the pause before it."""
    word = Word(text="Last", start_seconds=1.0, end_seconds=2.0)
    alone = Word(text="lap", start_seconds=5.0, end_seconds=5.2)

    snapped = list(snap_to_speech([word, alone], [(1.6, 3.0)]))

    assert (snapped[0].start_seconds, snapped[0].end_seconds) == (1.6, 2.0)
    assert snapped[1] == alone


def test_the_first_word_of_a_phrase_begins_with_the_voice():
    """A model often begins it a quarter of a second late."""
    words = [
        Word(text="Look", start_seconds=1.25, end_seconds=1.3),
        Word(text="at", start_seconds=1.3, end_seconds=1.5),
        Word(text="it", start_seconds=4.0, end_seconds=4.2),
    ]

    snapped = list(snap_to_speech(words, [(1.0, 2.0), (3.0, 5.0)]))

    assert [word.start_seconds for word in snapped] == [1.0, 1.3, 4.0]


@pytest.mark.parametrize(
    ("detected", "probability", "english", "language"),
    [
        ("de", 0.97, 0.01, "de"),
        # Danish is half Norwegian to a model.
        ("da", 0.45, 0.02, "da"),
        # What it made of the word "zulu", alone in a second of sound.
        ("ru", 0.135, 0.1, "en"),
        # And of "amazing".
        ("ja", 0.51, 0.25, "en"),
    ],
)
def test_a_language_is_believed_where_it_stands_out(detected, probability, english, language):
    named = name_language(detected, probability, "en", otherwise_probability=english)

    assert named == language
