"""Twitch: the application's id and secret."""

from __future__ import annotations

from typing import Final

from core.adapters.doctor.asking import Answer, ask
from core.domain.work.finding import Finding, advise, fault

CHECK: Final = "Twitch"
_ANEW: Final = "press New Secret in Twitch's developer console, and set TRUSS_TWITCH_CLIENT_SECRET"


async def look_at_twitch(
    *, auth_url: str, client_id: str, client_secret: str
) -> list[Finding] | None:
    """Return what is wrong with the application, by asking for a token that nobody uses."""
    if not client_id and not client_secret:
        return None
    if not client_id:
        return [
            fault(
                CHECK,
                "TRUSS_TWITCH_CLIENT_SECRET is set without TRUSS_TWITCH_CLIENT_ID",
                "copy the Client ID from the same page of Twitch's developer console",
            )
        ]
    if not client_secret:
        return [
            advise(
                CHECK,
                "TRUSS_TWITCH_CLIENT_ID is set without a secret, so chat is read by IRC alone",
                _ANEW,
            )
        ]
    form = {
        "client_id": client_id,
        "client_secret": client_secret,
        "grant_type": "client_credentials",
    }
    return _judge(await ask("Twitch", "POST", f"{auth_url.rstrip('/')}/token", form=form))


def _judge(answer: Answer) -> list[Finding]:
    if answer.is_ok and answer.body.get("access_token"):
        return []
    if "secret" in answer.words:
        return [fault(CHECK, "Twitch refuses the client secret", _ANEW)]
    if answer.status in {400, 401, 403}:
        return [
            fault(
                CHECK,
                "Twitch does not know the client id",
                "copy the Client ID from Twitch's developer console into TRUSS_TWITCH_CLIENT_ID",
            )
        ]
    return [advise(CHECK, f"Twitch gave an unexpected answer ({answer.status})", "try again later")]
