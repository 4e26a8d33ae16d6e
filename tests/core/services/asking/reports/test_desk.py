from datetime import date

from core.domain.asking.periods import Period
from core.domain.asking.tool_result import Link, Row, ToolResult
from core.services.asking.reports.desk import clock_of, count, links_of, on_day, quote, span


def test_what_reports_say_is_said_alike():
    period = Period(first=date(2026, 11, 23), last=date(2026, 11, 29), name="this week")

    assert span(period) == {"from_day": "2026-11-23", "to_day": "2026-11-29"}
    assert span(None) == {}
    assert count(1, "clip") == "1 clip"
    assert count(1234, "entry", "entries") == "1,234 entries"
    assert count(None, "clip") == "0 clips"
    assert on_day("2026-11-27 20:14") == "Fri 27 Nov at 20:14"
    assert on_day(None) == "a time that is not known"
    assert clock_of("2026-11-27 20:14") == "20:14"
    assert quote(Row()) == "\u201cno title\u201d"


def test_links_are_few_and_each_comes_once():
    rows = tuple(Row(link=Link(label="A", path=f"/{number % 7}")) for number in range(20))

    assert len(links_of(ToolResult(rows=rows))) == 5
    assert len(links_of(ToolResult(rows=rows), most=10)) == 7
