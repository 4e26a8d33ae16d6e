from dataclasses import replace

import pytest

from core.domain.chat.chat_histogram import ChatRates
from core.domain.streams.stream import StreamStatus
from core.domain.work.ids import StreamId
from core.services.chat.kept_reports import KEPT_MOST, KEPT_SECONDS, STEPS_MAX, Heard, KeptReports
from tests.builders import make_stream, make_test_ulid
from tests.fakes.time_and_ids import FakeClock

OVER = make_stream(status=StreamStatus.ENDED, duration_seconds=60.0)
HEARD = Heard(rates=ChatRates(per_second=(1.0, 2.0)), spikes=(), has_more_spikes=False, missed=())


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def kept(clock):
    return KeptReports(clock=clock)


def test_what_was_heard_of_a_stream_that_is_over_is_kept_for_a_minute(clock, kept):
    kept.keep(OVER, 60, HEARD)
    clock.advance(KEPT_SECONDS - 1)

    assert kept.find(OVER, 60) is HEARD
    assert kept.find(OVER, 12) is None
    clock.advance(1)
    assert kept.find(OVER, 60) is None


def test_a_clock_that_is_set_back_keeps_nothing_longer(clock, kept):
    kept.keep(OVER, 60, HEARD)
    clock.set_by(-3600)
    clock.advance(KEPT_SECONDS)

    assert kept.find(OVER, 60) is None


def test_a_stream_that_was_changed_is_read_anew(kept):
    kept.keep(OVER, 60, HEARD)

    assert kept.find(replace(OVER, version=OVER.version + 1), 60) is None


@pytest.mark.parametrize(
    ("stream", "heard"),
    [
        (make_stream(), HEARD),
        (OVER, replace(HEARD, rates=ChatRates(per_second=(0.0,) * (STEPS_MAX + 1)))),
    ],
    ids=["live", "too-long"],
)
def test_what_goes_on_or_is_too_long_is_not_kept(kept, stream, heard):
    kept.keep(stream, 60, heard)

    assert kept.find(stream, 60) is None


def test_the_oldest_make_room(kept):
    streams = [
        replace(OVER, id=StreamId(make_test_ulid(number))) for number in range(KEPT_MOST + 1)
    ]
    for stream in streams:
        kept.keep(stream, 60, HEARD)

    assert [kept.find(stream, 60) for stream in (streams[0], streams[-1])] == [None, HEARD]
