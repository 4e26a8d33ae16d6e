"""How accounts on platforms are linked, kept fresh and measured."""

from __future__ import annotations

from core.app.outside import Limits, Ports
from core.app.showing import card_jobs
from core.services.accounts.account_linking import AccountLinking
from core.services.accounts.reconnect_notices import ReconnectNotices
from core.services.accounts.token_refresh import TokenRefresh
from core.services.accounts.token_validation import TokenValidation
from core.services.learning.post_measurement import PostMeasurement


def build_token_refresh(ports: Ports) -> TokenRefresh:
    return TokenRefresh(
        clock=ports.clock,
        ids=ports.ids,
        tokens=ports.tokens,
        guilds=ports.guilds,
        oauth=ports.oauth,
    )


def build_account_linking(
    ports: Ports, limits: Limits, token_refresh: TokenRefresh
) -> AccountLinking:
    return AccountLinking(
        clock=ports.clock,
        tokens=ports.tokens,
        fresh_tokens=token_refresh,
        links=ports.links,
        devices=ports.sessions,
        oauth=ports.oauth,
        public_url=limits.public_url,
    )


def build_token_validation(ports: Ports, token_refresh: TokenRefresh) -> TokenValidation:
    return TokenValidation(
        clock=ports.clock,
        directory=ports.directory,
        tokens=ports.tokens,
        fresh_tokens=token_refresh,
        oauth=ports.oauth,
    )


def build_post_measurement(ports: Ports, token_refresh: TokenRefresh) -> PostMeasurement:
    return PostMeasurement(
        clock=ports.clock,
        directory=ports.directory,
        publications=ports.publications,
        fresh_tokens=token_refresh,
        readers=ports.metric_readers,
        metrics=ports.metrics,
        analytics=ports.analytics,
        jobs=ports.jobs,
        card_jobs=card_jobs(ports),
    )


def build_reconnect_notices(ports: Ports) -> ReconnectNotices:
    return ReconnectNotices(tokens=ports.tokens, guilds=ports.guilds, notices=ports.notices)
