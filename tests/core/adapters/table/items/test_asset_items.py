from core.adapters.table.items.asset_items import asset_item, read_asset_item
from core.adapters.table.limits import check_item
from tests.builders import NOON, make_asset, make_facts


def test_an_asset_survives_its_item():
    asset = make_asset(facts=make_facts(frame_rate=30000 / 1001, duration_seconds=0.1))

    assert read_asset_item(check_item(asset_item(asset, at=NOON))) == asset


def test_an_asset_is_found_by_month_and_by_status():
    item = asset_item(make_asset(), at=NOON)

    assert item["SK"] == f"ASSET#{make_asset().id}"
    assert item["GSI1PK"] == "CREATOR#ada#MONTH#2026-03"
    assert item["GSI2PK"] == "CREATOR#ada#ASSET#ready"
    assert item["GSI2SK"] == f"2026-03-01T12:00:00.000Z#{make_asset().id}"
