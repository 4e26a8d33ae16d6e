"""E-mail by SMTP: in a thread, and over TLS but to a server on this machine."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from ipaddress import ip_address
from typing import Final

from core.errors import ExternalFailure, describe_outage

TIMEOUT_SECONDS: Final = 30.0
TLS_PORT: Final = 465


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """Where mail is handed over; without a `user` nobody signs in there."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def is_local(self) -> bool:
        try:
            return self.host == "localhost" or ip_address(self.host).is_loopback
        except ValueError:
            return False


class SmtpMailSender:
    """Hands each message over by a connection of its own."""

    def __init__(self, server: SmtpServer) -> None:
        self._server = server

    async def send(self, *, to: str, subject: str, text: str) -> None:
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._server.sender, to, subject
        message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain="truss.invalid")
        # No automatic answer may quote the link.
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        try:
            await asyncio.to_thread(self._hand_over, message)
        except smtplib.SMTPAuthenticationError:
            raise ExternalFailure(
                "The mail server refuses TRUSS_SMTP_USER or TRUSS_SMTP_PASSWORD; set them anew."
            ) from None
        except OSError as error:
            is_said = isinstance(
                error, smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused
            )
            reason = "it refused the letter" if is_said else describe_outage(error)
            raise ExternalFailure(
                f"The mail server at {self._server.host} takes no mail ({reason}); "
                "look at TRUSS_SMTP_HOST, TRUSS_SMTP_PORT and TRUSS_SMTP_FROM.",
                retryable=True,
            ) from None

    def _hand_over(self, message: EmailMessage) -> None:
        server, context = self._server, ssl.create_default_context()
        if server.port == TLS_PORT:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=TIMEOUT_SECONDS, context=context
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
        with connection:
            if server.port != TLS_PORT and not server.is_local:
                # A server without TLS raises here: a link is not sent for all to read.
                connection.starttls(context=context)
            if server.user:
                connection.login(server.user, server.password)
            connection.send_message(message)
