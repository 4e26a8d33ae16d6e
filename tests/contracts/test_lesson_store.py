from dataclasses import replace

import pytest

from core.domain.work.ids import CreatorId
from core.errors import Conflict
from tests.builders import CREATOR
from tests.core.adapters.table.stores.measuring.test_lessons import LESSONS


async def test_lessons_are_kept_whole_and_one_of_two_writers_wins(stores):
    assert (await stores.lessons.get_lessons(CREATOR)).version == 0

    saved = await stores.lessons.save_lessons(LESSONS)

    assert await stores.lessons.get_lessons(CREATOR) == saved == replace(LESSONS, version=1)
    with pytest.raises(Conflict):
        await stores.lessons.save_lessons(LESSONS)
    assert (await stores.lessons.get_lessons(CreatorId("ben"))).version == 0
