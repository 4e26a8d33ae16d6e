from datetime import timedelta

import pytest

from core.domain.clip import CLIP_MOVES, ClipStatus
from core.errors import Conflict
from tests.builders import NOON, make_clip


@pytest.mark.parametrize("status", list(ClipStatus))
@pytest.mark.parametrize("wanted", list(ClipStatus))
def test_a_clip_moves_only_as_the_table_of_moves_says(status, wanted):
    """Whatever two people do at once, a clip never takes a step that makes no sense."""
    clip = make_clip(status=status)
    at = NOON + timedelta(seconds=1)

    if wanted in CLIP_MOVES[status]:
        moved = clip.move_to(wanted, at=at)

        assert (moved.status, moved.updated_at) == (wanted, at)
    else:
        with pytest.raises(Conflict) as raised:
            clip.move_to(wanted, at=at)

        assert raised.value.current is clip


def test_a_decision_is_final_until_there_is_a_new_cut():
    assert ClipStatus.REJECTED not in CLIP_MOVES[ClipStatus.APPROVED]
    assert ClipStatus.APPROVED not in CLIP_MOVES[ClipStatus.REJECTED]
    assert ClipStatus.RENDERING in CLIP_MOVES[ClipStatus.APPROVED]
