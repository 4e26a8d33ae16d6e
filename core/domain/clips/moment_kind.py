"""Moment kinds: what a stretch sounds and looks like, in the few words of a title."""

from __future__ import annotations

from core.domain.signals.signal_stretch import cut_signals
from core.domain.signals.signals import Signals
from core.domain.signals.speech_presence import measure_speech_share

_OUTBURST_DB = 6.0
_CUTS_MIN = 4
_SPEECH_SHARE_MIN = 0.5


def name_kind(signals: Signals, start_seconds: float, end_seconds: float) -> str:
    """Return what happens in a window: an outburst, quick cuts, talk, or a scene."""
    usual = signals.usual_db()
    loudest = signals.find_loudest(start_seconds, end_seconds)
    inside = cut_signals(signals, start_seconds, end_seconds)
    is_speech = measure_speech_share(inside.loudness_db) >= _SPEECH_SHARE_MIN
    if usual is not None and loudest is not None and loudest[1] >= usual + _OUTBURST_DB:
        return "An outburst" if is_speech else "A loud moment"
    if inside.count_cuts(start_seconds, end_seconds) >= _CUTS_MIN:
        return "Quick cuts"
    return "Talk" if is_speech else "A scene"
