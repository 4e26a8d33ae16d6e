import pytest

from core.adapters.oauth.dialects import challenge_base64url, challenge_hex, read_scopes


def test_a_challenge_is_what_each_platform_makes_of_it():
    """The pair of RFC 7636, appendix B; TikTok's desktop applications want the digest in hex."""
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"

    assert challenge_base64url(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    assert challenge_hex(verifier) == (
        "13d31e961a1ad8ec2f16b10c4c982e0876a878ad6df144566ee1894acb70f9c3"
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a b", {"a", "b"}),
        ("a,b", {"a", "b"}),
        (["a", "b"], {"a", "b"}),
        ("", set()),
        ([], set()),
        (["a", 7, None], {"a"}),
        (None, None),
        (7, None),
    ],
)
def test_scopes_are_read_in_every_platform_s_way(value, expected):
    assert read_scopes(value) == expected
