from dataclasses import replace

from core.domain.plan.post import PostId, PostStatus
from core.domain.work.ids import DEMO_CREATOR_ID
from tests.core.services.plan.plan_world import VIEWER, PlanWorld

ANYBODY = replace(VIEWER, creator_id=DEMO_CREATOR_ID)


async def test_anybody_finds_posts_in_every_status_and_a_text_that_came_second(tmp_path):
    world = PlanWorld(tmp_path)

    await world.app.demo_month.lay_out(ANYBODY)
    await world.app.demo_month.lay_out(ANYBODY)

    counts, lost = {}, []
    for status in PostStatus:
        page = await world.reading.list_status(ANYBODY, status, limit=100)
        counts[status.value] = len(page.items)
        for post in page.items:
            whole = await world.reading.get_post(ANYBODY, PostId(post.id))
            lost += [draft for draft in whole.drafts if not draft.is_taken]
    assert counts == {"idea": 30, "drafting": 1, "review": 1, "scheduled": 1, "published": 1}
    assert [draft.text for draft in lost] == ["Chat lost its mind, and so did I."]
