from dataclasses import replace

import pytest

from core.domain.people.actor import Role
from core.domain.people.email_address import EmailAddress
from core.domain.people.member import Member
from core.errors import ExternalFailure
from core.services.people.mail_links import MailLinks, Postman
from core.services.people.roles import Roles
from core.services.people.sign_in import SignIn
from core.services.work.health import Health
from tests.builders import CREATOR, NOON, make_binding
from tests.fakes.people import FakeEmails, FakeGuilds, FakeMail, FakeMembers, FakeRoster
from tests.fakes.sign_in import FakeSecrets
from tests.fakes.stores import Memory
from tests.fakes.time_and_ids import FakeClock

OWNER = "Ada@Example.org"


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def health(clock):
    return Health(clock=clock)


@pytest.fixture
def mail():
    return FakeMail()


@pytest.fixture
def emails():
    return FakeEmails()


@pytest.fixture
def members():
    return FakeMembers()


@pytest.fixture
def roster():
    return FakeRoster()


@pytest.fixture
async def roles(members, roster):
    guilds = FakeGuilds()
    await guilds.add_guild(make_binding(guild_id="10", creator_id=CREATOR, moderator_role_id="12"))
    return Roles(guilds=guilds, members=members, roster=roster, home_creator_id=CREATOR)


@pytest.fixture
def make_links(clock, health, emails, roles):
    kept = FakeSecrets(Memory(clock))
    sign_in = SignIn(
        clock=clock,
        links=kept,
        sessions=kept,
        page_url="https://clips.example.org",
        home_creator_id=CREATOR,
    )

    def make(mail, owner_email=OWNER):
        links = MailLinks(
            sign_in=sign_in,
            postman=Postman(clock=clock, mail=mail, health=health),
            emails=emails,
            roles=roles,
            owner_email=owner_email,
        )
        return links, sign_in

    return make


async def test_the_owner_gets_a_link_that_signs_them_in(make_links, mail):
    links, sign_in = make_links(mail)

    await links.send_link(" ada@example.ORG ", next_page="/clips/1?a=b")

    ((to, subject, text),) = mail.sent
    assert (to, subject) == ("ada@example.org", "Sign in to Truss")
    link = text.partition("https://clips.example.org/login/")[2].split()[0]
    token, _, wanted = link.partition("?next=")
    assert wanted == "/clips/1%3Fa%3Db"
    visit = await sign_in.use_login_link(token)
    assert (visit.session.person_id, visit.session.creator_id) == ("web", CREATOR)


@pytest.mark.parametrize("address", ["ben@example.org", "", "ada@example.org.evil.example"])
async def test_nobody_else_gets_anything(make_links, mail, address):
    links, _ = make_links(mail)

    await links.send_link(address)

    assert mail.sent == []


async def test_without_a_server_nothing_is_set_up(make_links, mail):
    links, _ = make_links(None)

    assert not links.is_set_up
    await links.send_link(OWNER)


async def test_without_an_owners_address_the_owner_gets_nothing(make_links, mail):
    links, _ = make_links(mail, "")

    assert links.is_set_up
    await links.send_link("")
    await links.send_link(OWNER)

    assert mail.sent == []


@pytest.fixture
async def bens(emails, members):
    """Ben moderates for `CREATOR`, and has an address."""
    email = EmailAddress(
        address="ben@example.org", person_id="discord:7", creator_id=CREATOR, created_at=NOON
    )
    await emails.put_email(email)
    member = Member(user_id="7", creator_id=CREATOR, role=Role.MODERATOR, created_at=NOON)
    await members.add_member(member)
    return email


async def test_a_person_gets_a_link_at_their_own_address(make_links, mail, bens):
    links, sign_in = make_links(mail)

    await links.send_link("Ben@Example.org ")

    ((to, _, text),) = mail.sent
    assert to == "ben@example.org"
    token = text.partition("/login/")[2].split()[0]
    visit = await sign_in.use_login_link(token)
    assert (visit.session.person_id, visit.session.creator_id) == ("discord:7", CREATOR)


async def test_who_has_no_role_any_more_gets_nothing(make_links, mail, bens, members):
    links, _ = make_links(mail)
    members._things.clear()

    await links.send_link(bens.address)

    assert mail.sent == []


async def test_where_nobody_can_tell_the_role_nothing_is_sent_and_nothing_said(
    make_links, mail, emails, roster, bens
):
    links, _ = make_links(mail)
    other = replace(bens, address="eve@example.org", person_id="discord:8")
    await emails.put_email(other)
    roster.roles["10", "8"] = frozenset({"12"})
    roster.failing = ExternalFailure("Discord cannot be asked.")

    await links.send_link(other.address)
    assert mail.sent == []

    roster.failing = None
    await links.send_link(other.address)
    assert len(mail.sent) == 1


async def test_one_persons_mails_use_up_nobody_elses(make_links, mail, bens):
    links, _ = make_links(mail)
    for _ in range(5):
        await links.send_link(OWNER)

    await links.send_link(bens.address)

    assert [to for to, _, _ in mail.sent].count(bens.address) == 1


async def test_nobody_is_buried_in_mail(make_links, mail, clock):
    links, _ = make_links(mail)
    for _ in range(10):
        await links.send_link(OWNER)
    assert len(mail.sent) == 3

    clock.advance(15 * 60)
    await links.send_link(OWNER)

    assert len(mail.sent) == 4


async def test_trouble_with_the_server_is_told_by_health(make_links, mail, health):
    links, _ = make_links(mail)
    mail.failing = ExternalFailure("The mail server takes no mail.")
    await links.send_link(OWNER)
    assert [part.trouble for part in health.list_troubles()] == ["The mail server takes no mail."]

    mail.failing = None
    await links.send_link(OWNER)

    assert health.list_troubles() == ()
