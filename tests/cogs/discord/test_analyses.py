from datetime import timedelta

from cogs.discord.analyses import describe_offer, name_video
from core.domain.clips.asset_analysis import AssetAnalysis, Estimate, LookedAt
from core.domain.videos.model_spend import TokenUse
from core.domain.work.ids import JobId
from core.services.videos.video_list import VideoReport
from tests.builders import CREATOR, NOON, make_asset

ESTIMATE = Estimate(
    windows=2, use=TokenUse(), cost_micro_dollars=90_000, left_micro_dollars=5_000_000
)


def make_report(**given):
    values = {
        "asset": make_asset(title="*The* final"),
        "analysis": None,
        "job": None,
        "estimate": ESTIMATE,
        "model": "a model",
    }
    return VideoReport(**(values | given))


def test_an_offer_says_what_it_takes_before_anything_is_spent():
    title, price = describe_offer(make_report()).splitlines()

    assert title == r"**\*The\* final \(6\:00\)**"
    assert price.startswith("a model is expected to cost $0.0900 for 2 parts")


def test_what_was_found_before_is_said():
    analysis = AssetAnalysis(
        creator_id=CREATOR,
        asset_id=make_asset().id,
        job_id=JobId("1"),
        analysed_at=NOON + timedelta(seconds=5),
        chapters=(),
        highlights=(),
        clip_ids=(),
        looked_at=LookedAt(
            duration_seconds=1.0, has_sound=True, cuts=0, spikes=0, windows=1, windows_seen=0
        ),
        notes=(),
    )

    assert "Analysed <t:1772366405:R>: 0 moments, 0 chapters." in describe_offer(
        make_report(analysis=analysis)
    )


def test_a_videos_name_fits_into_a_choice():
    assert len(name_video(make_asset(title="x" * 500))) <= 100
    assert name_video(make_asset(title="\u202e")) == "Untitled video (6:00)"
