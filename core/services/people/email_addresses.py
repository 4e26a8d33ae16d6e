"""E-mail addresses of people: given by themselves, and proven by a link that was sent there."""

from __future__ import annotations

from typing import Final

import structlog

from core.domain.people.actor import Actor
from core.domain.people.email_address import EmailAddress, read_email_address
from core.domain.people.sign_in import WebSession
from core.errors import Forbidden, InvalidInput
from core.ports.people import EmailStore
from core.ports.work import Clock
from core.services.people.mail_links import Postman
from core.services.people.roles import HOME_PERSON
from core.services.people.sign_in import SignIn

_log = structlog.get_logger(__name__)

SUBJECT: Final = "Your e-mail address at Truss"
_OWNERS: Final = "The owner's address is a setting: TRUSS_OWNER_EMAIL."
_NO_MAIL: Final = "No e-mail is set up here; whoever runs Truss sets TRUSS_SMTP_HOST."
_ENOUGH: Final = "Three mails went to that address just now; wait 15 minutes, then ask again."
_NOT_YOURS: Final = (
    "This link was used already, or its 15 minutes are over, or somebody else asked for it; ask "
    "for another one where you see your sign-ins."
)
_TEXT: Final = """Somebody who is signed in to Truss wants to get sign-in links at this address.
If that was you, open this link within 15 minutes in the browser where you are signed in:

{url}

If it was not, nothing has to be done: without the link nothing is sent here again.
"""


class EmailAddresses:
    """Lets a person get sign-in links by e-mail, once they have shown that they read it."""

    def __init__(
        self, *, clock: Clock, sign_in: SignIn, emails: EmailStore, postman: Postman
    ) -> None:
        self._clock = clock
        self._sign_in = sign_in
        self._emails = emails
        self._postman = postman

    def may_have_one(self, session: WebSession) -> bool:
        """Say whether this person can give an address here."""
        return self._postman.is_set_up and session.person_id != HOME_PERSON

    async def find(self, session: WebSession) -> str:
        """Return where the person gets links; '' for nowhere."""
        email = await self._emails.find_email_of(session.person_id)
        return email.address if email else ""

    async def request(self, actor: Actor, text: str) -> None:
        """Send a link to the address; it is the person's once they have used it."""
        if actor.person_id == HOME_PERSON:
            raise InvalidInput(_OWNERS)
        if not self._postman.is_set_up:
            raise InvalidInput(_NO_MAIL)
        address = read_email_address(text)
        link = await self._sign_in.make_email_link(actor, address)
        if not await self._postman.send(
            to=address, subject=SUBJECT, text=_TEXT.format(url=link.url)
        ):
            raise InvalidInput(_ENOUGH)

    async def confirm(self, session: WebSession, token: str) -> None:
        """Store the address that an unused link was sent to; Forbidden for anybody else's."""
        link = await self._sign_in.use_email_link(token)
        if link is None or link.person_id != session.person_id:
            raise Forbidden(_NOT_YOURS)
        email = EmailAddress(
            address=link.email,
            person_id=link.person_id,
            creator_id=link.creator_id,
            created_at=self._clock.now(),
        )
        await self._emails.put_email(email)
        _log.info("email.confirmed", person_id=link.person_id)

    async def forget(self, session: WebSession) -> None:
        """Send this person no more links."""
        await self._emails.delete_email_of(session.person_id)
