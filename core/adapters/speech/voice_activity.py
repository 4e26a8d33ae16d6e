"""When somebody speaks, found out by Silero's small model, which faster-whisper contains."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from core.adapters.speech.models import PACKAGE, import_quietly
from core.adapters.speech.samples import SAMPLE_RATE
from core.adapters.speech.transcribing import SoundPiece, cut_pieces

if TYPE_CHECKING:
    from core.adapters.speech.samples import Samples

_BREATH_MS: Final = 150
_PAD_MS: Final = 30


def find_sounds(samples: Samples) -> list[tuple[float, float]]:
    """Return when somebody speaks, in seconds, to a few hundredths."""
    speech = _find_speech(samples, min_silence_duration_ms=_BREATH_MS, speech_pad_ms=_PAD_MS)
    return [(start / SAMPLE_RATE, end / SAMPLE_RATE) for start, end in speech]


def find_pieces(samples: Samples) -> list[SoundPiece]:
    """Return short pieces that end where a speaker takes breath."""
    speech = _find_speech(samples, min_silence_duration_ms=_BREATH_MS, speech_pad_ms=0)
    return cut_pieces(speech, samples=len(samples))


def join_voice(
    samples: Samples, sounds: Sequence[tuple[float, float]], *, seconds_max: float
) -> Samples:
    """Return the first seconds of what is spoken, without the pauses."""
    import numpy as np  # noqa: PLC0415 - a tenth of a second to import

    parts = [samples[round(a * SAMPLE_RATE) : round(b * SAMPLE_RATE)] for a, b in sounds]
    return np.concatenate([*parts, samples[:0]])[: round(seconds_max * SAMPLE_RATE)]


def _find_speech(samples: Samples, **options: Any) -> list[tuple[int, int]]:
    vad = import_quietly(f"{PACKAGE}.vad")
    found = vad.get_speech_timestamps(samples, vad.VadOptions(**options))
    return [(one["start"], one["end"]) for one in found]
