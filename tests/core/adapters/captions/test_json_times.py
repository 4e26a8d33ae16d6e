import pytest

from core.adapters.captions.json_times import read_seconds, read_span


@pytest.mark.parametrize(
    ("entry", "span"),
    [
        ({"start": 1, "end": 2.5}, (1.0, 2.5)),
        ({"start_ms": 1000, "end_ms": 2500}, (1.0, 2.5)),
        ({"startTime": "1.000s", "endTime": "2.5s"}, (1.0, 2.5)),
        ({"start": "00:00:01,000", "end": "00:00:02.5"}, (1.0, 2.5)),
        ({"start": 1, "duration": 1.5}, (1.0, 2.5)),
        ({"ts": 1, "end_ts": 2.5}, (1.0, 2.5)),
        ({"offsets": {"from": 1000, "to": 2500}}, (1.0, 2.5)),
        ({"timestamp": [1, 2.5]}, (1.0, 2.5)),
        ({"start": 1}, (1.0, 1.0)),
        ({"end": 1}, None),
        ({"start": 1, "end": "soon"}, None),
    ],
)
def test_times_go_by_many_names(entry, span):
    assert read_span(entry) == span


@pytest.mark.parametrize("value", [True, None, [], "1:2:3:4", float("nan"), 10**400])
def test_what_is_no_time_is_none(value):
    assert read_seconds(value) is None
