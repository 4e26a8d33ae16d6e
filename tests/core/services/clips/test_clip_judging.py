"""A clip that is in review is looked at by a model, and nobody waits for that."""

from dataclasses import replace

import pytest

from core.domain.clips.asset_analysis import AssetAnalysis, LookedAt
from core.domain.clips.clip import ClipStatus
from core.domain.clips.turn import Turn, TurnTrait
from core.domain.people.creator_profile import CreatorProfile
from core.domain.people.voice import Tone
from core.domain.videos.chapter import Chapter
from core.domain.videos.understanding import Criterion, Mark, Rubric, Trouble
from core.domain.work.job import JobKind, JobStatus, Queue
from core.errors import Conflict, NotFound
from core.ports.understanding import ClipAnswer
from core.services.work.job_handlers import JobProgress
from tests.builders import (
    CREATOR,
    NOON,
    make_actor,
    make_asset,
    make_clip,
    make_job,
    make_spike,
    make_stream,
)
from tests.fakes.app import make_app
from tests.fakes.turns import FakeTurns
from tests.fakes.understanding import USE, FakeVideoAnalyst

RUBRIC = Rubric(marks=tuple(Mark(criterion=c, points=10, sentence=f"Good {c}.") for c in Criterion))
GOOD = ClipAnswer(title="Last-lap overtake", rubric=RUBRIC, use=USE)


class World:
    """An app whose clip has just come into review."""

    def __init__(self, app, analyst):
        self.app, self.analyst = app, analyst

    async def clip(self):
        return await self.app.ports.stores.clips.get_clip(CREATOR, make_clip().id)

    async def judge(self):
        return await self.app.work.runner.work_once(Queue.JUDGEMENT)

    async def jobs(self, status):
        page = await self.app.ports.stores.jobs.list_jobs(CREATOR, status)
        return [job for job in page.items if job.kind is JobKind.JUDGE_CLIP]


@pytest.fixture
def make_world(tmp_path):
    async def make(answer=GOOD, *, has_model=True, **instead):
        analyst = FakeVideoAnalyst()
        analyst.clip_answer = answer
        app = make_app(tmp_path, video_analyst=analyst if has_model else None, **instead)
        source = tmp_path / "source.mp4"
        source.write_bytes(b"a video")
        await app.ports.storage.put_file(make_asset().object_key, source)
        await app.ports.stores.assets.add_asset(make_asset())
        await app.ports.stores.spikes.add_spike(
            make_stream(), make_spike(), clip=make_clip(), job=make_job()
        )
        await app.work.runner.work_once(Queue.WORK)
        return World(app, analyst)

    return make


async def test_a_clip_can_be_decided_on_before_the_model_has_said_a_word(make_world):
    world = await make_world()

    clip = await world.clip()

    assert (clip.status, clip.title) == (ClipStatus.IN_REVIEW, "A moment")
    assert clip.score is not None
    assert clip.score.value == 61
    assert world.analyst.materials == []
    assert len(await world.jobs(JobStatus.QUEUED)) == 1


async def test_what_the_model_says_becomes_the_title_and_the_seen_parts(make_world):
    world = await make_world()

    await world.judge()

    clip = await world.clip()
    assert (clip.status, clip.title) == (ClipStatus.IN_REVIEW, "Last-lap overtake")
    assert clip.judgement is not None
    assert (clip.judgement.model, clip.judgement.reason) == ("a model", "")
    # Of the 40 seen points all are earned; the one measured part, 61 of 100, gives 0.6 times that.
    assert clip.score is not None
    assert clip.score.value == 37 + 40
    assert "The model says: Good payoff." in clip.score.reasons
    spend = await world.app.ports.stores.spends.get_spend(CREATOR, "2026-03")
    assert (spend.requests, spend.cost_micro_dollars) == (1, 1100)


