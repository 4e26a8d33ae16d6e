from dataclasses import replace

import pytest

from core.adapters.table.stores.creators import (
    DirectoryTable,
    PreferencesTable,
    ProfileTable,
    UploadTable,
)
from core.errors import InvalidInput
from core.ports.people import Directory, PreferencesStore, ProfileStore
from core.ports.uploads import UploadStore
from tests.builders import CREATOR

_profiles: type[ProfileStore] = ProfileTable
_preferences: type[PreferencesStore] = PreferencesTable
_directory: type[Directory] = DirectoryTable
_uploads: type[UploadStore] = UploadTable


async def test_what_was_spread_and_what_was_said_of_a_creator_do_not_meet(stores):
    """Both lie in one row, and either is written without the other."""
    await stores.clips.spread_clips(CREATOR, shards=4)
    spread = await stores.profiles.get_profile(CREATOR)

    saved = await stores.profiles.save_profile(replace(spread, display_name="Ada"))
    await stores.clips.spread_clips(CREATOR, shards=8)

    found = await stores.profiles.get_profile(CREATOR)
    assert found == replace(saved, clip_shards=8, version=saved.version + 1)


async def test_the_cursor_of_one_directory_opens_no_other(stores):
    page = await stores.directory.list_creators()

    with pytest.raises(InvalidInput):
        await stores.directory.list_twitch_channels(cursor=page.cursor)
