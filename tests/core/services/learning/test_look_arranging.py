from core.domain.work.due import DueKind
from tests.builders import CREATOR, NOON
from tests.core.services.learning.learning_world import OWNER, LearningWorld
from tests.learned_posts import make_out


async def list_digests(world):
    found = []
    for shard in range(world.stores.due.shards):
        page = await world.stores.due.list_due(shard, until=NOON.replace(year=2027))
        found += [due for due in page.items if due.kind is DueKind.DIGEST]
    return found


async def test_the_first_post_arranges_a_look_and_a_digest_and_the_next_ones_nothing(tmp_path):
    world = LearningWorld(tmp_path)
    posts = world.stores.measured_posts

    first = await posts.save_post(make_out(1))
    await posts.save_post(first)
    await posts.save_post(make_out(2))

    assert sorted(due.id for due in await list_digests(world)) == ["creator", "look"]
    assert (await world.insights.lessons.read(OWNER)).is_arranged


async def test_a_program_that_starts_again_arranges_nothing_again(tmp_path):
    world = LearningWorld(tmp_path)
    await world.stores.measured_posts.save_post(make_out(1))
    world.step(hours=1)

    await world.insights.digests.arrange(CREATOR)

    assert len(await list_digests(world)) == 2


async def test_everything_else_is_passed_on(tmp_path):
    posts = LearningWorld(tmp_path).stores.measured_posts
    saved = await posts.save_post(make_out(1))

    assert await posts.find_post(CREATOR, saved.id, made_on=saved.made_on) == saved
    assert await posts.find_posts([]) == {}
    assert await posts.list_posts(CREATOR, first=saved.made_on, last=saved.made_on) == (saved,)
