from dataclasses import replace
from pathlib import Path

import pytest

from core.domain.clips.turn import Turn, TurnTrait
from core.domain.people.voice import Tone, Voice
from core.domain.videos.model_spend import TokenUse
from core.domain.videos.model_tuning import ModelTuning
from core.domain.videos.spoken_word import Word
from core.domain.videos.understanding import (
    Category,
    Dropped,
    Fault,
    Rubric,
    SeenChapter,
    SeenMoment,
    Trouble,
    Understanding,
)
from core.ports.understanding import WindowAnswer
from core.services.videos.model_analysis import ModelAnalysis
from tests.builders import CREATOR, make_asset, make_facts, make_spike
from tests.fakes.turns import FakeTurns
from tests.fakes.understanding import USE, FakeSpends, FakeVideoAnalyst, FakeWindows, make_budgeting

# 1400 s are three windows of 477 s: (1400 - 15) / 465 = 2.98.
ASSET = make_asset(facts=make_facts(duration_seconds=1400.0))
DAY = Trouble.QUOTA_DAY


class World:
    """One asking with its stores; `again` is the same after a restart."""

    def __init__(self, answers=None, *, budget=1.0, has_model=True):
        self.analyst = FakeVideoAnalyst(answers)
        self.windows, self.spends = FakeWindows(), FakeSpends()
        self.budget, self.has_model = budget, has_model
        self.progress: list[float] = []
        self.turns = FakeTurns()

    def make(self, **given):
        return ModelAnalysis(
            windows=self.windows,
            budget=make_budgeting(self.spends, dollars=self.budget),
            analyst=self.analyst if self.has_model else None,
            tuning=ModelTuning(),
            turns=self.turns,
            **given,
        )

    async def ask(self, **given):
        values = {"spikes": (), "words": ()} | given
        return await self.make().ask_all(
            ASSET, Path("video.mp4"), on_progress=self.progress.append, **values
        )


def _trouble(trouble, use=USE):
    return WindowAnswer(understanding=None, trouble=trouble, reason=f"{trouble}.", use=use)


async def test_every_window_is_asked_for_once_and_paid():
    world = World()

    seen = await world.ask()

    assert world.analyst.asked == [1, 2, 3]
    assert seen.unseen == []
    # Three times 1000 + 100 tokens at one micro-dollar.
    assert seen.cost_micro_dollars == 3300
    assert (await world.spends.get_spend(CREATOR, "2026-03")).cost_micro_dollars == 3300
    assert world.progress == [0.0, 1 / 3, 2 / 3, 1.0]


async def test_what_was_answered_is_never_paid_for_again():
    world = World()
    first = await world.ask()

    second = await world.ask()

    assert world.analyst.asked == [1, 2, 3]
    assert "nothing was paid this time" in second.reasons.pop()
    assert (second.kept, first.kept) == (3, 0)
    assert replace(second, kept=0) == first


async def test_another_model_or_question_is_another_answer():
    world = World()
    await world.ask()
    world.analyst.fingerprint = "model/2"

    await world.ask()

    assert world.analyst.asked == [1, 2, 3, 1, 2, 3]


async def test_without_a_model_nothing_is_seen_and_nothing_asked():
    world = World(has_model=False)

    seen = await world.ask()

    assert [window.number for window in seen.unseen] == [1, 2, 3]
    assert seen.reasons == []
    assert world.make().model is None


@pytest.mark.parametrize("trouble", [Trouble.BLOCKED, Trouble.UNREADABLE, Trouble.UNFINISHED])
async def test_a_window_that_would_fail_again_is_not_asked_for_again(trouble):
    world = World({2: _trouble(trouble)})
    await world.ask()

    seen = await world.ask()

    assert world.analyst.asked == [1, 2, 3]
    assert [window.number for window in seen.unseen] == [2]
    assert seen.reasons[0] == f"{trouble}."


async def test_a_window_that_failed_for_a_moment_is_asked_for_in_the_next_run():
    world = World({2: _trouble(Trouble.OVERLOADED)})
    await world.ask()
    world.analyst.answers = {}

    seen = await world.ask()

    assert world.analyst.asked == [1, 2, 3, 2]
    assert seen.unseen == []


