from functools import partial

import pytest

from cogs.discord.accounts import (
    describe_offer,
    describe_unlinked,
    list_lines,
    name_account,
    read_choice,
)
from cogs.texts.sentences import translate
from core.domain.accounts.account_scopes import list_scopes
from core.domain.accounts.platform_token import AccountStatus
from core.domain.work.platform import Platform
from core.errors import InvalidInput
from core.services.accounts.account_linking import LinkOffer
from tests.plan_builders import make_token

ALL = frozenset(list_scopes(Platform.TIKTOK))


def make_account(**given):
    values = {"account_name": "Ana", "linked_by": "discord:7", "scopes": ALL}
    return make_token(**(values | given)).account


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, "- Ana on TikTok: linked by <@7> <t:1772366400:d>"),
        (
            {"status": AccountStatus.RECONNECT_REQUIRED, "linked_by": ""},
            "- Ana on TikTok: **must be linked again** <t:1772366400:d>",
        ),
        (
            {"scopes": ALL - {"video.list"}, "linked_by": ""},
            (
                "- Ana on TikTok: linked <t:1772366400:d>, "
                "without the right to see how videos performed"
            ),
        ),
        (
            {"account_name": "*A* <@1>"},
            r"- \*A\* \<\@1\> on TikTok: linked by <@7> <t:1772366400:d>",
        ),
    ],
)
def test_an_account_is_a_line(given, expected):
    assert list_lines((make_account(**given),)) == expected


def test_the_longest_list_fits_into_a_message():
    text = list_lines(tuple(make_account(account_name="*" * 200) for _ in range(50)))

    assert len(text) <= 2000
    assert text.endswith("- and more")
    assert list_lines(()) == "No account is linked; type /account link."


def test_an_account_without_a_name_is_called_by_its_id():
    assert name_account(make_account(account_name="")) == "t1 on TikTok"
    assert len(name_account(make_account(account_name="a" * 200))) <= 100
    assert name_account(make_account(account_name="a\u202e\u200b\nb")) == "a b on TikTok"


def test_a_name_that_is_a_word_of_ours_stays_in_german():
    say = partial(translate, language="de")

    assert name_account(make_account(account_name="Today"), say) == "Today auf TikTok"


def test_an_offer_says_what_to_do_and_for_how_long():
    page = LinkOffer(address="https://truss.example/accounts/link/tiktok/token")
    code = LinkOffer(address="https://twitch.example", user_code="AB_CD", device_code="d")

    assert "works once, within 10 minutes" in describe_offer(page, Platform.TIKTOK)
    assert r"type the code **AB\_CD** within 10 minutes" in describe_offer(code, Platform.TWITCH)
    assert "https://" not in describe_offer(page, Platform.TIKTOK)


def test_what_a_platform_was_not_told_is_left_to_people():
    account = make_account()

    assert describe_unlinked(account, is_revoked=True).endswith("Truss's access is revoked.")
    assert "TikTok could not be told" in describe_unlinked(account, is_revoked=False)


@pytest.mark.parametrize("value", ["", "Ana", "folder:x", "tiktok", "mars:1"])
def test_what_was_not_chosen_from_the_list_is_refused(value):
    with pytest.raises(InvalidInput, match="Choose an account"):
        read_choice(value)


def test_a_choice_names_its_account():
    assert read_choice("tiktok:a:b") == (Platform.TIKTOK, "a:b")
