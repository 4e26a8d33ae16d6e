from core.domain.learning.measured_post import note_post
from core.domain.publishing.publication import PublicationStatus
from core.domain.work.platform import Platform
from core.services.learning.figures import Figures
from tests.builders import make_publication, make_test_ulid
from tests.fakes.insights import FakeMeasuredPosts
from tests.fakes.stores import Memory
from tests.fakes.time_and_ids import FakeClock
from tests.plan_builders import make_metric


async def test_what_is_out_has_figures_once_it_was_measured_on_any_platform():
    posts = FakeMeasuredPosts(Memory(FakeClock()))
    made = [
        make_publication(
            id=make_test_ulid(number), platform=Platform.X, status=PublicationStatus.PUBLISHED
        )
        for number in range(3)
    ]
    metric = make_metric(platform=Platform.X, views=7)
    await posts.save_post(note_post(made[0], "", None).read(metric))
    await posts.save_post(note_post(made[1], "", None))

    assert await Figures(posts=posts).find_figures(made) == {made[0].id: metric}
    assert await Figures(posts=posts).find_figures([]) == {}
    waiting = make_publication(id=made[0].id)
    assert await Figures(posts=posts).find_figures([waiting]) == {}
