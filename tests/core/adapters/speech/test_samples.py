import numpy as np
import pytest

from core.adapters.speech.samples import SAMPLE_RATE, read_samples


def test_sound_that_begins_late_lies_where_it_is_heard(films):
    samples = read_samples(films / "late_sound.mkv", from_seconds=0.0, to_seconds=4.0)

    assert samples is not None
    loud = np.flatnonzero(np.abs(samples) > 0.02)
    assert loud[0] / SAMPLE_RATE == pytest.approx(2.0, abs=0.05)


def test_a_stretch_is_read_and_nothing_else(films):
    """The tone is 20 dB louder from 3 s to 4 s: there, of 2 s to 5 s, it lies in the middle."""
    samples = read_samples(films / "plain.mp4", from_seconds=2.0, to_seconds=5.0)

    assert samples is not None
    assert samples.dtype.name == "float32"
    assert len(samples) == 3 * SAMPLE_RATE
    levels = [float(np.abs(part).max()) for part in np.split(samples, 30)]
    assert [level > 0.3 for level in levels] == [False] * 10 + [True] * 10 + [False] * 10


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [("no_sound.mp4", 0.0, 2.0), ("plain.mp4", 2.0, 2.0), ("plain.mp4", 50.0, 60.0)],
)
def test_where_nothing_sounds_there_is_nothing(films, name, start, end):
    assert read_samples(films / name, from_seconds=start, to_seconds=end) is None


def test_broken_sound_is_passed_over(films, tmp_path):
    content = bytearray((films / "stream.ts").read_bytes())
    half = len(content) // 2
    content[half : half + 2000] = b"\xff" * 2000
    (tmp_path / "scratched.ts").write_bytes(content)

    samples = read_samples(tmp_path / "scratched.ts", from_seconds=0.0, to_seconds=6.0)

    assert samples is not None
    assert np.abs(samples).max() > 0.05
