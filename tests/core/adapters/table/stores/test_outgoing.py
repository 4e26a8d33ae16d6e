from datetime import date

from core.adapters.table.stores.outgoing import DailyCountTable, TargetTable
from core.domain.publishing.publish_target import PublishTargets
from core.domain.work.platform import Platform
from core.ports.publishing import DailyCountStore, TargetStore
from tests.builders import CREATOR

_targets: type[TargetStore] = TargetTable
_counts: type[DailyCountStore] = DailyCountTable


async def test_counting_and_checking_is_one_write(stores, table):
    table.calls.clear()

    await stores.daily_counts.take_upload(
        Platform.YOUTUBE, "", on=date(2026, 3, 1), at_most=9, name="1"
    )

    assert table.calls == {"transact": 1}


async def test_targets_are_one_read_and_one_write(stores, table):
    table.calls.clear()

    await stores.targets.save_targets(PublishTargets(creator_id=CREATOR))
    await stores.targets.get_targets(CREATOR)

    assert table.calls == {"put_if": 1, "get": 1}
