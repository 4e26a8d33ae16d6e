import pytest

from core.domain.plan.post import POST_MOVES, PostStatus
from core.errors import Conflict
from tests.builders import NOON
from tests.plan_builders import make_post


@pytest.mark.parametrize("before", PostStatus)
@pytest.mark.parametrize("after", PostStatus)
def test_a_post_moves_as_the_table_says(before, after):
    post = make_post(status=before)

    if after in POST_MOVES[before]:
        assert post.move_to(after, at=NOON).status is after
    else:
        with pytest.raises(Conflict, match="cannot become") as conflict:
            post.move_to(after, at=NOON)
        assert conflict.value.current == post


def test_a_published_post_is_at_its_end():
    assert POST_MOVES[PostStatus.PUBLISHED] == frozenset()
