from datetime import UTC, datetime, timedelta

import pytest

from core.adapters.table import keys
from core.domain.work.ids import (
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
        (keys.month_gsi1pk(ADA, "2026-11"), "CREATOR#ada#MONTH#2026-11"),
        (keys.month_gsi1sk(AT, "PUB", "5"), "2026-11-21T04:39:07.123Z#PUB#5"),
        (keys.score_gsi1pk(ADA), "CREATOR#ada#CLIPSCORE"),
        (keys.score_gsi1sk(7, CLIP), f"SCORE#007#{CLIP}"),
        (keys.status_gsi2pk(ADA, "CLIP", "in_review"), "CREATOR#ada#CLIP#in_review"),
        (keys.status_gsi2sk(AT, CLIP), f"2026-11-21T04:39:07.123Z#{CLIP}"),
        (keys.clip_gsi2sk(0, AT, CLIP), f"2026-11-21T04:39:07.123Z#{CLIP}"),
        (keys.clip_gsi2sk(2, AT, CLIP), f"~2#2026-11-21T04:39:07.123Z#{CLIP}"),
        (keys.ballot_sk(CLIP), f"BALLOT#{CLIP}"),
        (keys.queue_pk("work"), "QUEUE#work#0"),
        (keys.queue_sk(AT, JobId("3")), "1795235947123#3"),
        (keys.due_sk(AT, "job", ADA, "3"), "2026-11-21T04:39:07.123Z#job#ada#3"),
        (keys.directory_sk(DEMO_CREATOR_ID), "DEMO#judge"),
        (keys.preferences_sk("discord:1"), "PROFILE#discord:1"),
        (keys.token_sk("youtube"), "PLATFORM_TOKEN#youtube"),
        (keys.token_sk("youtube", "UC2"), "PLATFORM_TOKEN#youtube#UC2"),
        (keys.plan_sk("2026-11"), "PLAN#2026-11"),
        (keys.intake_sk("6"), "INTAKE#6"),
        (keys.followed_sk(JobId("3")), "FOLLOWED#3"),
        (keys.post_sk("9"), "POST#9"),
        (keys.variant_sk("9", "tiktok"), "POST#9#VARIANT#tiktok"),
        (keys.draft_sk("9", 1), "POST#9#DRAFT#0001"),
        (keys.platform_gsi2pk(ADA, "tiktok"), "CREATOR#ada#PLATFORM#tiktok"),
        (keys.platform_gsi2sk("idea", AT, "9"), "idea#2026-11-21T04:39:07.123Z#9"),
        (keys.lock_sk("tiktok", "t1", CLIP, 2), f"PUBLOCK#tiktok#t1#{CLIP}#2"),
        (keys.lock_sk("folder", "", CLIP, 1), f"PUBLOCK#folder##{CLIP}#1"),
        (keys.insight_sk("2026-11", "4"), "INSIGHT#2026-11#4"),
        (keys.task_sk("6"), "TASK#6"),
        (keys.analytics_sk(AT.date()), "ANALYTICS#DAILY#2026-11-21"),
        (keys.analytics_sk(AT.date(), "w1"), "ANALYTICS#DAILY#2026-11-21#w1"),
        (keys.metric_sk("tiktok", AT.date(), "7"), "METRIC#tiktok#2026-11-21#7"),
        (keys.chapters_sk(AssetId("7")), "ASSET#7#CHAPTERS"),
        (keys.transcript_sk(AssetId("7"), "file"), "ASSET#7#TRANSCRIPT#file"),
        (keys.window_sk(AssetId("7"), 12), "ASSET#7#WINDOW#0012"),
        (keys.spend_sk("2026-11"), "SPEND#2026-11"),
        (keys.upload_sk("u"), "UPLOAD#u"),
        (keys.memory_sk(StreamId("8")), "LIVE_CHAT_MEMORY#8"),
        (keys.tuning_sk("44"), "TUNING#44"),
        (keys.twitch_pk("44"), "TWITCH#44"),
        (keys.member_pk("1"), "DISCORD#1"),
        (keys.member_sk("1"), "MEMBER#1"),
        (keys.secret_pk("MAGIC", "ab"), "MAGIC#ab"),
        (keys.due_shard_pk(3), "DUE#3"),
        (keys.directory_shard_pk("TWITCH", 3), "DIR#TWITCH#3"),
        (keys.score_range(81), ("SCORE#081", "SCORE#101")),
    ],
)
def test_keys_are_those_published(key, published):
    assert key == published


def test_due_and_directory_rows_are_spread_over_eight_partitions():
    creators = [CreatorId(f"c{number}") for number in range(200)]

    assert {keys.due_pk(creator) for creator in creators} == {f"DUE#{n}" for n in range(8)}
    assert {keys.directory_pk("CREATORS", creator) for creator in creators} == {
        f"DIR#CREATORS#{n}" for n in range(8)
    }


def test_the_time_of_a_queue_row_is_read_from_its_key():
    assert keys.read_queue_time("1795235947123#3") == datetime.fromtimestamp(1795235947.123, UTC)


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


@pytest.mark.parametrize("month", ["", "2026-13", "2026-1", "2026-11#POST", "٢٠٢٦-11"])
def test_what_is_no_month_is_refused(month):
    with pytest.raises(InvalidInput):
        keys.plan_sk(month)


def test_a_post_with_all_that_is_its_own_lies_in_its_range():
    first, last = keys.post_range("a")

    inside = [keys.post_sk("a"), keys.variant_sk("a", "x"), keys.draft_sk("a", 9999)]
    assert all(first <= key <= last for key in inside)
    assert not any(first <= key <= last for key in (keys.post_sk("ab"), keys.post_sk("A")))


def test_days_lie_in_the_range_of_what_they_span():
    day = AT.date()
    first, last = keys.analytics_range(day, day)

    assert first <= keys.analytics_sk(day) <= keys.analytics_sk(day, "zz") <= last
    assert not first <= keys.analytics_sk(day + timedelta(days=1)) <= last
    first, last = keys.metric_range("tiktok", day, day)
    assert first <= keys.metric_sk("tiktok", day, "zz") <= last
    assert not first <= keys.metric_sk("tiktok", day - timedelta(days=1), "zz") <= last
