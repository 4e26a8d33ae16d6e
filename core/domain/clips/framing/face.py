"""Faces: where a model found them."""

from __future__ import annotations

from dataclasses import dataclass

from core.domain.clips.box import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """Where a face is, and the model's confidence (0 to 1)."""

    box: Box
    score: float
