"""Reaction reading: which reactions hang on cards now, and what differs from what was heard."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import discord

from cogs.cards.emojis import REACTIONS, read_emoji, read_thumb
from core.domain.review.review_card import PostedCard, Verdict
from core.services.review.reactions import OpenCard

_USERS_MAX: Final = 500
_PAGE: Final = 100
_UNKNOWN_MESSAGE: Final = 10008
_PICKED_UP: Final = (
    Verdict.LIFT,
    Verdict.REJECT,
    Verdict.EARLIER,
    Verdict.LATER,
    Verdict.APPROVE,
)
Said = tuple[int, Verdict]
"""Who reacted, and what that says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What differs between the reactions that were heard and those that hang there now."""

    given: tuple[Said, ...]
    taken_back: tuple[Said, ...]


NOTHING_NEW: Final = Change(given=(), taken_back=())


def list_telling(opened: OpenCard) -> frozenset[Verdict]:
    """Return which reactions can tell something new; on a decided card, those taken back alone."""
    heard = frozenset(saying.verdict for saying in opened.heard)
    return heard if opened.is_decided else frozenset(REACTIONS.values())


def compare_reactions(opened: OpenCard, given: set[Said]) -> Change:
    """Return what was said and taken back unheard.

    Rejections come before approvals: where both were given while nobody was there, nothing goes
    out. On a card that is decided only what was taken back counts.
    """
    known = {
        (int(saying.person_id.removeprefix("discord:")), saying.verdict) for saying in opened.heard
    }
    new = set() if opened.is_decided else given - known

    def in_order(said: Said) -> tuple[int, int]:
        return _PICKED_UP.index(said[1]), said[0]

    return Change(
        given=tuple(sorted(new, key=in_order)),
        taken_back=tuple(sorted(known - given, key=in_order)),
    )


def list_counting(opened: OpenCard) -> frozenset[Said] | None:
    """Return which thumbs count on a card: all, or those that were heard while they did."""
    if opened.counts_thumbs:
        return None
    people = ((saying.person_id, saying.verdict) for saying in opened.heard)
    return frozenset((int(person.removeprefix("discord:")), said) for person, said in people)


class ReactionReader:
    """Reads the messages of many cards in few requests; cards are asked for oldest first.

    A message that was read is given out once: who asks again gets it as it is then.
    """

    def __init__(self, client: discord.Client, guild_id: int) -> None:
        self._client = client
        self._guild_id = guild_id
        self._read: dict[int, discord.Message] = {}
        self._refused: dict[str, discord.Forbidden | discord.NotFound] = {}

    def forget(self, message_id: int) -> None:
        """Read this message anew: somebody has reacted since."""
        self._read.pop(message_id, None)

    async def list_given(
        self, card: PostedCard, telling: Collection[Verdict], thumbs: Collection[Said] | None = ()
    ) -> set[Said] | None:
        """Return who says what on a card, our own reactions apart; None where it is gone.

        Of thumbs only those in `thumbs` count, or all where it is None. Raises Forbidden where its
        channel may not be read. Reactions that are only ours need no request.
        """
        message = await self._find_message(card)
        if message is None:
            return None
        given = set[Said]()
        for reaction in message.reactions:
            plain = read_emoji(str(reaction.emoji))
            verdict = plain or (None if thumbs == () else read_thumb(str(reaction.emoji)))
            if verdict is None or verdict not in telling:
                continue
            said = {(user_id, verdict) for user_id in await _list_people(reaction)}
            given |= said if plain or thumbs is None else said & set(thumbs)
        return given

    async def _find_message(self, card: PostedCard) -> discord.Message | None:
        refusal = self._refused.get(card.channel_id)
        try:
            if refusal is not None:
                raise refusal
            return await self._read_message(card)
        except (discord.Forbidden, discord.NotFound) as error:
            if error.code != _UNKNOWN_MESSAGE:
                self._refused[card.channel_id] = error
            if isinstance(error, discord.Forbidden):
                raise
            return None

    async def _read_message(self, card: PostedCard) -> discord.Message:
        message_id = int(card.message_id)
        channel = self._client.get_partial_messageable(
            int(card.channel_id), guild_id=self._guild_id
        )
        if message_id not in self._read:
            before = discord.Object(message_id - 1)
            async for message in channel.history(limit=_PAGE, after=before):
                if self._client.user is not None and message.author.id == self._client.user.id:
                    self._read[message.id] = message
        if message_id in self._read:
            return self._read.pop(message_id)
        # Without the right to read its history a channel seems empty; one message tells the truth.
        return await channel.get_partial_message(message_id).fetch()


async def _list_people(reaction: discord.Reaction) -> set[int]:
    """Return who reacted so, plainly or with a super reaction."""
    burst, normal = reaction.burst_count, reaction.count - reaction.burst_count
    kinds = (
        (discord.ReactionType.normal, normal, reaction.me),
        (discord.ReactionType.burst, burst, reaction.me_burst),
    )
    return {
        user.id
        for kind, count, is_ours in kinds
        if count > is_ours
        async for user in reaction.users(limit=min(_USERS_MAX, count), type=kind)
        if not user.bot
    }
