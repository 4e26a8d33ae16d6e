"""Faults of every service in turn: each for a while, then all is well for a while."""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Final

from tests.journeys.long_soak.platforms import Platforms, make_chance
from tests.journeys.long_soak.tuning import QUEUE_PREFIX, SEED
from tests.servers.dynamodb import Faults
from tests.servers.faulty_aws import AwsFaults
from tests.servers.gemini import overload

LASTS_SECONDS: Final = 15.0
PEACE_SECONDS: Final = 12.0
Trouble = Callable[[Platforms], AbstractAsyncContextManager[None]]


@asynccontextmanager
async def fail_discord(platforms: Platforms) -> AsyncIterator[None]:
    """Every request of the bot gets a 503."""
    platforms.world.discord.status_for_all = 503
    yield
    platforms.world.discord.status_for_all = None


@asynccontextmanager
async def limit_discord(platforms: Platforms) -> AsyncIterator[None]:
    """Each route answers 429 once, again and again."""
    discord = platforms.world.discord
    discord.limits_each_route_once = True
    discord._limited.clear()
    yield
    discord.limits_each_route_once = False


@asynccontextmanager
async def lose_discord(platforms: Platforms) -> AsyncIterator[None]:
    """The gateway closes, and connections break."""
    await platforms.world.discord.go_down()
    yield
    platforms.world.discord.is_down = False


@asynccontextmanager
async def forget_discord(platforms: Platforms) -> AsyncIterator[None]:
    """Answers to what was posted and edited are lost."""
    discord = platforms.world.discord
    discord.hang_ups += [("POST", "/messages"), ("PATCH", ""), ("POST", "/messages")]
    yield
    discord.hang_ups.clear()


@asynccontextmanager
async def cut_chat(platforms: Platforms) -> AsyncIterator[None]:
    """Twitch closes every socket, of EventSub and of chat."""
    await platforms.world.twitch.eventsub.drop()
    await platforms.world.irc.drop()
    yield


@asynccontextmanager
async def fail_helix(platforms: Platforms) -> AsyncIterator[None]:
    platforms.world.twitch.helix_status = 503
    yield
    platforms.world.twitch.helix_status = 0


@asynccontextmanager
async def forget_helix(platforms: Platforms) -> AsyncIterator[None]:
    """Twitch makes the clips that it is asked for, and its answers are lost."""
    twitch = platforms.world.twitch
    twitch.lost_answers += [("POST", "/clips"), ("POST", "/videos/clips")] * 2
    yield
    twitch.lost_answers.clear()


@asynccontextmanager
async def fail_youtube(platforms: Platforms) -> AsyncIterator[None]:
    """YouTube fails, loses answers, stores less than was sent, forgets sessions."""
    youtube = platforms.world.youtube
    youtube.chance, youtube.fault_share = make_chance("youtube", SEED), 0.5
    yield
    youtube.fault_share = 0.0


@asynccontextmanager
async def fail_tiktok(platforms: Platforms) -> AsyncIterator[None]:
    tiktok = platforms.tiktok
    tiktok.chance, tiktok.fault_share = make_chance("tiktok", SEED), 0.5
    yield
    tiktok.fault_share = 0.0


@asynccontextmanager
async def fail_gemini(platforms: Platforms) -> AsyncIterator[None]:
    platforms.world.gemini.default = overload()
    yield
    platforms.world.gemini.default = platforms.judge.answer


@asynccontextmanager
async def lose_gemini(platforms: Platforms) -> AsyncIterator[None]:
    await platforms.world.close_site("gemini")
    yield
    await platforms.world.sites["gemini"].open()


@asynccontextmanager
async def throttle_table(platforms: Platforms) -> AsyncIterator[None]:
    platforms.aws.dynamo.faults = Faults(throttled=0.3, undone=0.2)
    yield
    platforms.aws.dynamo.faults = Faults()


@asynccontextmanager
async def confuse_table(platforms: Platforms) -> AsyncIterator[None]:
    """Transactions conflict, and answers to what was written are lost."""
    platforms.aws.dynamo.faults = Faults(conflicting=0.2, lost=0.15)
    yield
    platforms.aws.dynamo.faults = Faults()


@asynccontextmanager
async def fail_bucket(platforms: Platforms) -> AsyncIterator[None]:
    platforms.aws.s3.faults = AwsFaults(refused=0.4, lost=0.15)
    yield
    platforms.aws.s3.faults = AwsFaults()


@asynccontextmanager
async def fail_queues(platforms: Platforms) -> AsyncIterator[None]:
    platforms.aws.sqs.faults = AwsFaults(refused=0.4, lost=0.15)
    yield
    platforms.aws.sqs.faults = AwsFaults()


TROUBLES: Final[dict[str, Trouble]] = {
    "Discord answers 503": fail_discord,
    "Discord answers 429": limit_discord,
    "Discord is away": lose_discord,
    "Discord's answers are lost": forget_discord,
    "Twitch closes its sockets": cut_chat,
    "Twitch's API answers 503": fail_helix,
    "Twitch's answers are lost": forget_helix,
    "YouTube fails and loses answers": fail_youtube,
    "TikTok fails and loses answers": fail_tiktok,
    "Gemini is overloaded": fail_gemini,
    "Gemini is away": lose_gemini,
    "DynamoDB throttles and does half of batches": throttle_table,
    "DynamoDB conflicts and loses answers": confuse_table,
    "S3 answers 5xx and loses answers": fail_bucket,
    **({"SQS answers 5xx and loses answers": fail_queues} if QUEUE_PREFIX else {}),
}


class Troubles:
    """Brings them one after the other, in another order each round."""

    def __init__(self, platforms: Platforms) -> None:
        self._platforms = platforms
        self.counts: Counter[str] = Counter()

    async def keep_troubling(self) -> None:
        chance = make_chance("troubles", SEED)
        for _ in itertools.count():
            for name in chance.sample(sorted(TROUBLES), len(TROUBLES)):
                await asyncio.sleep(PEACE_SECONDS)
                await self._bring(name)

    async def _bring(self, name: str) -> None:
        self.counts[name] += 1
        async with TROUBLES[name](self._platforms):
            # Where the soak ends meanwhile, the fault has to end all the same.
            try:
                await asyncio.sleep(LASTS_SECONDS)
            except asyncio.CancelledError:
                return
