import asyncio
import importlib.machinery
import os
import sys
import threading
from types import ModuleType, SimpleNamespace

import numpy as np
import pytest

from core.adapters.whisper import (
    NICENESS,
    SAMPLE_RATE,
    WhisperListener,
    open_listener,
    read_samples,
)
from core.domain.videos.spoken_word import Word
from core.errors import ExternalFailure, InvalidInput
from core.ports.clips import SpeechListener

_: type[SpeechListener] = WhisperListener


class Package:
    """Stands in for faster-whisper at its edge: what it was asked, and what it is to hear."""

    def __init__(self):
        self.models, self.asked, self.niceness = [], [], []
        self.segments = [[(" Hi", 0.5, 0.9), (" there.", 1.0, 1.4)], [(" Bye", 3.0, 3.2)]]
        self.missing = None
        self.failure = None
        self.said = threading.Event()
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def make_model(self, name, **options):
        if self.missing is not None:
            raise self.missing
        self.models.append((name, options))
        return SimpleNamespace(transcribe=self.transcribe)

    def transcribe(self, samples, **options):
        self.asked.append((samples, options))
        if sys.platform == "linux":
            self.niceness.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
        if self.failure is not None:
            raise self.failure
        return self.speak(), SimpleNamespace(language="en")

    def speak(self):
        for segment in self.segments:
            words = [
                SimpleNamespace(word=w, start=s, end=e, probability=1.0) for w, s, e in segment
            ]
            yield SimpleNamespace(words=words or None)
            self.said.set()
            self.may_go_on.wait(5)


@pytest.fixture
def package(monkeypatch):
    package = Package()
    module = ModuleType("faster_whisper")
    module.__spec__ = importlib.machinery.ModuleSpec("faster_whisper", None)
    module.__dict__["WhisperModel"] = package.make_model
    monkeypatch.setitem(sys.modules, "faster_whisper", module)
    return package


async def test_words_are_offsets_into_the_video(films, package):
    words = await WhisperListener("small").listen(
        films / "plain.mp4", start_seconds=2.0, end_seconds=6.0
    )

    assert words == (
        Word(text="Hi", start_seconds=2.5, end_seconds=2.9),
        Word(text="there.", start_seconds=3.0, end_seconds=3.4),
        Word(text="Bye", start_seconds=5.0, end_seconds=5.2),
    )


async def test_the_model_is_loaded_once_and_never_fetched(films, package):
    listener = open_listener("small", language="de")
    assert listener is not None
    for _ in range(2):
        await listener.listen(films / "plain.mp4", start_seconds=0.0, end_seconds=1.0)

    ((name, options),) = package.models
    assert (name, options["local_files_only"]) == ("small", True)
    assert len(package.asked) == 2
    asked = package.asked[0][1]
    assert (asked["language"], asked["word_timestamps"]) == ("de", True)


async def test_the_model_hears_the_stretch_and_nothing_else(films, package):
    """The tone is 20 dB louder from 3 s to 4 s: there, of 2 s to 5 s, it lies in the middle."""
    listener = WhisperListener("small")
    await listener.listen(films / "plain.mp4", start_seconds=2.0, end_seconds=5.0)

    samples = package.asked[0][0]
    assert (samples.dtype, len(samples)) == (np.float32, 3 * SAMPLE_RATE)
    levels = [float(np.abs(part).max()) for part in np.split(samples, 30)]
    assert [level > 0.3 for level in levels] == [False] * 10 + [True] * 10 + [False] * 10


@pytest.mark.skipif(sys.platform != "linux", reason="threads have a priority on Linux only")
async def test_listening_gives_way_to_chat(films, package):
    usual = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    await WhisperListener("small").listen(films / "plain.mp4", start_seconds=0.0, end_seconds=1.0)

    assert package.niceness == [max(NICENESS, usual)]
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == usual


def test_sound_that_begins_late_lies_where_it_is_heard(films):
    samples = read_samples(films / "late_sound.mkv", from_seconds=0.0, to_seconds=4.0)

    assert samples is not None
    loud = np.flatnonzero(np.abs(samples) > 0.02)
    assert loud[0] / SAMPLE_RATE == pytest.approx(2.0, abs=0.05)


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [("no_sound.mp4", 0.0, 2.0), ("plain.mp4", 2.0, 2.0), ("plain.mp4", 50.0, 60.0)],
)
async def test_where_nothing_sounds_the_model_is_not_asked(films, package, name, start, end):
    words = await WhisperListener("small").listen(
        films / name, start_seconds=start, end_seconds=end
    )

    assert words == ()
    assert package.models == []


def test_broken_sound_is_passed_over(films, tmp_path):
    content = bytearray((films / "stream.ts").read_bytes())
    half = len(content) // 2
    content[half : half + 2000] = b"\xff" * 2000
    (tmp_path / "scratched.ts").write_bytes(content)

    samples = read_samples(tmp_path / "scratched.ts", from_seconds=0.0, to_seconds=6.0)

    assert samples is not None
    assert np.abs(samples).max() > 0.05


async def test_a_sentence_without_words_is_none(films, package):
    package.segments = [[]]

    words = await WhisperListener("small").listen(
        films / "plain.mp4", start_seconds=0.0, end_seconds=1.0
    )

    assert words == ()


@pytest.mark.parametrize(
    "missing", [FileNotFoundError("not cached"), ValueError("no such size"), RuntimeError("broken")]
)
async def test_a_model_that_is_not_here_is_named_with_how_to_get_it(films, package, missing):
    package.missing = missing

    with pytest.raises(ExternalFailure, match=r"no speech model 'small'.*download_model") as raised:
        await WhisperListener("small").listen(
            films / "plain.mp4", start_seconds=0.0, end_seconds=1.0
        )

    assert (raised.value.stage, raised.value.retryable) == ("listen", False)


async def test_a_model_that_fails_is_named(films, package):
    package.failure = RuntimeError("out of memory")

    with pytest.raises(
        ExternalFailure, match=r"'small' could not transcribe this \(RuntimeError\)"
    ):
        await WhisperListener("small").listen(
            films / "plain.mp4", start_seconds=0.0, end_seconds=1.0
        )


async def test_who_is_called_off_hears_no_further_sentence(films, package):
    package.may_go_on.clear()
    spoken = []
    package.segments = [[(f" {n}", n, n + 0.5)] for n in range(50)]
    speak = package.speak

    def count():
        for segment in speak():
            spoken.append(segment)
            yield segment

    package.speak = count
    listening = asyncio.create_task(
        WhisperListener("small").listen(films / "plain.mp4", start_seconds=0.0, end_seconds=1.0)
    )
    await asyncio.to_thread(package.said.wait, 5)

    listening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await listening
    package.may_go_on.set()
    await asyncio.sleep(0.2)

    assert len(spoken) <= 3


def test_without_a_model_nobody_listens():
    assert open_listener("") is None


def test_the_package_is_asked_for_where_it_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "faster_whisper", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    with pytest.raises(InvalidInput, match=r"pip install 'truss-bot\[whisper\]'"):
        open_listener("small")
