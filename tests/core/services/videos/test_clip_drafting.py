from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.clips.asset_analysis import AssetAnalysis, LookedAt
from core.domain.clips.clip import ClipStatus
from core.domain.clips.highlight import Highlight
from core.domain.clips.turn import Turn, TurnTrait
from core.domain.people.creator_profile import CreatorProfile
from core.domain.videos.understanding import Category, Rubric, SeenMoment
from core.domain.work.ids import AssetId, JobId, clip_shard
from core.domain.work.job import JobKind, JobStatus
from core.ports.paging import collect
from core.services.videos.clip_drafting import ClipDrafting
from tests.builders import (
    CREATOR,
    NOON,
    make_asset,
    make_clip,
    make_score,
    make_spike,
    make_test_clip_id,
)
from tests.fakes.creators import FakeProfiles
from tests.fakes.stores import FakeStores
from tests.fakes.time_and_ids import FakeClock, FakeIds
from tests.fakes.turns import FakeTurns
from tests.fakes.understanding import FakeDrafts

ASSET = make_asset()
SEEN = SeenMoment(
    start_seconds=40.0,
    peak_seconds=50.0,
    end_seconds=60.0,
    category=Category.WIN,
    title="Last-lap overtake",
    quote="",
    visual="",
    rubric=Rubric(marks=()),
)


def _highlight(start, end, **given):
    values = {
        "start_seconds": start,
        "peak_seconds": (start + end) / 2,
        "end_seconds": end,
        "title": "Last-lap overtake",
        "reason": "It is loud.",
        "score": make_score(),
    }
    return Highlight(**(values | given))


def _analysis(highlights, clip_ids):
    looked_at = LookedAt(
        duration_seconds=360.0, has_sound=True, cuts=0, spikes=0, windows=1, windows_seen=0
    )
    return AssetAnalysis(
        creator_id=CREATOR,
        asset_id=ASSET.id,
        job_id=JobId("job"),
        analysed_at=NOON,
        chapters=(),
        highlights=tuple(highlights),
        clip_ids=tuple(clip_ids),
        looked_at=looked_at,
        notes=(),
    )


@pytest.fixture
def stores():
    return FakeStores(FakeClock())


@pytest.fixture
def drafts(stores):
    return FakeDrafts(stores)


@pytest.fixture
def profiles(stores):
    return FakeProfiles(stores.memory)


@pytest.fixture
def turns():
    return FakeTurns()


@pytest.fixture
def clip_drafting(drafts, profiles, turns):
    return ClipDrafting(
        clock=FakeClock(), ids=FakeIds(), clips=drafts, profiles=profiles, turns=turns
    )


async def test_a_draft_carries_title_score_and_evidence_and_waits_to_be_rendered(
    stores, drafts, clip_drafting
):
    highlight = _highlight(40.0, 60.0, spike=make_spike())
    (clip_id,) = await clip_drafting.name_drafts(ASSET, [highlight])

    await clip_drafting.add_drafts(ASSET, _analysis([highlight], [clip_id]))

    (clip,) = drafts.added
    assert (clip.id, clip.asset_id, clip.status) == (clip_id, ASSET.id, ClipStatus.DRAFT)
    assert (clip.start_seconds, clip.end_seconds) == (40.0, 60.0)
    assert (clip.title, clip.score, clip.spike) == (
        highlight.title,
        highlight.score,
        highlight.spike,
    )
    assert clip.created_at == NOON + timedelta(seconds=50)
    jobs = await collect(lambda cursor: stores.jobs.list_jobs(CREATOR, JobStatus.QUEUED))
    assert [(job.kind, job.subject_id) for job in jobs] == [(JobKind.RENDER_CLIP, clip_id)]


async def test_drafts_are_spread_over_the_partitions_that_their_creator_has(
    profiles, clip_drafting
):
    await profiles.save_profile(CreatorProfile(creator_id=CREATOR, clip_shards=8))
    highlights = [_highlight(40.0 * number, 40.0 * number + 20) for number in range(30)]

    ids = await clip_drafting.name_drafts(ASSET, highlights)

    assert len({clip_shard(clip_id) for clip_id in ids}) > 3


@pytest.mark.parametrize(("seen", "judged_by"), [(SEEN, "a model"), (None, None)])
async def test_what_a_model_has_seen_is_judged_already(drafts, clip_drafting, seen, judged_by):
    """What only was measured is judged by the model when its clip is there."""
    highlight = _highlight(40.0, 60.0, seen=seen, measured=make_score(1))
    (clip_id,) = await clip_drafting.name_drafts(ASSET, [highlight])

    await clip_drafting.add_drafts(
        ASSET, replace(_analysis([highlight], [clip_id]), model="a model")
    )

    (clip,) = drafts.added
    assert clip.measured == make_score(1)
    assert (clip.judgement and clip.judgement.model) == judged_by


