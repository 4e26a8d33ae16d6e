"""Target places: only the creator's own accounts, and channels of the creator's own servers."""

from __future__ import annotations

from core.domain.accounts.platform_token import AccountStatus
from core.domain.publishing.publish_rules import NEEDS_ACCOUNT
from core.domain.publishing.publish_target import PublishTarget
from core.domain.work.ids import CreatorId
from core.domain.work.platform import TAKE_CLIPS, Platform
from core.errors import InvalidInput, NotFound
from core.ports.accounts import TokenStore
from core.ports.people import GuildStore
from core.ports.review import AnnouncementBoard

CHOOSE_CHANNEL = "Choose the channel that clips are announced in, from the list."
FOREIGN_CHANNEL = (
    "That channel is in none of this creator's servers: choose one from the list, or let Truss "
    "serve that server first, with /setup here typed there."
)


class TargetPlaces:
    """Checks where clips are to go, before anything is stored."""

    def __init__(
        self, *, tokens: TokenStore, guilds: GuildStore, board: AnnouncementBoard | None
    ) -> None:
        """Without a board nothing is known of channels, and nothing is announced either."""
        self._tokens = tokens
        self._guilds = guilds
        self._board = board

    async def require(self, creator_id: CreatorId, target: PublishTarget) -> None:
        """Raise InvalidInput, with what to do, for a place that is not the creator's."""
        if target.platform not in TAKE_CLIPS:
            raise InvalidInput(f"Truss uploads no clips to {target.platform.label}.")
        if target.platform is Platform.DISCORD:
            await self._require_channel(creator_id, target.account_id)
        elif target.platform in NEEDS_ACCOUNT:
            await self._require_account(creator_id, target)

    async def _require_channel(self, creator_id: CreatorId, channel_id: str) -> None:
        if not (channel_id.isascii() and channel_id.isdecimal()):
            raise InvalidInput(CHOOSE_CHANNEL)
        if self._board is None:
            return
        guild_id = await self._board.find_guild(channel_id)
        own = {guild.guild_id for guild in await self._guilds.list_guilds(creator_id)}
        if guild_id not in own:
            raise InvalidInput(FOREIGN_CHANNEL)

    async def _require_account(self, creator_id: CreatorId, target: PublishTarget) -> None:
        label, account_id = target.platform.label, target.account_id
        try:
            token = await self._tokens.get_token(creator_id, target.platform, account_id)
        except NotFound:
            which = f"The {label} account {account_id!r}" if account_id else f"No {label} account"
            raise InvalidInput(
                f"{which} is {'not ' if account_id else ''}linked: link it with /account link, "
                "then choose it from the list."
            ) from None
        if token.status is not AccountStatus.LINKED:
            raise InvalidInput(
                f"{label} no longer accepts the access to this account: link it again with "
                "/account link."
            )
