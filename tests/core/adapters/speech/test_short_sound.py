from types import SimpleNamespace

import numpy as np
import pytest

from core.adapters.speech.short_sound import encode_short, trim_filling


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
