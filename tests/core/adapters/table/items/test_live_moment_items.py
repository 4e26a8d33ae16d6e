from core.adapters.table.items.live_moment_items import live_moment_item, live_moment_key
from core.adapters.table.items.records import from_record
from core.adapters.table.limits import check_item
from core.domain.footage.live_moment import FootageStatus, LiveMoment
from tests.builders import CREATOR, NOON
from tests.contracts.moments import make_moment


def test_a_moment_survives_its_item():
    moment = make_moment(
        asked_at=NOON, twitch_clip_id="Fun", footage=FootageStatus.CAUGHT, marked_seconds=12.5
    )

    item = check_item(live_moment_item(moment))

    assert from_record(LiveMoment, item) == moment
    assert item["ttl"] == int(NOON.timestamp()) + 90 * 86_400


def test_a_moment_is_found_by_its_stream_and_its_detection():
    key = live_moment_key(CREATOR, make_moment().stream_id, 93_400)

    assert key.sk == f"LIVE_MOMENT#{make_moment().stream_id}#0000093400"
