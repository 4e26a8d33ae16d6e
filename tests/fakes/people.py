"""Servers, members, cards and the board, in memory."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from core.domain.accounts.platform_token import Account
from core.domain.learning.telling.week import Letter
from core.domain.people.email_address import EmailAddress
from core.domain.people.guild import GuildBinding
from core.domain.people.member import Member
from core.domain.review.ballot import Ballot, make_ballot
from core.domain.review.review_card import PostedCard
from core.domain.work.ids import ClipId, CreatorId
from core.errors import Conflict, Forbidden, NotFound, TrussError
from core.ports.clips import ClipStore
from core.ports.people import EmailStore, GuildStore, MailSender, MemberStore, Roster
from core.ports.review import (
    Announced,
    Announcement,
    AnnouncementBoard,
    BallotStore,
    CardBoard,
    CardContext,
    CardFiles,
    CardNews,
    CardStore,
    NoticeBoard,
    WaitingNotice,
)
from core.ports.work import Clock

KEPT = timedelta(days=90)


class FakeGuilds:
    def __init__(self) -> None:
        self._things: dict[str, GuildBinding] = {}

    async def find_guild(self, guild_id: str) -> GuildBinding | None:
        return self._things.get(guild_id)

    async def find_guilds(self, guild_ids: Collection[str]) -> tuple[GuildBinding, ...]:
        return tuple(self._things[one] for one in dict.fromkeys(guild_ids) if one in self._things)

    async def add_guild(self, binding: GuildBinding) -> bool:
        return self._things.setdefault(binding.guild_id, binding) is binding

    async def save_guild(self, binding: GuildBinding) -> GuildBinding:
        current = self._things.get(binding.guild_id)
        if current is None:
            raise NotFound("The server no longer exists.")
        if current.version != binding.version:
            raise Conflict("The server was changed by someone else.", current=current)
        saved = replace(binding, version=binding.version + 1)
        self._things[binding.guild_id] = saved
        return saved

    async def remove_guild(self, binding: GuildBinding) -> None:
        current = self._things.get(binding.guild_id)
        if current is None or current.version != binding.version:
            raise Conflict("The server was changed by someone else.")
        del self._things[binding.guild_id]

    async def list_guilds(
        self, creator_id: CreatorId, *, may_lag: bool = False
    ) -> tuple[GuildBinding, ...]:
        found = [b for b in self._things.values() if b.creator_id == creator_id]
        return tuple(sorted(found, key=lambda binding: binding.guild_id))


class FakeEmails:
    def __init__(self) -> None:
        self._things: dict[str, EmailAddress] = {}

    async def find_email(self, address: str) -> EmailAddress | None:
        return self._things.get(address)

    async def find_email_of(self, person_id: str) -> EmailAddress | None:
        own = (email for email in self._things.values() if email.person_id == person_id)
        return next(own, None)

    async def put_email(self, email: EmailAddress) -> None:
        await self.delete_email_of(email.person_id)
        self._things[email.address] = email

    async def delete_email_of(self, person_id: str) -> bool:
        before = await self.find_email_of(person_id)
        return before is not None and self._things.pop(before.address) is before


class FakeMembers:
    def __init__(self) -> None:
        self._things: dict[tuple[str, str], Member] = {}

    async def find_member(self, user_id: str, creator_id: CreatorId) -> Member | None:
        return self._things.get((user_id, creator_id))

    async def add_member(self, member: Member) -> bool:
        return self._things.setdefault((member.user_id, member.creator_id), member) is member

    async def save_members(self, *members: Member) -> None:
        self._check(*members)
        for member in members:
            saved = replace(member, version=member.version + 1)
            self._things[member.user_id, member.creator_id] = saved

    async def remove_member(self, member: Member) -> None:
        self._check(member)
        del self._things[member.user_id, member.creator_id]

    async def list_members(self, creator_id: CreatorId) -> tuple[Member, ...]:
        return tuple(self._things[key] for key in sorted(self._things) if key[1] == creator_id)

    def _check(self, *members: Member) -> None:
        for member in members:
            stored = self._things.get((member.user_id, member.creator_id))
            if (stored.version if stored else 0) != member.version:
                raise Conflict("The team was changed by someone else.")

    async def list_memberships(self, user_id: str) -> tuple[Member, ...]:
        return tuple(self._things[key] for key in sorted(self._things) if key[0] == user_id)


class FakeCards:
    """Cards by message; with a clock, they are kept for 90 days.

    What a decision depends on is read from the other stores.
    """

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        clips: ClipStore | None = None,
        ballots: BallotStore | None = None,
        guilds: GuildStore | None = None,
        members: MemberStore | None = None,
    ) -> None:
        self._clock = clock
        self._clips = clips
        self._ballots = ballots or FakeBallots(clock)
        self._guilds = guilds or FakeGuilds()
        self._members = members or FakeMembers()
        self._things: dict[str, PostedCard] = {}

    async def find_card(self, message_id: str) -> PostedCard | None:
        card = self._things.get(message_id)
        return card if card is not None and self._is_kept(card) else None

    async def find_card_context(self, message_id: str, *, user_id: str) -> CardContext | None:
        card = await self.find_card(message_id)
        if card is None or self._clips is None:
            return None
        ballot = await self._ballots.find_ballot(card.creator_id, card.clip_id)
        return CardContext(
            card=card,
            clip=await self._clips.get_clip(card.creator_id, card.clip_id),
            ballot=ballot or make_ballot(card),
            binding=await self._guilds.find_guild(card.guild_id),
            member=await self._members.find_member(user_id, card.creator_id),
        )

    async def add_card(self, card: PostedCard) -> bool:
        return self._things.setdefault(card.message_id, card) is card

    async def save_card(self, card: PostedCard) -> PostedCard:
        current = self._things.get(card.message_id)
        if current is None:
            raise NotFound("The card no longer exists.")
        if current.version != card.version:
            raise Conflict("The card was changed by someone else.", current=current)
        saved = replace(card, version=card.version + 1)
        self._things[card.message_id] = saved
        return saved

    async def list_cards(
        self, creator_id: CreatorId, clip_id: ClipId, *, may_lag: bool = False
    ) -> tuple[PostedCard, ...]:
        found = [
            card
            for card in self._things.values()
            if (card.creator_id, card.clip_id) == (creator_id, clip_id) and self._is_kept(card)
        ]
        return tuple(sorted(found, key=lambda card: card.message_id))

    def _is_kept(self, card: PostedCard) -> bool:
        return self._clock is None or card.created_at + KEPT > self._clock.now()


class FakeBallots:
    """Ballots by clip; with a clock, they are kept for 90 days after the last vote."""

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock
        self._things: dict[tuple[str, str], tuple[datetime | None, Ballot]] = {}

    async def find_ballot(
        self, creator_id: CreatorId, clip_id: ClipId, *, at_least: int | None = None
    ) -> Ballot | None:
        said_at, ballot = self._things.get((creator_id, clip_id), (None, None))
        is_kept = not (self._clock and said_at) or said_at + KEPT > self._clock.now()
        return ballot if is_kept else None

    async def save_ballot(self, ballot: Ballot) -> Ballot:
        key = (ballot.creator_id, ballot.clip_id)
        _, current = self._things.get(key, (None, None))
        if (current.version if current else 0) != ballot.version:
            raise Conflict("The ballot was changed by someone else.", current=current)
        saved = replace(ballot, version=ballot.version + 1)
        self._things[key] = (self._clock.now() if self._clock else None, saved)
        return saved


@dataclass(slots=True, kw_only=True)
class Message:
    """A message on the fake board."""

    guild_id: str
    nonce: str
    videos: tuple[str, ...]
    shown: list[CardNews]
    has_reactions: bool = False
    newer_message_id: str | None = None


class FakeBoard:
    """Messages by id, numbered from 1; the same nonce gives the same message."""

    def __init__(self) -> None:
        self.messages: dict[str, Message] = {}
        self.looked_for: list[str] = []
        self.failing: dict[str, TrussError] = {}
        """What posting and editing in a server raises."""

    async def post_card(
        self,
        place: GuildBinding,
        news: CardNews,
        files: CardFiles,
        *,
        nonce: str,
        since: datetime | None,
    ) -> str:
        if place.guild_id in self.failing:
            raise self.failing[place.guild_id]
        if since is not None:
            self.looked_for.append(nonce)
        for message_id, message in self.messages.items():
            if message.nonce == nonce:
                return message_id
        message_id = str(len(self.messages) + 1)
        self.messages[message_id] = Message(
            guild_id=place.guild_id,
            nonce=nonce,
            videos=tuple(video.name for video in files.videos),
            shown=[news],
        )
        return message_id

    async def offer_reactions(self, card: PostedCard) -> None:
        self.messages[card.message_id].has_reactions = True

    async def edit_card(self, card: PostedCard, news: CardNews) -> bool:
        if card.guild_id in self.failing:
            raise self.failing[card.guild_id]
        message = self.messages.get(card.message_id)
        if message is None:
            return False
        message.shown.append(news)
        return True

    async def close_card(self, card: PostedCard, *, newer: PostedCard) -> None:
        self.messages[card.message_id].newer_message_id = newer.message_id


class FakeNotices:
    """Notices by nonce: the same nonce posts once."""

    def __init__(self) -> None:
        self.asked: dict[str, tuple[str, Account]] = {}
        self.looked_for: list[str] = []
        self.told: list[tuple[str, str]] = []
        self.waiting: list[tuple[GuildBinding, WaitingNotice]] = []
        self.opened: list[str] = []
        self.failing: TrussError | None = None
        self.written: list[tuple[str, Letter]] = []
        self.letters: dict[str, tuple[str, Letter]] = {}

    async def ask_reconnect(
        self, place: GuildBinding, account: Account, *, nonce: str, may_be_there: bool
    ) -> None:
        if may_be_there:
            self.looked_for.append(nonce)
        self.asked.setdefault(nonce, (place.guild_id, account))

    async def tell_waiting(self, place: GuildBinding, notice: WaitingNotice) -> str:
        if self.failing:
            raise self.failing
        self.waiting.append((place, notice))
        return f"notice-{len(self.waiting)}"

    async def open_digest(self, place: GuildBinding) -> str:
        if self.failing:
            raise self.failing
        self.opened.append(place.guild_id)
        return f"9{len(self.opened)}"

    async def tell_owner(self, place: GuildBinding, sentence: str) -> None:
        if self.failing:
            raise self.failing
        self.told.append((place.guild_id, sentence))

    async def write_to(self, user_id: str, letter: Letter) -> None:
        self.written.append((user_id, letter))

    async def post_letter(self, place: GuildBinding, letter: Letter, *, nonce: str) -> None:
        self.letters.setdefault(nonce, (place.guild_id, letter))


class FakeAnnouncements:
    """Messages in the channels of one server; `failing` is raised instead of every answer.

    `guilds_of_channels` names channels that are elsewhere.
    """

    def __init__(self, guild_id: str = "10") -> None:
        self.guild_id = guild_id
        self.guilds_of_channels: dict[str, str | None] = {}
        self.messages: dict[str, Announcement] = {}
        self.files: list[bytes] = []
        self.failing: TrussError | None = None

    async def announce(
        self, announcement: Announcement, video: Path, *, guild_ids: frozenset[str], nonce: str
    ) -> Announced:
        self._check(guild_ids)
        if nonce not in self.messages:
            self.messages[nonce] = announcement
            self.files.append(await asyncio.to_thread(video.read_bytes))
        return self._name(nonce)

    async def find_guild(self, channel_id: str) -> str | None:
        if self.failing:
            raise self.failing
        return self.guilds_of_channels.get(channel_id, self.guild_id)

    async def find_announced(
        self, announcement: Announcement, *, guild_ids: frozenset[str], since: datetime
    ) -> Announced | None:
        self._check(guild_ids)
        for nonce, message in self.messages.items():
            if message.filename == announcement.filename:
                return self._name(nonce)
        return None

    def _check(self, guild_ids: frozenset[str]) -> None:
        if self.failing:
            raise self.failing
        if self.guild_id not in guild_ids:
            raise Forbidden("The channel is in another server.")

    def _name(self, nonce: str) -> Announced:
        number = list(self.messages).index(nonce) + 1
        return Announced(message_id=str(number), link=f"https://discord.example/{number}")


class FakeRoster:
    """Roles by server and user; `failing` is raised instead of every answer."""

    def __init__(self) -> None:
        self.roles: dict[tuple[str, str], frozenset[str]] = {}
        self.failing: TrussError | None = None

    async def find_roles(self, guild_id: str, user_id: str) -> frozenset[str]:
        if self.failing:
            raise self.failing
        return self.roles.get((guild_id, user_id), frozenset())


class FakeMail:
    """Messages as they were sent; `failing` is raised instead of taking one."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, str, str]] = []
        self.failing: TrussError | None = None

    async def send(self, *, to: str, subject: str, text: str) -> None:
        if self.failing:
            raise self.failing
        self.sent.append((to, subject, text))


_roster: type[Roster] = FakeRoster
_mail: type[MailSender] = FakeMail
_guilds: type[GuildStore] = FakeGuilds
_members: type[MemberStore] = FakeMembers
_emails: type[EmailStore] = FakeEmails
_cards: type[CardStore] = FakeCards
_ballots: type[BallotStore] = FakeBallots
_board: type[CardBoard] = FakeBoard
_notices: type[NoticeBoard] = FakeNotices
_announcements: type[AnnouncementBoard] = FakeAnnouncements
