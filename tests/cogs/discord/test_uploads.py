from dataclasses import replace

from cogs.discord.uploads import describe_link
from core.services.people.sign_in import VisitLink
from tests.builders import NOON

LINK = VisitLink(url="https://clips.example.org/uploads/links/abc", expires_at=NOON)


def test_a_link_is_shown_so_that_no_preview_opens_it():
    text = describe_link(LINK)

    assert "(<https://clips.example.org/uploads/links/abc>)" in text
    assert f"<t:{int(NOON.timestamp())}:R>" in text
    assert "TRUSS_PUBLIC_URL" not in text


def test_a_link_that_works_on_one_machine_alone_says_so():
    assert "TRUSS_PUBLIC_URL" in describe_link(replace(LINK, is_local=True))
