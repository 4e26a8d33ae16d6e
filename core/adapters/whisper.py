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
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from core.adapters.audio import decode_sound
from core.adapters.ffmpeg.containers import find_sound, open_video
from core.domain.videos.spoken_word import Word, order_words
from core.errors import ExternalFailure, InvalidInput

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    Samples = NDArray[float32]

PACKAGE: Final = "faster_whisper"
SAMPLE_RATE: Final = 16_000
NICENESS: Final = 10
_GAP_SECONDS: Final = 0.05


def open_listener(model: str, *, language: str = "") -> WhisperListener | None:
    """Return a listener for a model (a folder, or a name); None if no model is set.

    InvalidInput if the optional package is not installed.
    """
    if not model:
        return None
    if importlib.util.find_spec(PACKAGE) is None:
        raise InvalidInput(
            "TRUSS_WHISPER_MODEL is set, but faster-whisper is not installed: run pip install "
            "'truss-bot[whisper]', or leave the variable empty."
        )
    return WhisperListener(model, language=language or None)


class WhisperListener:
    """Transcribes words, in one thread that yields the CPU to chat.

    The model is loaded when first needed, and then kept.
    """

    def __init__(self, model: str, *, language: str | None = None) -> None:
        self._name = model
        self._language = language
        self._model: Any = None
        self._thread = ThreadPoolExecutor(max_workers=1, initializer=_give_way)

    async def listen(
        self, video: Path, *, start_seconds: float, end_seconds: float
    ) -> tuple[Word, ...]:
        """Return the words spoken in a stretch; ExternalFailure if the model cannot be used.

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
    ) -> tuple[Word, ...]:
        samples = read_samples(video, from_seconds=start, to_seconds=end)
        if samples is None:
            return ()
        heard = self._transcribe(samples, is_called_off)
        return order_words(
            Word(text=text, start_seconds=start + first, end_seconds=start + last)
            for text, first, last in heard
        )

    def _transcribe(
        self, samples: Samples, is_called_off: threading.Event
    ) -> list[tuple[str, float, float]]:
        model = self._load()
        heard: list[tuple[str, float, float]] = []
        try:
            segments, _ = model.transcribe(
                samples,
                language=self._language,
                word_timestamps=True,
                vad_filter=True,
                condition_on_previous_text=False,
            )
            for segment in segments:
                if is_called_off.is_set():
                    break
                heard += [
                    (word.word.strip(), float(word.start), float(word.end))
                    for word in segment.words or ()
                ]
        except (RuntimeError, ValueError, OSError) as error:
            raise ExternalFailure(
                f"The speech model {self._name!r} could not transcribe this "
                f"({type(error).__name__}).",
                stage="listen",
            ) from error
        return heard

    def _load(self) -> Any:
        if self._model is not None:
            return self._model
        try:
            package = importlib.import_module(PACKAGE)
            self._model = package.WhisperModel(
                self._name,
                device="cpu",
                compute_type="int8",
                cpu_threads=max(1, (os.cpu_count() or 2) // 2),
                local_files_only=True,
            )
        except (ImportError, OSError, ValueError, RuntimeError) as error:
            raise ExternalFailure(
                f"There is no speech model {self._name!r} on this machine: fetch it once with "
                f'python -c "import faster_whisper as w; w.download_model({self._name!r})", '
                "or set TRUSS_WHISPER_MODEL to its folder.",
                stage="listen",
            ) from error
        return self._model


def _give_way() -> None:
    """Give this thread, and those it starts, a lower CPU priority; on Linux only."""
    if sys.platform == "linux":
        thread = threading.get_native_id()
        nicer = max(NICENESS, os.getpriority(os.PRIO_PROCESS, thread))
        os.setpriority(os.PRIO_PROCESS, thread, nicer)


def read_samples(video: Path, *, from_seconds: float, to_seconds: float) -> Samples | None:
    """Return the sound of a stretch in mono, at 16 kHz from -1 to 1; None without sound.

    Each sample is at its own time: gaps are filled with silence.
    """
    import numpy as np  # noqa: PLC0415 - a tenth of a second to import

    length = max(0, round((to_seconds - from_seconds) * SAMPLE_RATE))
    samples = np.zeros(length, dtype=np.float32)
    end: int | None = None
    has_sound = False
    for at_seconds, part in _resample(video, from_seconds, to_seconds):
        place = round((at_seconds - from_seconds) * SAMPLE_RATE)
        if end is not None and abs(place - end) <= _GAP_SECONDS * SAMPLE_RATE:
            place = end
        end = place + len(part)
        first, last = max(0, place), min(length, end)
        if first < last:
            has_sound = True
            samples[first:last] = part[first - place : last - place]
    return samples if has_sound else None


def _resample(
    video: Path, from_seconds: float, to_seconds: float
) -> Iterator[tuple[float, Samples]]:
    """Yield the sound of roughly this stretch in pieces, each with its time."""
    from av import AudioResampler  # noqa: PLC0415 - only when there is sound to read

    with open_video(video) as container:
        sound = find_sound(container)
        if sound is None:
            return
        resampler = AudioResampler(format="flt", layout="mono", rate=SAMPLE_RATE)
        for at_seconds, frame in decode_sound(container, sound, from_seconds, to_seconds):
            for part in resampler.resample(frame):
                yield at_seconds, part.to_ndarray()[0]
