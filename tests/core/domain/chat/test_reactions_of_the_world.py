"""Planted reactions of 24 languages and 6 platforms are found, and crowds that talk are not."""

import pytest

from core.domain.chat.spike_detector import ChatSpikeDetector
from tests.crowds_of_the_world import LANGUAGES, PLATFORMS, make_chat


@pytest.mark.parametrize("tongue", [*LANGUAGES, *PLATFORMS], ids=lambda tongue: tongue.name)
@pytest.mark.parametrize("seed", [1, 2])
def test_crowds_react_in_any_language(tongue, seed):
    lines, moments, crowds = make_chat(tongue, seed)
    detector = ChatSpikeDetector()
    found = [s.detected_at_seconds for line in lines if (s := detector.hear(line))]

    assert sum(any(at <= one <= at + 15 for one in found) for at in moments) >= 8
    assert not any(at <= one <= at + 15 for one in found for at in crowds)
