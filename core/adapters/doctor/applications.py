"""Applications for linking accounts: the id and secret at Google and TikTok.

Each is asked to refresh a token that does not exist: the refusal says whether it knows who asks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from core.adapters.doctor.asking import Answer, ask
from core.domain.work.finding import Finding, Weight

_REFUSALS: Final = ("invalid_client", "unauthorized_client", "client_key", "client_secret")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationAt:
    """An application: where its platform gives tokens, and how its settings are called."""

    name: str
    token_url: str
    id_parameter: str
    id_setting: str
    secret_setting: str
    console: str
    client_id: str
    client_secret: str = field(repr=False)


def at_google(*, auth_url: str, client_id: str, client_secret: str) -> ApplicationAt:
    return ApplicationAt(
        name="YouTube",
        token_url=f"{auth_url.rstrip('/')}/token",
        id_parameter="client_id",
        id_setting="TRUSS_GOOGLE_CLIENT_ID",
        secret_setting="TRUSS_GOOGLE_CLIENT_SECRET",  # noqa: S106 - a name
        console="the page Credentials of Google Cloud",
        client_id=client_id,
        client_secret=client_secret,
    )


def at_tiktok(*, api_url: str, client_key: str, client_secret: str) -> ApplicationAt:
    return ApplicationAt(
        name="TikTok",
        token_url=f"{api_url.rstrip('/')}/v2/oauth/token/",
        id_parameter="client_key",
        id_setting="TRUSS_TIKTOK_CLIENT_KEY",
        secret_setting="TRUSS_TIKTOK_CLIENT_SECRET",  # noqa: S106 - a name
        console="the application's page at developers.tiktok.com",
        client_id=client_key,
        client_secret=client_secret,
    )


async def look_at_application(at: ApplicationAt) -> list[Finding] | None:
    """Return what is wrong with an application."""
    if not at.client_id and not at.client_secret:
        return None
    if not (at.client_id and at.client_secret):
        here, lacking = (
            (at.id_setting, at.secret_setting)
            if at.client_id
            else (at.secret_setting, at.id_setting)
        )
        return [_make(at, f"{here} is set without {lacking}", f"copy both from {at.console}")]
    form = {
        at.id_parameter: at.client_id,
        "client_secret": at.client_secret,
        "grant_type": "refresh_token",
        "refresh_token": "none",
    }
    return _judge(at, await ask(at.name, "POST", at.token_url, form=form))


def _judge(at: ApplicationAt, answer: Answer) -> list[Finding]:
    if any(word in answer.words for word in _REFUSALS):
        return [
            _make(
                at,
                f"{at.name} refuses the application's id or secret",
                f"copy both from {at.console} into {at.id_setting} and {at.secret_setting}",
            )
        ]
    if answer.status >= 500 or answer.status in {404, 429}:
        return [
            _make(
                at,
                f"{at.name} gave an unexpected answer ({answer.status})",
                "try again later",
                Weight.ADVICE,
            )
        ]
    return []


def _make(at: ApplicationAt, problem: str, mend: str, weight: Weight = Weight.FAULT) -> Finding:
    return Finding(check=at.name, problem=problem, mend=mend, weight=weight)
