import threading
from types import SimpleNamespace

import numpy as np
import pytest

from core.adapters.speech.choosing import DETECT_SECONDS, Choosing
from core.adapters.speech.packaged import BASE, TINY_EN
from core.adapters.speech.samples import SAMPLE_RATE


class Model:
    """Stands in for faster-whisper's model at its edge, with the same words for any sound."""

    def __init__(self, *, certainty, language="en", probability=0.95, english=0.95):
        self.certainty = certainty
        self.found = (language, probability, [(language, probability), ("en", english)])
        self.detected = []
        self.heard = []

    def encode(self, features):
        raise AssertionError

    def transcribe(self, samples, *, language, **options):
        self.heard.append(language)
        words = [
            SimpleNamespace(word=f" {language}", start=at, end=at + 0.5, probability=self.certainty)
            for at in (1.0, 2.0, 3.0)
        ]
        segments = [
            SimpleNamespace(
                start=at, words=words, compression_ratio=1, no_speech_prob=0, avg_logprob=0
            )
            for at in (0.0, 30.0)
        ]
        return iter(segments), SimpleNamespace(language=language)

    def detect_language(self, samples):
        self.detected.append(len(samples) / SAMPLE_RATE)
        return self.found


def choose(tiny, base):
    loaded = {TINY_EN: tiny, BASE: base}
    return Choosing(
        packaged=[model for model in loaded if loaded[model]],
        load=loaded.__getitem__,
        samples=np.zeros(40 * SAMPLE_RATE, np.float32),
        sounds=[(0.0, 40.0)],
        is_called_off=threading.Event(),
    )


def test_where_english_is_understood_no_other_model_is_loaded():
    """It would be a third of what captions cost."""
    tiny, base = Model(certainty=0.9), Model(certainty=0.9, language="de")

    heard = choose(tiny, base).hear()

    assert (heard.language, len(heard.words)) == ("en", 6)
    assert (base.detected, base.heard) == ([], [])


def test_in_doubt_the_other_model_says_what_is_spoken():
    tiny, base = Model(certainty=0.4), Model(certainty=0.9, language="de", english=0.01)

    heard = choose(tiny, base).hear()

    assert (heard.language, base.heard) == ("de", ["de"])
    assert base.detected == [DETECT_SECONDS]


def test_english_that_was_hard_to_hear_is_heard_to_its_end():
    """The first hearing stopped in doubt."""
    tiny, base = Model(certainty=0.5), Model(certainty=0.9)

    heard = choose(tiny, base).hear()

    assert (heard.language, len(heard.words), tiny.heard) == ("en", 6, ["en", "en"])


@pytest.mark.parametrize(
    ("tiny", "base", "language"),
    [
        (Model(certainty=0.4), None, "en"),
        (None, Model(certainty=0.4), "en"),
        (None, Model(certainty=0.4, language="fr", english=0.0), "fr"),
    ],
)
def test_one_model_alone_hears_what_it_can(tiny, base, language):
    assert choose(tiny, base).hear().language == language


def test_a_language_that_no_model_knows_is_not_heard():
    assert choose(Model(certainty=0.9), None).hear_in("de") is None
