from core.adapters.table import keys
from core.adapters.table.items.creator_items import directory_key
from core.adapters.table.stores.assets import AssetTable
from core.ports.videos import AssetStore
from tests.builders import CREATOR, make_asset

_: type[AssetStore] = AssetTable


async def test_a_creators_first_asset_puts_it_into_the_directory(stores, table):
    await stores.assets.add_asset(make_asset())

    assert await table.get(directory_key(CREATOR)) is not None


async def test_what_lies_under_an_asset_is_no_asset(stores, table):
    """Chapters share the asset's prefix, so that one query reads both."""
    await stores.assets.add_asset(make_asset())
    chapters = {"PK": keys.creator_pk(CREATOR), "SK": f"ASSET#{make_asset().id}#CHAPTERS"}
    await table.put_if(chapters | {"type": "chapters"})

    assert (await stores.assets.list_assets(CREATOR)).items == (make_asset(),)
