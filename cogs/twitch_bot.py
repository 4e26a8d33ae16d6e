"""The Twitch bot as its components know it: the app, and whom to tell of what chat says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from core.app import App
    from core.domain.chat.live_chat import LiveEvent


class LineReceiver(Protocol):
    """Takes whatever chat says, one event at a time."""

    async def hear(self, event: LiveEvent) -> None: ...


class TrussTwitchBot(Protocol):
    """Whoever connects it fills it in: components import no client, a client loads them by name.

    `account_id` is who we are on Twitch: what we wrote ourselves is not heard.
    """

    @property
    def app(self) -> App: ...

    @property
    def receiver(self) -> LineReceiver: ...

    @property
    def account_id(self) -> str: ...
