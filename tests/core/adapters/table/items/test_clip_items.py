from decimal import Decimal

import pytest

from core.adapters.table.items.clip_items import clip_card, clip_item, read_clip_item
from core.adapters.table.limits import check_item, value_size
from core.domain.clips.clip import ClipStatus
from tests.builders import CREATOR, NOON, make_clip, make_score, make_test_clip_id

REVIEWED = make_clip(
    status=ClipStatus.IN_REVIEW,
    score=make_score(20, 20),
    thumbnail_key="creators/ada/clips/1.jpg",
    loudness_lufs=-14.04,
)


@pytest.mark.parametrize("clip", [make_clip(spike=None, stream_id=None), REVIEWED])
def test_a_clip_survives_its_item(clip):
    assert read_clip_item(check_item(clip_item(clip))) == clip


def test_a_clips_keys_are_those_published():
    item = clip_item(REVIEWED)

    assert {name: item[name] for name in item if name.startswith(("PK", "SK", "GSI"))} == {
        "PK": "CREATOR#ada",
        "SK": f"CLIP#{REVIEWED.id}",
        "GSI1PK": "CREATOR#ada#CLIPSCORE",
        "GSI1SK": f"SCORE#040#{REVIEWED.id}",
        "GSI2PK": "CREATOR#ada#CLIP#in_review",
        "GSI2SK": f"2026-03-01T12:00:00.000Z#{REVIEWED.id}",
    }
    assert (item["status"], item["type"], item["schemaVersion"]) == ("in_review", "clip", 1)


def test_a_clip_without_a_score_is_in_no_list_by_score():
    assert "GSI1PK" not in clip_item(make_clip())


def test_a_clip_of_another_shard_lies_in_its_partition():
    clip_id = make_test_clip_id(3, shards=8)
    shard = int(clip_id[-2:], 16)

    assert clip_item(make_clip(id=clip_id))["PK"] == f"CREATOR#ada#CLIPS#{shard}"


def test_a_card_shows_what_a_list_needs():
    assert clip_card(REVIEWED) == {
        "title": "Hype at 2:08",
        "score": 40,
        "startSeconds": Decimal("103.0"),
        "endSeconds": Decimal("133.0"),
        "thumb": "creators/ada/clips/1.jpg",
    }
    assert value_size(clip_card(make_clip(title="t" * 9999))) <= 400


def test_an_item_of_the_first_program_is_still_read():
    """A newer program gives what an older one did not write its default."""
    item = {
        "id": make_test_clip_id(),
        "creatorId": CREATOR,
        "assetId": "7",
        "status": "draft",
        "startSeconds": 1,
        "endSeconds": Decimal("2.5"),
        "createdAt": "2026-03-01T12:00:00.000000Z",
    }

    clip = read_clip_item(item)

    assert (clip.version, clip.title, clip.updated_at, clip.score) == (1, "", NOON, None)
