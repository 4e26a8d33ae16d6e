from core.domain.learning.due_batch import DueBatch
from tests.builders import CREATOR, NOON


def test_equal_batches_are_one():
    one, other = (DueBatch(at=NOON, creator_id=CREATOR, made_on=NOON.date()) for _ in range(2))

    assert len({one, other}) == 1
