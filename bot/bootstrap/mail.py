"""Where e-mail goes out, as the settings say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.adapters.mail import SmtpMailSender, SmtpServer
from core.errors import InvalidInput

if TYPE_CHECKING:
    from config.settings import Settings


def open_mail(settings: Settings) -> SmtpMailSender | None:
    """Return what sends mail, None where no server is set; nothing is connected yet."""
    if not settings.smtp_host:
        return None
    sender = settings.smtp_from or settings.smtp_user
    if "@" not in sender:
        raise InvalidInput("Set TRUSS_SMTP_FROM to the address that mail of Truss comes from.")
    return SmtpMailSender(
        SmtpServer(
            host=settings.smtp_host,
            port=settings.smtp_port,
            sender=sender,
            user=settings.smtp_user,
            password=settings.smtp_password.get_secret_value(),
        )
    )
