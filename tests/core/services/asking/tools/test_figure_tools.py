from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.asking.tool_result import Link
from core.domain.learning.metrics import DayCounts, PostMetric
from core.domain.work.platform import Platform
from core.errors import InvalidInput
from core.services.asking.tools.figure_tools import compute_figure
from tests.asking.workspace import NOW, make_world
from tests.builders import CREATOR
from tests.learned_posts import make_out


@pytest.fixture
def read(tmp_path):
    async def read_tool(name, **given):
        world = await make_world(tmp_path)
        return await world.app.asking.toolbox.read(world.actor, name, **given)

    return read_tool


async def test_days_come_with_their_sums(read):
    told = await read("figures_by_day", from_day="2026-11-23", to_day="2026-11-29")

    assert told.facts["views"] == 14_350
    assert told.facts["chat_messages"] == 14_200
    assert [row.facts["weekday"] for row in told.rows] == ["Monday", "Tuesday", "Wednesday"]


async def test_posts_come_with_the_most_views_first(read):
    told = await read("figures_by_post")

    assert [row.facts["views"] for row in told.rows] == [9100, 5200, 300]
    assert told.facts["views_together"] == 14_600
    assert told.rows[0].said["title"] == "The boss goes down"
    week = await read("figures_by_post", from_day="2026-11-23", platform="youtube")
    assert [row.facts["views"] for row in week.rows] == [5200]


async def test_what_a_platform_does_not_tell_is_unknown_and_no_zero(tmp_path):
    world = await make_world(tmp_path)
    stores = world.app.ports.stores
    for post in await stores.measured_posts.list_posts(
        CREATOR, first=NOW.date() - timedelta(days=9), last=NOW.date()
    ):
        if post.post_id == "post1" and post.newest:
            unknown = replace(post.newest, likes=None, shares=None)
            await stores.measured_posts.save_post(replace(post, newest=unknown))

    told = await world.app.asking.toolbox.read(world.actor, "figures_by_post")

    (row,) = [r for r in told.rows if r.facts["likes"] is None]
    assert row.facts["shares"] is None
    assert told.facts["likes_together"] == 870 + 12
    answer = await world.ask("Which clips did best?")
    assert "0 likes" not in answer.text


async def test_posts_that_people_brought_are_told_of_as_well(tmp_path):
    """Entered by hand or out of a file: they belong to no clip, and each stands by itself."""
    world = await make_world(tmp_path)
    for number, views in enumerate((20_000, 70_000)):
        post = make_out(
            number, NOW - timedelta(days=1), platform=Platform.LINKEDIN, title=f"By hand {views}"
        )
        metric = PostMetric(
            platform=post.platform, on=NOW.date(), post_id="x", measured_at=NOW, views=views
        )
        await world.app.ports.stores.measured_posts.save_post(post.read(metric))

    told = await world.app.asking.toolbox.read(
        world.actor, "figures_by_post", platform="linkedin", from_day="2026-11-23"
    )
    assert [row.facts["views"] for row in told.rows] == [70_000, 20_000]
    assert told.rows[0].link == Link(label="By hand 70000", path="/figures")

    answer = await world.ask("Which clips did best this week, and why?")
    assert answer.text.index("By hand 70000") < answer.text.index("By hand 20000")
    assert "70,000 views" in answer.text
    assert answer.called == ("figures_by_post",)


async def test_what_is_half_a_year_back_is_said_not_to_be_read(read):
    assert "180 days" in (await read("figures_by_post", from_day="2026-03-01")).note


async def test_views_of_posts_that_people_measure_count_as_well(tmp_path):
    world = await make_world(tmp_path)
    day = DayCounts(on=NOW.date(), counts={"views": 90, "x views": 90})
    await world.app.ports.stores.analytics.put_day(CREATOR, day)

    told = await world.app.asking.toolbox.read(world.actor, "figures_by_platform")

    assert "X" in [row.facts["platform"] for row in told.rows]


async def test_platforms_come_with_their_share(read):
    told = await read("figures_by_platform")

    assert [row.facts["platform"] for row in told.rows] == ["TikTok", "YouTube"]
    assert told.rows[0].facts["share_of_views"] == 0.623


@pytest.mark.parametrize(
    ("how", "numbers", "figure"),
    [
        ("sum", [1, 2, 3.5], 6.5),
        ("difference", [9100, 5500], 3600),
        ("share", [9100, 14600], 0.6233),
        ("average", [2, 4], 3),
        ("round", [14_350], 14_000),
        ("round", [3.14], 3.1),
    ],
)
def test_figures_are_computed(how, numbers, figure):
    assert compute_figure(how, numbers) == figure


@pytest.mark.parametrize(("how", "numbers"), [("sum", []), ("share", [1]), ("share", [1, 0])])
def test_what_cannot_be_computed_is_refused(how, numbers):
    with pytest.raises(InvalidInput):
        compute_figure(how, numbers)
