"""Review: the cards on which people decide, and the boards that show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

from core.domain.accounts.platform_token import Account
from core.domain.clips.clip import Clip
from core.domain.learning.metrics import PostMetric
from core.domain.learning.telling.week import Letter
from core.domain.people.guild import GuildBinding
from core.domain.people.member import Member
from core.domain.publishing.planned import Planned
from core.domain.publishing.publication import Publication
from core.domain.review.ballot import Ballot
from core.domain.review.card_terms import CardTerms
from core.domain.review.clip_source import ClipSource
from core.domain.review.review_card import PostedCard
from core.domain.work.ids import ClipId, CreatorId, PublicationId


@dataclass(frozen=True, slots=True, kw_only=True)
class CardContext:
    """A card, and all that a decision on it depends on, as it was read at one time.

    `ballot` is the clip's, which may be of another cut, and an empty one where nobody has said
    anything. `binding` is how the card's server is set up, and `member` the role that is stored for
    the person who acts; None where there is none.
    """

    card: PostedCard
    clip: Clip
    ballot: Ballot
    binding: GuildBinding | None
    member: Member | None


class CardStore(Protocol):
    """Keeps cards for 90 days."""

    async def find_card(self, message_id: str) -> PostedCard | None: ...

    async def find_card_context(self, message_id: str, *, user_id: str) -> CardContext | None:
        """Return a card with all that a decision by this person on it depends on."""
        ...

    async def add_card(self, card: PostedCard) -> bool: ...

    async def save_card(self, card: PostedCard) -> PostedCard: ...

    async def list_cards(
        self, creator_id: CreatorId, clip_id: ClipId, *, may_lag: bool = False
    ) -> tuple[PostedCard, ...]:
        """Return the cards of a clip, at most a hundred, in the order of their messages.

        None is missing. With `may_lag` each may be as it was a moment ago, at half the price, for
        who saves over what was seen.
        """
        ...


class BallotStore(Protocol):
    """Keeps what was said on a clip's cards for 90 days; saves only over the version seen."""

    async def find_ballot(
        self, creator_id: CreatorId, clip_id: ClipId, *, at_least: int | None = None
    ) -> Ballot | None:
        """Return the ballot as it is now.

        With `at_least` it may be as it was a moment ago, but of no older version than that.
        """
        ...

    async def save_ballot(self, ballot: Ballot) -> Ballot: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CardNews:
    """What a card shows: the clip as it is now, its approvals, publications and figures.

    `metrics` are the newest figures of publications that have any. `planned` is where an approval
    would send it, while it waits for one. `terms` are what of this the next drawing can rest on.
    """

    clip: Clip
    publications: tuple[Publication, ...] = ()
    approvals: tuple[str, ...] = ()
    approvals_needed: int = 1
    source: ClipSource | None = None
    planned: tuple[Planned, ...] = ()
    metrics: Mapping[PublicationId, PostMetric] = field(default_factory=dict)
    terms: CardTerms | None = None

    def tell_in(self, place: GuildBinding) -> CardNews:
        """Return what the card in this server shows."""
        terms = self.terms and replace(self.terms, place_version=place.version)
        return replace(self, approvals_needed=place.approvals_needed, terms=terms)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFiles:
    """The files a card may show; the board uses the first video that fits.

    Without any, the card is text only.
    """

    videos: tuple[Path, ...] = ()
    thumbnail: Path | None = None


class CardBoard(Protocol):
    """Where cards are posted for people to see.

    ExternalFailure tells whether a retry may help.
    """

    async def post_card(
        self,
        place: GuildBinding,
        news: CardNews,
        files: CardFiles,
        *,
        nonce: str,
        since: datetime | None,
    ) -> str:
        """Post a card and return its message id; the same nonce gives the same message.

        If somebody may have posted it since the time `since` and died before storing it, the board
        looks for it first.
        """
        ...

    async def offer_reactions(self, card: PostedCard) -> None:
        """Add the reactions people can choose from; doing so again changes nothing."""
        ...

    async def edit_card(self, card: PostedCard, news: CardNews) -> bool:
        """Update the message; False if it is gone."""
        ...

    async def close_card(self, card: PostedCard, *, newer: PostedCard) -> None:
        """Mark an older cut's message as outdated, with a link to the newer one."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """A clip as announced: text, tags and the video, under a unique file name."""

    channel_id: str
    title: str
    text: str
    hashtags: str
    filename: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """A message that announces a clip."""

    message_id: str
    link: str


class AnnouncementBoard(Protocol):
    """Where clips are announced publicly. Errors as for the card board.

    `guild_ids` are the creator's servers: a channel in any other is refused.
    """

    async def announce(
        self,
        announcement: Announcement,
        video: Path,
        *,
        guild_ids: frozenset[str],
        nonce: str,
    ) -> Announced:
        """Post it; within some minutes, the same nonce gives the same message."""
        ...

    async def find_guild(self, channel_id: str) -> str | None:
        """Return the server of a text channel; None if we see no such channel anywhere."""
        ...

    async def find_announced(
        self, announcement: Announcement, *, guild_ids: frozenset[str], since: datetime
    ) -> Announced | None:
        """Return our message with that very file, if one was posted since a time."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingNotice:
    """How many clips wait for a decision, and the first card that nobody was told of yet."""

    count: int
    channel_id: str
    first_message_id: str
    nonce: str


class NoticeBoard(Protocol):
    """Where creators are told what only they can fix. Errors as for the card board."""

    async def ask_reconnect(
        self, place: GuildBinding, account: Account, *, nonce: str, may_be_there: bool
    ) -> None:
        """Ask for an account to be linked again; `nonce` and `may_be_there` as for a card."""
        ...

    async def tell_waiting(self, place: GuildBinding, notice: WaitingNotice) -> str:
        """Say in the review channel that cards wait, in place of the notice before.

        The moderators' role is pinged where the server wants that. Returns the message's id; the
        same nonce gives the same message.
        """
        ...

    async def open_digest(self, place: GuildBinding) -> str:
        """Open a thread in the review channel for a server's cards, and return its id."""
        ...

    async def tell_owner(self, place: GuildBinding, sentence: str) -> None:
        """Tell whoever owns a server what is wrong there, by a message to them alone."""
        ...

    async def write_to(self, user_id: str, letter: Letter) -> None:
        """Send a person a letter that nobody else sees."""
        ...

    async def post_letter(self, place: GuildBinding, letter: Letter, *, nonce: str) -> None:
        """Post a letter where clips are reviewed; the same nonce posts once."""
        ...
