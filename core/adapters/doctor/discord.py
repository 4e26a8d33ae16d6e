"""Discord: the token, the application's switches, and the rights where cards go."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from core.adapters.doctor.asking import Answer, ask
from core.adapters.doctor.discord_rights import (
    INVITED_WITH,
    NEEDED,
    THREADS,
    count_rights,
    list_missing,
)
from core.domain.people.guild import GuildBinding
from core.domain.work.finding import Finding, advise, fault, shorten
from core.errors import ExternalFailure, InvalidInput, TrussError

CHECK: Final = "Discord"
_SESSIONS_MIN: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscordBot:
    """The bot behind a token: its name, where it is, and what is wrong with its application."""

    name: str
    user_id: str
    invite_url: str
    guilds: tuple[tuple[str, str], ...]
    """The servers that it is in: id and name."""
    findings: tuple[Finding, ...]
    shards_wanted: int = 1
    """How many connections Discord would like the bot to share its servers out to."""


class DiscordDesk:
    """Asks Discord as the bot."""

    def __init__(self, *, api_url: str, token: str) -> None:
        self._api_url = api_url.rstrip("/")
        self._token = token

    async def meet(self) -> DiscordBot:
        """Return the bot; InvalidInput where Discord refuses the token."""
        me = await self._get("/users/@me")
        application = await self._get("/applications/@me")
        gateway = await self._get("/gateway/bot")
        guilds = await self._find("/users/@me/guilds")
        invite_url = self._invite(str(application.get("id", "")))
        return DiscordBot(
            name=shorten(str(me.get("username", "the bot"))),
            user_id=str(me.get("id", "")),
            invite_url=invite_url,
            guilds=tuple(
                (str(each.get("id", "")), shorten(str(each.get("name", "a server"))))
                for each in guilds.items
                if isinstance(each, dict)
            ),
            findings=tuple(_look_at_application(application, gateway)),
            shards_wanted=wanted if isinstance(wanted := gateway.get("shards"), int) else 1,
        )

    async def look_at_rights(self, bot: DiscordBot, binding: GuildBinding) -> list[Finding]:
        """Return which rights are missing where a server's cards go."""
        guild = await self._find(f"/guilds/{binding.guild_id}")
        if not guild.is_ok:
            return [
                fault(
                    CHECK,
                    "The bot is no longer in a server that was set up",
                    f"invite it again ({bot.invite_url}), or type /setup remove elsewhere",
                )
            ]
        place = f"the review channel in {shorten(str(guild.body.get('name', 'the server')))}"
        member = await self._find(f"/guilds/{binding.guild_id}/members/{bot.user_id}")
        channel = await self._find(f"/channels/{binding.review_channel_id}")
        if not channel.is_ok:
            return [
                fault(
                    CHECK,
                    f"The bot does not see {place}",
                    "give it View Channel there, or type /setup here and choose another channel",
                )
            ]
        roles = map(str, member.body.get("roles", []))
        rights = count_rights(guild.body, channel.body, bot.user_id, roles)
        missing = list_missing(rights, NEEDED | (THREADS if binding.habits.has_digest else {}))
        if not missing:
            return []
        said = f"The bot lacks {', '.join(missing)} in {place}"
        return [fault(CHECK, said, "give its role these rights in the channel's permissions")]

    async def look_at_guild(self, bot: DiscordBot, guild_id: str) -> list[str]:
        """Return the rights that the bot's roles lack in a server, whatever its channels say."""
        guild = await self._find(f"/guilds/{guild_id}")
        member = await self._find(f"/guilds/{guild_id}/members/{bot.user_id}")
        if not (guild.is_ok and member.is_ok):
            return []
        rights = count_rights(guild.body, {}, bot.user_id, map(str, member.body.get("roles", [])))
        return list_missing(rights, NEEDED)

    def _invite(self, application_id: str) -> str:
        parts = urlsplit(self._api_url)
        return (
            f"{parts.scheme}://{parts.netloc}/oauth2/authorize?client_id={application_id}"
            f"&scope=bot+applications.commands&permissions={INVITED_WITH}"
        )

    async def _ask(self, path: str) -> Answer:
        headers = {"Authorization": f"Bot {self._token}"}
        return await ask("Discord", "GET", f"{self._api_url}{path}", headers=headers)

    async def _find(self, path: str) -> Answer:
        """Return an answer, also where the bot may not see that; of any other, nothing follows."""
        answer = await self._ask(path)
        if not answer.is_ok and answer.status not in {403, 404}:
            raise _unexpected(answer)
        return answer

    async def _get(self, path: str) -> dict[str, Any]:
        answer = await self._ask(path)
        if answer.status == 401:
            raise InvalidInput(
                "Discord refuses the bot's token; on the page Bot of the developer portal press "
                "Reset Token, and copy the new one into TRUSS_DISCORD_TOKEN."
            )
        if not answer.is_ok:
            raise _unexpected(answer)
        return dict(answer.body)


def _unexpected(answer: Answer) -> ExternalFailure:
    return ExternalFailure(
        f"Discord gave an unexpected answer ({answer.status}); try again later.", retryable=True
    )


async def look_at_discord(
    *,
    api_url: str,
    token: str,
    list_bindings: Callable[[], Awaitable[Sequence[GuildBinding]]],
    shards: int = 0,
) -> list[Finding] | None:
    """Return what keeps the bot from working, and what nobody has done yet."""
    if not token:
        return None
    bindings: Sequence[GuildBinding] = ()
    with suppress(TrussError):  # a table that does not answer is told by its own check
        bindings = await list_bindings()
    desk = DiscordDesk(api_url=api_url, token=token)
    try:
        bot = await desk.meet()
    except InvalidInput as error:
        problem, _, mend = str(error).removesuffix(".").partition("; ")
        return [fault(CHECK, problem, mend)]
    found = list(bot.findings) + _look_at_shards(bot, max(shards, 1))
    if not bot.guilds:
        found.append(advise(CHECK, "The bot is in no server", f"invite it by {bot.invite_url}"))
    elif not bindings:
        found.append(
            advise(
                CHECK,
                "No server is set up for cards",
                "type /setup here in the one where moderators decide",
            )
        )
    for binding in bindings:
        found += await desk.look_at_rights(bot, binding)
    return found


def _look_at_shards(bot: DiscordBot, shards: int) -> list[Finding]:
    if bot.shards_wanted <= shards:
        return []
    problem = f"Discord would like {bot.shards_wanted} connections from this bot, not {shards}"
    mend = f"set TRUSS_DISCORD_SHARDS to {bot.shards_wanted} before it refuses fewer (4011)"
    return [advise(CHECK, problem, mend)]


def _look_at_application(application: dict[str, Any], gateway: dict[str, Any]) -> list[Finding]:
    found = []
    if application.get("interactions_endpoint_url"):
        found.append(
            fault(
                CHECK,
                "Discord sends commands and buttons to an Interactions Endpoint URL, so that the "
                "bot hears none",
                "clear that field on the page General Information of the developer portal",
            )
        )
    if application.get("bot_require_code_grant"):
        found.append(
            fault(
                CHECK,
                "The application requires a code grant, so that nobody can invite the bot",
                "switch Requires OAuth2 Code Grant off on the page Bot of the developer portal",
            )
        )
    limit = gateway.get("session_start_limit") or {}
    left = limit.get("remaining")
    if isinstance(left, int) and left < _SESSIONS_MIN:
        found.append(
            fault(
                CHECK,
                f"The bot may begin only {left} more sessions today",
                "stop whatever else connects with the same token, and wait until tomorrow",
            )
        )
    return found
