"""The disconnected board: refuses to post cards while Discord is not connected."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from core.domain.accounts.platform_token import Account
from core.domain.learning.telling.week import Letter
from core.domain.people.guild import GuildBinding
from core.domain.review.review_card import PostedCard
from core.errors import ExternalFailure
from core.ports.review import Announced, Announcement, CardFiles, CardNews, WaitingNotice


class DisconnectedBoard:
    """Refuses cards and notices, so that a connected process retries them; it knows no roles."""

    async def post_card(
        self,
        place: GuildBinding,  # noqa: ARG002 - the port's
        news: CardNews,  # noqa: ARG002 - the port's
        files: CardFiles,  # noqa: ARG002 - the port's
        *,
        nonce: str,  # noqa: ARG002 - the port's
        since: datetime | None,  # noqa: ARG002 - the port's
    ) -> str:
        raise _not_connected()

    async def offer_reactions(self, card: PostedCard) -> None:  # noqa: ARG002 - the port's
        raise _not_connected()

    async def edit_card(self, card: PostedCard, news: CardNews) -> bool:  # noqa: ARG002 - the port's
        raise _not_connected()

    async def close_card(self, card: PostedCard, *, newer: PostedCard) -> None:  # noqa: ARG002 - the port's
        raise _not_connected()

    async def ask_reconnect(
        self,
        place: GuildBinding,  # noqa: ARG002 - the port's
        account: Account,  # noqa: ARG002 - the port's
        *,
        nonce: str,  # noqa: ARG002 - the port's
        may_be_there: bool,  # noqa: ARG002 - the port's
    ) -> None:
        raise _not_connected()

    async def tell_waiting(self, place: GuildBinding, notice: WaitingNotice) -> str:  # noqa: ARG002 - the port's
        raise _not_connected()

    async def open_digest(self, place: GuildBinding) -> str:  # noqa: ARG002 - the port's
        raise _not_connected()

    async def tell_owner(self, place: GuildBinding, sentence: str) -> None:  # noqa: ARG002 - the port's
        raise _not_connected()

    async def write_to(self, user_id: str, letter: Letter) -> None:  # noqa: ARG002 - the port's
        raise _not_connected()

    async def post_letter(
        self,
        place: GuildBinding,  # noqa: ARG002 - the port's
        letter: Letter,  # noqa: ARG002 - the port's
        *,
        nonce: str,  # noqa: ARG002 - the port's
    ) -> None:
        raise _not_connected()

    async def announce(
        self,
        announcement: Announcement,  # noqa: ARG002 - the port's
        video: Path,  # noqa: ARG002 - the port's
        *,
        guild_ids: frozenset[str],  # noqa: ARG002 - the port's
        nonce: str,  # noqa: ARG002 - the port's
    ) -> Announced:
        raise _not_connected()

    async def find_guild(self, channel_id: str) -> str | None:  # noqa: ARG002 - the port's
        raise _not_connected()

    async def find_announced(
        self,
        announcement: Announcement,  # noqa: ARG002 - the port's
        *,
        guild_ids: frozenset[str],  # noqa: ARG002 - the port's
        since: datetime,  # noqa: ARG002 - the port's
    ) -> Announced | None:
        raise _not_connected()

    async def find_roles(self, guild_id: str, user_id: str) -> frozenset[str]:  # noqa: ARG002 - the port's
        raise _not_connected()


def _not_connected() -> ExternalFailure:
    return ExternalFailure("Discord is not connected; set TRUSS_DISCORD_TOKEN.", retryable=True)
