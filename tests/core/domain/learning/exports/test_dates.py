from datetime import UTC, date, datetime

import pytest

from core.domain.learning.exports.dates import find_day_order, read_moment

AS_OF = date(2026, 9, 20)


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("Sep 2, 2026", date(2026, 9, 2)),
        ("Sat, Aug 1, 2026", date(2026, 8, 1)),
        ("2 de septiembre de 2026", date(2026, 9, 2)),
        ("27-Jul-20", date(2020, 7, 27)),
        ("September 19", date(2026, 9, 19)),
        ("September 21", date(2026, 9, 21)),
        ("September 22", date(2025, 9, 22)),
        ("8 de marzo", date(2026, 3, 8)),
        ("February 29", date(2024, 2, 29)),
        ("11/26/24", date(2024, 11, 26)),
        ("9/2/2026", date(2026, 9, 2)),
        ("09/02/2026 06:08", datetime(2026, 9, 2, 6, 8, tzinfo=UTC)),
        ("9/2/2026 6:08 PM", datetime(2026, 9, 2, 18, 8, tzinfo=UTC)),
        ("2026-09-02", date(2026, 9, 2)),
        ("2026-09-02T01:02:03", datetime(2026, 9, 2, 1, 2, 3, tzinfo=UTC)),
        ("2019-05-01 12:34 +0000", datetime(2019, 5, 1, 12, 34, tzinfo=UTC)),
        ("2026年9月2日", date(2026, 9, 2)),
        ("9月22日", date(2025, 9, 22)),
        ("2026년 9월 2일", date(2026, 9, 2)),
        ("2026. 9. 2.", date(2026, 9, 2)),
        ("2026/09/02", date(2026, 9, 2)),
        ("2026/9/2 18:08:01", datetime(2026, 9, 2, 18, 8, tzinfo=UTC)),
        ("09-02-2026", date(2026, 9, 2)),
        ("Sep 2, 2026, 10:34 PM", date(2026, 9, 2)),
        ("2 settembre 2026", date(2026, 9, 2)),
        ("20 settembre", date(2026, 9, 20)),
        ("2 сентября 2026 \u0433.", date(2026, 9, 2)),
        ("2 Eylül 2026", date(2026, 9, 2)),
        ("mar. 1 mars 2026", None),
        ("令和8年9月2日", None),
        ("2/9/2569", None),
        ("2 Sep 2569", None),
        ("2 ก.ย. 2569", None),
        ("\u06f1\u06f4\u06f0\u06f5/\u06f0\u06f6/\u06f1\u06f1", None),
        ("11 Safar 1448", None),
        ("2/9-2026", None),
        (datetime(2026, 9, 2), date(2026, 9, 2)),  # noqa: DTZ001 - as a sheet holds it
        (date(2026, 9, 2), date(2026, 9, 2)),
        ("1/1/1900", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-12:00", None),
        ("Lifetime", None),
        ("31/31/2026", None),
        ("2026年99月2日", None),
        ("February 31, 2026", None),
        ("", None),
        ("x" * 1000, None),
        (7, None),
    ],
)
def test_dates_are_read_and_missing_years_count_back(cell, moment):
    assert read_moment(cell, as_of=AS_OF) == moment


def test_a_time_in_chinese_is_chinas():
    at = read_moment("2026年09月02日20时30分15秒", as_of=AS_OF)

    assert at == datetime(2026, 9, 2, 12, 30, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cells", "is_day_first"),
    [
        (["3/4/2026", "13/4/2026"], True),
        (["3.4.2026"], True),
        (["3/4/2026", "3/14/2026", None], False),
        (["3/4/2026"], None),
        (["3/4/2026", "13/4/2026", "4/13/2026"], None),
        (["02/10/2026"], False),
        (["10/02/2026", "3/4/2026"], True),
        (["5/5/2026", "Sep 2, 2026", 7, None], False),
        (["3/4/0000"], None),
        ([], False),
    ],
)
def test_a_day_is_first_where_it_can_only_be_so(cells, is_day_first):
    """On 20 September, 10/02/2026 can only be of February."""
    assert find_day_order(cells, as_of=AS_OF) is is_day_first


def test_what_is_day_first_is_read_so():
    assert read_moment("3/4/2026", as_of=AS_OF, day_first=True) == date(2026, 4, 3)
