import pytest

from core.errors import Forbidden
from tests.core.services.learning.learning_world import MODERATOR, VIEWER, LearningWorld


async def test_reviewers_read_what_was_learned_and_viewers_do_not(tmp_path):
    reading = LearningWorld(tmp_path).insights.lessons

    assert (await reading.read(MODERATOR)).version == 0
    assert (await reading.list_insights(MODERATOR)).items == ()
    with pytest.raises(Forbidden):
        await reading.read(VIEWER)
    with pytest.raises(Forbidden):
        await reading.list_insights(VIEWER)
