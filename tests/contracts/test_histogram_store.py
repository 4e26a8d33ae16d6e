from datetime import timedelta

from core.domain.chat.chat_message import ChatHistogram
from core.domain.work.ids import StreamId
from tests.builders import CREATOR, NOON, make_stream, make_test_ulid
from tests.contracts.paging import read_all

STREAM = make_stream().id


def _row(number=0, **given):
    values = {
        "stream_id": STREAM,
        "starts_at": NOON + timedelta(minutes=10 * number),
        "messages": tuple(range(120)),
        "chatters": number,
    }
    return ChatHistogram(**(values | given))


async def test_rows_are_listed_in_time_order(stores):
    rows = [_row(number) for number in range(8)]
    for row in reversed(rows):
        await stores.histograms.put_histogram(CREATOR, row)

    async def read(cursor):
        return await stores.histograms.list_histograms(CREATOR, STREAM, cursor=cursor, limit=3)

    assert await read_all(read) == rows


async def test_a_row_put_again_replaces_the_older_one(stores):
    await stores.histograms.put_histogram(CREATOR, _row(chatters=1))
    await stores.histograms.put_histogram(CREATOR, _row(chatters=2))

    found = await stores.histograms.list_histograms(CREATOR, STREAM)

    assert found.items == (_row(chatters=2),)


async def test_a_stream_has_its_own_rows(stores):
    other = StreamId(make_test_ulid(9))
    await stores.histograms.put_histogram(CREATOR, _row(stream_id=other))

    assert (await stores.histograms.list_histograms(CREATOR, STREAM)).items == ()


async def test_a_row_is_forgotten_after_90_days(stores, clock):
    await stores.histograms.put_histogram(CREATOR, _row())

    clock.step(days=90)

    assert (await stores.histograms.list_histograms(CREATOR, STREAM)).items == ()
