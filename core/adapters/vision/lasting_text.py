"""Lasting text: where strokes stay from one picture to the next, as letters and digits do."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np

from core.domain.clips.edit_plan import CLIP_HEIGHT, CLIP_WIDTH
from core.domain.clips.framing.camera import NO_TEXT, TextSpread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import bool_, uint8
    from numpy.typing import NDArray

    Pixels = NDArray[uint8]
    Mask = NDArray[uint8]
    Blocks = NDArray[bool_]

_STROKE_CONTRAST = 45
_STROKE_REACH = 3
_BLOCK = 12
_BLOCK_SHARE = 0.10
# Slides change and code scrolls: what counts is what stays through three of five pairs.
_STAYING_PERCENTILE = 60
_COLUMN_BLOCKS_MIN = 2
_STILL_LEVELS = 10


def measure_text(pictures: Sequence[Pixels]) -> TextSpread:
    """Return how much of the pictures (rows x columns x BGR, 960 wide) is text that stays."""
    if len(pictures) < 2:
        return NO_TEXT
    strokes = [_find_strokes(picture) for picture in pictures]
    staying = [before & _spread(after, 1) for before, after in pairwise(strokes)]
    shares = np.stack([_share_by_block(mask) for mask in staying])
    blocks = np.percentile(shares, _STAYING_PERCENTILE, axis=0) >= _BLOCK_SHARE
    return replace(measure_spread(blocks), still_share=_measure_still(pictures))


def measure_strokes(pictures: Sequence[Pixels]) -> float:
    """Return the share of pixels that are strokes in all of the pictures (rows x columns x BGR)."""
    strokes = np.stack([_find_strokes(picture) for picture in pictures])
    return float(strokes.all(axis=0).mean())


def _measure_still(pictures: Sequence[Pixels]) -> float:
    """Return the share of pixels that usually stay from one picture to the next."""
    small = [np.ascontiguousarray(picture[::4, ::4]) for picture in pictures]
    shares = [
        float((_strongest(cv2.absdiff(after, before).astype(np.uint8)) < _STILL_LEVELS).mean())
        for before, after in pairwise(small)
    ]
    return float(np.median(shares))


def _strongest(colours: Pixels) -> Pixels:
    blue, green, red = cv2.split(colours)
    return np.maximum(np.maximum(blue, green), red)


def measure_spread(blocks: Blocks) -> TextSpread:
    """Return the spread of text over a picture's blocks (rows x columns)."""
    rows, columns = blocks.shape
    count = int(blocks.sum())
    if not count:
        return NO_TEXT
    kept = min(columns, round(rows * CLIP_WIDTH / CLIP_HEIGHT))
    left = (columns - kept) // 2
    inside = int(blocks[:, left : left + kept].sum())
    filled = blocks.sum(axis=0) >= _COLUMN_BLOCKS_MIN
    where = np.flatnonzero(filled) if filled.any() else np.flatnonzero(blocks.any(axis=0))
    return TextSpread(
        area_share=count / blocks.size,
        columns_share=float(filled.mean()),
        side_share=1 - inside / count,
        left=float(where[0]) / columns,
        right=float(where[-1] + 1) / columns,
    )


def _find_strokes(picture: Pixels) -> Mask:
    """Return the pixels where brightness rises and falls again within a few columns."""
    # Added by hand: a mean over three neighbouring bytes takes ten times as long.
    blue, green, red = cv2.split(picture)
    grey = ((blue.astype(np.uint16) + green + red) // 3).astype(np.uint8)
    up, down = np.zeros(grey.shape, np.uint8), np.zeros(grey.shape, np.uint8)
    # Differences below zero become zero.
    np.greater(cv2.subtract(grey[:, 2:], grey[:, :-2]), _STROKE_CONTRAST, out=up[:, 1:-1])
    np.greater(cv2.subtract(grey[:, :-2], grey[:, 2:]), _STROKE_CONTRAST, out=down[:, 1:-1])
    return (up & _spread(down, _STROKE_REACH)) | (down & _spread(up, _STROKE_REACH))


def _spread(mask: Mask, reach: int) -> Mask:
    """Return the mask widened to both sides."""
    return cv2.dilate(mask, np.ones((1, 2 * reach + 1), np.uint8)).astype(np.uint8)


def _share_by_block(mask: Mask) -> NDArray[np.float64]:
    rows, columns = (side // _BLOCK for side in mask.shape)
    cut = mask[: rows * _BLOCK, : columns * _BLOCK]
    # Down first, since whole rows are added fast.
    added = cut.reshape(rows, _BLOCK, -1).sum(axis=1, dtype=np.uint8)
    shares: NDArray[np.float64] = added.reshape(rows, columns, _BLOCK).sum(axis=2) / _BLOCK**2
    return shares
