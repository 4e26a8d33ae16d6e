from core.domain.chat.chat_message import ChatMessage, ChatNotice, NoticeKind
from core.domain.work.meters import Meters
from core.services.chat.metered_chat import MeteredSpikes, count_line
from tests.builders import make_spike, make_stream
from tests.fakes.all_stores import FakeAllStores
from tests.fakes.time_and_ids import FakeClock


async def test_a_spike_is_counted_once_by_who_asked_for_it():
    meters = Meters()
    spikes = MeteredSpikes(FakeAllStores(FakeClock()).bundle().spikes, meters)
    stream = make_stream()

    assert await spikes.add_spike(stream, make_spike())
    assert not await spikes.add_spike(stream, make_spike())
    await spikes.add_spike(stream, make_spike(detected_at_seconds=200.0, asked_by="bob"))

    assert meters.read("truss_spikes_total", by="chat") == 1
    assert meters.read("truss_spikes_total", by="viewers") == 1
    assert len((await spikes.list_spikes(stream)).items) == 2
    assert await spikes.replace_spike(stream, make_spike())


def test_lines_are_counted_and_notices_are_not():
    meters = Meters()
    count_line(meters, ChatMessage(offset_seconds=1.0, chatter="bob", text="hello"))
    count_line(meters, ChatNotice(offset_seconds=1.0, kind=NoticeKind.RAID))

    assert meters.read("truss_chat_lines_total") == 1
