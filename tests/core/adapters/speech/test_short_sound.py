import math
from types import SimpleNamespace

import numpy as np
import pytest

from core.adapters.speech.short_sound import EndingModel, encode_short, trim_filling


def fill_up(frames):
    """Return features as faster-whisper makes them: filled up to half a minute with zeros."""
    features = np.zeros((80, 3000), np.float32)
    features[:, :frames] = -0.5
    return features


@pytest.mark.parametrize(
    ("filled", "kept"), [(3000, 3000), (2950, 3000), (1600, 1700), (80, 1500), (0, 1500)]
)
def test_only_what_was_filled_is_encoded_and_a_second_of_silence(filled, kept):
    assert trim_filling(fill_up(filled)).shape == (80, kept)


def test_a_model_encodes_less_where_it_was_asked_to():
    model = SimpleNamespace(encode=lambda features: features.shape)

    assert encode_short(model).encode(fill_up(900)) == (80, 1500)
    assert model.encode(fill_up(900)) == (80, 3000)


class Windows:
    """Stands in for faster-whisper's model at its edge: encodes a window, then gives its words."""

    def __init__(self, *ends):
        self.ends = ends
        self.encoded = []

    def encode(self, features):
        self.encoded.append(features)

    def transcribe(self):
        for end in self.ends:
            self.encode(end)
            yield SimpleNamespace(words=[SimpleNamespace(end=end - 1), SimpleNamespace(end=end)])
            yield SimpleNamespace(words=None)


@pytest.mark.parametrize(("until", "encoded"), [(math.inf, 3), (36.0, 2), (29.0, 1), (36.1, 3)])
def test_no_window_is_begun_where_all_is_heard_that_was_wanted(until, encoded):
    """The rest of a second costs as much as half a minute."""
    model = Windows(29.0, 36.0, 37.5)
    ending = EndingModel(model, until_seconds=until)

    heard = list(ending.end(ending.model.transcribe()))

    assert len(model.encoded) == encoded
    assert len(heard) == 2 * encoded