async def test_the_model_sees_the_clip_itself_and_hears_when_chat_erupted_in_it(make_world):
    world = await make_world()
    await world.app.ports.stores.profiles.save_profile(
        CreatorProfile(creator_id=CREATOR, published_tone=Tone.BRUTAL, display_name="Ada")
    )

    await world.judge()

    (material,) = world.analyst.materials
    async with world.app.ports.storage.open_file((await world.clip()).object_key) as cut:
        assert material.video == cut
    # The clip is 103 to 133 s of its stream, and chat peaked at 128 s.
    assert (material.window.start_seconds, material.window.end_seconds) == (0.0, 30.0)
    assert [spike.peak_seconds for spike in material.spikes] == [25.0]
    assert (material.voice.tone, material.voice.display_name) == (Tone.BRUTAL, "Ada")


async def test_the_model_is_told_the_game_and_the_chapter_that_the_clip_begins_in(make_world):
    world = await make_world()
    stores = world.app.ports.stores
    await stores.streams.add_stream(make_stream(category="Chess"))
    titles = {0.0: "Openings", 100.0: "The end game", 120.0: "Good night"}
    chapters = [Chapter(start_seconds=at, end_seconds=900, title=t) for at, t in titles.items()]
    await stores.analyses.put_analysis(
        AssetAnalysis(
            creator_id=CREATOR,
            asset_id=make_clip().asset_id,
            job_id=make_job().id,
            analysed_at=NOON,
            chapters=tuple(chapters),
            highlights=(),
            clip_ids=(),
            looked_at=LookedAt(
                duration_seconds=900, has_sound=True, cuts=0, spikes=0, windows=0, windows_seen=0
            ),
            notes=(),
        )
    )

    await world.judge()

    (material,) = world.analyst.materials
    assert (material.game, material.chapter) == ("Chess", "The end game")


async def test_without_a_model_there_is_nothing_to_wait_for(make_world):
    world = await make_world(has_model=False)

    assert await world.jobs(JobStatus.QUEUED) == []
    assert (await world.clip()).judgement is None


@pytest.mark.parametrize(
    "trouble", [Trouble.BLOCKED, Trouble.UNREADABLE, Trouble.REFUSED, Trouble.TIMED_OUT]
)
async def test_where_the_model_fails_the_local_score_stays_with_the_reason(make_world, trouble):
    world = await make_world(ClipAnswer(trouble=trouble, reason="The model refused.", use=USE))
    before = await world.clip()

    await world.judge()

    clip = await world.clip()
    assert (clip.title, clip.score) == (before.title, before.score)
    assert clip.judgement is not None
    assert clip.judgement.reason == "The model refused."
    (job,) = await world.jobs(JobStatus.DONE)
    assert job.reason == "The model refused."


async def test_what_passes_is_tried_again_when_the_service_wants_it(make_world):
    world = await make_world(
        ClipAnswer(trouble=Trouble.QUOTA, reason="Too often.", retry_seconds=120.0)
    )
    await world.judge()
    (waiting,) = await world.jobs(JobStatus.QUEUED)
    assert waiting.reason == "Too often."

    world.app.ports.clock.advance(100)
    assert not await world.judge()
    world.analyst.clip_answer = GOOD
    world.app.ports.clock.advance(30)
    await world.judge()

    assert (await world.clip()).title == "Last-lap overtake"


async def test_a_quota_of_a_day_is_waited_for_without_sending_anything_and_judging_goes_on(
    make_world,
):
    world = await make_world(ClipAnswer(trouble=Trouble.QUOTA_DAY, reason="Tomorrow."))

    for _ in range(6):
        await world.judge()
        world.app.ports.clock.advance(3600)

    (waiting,) = await world.jobs(JobStatus.QUEUED)
    assert waiting.reason == "Tomorrow."
    assert len(world.analyst.materials) == 1
    assert (await world.clip()).judgement is None

    world.analyst.clip_answer = GOOD
    world.app.ports.clock.advance(24 * 3600)
    await world.judge()
    assert (await world.clip()).title == "Last-lap overtake"
    spend = await world.app.ports.stores.spends.get_spend(CREATOR, "2026-03")
    assert (spend.requests, spend.cost_micro_dollars) == (1, 1100)


