from pathlib import Path

import pytest

from core.domain.videos.spoken_word import Word
from core.errors import ExternalFailure
from core.services.clips.clip_captions import ClipCaptions
from core.services.videos.speech_hearing import SpeechHearing
from core.services.work.job_handlers import JobProgress
from tests.builders import make_asset, make_facts
from tests.fakes.captions import FakeListener
from tests.fakes.understanding import FakeTranscripts

FILE = Word(text="file", start_seconds=104.0, end_seconds=104.5)
VIDEO = Path("a.mp4")
HEARD = Word(text="heard", start_seconds=104.0, end_seconds=104.5)


@pytest.fixture
def transcripts():
    return FakeTranscripts()


def make_captions(transcripts, listener=None):
    return ClipCaptions(
        transcripts=transcripts, hearing=SpeechHearing(transcripts=transcripts, listener=listener)
    )


async def keep(transcripts, word, *, is_heard_by_model):
    asset = make_asset()
    await transcripts.put_words(
        asset.creator_id, asset.id, [word], is_heard_by_model=is_heard_by_model
    )


async def test_the_words_of_a_file_win_over_those_that_were_heard(transcripts):
    clip_captions = make_captions(transcripts)
    assert await clip_captions.find_words(make_asset()) == ()

    await keep(transcripts, HEARD, is_heard_by_model=True)
    assert await clip_captions.find_words(make_asset()) == (HEARD,)

    await keep(transcripts, FILE, is_heard_by_model=False)
    assert await clip_captions.find_words(make_asset()) == (FILE,)


async def test_a_listener_hears_a_little_more_than_the_window(transcripts):
    """So that a word across an edge is known, and a re-cut hears nothing again."""
    listener, progress = FakeListener(HEARD), JobProgress()
    clip_captions = make_captions(transcripts, listener)

    words = await clip_captions.listen(
        make_asset(), VIDEO, progress, start_seconds=103.0, end_seconds=133.0
    )
    again = await clip_captions.listen(
        make_asset(), VIDEO, progress, start_seconds=102.0, end_seconds=134.0
    )
    await clip_captions.listen(make_asset(), VIDEO, progress, start_seconds=1.0, end_seconds=359.0)

    assert words == again == (HEARD,)
    assert listener.asked == [(97.0, 139.0), (0.0, 101.0), (135.0, 259.0), (255.0, 360.0)]
    assert progress.note is None


async def test_who_cannot_hear_says_so_and_stops_nothing(transcripts):
    listener = FakeListener(failure=ExternalFailure("There is no speech model.", stage="listen"))
    progress = JobProgress()

    words = await make_captions(transcripts, listener).listen(
        make_asset(), VIDEO, progress, start_seconds=103.0, end_seconds=133.0
    )

    assert words == ()
    assert progress.note == "This clip has no captions. There is no speech model."


async def test_nobody_listens_where_there_is_no_sound_or_nobody(transcripts):
    listener = FakeListener(HEARD)
    mute = make_asset(facts=make_facts(has_audio=False))
    for clip_captions, asset in (
        (make_captions(transcripts, listener), mute),
        (make_captions(transcripts), make_asset()),
    ):
        words = await clip_captions.listen(
            asset, VIDEO, JobProgress(), start_seconds=103.0, end_seconds=133.0
        )
        assert words == ()
    assert listener.asked == []
