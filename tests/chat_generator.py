"""Generates chat with known moments: ordinary talk, moments to detect, and crowds to ignore.

Every line comes from a seeded generator, so that a seed always gives the same chat.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from core.domain.chat.chat_message import ChatMessage, ChatNotice, NoticeKind

ChatEvent = ChatMessage | ChatNotice

_SUBJECTS = [
    "this boss",
    "the map",
    "my team",
    "that run",
    "your mic",
    "the new patch",
    "he",
    "she",
    "chat",
    "nobody",
]
_VERBS = [
    "looks",
    "feels",
    "sounds",
    "was",
    "is never",
    "can be",
    "seems",
    "will be",
    "has been",
    "might be",
]
_ENDINGS = [
    "fine today",
    "harder than last year",
    "a bit slow",
    "worth it",
    "the best part",
    "on sale right now",
    "broken since the update",
    "easier with two people",
    "from the first game",
    "like that on my phone",
]
_SMALL_TALK = [
    "hello",
    "hi all",
    "good evening",
    "nice",
    "lol",
    "?",
    "true",
    "same",
    "no way",
    "gg",
    "brb",
    "what game is this",
]
_REACTIONS = {
    "laughter": [
        "LUL",
        "KEKW",
        "lmao",
        "hahaha",
        "LULW",
        "OMEGALUL",
        "lol",
        "XD",
        "ahahahah",
        "i am crying LUL",
        "LMAOOO",
    ],
    "hype": [
        "POG",
        "PogChamp",
        "LETS GO",
        "POGGERS",
        "Pog",
        "insane",
        "WOOOO",
        "HYPE",
        "let's gooo",
        "what a play Pog",
    ],
    "shock": [
        "WTF",
        "what",
        "omg",
        "monkaS",
        "???",
        "NotLikeThis",
        "WHAT",
        "no way",
        "wtf was that",
        "monkaW",
        "D:",
    ],
}
_RAID_LINES = [
    "{0} RAID",
    "{0} raid {0} raid",
    "RAID TIME {0}",
    "{0} raid <3",
    "hello from the {0} raid",
]
_THANKS = [
    "ty for the gift",
    "thanks for the gifted sub",
    "ty {0}!",
    "gifted Pog",
    "thank you for the sub",
]


@dataclass(slots=True)
class GeneratedChat:
    """A chat under construction: events in any order, and the offsets of the planted moments."""

    seed: int
    duration_seconds: float = 1500.0
    regulars: int = 150
    moments: list[float] = field(default_factory=list)
    _events: list[ChatEvent] = field(default_factory=list)
    _rng: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._rng = random.Random(self.seed)

    def branch(self) -> GeneratedChat:
        """Return a chat that begins with the same events, and goes on as this one would."""
        other = replace(self, moments=[*self.moments], _events=[*self._events])
        other._rng.setstate(self._rng.getstate())
        return other

    def events(self) -> list[ChatEvent]:
        """Return all events in order."""
        return sorted(self._events, key=lambda event: event.offset_seconds)

    def say(self, at: float, chatter: str, text: str) -> None:
        self._events.append(ChatMessage(offset_seconds=at, chatter=chatter, text=text))

    def notify(self, at: float, kind: NoticeKind, size: int = 1) -> None:
        self._events.append(ChatNotice(offset_seconds=at, kind=kind, size=size))

    def talk(
        self,
        messages_a_minute: float,
        *,
        silent: tuple[float, float] = (0.0, 0.0),
        is_brief: bool = True,
    ) -> None:
        """Add ordinary talk of regulars, except between the two `silent` offsets.

        Brief lines are reactions: a quiet chat in which some come together by chance has a moment
        that nobody planted, once in some hours. Talk that is not brief has none.
        """
        at = self._rng.expovariate(messages_a_minute / 60)
        while at < self.duration_seconds:
            if not silent[0] <= at < silent[1]:
                self.say(at, self._regular(), self._sentence(is_brief=is_brief))
            at += self._rng.expovariate(messages_a_minute / 60)

    def erupt(self, at: float, people: int, kind: str) -> None:
        """Plant a moment: that many regulars react within about ten seconds of `at`."""
        self.moments.append(at)
        for number in self._rng.sample(range(self.regulars), people):
            text = self._rng.choice(_REACTIONS[kind])
            self.say(at + self._rng.gammavariate(2.0, 1.8), f"viewer{number}", text)

    def raid(self, at: float, size: int, *, with_notice: bool) -> None:
        """Add strangers who all write much the same."""
        if with_notice:
            self.notify(at, NoticeKind.RAID, size)
        for number in range(size):
            text = self._rng.choice(_RAID_LINES).format("marmot")
            self.say(at + self._rng.gammavariate(2.0, 4.0), f"raider{at:.0f}_{number}", text)

    def gift_train(self, at: float, gifts: int, *, with_notices: bool) -> None:
        """Add gifted subscriptions, one after another, with thanks from the regulars."""
        for number in range(gifts):
            given_at = at + 2.0 * number
            if with_notices:
                self.notify(given_at, NoticeKind.SUB_GIFT)
            for _ in range(4):
                text = self._rng.choice(_THANKS).format("kind_soul")
                self.say(given_at + self._rng.uniform(0.5, 8.0), self._regular(), text)

    def wave(self, at: float, people: int, texts: Sequence[str]) -> None:
        """Add many regulars who write one of a few given texts within twenty seconds."""
        for number in self._rng.sample(range(self.regulars), people):
            text = self._rng.choice(texts)
            self.say(at + self._rng.gammavariate(2.0, 3.0), f"viewer{number}", text)

    def flood(self, at: float, messages: int, *, chatters: Sequence[str], text: str) -> None:
        """Add a few chatters who write very much within twenty seconds."""
        for _ in range(messages):
            self.say(at + self._rng.uniform(0.0, 20.0), self._rng.choice(chatters), text)

    def _regular(self) -> str:
        return f"viewer{int(self.regulars * self._rng.random() ** 2)}"

    def _sentence(self, *, is_brief: bool) -> str:
        if is_brief and self._rng.random() < 0.3:
            return self._rng.choice(_SMALL_TALK)
        words = [self._rng.choice(part) for part in (_SUBJECTS, _VERBS, _ENDINGS)]
        return " ".join(words)
