"""Links by e-mail: sent to addresses that belong to somebody here, and to nobody else."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import quote

import structlog

from core.domain.people.actor import Actor
from core.errors import ExternalFailure, TrussError
from core.ports.people import EmailStore, MailSender
from core.ports.work import Clock
from core.services.people.roles import Roles
from core.services.people.sign_in import SignIn
from core.services.work.health import Health

_log = structlog.get_logger(__name__)

PART: Final = "E-mail"
SUBJECT: Final = "Sign in to Truss"
MAILS_MAX: Final = 3
MAILS_SECONDS: Final = 15 * 60
_KNOWN_MAX: Final = 1000
_TEXT: Final = """Open this link within 15 minutes to sign in to Truss; it works once:

{url}

If you did not ask for it, nothing has to be done: nobody signs in without the link.
"""


class Postman:
    """Hands mail over, a few an address in a while; trouble with the server is told by health."""

    def __init__(self, *, clock: Clock, mail: MailSender | None, health: Health) -> None:
        self._clock = clock
        self._mail = mail
        self._health = health
        self._sent: dict[str, deque[datetime]] = {}

    @property
    def is_set_up(self) -> bool:
        return self._mail is not None

    async def send(self, *, to: str, subject: str, text: str) -> bool:
        """Send a mail; False where nobody could want more of them. Raises ExternalFailure."""
        if self._mail is None or self._is_enough(to):
            return False
        try:
            await self._mail.send(to=to, subject=subject, text=text)
        except ExternalFailure as error:
            self._health.note_trouble(PART, str(error))
            raise
        self._health.note_ok(PART)
        return True

    def _is_enough(self, address: str) -> bool:
        """Count a mail, unless as many were sent already as anybody could want."""
        now, window = self._clock.now(), timedelta(seconds=MAILS_SECONDS)
        if len(self._sent) >= _KNOWN_MAX:
            self._sent = {to: sent for to, sent in self._sent.items() if now - sent[-1] < window}
        sent = self._sent.setdefault(address, deque(maxlen=MAILS_MAX))
        if len(sent) == MAILS_MAX and now - sent[0] < window:
            return True
        sent.append(now)
        return False


class MailLinks:
    """Sends people a link; whoever asks learns nothing of whose an address is."""

    def __init__(
        self,
        *,
        sign_in: SignIn,
        postman: Postman,
        emails: EmailStore,
        roles: Roles,
        owner_email: str,
    ) -> None:
        self._sign_in = sign_in
        self._postman = postman
        self._emails = emails
        self._roles = roles
        self._owner_email = owner_email.strip().casefold()

    @property
    def is_set_up(self) -> bool:
        """Whether anybody can have a link by e-mail."""
        return self._postman.is_set_up

    async def send_link(self, address: str, *, next_page: str = "/") -> None:
        """Send a link to an address that is known here; nothing happens for any other one.

        Nothing that goes wrong is told to whoever asked, as that would say whom it belongs to.
        """
        try:
            found = await self._find_person(address.strip())
            if found is None:
                return
            to, actor = found
            link = await self._sign_in.make_login_link(actor)
            url = link.url
            if next_page != "/":
                url += f"?next={quote(next_page, safe='/')}"
            # To the address that is stored: what was typed may only look like it.
            is_sent = await self._postman.send(to=to, subject=SUBJECT, text=_TEXT.format(url=url))
        except TrussError as error:
            _log.warning("login.not_mailed", reason=type(error).__name__)
            return
        if is_sent:
            _log.info("login.mailed")

    async def _find_person(self, address: str) -> tuple[str, Actor] | None:
        """Return where to send a link, and who it is for; only people with a role have one."""
        if self._owner_email and address.casefold() == self._owner_email:
            return self._owner_email, self._sign_in.owner
        email = await self._emails.find_email(address.lower())
        if email is None:
            return None
        role = await self._roles.find_role(email.person_id, email.creator_id)
        if role is None:
            return None
        actor = Actor(person_id=email.person_id, creator_id=email.creator_id, role=role)
        return email.address, actor
