from core.domain.chat.baseline import Bucket
from core.domain.chat.hearing.usual_chat import guess_usual, measure_usual
from core.domain.chat.recent_chat import ChatWindow


def test_usual_is_the_mean_and_a_little_more():
    usual = measure_usual(Bucket(0, 20, 10, 4, 2, 40, 3, 6), 10, more=0.5)

    assert tuple(usual.counts) == (2.5, 1.5, 0.9, 0.7)
    assert (usual.chatters, usual.newcomers, usual.voices_a_second) == (4.0, 0.6, 0.6)


def test_a_young_stream_takes_what_is_for_usual():
    assert tuple(guess_usual(ChatWindow()).counts) == (1.0, 1.0, 1.0, 1.0)
