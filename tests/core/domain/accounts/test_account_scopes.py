import pytest

from core.domain.accounts.account_scopes import SCOPES, describe_scopes, list_missing, list_scopes
from core.domain.work.platform import Platform


@pytest.mark.parametrize("platform", SCOPES)
def test_what_is_needed_is_asked_for_and_nothing_twice(platform):
    asked = list_scopes(platform)

    assert len(set(asked)) == len(asked)
    assert list_missing(platform, frozenset(asked), needed_only=False) == ()
    assert {scope.name for scope in list_missing(platform, frozenset())} <= set(asked)


def test_what_is_missing_is_named_by_what_it_is_for():
    granted = frozenset({"user.info.basic"})

    assert describe_scopes(list_missing(Platform.TIKTOK, granted)) == "send videos to the inbox"
    assert describe_scopes(list_missing(Platform.TIKTOK, granted, needed_only=False)) == (
        "send videos to the inbox, post videos, see how videos performed"
    )


def test_a_platform_without_accounts_wants_nothing():
    assert list_scopes(Platform.FOLDER) == ()
    assert list_missing(Platform.FOLDER, frozenset()) == ()