@pytest.mark.parametrize("trouble", [DAY, Trouble.REFUSED])
async def test_trouble_that_lasts_ends_the_asking_and_says_so(trouble):
    world = World({1: _trouble(trouble, use=TokenUse())})

    seen = await world.ask()

    assert world.analyst.asked == [1]
    assert [window.number for window in seen.unseen] == [1, 2, 3]
    assert seen.reasons == [
        f"{trouble}.",
        "The rest was not asked for any more and is judged by local signals.",
    ]
    assert (await world.spends.get_spend(CREATOR, "2026-03")).cost_micro_dollars == 0


async def test_two_failures_in_a_row_end_the_asking():
    world = World({1: _trouble(Trouble.TIMED_OUT), 2: _trouble(Trouble.TIMED_OUT)})

    await world.ask()

    assert world.analyst.asked == [1, 2]


async def test_a_success_between_two_failures_goes_on():
    world = World({1: _trouble(Trouble.TIMED_OUT), 3: _trouble(Trouble.TIMED_OUT)})

    seen = await world.ask()

    assert world.analyst.asked == [1, 2, 3]
    assert "any more" not in " ".join(seen.reasons)


async def test_what_is_kept_is_used_even_where_nothing_is_asked_any_more():
    world = World()
    await world.ask()
    del world.windows.kept[CREATOR, ASSET.id, 1]
    world.analyst.answers = {1: _trouble(DAY)}

    seen = await world.ask()

    assert [window.number for window in seen.unseen] == [1]


async def test_over_the_budget_local_signals_take_over_and_say_so():
    # A window is estimated at 1100 micro-dollars; 2500 pay for two.
    world = World(budget=0.0025)

    seen = await world.ask()

    assert world.analyst.asked == [1, 2]
    assert [window.number for window in seen.unseen] == [3]
    assert "budget" in seen.reasons[0]
    assert (await world.spends.get_spend(CREATOR, "2026-03")).cost_micro_dollars == 2200


async def test_a_refusal_for_the_budget_is_not_remembered():
    """Whoever raises the budget gets the model back."""
    world = World(budget=0.0)
    await world.ask()
    world.budget = 1.0

    await world.ask()

    assert world.analyst.asked == [1, 2, 3]


async def test_failed_tries_cost_too():
    world = World({1: _trouble(Trouble.UNREADABLE)})

    seen = await world.ask()

    assert seen.cost_micro_dollars == 3300
    assert (await world.spends.get_spend(CREATOR, "2026-03")).requests == 3


async def test_of_an_overlap_each_window_gives_its_own_half():
    """Window 1 ends at 477 s where window 2 begins at 462: the border is their middle, 469 s."""
    chapters = [
        SeenChapter(start_seconds=465.0, title="a"),
        SeenChapter(start_seconds=472, title="b"),
    ]
    words = [Word(text=c.title, start_seconds=c.start_seconds, end_seconds=473) for c in chapters]
    understanding = Understanding(
        chapters=tuple(chapters),
        words=tuple(words),
        dropped=(Dropped(kind="words", fault=Fault.ORDER, count=1),),
    )
    answer = WindowAnswer(understanding=understanding, use=USE)
    world = World({1: answer, 2: answer})

    seen = await world.ask()

    assert [chapter.title for chapter in seen.chapters] == ["a", "b"]
    assert [word.text for word in seen.words] == ["a", "b"]
    assert seen.dropped == (Dropped(kind="words", fault=Fault.ORDER, count=2),)


async def test_each_window_gets_its_own_chat_and_words():
    spikes = [make_spike(peak_seconds=100.0), make_spike(peak_seconds=1000.0)]
    words = [Word(text="hi", start_seconds=1000.0, end_seconds=1000.5)]
    world = World()

    await world.ask(spikes=spikes, words=words)

    first, second, third = world.analyst.materials
    assert [spike.peak_seconds for spike in first.spikes] == [100.0]
    assert second.spikes == ()
    assert [word.text for word in third.words] == ["hi"]
    assert first.title == ASSET.title


