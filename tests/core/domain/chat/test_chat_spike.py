from core.domain.chat.chat_spike import SpikeTuning


def test_a_clip_by_default_is_at_most_thirty_seconds_long():
    tuning = SpikeTuning()

    assert tuning.lead_seconds + tuning.tail_seconds <= 30.0
