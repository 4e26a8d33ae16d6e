import json

from core.adapters.chat_logs.json_log import JsonFormat
from tests.core.adapters.chat_logs.reading import read_with


def _read(comments, **more):
    return read_with(JsonFormat(), json.dumps({**more, "comments": comments}))


def test_fragments_tell_the_emotes_of_a_body():
    message = {
        "body": "so Kappa",
        "fragments": [
            {"text": "so ", "emoticon": None},
            {"text": "Kappa", "emoticon": {"id": "25"}},
        ],
    }

    read = _read([{"content_offset_seconds": 7, "commenter": {"name": "ann"}, "message": message}])

    assert (read.said, read.emotes) == ([(7.0, "ann", "so Kappa")], [("Kappa",)])


def test_places_tell_them_where_fragments_do_not():
    message = {"body": "Kappa so", "emoticons": [{"_id": "25", "begin": 0, "end": 5}]}

    read = _read([{"content_offset_seconds": 7, "commenter": {"name": "ann"}, "message": message}])

    assert read.emotes == [("Kappa",)]


def test_twitch_dl_has_fragments_alone():
    comment = {
        "contentOffsetSeconds": 7,
        "commenter": {"login": "ann", "displayName": "Ann"},
        "message": {"fragments": [{"text": "hi ", "emote": None}, {"text": "Keepo", "emote": {}}]},
    }

    read = _read([comment])

    assert (read.name, read.said) == ("twitch-dl JSON", [(7.0, "Ann", "hi Keepo")])


def test_lines_of_deleted_users_are_lines_of_different_people():
    comments = [
        {"content_offset_seconds": n, "commenter": None, "message": {"body": "hi"}} for n in (1, 2)
    ]

    assert [name for _, name, _ in _read(comments).said] == ["deleted user 1", "deleted user 2"]
