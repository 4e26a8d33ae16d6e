from datetime import UTC, datetime, timedelta

import pytest

from core.domain.chat.chat_histogram import HistogramCounter, row_start, to_rates
from core.domain.work.ids import StreamId

STREAM = StreamId("s")
STARTED = datetime(2026, 3, 1, 12, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "start"),
    [
        (datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC), datetime(2026, 3, 1, 12, 0, tzinfo=UTC)),
        (datetime(2026, 3, 1, 12, 9, 59, tzinfo=UTC), datetime(2026, 3, 1, 12, 0, tzinfo=UTC)),
        (datetime(2026, 3, 1, 12, 10, 0, tzinfo=UTC), datetime(2026, 3, 1, 12, 10, tzinfo=UTC)),
    ],
)
def test_rows_begin_at_whole_ten_minutes(at, start):
    assert row_start(at) == start


def test_messages_fall_into_buckets_of_five_seconds():
    counter = HistogramCounter(STREAM, STARTED)

    for offset, chatter in [(0.0, "a"), (4.9, "b"), (5.0, "a")]:
        counter.count(offset, chatter)
    row = counter.open_row()

    # The stream starts 180 s into its row: bucket 180 / 5 = 36.
    assert (row.messages[36], row.messages[37], sum(row.messages)) == (2, 1, 3)
    assert row.chatters == 2


def test_a_message_of_the_next_ten_minutes_closes_the_row():
    counter = HistogramCounter(STREAM, STARTED)
    counter.count(0.0, "a")

    # 12:03 + 420 s is 12:10.
    closed = counter.count(420.0, "b")

    assert closed is not None
    assert closed.starts_at == datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
    assert sum(closed.messages) == 1
    assert counter.open_row().messages[0] == 1


def test_a_late_message_counts_in_the_open_row():
    """Nothing that was said is lost, and no stored row changes afterwards."""
    counter = HistogramCounter(STREAM, STARTED)
    counter.count(430.0, "a")

    assert counter.count(400.0, "b") is None
    assert sum(counter.open_row().messages) == 2


def test_rates_cover_the_stream_and_show_gaps_as_silence():
    counter = HistogramCounter(STREAM, STARTED)
    for offset in (0.0, 1.0, 12.0):
        counter.count(offset, "a")

    rates = to_rates([counter.open_row()], started_at=STARTED, until_seconds=14.0)

    # 2 messages in 5 s are 0.4 a second.
    assert [(p.offset_seconds, p.messages_per_second) for p in rates] == [
        (0, 0.4),
        (5, 0.0),
        (10, 0.2),
    ]


def test_rates_join_rows():
    counter = HistogramCounter(STREAM, STARTED)
    counter.count(0.0, "a")
    first = counter.count(425.0, "a")
    assert first

    rates = to_rates([first, counter.open_row()], started_at=STARTED, until_seconds=425.0)

    assert [p.offset_seconds for p in rates if p.messages_per_second] == [0, 425]
    assert first.starts_at + timedelta(minutes=10) == counter.open_row().starts_at


def test_the_rates_of_an_absurdly_long_stream_end_after_a_week():
    """7 x 24 x 720 steps of five seconds, and the one that begins then."""
    assert len(to_rates([], started_at=STARTED, until_seconds=1e15)) == 120_961


def test_the_peak_is_the_rate_of_the_busiest_five_seconds():
    counter = HistogramCounter(STREAM, STARTED)
    for offset in (0.0, 1.0, 2.0, 700.0):
        counter.count(offset, "a")

    assert counter.peak == 3 / 5


def test_the_peak_of_a_row_that_is_gone_on_with_counts():
    before = HistogramCounter(STREAM, STARTED)
    before.count(0.0, "a")

    after = HistogramCounter(STREAM, STARTED, row=before.open_row())
    after.count(1.0, "b")

    assert after.peak == 2 / 5
