from datetime import UTC, datetime

import pytest

from core.adapters.table import keys
from core.domain.work.ids import ClipId, CreatorId
from core.errors import InvalidInput
from tests.builders import make_test_clip_id

ADA = CreatorId("ada")
AT = datetime(2026, 11, 21, 4, 39, 7, 123999, tzinfo=UTC)
CLIP = ClipId("01M7Y7F4BHJKVZEF7C23Q1BW0200")
SHARDED = ClipId("01M7Y7F4BHJKVZEF7C23Q1BW0207")


@pytest.mark.parametrize(
    ("key", "published"),
    [
        (keys.clips_pk(ADA, 0), "CREATOR#ada"),
        (keys.clips_pk(ADA, 7), "CREATOR#ada#CLIPS#7"),
        (keys.clip_pk(ADA, CLIP), "CREATOR#ada"),
        (keys.clip_pk(ADA, SHARDED), "CREATOR#ada#CLIPS#7"),
        (keys.clip_sk(CLIP), f"CLIP#{CLIP}"),
        (keys.score_gsi1pk(ADA), "CREATOR#ada#CLIPSCORE"),
        (keys.score_gsi1sk(7, CLIP), f"SCORE#007#{CLIP}"),
        (keys.clip_gsi2sk(0, AT, CLIP), f"2026-11-21T04:39:07.123Z#{CLIP}"),
        (keys.clip_gsi2sk(2, AT, CLIP), f"~2#2026-11-21T04:39:07.123Z#{CLIP}"),
        (keys.score_range(81), ("SCORE#081", "SCORE#101")),
    ],
)
def test_keys_are_those_published(key, published):
    assert key == published


@pytest.mark.parametrize("clip_id", ["", "short", "x" * 28, "../../../etc"])
def test_what_is_no_clip_id_is_refused(clip_id):
    with pytest.raises(InvalidInput):
        keys.clip_pk(ADA, ClipId(clip_id))


def test_scores_from_0_to_100_lie_in_the_range_of_what_they_reach():
    for score in range(101):
        key = keys.score_gsi1sk(score, make_test_clip_id())
        for at_least in (0, 1, 80, 81, 100, 101):
            first, last = keys.score_range(at_least)
            assert (first <= key <= last) == (score >= at_least)
