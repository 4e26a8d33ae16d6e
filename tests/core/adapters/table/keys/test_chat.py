from datetime import UTC, datetime, timedelta

import pytest

from core.adapters.table import keys
from core.domain.work.ids import StreamId

AT = datetime(2026, 11, 21, 4, 39, 7, 123999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("key", "published"),
    [
        (keys.stream_sk(StreamId("8")), "STREAM#8"),
        (keys.open_stream_sk("44", StreamId("8")), "OPEN_STREAM#44#8"),
        (keys.spike_sk(AT, StreamId("8")), "LIVE_CHAT_SPIKE#2026-11-21T04:39:07.123Z#8"),
        (keys.histogram_sk(StreamId("8"), AT), "LIVE_CHAT_HIST#8#2026-11-21T04:30"),
        (keys.memory_sk(StreamId("8")), "LIVE_CHAT_MEMORY#8"),
        (keys.tuning_sk("44"), "TUNING#44"),
        (keys.twitch_pk("44"), "TWITCH#44"),
    ],
)
def test_keys_are_those_published(key, published):
    assert key == published


def test_spikes_of_a_stretch_lie_in_its_range():
    first, last = keys.spike_range(AT, AT + timedelta(seconds=1))
    inside = [keys.spike_sk(AT + timedelta(seconds=n), StreamId("zz")) for n in (0, 1)]

    assert all(first <= key <= last for key in inside)
    assert not first <= keys.spike_sk(AT + timedelta(seconds=2), StreamId("a")) <= last
    assert keys.spike_range(AT, None)[1] > keys.spike_sk(AT + timedelta(days=9999), StreamId("zz"))
