from core.domain.chat.hearing.spike_making import make_spike
from core.domain.chat.hearing.usual_chat import guess_usual
from core.domain.chat.recent_chat import ChatWindow


def test_a_clip_begins_before_its_detection_and_never_before_the_stream():
    window = ChatWindow()
    spikes = [
        make_spike(
            window,
            guess_usual(window),
            detected_at=at,
            score=9.0,
            threshold=5.0,
            lead_seconds=28.5,
            tail_seconds=1.5,
            earlier_seconds=2.0,
        )
        for at in (100.0, 20.0)
    ]

    assert [(s.start_seconds, s.end_seconds) for s in spikes] == [(69.5, 99.5), (0.0, 19.5)]
    assert [s.peak_seconds for s in spikes] == [100.0, 20.0]
