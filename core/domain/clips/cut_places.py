"""Cut places: where nobody speaks, so that an edge which a person drags can go there."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from core.domain.clips.clip_window import WORD_SECONDS_MAX, WindowTuning
from core.domain.signals.signals import LOUDNESS_STEP_SECONDS, Signals
from core.domain.videos.spoken_word import Word, order_words

Gap = tuple[float, float]
_TUNING: Final = WindowTuning()


def find_gaps(words: Iterable[Word], signals: Signals) -> tuple[Gap, ...]:
    """Return the stretches without speech, by the words; where none are known, by the sound."""
    spoken = [
        (word.start_seconds, min(word.end_seconds, word.start_seconds + WORD_SECONDS_MAX))
        for word in order_words(words)
    ]
    if not spoken:
        return _find_silences(signals)
    edges = [(-1.0, signals.start_seconds), *spoken, (signals.end_seconds, -1.0)]
    return tuple(
        (before[1], after[0])
        for before, after in pairwise(edges)
        if after[0] - before[1] >= _TUNING.gap_seconds
    )


def _find_silences(signals: Signals) -> tuple[Gap, ...]:
    usual = signals.usual_db()
    if usual is None:
        return ()
    below = usual - _TUNING.silence_below_db
    found: list[Gap] = []
    begun: float | None = None
    for step, level in enumerate((*signals.loudness_db, 0.0)):
        at = signals.start_seconds + step * LOUDNESS_STEP_SECONDS
        if level <= below and begun is None:
            begun = at
        elif level > below and begun is not None:
            if at - begun >= _TUNING.silence_seconds:
                found.append((round(begun, 3), round(at, 3)))
            begun = None
    return tuple(found)
