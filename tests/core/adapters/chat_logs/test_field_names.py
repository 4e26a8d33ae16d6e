import pytest

from core.adapters.chat_logs.field_names import find_fields, normalise


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("t_seconds,user,text", ("t_seconds", "user", "text", 1.0)),
        ("time,user_name,user_color,message", ("time", "user_name", "message", None)),
        (
            "contentOffsetSeconds,displayName,message",
            ("contentOffsetSeconds", "displayName", "message", 1.0),
        ),
        (",timestamp,username,message", ("timestamp", "username", "message", None)),
        (
            "author.badges.0.name,author.display_name,author.id,message,message_id,time_in_seconds",
            ("time_in_seconds", "author.display_name", "message", 1.0),
        ),
        ("AuthorID,Author,Date,Content,Attachments,Reactions", ("Date", "Author", "Content", None)),
        (
            "videoOffsetTimeMsec,authorName,message",
            ("videoOffsetTimeMsec", "authorName", "message", 0.001),
        ),
        (
            "created_at,commenter.display_name,commenter.created_at,message.body",
            ("created_at", "commenter.display_name", "message.body", None),
        ),
        ("Zeit,Benutzer,Nachricht", ("Zeit", "Benutzer", "Nachricht", None)),
        ("时间,用户名,内容", ("时间", "用户名", "内容", None)),
        ("Время,Пользователь,Сообщение", ("Время", "Пользователь", "Сообщение", None)),
    ],
)
def test_names_tell_what_fields_hold(header, found):
    names = header.split(",")

    fields = find_fields(names)

    assert fields is not None
    assert (names[fields.time], names[fields.chatter], names[fields.text], fields.unit) == found


@pytest.mark.parametrize("header", ["user,text", "time,text", "time,user", "a,b,c", "7,ann,hi", ""])
def test_a_header_that_lacks_one_of_them_is_none(header):
    assert find_fields(header.split(",")) is None


def test_a_name_is_its_words():
    assert normalise(" author.badges.0.displayName ") == "author_badges_display_name"
