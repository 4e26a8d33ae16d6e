from core.adapters.table.items.creator_items import (
    directory_item,
    directory_key,
    framing_key,
    metadata_key,
    read_clip_shards,
)
from core.adapters.table.table import ItemKey, key_of
from core.domain.work.ids import DEMO_CREATOR_ID


def test_a_creator_without_metadata_has_one_partition_of_clips():
    assert metadata_key(DEMO_CREATOR_ID) == ItemKey("CREATOR#DEMO#judge", "METADATA")
    assert [read_clip_shards(found) for found in (None, {}, {"clipShards": 8})] == [1, 1, 8]


def test_what_a_creator_wants_of_its_pictures_is_one_row():
    assert framing_key(DEMO_CREATOR_ID) == ItemKey("CREATOR#DEMO#judge", "FRAMING")


def test_the_directory_names_its_creator():
    item = directory_item(DEMO_CREATOR_ID)

    assert key_of(item) == directory_key(DEMO_CREATOR_ID)
    assert item["creatorId"] == "DEMO#judge"