async def test_what_was_measured_is_told_to_the_model(make_world):
    world = await make_world()

    await world.judge()

    (material,) = world.analyst.materials
    assert material.measured
    assert all(isinstance(reason, str) for reason in material.measured)


async def test_a_model_that_stays_away_is_given_up_and_the_clip_says_why(make_world):
    world = await make_world(ClipAnswer(trouble=Trouble.OVERLOADED, reason="Overloaded (503)."))

    for _ in range(4):
        await world.judge()
        world.app.ports.clock.advance(3600)

    clip = await world.clip()
    assert clip.status is ClipStatus.IN_REVIEW
    assert clip.judgement is not None
    assert clip.judgement.reason == "Overloaded (503)."
    assert len(world.analyst.materials) == 4


async def test_over_the_budget_the_model_is_not_asked_and_the_clip_says_so(make_world):
    world = await make_world()
    await world.app.ports.stores.spends.add_spend(CREATOR, "2026-03", USE, 5_000_000)

    await world.judge()

    clip = await world.clip()
    assert world.analyst.materials == []
    assert clip.judgement is not None
    assert "TRUSS_GEMINI__BUDGET_DOLLARS" in clip.judgement.reason


async def test_a_clip_that_was_decided_on_is_left_alone_and_nothing_is_paid(make_world):
    world = await make_world()
    clip = await world.clip()
    await world.app.review.clips.approve(make_actor(), clip.id, seen_version=clip.version)

    await world.judge()

    assert world.analyst.materials == []
    assert (await world.clip()).title == "A moment"


async def test_a_decision_on_what_was_seen_before_counts_and_keeps_the_title_that_was_read(
    make_world,
):
    """A score and a title are no other cut; what goes out is what was seen."""
    world = await make_world()
    seen = await world.clip()
    await world.judge()

    await world.app.review.clips.approve(make_actor(), seen.id, seen_version=seen.version)

    clip = await world.clip()
    assert (clip.status, clip.title) == (ClipStatus.APPROVED, "A moment")
    assert clip.judgement is not None


async def test_a_decision_that_meets_the_judgement_in_the_same_moment_counts(make_world):
    """The model's word lands between the reading and the writing of the decision."""
    world = await make_world()
    seen = await world.clip()
    clips = world.app.ports.stores.clips
    get = clips.get_clip

    async def read_and_be_overtaken(creator_id, clip_id):
        found = await get(creator_id, clip_id)
        clips.get_clip = get
        await world.judge()
        return found

    clips.get_clip = read_and_be_overtaken
    saved = await world.app.review.clips.reject(make_actor(), seen.id, seen_version=seen.version)

    assert (saved.status, saved.decided_by) == (ClipStatus.REJECTED, "web")
    clip = await world.clip()
    assert (clip.status, clip.title) == (ClipStatus.REJECTED, "A moment")
    assert clip.judgement is not None


async def test_what_was_seen_two_changes_ago_is_stale(make_world):
    world = await make_world()
    seen = await world.clip()
    await world.judge()
    judged = await world.clip()
    await world.app.ports.stores.clips.save_clip(replace(judged, start_seconds=99.0))

    with pytest.raises(Conflict, match="look at the new cut"):
        await world.app.review.clips.approve(make_actor(), seen.id, seen_version=seen.version)


async def test_the_same_job_done_again_asks_nobody_and_changes_nothing(make_world):
    """A kill between the clip's write and the job's end."""
    world = await make_world()
    (job,) = await world.jobs(JobStatus.QUEUED)
    await world.judge()
    judged = await world.clip()

    await world.app.clips.judging.judge_clip(job, JobProgress())

    assert await world.clip() == judged
    assert len(world.analyst.materials) == 1


async def test_a_word_on_an_older_cut_is_dropped(make_world):
    """The clip was cut anew while the model looked at it."""
    world = await make_world()
    (job,) = await world.jobs(JobStatus.QUEUED)
    clips = world.app.ports.stores.clips

    async def look(material):
        await clips.save_clip(replace(await world.clip(), object_key="creators/ada/newer.mp4"))
        return GOOD

    world.analyst.judge_clip = look
    await world.app.clips.judging.judge_clip(job, JobProgress())

    clip = await world.clip()
    assert (clip.title, clip.judgement) == ("A moment", None)


