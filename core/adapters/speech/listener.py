"""Speech recognition by faster-whisper, an optional package, with a model on this machine.

Nothing is downloaded: a sentence names what is missing and how to get it.
"""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from core.adapters.speech.packaged import (
    BASE,
    TINY_EN,
    PackagedModel,
    is_installed,
    open_model,
)
from core.adapters.speech.samples import SAMPLE_RATE, read_samples
from core.adapters.speech.transcribing import (
    CERTAINTY_MIN,
    Transcriber,
    Transcript,
    cut_pieces,
    name_language,
    snap_to_speech,
)
from core.domain.videos.spoken_word import Word, order_words
from core.errors import ExternalFailure, InvalidInput
from core.ports.clips import Hearing

if TYPE_CHECKING:
    from core.adapters.speech.samples import Samples

PACKAGE: Final = "faster_whisper"
SILENCE: Final = "ORT_DISABLE_TELEMETRY"
OFF: Final = "off"
NICENESS: Final = 10
DETECT_SECONDS: Final = 30
_BREATH_MS: Final = 150
_PAD_MS: Final = 30
_ENGLISH: Final = "en"
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
        self._packaged = {model.name: model for model in packaged or ()}
        self._language = language
        self._is_mixed = is_mixed
        self._thread = ThreadPoolExecutor(max_workers=1, initializer=_give_way)

    async def listen(self, video: Path, *, start_seconds: float, end_seconds: float) -> Hearing:
        """Return what is said in a stretch; ExternalFailure if the model cannot be used.

        When cancelled, it stops at the next sentence.
        """
        is_called_off = threading.Event()
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._thread, self._listen, video, start_seconds, end_seconds, is_called_off
            )
        finally:
            is_called_off.set()

    def _listen(
        self, video: Path, start: float, end: float, is_called_off: threading.Event
    ) -> Hearing:
        name = self._own or ", ".join(self._packaged)
        try:
            samples = read_samples(
                video, from_seconds=start, to_seconds=end, is_mixed=self._is_mixed
            )
            heard = None if samples is None else self._transcribe(samples, is_called_off)
        except (RuntimeError, ValueError, OSError, ImportError, InvalidInput) as error:
            raise ExternalFailure(
                f"The speech model {name!r} could not transcribe this ({type(error).__name__}).",
                stage="listen",
            ) from error
        if heard is None or samples is None:
            return Hearing()
        if not self._own and heard.words and heard.certainty < CERTAINTY_MIN:
            return Hearing(reason=_STRANGE if BASE.name not in self._packaged else "")
        moved = (
            Word(
                text=word.text,
                start_seconds=start + word.start_seconds,
                end_seconds=start + word.end_seconds,
            )
            for word in snap_to_speech(heard.words, _find_sounds(samples))
        )
        return Hearing(words=order_words(moved), language=heard.language)

    def _transcribe(self, samples: Samples, is_called_off: threading.Event) -> Transcript | None:
        """Return the transcript; None if nobody speaks, which is found out without a model."""
        if not _has_speech(samples):
            return None
        language = self._language or (None if self._own else self._detect(samples))
        model = load_own(self._own) if self._own else self._choose(language or _ENGLISH)
        if model is None:
            return None
        return Transcriber(
            model,
            samples,
            language=language,
            find_pieces=_find_pieces,
            is_called_off=is_called_off,
        ).transcribe()

    def _detect(self, samples: Samples) -> str:
        """Return the language if the model of many languages is sure of it, else English."""
        if BASE.name not in self._packaged:
            return _ENGLISH
        found = load_packaged(BASE).detect_language(
            samples[: 4 * DETECT_SECONDS * SAMPLE_RATE], vad_filter=True
        )
        english = dict(found[2] or ()).get(_ENGLISH, 0.0)
        return name_language(
            str(found[0]), float(found[1]), _ENGLISH, otherwise_probability=float(english)
        )

    def _choose(self, language: str) -> Any:
        """Return the smallest model that knows a language, loaded; None if none does."""
        for model in self._packaged.values():
            if model.language in {"", language}:
                return load_packaged(model)
        return None


@cache
def load_packaged(model: PackagedModel) -> Any:
    """Return a model from its checked files, loaded once per process."""
    with open_model(model) as folder:
        return _load(str(folder))


@cache
def load_own(name: str) -> Any:
    """Return a model of one's own, loaded once per process; ExternalFailure if it is not here."""
    try:
        return _load(name, local_files_only=True)
    except (ImportError, OSError, ValueError, RuntimeError) as error:
        raise ExternalFailure(
            f"There is no speech model {name!r} on this machine: fetch it once with "
            f'python -c "import faster_whisper as w; w.download_model({name!r})", '
            "or set TRUSS_WHISPER_MODEL to its folder.",
            stage="listen",
        ) from error


def _load(name: str, **options: Any) -> Any:
    make: Callable[..., Any] = _import(PACKAGE).WhisperModel
    threads = max(1, (os.cpu_count() or 2) // 2)
    return make(name, device="cpu", compute_type="int8", cpu_threads=threads, **options)


def _import(name: str) -> Any:
    """Import a module that brings onnxruntime, which otherwise reports its use to its maker."""
    os.environ[SILENCE] = "1"  # noqa: TID251 - the one switch that onnxruntime looks at
    return importlib.import_module(name)


def _has_speech(samples: Samples) -> bool:
    return bool(_find_speech(samples))


def _find_speech(samples: Samples, **options: Any) -> list[tuple[int, int]]:
    vad = _import(f"{PACKAGE}.vad")
    found = vad.get_speech_timestamps(samples, vad.VadOptions(**options))
    return [(one["start"], one["end"]) for one in found]


def _find_sounds(samples: Samples) -> list[tuple[float, float]]:
    """Return when somebody speaks, in seconds, to a few hundredths."""
    speech = _find_speech(samples, min_silence_duration_ms=_BREATH_MS, speech_pad_ms=_PAD_MS)
    return [(start / SAMPLE_RATE, end / SAMPLE_RATE) for start, end in speech]


def _find_pieces(samples: Samples) -> list[tuple[int, int]]:
    """Return short pieces that end where a speaker takes breath."""
    speech = _find_speech(samples, min_silence_duration_ms=_BREATH_MS, speech_pad_ms=0)
    return cut_pieces(speech, samples=len(samples))


def _give_way() -> None:
    """Give this thread, and those it starts, a lower CPU priority; on Linux only."""
    if sys.platform == "linux":
        thread = threading.get_native_id()
        nicer = max(NICENESS, os.getpriority(os.PRIO_PROCESS, thread))
        os.setpriority(os.PRIO_PROCESS, thread, nicer)
