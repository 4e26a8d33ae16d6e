"""Signals: what can be measured of a stretch of video without understanding it."""

from __future__ import annotations

from dataclasses import dataclass

LOUDNESS_STEP_SECONDS = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """Loudness and cuts of `start_seconds` to `end_seconds` of an asset.

    `loudness_db` is the RMS level in dBFS of each tenth of a second (-100 for silence), empty
    without sound. `cuts_at_seconds` are offsets into the asset at which the picture changes.
    """

    start_seconds: float
    end_seconds: float
    loudness_db: tuple[float, ...]
    cuts_at_seconds: tuple[float, ...]
