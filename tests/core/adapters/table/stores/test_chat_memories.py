"""What the store promises is in tests/contracts; here, what it must not do to the table."""

from core.adapters.table.stores.chat_memories import ChatMemoryTable
from core.domain.chat.detector_memory import DetectorMemory
from core.ports.chat import ChatMemoryStore
from tests.builders import CREATOR, make_stream

_: type[ChatMemoryStore] = ChatMemoryTable


async def test_a_memory_is_taken_and_written_at_one_place_with_one_write_each(stores, table):
    await stores.memories.take_memory(CREATOR, make_stream().id, writer="one")
    await stores.memories.put_memory(CREATOR, make_stream().id, DetectorMemory(), writer="one")

    assert table.calls == {"put_if": 1, "update_if": 1}
