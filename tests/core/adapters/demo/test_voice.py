import numpy as np

from core.adapters.demo.story import DURATION_SECONDS, HIGHLIGHTS
from core.adapters.demo.voice import LINES, read_voice


def test_every_line_sounds_when_it_is_said():
    spoken = list(read_voice(32_000))

    assert [at for at, _ in spoken] == [line.offset_seconds for line in LINES]
    for (at, wave), line in zip(spoken, LINES, strict=True):
        assert len(wave) == round(line.seconds * 32_000)
        assert 0.02 < float(np.sqrt((wave**2).mean())) < 0.5
        assert at + line.seconds < DURATION_SECONDS


def test_something_is_said_after_each_highlight_and_nothing_as_it_bursts():
    """The burst is what the clip begins with."""
    for highlight in HIGHLIGHTS:
        since = [line.offset_seconds - highlight.offset_seconds for line in LINES]
        assert any(0 < seconds < 10 for seconds in since)
        assert not any(-4 < seconds < 2 for seconds in since)
