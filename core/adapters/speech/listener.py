"""Speech recognition by faster-whisper, an optional package, with models on this machine."""

from __future__ import annotations

import asyncio
import importlib.util
import math
import os
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final

from core.adapters.speech.choosing import Choosing
from core.adapters.speech.kept_memory import keep_memory
from core.adapters.speech.models import PACKAGE, load_own, load_packaged
from core.adapters.speech.packaged import BASE, TINY_EN, PackagedModel, is_installed
from core.adapters.speech.samples import read_samples
from core.adapters.speech.transcribing import (
    CERTAINTY_MIN,
    Transcriber,
    Transcript,
    snap_to_speech,
)
from core.adapters.speech.voice_activity import find_pieces, find_sounds
from core.domain.videos.spoken_word import Word, order_words
from core.errors import ExternalFailure, InvalidInput
from core.ports.clips import Hearing

if TYPE_CHECKING:
    from core.adapters.speech.samples import Samples

OFF: Final = "off"
NICENESS: Final = 10
_STRANGE: Final = (
    "What is said does not sound like English, the only language that this speech model knows: "
    "install 'truss-bot[words-all]' for other languages."
)


def open_listener(
    model: str, *, language: str = "", is_mixed: bool = False
) -> WhisperListener | None:
    """Return a listener for a model of one's own (a folder, or a name), else for those installed.

    None if the model is `off`, or nothing is installed. InvalidInput if a model is set, but the
    package that runs it is missing.
    """
    has_package = importlib.util.find_spec(PACKAGE) is not None
    if model == OFF:
        return None
    if model and not has_package:
        raise InvalidInput(
            "TRUSS_WHISPER_MODEL is set, but faster-whisper is not installed: run pip install "
            "'truss-bot[words]', or leave the variable empty."
        )
    if model:
        return WhisperListener(own=model, language=language, is_mixed=is_mixed)
    packaged = [one for one in (TINY_EN, BASE) if has_package and is_installed(one)]
    if not packaged:
        return None
    return WhisperListener(packaged=packaged, language=language, is_mixed=is_mixed)


class WhisperListener:
    """Transcribes words, in one thread that yields the CPU to chat.

    A model is loaded when somebody is first heard to speak, once per process, and then kept.
    `is_mixed` listens to all sound tracks.
    """

    def __init__(
        self,
        *,
        own: str = "",
        packaged: list[PackagedModel] | None = None,
        language: str = "",
        is_mixed: bool = False,
    ) -> None:
        self._own = own
        self._packaged = tuple(packaged or ())
        self._language = language
        self._is_mixed = is_mixed
        self._thread = ThreadPoolExecutor(max_workers=1, initializer=_give_way)

    async def listen(
        self,
        video: Path,
        *,
        start_seconds: float,
        end_seconds: float,
        until_seconds: float | None = None,
    ) -> Hearing:
        """Return what is said in a stretch; ExternalFailure if the model cannot be used.

        When cancelled, it stops at the next sentence.
        """
        is_called_off = threading.Event()
        until = math.inf if until_seconds is None else until_seconds - start_seconds
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._thread, self._listen, video, start_seconds, end_seconds, until, is_called_off
            )
        finally:
            is_called_off.set()

    def _listen(
        self, video: Path, start: float, end: float, until: float, is_called_off: threading.Event
    ) -> Hearing:
        name = self._own or ", ".join(model.name for model in self._packaged)
        try:
            samples = read_samples(
                video, from_seconds=start, to_seconds=end, is_mixed=self._is_mixed
            )
            if samples is None or not (sounds := find_sounds(samples)):
                return Hearing()
            with keep_memory():
                heard = self._transcribe(samples, sounds, until, is_called_off)
        except (RuntimeError, ValueError, OSError, ImportError, InvalidInput) as error:
            raise ExternalFailure(
                f"The speech model {name!r} could not transcribe this ({type(error).__name__}).",
                stage="listen",
            ) from error
        if heard is None:
            return Hearing()
        if not self._own and heard.words and heard.certainty < CERTAINTY_MIN:
            return Hearing(reason=_STRANGE if BASE not in self._packaged else "")
        moved = (
            Word(
                text=word.text,
                start_seconds=start + word.start_seconds,
                end_seconds=start + word.end_seconds,
            )
            for word in snap_to_speech(heard.words, sounds)
        )
        return Hearing(words=order_words(moved), language=heard.language)

    def _transcribe(
        self,
        samples: Samples,
        sounds: Sequence[tuple[float, float]],
        until: float,
        is_called_off: threading.Event,
    ) -> Transcript | None:
        """Return the transcript; None if no model knows the language."""
        if self._own:
            return Transcriber(
                load_own(self._own),
                samples,
                language=self._language or None,
                find_pieces=find_pieces,
                is_called_off=is_called_off,
                until_seconds=until,
            ).transcribe()
        choosing = Choosing(
            packaged=self._packaged,
            load=load_packaged,
            samples=samples,
            sounds=sounds,
            is_called_off=is_called_off,
            until_seconds=until,
        )
        return choosing.hear_in(self._language) if self._language else choosing.hear()


def _give_way() -> None:
    """Give this thread, and those it starts, a lower CPU priority; on Linux only."""
    if sys.platform == "linux":
        thread = threading.get_native_id()
        nicer = max(NICENESS, os.getpriority(os.PRIO_PROCESS, thread))
        os.setpriority(os.PRIO_PROCESS, thread, nicer)
