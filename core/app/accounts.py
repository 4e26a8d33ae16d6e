"""Accounts: linking them, refreshing their tokens, and asking for a new link if access is lost."""

from __future__ import annotations

from core.app.outside import Limits, Ports
from core.domain.work.job import JobKind
from core.services.accounts.account_linking import AccountLinking
from core.services.accounts.reconnect_notices import ReconnectNotices
from core.services.accounts.token_refresh import TokenRefresh
from core.services.accounts.token_validation import TokenValidation
from core.services.work.job_handlers import Handlers, handle


class Accounts:
    """The services for accounts, and their job."""

    def __init__(self, ports: Ports, limits: Limits) -> None:
        clock, stores, oauth = ports.clock, ports.stores, ports.accounts.oauth
        self.refresh = TokenRefresh(
            clock=clock, ids=ports.ids, tokens=stores.tokens, guilds=stores.guilds, oauth=oauth
        )
        self.linking = AccountLinking(
            clock=clock,
            tokens=stores.tokens,
            fresh_tokens=self.refresh,
            links=stores.links,
            devices=stores.sessions,
            oauth=oauth,
            public_url=limits.public_url,
        )
        self.validation = TokenValidation(
            clock=clock,
            directory=stores.directory,
            tokens=stores.tokens,
            fresh_tokens=self.refresh,
            oauth=oauth,
        )
        notices = ReconnectNotices(
            tokens=stores.tokens, guilds=stores.guilds, notices=ports.review.notices
        )
        self.handlers: Handlers = {
            JobKind.ASK_RECONNECT: handle(notices.ask_reconnect, notices.give_up)
        }
