"""Mail: whether sign-in links can be sent."""

from __future__ import annotations

import asyncio
from typing import Final

from core.domain.work.finding import Finding, Weight
from core.errors import describe_outage

CHECK: Final = "mail"
_SECONDS: Final = 8.0


async def look_at_mail(*, host: str, port: int, sender: str, owner: str) -> list[Finding] | None:
    """Return what keeps mail from going out; nothing is sent."""
    if not host and not owner:
        return None
    if not host:
        return [
            _make(
                "TRUSS_OWNER_EMAIL is set, and no server to send mail by",
                "set TRUSS_SMTP_HOST, or use the links that trussbot login prints",
                Weight.ADVICE,
            )
        ]
    if "@" not in sender:
        return [
            _make(
                "Mail would have no sender",
                "set TRUSS_SMTP_FROM to the address that mail of Truss comes from",
            )
        ]
    try:
        async with asyncio.timeout(_SECONDS):
            _, writer = await asyncio.open_connection(host, port)
            writer.close()
    except (OSError, TimeoutError) as error:
        return [
            _make(
                f"The mail server {host}:{port} cannot be reached ({describe_outage(error)})",
                "correct TRUSS_SMTP_HOST and TRUSS_SMTP_PORT",
            )
        ]
    return []


def _make(problem: str, mend: str, weight: Weight = Weight.FAULT) -> Finding:
    return Finding(check=CHECK, problem=problem, mend=mend, weight=weight)
