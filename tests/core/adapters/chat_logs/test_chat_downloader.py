import json

from core.adapters.chat_logs.json_log import JsonFormat
from tests.core.adapters.chat_logs.reading import read_with


def test_emotes_are_those_that_the_text_holds():
    item = {
        "time_in_seconds": 7,
        "author": {"name": "ann"},
        "message": "Kappa :_hype:",
        "emotes": [
            {"id": "25", "name": "Kappa"},
            {"name": "x", "shortcuts": [":_hype:"]},
            {"name": "No"},
        ],
    }

    read = read_with(JsonFormat(), json.dumps([item]))

    assert read.name == "chat-downloader JSON"
    assert read.emotes[0] == ("Kappa", ":_hype:")


def test_offsets_before_the_stream_are_kept():
    items = [{"time_in_seconds": n, "author": {"name": "ann"}, "message": "hi"} for n in (-5.5, 1)]

    assert [t for t, _, _ in read_with(JsonFormat(), json.dumps(items)).said] == [-5.5, 1.0]
