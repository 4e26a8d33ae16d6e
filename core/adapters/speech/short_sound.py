"""Encoding as much sound as there is.

Whisper fills every window up to half a minute with nothing, and attention looks at all pairs of it:
half of it alone costs a quarter.
"""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    Features = NDArray[float32]

FRAMES_PER_SECOND: Final = 100
# What a model still needs to be told is over: without silence behind it, a last word is repeated.
SILENCE_FRAMES: Final = 1 * FRAMES_PER_SECOND
# Models have hardly met shorter ones: in five seconds, exclamations became other words.
LEAST_FRAMES: Final = 15 * FRAMES_PER_SECOND


def encode_short(model: Any) -> Any:
    """Return the model once more, on the same weights: it encodes no more than was filled.

    For a language and a count of words. Under noise a word or two may come out otherwise.
    """
    short = copy(model)
    short.encode = lambda features: model.encode(trim_filling(features))
    return short


def trim_filling(features: Features) -> Features:
    """Return features without the zeros that fill them up, but for a second of them."""
    filled = (features != 0).any(axis=0).nonzero()[0]
    last = int(filled[-1]) + 1 if len(filled) else 0
    return features[..., : max(LEAST_FRAMES, last + SILENCE_FRAMES)]
