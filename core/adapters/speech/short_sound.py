"""Encoding as much sound as there is, and no more than is wanted.

Whisper fills every window up to half a minute with nothing, and attention looks at all pairs of it:
half of it alone costs a quarter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


class EndingModel:
    """A model once more, on the same weights, that begins no window at or after `until_seconds`."""

    def __init__(self, model: Any, *, until_seconds: float) -> None:
        self._encode = model.encode
        self._until = until_seconds
        self._heard_until = 0.0
        self.model = copy(model)
        self.model.encode = self._encode_wanted

    def end(self, segments: Iterable[Any]) -> Iterator[Any]:
        """Yield the model's segments, up to the last one of a window that was wanted."""
        try:
            for segment in segments:
                ends = (float(word.end) for word in segment.words or ())
                self._heard_until = max(self._heard_until, *ends, 0.0)
                yield segment
        except _AllHeardError:
            return

    def _encode_wanted(self, features: Features) -> Any:
        # A window begins where the last word ended, or later.
        if self._heard_until >= self._until:
            raise _AllHeardError
        return self._encode(features)


class _AllHeardError(Exception):
    """Nothing that is wanted is left to be heard."""


def trim_filling(features: Features) -> Features:
    """Return features without the zeros that fill them up, but for a second of them."""
    filled = (features != 0).any(axis=0).nonzero()[0]
    last = int(filled[-1]) + 1 if len(filled) else 0
    return features[..., : max(LEAST_FRAMES, last + SILENCE_FRAMES)]
