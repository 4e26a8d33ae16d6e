"""A face as a model found it."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.clips.box import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """Where a face is, and how sure the model is of it (0 to 1)."""

    box: Box
    score: float
