from core.adapters.table.items.creator_items import upload_item, upload_key
from core.adapters.table.rows import Rows, beginning, between, read_range
from core.domain.videos.multipart_upload import MultipartUpload
from tests.builders import CREATOR
from tests.plan_builders import make_upload


async def test_a_long_range_is_read_to_its_end(table):
    items = [{"PK": "A", "SK": f"{number:04d}"} for number in range(600)]
    for start in range(0, 600, 25):
        await table.batch_put(items[start : start + 25])
    table.calls.clear()

    assert len(await read_range(table, beginning("A", "0"))) == 600
    assert table.calls["query"] == 2
    assert len(await read_range(table, between("A", ("0010", "0019")))) == 10


async def test_what_has_expired_is_not_found_though_it_lies_there(table, clock):
    rows = Rows(table=table, clock=clock, kind=MultipartUpload, item=upload_item, noun="upload")
    key = upload_key(CREATOR, make_upload().id)
    await rows.add(make_upload())
    assert await rows.find(key) == make_upload()
    clock.step(days=2)

    assert await rows.find(key) is None
    assert await table.get(key) is not None
