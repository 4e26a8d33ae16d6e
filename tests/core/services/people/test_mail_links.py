import pytest

from core.errors import ExternalFailure
from core.services.people.mail_links import MailLinks
from core.services.people.sign_in import SignIn
from core.services.work.health import Health
from tests.builders import CREATOR
from tests.fakes.people import FakeMail
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
def make_links(clock, health):
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
            clock=clock, sign_in=sign_in, mail=mail, health=health, owner_email=owner_email
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


async def test_without_an_owner_or_a_server_nothing_is_set_up(make_links, mail):
    for links, _ in (make_links(mail, ""), make_links(None)):
        assert not links.is_set_up
        await links.send_link("")
        await links.send_link(OWNER)

    assert mail.sent == []


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
