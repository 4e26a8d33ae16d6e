"""Links by e-mail: sent to addresses that belong to somebody here, and to nobody else."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote

import structlog

from core.errors import ExternalFailure
from core.ports.people import MailSender
from core.ports.work import Clock
from core.services.people.sign_in import SignIn
from core.services.work.health import Health

_log = structlog.get_logger(__name__)

PART: Final = "E-mail"
SUBJECT: Final = "Sign in to Truss"
ADDRESS_LENGTH_MAX: Final = 254
MAILS_MAX: Final = 3
MAILS_SECONDS: Final = 15 * 60
_TEXT: Final = """Open this link within 15 minutes to sign in to Truss; it works once:

{url}

If you did not ask for it, nothing has to be done: nobody signs in without the link.
"""


class MailLinks:
    """Sends the owner a link; whoever asks learns nothing of whose an address is."""

    def __init__(
        self,
        *,
        clock: Clock,
        sign_in: SignIn,
        mail: MailSender | None,
        health: Health,
        owner_email: str,
    ) -> None:
        self._clock = clock
        self._sign_in = sign_in
        self._mail = mail
        self._health = health
        self._owner_email = owner_email.strip().casefold()
        self._sent: deque[datetime] = deque(maxlen=MAILS_MAX)

    @property
    def is_set_up(self) -> bool:
        """Whether anybody can have a link by e-mail."""
        return self._mail is not None and bool(self._owner_email)

    async def send_link(self, address: str, *, next_page: str = "/") -> None:
        """Send a link to an address that is known here; nothing happens for any other one.

        Trouble with the mail server is told where health is, not to whoever asked.
        """
        is_known = address.strip().casefold() == self._owner_email
        if self._mail is None or not self._owner_email or not is_known or self._is_enough():
            return
        link = await self._sign_in.make_owner_link()
        url = link.url if next_page == "/" else f"{link.url}?next={quote(next_page, safe='/')}"
        try:
            # To the address of the settings: what was typed may only look like it.
            await self._mail.send(to=self._owner_email, subject=SUBJECT, text=_TEXT.format(url=url))
        except ExternalFailure as error:
            self._health.note_trouble(PART, str(error))
            return
        self._health.note_ok(PART)
        _log.info("login.mailed")

    def _is_enough(self) -> bool:
        """Count a mail, unless as many were sent already as anybody could want."""
        now, window = self._clock.now(), timedelta(seconds=MAILS_SECONDS)
        if len(self._sent) == MAILS_MAX and now - self._sent[0] < window:
            return True
        self._sent.append(now)
        return False
