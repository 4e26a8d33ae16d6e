from datetime import UTC, datetime

from core.adapters.doctor.accounts import look_at_accounts
from core.domain.accounts.account_scopes import list_scopes
from core.domain.accounts.platform_token import Account, AccountStatus
from core.domain.work.platform import Platform
from tests.core.adapters.doctor.server import one, only


def make_account(platform=Platform.YOUTUBE, *, without=(), status=AccountStatus.LINKED):
    return Account(
        platform=platform,
        account_id="a",
        name="Ada",
        status=status,
        scopes=frozenset(list_scopes(platform)) - set(without),
        linked_by="web",
        linked_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def test_accounts_that_let_everything_in_are_well():
    assert look_at_accounts([]) is None
    assert look_at_accounts([make_account(), make_account(Platform.TIKTOK)]) == []


def test_a_lost_account_and_a_missing_right_say_what_to_type():
    lost = make_account(status=AccountStatus.RECONNECT_REQUIRED)
    partly = make_account(
        Platform.YOUTUBE, without=["https://www.googleapis.com/auth/youtube.upload"]
    )

    assert (
        "no longer lets Truss in; link it again on the page Accounts or by /account link"
        in only(look_at_accounts([lost]))
    )
    assert "does not let Truss upload videos" in only(look_at_accounts([partly]))


def test_what_is_not_needed_is_advice():
    found = one(look_at_accounts([make_account(Platform.TIKTOK, without=["video.list"])]))

    assert not found.is_fault
