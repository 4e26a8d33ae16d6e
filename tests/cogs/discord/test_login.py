from dataclasses import replace

from cogs.discord.login import describe_login
from core.services.people.sign_in import VisitLink
from tests.builders import NOON

LINK = VisitLink(url="https://clips.example.org/login/abc", expires_at=NOON)


def test_the_text_says_what_the_button_does_and_holds_no_link():
    text = describe_login(LINK)

    assert "https://" not in text
    assert "abc" not in text
    assert f"<t:{int(NOON.timestamp())}:R>" in text
    assert "TRUSS_PUBLIC_URL" not in text


def test_a_link_that_works_on_one_machine_alone_says_so():
    assert "TRUSS_PUBLIC_URL" in describe_login(replace(LINK, is_local=True))
