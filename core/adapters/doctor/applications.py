"""Applications for linking accounts: the id and secret at Google and TikTok.

Each is asked to refresh a token that does not exist: the refusal says whether it knows who asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from core.adapters.doctor.asking import Answer, ask
from core.adapters.oauth.dialects import Application, Dialect
from core.domain.work.finding import Finding, advise, fault
from core.domain.work.platform import Platform

_REFUSALS: Final = ("invalid_client", "unauthorized_client", "client_key", "client_secret")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Names:
    """How an application's settings are called, and where they are copied from."""

    id_setting: str
    secret_setting: str
    console: str


_NAMES: Final[Mapping[Platform, _Names]] = {
    Platform.YOUTUBE: _Names(
        id_setting="TRUSS_GOOGLE_CLIENT_ID",
        secret_setting="TRUSS_GOOGLE_CLIENT_SECRET",  # noqa: S106 - a name
        console="the page Credentials of Google Cloud",
    ),
    Platform.TIKTOK: _Names(
        id_setting="TRUSS_TIKTOK_CLIENT_KEY",
        secret_setting="TRUSS_TIKTOK_CLIENT_SECRET",  # noqa: S106 - a name
        console="the application's page at developers.tiktok.com",
    ),
}


async def look_at_application(dialect: Dialect, application: Application) -> list[Finding] | None:
    """Return what is wrong with an application at Google or TikTok."""
    check, names = dialect.platform.label, _NAMES[dialect.platform]
    client_id, secret = application.client_id, application.client_secret
    if not client_id and not secret:
        return None
    if not (client_id and secret):
        settings = (names.id_setting, names.secret_setting)
        here, lacking = settings if client_id else reversed(settings)
        return [fault(check, f"{here} is set without {lacking}", f"copy both from {names.console}")]
    form = {
        dialect.client_id_name: client_id,
        "client_secret": secret,
        "grant_type": "refresh_token",
        "refresh_token": "none",
    }
    return _judge(check, names, await ask(check, "POST", dialect.token_url, form=form))


def _judge(check: str, names: _Names, answer: Answer) -> list[Finding]:
    if any(word in answer.words for word in _REFUSALS):
        mend = f"copy both from {names.console} into {names.id_setting} and {names.secret_setting}"
        return [fault(check, f"{check} refuses the application's id or secret", mend)]
    if answer.status >= 500 or answer.status in {404, 429}:
        problem = f"{check} gave an unexpected answer ({answer.status})"
        return [advise(check, problem, "try again later")]
    return []
