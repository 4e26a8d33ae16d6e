from core.services.demo.demo_history import POSTS
from tests.builders import CREATOR, NOON
from tests.core.services.learning.learning_world import OWNER, LearningWorld


async def test_two_insights_hold_and_what_is_not_claimed_says_why(tmp_path):
    world = LearningWorld(tmp_path)

    await world.add_history()
    await world.add_history()

    posts = await world.stores.measured_posts.list_posts(
        CREATOR, first=NOON.date().replace(year=2025), last=NOON.date()
    )
    lessons = await world.insights.lessons.read(OWNER)
    assert len(posts) == POSTS
    assert all(post.newest and post.newest.views is not None for post in posts)
    assert [claim.trait for claim in lessons.claims] == ["evening", "short"]
    asks = next(one for one in lessons.questions if one.trait == "title asks")
    assert asks.missing > 200
    assert "more than the" in asks.told
    assert lessons.checks[0].low > 0