async def test_an_older_cut_whose_file_is_gone_is_no_failure(make_world):
    world = await make_world()
    (job,) = await world.jobs(JobStatus.QUEUED)
    older = await world.clip()
    get = world.app.ports.stores.clips.get_clip
    await world.app.ports.storage.delete_file(older.object_key)

    with pytest.raises(NotFound):
        await world.app.clips.judging.judge_clip(job, JobProgress())
    await world.app.ports.stores.clips.save_clip(
        replace(older, object_key="creators/ada/newer.mp4")
    )
    found = iter([older, await world.clip()])

    async def read(*_):
        return next(found)

    world.app.ports.stores.clips.get_clip = read
    await world.app.clips.judging.judge_clip(job, JobProgress())

    assert (await get(CREATOR, older.id)).judgement is None
    assert world.analyst.materials == []


async def test_a_new_cut_is_judged_anew(make_world):
    world = await make_world()
    await world.judge()
    clip = await world.clip()
    job = make_job(id=make_job().id[:-1] + "Z")
    earlier = clip.start_seconds - 2
    again = replace(clip, start_seconds=earlier, score=None, render_job_id=job.id)
    now = world.app.ports.clock.now()
    await world.app.ports.stores.clips.save_clip(
        again.move_to(ClipStatus.RENDERING, at=now), jobs=(job,)
    )

    await world.app.work.runner.work_once(Queue.WORK)
    fresh = await world.clip()
    assert (fresh.status, fresh.title, fresh.judgement) == (
        ClipStatus.IN_REVIEW,
        "Last-lap overtake",  # until the model has seen the new cut
        None,
    )
    world.analyst.clip_answer = replace(GOOD, title="The whole last lap")
    await world.judge()

    assert (await world.clip()).title == "The whole last lap"
    assert len(world.analyst.materials) == 2


async def test_a_persons_own_title_stays(make_world):
    world = await make_world()
    clip = await world.clip()
    await world.app.ports.stores.clips.save_clip(replace(clip, title="Mine", title_by="discord:1"))

    await world.judge()

    judged = await world.clip()
    assert judged.title == "Mine"
    assert judged.judgement is not None
    assert judged.score != clip.score


async def test_an_answer_without_a_title_leaves_the_one_that_is_there(make_world):
    world = await make_world(ClipAnswer(title="", rubric=RUBRIC, use=USE))

    await world.judge()

    assert (await world.clip()).title == "A moment"


async def test_what_changes_meanwhile_is_met_and_a_clip_that_never_rests_is_an_error(make_world):
    world = await make_world()
    (job,) = await world.jobs(JobStatus.QUEUED)
    clips = world.app.ports.stores.clips
    save = clips.save_clip

    async def change_first(clip, **more):
        if clip.judgement:
            await save(replace(await world.clip(), failed_reason="."))
        return await save(clip, **more)

    clips.save_clip = change_first
    with pytest.raises(Conflict, match="changed by someone else"):
        await world.app.clips.judging.judge_clip(job, JobProgress())


async def test_giving_up_on_an_older_cut_says_nothing_of_the_newer(make_world):
    """The newer one waits for a judgement of its own."""
    world = await make_world()
    clip = await world.clip()
    older = make_job(kind=JobKind.JUDGE_CLIP, about="an older cut")

    await world.app.clips.judging.give_up(older, "model", "It was killed.")
    await world.app.clips.judging.judge_clip(older, JobProgress())

    assert await world.clip() == clip
    assert world.analyst.materials == []


@pytest.mark.parametrize("asks", [True, False])
async def test_titles_ask_by_turns_while_that_is_tried(make_world, asks):
    world = await make_world()
    world.app.clips.judging._turns = FakeTurns(Turn(trait=TurnTrait.TITLE_ASKS, has_it=asks))

    await world.judge()

    (material,) = world.analyst.materials
    assert material.voice.titles_ask is asks
