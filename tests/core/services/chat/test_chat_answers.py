from dataclasses import replace

import pytest

from core.domain.chat.chat_answer import ClipLink, LinkStatus, MomentLink
from core.domain.work.job import Job, JobKind, JobStatus
from core.services.chat.chat_answers import ChatAnswers
from core.services.chat.live_news import MomentFollower
from core.services.work.job_handlers import JobProgress
from tests.builders import CREATOR
from tests.core.services.chat.test_chat_sending import make_speaking
from tests.core.services.chat.test_live_chat import CHANNEL, World
from tests.fakes.chat_answers import FakeChatWords, FakeMomentLinks
from tests.fakes.time_and_ids import FakeIds
from tests.fakes.twitch import FakeTwitch

_: type[MomentFollower] = ChatAnswers


class Chat:
    """A world in which chat is answered."""

    def __init__(self):
        self.world = World()
        self.links = FakeMomentLinks()
        self.twitch = FakeTwitch()
        stores = self.world.stores
        self.chat_answers = ChatAnswers(
            clock=self.world.clock,
            ids=FakeIds(),
            jobs=stores.jobs,
            streams=stores.streams,
            spikes=stores.spikes,
            links=self.links,
            words=FakeChatWords(),
            chat_sending=make_speaking(self.world, self.twitch),
        )
        self.world.live_chat.add_follower(self.chat_answers)

    async def jobs(self) -> list[Job]:
        page = await self.world.stores.jobs.list_jobs(CREATOR, JobStatus.QUEUED)
        return [job for job in page.items if job.kind is JobKind.ANSWER_CHAT]

    async def call(self, *chatters):
        await self.world.talk(2)
        for chatter in chatters:
            self.world.clock.advance(1.0)
            await self.world.say("!clip", chatter=chatter)

    async def answer(self, job=None):
        job = job or (await self.jobs())[0]
        self.world.clock.advance(2.0)
        await self.chat_answers.answer_chat(job, JobProgress())

    @property
    def said(self):
        return [text for _, text in self.twitch.said]


@pytest.fixture
def chat():
    return Chat()


async def test_progress_is_told_once_in_a_while(chat):
    await chat.call("Ann")
    await chat.call("Bob")

    assert chat.said == ["1/2", "1/2"]


async def test_a_clip_is_told_of_once_it_can_be_seen(chat):
    await chat.call("Ann", "Bob")
    (job,) = await chat.jobs()
    await chat.answer(job)
    assert chat.said == ["1/2"]

    chat.links.link = MomentLink(status=LinkStatus.READY, url="https://clips.twitch.tv/x")
    (again,) = [one for one in await chat.jobs() if one.id != job.id]
    await chat.answer(again)

    assert again.next_at is not None
    assert chat.said == ["1/2", "clipped https://clips.twitch.tv/x for Ann"]


async def test_where_no_clip_can_be_made_the_reason_is_told(chat):
    chat.links.link = MomentLink(status=LinkStatus.IMPOSSIBLE, reason="clips are disabled")
    await chat.call("Ann", "Bob")

    await chat.answer()

    assert chat.said[-1] == "no clip: clips are disabled"


async def test_a_clip_that_never_shows_is_never_called_failed(chat):
    """Nobody knows, so nothing is said, and the asking ends."""
    await chat.call("Ann", "Bob")
    (job,) = await chat.jobs()
    chat.world.clock.advance(3600.0)

    await chat.answer(job)

    assert chat.said == ["1/2"]
    assert await chat.jobs() == [job]


async def test_offline_a_call_is_answered_with_why(chat):
    await chat.world.live_chat.end_stream("7")
    await chat.world.say("!clip")
    await chat.world.say("!clip")

    assert chat.said == ["offline"]


async def test_a_job_of_a_moment_that_is_gone_says_nothing(chat):
    await chat.call("Ann", "Bob")
    (job,) = await chat.jobs()

    for subject in ("broken", "7.nowhere.1", job.subject_id.rpartition(".")[0] + ".1"):
        await chat.answer(replace(job, subject_id=subject))
    await chat.chat_answers.give_up(job, "answer", "whatever")

    assert chat.said == ["1/2"]


async def test_links_are_those_of_the_channels_creator(chat):
    chat.links.links = [ClipLink(title="One", url="https://x")] * 3

    assert len(await chat.chat_answers.list_links(CHANNEL, limit=2)) == 2
