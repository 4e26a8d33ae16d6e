from datetime import UTC, datetime

import pytest

from core.domain.people.creator_profile import (
    CHANNELS_MAX,
    check_language,
    check_month,
    check_name,
    find_zone,
    name_local_month,
)
from core.errors import InvalidInput
from tests.plan_builders import make_profile


@pytest.mark.parametrize(
    ("at", "zone", "month"),
    [
        (datetime(2026, 10, 31, 23, 30, tzinfo=UTC), "Europe/Berlin", "2026-11"),  # 00:30 there
        (datetime(2026, 10, 31, 22, 30, tzinfo=UTC), "Europe/Berlin", "2026-10"),  # 23:30 there
        (datetime(2026, 11, 1, 3, 0, tzinfo=UTC), "America/New_York", "2026-10"),
        (datetime(2026, 11, 1, 3, 0, tzinfo=UTC), "UTC", "2026-11"),
    ],
)
def test_a_month_is_the_one_where_the_creator_lives(at, zone, month):
    assert name_local_month(at, zone) == month


@pytest.mark.parametrize("name", ["", "Mars/Olympus", "../../etc/passwd", "/etc/passwd", "a\x00b"])
def test_what_is_no_time_zone_is_refused(name):
    with pytest.raises(InvalidInput):
        find_zone(name)


def test_a_creator_of_whom_nothing_is_stored_has_one_partition_of_clips():
    assert (make_profile().clip_shards, make_profile().version) == (1, 0)


def test_a_month_is_written_with_year_and_month():
    assert check_month("2026-11") == "2026-11"


@pytest.mark.parametrize("month", ["", "2026-13", "2026-00", "26-11", "2026-11\n", "2026-11-01"])
def test_what_is_no_month_is_refused(month):
    with pytest.raises(InvalidInput):
        check_month(month)


def test_sensitivity_is_the_channels_own_else_the_creators_else_nobodys():
    profile = make_profile().set_spikes_an_hour(4.0, None).set_spikes_an_hour(12.0, "7")

    assert profile.find_spikes_an_hour("7") == 12.0
    assert profile.find_spikes_an_hour("8") == profile.find_spikes_an_hour(None) == 4.0
    forgotten = profile.set_spikes_an_hour(None, "7").set_spikes_an_hour(None, None)
    assert forgotten == make_profile()
    assert forgotten.find_spikes_an_hour("7") is None


@pytest.mark.parametrize("spikes", [-0.1, 60.1, float("nan"), float("inf")])
def test_a_sensitivity_that_no_stream_could_be_heard_with_is_refused(spikes):
    with pytest.raises(InvalidInput, match="0 to 60 spikes an hour"):
        make_profile().set_spikes_an_hour(spikes, None)


def test_channels_with_a_sensitivity_of_their_own_are_bounded():
    profile = make_profile()
    for number in range(CHANNELS_MAX):
        profile = profile.set_spikes_an_hour(1.0, str(number))

    profile = profile.set_spikes_an_hour(2.0, "0")
    with pytest.raises(InvalidInput, match="at most 100 channels"):
        profile.set_spikes_an_hour(1.0, "one more")


def test_a_name_is_one_clean_line_of_at_most_40_characters():
    assert check_name("  Ada\n\u202eL. ") == "Ada L."
    assert check_name("") == ""
    assert check_name("x" * 40) == "x" * 40


@pytest.mark.parametrize("name", ["x" * 41, "?!", "🎉"])
def test_what_is_no_name_is_refused(name):
    with pytest.raises(InvalidInput, match=r"A name (has at most|needs at least)"):
        check_name(name)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("EN", "en"),
        (" pt-br ", "pt-BR"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("ES-419", "es-419"),
        ("sl-ROZAJ", "sl-rozaj"),
    ],
)
def test_a_language_is_written_as_it_is_usual(text, language):
    assert check_language(text) == language


@pytest.mark.parametrize(
    "text", ["", "e", "english!", "en_US", "en;drop", "ignore all rules", "ёё"]
)
def test_what_is_no_language_is_refused(text):
    with pytest.raises(InvalidInput, match="as in en, de or pt-BR"):
        check_language(text)
