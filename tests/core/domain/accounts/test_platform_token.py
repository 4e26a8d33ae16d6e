from datetime import timedelta

import pytest

from core.domain.accounts.platform_token import ACCOUNT_MOVES, AccountStatus, Grant
from core.errors import Conflict
from tests.builders import NOON
from tests.plan_builders import make_token


@pytest.mark.parametrize("before", AccountStatus)
@pytest.mark.parametrize("after", AccountStatus)
def test_an_account_moves_as_the_table_says(before, after):
    token = make_token(status=before)

    if after in ACCOUNT_MOVES[before]:
        assert token.move_to(after, at=NOON).status is after
    else:
        with pytest.raises(Conflict, match="cannot become") as conflict:
            token.move_to(after, at=NOON)
        assert conflict.value.current == token


def test_a_token_that_is_printed_shows_no_secret():
    text = repr(make_token())

    assert "access-1" not in text
    assert "refresh-1" not in text


def test_a_grant_is_received_whole():
    token = make_token(refreshing_until=NOON, status=AccountStatus.RECONNECT_REQUIRED)
    grant = Grant(
        access_token="access-2",
        refresh_token="refresh-2",
        scopes=frozenset({"video.list"}),
        expires_seconds=7200,
        refresh_expires_seconds=15552000,
    )

    fresh = token.receive(grant, at=NOON)

    assert (fresh.access_token, fresh.refresh_token) == ("access-2", "refresh-2")
    assert fresh.scopes == {"video.list"}
    assert (fresh.issued_at, fresh.expires_at) == (NOON, NOON + timedelta(hours=2))
    assert fresh.refresh_expires_at == NOON + timedelta(days=180)
    assert (fresh.refreshing_until, fresh.status) == (None, AccountStatus.LINKED)


def test_what_a_grant_does_not_name_stays_as_it_was():
    """Google gives no refresh token with a refresh: the one we have stays good."""
    token = make_token(refresh_expires_at=NOON)

    fresh = token.receive(Grant(access_token="access-2"), at=NOON)

    assert (fresh.refresh_token, fresh.scopes) == ("refresh-1", token.scopes)
    assert (fresh.expires_at, fresh.refresh_expires_at) == (None, NOON)


def test_a_new_refresh_token_without_an_end_has_none():
    fresh = make_token(refresh_expires_at=NOON).receive(
        Grant(access_token="access-2", refresh_token="refresh-2"), at=NOON
    )

    assert fresh.refresh_expires_at is None


def test_a_grant_that_is_printed_shows_no_secret():
    assert "s3cret" not in repr(Grant(access_token="s3cret", refresh_token="s3cret"))
