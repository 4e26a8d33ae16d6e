"""Checklist: what is connected for a server's creator, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cogs.cards.origin import join_names
from cogs.markdown import escape
from core.domain.people.actor import Actor
from core.domain.people.guild import GuildBinding
from core.domain.publishing.publish_target import PublishTarget
from core.domain.work.platform import Platform

if TYPE_CHECKING:
    from cogs.discord_bot import TrussBot


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    """What there is: watched Twitch channels, linked accounts by name, and where clips go."""

    channels: tuple[str, ...]
    accounts: tuple[str, ...]
    targets: tuple[PublishTarget, ...]


async def read_connected(bot: TrussBot, actor: Actor) -> Connected:
    app = bot.app
    channels = await app.streams.connections.list_channels(actor)
    accounts = await app.accounts.linking.list_accounts(actor)
    targets = await app.publishing.settings.get_targets(actor)
    return Connected(
        channels=tuple(channel.login for channel in channels),
        accounts=tuple(f"{account.name} on {account.platform.label}" for account in accounts),
        targets=targets.targets,
    )


def describe_checklist(binding: GuildBinding, connected: Connected) -> str:
    """Return a line for each thing, done or not, with the command that does it."""
    several = f", {binding.approvals_needed} approvals" if binding.approvals_needed > 1 else ""
    channel, role = f"<#{binding.review_channel_id}>", f"<@&{binding.moderator_role_id}>"
    lines = [
        f"☑ Cards go to {channel}, and {role} decides{several}.",
        _describe(connected.channels, "Listens to {}.", "No Twitch channel: /stream connect"),
        _describe(connected.accounts, "Linked: {}.", "No account is linked: /account link"),
        _describe_targets(connected.targets),
        "A video of yours becomes clips with /video upload.",
    ]
    return "\n".join(lines)


def _describe(names: Iterable[str], done: str, missing: str) -> str:
    known = [escape(name) for name in names]
    return f"☑ {done.format(join_names(known))}" if known else f"☐ {missing}"


def _describe_targets(targets: tuple[PublishTarget, ...]) -> str:
    names = list(dict.fromkeys(t.platform.label for t in targets if t.platform != Platform.FOLDER))
    if names:
        return f"☑ Approved clips go to {join_names(names)}."
    if targets:
        return "☐ Approved clips go to a folder of whoever runs Truss alone: /where add"
    return "☐ Approved clips go nowhere: /where add"
