import re

import pytest

from core.domain.people.actor import Actor, Role
from core.errors import ExternalFailure, Forbidden, InvalidInput
from core.services.people.email_addresses import EmailAddresses
from core.services.people.mail_links import Postman
from core.services.people.sign_in import SignIn
from core.services.work.health import Health
from tests.builders import CREATOR, make_actor
from tests.fakes.people import FakeEmails, FakeMail
from tests.fakes.sign_in import FakeSecrets
from tests.fakes.stores import Memory
from tests.fakes.time_and_ids import FakeClock

BEN = Actor(person_id="discord:7", creator_id=CREATOR, role=Role.MODERATOR)
EVE = Actor(person_id="discord:8", creator_id=CREATOR, role=Role.MODERATOR)


class Desk:
    def __init__(self, mail):
        self.clock, self.mail, self.emails = FakeClock(), mail, FakeEmails()
        kept = FakeSecrets(Memory(self.clock))
        self.health = Health(clock=self.clock)
        self.sign_in = SignIn(
            clock=self.clock,
            links=kept,
            sessions=kept,
            page_url="https://clips.example.org",
            home_creator_id=CREATOR,
        )
        self.addresses = EmailAddresses(
            clock=self.clock,
            sign_in=self.sign_in,
            emails=self.emails,
            postman=Postman(clock=self.clock, mail=mail, health=self.health),
        )

    async def open_session(self, actor):
        link = await self.sign_in.make_login_link(actor)
        return (await self.sign_in.use_login_link(link.url.rpartition("/")[2])).session

    def find_token(self):
        (found,) = re.findall(r"https://clips\.example\.org/email/(\S+)", self.mail.sent[-1][2])
        return found


@pytest.fixture
def desk():
    return Desk(FakeMail())


async def test_an_address_is_a_persons_once_they_have_used_its_link(desk):
    session = await desk.open_session(BEN)
    assert desk.addresses.may_have_one(session)

    await desk.addresses.request(BEN, " Ben@Example.org ")
    assert await desk.addresses.find(session) == ""
    await desk.addresses.confirm(session, desk.find_token())

    assert desk.mail.sent[0][0] == "ben@example.org"
    assert await desk.addresses.find(session) == "ben@example.org"
    assert (await desk.emails.find_email("ben@example.org")).creator_id == CREATOR
    await desk.addresses.forget(session)
    assert await desk.addresses.find(session) == ""


async def test_the_link_is_for_whoever_asked_for_it_once_and_for_fifteen_minutes(desk):
    """Else a stranger's address would be somebody's as soon as the stranger looked at a mail."""
    ben, eve = await desk.open_session(BEN), await desk.open_session(EVE)
    await desk.addresses.request(BEN, "eve@example.org")
    with pytest.raises(Forbidden):
        await desk.addresses.confirm(eve, desk.find_token())
    await desk.addresses.request(BEN, "ben@example.org")
    desk.clock.advance(15 * 60)
    with pytest.raises(Forbidden):
        await desk.addresses.confirm(ben, desk.find_token())
    await desk.addresses.request(BEN, "ben@example.org")
    await desk.addresses.confirm(ben, desk.find_token())
    with pytest.raises(Forbidden):
        await desk.addresses.confirm(ben, desk.find_token())


async def test_its_link_signs_nobody_in_and_a_sign_in_link_proves_no_address(desk):
    session = await desk.open_session(BEN)
    await desk.addresses.request(BEN, "ben@example.org")
    with pytest.raises(Forbidden):
        await desk.sign_in.use_login_link(desk.find_token())

    link = await desk.sign_in.make_login_link(BEN)
    with pytest.raises(Forbidden):
        await desk.addresses.confirm(session, link.url.rpartition("/")[2])
    assert await desk.addresses.find(session) == ""


async def test_nobody_is_buried_in_mail(desk):
    for _ in range(3):
        await desk.addresses.request(BEN, "victim@example.org")

    with pytest.raises(InvalidInput, match="wait 15 minutes"):
        await desk.addresses.request(EVE, "victim@example.org")

    assert len(desk.mail.sent) == 3


async def test_the_owners_address_is_a_setting_and_without_a_server_there_is_none(desk):
    owner = make_actor()
    assert not desk.addresses.may_have_one(await desk.open_session(owner))
    with pytest.raises(InvalidInput, match="TRUSS_OWNER_EMAIL"):
        await desk.addresses.request(owner, "ada@example.org")
    mute = Desk(None)
    assert not mute.addresses.may_have_one(await mute.open_session(BEN))
    with pytest.raises(InvalidInput, match="TRUSS_SMTP_HOST"):
        await mute.addresses.request(BEN, "ben@example.org")


async def test_who_has_no_role_and_what_is_no_address_gets_nothing(desk):
    viewer = Actor(person_id="discord:9", creator_id=CREATOR, role=Role.VIEWER)
    with pytest.raises(Forbidden):
        await desk.addresses.request(viewer, "fan@example.org")
    with pytest.raises(InvalidInput):
        await desk.addresses.request(BEN, "ben@example.org\r\nBcc: eve@example.org")

    assert desk.mail.sent == []


async def test_a_server_that_takes_nothing_is_told_to_them_and_to_health(desk):
    desk.mail.failing = ExternalFailure("The mail server takes no mail.")

    with pytest.raises(ExternalFailure):
        await desk.addresses.request(BEN, "ben@example.org")

    assert [part.trouble for part in desk.health.list_troubles()] == [
        "The mail server takes no mail."
    ]
