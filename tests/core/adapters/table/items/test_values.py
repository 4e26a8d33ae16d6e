from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.adapters.table.items.values import (
    CARD_BYTES_MAX,
    expiry,
    fit_card,
    instant,
    is_live,
    number,
    present,
    read_instant,
    read_number,
    read_optional_instant,
)
from core.adapters.table.limits import check_value, value_size
from tests.builders import NOON


@given(st.floats(min_value=-1e100, max_value=1e100, allow_subnormal=False))
def test_every_float_comes_back_as_it_went(value):
    if value and abs(value) < 1e-100:
        return

    stored = check_value(number(value))

    assert read_number(stored) == value


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_a_mistake(value):
    with pytest.raises(ValueError, match="infinity"):
        number(value)


def test_nothing_stays_nothing():
    assert (number(None), read_number(None), instant(None), read_optional_instant(None)) == (
        None,
        None,
        None,
        None,
    )
    assert present({"a": None, "b": 0, "c": ""}) == {"b": 0, "c": ""}


@given(st.datetimes(min_value=datetime(1970, 1, 2), timezones=st.just(UTC)))  # noqa: DTZ001 - the zone follows
def test_every_moment_comes_back_as_it_went(at):
    assert read_instant(instant(at) or "") == at


def test_moments_are_written_in_utc_with_a_fixed_width():
    at = datetime(2026, 3, 1, 14, tzinfo=timezone(timedelta(hours=2)))

    assert instant(at) == "2026-03-01T12:00:00.000000Z"
    with pytest.raises(ValueError, match="zone"):
        instant(at.replace(tzinfo=None))


def test_what_expires_is_live_until_then():
    item = {"ttl": expiry(NOON, days=1)}

    assert is_live(item, NOON + timedelta(hours=23))
    assert not is_live(item, NOON + timedelta(hours=24))
    assert is_live({}, NOON)


@pytest.mark.parametrize("title", ["short", "x" * 900, "é" * 900, "🎉" * 900, ""])
@pytest.mark.parametrize("thumb", [None, "k" * 100, "k" * 390, "k" * 600])
def test_a_card_is_at_most_400_bytes(title, thumb):
    card = fit_card(title, {"score": 81, "startSeconds": Decimal("1.5"), "thumb": thumb})

    assert value_size(card) <= CARD_BYTES_MAX
    assert card["score"] == 81
    assert title.startswith(card["title"])
