import pytest

from core.domain.people.email_address import read_email_address
from core.errors import InvalidInput


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" Ada@Example.org\n", "ada@example.org"),
        ("a+b.c@sub.example.co.uk", "a+b.c@sub.example.co.uk"),
        ("o'hara@example.org", "o'hara@example.org"),
    ],
)
def test_an_address_is_compared_without_case_and_space(text, address):
    assert read_email_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ada",
        "@example.org",
        "ada@",
        "ada@example.org, eve@example.org",
        "ada@example.org,eve@example.org",
        "<ada@example.org>",
        "ada@example.org\r\nBcc: eve@example.org",
        "ada@example.org\x00",
        '"a b"@example.org',
        "adä@example.org",
        "a" * 65 + "@example.org",
        "a@" + "b" * 190,
    ],
)
def test_what_is_no_address_or_more_than_one_is_refused(text):
    with pytest.raises(InvalidInput, match=r"ada@example\.org"):
        read_email_address(text)
