import asyncio

import pytest

from core.background import spawn
from core.domain.videos.understanding import AnalysisWindow, Trouble
from core.ports.understanding import ClipAnswer, WindowMaterial
from core.services.videos import model_watch
from core.services.videos.model_watch import ModelWatch
from core.services.work.health import Health
from tests.fakes.time_and_ids import FakeClock
from tests.fakes.understanding import FakeVideoAnalyst

AWAY = "The service cannot be reached; check the network."


class Watched:
    """A model that is watched, and what health says of it."""

    def __init__(self, tmp_path):
        self.analyst = FakeVideoAnalyst()
        self.clock = FakeClock()
        self.health = Health(clock=self.clock)
        self.watch = ModelWatch(self.analyst, health=self.health, clock=self.clock)
        window = AnalysisWindow(number=1, start_seconds=0.0, end_seconds=20.0)
        self.material = WindowMaterial(video=tmp_path / "clip.mp4", window=window, has_audio=False)

    @property
    def told(self):
        return [part.trouble for part in self.health.list_troubles()]

    async def answer(self, trouble=None, reason=""):
        self.analyst.clip_answer = ClipAnswer(trouble=trouble, reason=reason)
        await self.watch.judge_clip(self.material)

    async def until_told(self, is_so):
        async with asyncio.timeout(10):
            while not is_so(self.told):  # noqa: ASYNC110 - another task tells
                await asyncio.sleep(0.005)


@pytest.fixture
def watched(tmp_path):
    return Watched(tmp_path)


@pytest.fixture
async def checking(watched, monkeypatch):
    monkeypatch.setattr(model_watch, "FIRST_SECONDS", 0.01)
    task = spawn(watched.watch.keep_checking(every_seconds=0.02), name="checking")
    yield watched
    task.cancel()


async def test_a_service_that_is_away_is_told_and_its_return_too(checking):
    checking.analyst.obstacle = AWAY
    await checking.until_told(bool)
    assert checking.told[0].startswith(AWAY)
    assert checking.health.list_troubles()[0].name == checking.analyst.service

    checking.analyst.obstacle = ""
    await checking.until_told(lambda told: not told)


async def test_a_failed_question_has_the_service_looked_at_at_once(watched):
    """Between two checks lies a minute; a clip that could not be judged says so earlier."""
    task = spawn(watched.watch.keep_checking(every_seconds=3600), name="checking")
    async with asyncio.timeout(10):
        while not watched.health.list_parts():  # noqa: ASYNC110 - another task tells
            await asyncio.sleep(0.005)
    watched.analyst.obstacle = AWAY

    await watched.answer(Trouble.UNREACHABLE, "Away.")

    await watched.until_told(bool)
    task.cancel()


async def test_an_answer_ends_the_trouble(watched):
    await watched.answer(Trouble.OVERLOADED, "It is overloaded.")
    assert "It is overloaded." in watched.told[0]

    await watched.answer()

    assert watched.told == []


async def test_what_a_check_cannot_see_is_believed_for_a_while(checking):
    """The model may be known while it answers nothing, or no more today."""
    await checking.answer(Trouble.QUOTA_DAY, "The quota of today is used up.")
    await asyncio.sleep(0.1)
    assert "used up" in checking.told[0]

    checking.clock.advance(24 * 3600)

    await checking.until_told(lambda told: not told)


async def test_what_an_answer_says_of_a_video_is_no_trouble_of_the_service(watched):
    await watched.answer(Trouble.BLOCKED, "The model refused to watch it.")

    assert watched.told == []


async def test_questions_pass_through(watched):
    assert watched.watch.name == watched.analyst.name
    assert watched.watch.fingerprint == watched.analyst.fingerprint
    assert await watched.watch.find_obstacle() == ""
    answer = await watched.watch.understand(watched.material)
    assert answer.understanding is not None
    assert watched.analyst.asked == [1]
