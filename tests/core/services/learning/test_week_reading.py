from datetime import timedelta

from core.domain.people.preferences import Wants
from core.domain.people.voice import Tone
from core.services.people.personal_preferences import PersonalWish
from tests.builders import CREATOR, NOON, make_test_clip_id
from tests.core.services.learning.learning_world import OWNER, LearningWorld
from tests.learned_posts import make_out


async def test_the_same_week_under_three_tones_differs_in_words_alone(tmp_path):
    world = LearningWorld(tmp_path)
    await world.add_history()
    weeks, letters, states = [], set(), []
    for tone in Tone:
        await world.insights.wants.change(OWNER, PersonalWish(tone=tone, daily_clips=2))
        wants = await world.insights.wants.read(OWNER)
        weeks.append(await world.insights.weeks.read(CREATOR, wants))
        letters.add((await world.insights.digests.write(CREATOR, OWNER.person_id)).text)
        states.append(
            (
                await world.insights.lessons.read(OWNER),
                await world.insights.tasks.list_open(OWNER),
            )
        )

    assert len(letters) == 3
    assert weeks[0] == weeks[1] == weeks[2]
    assert states[0] == states[1] == states[2]
    assert weeks[0].posts
    assert weeks[0].learned
    assert weeks[0].tasks


async def test_a_week_counts_clips_once_and_posts_each(tmp_path):
    world = LearningWorld(tmp_path)
    for number, days in enumerate((1, 2, 8)):
        at = NOON - timedelta(days=days)
        post = make_out(number, at, clip_id=make_test_clip_id(1), at_week={"views": 10, "likes": 2})
        await world.stores.measured_posts.save_post(post)

    week = await world.insights.weeks.read(CREATOR, Wants(monthly_clips=5))

    assert (week.clips, week.posts, week.views, week.likes) == (1, 2, 20, 4)
    assert week.monthly_clips == 5


async def test_a_streak_is_on_the_readers_clock(tmp_path):
    world = LearningWorld(tmp_path)
    await world.stores.measured_posts.save_post(make_out(1, NOON - timedelta(hours=13)))

    for zone, today in (("UTC", 0), ("America/New_York", 0), ("Asia/Tokyo", 1)):
        wants = Wants(time_zone=zone, daily_clips=1)
        assert (await world.insights.weeks.measure_streak(CREATOR, wants)).today == today
        assert (await world.insights.weeks.measure_streak(CREATOR, wants)).days == 1
