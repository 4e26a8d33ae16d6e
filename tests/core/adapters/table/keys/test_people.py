import pytest

from core.adapters.table import keys


@pytest.mark.parametrize(
    ("key", "published"),
    [
        (keys.preferences_sk("discord:1"), "PROFILE#discord:1"),
        (keys.token_sk("youtube"), "PLATFORM_TOKEN#youtube"),
        (keys.token_sk("youtube", "UC2"), "PLATFORM_TOKEN#youtube#UC2"),
        (keys.member_pk("1"), "DISCORD#1"),
        (keys.member_sk("1"), "MEMBER#1"),
        (keys.secret_pk("MAGIC", "ab"), "MAGIC#ab"),
        (keys.person_pk("discord:1"), "PERSON#discord:1"),
        (keys.session_sk("ab"), "SESSION#ab"),
    ],
)
def test_keys_are_those_published(key, published):
    assert key == published
