import asyncio
from dataclasses import replace

import pytest

from core.domain.clips.asset_analysis import AssetAnalysis, LookedAt, WindowResult
from core.domain.clips.highlight import Highlight
from core.domain.videos.chapter import Chapter
from core.domain.videos.model_spend import MonthSpend, Reservation, TokenUse
from core.domain.videos.spoken_word import Word
from core.domain.videos.understanding import (
    AnalysisWindow,
    Category,
    Criterion,
    Dropped,
    Fault,
    Mark,
    Rubric,
    SeenChapter,
    SeenMoment,
    Trouble,
    Understanding,
)
from core.domain.work.ids import CreatorId
from tests.builders import (
    CREATOR,
    NOON,
    make_asset,
    make_job,
    make_score,
    make_spike,
    make_test_clip_id,
)
from tests.plan_builders import MONTH

BEN = CreatorId("ben")
ASSET = make_asset().id
USE = TokenUse(prompt=1000, answer=50)
WORDS = tuple(
    Word(text=f"Wört{n}", start_seconds=n / 3, end_seconds=n / 3 + 0.2) for n in range(9000)
)
SEEN = SeenMoment(
    start_seconds=1.1,
    peak_seconds=2.2,
    end_seconds=3.3,
    category=Category.FUNNY,
    title="A fall",
    asking_title="Who falls?",
    quote="no way",
    visual="he falls",
    rubric=Rubric(marks=(Mark(criterion=Criterion.HOOK, points=7, sentence="It starts late."),)),
)
RESULT = WindowResult(
    window=AnalysisWindow(number=1, start_seconds=0.0, end_seconds=480.0),
    fingerprint="model/1",
    understanding=Understanding(
        chapters=(SeenChapter(start_seconds=0.1, title="Opening"),),
        moments=(SEEN,),
        words=WORDS[:50],
        dropped=(Dropped(kind="moments", fault=Fault.QUOTE, count=2),),
    ),
    use=USE,
    cost_micro_dollars=1234,
)
ANALYSIS = AssetAnalysis(
    creator_id=CREATOR,
    asset_id=ASSET,
    job_id=make_job().id,
    analysed_at=NOON,
    chapters=(Chapter(start_seconds=0.0, end_seconds=60.5, title="Opening", is_seen=True),),
    highlights=(
        Highlight(
            start_seconds=1.0,
            peak_seconds=2.0,
            end_seconds=3.0,
            title="A fall",
            reason="chat erupts",
            score=make_score(),
            spike=make_spike(),
            seen=SEEN,
        ),
    ),
    clip_ids=(make_test_clip_id(1),),
    looked_at=LookedAt(
        duration_seconds=60.5, has_sound=True, cuts=3, spikes=1, windows=1, windows_seen=1
    ),
    notes=("Looked at it.",),
)


async def test_the_newest_analysis_of_an_asset_is_kept(stores):
    await stores.analyses.put_analysis(ANALYSIS)
    newer = replace(ANALYSIS, notes=("Again.",), highlights=(), model="a model", use=USE)
    assert await stores.analyses.find_analysis(CREATOR, ASSET) == ANALYSIS

    await stores.analyses.put_analysis(newer)

    assert await stores.analyses.find_analysis(CREATOR, ASSET) == newer
    assert await stores.analyses.find_analysis(BEN, ASSET) is None


@pytest.mark.parametrize(
    "result",
    [
        RESULT,
        replace(RESULT, understanding=None, trouble=Trouble.BLOCKED, reason="It was blocked."),
    ],
    ids=["understood", "not understood"],
)
async def test_a_window_is_kept_once_for_its_fingerprint(stores, result):
    assert await stores.windows.put_window(CREATOR, ASSET, result)
    assert not await stores.windows.put_window(CREATOR, ASSET, replace(result, reason="later"))

    assert await stores.windows.find_window(CREATOR, ASSET, 1) == result
    assert await stores.windows.find_window(CREATOR, ASSET, 2) is None
    assert await stores.windows.find_window(BEN, ASSET, 1) is None


async def test_another_question_gets_another_result(stores):
    await stores.windows.put_window(CREATOR, ASSET, RESULT)
    other = replace(RESULT, fingerprint="model/2")

    assert await stores.windows.put_window(CREATOR, ASSET, other)

    assert await stores.windows.find_window(CREATOR, ASSET, 1) == other


@pytest.mark.parametrize("words", [WORDS, ()], ids=["9,000 words", "no words"])
async def test_the_words_of_each_source_are_kept_apart(stores, words):
    await stores.transcripts.put_words(CREATOR, ASSET, words, is_heard_by_model=True)
    await stores.transcripts.put_words(CREATOR, ASSET, WORDS[:1], is_heard_by_model=False)

    async def find(creator_id, *, heard):
        return await stores.transcripts.find_words(creator_id, ASSET, is_heard_by_model=heard)

    assert await find(CREATOR, heard=True) == words
    assert await find(CREATOR, heard=False) == WORDS[:1]
    assert await find(BEN, heard=True) == ()


async def test_what_is_spent_at_once_is_all_counted(stores):
    assert await stores.spends.get_spend(CREATOR, MONTH) == MonthSpend(month=MONTH)

    added = [stores.spends.add_spend(CREATOR, MONTH, USE, 7) for _ in range(16)]
    await asyncio.gather(*added)

    assert await stores.spends.get_spend(CREATOR, MONTH) == MonthSpend(
        month=MONTH,
        requests=16,
        use=TokenUse(prompt=16_000, answer=800),
        cost_micro_dollars=112,
    )
    assert (await stores.spends.get_spend(BEN, MONTH)).requests == 0


def reservation(cost, *, name="r", creator_id=CREATOR):
    return Reservation(
        creator_id=creator_id, month=MONTH, name=name, cost_micro_dollars=cost, until=NOON
    )


async def test_of_what_is_reserved_at_once_no_more_is_given_than_there_is(stores):
    reserve = stores.spends.reserve
    asked = [reserve(reservation(30, name=f"r{n}"), most=100) for n in range(16)]

    assert sum(await asyncio.gather(*asked)) == 3
    assert (await stores.spends.get_spend(CREATOR, MONTH)).cost_micro_dollars == 90
    assert len(await stores.spends.list_lapsed(CREATOR, MONTH, by=NOON)) == 3
    assert await reserve(reservation(10, name="last"), most=100)
    assert not await reserve(reservation(1, name="more"), most=100)
    assert not await reserve(reservation(101, creator_id=BEN), most=100)


async def test_what_is_given_back_can_be_reserved_again(stores):
    first, second = reservation(60, name="first"), reservation(40, name="second")
    assert await stores.spends.reserve(first, most=100)
    assert await stores.spends.reserve(second, most=100)
    given = await asyncio.gather(*(stores.spends.give_back(first) for _ in range(4)))
    assert sorted(given) == [False, False, False, True]

    assert await stores.spends.reserve(first, most=100)
    assert await stores.spends.book(first, USE, 35)
    assert not await stores.spends.book(first, USE, 35)
    assert not await stores.spends.give_back(first)
    month = await stores.spends.get_spend(CREATOR, MONTH)
    assert (month.requests, month.cost_micro_dollars) == (1, 75)
