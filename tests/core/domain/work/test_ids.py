from datetime import UTC, datetime

import pytest

from core.domain.work.ids import (
    ClipId,
    clip_shard,
    make_clip_id,
    make_ulid,
    place_clip_id,
    read_ulid_time,
)
from tests.builders import NOON


@pytest.mark.parametrize(
    ("at", "randomness", "ulid"),
    [
        (datetime.fromtimestamp(0, UTC), bytes(10), "0" * 26),
        # The example time of the ULID specification: 1469918176385 ms is 01ARYZ6S41.
        (datetime.fromtimestamp(1469918176.385, UTC), bytes(10), "01ARYZ6S41" + "0" * 16),
        (datetime.fromtimestamp(0, UTC), b"\xff" * 10, "0" * 10 + "Z" * 16),
    ],
)
def test_a_ulid_holds_its_time_and_its_randomness(at, randomness, ulid):
    assert make_ulid(at, randomness) == ulid


def test_ulids_sort_by_their_time():
    """Lists in order of creation need no second key."""
    earlier = make_ulid(datetime(2026, 1, 1, tzinfo=UTC), b"\xff" * 10)
    later = make_ulid(datetime(2026, 1, 1, 0, 0, 0, 2000, tzinfo=UTC), bytes(10))

    assert earlier < later


@pytest.mark.parametrize("randomness", [b"", bytes(9), bytes(11)])
def test_a_ulid_takes_exactly_ten_bytes(randomness):
    with pytest.raises(ValueError, match="10 random bytes"):
        make_ulid(datetime(2026, 1, 1, tzinfo=UTC), randomness)


def test_a_ulid_takes_no_time_before_1970():
    with pytest.raises(ValueError, match="after 1970"):
        make_ulid(datetime(1969, 1, 1, tzinfo=UTC), bytes(10))


def test_a_clip_id_carries_its_shard():
    """The partition of a clip is known from its id, without a look-up."""
    clip_id = make_clip_id("01ARYZ6S410000000000000000", shards=8)

    assert clip_id[:26] == "01ARYZ6S410000000000000000"
    assert 0 <= clip_shard(clip_id) < 8


def test_with_one_shard_every_clip_lies_in_shard_0():
    assert clip_shard(make_clip_id("01ARYZ6S410000000000000000")) == 0


def test_a_clip_gets_the_id_that_it_had_if_it_were_made_in_more_partitions():
    ulid = "01ARYZ6S410000000000000000"
    assert place_clip_id(make_clip_id(ulid), shards=8) == make_clip_id(ulid, shards=8)
    assert place_clip_id(make_clip_id(ulid, shards=8), shards=1) == make_clip_id(ulid)


def test_something_else_is_not_a_clip_id():
    with pytest.raises(ValueError, match="not a clip id"):
        clip_shard(ClipId("nonsense"))


def test_the_time_of_a_ulid_is_read_from_it():
    assert read_ulid_time(make_ulid(NOON, bytes(10))) == NOON
    for text in ("", "short", "U" * 26, "Z" * 26):
        with pytest.raises(ValueError, match=r"ULID|substring"):
            read_ulid_time(text)