async def test_a_model_that_watched_it_all_is_not_asked_again_about_what_it_did_not_name(
    drafts, clip_drafting
):
    highlight = _highlight(40.0, 60.0, measured=make_score(1))
    (clip_id,) = await clip_drafting.name_drafts(ASSET, [highlight])
    analysis = _analysis([highlight], [clip_id])
    watched = replace(analysis.looked_at, windows_seen=1)

    await clip_drafting.add_drafts(ASSET, replace(analysis, model="a model", looked_at=watched))

    (clip,) = drafts.added
    assert clip.judgement is not None
    assert "did not name the moment" in clip.judgement.reason


@pytest.mark.parametrize(
    ("has_it", "title"), [(True, "Who saw this overtake?"), (False, "Last-lap overtake")]
)
async def test_what_a_model_has_seen_bears_the_title_of_its_side(
    drafts, clip_drafting, turns, has_it, title
):
    turns.turn = Turn(trait=TurnTrait.TITLE_ASKS, has_it=has_it)
    seen = replace(SEEN, asking_title="Who saw this overtake?")
    highlight = _highlight(40.0, 60.0, seen=seen, measured=make_score(1))
    (clip_id,) = await clip_drafting.name_drafts(ASSET, [highlight])

    await clip_drafting.add_drafts(
        ASSET, replace(_analysis([highlight], [clip_id]), model="a model")
    )

    (clip,) = drafts.added
    assert (clip.title, clip.judgement and clip.judgement.model) == (title, "a model")


@pytest.mark.parametrize("has_it", [True, False])
@pytest.mark.parametrize("seen", [SEEN, None])
async def test_what_has_no_title_of_its_side_is_left_to_who_judges_the_clip(
    drafts, clip_drafting, turns, has_it, seen
):
    """On both sides alike, and for what was kept from before titles were tried."""
    turns.turn = Turn(trait=TurnTrait.TITLE_ASKS, has_it=has_it)
    highlight = _highlight(40.0, 60.0, seen=seen, measured=make_score(1))
    (clip_id,) = await clip_drafting.name_drafts(ASSET, [highlight])
    analysis = _analysis([highlight], [clip_id])
    watched = replace(analysis.looked_at, windows_seen=1)

    await clip_drafting.add_drafts(ASSET, replace(analysis, model="a model", looked_at=watched))

    (clip,) = drafts.added
    assert (clip.title, clip.judgement) == ("Last-lap overtake", None)


async def test_what_else_is_tried_leaves_titles_and_judgements(drafts, clip_drafting, turns):
    turns.turn = Turn(trait=TurnTrait.STACKED, has_it=True)
    highlight = _highlight(40.0, 60.0, seen=replace(SEEN, asking_title="Who?"))
    (clip_id,) = await clip_drafting.name_drafts(ASSET, [highlight])

    await clip_drafting.add_drafts(
        ASSET, replace(_analysis([highlight], [clip_id]), model="a model")
    )

    (clip,) = drafts.added
    assert clip.title == "Last-lap overtake"
    assert clip.judgement is not None


async def test_a_run_that_goes_on_after_a_kill_adds_only_what_is_missing(drafts, clip_drafting):
    highlights = [_highlight(40.0, 60.0), _highlight(80.0, 100.0)]
    ids = await clip_drafting.name_drafts(ASSET, highlights)
    await clip_drafting.add_drafts(ASSET, _analysis(highlights[:1], ids[:1]))

    await clip_drafting.add_drafts(ASSET, _analysis(highlights, ids))

    assert [clip.id for clip in drafts.added] == list(ids)


@pytest.mark.parametrize(
    ("clip", "is_new"),
    [
        ({"start_seconds": 45.0, "end_seconds": 65.0}, False),  # 15 of 20 s
        ({"start_seconds": 55.0, "end_seconds": 85.0}, True),  # 5 of 20 s
        ({"start_seconds": 45.0, "end_seconds": 50.0}, False),  # all of it
        ({"start_seconds": 40.0, "end_seconds": 60.0, "status": ClipStatus.FAILED}, True),
        ({"start_seconds": 40.0, "end_seconds": 60.0, "asset_id": "another"}, True),
    ],
)
async def test_what_an_older_clip_shows_makes_no_second_one(
    stores, drafts, clip_drafting, clip, is_new
):
    older = make_clip(**clip)
    stores.memory.clips[CREATOR, older.id] = older
    highlight = _highlight(40.0, 60.0)

    (clip_id,) = await clip_drafting.name_drafts(ASSET, [highlight])
    await clip_drafting.add_drafts(ASSET, _analysis([highlight], [clip_id]))

    assert (clip_id is not None) is is_new
    assert len(drafts.added) == (1 if is_new else 0)


async def test_clips_from_before_the_asset_are_not_read_to_the_end(stores, drafts, clip_drafting):
    """A creator may have ten thousand clips; those of an asset are never older than it."""
    pages = []
    list_clips = drafts.list_clips

    async def count(creator_id, **given):
        pages.append(given)
        return await list_clips(creator_id, **given)

    drafts.list_clips = count
    for number in range(250):
        old = make_clip(id=make_test_clip_id(number + 1), created_at=NOON - timedelta(days=1))
        stores.memory.clips[CREATOR, old.id] = replace(old, asset_id=AssetId("another"))

    await clip_drafting.name_drafts(ASSET, [])

    assert len(pages) == 1
