"""Accounts: linking them, refreshing their tokens, and asking for a new link if access is lost."""

from __future__ import annotations

from dataclasses import dataclass

from core.app.outside import Limits, Ports
from core.domain.work.job import JobKind
from core.services.accounts.account_linking import AccountLinking
from core.services.accounts.reconnect_notices import ReconnectNotices
from core.services.accounts.token_refresh import TokenRefresh
from core.services.accounts.token_validation import TokenValidation
from core.services.work.job_runner import Handlers, handle


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """The services for accounts, and their job."""

    linking: AccountLinking
    refresh: TokenRefresh
    validation: TokenValidation
    handlers: Handlers


def build_accounts(ports: Ports, limits: Limits) -> Accounts:
    stores, oauth = ports.stores, ports.accounts.oauth
    refresh = TokenRefresh(
        clock=ports.clock, ids=ports.ids, tokens=stores.tokens, guilds=stores.guilds, oauth=oauth
    )
    notices = ReconnectNotices(
        tokens=stores.tokens, guilds=stores.guilds, notices=ports.review.notices
    )
    return Accounts(
        linking=AccountLinking(
            clock=ports.clock,
            tokens=stores.tokens,
            fresh_tokens=refresh,
            links=stores.links,
            devices=stores.sessions,
            oauth=oauth,
            public_url=limits.public_url,
        ),
        refresh=refresh,
        validation=TokenValidation(
            clock=ports.clock,
            directory=stores.directory,
            tokens=stores.tokens,
            fresh_tokens=refresh,
            oauth=oauth,
        ),
        handlers={JobKind.ASK_RECONNECT: handle(notices.ask_reconnect, notices.give_up)},
    )
