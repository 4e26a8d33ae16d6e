"""Which of the installed models hears a sound, and when another one is asked for its language."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from core.adapters.speech.packaged import BASE, TINY_EN, PackagedModel
from core.adapters.speech.short_sound import encode_short
from core.adapters.speech.transcribing import Transcriber, Transcript, name_language
from core.adapters.speech.voice_activity import find_pieces, join_voice

if TYPE_CHECKING:
    from core.adapters.speech.samples import Samples

# These name a language as well as half a minute, for a quarter of the price.
DETECT_SECONDS: Final = 14
ENGLISH: Final = "en"


class Choosing:
    """One stretch of sound and the packaged models; `load` is called for those that are needed."""

    def __init__(
        self,
        *,
        packaged: Sequence[PackagedModel],
        load: Callable[[PackagedModel], Any],
        samples: Samples,
        sounds: Sequence[tuple[float, float]],
        is_called_off: threading.Event,
        until_seconds: float = math.inf,
    ) -> None:
        self._packaged = packaged
        self._load = load
        self._samples = samples
        self._sounds = sounds
        self._is_called_off = is_called_off
        self._until = until_seconds

    def hear(self) -> Transcript | None:
        """Return what is said in whichever language; None if no model knows it.

        The model of English hears first: where it is sure of its words, they are English. Only in
        doubt is the other one loaded and asked, which costs as much again as the words did.
        """
        if BASE not in self._packaged:
            return self.hear_in(ENGLISH)
        if TINY_EN not in self._packaged:
            return self.hear_in(self._detect())
        heard = self._hear(TINY_EN, ENGLISH, ends_in_doubt=True)
        if heard.is_sure or self._is_called_off.is_set():
            return heard
        language = self._detect()
        return heard if language == ENGLISH and heard.is_whole else self.hear_in(language)

    def hear_in(self, language: str) -> Transcript | None:
        """Return what the smallest model that knows a language hears; None if none does."""
        for model in self._packaged:
            if model.language in {"", language}:
                return self._hear(model, language)
        return None

    def _hear(
        self, model: PackagedModel, language: str, *, ends_in_doubt: bool = False
    ) -> Transcript:
        return Transcriber(
            self._load(model),
            self._samples,
            language=language,
            find_pieces=find_pieces,
            is_called_off=self._is_called_off,
            until_seconds=self._until,
            ends_in_doubt=ends_in_doubt,
        ).transcribe()

    def _detect(self) -> str:
        """Return the language if the model of many languages is sure of it, else English."""
        voice = join_voice(self._samples, self._sounds, seconds_max=DETECT_SECONDS)
        found = encode_short(self._load(BASE)).detect_language(voice)
        english = dict(found[2] or ()).get(ENGLISH, 0.0)
        return name_language(
            str(found[0]), float(found[1]), ENGLISH, otherwise_probability=float(english)
        )
