"""Speech for tests: the demo's recorded lines, heard by the real model, loaded once a process."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.adapters.demo.voice import LINES, VOICE_FILE
from core.adapters.speech.listener import WhisperListener
from core.adapters.speech.packaged import TINY_EN, is_installed

NEEDS_WORDS = pytest.mark.skipif(
    not is_installed(TINY_EN), reason="the extra `words` is not installed: no speech model"
)


@pytest.fixture(scope="session")
def spoken() -> Path:
    """A recording in which each of the demo's lines is said once."""
    return VOICE_FILE


@pytest.fixture
def listener() -> WhisperListener:
    return WhisperListener(packaged=[TINY_EN])


def expected_words(first: int, last: int) -> list[str]:
    """Return the words of some lines, in lower case and without punctuation."""
    text = " ".join(line.text for line in LINES[first:last]).lower()
    return "".join(c for c in text if c.isalnum() or c in " '").split()
