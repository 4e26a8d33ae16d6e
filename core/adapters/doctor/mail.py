"""Mail: whether sign-in links can be sent."""

from __future__ import annotations

import asyncio
from typing import Final

from core.domain.work.finding import Finding, advise, fault
from core.errors import describe_outage

CHECK: Final = "mail"
_SECONDS: Final = 8.0


async def look_at_mail(*, host: str, port: int, sender: str, owner: str) -> list[Finding] | None:
    """Return what keeps mail from going out; nothing is sent."""
    if not host and not owner:
        return None
    if not host:
        return [
            advise(
                CHECK,
                "TRUSS_OWNER_EMAIL is set, and no server to send mail by",
                "set TRUSS_SMTP_HOST, or use the links that trussbot login prints",
            )
        ]
    if "@" not in sender:
        return [
            fault(
                CHECK,
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
            fault(
                CHECK,
                f"The mail server {host}:{port} cannot be reached ({describe_outage(error)})",
                "correct TRUSS_SMTP_HOST and TRUSS_SMTP_PORT",
            )
        ]
    return []