async def test_the_creators_voice_reaches_the_analyst():
    voice = Voice(tone=Tone.BRUTAL)

    async def find_voice(creator_id):
        assert creator_id == CREATOR
        return voice

    world = World()
    asking = world.make(find_voice=find_voice)
    await asking.ask_all(ASSET, Path("v"), spikes=(), words=(), on_progress=world.progress.append)

    assert world.analyst.materials[0].voice == voice


async def test_an_estimate_says_what_it_takes_and_what_is_left():
    world = World(budget=0.005)
    before = await world.make().estimate(ASSET)
    await world.ask()
    after = await world.make().estimate(ASSET)

    assert (before.windows, before.cost_micro_dollars, before.left_micro_dollars) == (3, 3300, 5000)
    assert before.use == TokenUse(prompt=3000, answer=300)
    # All is kept: asking again costs nothing. 5000 - 3300 are left.
    assert (after.windows, after.windows_kept, after.cost_micro_dollars) == (0, 3, 0)
    assert after.left_micro_dollars == 1700


async def test_of_an_answer_that_is_used_in_part_the_part_is_taken_and_nobody_says_understood():
    chapter = SeenChapter(start_seconds=100.0, title="A")
    half = WindowAnswer(
        understanding=Understanding(chapters=(chapter,)),
        trouble=Trouble.UNREADABLE,
        reason="None of its times.",
        use=USE,
    )
    world = World({1: half})

    seen = await world.ask()

    assert seen.chapters == [chapter]
    assert (seen.understood, seen.unseen) == (2, [])
    assert seen.reasons == ["None of its times."]
    assert (await world.ask()).kept == 3


async def test_what_was_not_the_models_own_word_is_asked_for_again():
    half = WindowAnswer(understanding=Understanding(), trouble=Trouble.GARBLED, use=USE)
    world = World({1: half, 3: _trouble(Trouble.GARBLED)})
    await world.ask()

    await world.ask()

    assert world.analyst.asked == [1, 2, 3, 1, 3]


async def test_times_that_no_clock_confirmed_are_said_to_be_unchecked():
    moment = SeenMoment(
        start_seconds=90.0,
        peak_seconds=100.0,
        end_seconds=110.0,
        category=Category.WIN,
        title="A win",
        quote="",
        visual="",
        rubric=Rubric(marks=()),
    )
    understanding = Understanding(moments=(moment,), is_clock_read=False)
    seen = await World({1: WindowAnswer(understanding=understanding, use=USE)}).ask()

    assert "unchecked" in " ".join(seen.reasons)


async def test_each_window_is_asked_with_its_place_and_what_came_before():
    chapter = SeenChapter(start_seconds=100.0, title="The first race")
    understanding = Understanding(chapters=(chapter,))
    world = World({1: WindowAnswer(understanding=understanding, use=USE)})

    await world.ask(game="Hollow Sky")

    first, second, _ = world.analyst.materials
    assert (first.parts, first.chapter, first.game) == (3, "", "Hollow Sky")
    assert second.chapter == "The first race"


async def test_without_a_model_nothing_is_estimated():
    estimate = await World(has_model=False).make().estimate(ASSET)

    assert (estimate.cost_micro_dollars, estimate.use) == (0, TokenUse())


@pytest.mark.parametrize(
    ("trait", "has_two"),
    [(None, False), (TurnTrait.STACKED, False), (TurnTrait.TITLE_ASKS, True)],
)
async def test_two_titles_are_asked_for_while_titles_are_tried(trait, has_two):
    world = World()
    world.turns.turn = Turn(trait=trait, has_it=True) if trait else None

    await world.ask()

    assert {material.has_two_titles for material in world.analyst.materials} == {has_two}


async def test_what_was_paid_for_before_titles_were_tried_is_used():
    world = World()
    await world.ask()
    world.turns.turn = Turn(trait=TurnTrait.TITLE_ASKS, has_it=True)

    await world.ask()

    assert world.analyst.asked == [1, 2, 3]
