import asyncio
import os
import sys
import threading

import pytest

from core.adapters.demo.voice import LINES
from core.adapters.speech.listener import (
    NICENESS,
    WhisperListener,
    open_listener,
)
from core.adapters.speech.models import load_packaged
from core.adapters.speech.packaged import BASE, TINY_EN
from core.errors import InvalidInput
from core.ports.clips import Hearing, SpeechListener
from tests.core.adapters.speech.conftest import NEEDS_WORDS, expected_words

_: type[SpeechListener] = WhisperListener


def plain(hearing):
    return ["".join(c for c in word.text.lower() if c.isalnum()) for word in hearing.words]


@NEEDS_WORDS
async def test_what_is_said_is_heard_the_same_each_time(listener, spoken):
    """Two sentences, twice; words are offsets into the recording."""
    end = LINES[1].from_seconds + LINES[1].seconds
    heard = [await listener.listen(spoken, start_seconds=0.0, end_seconds=end) for _ in range(2)]

    assert plain(heard[0])[-13:] == expected_words(1, 2)
    assert heard[0].language == "en"
    assert all(one == heard[0] for one in heard)


@NEEDS_WORDS
async def test_words_are_offsets_into_the_video(listener, spoken):
    line = LINES[9]
    hearing = await listener.listen(
        spoken, start_seconds=line.from_seconds - 0.2, end_seconds=line.from_seconds + line.seconds
    )

    assert plain(hearing)[:2] == ["clip", "that"]
    assert hearing.words[0].start_seconds == pytest.approx(line.from_seconds, abs=0.25)


@NEEDS_WORDS
async def test_a_model_is_loaded_once_a_process(listener, spoken):
    await listener.listen(spoken, start_seconds=0.0, end_seconds=2.0)
    loaded = load_packaged.cache_info().misses

    await WhisperListener(packaged=[TINY_EN]).listen(spoken, start_seconds=0.0, end_seconds=2.0)

    assert load_packaged.cache_info().misses == loaded


@NEEDS_WORDS
@pytest.mark.skipif(sys.platform != "linux", reason="threads have a priority on Linux only")
async def test_listening_gives_way_to_chat(listener, spoken):
    usual = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    await listener.listen(spoken, start_seconds=0.0, end_seconds=0.5)

    given = await asyncio.get_running_loop().run_in_executor(
        listener._thread,
        lambda: os.getpriority(os.PRIO_PROCESS, threading.get_native_id()),
    )

    assert given == max(NICENESS, usual)
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == usual


@NEEDS_WORDS
@pytest.mark.parametrize("name", ["no_sound.mp4", "plain.mp4"])
async def test_where_nobody_speaks_there_are_no_words(listener, films, name):
    hearing = await listener.listen(films / name, start_seconds=0.0, end_seconds=5.0)

    assert hearing == Hearing()


@NEEDS_WORDS
async def test_a_language_that_no_model_knows_has_no_captions(spoken):
    """Rather none than nonsense."""
    listener = WhisperListener(packaged=[TINY_EN], language="de")

    hearing = await listener.listen(spoken, start_seconds=0.0, end_seconds=3.0)

    assert hearing.words == ()


def test_nobody_listens_where_it_is_turned_off():
    assert open_listener("off") is None


def test_without_the_package_nobody_listens(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    assert open_listener("") is None


@NEEDS_WORDS
def test_what_is_installed_listens():
    assert isinstance(open_listener(""), WhisperListener)
    assert {BASE.language, TINY_EN.language} == {"", "en"}


def test_the_package_is_asked_for_where_it_is_missing(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    with pytest.raises(InvalidInput, match=r"pip install 'truss-bot\[words\]'"):
        open_listener("small")
