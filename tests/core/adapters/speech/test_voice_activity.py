import numpy as np
import pytest

from core.adapters.demo.voice import LINES
from core.adapters.speech.samples import SAMPLE_RATE, read_samples
from core.adapters.speech.voice_activity import find_pieces, find_sounds, join_voice
from tests.core.adapters.speech.conftest import NEEDS_WORDS


@NEEDS_WORDS
def test_somebody_speaks_where_lines_are_spoken(spoken):
    samples = read_samples(spoken, from_seconds=0.0, to_seconds=LINES[1].from_seconds + 2.0)
    assert samples is not None

    sounds = find_sounds(samples)

    assert sounds[0][0] == pytest.approx(0.0, abs=0.2)
    assert any(start == pytest.approx(LINES[1].from_seconds, abs=0.2) for start, _ in sounds)
    (piece,) = find_pieces(samples)
    assert (piece.first, piece.after) == (0, len(samples))
    assert 0.5 < piece.voiced / len(samples) < 1.0


@NEEDS_WORDS
def test_nobody_speaks_in_silence():
    assert find_sounds(np.zeros(3 * SAMPLE_RATE, np.float32)) == []


@pytest.mark.parametrize(("most", "joined"), [(10.0, 3.0), (2.5, 2.5)])
def test_voice_is_joined_without_pauses(most, joined):
    samples = np.zeros(20 * SAMPLE_RATE, np.float32)
    samples[SAMPLE_RATE : 2 * SAMPLE_RATE] = 0.5
    samples[9 * SAMPLE_RATE : 11 * SAMPLE_RATE] = 0.5

    voice = join_voice(samples, [(1.0, 2.0), (9.0, 11.0)], seconds_max=most)

    assert len(voice) == joined * SAMPLE_RATE
    assert voice.min() == 0.5
