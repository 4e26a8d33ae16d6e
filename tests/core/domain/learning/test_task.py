import pytest

from core.domain.learning.task import TASK_MOVES, TaskStatus
from core.errors import Conflict
from tests.builders import NOON
from tests.plan_builders import make_task


@pytest.mark.parametrize("before", TaskStatus)
@pytest.mark.parametrize("after", TaskStatus)
def test_a_task_moves_as_the_table_says(before, after):
    task = make_task(status=before)

    if after in TASK_MOVES[before]:
        assert task.move_to(after, at=NOON).status is after
    else:
        with pytest.raises(Conflict, match="cannot become") as conflict:
            task.move_to(after, at=NOON)
        assert conflict.value.current == task
