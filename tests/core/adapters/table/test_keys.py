from datetime import UTC, datetime, timedelta, timezone

import pytest

from core.adapters.table import keys
from core.domain.ids import (
    DEMO_CREATOR_ID,
    AssetId,
    ClipId,
    CreatorId,
    JobId,
    PublicationId,
    StreamId,
)
from core.errors import InvalidInput
from tests.builders import make_test_clip_id

ADA = CreatorId("ada")
AT = datetime(2026, 11, 21, 4, 39, 7, 123999, tzinfo=UTC)
CLIP = ClipId("01M7Y7F4BHJKVZEF7C23Q1BW0200")
SHARDED = ClipId("01M7Y7F4BHJKVZEF7C23Q1BW0207")


@pytest.mark.parametrize(
    ("key", "published"),
    [
        (keys.creator_pk(ADA), "CREATOR#ada"),
        (keys.creator_pk(DEMO_CREATOR_ID), "CREATOR#DEMO#judge"),
        (keys.clips_pk(ADA, 0), "CREATOR#ada"),
        (keys.clips_pk(ADA, 7), "CREATOR#ada#CLIPS#7"),
        (keys.clip_pk(ADA, CLIP), "CREATOR#ada"),
        (keys.clip_pk(ADA, SHARDED), "CREATOR#ada#CLIPS#7"),
        (keys.clip_sk(CLIP), f"CLIP#{CLIP}"),
        (keys.asset_sk(AssetId("7")), "ASSET#7"),
        (keys.stream_sk(StreamId("8")), "STREAM#8"),
        (keys.spike_sk(AT, StreamId("8")), "LIVE_CHAT_SPIKE#2026-11-21T04:39:07.123Z#8"),
        (keys.histogram_sk(StreamId("8"), AT), "LIVE_CHAT_HIST#8#2026-11-21T04:30"),
        (keys.publication_sk(PublicationId("5")), "PUB#5"),
        (keys.job_sk(JobId("3")), "JOB#3"),
        (keys.month_gsi1pk(ADA, AT), "CREATOR#ada#MONTH#2026-11"),
        (keys.month_gsi1sk(AT, "PUB", "5"), "2026-11-21T04:39:07.123Z#PUB#5"),
        (keys.score_gsi1pk(ADA), "CREATOR#ada#CLIPSCORE"),
        (keys.score_gsi1sk(7, CLIP), f"SCORE#007#{CLIP}"),
        (keys.status_gsi2pk(ADA, "CLIP", "in_review"), "CREATOR#ada#CLIP#in_review"),
        (keys.status_gsi2sk(AT, CLIP), f"2026-11-21T04:39:07.123Z#{CLIP}"),
        (keys.queue_pk("work"), "QUEUE#work#0"),
        (keys.queue_sk(AT, JobId("3")), "1795235947123#3"),
        (keys.due_sk(AT, "job", ADA, "3"), "2026-11-21T04:39:07.123Z#job#ada#3"),
        (keys.directory_sk(DEMO_CREATOR_ID), "DEMO#judge"),
        (keys.score_range(81), ("SCORE#081", "SCORE#101")),
    ],
)
def test_keys_are_those_published(key, published):
    assert key == published


def test_due_and_directory_rows_are_spread_over_eight_partitions():
    creators = [CreatorId(f"c{number}") for number in range(200)]

    assert {keys.due_pk(creator) for creator in creators} == {f"DUE#{n}" for n in range(8)}
    assert {keys.directory_pk(creator) for creator in creators} == {
        f"DIR#CREATORS#{n}" for n in range(8)
    }


def test_times_of_any_zone_are_written_in_utc_and_sort_as_text():
    """Fixed width is what makes byte order the order of time."""
    tokyo = timezone(timedelta(hours=9))
    moments = [AT.astimezone(tokyo), AT + timedelta(milliseconds=1), AT + timedelta(days=40)]

    parts = [keys.time_part(moment) for moment in moments]

    assert parts[0] == "2026-11-21T04:39:07.123Z"
    assert parts == sorted(parts)
    assert {len(part) for part in parts} == {24}


def test_a_time_without_a_zone_is_a_mistake():
    with pytest.raises(ValueError, match="zone"):
        keys.time_part(datetime(2026, 1, 1))  # noqa: DTZ001 - it is what the test is about


@pytest.mark.parametrize("name", ["", "a#b", "a\nb", "a\x00", "x" * 129, "ada#CLIPS#1"])
def test_a_name_that_could_reach_into_another_row_is_refused(name):
    with pytest.raises(InvalidInput):
        keys.creator_pk(CreatorId(name))
    with pytest.raises(InvalidInput):
        keys.stream_sk(StreamId(name))


@pytest.mark.parametrize("clip_id", ["", "short", "x" * 28, "../../../etc"])
def test_what_is_no_clip_id_is_refused(clip_id):
    with pytest.raises(InvalidInput):
        keys.clip_pk(ADA, ClipId(clip_id))


def test_spikes_of_a_stretch_lie_in_its_range():
    first, last = keys.spike_range(AT, AT + timedelta(seconds=1))
    inside = [keys.spike_sk(AT + timedelta(seconds=n), StreamId("zz")) for n in (0, 1)]

    assert all(first <= key <= last for key in inside)
    assert not first <= keys.spike_sk(AT + timedelta(seconds=2), StreamId("a")) <= last
    assert keys.spike_range(AT, None)[1] > keys.spike_sk(AT + timedelta(days=9999), StreamId("zz"))


def test_scores_from_0_to_100_lie_in_the_range_of_what_they_reach():
    for score in range(101):
        key = keys.score_gsi1sk(score, make_test_clip_id())
        for at_least in (0, 1, 80, 81, 100, 101):
            first, last = keys.score_range(at_least)
            assert (first <= key <= last) == (score >= at_least)
