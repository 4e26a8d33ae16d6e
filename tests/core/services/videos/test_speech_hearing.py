from pathlib import Path

import pytest

from core.domain.videos.spoken_word import Word
from core.services.videos.speech_hearing import EAR, WINDOW_SECONDS, SpeechHearing
from tests.builders import make_asset, make_facts
from tests.fakes.captions import FakeListener
from tests.fakes.understanding import FakeTranscripts

VIDEO = Path("a.mp4")
LONG = make_asset(facts=make_facts(duration_seconds=1000.0))
WORDS = [
    Word(text=f"w{at}", start_seconds=float(at), end_seconds=at + 0.5) for at in range(0, 400, 40)
]


class KilledError(BaseException):
    """As sudden as kill -9."""


async def hear(hearing, *, end=3.4 * WINDOW_SECONDS, progress=lambda _: None):
    return await hearing.hear(LONG, VIDEO, start_seconds=0.0, end_seconds=end, on_progress=progress)


async def test_a_long_video_is_heard_in_windows_with_progress():
    listener = FakeListener(*WORDS)
    shares: list[float] = []
    hearing = SpeechHearing(transcripts=FakeTranscripts(), listener=listener)

    heard = await hear(hearing, progress=shares.append)

    assert [word.text for word in heard.words] == [word.text for word in WORDS]
    assert max(end - start for start, end in listener.asked) <= WINDOW_SECONDS + 4
    assert shares == [0.0, 0.25, 0.5, 0.75, 1.0]


async def test_a_killed_hearing_goes_on_where_it_was():
    transcripts, listener = FakeTranscripts(), FakeListener(*WORDS)

    def kill(share):
        if share == 0.5:
            raise KilledError

    with pytest.raises(KilledError):
        await hear(SpeechHearing(transcripts=transcripts, listener=listener), progress=kill)
    assert len(listener.asked) == 2

    heard = await hear(SpeechHearing(transcripts=transcripts, listener=listener))

    assert len(heard.words) == len(WORDS)
    assert len(listener.asked) == 4


async def test_what_was_heard_is_not_heard_again():
    transcripts, listener = FakeTranscripts(), FakeListener(*WORDS)
    hearing = SpeechHearing(transcripts=transcripts, listener=listener)
    first = await hear(hearing, end=100.0)

    assert await hear(hearing, end=100.0) == first
    assert len(listener.asked) == 1
    (kept,) = await transcripts.find_stretches(LONG.creator_id, LONG.id, EAR)
    assert (kept.start_seconds, kept.end_seconds) == (0.0, 100.0)


async def test_nobody_hears_without_a_listener():
    assert (await hear(SpeechHearing(transcripts=FakeTranscripts(), listener=None))).words == ()
