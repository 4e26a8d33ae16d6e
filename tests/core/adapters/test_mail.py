import smtplib

import pytest

from core.adapters.mail import SmtpMailSender, SmtpServer
from core.errors import ExternalFailure
from core.ports.people import MailSender
from tests.servers.smtp import open_smtp

_: type[MailSender] = SmtpMailSender
MAIL = {"to": "ada@example.org", "subject": "Sign in", "text": "A link: https://a.example/x\n"}


@pytest.fixture
async def smtp():
    async with open_smtp() as opened:
        yield opened


def make_sender(smtp, **given):
    values = {"host": "127.0.0.1", "port": smtp.port, "sender": "Truss <truss@example.org>"}
    return SmtpMailSender(SmtpServer(**(values | given)))


async def test_a_message_is_handed_over(smtp):
    await make_sender(smtp).send(**MAIL)

    (message,), (envelope,) = smtp.messages, smtp.envelopes
    assert message["To"] == "ada@example.org"
    assert message["From"] == "Truss <truss@example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "https://a.example/x" in message.get_content()
    assert "truss@example.org" in envelope[0]


async def test_a_server_may_want_a_sign_in(smtp):
    smtp.account = ("truss", "a password")
    await make_sender(smtp, user="truss", password="a password").send(**MAIL)
    assert len(smtp.messages) == 1

    with pytest.raises(ExternalFailure, match="TRUSS_SMTP_PASSWORD") as refused:
        await make_sender(smtp, user="truss", password="wrong one").send(**MAIL)

    assert "wrong one" not in str(refused.value)


@pytest.mark.parametrize("trouble", ["refuses_recipients", "is_mute"])
async def test_trouble_is_a_sentence_that_says_what_to_look_at(smtp, trouble):
    setattr(smtp, trouble, True)

    with pytest.raises(ExternalFailure, match="TRUSS_SMTP_HOST") as failed:
        await make_sender(smtp).send(**MAIL)

    assert "a.example" not in str(failed.value)


async def test_a_server_elsewhere_gets_nothing_without_tls(smtp, monkeypatch):
    """The link would be there for all on the way to read."""
    connect = smtplib.SMTP._get_socket  # type: ignore[attr-defined] # where it connects
    monkeypatch.setattr(
        smtplib.SMTP,
        "_get_socket",
        lambda self, _host, port, timeout: connect(self, "127.0.0.1", port, timeout),
    )

    with pytest.raises(ExternalFailure):
        await make_sender(smtp, host="mail.example.org").send(**MAIL)

    assert smtp.messages == []


@pytest.mark.parametrize("to", ["a@b\r\nBcc: c@d", "a@b\nX: y"])
async def test_no_address_brings_headers_of_its_own(smtp, to):
    with pytest.raises(ValueError, match=r"(?i)header"):
        await make_sender(smtp).send(**(MAIL | {"to": to}))

    assert smtp.messages == []


def test_a_password_is_not_printed():
    server = SmtpServer(host="a", port=587, sender="a@b", password="very secret")

    assert "very secret" not in repr(server)
