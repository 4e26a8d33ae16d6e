from datetime import UTC, datetime

import pytest

from bot.commands.demo import check_reach, seconds_until_night
from bot.runner import bind_page
from config.settings import load_settings
from core.errors import InvalidInput

ALL_ADDRESSES = "0.0.0.0"  # noqa: S104 - what a container listens on


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_demo_opens_without_a_sign_in_on_this_machine(host):
    settings = load_settings(web_host=host, web_port=0)

    with bind_page(settings) as listener:
        check_reach(settings, listener)


def test_the_demo_is_not_served_to_others_by_accident():
    """Whoever reaches it may decide there."""
    settings = load_settings(web_host=ALL_ADDRESSES, web_port=0)

    with bind_page(settings) as listener, pytest.raises(InvalidInput, match="TRUSS_DEMO_PUBLIC"):
        check_reach(settings, listener)


def test_the_demo_is_served_to_others_where_the_settings_say_so():
    settings = load_settings(web_host=ALL_ADDRESSES, web_port=0, demo_public=True)

    with bind_page(settings) as listener:
        check_reach(settings, listener)


@pytest.mark.parametrize(
    ("now", "seconds"),
    [
        (datetime(2026, 3, 1, 3, 59, tzinfo=UTC), 60),
        (datetime(2026, 3, 1, 4, 0, tzinfo=UTC), 86_400),
        (datetime(2026, 3, 1, 12, 0, tzinfo=UTC), 16 * 3600),
    ],
)
def test_a_public_demo_begins_anew_at_night(now, seconds):
    assert seconds_until_night(now) == seconds
