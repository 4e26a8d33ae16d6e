from collections import Counter

from core.adapters.table.cursors import CursorSigner
from core.adapters.table.stores.measuring.measured_posts import DueBatchTable, MeasuredPostTable
from core.ports.learning import DueBatchStore, MeasuredPostStore
from tests.builders import CREATOR, NOON
from tests.contracts.conftest import SECRET
from tests.contracts.test_measured_posts import make_measured
from tests.core.adapters.table.counting_table import CountingTable
from tests.fakes.time_and_ids import FakeClock

_: type[MeasuredPostStore] = MeasuredPostTable
__: type[DueBatchStore] = DueBatchTable


async def test_many_posts_are_read_by_one_call_and_nothing_due_costs_one_query_a_part(table):
    counting = CountingTable(table)
    posts = MeasuredPostTable(counting, FakeClock())
    publications = [make_measured(number)[0] for number in range(60)]

    await posts.find_posts(publications)
    await posts.list_posts(CREATOR, first=NOON.date(), last=NOON.date())
    batches = DueBatchTable(counting, CursorSigner(SECRET))
    await batches.list_batches(0, until=NOON)

    assert counting.calls == Counter(batch_get=1, query=2)
