"""Chat in every channel, with eruptions at known moments, and who heard them."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from core.domain.chat.chat_message import ChatMessage
from tests.chat_generator import GeneratedChat
from tests.journeys.long_soak.platforms import Platforms, make_chance
from tests.journeys.long_soak.tuning import ERUPT_EVERY_SECONDS, MINUTES, SEED, SPIKES
from tests.servers.twitch_state import Channel

PEOPLE: Final = 30
STAR_LINES_A_MINUTE: Final = 20.0
QUIET_LINES_A_MINUTE: Final = 3.0
WARM_UP_SECONDS: Final = 60.0
TALKS_SECONDS: Final = 60 * MINUTES + 2400.0
"""Until the end of the soak, however long it takes to set up and to settle."""
LASTS_SECONDS: Final = 20.0
APART_SECONDS: Final = 45.0
QUIET_SECONDS: Final = max(SPIKES.quiet_after_outage_seconds, SPIKES.warm_up_seconds)
"""For so long nothing is a moment where a chat was not heard, so that a return is none."""
RETURN_SECONDS: Final = 10.0
"""The quiet begins with the first line that is heard again: a star says one in three seconds, and a
new reader looks at what it takes over first."""
_LOOK_SECONDS: Final = 0.25


@dataclass(slots=True, kw_only=True)
class Eruption:
    """One planted moment, `at` a wall clock; `unheard` of its `lines` reached no reader."""

    login: str
    at: float
    lines: int = 0
    unheard: int = 0

    @property
    def until(self) -> float:
        return self.at + LASTS_SECONDS

    def meets(self, start: float, end: float) -> bool:
        """True for a gap in it or just before: a chat that is heard again is not trusted yet."""
        return start < self.until and end + RETURN_SECONDS + QUIET_SECONDS > self.at


@dataclass(order=True, slots=True)
class _Due:
    offset: float
    number: int
    login: str = field(compare=False)
    chatter: str = field(compare=False)
    text: str = field(compare=False)
    eruption: Eruption | None = field(compare=False, default=None)


class Chatter:
    """Says every line once to all readers, and notes which channels had none."""

    def __init__(self, platforms: Platforms, *, seconds: float = 60 * MINUTES) -> None:
        self._platforms = platforms
        self._seconds = seconds
        self._numbers = itertools.count(1)
        self.eruptions: list[Eruption] = []
        self.said = self.heard = 0
        self.deaf: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
        """When a star had no reader."""

    def _plan(self) -> list[tuple[Channel, float]]:
        """Choose when which star erupts: in turn, so that each creator has about as many."""
        chance = make_chance("eruptions", SEED)
        planned, at, stars = list[tuple[Channel, float]](), WARM_UP_SECONDS, self._platforms.stars
        turns = itertools.cycle(stars)
        while at < self._seconds - LASTS_SECONDS:
            planned.append((next(turns), at))
            at += chance.uniform(0.6, 1.4) * ERUPT_EVERY_SECONDS
        return planned

    async def talk(self) -> None:
        """Talk in every channel, from before it is read: a chat that begins at once is a moment."""
        numbers = itertools.count()
        await self._say_all([self._talk_in(one, numbers) for one in self._platforms.channels])

    async def erupt(self) -> None:
        """Plant all eruptions, each at its time from now on."""
        numbers, began = itertools.count(), time.time()
        await self._say_all([self._erupt_in(one, at, began, numbers) for one, at in self._plan()])

    async def _say_all(self, lists: list[list[_Due]]) -> None:
        began, started = time.time(), time.monotonic()
        for due in heapq.merge(*lists):
            await asyncio.sleep(max(0.0, started + due.offset - time.monotonic()))
            got = await self._say(due, said_at=began + due.offset)
            if due.eruption is not None:
                due.eruption.lines += 1
                due.eruption.unheard += not got

    async def _say(self, due: _Due, *, said_at: float) -> int:
        """Say it as of when it was due; where this machine is slow, it comes late."""
        world = self._platforms.world
        channel = world.twitch.find_channel(due.login)
        assert channel is not None
        name = f"soak-{next(self._numbers)}"
        at = datetime.fromtimestamp(said_at, UTC).isoformat().replace("+00:00", "Z")
        sent_ms = str(round(said_at * 1000))
        got = await world.twitch.say(channel, due.chatter, due.text, message_id=name, at=at)
        got += await world.irc.say(due.login, due.chatter, due.text, id=name, tmi_sent_ts=sent_ms)
        self.said += 1
        self.heard += bool(got)
        return got

    def _talk_in(self, channel: Channel, numbers: Iterator[int]) -> list[_Due]:
        is_star = channel in self._platforms.stars
        chat = GeneratedChat(SEED + int(channel.id), duration_seconds=TALKS_SECONDS)
        chat.talk(STAR_LINES_A_MINUTE if is_star else QUIET_LINES_A_MINUTE, is_brief=False)
        return self._to_due(chat, channel, numbers, None)

    def _erupt_in(
        self, channel: Channel, at: float, began: float, numbers: Iterator[int]
    ) -> list[_Due]:
        eruption = Eruption(login=channel.login, at=began + at)
        self.eruptions.append(eruption)
        chat = GeneratedChat(SEED + int(at * 1000), duration_seconds=self._seconds)
        chat.erupt(at, PEOPLE, "hype")
        return self._to_due(chat, channel, numbers, eruption)

    def _to_due(
        self,
        chat: GeneratedChat,
        channel: Channel,
        numbers: Iterator[int],
        eruption: Eruption | None,
    ) -> list[_Due]:
        return [
            _Due(
                offset=event.offset_seconds,
                number=next(numbers),
                login=channel.login,
                chatter=event.chatter,
                text=event.text,
                eruption=eruption,
            )
            for event in chat.events()
            if isinstance(event, ChatMessage)
        ]

    async def keep_listening(self) -> None:
        """Note when a star's chat is read by nobody."""
        since: dict[str, float] = {}
        try:
            while True:
                now = time.time()
                for star in self._platforms.stars:
                    if self.count_readers(star):
                        if star.login in since:
                            self.deaf[star.login].append((since.pop(star.login), now))
                    else:
                        since.setdefault(star.login, now)
                await asyncio.sleep(_LOOK_SECONDS)
        finally:
            for login, at in since.items():
                self.deaf[login].append((at, time.time()))

    def count_readers(self, channel: Channel) -> int:
        world = self._platforms.world
        by_irc = sum(channel.login in one.channels for one in world.irc.connections)
        sessions = world.twitch.eventsub.sessions
        held = world.twitch.eventsub._index.get(("channel.chat.message", channel.id), ())
        return by_irc + sum(one.session_id in sessions for one in held)

    def count_unread(self) -> int:
        return sum(not self.count_readers(channel) for channel in self._platforms.channels)

    def is_certain(self, eruption: Eruption) -> bool:
        """Say whether one reader heard all of it, so that it must be found."""
        if eruption.unheard or eruption.lines < PEOPLE:
            return False
        return not any(eruption.meets(start, end) for start, end in self.deaf[eruption.login])
